# The life of a ticket: what the customer hears.
kind-receipt =
    ✅ Your request <b>#{ $number }</b> is accepted. Topic: { $topic }.
receipt-eta = A person will answer by { $eta }.
receipt-notify = What shall we write to you about?
kind-operator-coming =
    We are calling a person. Your request is <b>#{ $number }</b>.

    Meanwhile, describe what happened, so that we can help sooner.
operator-coming-eta = A support specialist will answer by { $eta }.
kind-in-progress = { $agent } is working on your request #{ $number }.
eta-line = Expect an answer by { $eta }.
kind-first-reply = Hello { $name }, this is { $agent }. I have your request #{ $number } and am checking it now.
first-reply-nameless = Hello, this is { $agent }. I have your request #{ $number } and am checking it now.
kind-agent-reply = <b>{ $agent }:</b>
agent-reply-numbered = <b>{ $agent } (#{ $number }):</b>
kind-needs-answer = <b>{ $agent }</b> has a question about request #{ $number }:
needs-answer-until = Just write your answer here by { $deadline }. After that the request closes, but it is easy to reopen.
kind-needs-answer-reminder = A reminder: request #{ $number } is waiting for your answer. Just write it here by { $deadline }.
kind-closed-stale =
    We had no answer from you and closed request #{ $number }.

    Still need help? Just write here, and we will reopen it.
kind-resolved = ✅ Request #{ $number } is resolved.
resolved-by = <b>{ $agent }:</b>
resolved-rate = How did we do?
kind-rating-thanks =
    { $stars ->
        [1] We are sorry it turned out this way. Please write here what went wrong: the support lead will read it.
        [2] We are sorry it turned out this way. Please write here what went wrong: the support lead will read it.
        [4] Thank you for the rating! We were glad to help.
        [5] Thank you for the rating! We were glad to help.
       *[other] Thank you for the honest rating. If you still need help, write here, and we will reopen the request.
    }
kind-follow-up = We recently resolved your request #{ $number }. Topic: { $topic }. Is everything all right?
kind-nps =
    One more short question. Would you recommend us to friends or colleagues?

    0 – certainly not, 10 – certainly yes.
kind-closed = Request #{ $number } is closed. If you need us again, just write here.
kind-reopened = Request #{ $number } is open again.
kind-takes-over = { $agent } is now taking care of your request #{ $number }.
takes-over-queue = Your request #{ $number } has moved up to { $queue }.
kind-eta-changed = We need a little longer with your request #{ $number } than we promised. We are sorry.
eta-changed-now = A person will reply by { $eta }.
kind-now-talking-about =
    We added this to request #{ $number }. Topic: { $topic }.

    Is it about something else? Choose the request and write again.

kind-zone-question =
    From { $quiet_from } to { $quiet_to } your time we send no reminders or surveys.

    What time is it where you are? Tap yours.
kind-summary = <b>Your requests today</b>

# The way of a request: where it is now.
path-accepted = <b>Accepted</b> → in progress → resolved
path-in-progress = Accepted → <b>in progress</b> → resolved

status-accepted = accepted
status-in-progress = in progress
status-needs-answer = waiting for your answer
status-resolved = resolved
status-closed = closed

# Times in messages, for apps that do not show them by themselves.
moment-today = { $time } ({ $city })
moment-later = { $day }, { $time } ({ $city })
zone-asia-kolkata = Delhi
zone-america-chicago = Chicago
zone-europe-kyiv = Kyiv
