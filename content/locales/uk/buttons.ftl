# Кнопки: до 30 знаків, у два стовпчики до 20.
button-consent-yes = Так, погоджуюся
button-consent-no = Ні
button-language-uk = Українська
button-language-en = English
button-operator = Поговорити з людиною
button-submit = Надіслати звернення
button-status = Де моє звернення?
button-add = Додати подробиці
button-notify-every-change = Про кожну зміну
button-notify-answers-only = Лише про відповіді
button-notify-daily-summary = Раз на день, підсумком
button-star = { $stars } ⭐
button-helped-yes = Так, дякую
button-helped-no = Ні, ще не вирішено
button-zone = { $time } { $city }
button-zone-other = Інше місто
button-ticket = №{ $number } { $topic }
button-new = Нове звернення
button-claim = Взяти
button-ask = Уточнити
button-resolve = Вирішено
button-reopen = Поновити
button-back = Назад

menu-tickets = Мої звернення
menu-operator = Поговорити з людиною
menu-hint = Напишіть, що сталося
