# Дошки, чергування й попередження в групі агентів.
fixed-topic-boards = 📋 Дошки
fixed-topic-duty = 👥 Чергування
fixed-topic-ops = 🚨 Сповіщення

board-title =
    { $count ->
        [one] 📋 <b>{ $queue }</b> · { $count } звернення
        [few] 📋 <b>{ $queue }</b> · { $count } звернення
        [many] 📋 <b>{ $queue }</b> · { $count } звернень
       *[other] 📋 <b>{ $queue }</b> · { $count } звернення
    }
board-empty = Тут порожньо: усе опрацьовано.
board-ticket = №{ $number } { $topic }
board-ticket-linked = <a href="{ $link }">№{ $number }</a> { $topic }
board-due = строк { $due }
board-more =
    { $count ->
        [one] … і ще { $count }
        [few] … і ще { $count }
        [many] … і ще { $count }
       *[other] … і ще { $count }
    }
severity-mark-blocker = 🔴
severity-mark-high = 🟠
severity-mark-normal = 🔵
severity-mark-low = ⚪

alert-title =
    { $count ->
        [one] ⏰ <b>{ $queue }</b>: { $count } звернення чекає
        [few] ⏰ <b>{ $queue }</b>: { $count } звернення чекають
        [many] ⏰ <b>{ $queue }</b>: { $count } звернень чекають
       *[other] ⏰ <b>{ $queue }</b>: { $count } звернення чекає
    }
alert-clock-first-response = перша відповідь
alert-clock-next-response = наступна відповідь
alert-clock-resolution = вирішення
alert-clock-taken = ніхто не взяв
alert-clock-agent-silent = агент мовчить понад добу
alert-due = { $clock }: строк { $due }

duty-title = 👥 <b>На чергуванні</b>
duty-nobody = Зараз ніхто не чергує. Почати: /on
duty-agent = <b>{ $agent }</b> · { $since } · { $load } з { $capacity } · { $queues }
duty-all-queues = усі черги
duty-word-all = усі
