# The bot's answers outside tickets.
notice-help =
    Write what happened, and we will help. There are commands, too:

    /new – new request
    /my – my requests
    /operator – talk to a person
    /faq – frequent questions
    /language – language
    /zone – my time
    /privacy – privacy
notice-my-tickets = <b>Your requests</b>
my-ticket = #{ $number } · { $topic } · { $status }
my-ticket-eta = #{ $number } · { $topic } · { $status }, answer by { $eta }
my-ticket-deadline = #{ $number } · { $topic } · { $status } until { $deadline }
notice-no-open-ticket = You have no open requests. Need help? Just write here.
notice-privacy =
    <b>Privacy</b>

    <b>What we keep:</b> your Telegram name and number, your language, your time zone, our conversation, your ratings.
    <b>What for:</b> to answer you and remember what was said.
    <b>Who sees it:</b> our support team only. We sell nothing.

    To get your data or have it erased, write to us here.

    Please don’t send passwords, card numbers or codes: we never ask for them.
notice-faq =
    <b>Frequent questions</b>

    { faq }
notice-unsupported = We cannot read this kind of message. Please send text, a photo, a video or a file.
notice-too-long = This message is too long. Please send it in parts.
notice-language = Which language do you prefer?
notice-language-set = Done, we will write in English.
notice-zone =
    As far as we know, it is { $time } where you are ({ $city }). From { $quiet_from } to { $quiet_to } we send no reminders or surveys.

    Not right? Tap your time.
notice-zone-more = Tap a city where the time is the same as yours.
notice-zone-set = Done: it is { $time } where you are ({ $city }). No reminders or surveys from { $quiet_from } to { $quiet_to }. To change it: /zone
notice-nps-thanks = Thank you! Your score: { $score } of 10.
notice-unknown-topic = ⚠️ This topic belongs to no ticket, so the message went to nobody.
notice-unknown-command = There is no such command. There are /claim, /ask, /resolve, /reopen, /on, /off, /next; // at the start makes a note.
notice-anonymous = ⚠️ Anonymous messages are not passed on to customers. Turn anonymity off in your admin rights and write again.
notice-ticket-ended = ⚠️ This ticket has ended, so the message was not sent. If the customer writes again, a new topic will appear.
notice-unknown-queue = There is no such queue. There are { $queues }. For example: /on { $example } 3
notice-bad-capacity = How many tickets at once? One number from 1 to { $most }, for example: /on 3
notice-next-ticket = Your next ticket: { $ticket }
notice-no-next-ticket = Nobody is waiting in your queues now.
notice-try-again = That did not work in time. Please repeat the command in a minute.
