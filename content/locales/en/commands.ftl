# Hints for commands in Telegram's menu.
command-start = Start
command-new = New request
command-my = My requests
command-operator = Talk to a person
command-faq = Frequent questions
command-language = Language
command-zone = My time
command-privacy = Privacy
command-help = What the bot can do

command-claim = Claim the ticket
command-ask = Ask the customer: /ask and the question
command-resolve = Resolved: /resolve and what was done
command-reopen = Reopen the ticket
command-on = Go on duty: /on, queues, how many tickets
command-off = Go off duty
command-next = Take the next ticket
