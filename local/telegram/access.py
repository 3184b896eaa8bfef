"""May this bot do this here? Each function answers with the thing asked for, or raises Telegram's refusal."""

import re

from local.telegram.core import Telegram
from local.telegram.errors import Refusal, migrated
from local.telegram.world import Bot, Chat, ChatType, Member, MemberStatus, Message, Topic, User

GENERAL = 1


def known_chat(tg: Telegram, bot: Bot, chat_id: int | str) -> Chat:
    """A chat that the bot knows of, whether it may write there or not."""
    if chat_id == "":
        raise Refusal.CHAT_ID_EMPTY.error()
    chat_id = _by_username(tg, chat_id) if isinstance(chat_id, str) else chat_id
    chat = tg.chats.get(f"{bot.id}:{chat_id}") or tg.chats.get(str(chat_id))
    if chat is not None and (chat.is_private or bot.id in chat.members):
        return chat
    if chat_id in tg.bots:
        raise Refusal.BOT_TO_BOT.error()
    if chat_id in tg.users:
        raise Refusal.CANT_INITIATE.error()
    raise Refusal.CHAT_NOT_FOUND.error()


def _by_username(tg: Telegram, name: str) -> int:
    if re.fullmatch(r"-?\d+", name):
        return int(name)
    wanted = name.removeprefix("@").lower()
    for user in tg.users.values():
        if (user.username or "").lower() == wanted:
            return user.id
    raise Refusal.CHAT_NOT_FOUND.error()


def readable_chat(tg: Telegram, bot: Bot, chat_id: int | str) -> Chat:
    chat = known_chat(tg, bot, chat_id)
    if not chat.is_private:
        _refuse_absent(chat, chat.member(bot.id))
    return chat


def writable_chat(tg: Telegram, bot: Bot, chat_id: int | str) -> Chat:
    chat = readable_chat(tg, bot, chat_id)
    if chat.migrated_to:
        raise migrated(chat.migrated_to)
    if chat.is_private:
        if tg.users[chat.id].is_deactivated:
            raise Refusal.DEACTIVATED.error()
        if chat.blocked:
            raise Refusal.BLOCKED.error()
        if not chat.started:
            raise Refusal.CANT_INITIATE.error()
    return chat


def _refuse_absent(chat: Chat, member: Member) -> None:
    if member.status is MemberStatus.KICKED:
        raise Refusal.KICKED.error(kind=chat.type)
    if not member.is_present:
        raise Refusal.NOT_A_MEMBER.error(kind=chat.type)


def may_send(chat: Chat, bot: Bot, what: str, permission: str) -> None:
    member = chat.member(bot.id)
    restricted = member.status is MemberStatus.RESTRICTED and not member.permissions.get(permission, False)
    mute_in_channel = chat.type is ChatType.CHANNEL and not member.has("can_post_messages")
    if not chat.is_private and (restricted or mute_in_channel):
        raise Refusal.NO_RIGHT_TO_SEND.error(what=what)


def has_right(chat: Chat, bot: Bot, right: str, refusal: Refusal) -> None:
    """Private chats know no rights."""
    if not chat.is_private and not chat.member(bot.id).has(right):
        raise refusal.error()


def thread_for_sending(chat: Chat, bot: Bot, thread_id: int | None) -> int | None:
    if not chat.is_forum and not chat.is_private:
        # The server drops the thread of a group without topics: the message goes to the group itself.
        return None
    if not thread_id:
        _refuse_closed(chat, bot, closed=chat.is_forum and chat.general_closed)
        return None
    topic = chat.topics.get(thread_id)
    if thread_id == GENERAL or topic is None or topic.is_deleted:
        raise Refusal.THREAD_NOT_FOUND.error()
    _refuse_closed(chat, bot, closed=topic.is_closed)
    return thread_id


def _refuse_closed(chat: Chat, bot: Bot, *, closed: bool) -> None:
    if closed and not chat.member(bot.id).has("can_manage_topics"):
        raise Refusal.TOPIC_CLOSED.error()


def forum(tg: Telegram, bot: Bot, chat_id: int | str) -> Chat:
    chat = writable_chat(tg, bot, chat_id)
    if not chat.is_forum:
        raise Refusal.NOT_A_FORUM.error()
    return chat


def topic(chat: Chat, thread_id: int) -> Topic:
    found = chat.topics.get(thread_id)
    if found is None:
        raise Refusal.TOPIC_ID_INVALID.error()
    if found.is_deleted:
        raise Refusal.TOPIC_DELETED.error()
    return found


def manages(chat: Chat, bot: Bot, topic_of_bot: bool, refusal: Refusal) -> None:
    """Topics are managed with the right, or by the bot that made them."""
    if not topic_of_bot and not chat.member(bot.id).has("can_manage_topics"):
        raise refusal.error()


def message(tg: Telegram, chat: Chat, message_id: int | None, what: str) -> Message:
    found = tg.message(chat.key, message_id)
    if found is None:
        raise Refusal.MESSAGE_NOT_FOUND.error(what=what)
    return found


def user(tg: Telegram, user_id: int) -> User | Bot:
    found = tg.users.get(user_id) or tg.bots.get(user_id)
    if found is None:
        raise Refusal.USER_NOT_FOUND.error()
    return found
