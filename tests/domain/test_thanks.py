"""Which messages after a resolution only thank, and so do not reopen a ticket (SPEC C10)."""

import pytest

from content import DIRECTORY
from content.policy import load_lexicon
from domain.thanks import bare_thanks
from domain.ticket import ContentKind

WORDS = load_lexicon(DIRECTORY).thanks

BARE = [
    "Дякую!",
    "дякую вам велике за допомогу",
    "Щиро дякую, Олено",
    "Дуже вдячна за швидку відповідь 🙏",
    "спасибі, все запрацювало",
    "ок, дякую, гарного дня",
    "Супер, тепер працює!!!",
    "Чудово",
    "спс",
    "👍",
    "🙏🙏🙏",
    "❤️",
    "+",
    ")))",
    "Thanks!",
    "thank you so much for your help",
    "Thanks a lot, it works now",
    "Perfect, thank you Anna",
    "ok",
    "great, cheers 🎉",
    "Thank you, have a nice evening",
    "TY",
]

MORE_THAN_THANKS = [
    "Дякую, але не працює",
    "дякую, а коли повернуть гроші?",
    "Дякую. Поверніть гроші",
    "Дякую?",
    "знову не працює",
    "ні",
    "не допомогло",
    "Допоможіть, будь ласка",
    "дякую, ще одне питання",
    "👎",
    "дякую 😡",
    "(((",
    "...",
    "?",
    "",
    "Thanks, but it still fails",
    "thank you, one more question",
    "Thanks. When will I get my refund",
    "it does not work",
    "That didn't help",
    "no",
    "not solved",
    "please help",
    "Thanks for nothing",
    "ok and what about my money",
    "дякую " * 20,
]


@pytest.mark.parametrize("text", BARE)
def test_thanks_alone_ask_for_nothing(text: str) -> None:
    assert bare_thanks(text, ContentKind.TEXT, WORDS)


@pytest.mark.parametrize("text", MORE_THAN_THANKS)
def test_a_question_a_request_or_anger_is_more_than_thanks(text: str) -> None:
    assert not bare_thanks(text, ContentKind.TEXT, WORDS)


@pytest.mark.parametrize(
    ("kind", "bare"),
    [
        (ContentKind.STICKER, True),
        (ContentKind.ANIMATION, True),
        (ContentKind.PHOTO, False),
        (ContentKind.VOICE, False),
        (ContentKind.DOCUMENT, False),
    ],
)
def test_a_sticker_thanks_but_a_picture_or_voice_may_tell_something(kind: ContentKind, bare: bool) -> None:
    assert bare_thanks("", kind, WORDS) is bare


def test_a_thankful_caption_does_not_make_a_picture_bare() -> None:
    assert not bare_thanks("Дякую", ContentKind.PHOTO, WORDS)
