# Boards, duty and alerts in the agents' group.
fixed-topic-boards = 📋 Boards
fixed-topic-duty = 👥 Duty
fixed-topic-ops = 🚨 Ops

board-title =
    { $count ->
        [one] 📋 <b>{ $queue }</b> · { $count } ticket
       *[other] 📋 <b>{ $queue }</b> · { $count } tickets
    }
board-empty = Nothing here: all is done.
board-ticket = #{ $number } { $topic }
board-ticket-linked = <a href="{ $link }">#{ $number }</a> { $topic }
board-due = due { $due }
board-more =
    { $count ->
        [one] … and { $count } more
       *[other] … and { $count } more
    }
severity-mark-blocker = 🔴
severity-mark-high = 🟠
severity-mark-normal = 🔵
severity-mark-low = ⚪

alert-title =
    { $count ->
        [one] ⏰ <b>{ $queue }</b>: { $count } ticket is waiting
       *[other] ⏰ <b>{ $queue }</b>: { $count } tickets are waiting
    }
alert-clock-first-response = first response
alert-clock-next-response = next response
alert-clock-resolution = resolution
alert-clock-taken = nobody has taken it
alert-clock-agent-silent = no word from the agent for a day
alert-due = { $clock }: due { $due }

duty-title = 👥 <b>On duty</b>
duty-nobody = Nobody is on duty now. To begin: /on
duty-agent = <b>{ $agent }</b> · { $since } · { $load } of { $capacity } · { $queues }
duty-all-queues = all queues
duty-word-all = all
