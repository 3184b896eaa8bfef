"""Which bot hears of what. Bots see neither their own messages nor those of other bots."""

from typing import Any
from zlib import crc32

from local.telegram import presented
from local.telegram.core import Telegram
from local.telegram.world import Bot, CallbackQuery, Chat, ChatType, Member, Message

# Service messages that a bot caused itself and hears of all the same.
OWN_NEWS = {
    *("pinned_message", "forum_topic_created", "forum_topic_edited", "forum_topic_closed"),
    *("forum_topic_reopened", "general_forum_topic_hidden", "general_forum_topic_unhidden"),
    *("new_chat_title", "left_chat_member"),
}


def posted(tg: Telegram, message: Message) -> None:
    kind = "channel_post" if _chat(tg, message).type is ChatType.CHANNEL else "message"
    _tell(tg, message, kind)


def edited(tg: Telegram, message: Message) -> None:
    if message.from_id in tg.bots:
        return
    kind = "edited_channel_post" if _chat(tg, message).type is ChatType.CHANNEL else "edited_message"
    _tell(tg, message, kind)


def _chat(tg: Telegram, message: Message) -> Chat:
    return tg.chats[message.chat]


def _tell(tg: Telegram, message: Message, kind: str) -> None:
    chat = _chat(tg, message)
    for bot in bots_in(tg, chat):
        if sees(tg, bot, chat, message):
            _add(tg, bot, kind, presented.message(tg, message), chat, queue=f"chat:{chat.id}")


def _add(tg: Telegram, bot: Bot, kind: str, body: Any, chat: Chat, *, queue: str) -> None:
    life = tg.settings.callback_life if kind == "callback_query" else tg.settings.update_life
    tg.updates.add(bot, kind, body, queue=f"{kind_of_queue(kind)}:{queue}", life=life, chat=chat.key)


def kind_of_queue(kind: str) -> str:
    """Messages and their edits share a queue, joins and join requests too; the rest have their own."""
    shared = {"edited_message": "message", "channel_post": "message", "edited_channel_post": "message"}
    return shared.get(kind, kind)


def bots_in(tg: Telegram, chat: Chat) -> list[Bot]:
    if chat.is_private:
        return [tg.bots[chat.bot_id]] if chat.bot_id in tg.bots else []
    return [tg.bots[m.user_id] for m in chat.members.values() if m.user_id in tg.bots and m.is_present]


def sees(tg: Telegram, bot: Bot, chat: Chat, message: Message) -> bool:
    if message.from_id == bot.id:
        return message.kind in OWN_NEWS
    if message.from_id in tg.bots:
        return False
    if chat.is_private or message.service or bot.can_read_all_group_messages:
        return True
    return chat.member(bot.id).is_admin or _is_meant_for(tg, bot, message)


def _is_meant_for(tg: Telegram, bot: Bot, message: Message) -> bool:
    """What privacy mode lets through: commands, mentions and replies to the bot."""
    origin = tg.message(message.chat, message.reply_to)
    if origin is not None and origin.from_id == bot.id:
        return True
    first = message.text.split(maxsplit=1)[0] if message.text.strip() else ""
    if first.startswith("/"):
        return "@" not in first or first.lower().endswith(f"@{bot.username.lower()}")
    return f"@{bot.username.lower()}" in message.text.lower()


def reacted(tg: Telegram, message: Message, user_id: int, before: list[str], after: list[str]) -> None:
    chat = _chat(tg, message)
    body = {
        "chat": presented.chat(tg, chat),
        "message_id": message.message_id,
        "user": presented.account(tg, user_id),
        "date": tg.now(),
        "old_reaction": [{"type": "emoji", "emoji": emoji} for emoji in before],
        "new_reaction": [{"type": "emoji", "emoji": emoji} for emoji in after],
    }
    for bot in bots_in(tg, chat):
        if chat.is_private or chat.member(bot.id).is_admin:
            _add(tg, bot, "message_reaction", body, chat, queue=f"chat:{chat.id}")


def pressed(tg: Telegram, query: CallbackQuery) -> None:
    message = tg.message(query.chat, query.message_id)
    inaccessible = presented.inaccessible(tg, query.chat, query.message_id)
    body = {
        "id": query.id,
        "from": presented.account(tg, query.user_id),
        "chat_instance": str(crc32(query.chat.encode())),
        "message": presented.message(tg, message) if message else inaccessible,
        "data": query.data,
    }
    bot = tg.bots[query.bot_id]
    _add(tg, bot, "callback_query", body, tg.chats[query.chat], queue=f"user:{query.user_id}")


def member_changed(tg: Telegram, chat: Chat, before: Member, after: Member, by_id: int) -> None:
    """`my_chat_member` for the bot itself, `chat_member` for the bots that are administrators."""
    body = {
        "chat": presented.chat(tg, chat),
        "from": presented.account(tg, by_id),
        "date": tg.now(),
        "old_chat_member": presented.member(tg, before),
        "new_chat_member": presented.member(tg, after),
    }
    if after.user_id in tg.bots:
        bot = tg.bots[after.user_id]
        _add(tg, bot, "my_chat_member", body, chat, queue=f"chat:{chat.id}")
    for bot in bots_in(tg, chat):
        if chat.member(bot.id).is_admin and bot.id != after.user_id:
            _add(tg, bot, "chat_member", body, chat, queue=f"user:{after.user_id}")
