# Теми й запитання до них: ключі стоять у topics.yaml.
topic-none = Розмова з людиною
extras-none = Опишіть одним повідомленням, що сталося, або надішліть знімок екрана.
next-steps-none = Якщо щось лишилося незрозумілим, напишіть сюди.

topic-payment = Оплата
question-payment-problem = Що сталося з оплатою?
option-payment-problem-not-gone-through = Платіж не пройшов
option-payment-problem-charged-twice = Гроші списали двічі
option-payment-problem-refund = Повернути гроші
option-payment-problem-subscription = Скасувати підписку
question-payment-amount = Вкажіть і суму платежу.
extras-payment =
    Опишіть одним повідомленням, що сталося, або надішліть знімок екрана.

    Номер картки, паролі й коди не надсилайте: ми їх ніколи не просимо.
next-steps-payment = Стан оплати видно в застосунку: «Профіль», далі «Підписка». У банку зміни з’являються за 1–3 дні.

topic-account = Акаунт
question-account-access = Що сталося з акаунтом?
option-account-access-cannot-sign-in = Не вдається увійти
option-account-access-code-missing = Не приходить код
option-account-access-stolen = Акаунт зламали
option-account-access-change-data = Змінити мої дані
extras-account =
    Опишіть одним повідомленням, що ви бачите на екрані, або надішліть знімок.

    Паролі й коди не надсилайте: ми їх ніколи не просимо.
next-steps-account = Увійдіть ще раз і перевірте, чи все на місці. Якщо пароль міг знати хтось інший, змініть його.

topic-features = Робота застосунку
question-features-matter = Чим допомогти із застосунком?
option-features-matter-not-working = Щось не працює
option-features-matter-how-to = Як щось зробити
option-features-matter-device = Питання про мій пристрій
question-features-gadget = Вкажіть і пристрій: телефон, планшет чи телевізор.
extras-features = Опишіть одним повідомленням, що відбувається, або надішліть знімок екрана.
next-steps-features = Оновіть застосунок і відкрийте його знову. Якщо проблема повернеться, напишіть сюди.

topic-complaint = Скарга
question-complaint-about = Що вас засмутило?
option-complaint-about-support = Робота підтримки
option-complaint-about-quality = Якість запису
option-complaint-about-content = Вміст або реклама
extras-complaint = Шкода, що так сталося. Розкажіть одним повідомленням, як усе було, або надішліть знімок екрана.
next-steps-complaint = Ваші слова вже в команди. Якщо хочете щось додати, напишіть сюди.

topic-idea = Ідея
question-idea-area = Про що ваша ідея?
option-idea-area-app = Застосунок
option-idea-area-books = Книжки
option-idea-area-service = Підписка чи підтримка
extras-idea = Опишіть ідею одним повідомленням: що змінити й навіщо.
next-steps-idea = Ідея вже в команди застосунку. Маєте ще одну? Напишіть сюди.

# Подробиці, про які агент запитує кнопкою: назва кнопки та запитання до клієнта.
detail-amount = Сума
ask-amount = Яка була сума платежу?
detail-date = Дата й час
ask-date = Коли це сталося? Досить дня і приблизного часу.
detail-screenshot = Знімок екрана
ask-screenshot = Надішліть, будь ласка, знімок екрана, де видно проблему. Номер картки та коди закрийте.
detail-order-number = Номер замовлення
ask-order-number = Який номер замовлення? Він є в листі про оплату.
detail-email = Пошта
ask-email = На яку пошту зареєстровано акаунт? Вона потрібна лише, щоб його знайти. Пароль не надсилайте.
detail-device = Пристрій
ask-device = Який у вас пристрій? Наприклад: iPhone 13 або Samsung A54.
detail-app-version = Версія застосунку
ask-app-version = Яка у вас версія застосунку? Вона вказана в «Профіль», далі «Про застосунок».
detail-steps = Що робили
ask-steps = Що саме ви натискали, перш ніж це сталося?
