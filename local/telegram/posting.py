"""What happens to a message, whoever does it: kept, shown to people, told to the bots that may see it."""

from typing import Any

from local.telegram import delivery
from local.telegram.core import Telegram
from local.telegram.world import Chat, Message, Reaction


def post(tg: Telegram, chat: Chat, from_id: int, kind: str, content: dict[str, Any], **extra: Any) -> Message:
    draft = Message(
        chat=chat.key,
        message_id=extra.pop("message_id", 0) or tg.next_message_id(chat),
        from_id=from_id,
        date=tg.now(),
        kind=kind,
        content=content,
        **extra,
    )
    kept = tg.save_message(draft, "message")
    delivery.posted(tg, kept)
    return kept


def post_service(
    tg: Telegram,
    chat: Chat,
    from_id: int,
    kind: str,
    content: dict[str, Any],
    *,
    thread_id: int | None = None,
    message_id: int = 0,
) -> Message:
    """`message_id` is known beforehand for a new topic only: the topic is named by it."""
    return post(tg, chat, from_id, kind, content, thread_id=thread_id, service=True, message_id=message_id)


def edit(tg: Telegram, message: Message, **changes: Any) -> Message:
    edited = tg.save_message(
        message.model_copy(update={**changes, "edit_date": tg.now()}),
        "message_edited",
    )
    delivery.edited(tg, edited)
    return edited


def delete(tg: Telegram, message: Message) -> None:
    tg.drop_message(message)


def react(tg: Telegram, message: Message, user_id: int, emojis: list[str]) -> Message:
    before = [r.emoji for r in message.reactions if r.user_id == user_id]
    others = [r for r in message.reactions if r.user_id != user_id]
    reactions = others + [Reaction(user_id=user_id, emoji=emoji) for emoji in emojis]
    changed = tg.save_message(message.model_copy(update={"reactions": reactions}), "message_reaction")
    if before != emojis and user_id not in tg.bots:
        delivery.reacted(tg, changed, user_id, before, emojis)
    return changed


def pin(tg: Telegram, chat: Chat, message: Message, by_id: int) -> None:
    chat.pinned.insert(0, message.message_id)
    tg.keep_chat(chat)
    tg.events.publish("message_pinned", chat=chat.key, message_id=message.message_id, pinned=True)
    content = {"pinned_message": message.message_id}
    post_service(tg, chat, by_id, "pinned_message", content, thread_id=message.thread_id)


def unpin(tg: Telegram, chat: Chat, message_ids: list[int]) -> None:
    for message_id in message_ids:
        chat.pinned.remove(message_id)
        tg.events.publish("message_pinned", chat=chat.key, message_id=message_id, pinned=False)
    if message_ids:
        tg.keep_chat(chat)
