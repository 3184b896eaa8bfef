"""Requests mended after a refusal that says how: the same message, without what Telegram would not take."""

from typing import Any

from aiogram.methods import TelegramMethod

from activities.failures import Posture, What

_PLAIN = {"entities": None, "caption_entities": None, "parse_mode": None}


def repaired(method: TelegramMethod[Any], told: Posture) -> TelegramMethod[Any] | None:
    """None when there is nothing (more) to mend."""
    match told.what:
        case What.MIGRATED:
            mended = _with(method, {"chat_id": told.chat})
        case What.UNPARSABLE:
            mended = _with(method, _PLAIN)
        case What.REPLY_GONE:
            mended = _with(method, {"reply_parameters": None})
        case What.QUOTE_INVALID:
            mended = _without_quote(method)
        case _:
            return None
    return None if mended == method else mended


def _with(method: TelegramMethod[Any], changes: dict[str, Any]) -> TelegramMethod[Any]:
    known = {name: value for name, value in changes.items() if name in type(method).model_fields}
    return method.model_copy(update=known)


def _without_quote(method: TelegramMethod[Any]) -> TelegramMethod[Any]:
    reply = getattr(method, "reply_parameters", None)
    if reply is None:
        return method
    plain = {"quote": None, "quote_parse_mode": None, "quote_entities": None, "quote_position": None}
    return _with(method, {"reply_parameters": reply.model_copy(update=plain)})
