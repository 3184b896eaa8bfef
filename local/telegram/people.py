"""What people do in their clients. Their own mistakes are told as PersonError."""

from typing import Any

from local.telegram import forums, memberships, posting
from local.telegram.core import Telegram
from local.telegram.delivery import member_changed
from local.telegram.emojis import REACTIONS, reaction
from local.telegram.entities import formatted
from local.telegram.presented import ADMIN_RIGHTS, CHANNEL_RIGHTS
from local.telegram.world import Chat, ChatType, Member, MemberStatus, Message, Topic, User


class PersonError(Exception):
    def __init__(self, text: str, status: int = 400) -> None:
        super().__init__(text)
        self.status = status


def user_of(tg: Telegram, user_id: int) -> User:
    if user_id not in tg.users:
        raise PersonError(f"there is no user {user_id}", 404)
    return tg.users[user_id]


def chat_of(tg: Telegram, key: str | int, user_id: int | None = None) -> Chat:
    """By its key; a bot's id means the person's own chat with it, made on first use."""
    key = str(key)
    if key.isdigit() and int(key) in tg.bots and user_id is not None:
        return private_chat(tg, int(key), user_id)
    if key in tg.chats:
        return tg.current(tg.chats[key])
    bot_id, _, person_id = key.partition(":")
    if bot_id.isdigit() and person_id.isdigit() and int(bot_id) in tg.bots:
        return private_chat(tg, int(bot_id), int(person_id))
    raise PersonError(f"there is no chat {key}", 404)


def private_chat(tg: Telegram, bot_id: int, user_id: int) -> Chat:
    user_of(tg, user_id)
    key = f"{bot_id}:{user_id}"
    if key in tg.chats:
        return tg.chats[key]
    return tg.save_chat(Chat(key=key, id=user_id, type=ChatType.PRIVATE, bot_id=bot_id, user_id=user_id))


def message_of(tg: Telegram, chat: Chat, message_id: int) -> Message:
    found = tg.message(chat.key, message_id)
    if found is None:
        raise PersonError(f"there is no message {message_id} in {chat.key}", 404)
    return found


def place(
    tg: Telegram, chat: Chat, user_id: int, thread_id: int | None, permission: str = "can_send_messages"
) -> int | None:
    """Checks that the person may write there; answers with the thread."""
    user_of(tg, user_id)
    if chat.is_private:
        _refuse_private_place(tg, chat, user_id)
        return None
    member = chat.member(user_id)
    if not member.is_present:
        raise PersonError("the person is not a member of this chat", 403)
    if member.status is MemberStatus.RESTRICTED and not member.permissions.get(permission):
        raise PersonError("the person is restricted in this chat", 403)
    if chat.type is ChatType.CHANNEL and not member.is_admin:
        raise PersonError("only administrators post in a channel", 403)
    return _thread(chat, member, thread_id) if chat.is_forum else None


def _refuse_private_place(tg: Telegram, chat: Chat, user_id: int) -> None:
    if chat.user_id != user_id:
        raise PersonError("this private chat is somebody else's", 403)
    if chat.blocked:
        raise PersonError("the person has blocked this bot: unblock it first", 409)
    if not chat.started:
        chat.started = True
        tg.save_chat(chat)


def _thread(chat: Chat, member: Member, thread_id: int | None) -> int | None:
    if thread_id in {None, 1}:
        closed, topic_id = chat.general_closed, None
    else:
        topic = topic_of(chat, thread_id or 0)
        closed, topic_id = topic.is_closed, topic.id
    if closed and not member.has("can_manage_topics"):
        raise PersonError("this topic is closed", 403)
    return topic_id


def topic_of(chat: Chat, thread_id: int) -> Topic:
    topic = chat.topics.get(thread_id)
    if topic is None or topic.is_deleted:
        raise PersonError(f"there is no topic {thread_id} in {chat.key}", 404)
    return topic


def text_fields(text: str, entities: list[dict[str, Any]] | None, name: str = "text") -> dict[str, Any]:
    value = formatted(text, None, entities)
    if not value.text:
        raise PersonError("the text is empty")
    label = "entities" if name == "text" else "caption_entities"
    return {name: value.text, **({label: value.entities} if value.entities else {})}


def edit(
    tg: Telegram, message: Message, user_id: int, text: str, entities: list[dict[str, Any]] | None
) -> Message:
    if message.from_id != user_id or message.service:
        raise PersonError("only one's own messages can be edited", 403)
    name = "text" if message.kind == "text" else "caption"
    kept = {k: v for k, v in message.content.items() if k not in {name, "entities", "caption_entities"}}
    return posting.edit(tg, message, content={**kept, **text_fields(text, entities, name)})


