# Підказки до команд у меню Telegram.
command-start = Почати
command-new = Нове звернення
command-my = Мої звернення
command-operator = Поговорити з людиною
command-faq = Часті запитання
command-language = Мова
command-zone = Мій час
command-privacy = Приватність
command-help = Що вміє бот

command-claim = Взяти звернення
command-ask = Запитати клієнта: /ask і запитання
command-resolve = Вирішено: /resolve і що зроблено
command-reopen = Поновити звернення
command-on = Почати чергування: /on, черги, скільки звернень
command-off = Завершити чергування
command-next = Взяти наступне звернення
