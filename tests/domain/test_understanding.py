"""What customers' own words are understood to mean, by the lexicon that comes with the desk."""

import pytest

from content import DIRECTORY
from content.policy import load_lexicon
from domain.messages import WORDS
from domain.understanding import Lexicon, QuestionWords, TopicWords, understand

LEXICON = load_lexicon(DIRECTORY)

UKRAINIAN: list[tuple[str, str, dict[str, str]]] = [
    ("Не пройшла оплата 500 грн", "payment", {"problem": "not_gone_through", "amount": WORDS}),
    ("не проходить платіж!!! вже третій раз", "payment", {"problem": "not_gone_through"}),
    ("Доброго дня, вчора з мене двічі зняли гроші за підписку", "payment", {"problem": "charged_twice"}),
    ("списали кошти два рази, по 199 грн", "payment", {"problem": "charged_twice", "amount": WORDS}),
    ("Поверніть, будь ласка, гроші за минулий місяць", "payment", {"problem": "refund"}),
    ("як скасувати підписку?", "payment", {"problem": "subscription"}),
    ("платеж отклонён банком, а деньги сняли", "payment", {"problem": "not_gone_through"}),
    ("Оплата карткою відхилена, сума 1 200,50 грн", "payment", {"problem": "not_gone_through", "amount": WORDS}),
    ("Oплaтa нe прoйшлa", "payment", {"problem": "not_gone_through"}),  # Latin o, a, e among Cyrillic
    ("Скiльки коштує пiдписка на рiк? тариф не бачу", "payment", {}),
    ("Не можу увійти в акаунт", "account", {"access": "cannot_sign_in"}),
    ("забув пароль від свого профілю", "account", {"access": "cannot_sign_in"}),
    ("Код підтвердження не приходить вже годину", "account", {"access": "code_missing"}),
    ("Мій акаунт зламали!!!", "account", {"access": "stolen"}),
    ("хочу змінити номер телефону в особистому кабінеті", "account", {"access": "change_data"}),
    ("не пускає в обліковий запис, пише невірний пароль", "account", {"access": "cannot_sign_in"}),
    ("акаунт заблоковано, відновіть доступ", "account", {"access": "cannot_sign_in"}),
    ("Застосунок не запускається після оновлення", "features", {"matter": "not_working"}),
    ("додаток вилітає на айфоні", "features", {"matter": "not_working", "gadget": WORDS}),
    ("Нема звуку, коли вмикаю книжку", "features", {"matter": "not_working"}),
    ("Підкажіть, як завантажити книгу, щоб слухати офлайн", "features", {"matter": "how_to"}),
    ("застосунк не працює", "features", {"matter": "not_working"}),  # a letter is missing
    ("як увімкнути таймер сну?", "features", {"matter": "how_to"}),
    ("Хочу поскаржитися на оператора, нахамив мені", "complaint", {"about": "support"}),
    ("жахлива підтримка, ніхто не відповідає", "complaint", {"about": "support"}),
    ("Скарга: диктор читає так, що неможливо слухати", "complaint", {"about": "quality"}),
    ("Не можу увійти, щоб оплатити підписку", "account", {"access": "cannot_sign_in"}),
    ("Чи працює це на телевізорі? Не бачу застосунку", "features", {"matter": "device"}),
    ("Є ідея: додайте темну тему в застосунок", "idea", {"area": "app"}),
    ("Було б чудово, якби ви додали більше книжок Жадана", "idea", {"area": "books"}),
    ("Маю пропозицію щодо сімейної підписки", "idea", {"area": "service"}),
]

