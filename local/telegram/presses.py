"""A person presses a button; the answer is what the bot says to the callback."""

import asyncio
import secrets
from typing import Any

from pydantic import BaseModel, ConfigDict

from local.telegram import delivery
from local.telegram.core import Telegram
from local.telegram.people import PersonError, chat_of, message_of
from local.telegram.world import CallbackQuery, Chat, Message


class Press(BaseModel):
    model_config = ConfigDict(extra="forbid")

    user_id: int
    chat: str | int
    message_id: int
    row: int | None = None
    column: int = 0
    data: str | None = None
    wait: float = 10.0


def _result(kind: str, **values: Any) -> dict[str, Any]:
    empty = {"answered": False, "text": None, "show_alert": False, "url": None, "query_id": None}
    return {"kind": kind, **empty, **values}


async def press(tg: Telegram, asked: Press) -> dict[str, Any]:
    chat = chat_of(tg, asked.chat, asked.user_id)
    if not chat.is_private and not chat.member(asked.user_id).is_present:
        raise PersonError("the person is not a member of this chat", 403)
    if asked.data is not None:
        return await _callback(tg, chat, asked, asked.data)
    button = _button(message_of(tg, chat, asked.message_id), asked.row or 0, asked.column)
    if button.get("disabled"):
        raise PersonError("this button is disabled", 409)
    if "callback_data" in button:
        return await _callback(tg, chat, asked, button["callback_data"])
    return _local(button)


def _button(message: Message, row: int, column: int) -> dict[str, Any]:
    rows = (message.reply_markup or {}).get("inline_keyboard", [])
    try:
        button: dict[str, Any] = rows[row][column]
    except IndexError:
        raise PersonError(f"there is no button at row {row}, column {column}", 404) from None
    return button


def _local(button: dict[str, Any]) -> dict[str, Any]:
    """Buttons that the client handles alone."""
    if "web_app" in button:
        return _result("web_app", url=button["web_app"]["url"])
    if "copy_text" in button:
        return _result("copy_text", url=button["copy_text"]["text"])
    return _result("url", url=button.get("url"))


async def _callback(tg: Telegram, chat: Chat, asked: Press, data: str) -> dict[str, Any]:
    bot_id = _author(tg, chat, asked.message_id)
    query = CallbackQuery(
        id=str(secrets.randbits(62)),
        bot_id=bot_id,
        user_id=asked.user_id,
        chat=chat.key,
        message_id=asked.message_id,
        data=data,
        at=tg.clock(),
    )
    tg.save_query(query)
    waiting = tg.presses[query.id] = asyncio.get_running_loop().create_future()
    delivery.pressed(tg, query)
    tg.store.commit()
    try:
        answer = await asyncio.wait_for(waiting, asked.wait)
    except (TimeoutError, asyncio.CancelledError):
        tg.presses.pop(query.id, None)
        return _result("callback", query_id=query.id)
    return _result("callback", query_id=query.id, answered=True, **answer)


def _author(tg: Telegram, chat: Chat, message_id: int) -> int:
    """Whose button it is. Of a message that is gone (a stale press): the chat's bot."""
    message = tg.message(chat.key, message_id)
    if message is not None and message.from_id in tg.bots:
        return message.from_id
    if message is not None:
        raise PersonError("this message has no buttons", 404)
    bots = delivery.bots_in(tg, chat)
    if not bots:
        raise PersonError("there is no bot in this chat", 404)
    return bots[0].id
