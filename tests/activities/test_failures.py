from typing import Any

import pytest
from aiogram import exceptions
from aiogram.methods import SendMessage
from aiohttp import ClientConnectorError, ServerDisconnectedError
from aiohttp.client_reqrep import ConnectionKey

from activities.failures import Posture, What, posture

METHOD = SendMessage(chat_id=1, text="hello")


def bad(text: str) -> exceptions.TelegramBadRequest:
    return exceptions.TelegramBadRequest(METHOD, f"Bad Request: {text}")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("message thread not found", What.TOPIC_GONE),
        ("TOPIC_DELETED", What.TOPIC_GONE),
        ("TOPIC_ID_INVALID", What.TOPIC_GONE),
        ("TOPIC_CLOSED", What.TOPIC_CLOSED),
        ("TOPIC_NOT_MODIFIED", What.DONE),
        ("CHAT_NOT_MODIFIED", What.DONE),
        (
            "message is not modified: specified new message content and reply markup are exactly the same",
            What.DONE,
        ),
        ("HIDE_REQUESTER_MISSING", What.DONE),
        ("USER_ALREADY_PARTICIPANT", What.DONE),
        ("the chat is not a forum", What.NOT_FORUM),
        ("CHANNEL_FORUM_MISSING", What.NOT_FORUM),
        ("message to edit not found", What.CARD_LOST),
        ("MESSAGE_ID_INVALID", What.CARD_LOST),
        ("message can't be edited", What.CARD_LOST),
        ("message to copy not found", What.SOURCE_GONE),
        ("message to forward not found", What.SOURCE_GONE),
        ("CHAT_FORWARDS_RESTRICTED", What.PROTECTED),
        ("message can't be copied", What.PROTECTED),
        ("message to be replied not found", What.REPLY_GONE),
        ("QUOTE_TEXT_INVALID", What.QUOTE_INVALID),
        ('can\'t parse entities: Unsupported start tag "x" at byte offset 0', What.UNPARSABLE),
        ("message is too long", What.TOO_LONG),
        ("MEDIA_CAPTION_TOO_LONG", What.TOO_LONG),
        ("message caption is too long", What.TOO_LONG),
        ("query is too old and response timeout expired or query ID is invalid", What.TOO_LATE),
        ("VOICE_MESSAGES_FORBIDDEN", What.VOICE_FORBIDDEN),
        ("PEER_ID_INVALID", What.UNREACHABLE),
        ("chat not found", What.UNREACHABLE),
        ("private chat not found", What.UNREACHABLE),
        ("file is too big", What.FILE_TOO_BIG),
        ("wrong file_id or the file is temporarily unavailable", What.FILE_UNAVAILABLE),
        ("wrong file identifier/HTTP URL specified", What.FILE_UNAVAILABLE),
        ("BUTTON_DATA_INVALID", What.REFUSED),
        ("group send failed", What.REFUSED),
    ],
)
def test_each_text_of_a_bad_request_has_its_posture(text: str, what: What) -> None:
    assert posture(bad(text)) == Posture(what, code="400")


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("not enough rights to create a topic", "can_manage_topics"),
        ("not enough rights to manage topics in the chat", "can_manage_topics"),
        ("not enough rights to close the topic", "can_manage_topics"),
        ("not enough rights to manage pinned messages in the chat", "can_pin_messages"),
        ("not enough rights to pin a message", "can_pin_messages"),
        ("not enough rights to send text messages to the chat", "can_send_messages"),
        ("not enough rights to send photos to the chat", "can_send_photos"),
        ("CHAT_SEND_PHOTOS_FORBIDDEN", "can_send_photos"),
        ("CHAT_SEND_PLAIN_FORBIDDEN", "can_send_messages"),
        ("CHAT_WRITE_FORBIDDEN", "can_send_messages"),
        ("have no rights to send a message", "can_send_messages"),
        ("CHAT_ADMIN_REQUIRED", "administrator"),
        ("need administrator rights in the supergroup chat", "administrator"),
    ],
)
def test_a_missing_right_is_named(text: str, right: str) -> None:
    assert posture(bad(text)) == Posture(What.MISSING_RIGHT, right=right, code="400")


def network(cause: BaseException | None) -> exceptions.TelegramNetworkError:
    error = exceptions.TelegramNetworkError(METHOD, "ClientError")
    error.__cause__ = cause
    return error


def connector_error() -> ClientConnectorError:
    key = ConnectionKey(
        "127.0.0.1", 1, is_ssl=False, ssl=True, proxy=None, proxy_auth=None, proxy_headers_hash=None
    )
    return ClientConnectorError(key, OSError(111, "refused"))


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (exceptions.TelegramRetryAfter(METHOD, "Too Many Requests", 7), Posture(What.WAIT, seconds=7, code="429")),
        (
            exceptions.TelegramMigrateToChat(METHOD, "upgraded", -1009),
            Posture(What.MIGRATED, chat=-1009, code="400"),
        ),
        (
            exceptions.TelegramForbiddenError(METHOD, "Forbidden: bot was blocked by the user"),
            Posture(What.UNREACHABLE, code="403"),
        ),
        (
            exceptions.TelegramForbiddenError(METHOD, "Forbidden: bot was kicked from the supergroup chat"),
            Posture(What.UNREACHABLE, code="403"),
        ),
        (exceptions.TelegramUnauthorizedError(METHOD, "Unauthorized"), Posture(What.CONFIG, code="401")),
        (exceptions.TelegramNotFound(METHOD, "Not Found"), Posture(What.CONFIG, code="404")),
        (exceptions.TelegramConflictError(METHOD, "Conflict"), Posture(What.CONFIG, code="409")),
        (exceptions.TelegramAPIError(METHOD, "Misdirected Request"), Posture(What.CONFIG, code="421")),
        (exceptions.TelegramEntityTooLarge(METHOD, "too large"), Posture(What.FILE_TOO_BIG, code="413")),
        (exceptions.TelegramServerError(METHOD, "Bad Gateway"), Posture(What.AMBIGUOUS, code="5xx")),
        (exceptions.RestartingTelegram(METHOD, "restart"), Posture(What.AMBIGUOUS, code="5xx")),
        (network(TimeoutError()), Posture(What.AMBIGUOUS, code="network")),
        (network(ServerDisconnectedError()), Posture(What.AMBIGUOUS, code="network")),
        (network(connector_error()), Posture(What.NOT_SENT, code="network")),
    ],
)
def test_each_class_of_error_has_its_posture(error: Exception, expected: Posture) -> None:
    assert posture(error) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("<html>502 Bad Gateway</html>", Posture(What.AMBIGUOUS, code="unreadable")),
        ({"ok": True, "result": True}, Posture(What.DONE, code="unreadable")),
        ({"ok": True, "result": {"message_id": 5}}, Posture(What.DONE, code="unreadable", message_id=5)),
    ],
)
def test_an_unreadable_answer_that_says_ok_means_it_was_executed(data: Any, expected: Posture) -> None:
    assert posture(exceptions.ClientDecodeError("Failed", ValueError("new type"), data)) == expected


def test_an_unknown_error_is_taken_for_perhaps_executed() -> None:
    assert posture(RuntimeError("?")) == Posture(What.AMBIGUOUS, code="RuntimeError")
