# Життя звернення: що чує клієнт.
kind-receipt =
    ✅ Звернення <b>№{ $number }</b> прийнято. Тема: { $topic }.
receipt-eta = Людина відповість до { $eta }.
receipt-notify = Про що вам писати?
kind-operator-coming =
    Кличемо людину. Звернення <b>№{ $number }</b>.

    Опишіть тим часом, що сталося: так допоможемо швидше.
operator-coming-eta = Спеціаліст підтримки відповість до { $eta }.
kind-in-progress = { $agent } займається вашим зверненням №{ $number }.
eta-line = Відповідь буде до { $eta }.
kind-agent-reply = <b>{ $agent }:</b>
agent-reply-numbered = <b>{ $agent } (№{ $number }):</b>
kind-needs-answer = <b>{ $agent }</b> запитує щодо звернення №{ $number }:
needs-answer-until = Напишіть відповідь просто сюди до { $deadline }. Якщо не встигнете, звернення закриється, але його легко поновити.
kind-needs-answer-reminder = Нагадуємо: у зверненні №{ $number } чекаємо на вашу відповідь. Напишіть її просто сюди до { $deadline }.
kind-closed-stale =
    Ми не дочекалися відповіді й закрили звернення №{ $number }.

    Питання лишилося? Просто напишіть сюди, і ми його поновимо.
kind-resolved = ✅ Звернення №{ $number } вирішено.
resolved-by = <b>{ $agent }:</b>
resolved-rate = Як вам наша допомога?
kind-rating-thanks =
    { $stars ->
        [4] Дякуємо за оцінку! Раді були допомогти.
        [5] Дякуємо за оцінку! Раді були допомогти.
       *[other] Дякуємо за чесну оцінку. Якщо питання лишилося, напишіть сюди, і ми поновимо звернення.
    }
kind-follow-up = Нещодавно ми вирішили звернення №{ $number }. Тема: { $topic }. Усе гаразд?
kind-closed = Звернення №{ $number } закрито. Знову знадобиться допомога? Просто напишіть сюди.
kind-reopened = Звернення №{ $number } знову відкрито.
kind-takes-over = Вашим зверненням №{ $number } тепер займається { $agent }.
takes-over-queue = Звернення №{ $number } передано далі: { $queue }.
kind-eta-changed = Щодо звернення №{ $number } нам потрібно трохи більше часу, ніж ми обіцяли. Перепрошуємо.
eta-changed-now = Людина відповість до { $eta }.
kind-now-talking-about =
    Передали це до звернення №{ $number }. Тема: { $topic }.

    Це про інше? Оберіть потрібне звернення й напишіть ще раз.

# Шлях звернення: де воно зараз.
path-accepted = <b>Прийнято</b> → у роботі → вирішено
path-in-progress = Прийнято → <b>у роботі</b> → вирішено

status-accepted = прийнято
status-in-progress = у роботі
status-needs-answer = чекає на вашу відповідь
status-resolved = вирішено
status-closed = закрито

# Час у повідомленнях для програм, які не показують його самі.
moment-today = { $time } ({ $city })
moment-later = { $day }, { $time } ({ $city })
zone-europe-kyiv = Київ
