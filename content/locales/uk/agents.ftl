# Група агентів: коротко.
card-title = { $icon } <b>№{ $number } · { $topic }</b>
card-customer = 👤 { $name } · { $language } · { $zone }
card-vip = VIP
card-queue = Черга: { $queue } · важливість: { $severity }
card-state = Стан: { $phase } · виконує:
card-next-response = Відповісти: { $due }
card-moved-from = ⏫ Передано далі: минув строк черги «{ $queue }»
kind-handed-over = — тепер це ваше звернення. №{ $number } · { $topic }
handed-over-waits = Клієнт чекає з { $since }
card-nobody = ще ніхто
card-first-response = Перша відповідь: { $due }
card-answered = Перша відповідь: надіслано
card-taken = Взяти: { $due }
card-preview = ✍️ Перша відповідь клієнтові, якщо надіслати:
card-resolution = Вирішити: { $due }
card-answer-deadline = Чекаємо на клієнта: { $due }
card-warned = ⏳ Строк добігає кінця
card-breached = ⏰ Строк минув
card-operator-wanted = 🔔 Просить поговорити з людиною
card-unreachable = 🚫 Клієнт заблокував бота
card-linked = Продовження №{ $number }
card-history =
    { $count ->
        [one] Раніше { $count } звернення
        [few] Раніше { $count } звернення
        [many] Раніше { $count } звернень
       *[other] Раніше { $count } звернення
    }
card-first-time = Перше звернення клієнта
card-files =
    { $count ->
        [one] 📎 { $count } вкладення
        [few] 📎 { $count } вкладення
        [many] 📎 { $count } вкладень
       *[other] 📎 { $count } вкладення
    }
card-rating = Оцінка: { $stars } ⭐
card-continues = … далі нижче
card-ask = ❓ Про що запитати клієнта?
card-nameless = Без імені

forum-title = { $icon } №{ $number } { $topic } · { $name }
forum-title-vip = { $icon } ⭐ №{ $number } { $topic } · { $name }
icon-intake = 📝
icon-open = 🆕
icon-in-progress = 🛠
icon-waiting-for-customer = ⏸
icon-resolved = ✅
icon-closed = 🔒

phase-intake = заповнюється
phase-open = нове
phase-in-progress = у роботі
phase-waiting-for-customer = чекає на клієнта
phase-resolved = вирішено
phase-closed = закрито
severity-blocker = критична
severity-high = висока
severity-normal = звичайна
severity-low = низька
language-uk = українська
language-en = англійська

kind-customer-edit = ✏️ Клієнт змінив повідомлення. Було:
customer-edit-now = Стало:
kind-operator-call = 🔔 Клієнт просить людину.
kind-low-score = ⭐ Оцінка { $stars } із 5. Ми запитали клієнта, що пішло не так; якщо він відповість, звернення поновиться тут.
kind-command-refused = ⚠️ { $agent } · /{ $command }: { $why }

kind-of-content-text = Текст
kind-of-content-photo = Фото
kind-of-content-video = Відео
kind-of-content-voice = Голосове повідомлення
kind-of-content-video-note = Відеоповідомлення
kind-of-content-audio = Аудіо
kind-of-content-document = Файл
kind-of-content-sticker = Стікер
kind-of-content-animation = GIF
kind-of-content-location = Місце на карті
kind-of-content-contact = Контакт
kind-of-content-poll = Опитування
kind-of-content-other = Повідомлення
agent-unnamed = Підтримка
