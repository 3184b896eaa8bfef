"""The one table from errors of the outside world to what is to be done about them.

Texts and their meaning: the Bot API's published error list and its server's source; matched case-insensitively.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiohttp import ClientConnectorError


class What(StrEnum):
    WAIT = "wait"  # 429: not executed; `seconds` says how long the chat is closed to us
    MIGRATED = "migrated"  # the group lives under `chat` now
    UNREACHABLE = "unreachable"  # blocked, deactivated, never started; in a group: the bot is not a member
    TOPIC_GONE = "topic_gone"
    TOPIC_CLOSED = "topic_closed"
    NOT_FORUM = "not_forum"
    MISSING_RIGHT = "missing_right"  # `right` names it
    DONE = "done"  # there was nothing to change, or it was executed and the answer could not be read
    CARD_LOST = "card_lost"  # the message to edit is gone, or cannot be edited
    SOURCE_GONE = "source_gone"  # the message to copy is gone
    PROTECTED = "protected"  # it may not be copied
    REPLY_GONE = "reply_gone"
    QUOTE_INVALID = "quote_invalid"
    UNPARSABLE = "unparsable"
    TOO_LONG = "too_long"
    FILE_TOO_BIG = "file_too_big"
    FILE_UNAVAILABLE = "file_unavailable"
    VOICE_FORBIDDEN = "voice_forbidden"
    TOO_LATE = "too_late"  # a callback query that nobody waits for any more
    NOT_SENT = "not_sent"  # the request never left: safe to repeat
    AMBIGUOUS = "ambiguous"  # perhaps executed
    CONFIG = "config"  # wrong token, wrong server, a second receiver
    REFUSED = "refused"  # final; `code` is the status


@dataclass(frozen=True)
class Posture:
    what: What
    seconds: float = 0
    chat: int | None = None
    right: str = ""
    code: str = ""
    message_id: int | None = None  # DONE: of the message that was sent after all


class Failed(Exception):
    """A request that waiting and repairing did not help; carries no text of Telegram's."""

    def __init__(self, posture: Posture) -> None:
        super().__init__(posture.what)
        self.posture = posture
        self.what = posture.what


# The first row that is found in the text wins.
BAD_REQUESTS: tuple[tuple[str, What], ...] = (
    (r"thread not found|topic_deleted|topic_id_invalid", What.TOPIC_GONE),
    (r"topic_closed", What.TOPIC_CLOSED),
    (r"not_modified|is not modified", What.DONE),
    (r"hide_requester_missing|user_already_participant", What.DONE),
    (r"not a forum|channel_forum_missing", What.NOT_FORUM),
    (r"message to (edit|pin) not found|message_id_invalid|message can't be edited", What.CARD_LOST),
    (r"there is no (text|caption) in the message to edit", What.CARD_LOST),
    (r"message to (copy|forward) not found", What.SOURCE_GONE),
    (r"chat_forwards_restricted|can't be (copied|forwarded)", What.PROTECTED),
    (r"message to be replied not found|replied message not found", What.REPLY_GONE),
    (r"quote_text_invalid|quote not found", What.QUOTE_INVALID),
    (r"can't parse|entity_\w+_invalid|entities_too_long", What.UNPARSABLE),
    (r"is too long|caption_too_long", What.TOO_LONG),
    (r"query is too old|query id is invalid", What.TOO_LATE),
    (r"voice_messages_forbidden", What.VOICE_FORBIDDEN),
    (r"peer_id_invalid|chat not found|user not found|input_user_deactivated|bot was blocked", What.UNREACHABLE),
    (r"file is too big|too large", What.FILE_TOO_BIG),
    (r"wrong file_?id|wrong file identifier|wrong remote file", What.FILE_UNAVAILABLE),
)

# What Telegram says is missing -> the administrator's switch or the member's permission that gives it.
RIGHTS: tuple[tuple[str, str], ...] = (
    (r"not enough rights.*\b(topic|forum)", "can_manage_topics"),
    (r"not enough rights.*\bpin", "can_pin_messages"),
    (r"not enough rights.*\bdelete|message can't be deleted", "can_delete_messages"),
    (r"not enough rights.*\b(restrict|ban)", "can_restrict_members"),
    (r"not enough rights.*\binvite", "can_invite_users"),
    (r"not enough rights.*\bsend (\w+)", "can_send_{0}"),
    (r"chat_send_(\w+)_forbidden", "can_send_{0}"),
    (r"chat_write_forbidden|have no rights to send", "can_send_messages"),
    (r"chat_admin_required|need administrator rights|not enough rights", "administrator"),
)
# Telegram names what was sent; these are its permissions' names for it.
_PERMISSIONS = {
    "text": "messages",
    "plain": "messages",
    "media": "other_messages",
    "gifs": "other_messages",
    "stickers": "other_messages",
    "photo": "photos",
    "video": "videos",
    "docs": "documents",
    "voices": "voice_notes",
    "roundvideos": "video_notes",
}


def posture(error: BaseException) -> Posture:
    for kind, read in _BY_CLASS:
        if isinstance(error, kind):
            return read(error)
    return Posture(What.AMBIGUOUS, code=type(error).__name__)


def _bad_request(error: Any) -> Posture:
    text = error.message.lower()
    for pattern, right in RIGHTS:
        if found := re.search(pattern, text):
            return Posture(What.MISSING_RIGHT, right=_right(right, found), code="400")
    for pattern, what in BAD_REQUESTS:
        if re.search(pattern, text):
            return Posture(what, code="400")
    return Posture(What.REFUSED, code="400")


def _right(name: str, found: re.Match[str]) -> str:
    if "{0}" not in name:
        return name
    return name.format(_PERMISSIONS.get(found[1], found[1]))


def _network(error: Any) -> Posture:
    never_left = isinstance(error.__cause__, ClientConnectorError)
    return Posture(What.NOT_SENT if never_left else What.AMBIGUOUS, code="network")


def _unreadable(error: Any) -> Posture:
    """An answer of a newer API that our types cannot hold may still say that it is done."""
    data = error.data
    if not isinstance(data, dict) or not data.get("ok"):
        return Posture(What.AMBIGUOUS, code="unreadable")
    result = data.get("result")
    message_id = result.get("message_id") if isinstance(result, dict) else None
    return Posture(What.DONE, code="unreadable", message_id=message_id)


def _config(code: str) -> Callable[[Any], Posture]:
    return lambda _: Posture(What.CONFIG, code=code)


# Order matters: TelegramEntityTooLarge is a TelegramNetworkError, and TelegramAPIError is the parent of all.
_BY_CLASS: tuple[tuple[type[BaseException], Callable[[Any], Posture]], ...] = (
    (TelegramRetryAfter, lambda error: Posture(What.WAIT, seconds=float(error.retry_after), code="429")),
    (TelegramMigrateToChat, lambda error: Posture(What.MIGRATED, chat=error.migrate_to_chat_id, code="400")),
    (TelegramForbiddenError, lambda _: Posture(What.UNREACHABLE, code="403")),
    (TelegramBadRequest, _bad_request),
    (TelegramUnauthorizedError, _config("401")),
    (TelegramNotFound, _config("404")),
    (TelegramConflictError, _config("409")),
    (TelegramEntityTooLarge, lambda _: Posture(What.FILE_TOO_BIG, code="413")),
    (TelegramServerError, lambda _: Posture(What.AMBIGUOUS, code="5xx")),
    (TelegramNetworkError, _network),
    (ClientDecodeError, _unreadable),
    (TelegramAPIError, _config("421")),
)
