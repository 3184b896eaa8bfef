"""What was asked of the server and what it delivered, in order, for tests."""

from typing import TYPE_CHECKING, Any

from local.telegram.world import Update

if TYPE_CHECKING:
    from local.telegram.core import Telegram


def note_call(tg: "Telegram", bot_id: int, method: str, asked: dict[str, Any], outcome: dict[str, Any]) -> None:
    chat_id = asked.get("chat_id")
    tg.store.note(
        {
            "at": tg.clock(),
            "kind": "call",
            "bot_id": bot_id,
            "method": method,
            "chat": None if chat_id is None else chat_key(tg, bot_id, str(chat_id)),
            "thread_id": asked.get("message_thread_id"),
            "params": asked,
            **outcome,
        }
    )


def chat_key(tg: "Telegram", bot_id: int, chat_id: str) -> str:
    private = f"{bot_id}:{chat_id}"
    return private if private in tg.chats else chat_id


def note_update(tg: "Telegram", update: Update, *, by: str, ok: bool, status: int | str | None = None) -> None:
    tg.store.note(
        {
            "at": tg.clock(),
            "kind": "update",
            "bot_id": update.bot_id,
            "update_id": update.update_id,
            "type": update.type,
            "chat": update.chat,
            "by": by,
            "ok": ok,
            "status": status,
        }
    )


def note_confirmed(tg: "Telegram", bot_id: int, offset: int) -> None:
    tg.store.note({"at": tg.clock(), "kind": "confirmed", "bot_id": bot_id, "offset": offset})
