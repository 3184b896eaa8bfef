# Buttons: up to 30 characters, in two columns up to 20.
button-consent-yes = Yes, I agree
button-consent-no = No
button-language-uk = Українська
button-language-en = English
button-operator = Talk to a person
button-submit = Send the request
button-status = Where is my request?
button-add = Add details
button-notify-every-change = Every change
button-notify-answers-only = Answers only
button-notify-daily-summary = One daily summary
button-star = { $stars } ⭐
button-helped-yes = Yes, thank you
button-helped-no = No, not solved yet
button-zone = { $time } { $city }
button-zone-other = Another city
button-ticket = #{ $number } { $topic }
button-new = New request
button-claim = Claim
button-ask = Ask for details
button-resolve = Resolve
button-reopen = Reopen
button-back = Back

menu-tickets = My requests
menu-operator = Talk to a person
menu-hint = Write what happened