def delete(tg: Telegram, chat: Chat, message: Message, user_id: int) -> None:
    may_all = chat.is_private or chat.member(user_id).has("can_delete_messages")
    if message.from_id != user_id and not may_all:
        raise PersonError("only administrators delete what others wrote", 403)
    posting.delete(tg, message)


def react(tg: Telegram, chat: Chat, message: Message, user_id: int, emoji: str | None) -> Message:
    place(tg, chat, user_id, message.thread_id, "can_react_to_messages")
    emoji = reaction(emoji) if emoji else None
    if emoji and emoji not in REACTIONS:
        raise PersonError(f"{emoji} is not a reaction")
    return posting.react(tg, message, user_id, [emoji] if emoji else [])


def pin(tg: Telegram, chat: Chat, message: Message, user_id: int, *, pinned: bool) -> Chat:
    if not chat.is_private and not chat.member(user_id).has("can_pin_messages"):
        raise PersonError("the person may not pin in this chat", 403)
    if pinned and message.message_id not in chat.pinned:
        posting.pin(tg, chat, message, user_id)
    elif not pinned and message.message_id in chat.pinned:
        posting.unpin(tg, chat, [message.message_id])
    return chat


def block(tg: Telegram, bot_id: int, user_id: int, *, blocked: bool) -> Chat:
    if bot_id not in tg.bots:
        raise PersonError(f"there is no bot {bot_id}", 404)
    chat = private_chat(tg, bot_id, user_id)
    if chat.blocked == blocked:
        return chat
    chat.blocked = blocked
    tg.save_chat(chat)
    free, kicked = Member(user_id=bot_id), Member(user_id=bot_id, status=MemberStatus.KICKED)
    before, after = (free, kicked) if blocked else (kicked, free)
    member_changed(tg, chat, before, after, user_id)
    return chat


def change_topic(tg: Telegram, chat: Chat, user_id: int, topic_id: int, action: str, *, name: str | None) -> Topic:
    topic = topic_of(chat, topic_id)
    _may_manage(chat, user_id, topic)
    match action:
        case "close" | "reopen":
            forums.set_closed(tg, chat, topic, user_id, closed=action == "close")
        case "delete":
            forums.delete(tg, chat, topic)
        case "rename":
            forums.edit(tg, chat, topic, user_id, {"name": forums.clean_name(name or "")})
        case _:
            raise PersonError(f"unknown action {action}")
    return topic


def change_general(tg: Telegram, chat: Chat, user_id: int, action: str) -> Chat:
    if not chat.member(user_id).has("can_manage_topics"):
        raise PersonError("the person may not manage topics", 403)
    if action in {"close", "reopen"}:
        forums.set_general_closed(tg, chat, user_id, closed=action == "close")
    elif action in {"hide", "unhide"}:
        forums.set_general_hidden(tg, chat, user_id, hidden=action == "hide")
    else:
        raise PersonError(f"unknown action {action}")
    return chat


def _may_manage(chat: Chat, user_id: int, topic: Topic) -> None:
    if topic.creator_id != user_id and not chat.member(user_id).has("can_manage_topics"):
        raise PersonError("the person may not manage this topic", 403)


def change_member(
    tg: Telegram, chat: Chat, user_id: int, action: str, *, rights: list[str] | None, by_id: int
) -> Member:
    if chat.is_private:
        raise PersonError("a private chat has no members")
    match action:
        case "join":
            return memberships.change(tg, chat, user_id, by_id, status=MemberStatus.MEMBER)
        case "leave":
            return memberships.leave(tg, chat, user_id, by_id)
        case "kick":
            return memberships.ban(tg, chat, user_id, by_id)
        case "promote":
            rights = [*ADMIN_RIGHTS, *CHANNEL_RIGHTS] if rights is None else rights
            status = MemberStatus.ADMINISTRATOR
            return memberships.change(tg, chat, user_id, by_id, status=status, rights=rights)
        case "demote" | "unrestrict":
            status = MemberStatus.MEMBER
            return memberships.change(tg, chat, user_id, by_id, status=status, rights=[], permissions={})
        case "restrict":
            permissions = dict.fromkeys(rights or [], True)
            status = MemberStatus.RESTRICTED
            return memberships.change(tg, chat, user_id, by_id, status=status, permissions=permissions)
        case _:
            raise PersonError(f"unknown action {action}")
