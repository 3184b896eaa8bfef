"""Raw updates before anything is parsed: what they are, and which of them wait for each other."""

from typing import Any

from aiogram.types import Update

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member", "chat_member")
KNOWN_UPDATES = frozenset(Update.model_fields) - {"update_id"}

Raw = dict[str, Any]
Lane = tuple[str, Any, Any]


def kind_of(raw: Raw) -> str:
    """The one field beside the id; "unknown" for a type younger than this code."""
    return next((key for key in raw if key in KNOWN_UPDATES), "unknown")


def lane_of(raw: Raw) -> Lane:
    """Updates of one lane are handled one after another: a chat, or a topic of a group (tickets do not wait for
    each other). Presses have a lane for each person: Telegram orders them apart from messages, too.
    """
    kind = kind_of(raw)
    event = raw.get(kind)
    if kind == "callback_query":
        return kind, _id(_part(event, "from")), None
    thread = _part(event, "message_thread_id") if _part(event, "is_topic_message") else None
    return "chat", chat_of(raw) or raw["update_id"], thread if isinstance(thread, int) else None


def chat_of(raw: Raw) -> int | None:
    event = raw.get(kind_of(raw))
    return _id(_part(event, "chat")) or _id(_part(_part(event, "message"), "chat"))


def date_of(raw: Raw) -> int | None:
    """When it happened, in seconds; presses do not say."""
    date = _part(raw.get(kind_of(raw)), "date")
    return date if isinstance(date, int) else None


def _id(value: Any) -> int | None:
    found = _part(value, "id")
    return found if isinstance(found, int) else None


def _part(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, dict) else None
