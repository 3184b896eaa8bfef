from typing import Any

import pytest
from aiogram.methods import EditForumTopic, SendMessage, SendPhoto, TelegramMethod
from aiogram.types import MessageEntity, ReplyParameters

from activities.failures import Posture, What
from activities.repairs import repaired

BOLD = [MessageEntity(type="bold", offset=0, length=2)]
TEXT = SendMessage(chat_id=-1, text="hello", entities=BOLD, parse_mode="HTML")
ANSWER = SendMessage(chat_id=-1, text="hello", reply_parameters=ReplyParameters(message_id=5, quote="x"))


def test_a_group_with_a_new_id_is_written_to_under_it() -> None:
    mended = repaired(TEXT, Posture(What.MIGRATED, chat=-2))
    assert mended == TEXT.model_copy(update={"chat_id": -2})


def test_formatting_that_telegram_cannot_read_is_left_out() -> None:
    mended = repaired(TEXT, Posture(What.UNPARSABLE))
    assert isinstance(mended, SendMessage)
    assert (mended.text, mended.entities, mended.parse_mode) == ("hello", None, None)
    photo = repaired(SendPhoto(chat_id=1, photo="f", caption="x", caption_entities=BOLD), Posture(What.UNPARSABLE))
    assert isinstance(photo, SendPhoto)
    assert (photo.caption, photo.caption_entities) == ("x", None)


def test_a_quote_that_does_not_fit_is_left_out_and_the_reply_stays() -> None:
    mended = repaired(ANSWER, Posture(What.QUOTE_INVALID))
    assert isinstance(mended, SendMessage)
    assert mended.reply_parameters is not None
    assert (mended.reply_parameters.message_id, mended.reply_parameters.quote) == (5, None)


def test_an_answer_to_what_is_gone_is_sent_as_a_message_of_its_own() -> None:
    mended = repaired(ANSWER, Posture(What.REPLY_GONE))
    assert isinstance(mended, SendMessage)
    assert mended.reply_parameters is None


@pytest.mark.parametrize(
    ("method", "what"),
    [
        (TEXT, What.TOPIC_GONE),
        (TEXT, What.WAIT),
        (TEXT, What.REPLY_GONE),
        (TEXT, What.QUOTE_INVALID),
        (EditForumTopic(chat_id=-1, message_thread_id=2, name="x"), What.UNPARSABLE),
    ],
)
def test_what_cannot_be_mended_is_not_repeated(method: TelegramMethod[Any], what: What) -> None:
    assert repaired(method, Posture(what)) is None
