from typing import Any

from local.telegram import presented
from local.telegram.core import Telegram
from local.telegram.world import ChatType, Message


def origin_of(tg: Telegram, message: Message) -> dict[str, Any]:
    """A forwarded forward keeps its first origin."""
    if message.forward_origin:
        return message.forward_origin
    chat = tg.chats[message.chat]
    if chat.type is ChatType.CHANNEL:
        shown = presented.chat(tg, chat)
        return {"type": "channel", "date": message.date, "chat": shown, "message_id": message.message_id}
    sender = presented.account(tg, message.from_id)
    sender.pop("language_code", None)
    return {"type": "user", "date": message.date, "sender_user": sender}
