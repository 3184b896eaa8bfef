# The agents' group: short.
card-title = { $icon } <b>#{ $number } · { $topic }</b>
card-customer = 👤 { $name } · { $language } · { $zone }
card-vip = VIP
card-queue = Queue: { $queue } · severity: { $severity }
card-state = State: { $phase } · owner:
card-next-response = Reply: { $due }
card-moved-from = ⏫ Moved up: time ran out in { $queue }
kind-handed-over = — this request is yours now. #{ $number } · { $topic }
handed-over-waits = Waiting since { $since }
card-nobody = nobody yet
card-first-response = First response: { $due }
card-answered = First response: sent
card-taken = Take it: { $due }
card-preview = ✍️ First reply to the customer, if you send it:
card-resolution = Resolve: { $due }
card-answer-deadline = Waiting for the customer: { $due }
card-warned = ⏳ Time is running out
card-breached = ⏰ Overdue
card-operator-wanted = 🔔 Asks for a person
card-unreachable = 🚫 The customer blocked the bot
card-linked = Continues #{ $number }
card-history =
    { $count ->
        [one] { $count } earlier ticket
       *[other] { $count } earlier tickets
    }
card-first-time = The customer’s first ticket
card-files =
    { $count ->
        [one] 📎 { $count } attachment
       *[other] 📎 { $count } attachments
    }
card-rating = Rating: { $stars } ⭐
card-continues = … continues below
card-ask = ❓ What to ask the customer for?
card-nameless = No name

forum-title = { $icon } #{ $number } { $topic } · { $name }
forum-title-vip = { $icon } ⭐ #{ $number } { $topic } · { $name }
icon-intake = 📝
icon-open = 🆕
icon-in-progress = 🛠
icon-waiting-for-customer = ⏸
icon-resolved = ✅
icon-closed = 🔒

phase-intake = intake
phase-open = open
phase-in-progress = in progress
phase-waiting-for-customer = waiting for the customer
phase-resolved = resolved
phase-closed = closed
severity-blocker = blocker
severity-high = high
severity-normal = normal
severity-low = low
language-uk = Ukrainian
language-en = English

kind-customer-edit = ✏️ The customer edited a message. Before:
customer-edit-now = Now:
kind-operator-call = 🔔 The customer asks for a person.
kind-low-score = ⭐ Rated { $stars } of 5. We asked the customer what went wrong; an answer will reopen the ticket here.
kind-command-refused = ⚠️ { $agent } · /{ $command }: { $why }

kind-of-content-text = Text
kind-of-content-photo = Photo
kind-of-content-video = Video
kind-of-content-voice = Voice message
kind-of-content-video-note = Video message
kind-of-content-audio = Audio
kind-of-content-document = File
kind-of-content-sticker = Sticker
kind-of-content-animation = GIF
kind-of-content-location = Location
kind-of-content-contact = Contact
kind-of-content-poll = Poll
kind-of-content-other = Message
agent-unnamed = Support