ENGLISH: list[tuple[str, str, dict[str, str]]] = [
    (
        "my payment of 500 did not go through",
        "payment",
        {"problem": "not_gone_through", "amount": WORDS},
    ),
    ("Payment failed twice today :(", "payment", {}),
    ("I was charged twice for my subscription!!", "payment", {"problem": "charged_twice"}),
    ("Hi, I'd like a refund for last month", "payment", {"problem": "refund"}),
    ("how do i cancel my subscription", "payment", {"problem": "subscription"}),
    ("My card was declined, payment of $20", "payment", {"problem": "not_gone_through", "amount": WORDS}),
    ("transaction pending since yesterday", "payment", {"problem": "not_gone_through"}),
    ("The PAYMENT didn’t go through", "payment", {"problem": "not_gone_through"}),
    ("I want my money back, paid 15 euros", "payment", {"problem": "refund", "amount": WORDS}),
    ("paymnet does not work", "payment", {"problem": "not_gone_through"}),  # swapped letters
    ("I can't log in", "account", {"access": "cannot_sign_in"}),
    ("forgot my password, cannot sign in to my account", "account", {"access": "cannot_sign_in"}),
    ("The verification code never arrives", "account", {"access": "code_missing"}),
    ("Someone hacked my account", "account", {"access": "stolen"}),
    ("Please change the email of my account", "account", {"access": "change_data"}),
    ("my acount is locked", "account", {"access": "cannot_sign_in"}),  # a letter is missing
    ("Delete my account please", "account", {"access": "change_data"}),
    ("The app crashes every time I open it", "features", {"matter": "not_working"}),
    ("app won't start on my Samsung", "features", {"matter": "not_working", "gadget": WORDS}),
    ("There is no sound in the app", "features", {"matter": "not_working"}),
    ("How do I download a book for offline listening?", "features", {"matter": "how_to"}),
    ("the audiobook doesnt play", "features", {"matter": "not_working"}),
    ("notifications do not work", "features", {"matter": "not_working"}),
    ("I want to complain about your support agent, he was rude", "complaint", {"about": "support"}),
    ("Terrible service, nobody answers me", "complaint", {"about": "support"}),
    ("This is unacceptable, the quality of the narration is awful", "complaint", {"about": "quality"}),
    ("I cannot log in to pay for my subscription", "account", {"access": "cannot_sign_in"}),
    ("Does the app work with CarPlay?", "features", {"matter": "device"}),
    ("I have an idea: a dark theme", "idea", {"area": "app"}),
    ("It would be great to have more books by Atwood", "idea", {"area": "books"}),
    ("Suggestion: please add a family plan", "idea", {"area": "service"}),
]

NO_TOPIC = [
    "Привіт",
    "Доброго дня! Є хто живий?",
    "Допоможіть, будь ласка",
    "у мене питання",
    "Мені потрібна людина",
    "терміново!!!",
    "Скажіть, будь ласка, о котрій ви працюєте?",
    "Ви тут?",
    "Що ви вмієте",
    "Мене звати Олена, мені 35 років",
    "Гарна погода сьогодні у Львові",
    "???",
    "Питання про оплату і про акаунт",  # two topics: asked rather than guessed
    "пройшло вже дві години",
    "500",
    "/start",
    "дякую",
    "Hello",
    "Good morning, anyone there?",
    "I need help",
    "I have a question",
    "Can I talk to a human?",
    "urgent!!!",
    "What are your working hours?",
    "lol ok",
    "My name is Anna and I live in Lviv",
    "Nice weather today",
    "please answer",
    "a question about my account and my payment",
    "it went through customs in 500 days",
    "👍",
    "",
]


@pytest.mark.parametrize(("text", "topic", "answers"), UKRAINIAN + ENGLISH)
def test_words_choose_the_topic_and_answer_its_question(text: str, topic: str, answers: dict[str, str]) -> None:
    understood = understand(text, LEXICON)
    assert understood.topic == topic
    assert answers.items() <= understood.answers.items()


@pytest.mark.parametrize("text", NO_TOPIC)
def test_what_is_not_clear_chooses_no_topic(text: str) -> None:
    assert understand(text, LEXICON).topic is None


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("500 грн", True),
        ("$20", True),
        ("оплата на 500", True),
        ("a payment of 1200", True),
        ("1 250,00 UAH", True),
        ("замовлення 48213", False),
        ("о 18:30", False),
        ("24.11.2026", False),
        ("on 2 devices", False),
        ("чекаю на 15 хвилин довше", False),
        ("Samsung A54", False),
    ],
)
def test_an_amount_is_told_from_other_numbers(text: str, given: bool) -> None:
    assert (understand(text, LEXICON).answers.get("amount") == WORDS) is given


SMALL = Lexicon(
    topics={
        "boat": TopicWords(usual=("boat*", "човен|човн*", "sailing yacht"), weak=("water",)),
        "train": TopicWords(usual=("train*", "потяг*"), weak=("rail", "track"), questions=("class",)),
    },
    questions={"class": QuestionWords(options={"first": ("first class",), "second": ("second class",)})},
)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("BOATS", "boat"),
        ("човна", "boat"),
        ("по\u0301тягом", "train"),  # a stress mark
        ("п'отяги", "train"),
        ("потяяяягом", "train"),
        ("пoтяг", "train"),  # Latin o
        ("a sailing old wooden yacht", "boat"),  # two words between
        ("a sailing very old wooden yacht", None),  # three
        ("yacht sailing", None),  # the order counts
        ("water", None),  # a weak word is not enough
        ("rail track", "train"),  # two of them are
        ("boat train", None),
        ("boat water train", "boat"),
        ("second class rail", "train"),  # an answer speaks for its topic
        ("bot", None),  # too short to forgive a typo
    ],
)
def test_phrases_match_by_stem_order_and_weight(text: str, topic: str | None) -> None:
    assert understand(text, SMALL).topic == topic


def test_two_options_at_once_answer_nothing() -> None:
    assert understand("first class or second class", SMALL).answers == {}


def test_a_very_long_text_is_read_from_its_start() -> None:
    assert understand("train " + "word " * 5000 + "boat", SMALL).topic == "train"
