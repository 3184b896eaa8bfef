"""How a bot sees things: objects of the Bot API."""

from typing import Any

from local.telegram.core import Telegram
from local.telegram.world import Bot, Chat, ChatType, Member, MemberStatus, Message, User

ADMIN_RIGHTS = (
    *("can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members"),
    *("can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories"),
    *("can_delete_stories", "can_pin_messages", "can_manage_topics", "can_manage_tags"),
    "can_send_welcome_messages",
)
CHANNEL_RIGHTS = ("can_post_messages", "can_edit_messages")
PERMISSIONS = (
    *("can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos"),
    *("can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages"),
    *("can_add_web_page_previews", "can_react_to_messages", "can_edit_tag", "can_change_info"),
    *("can_invite_users", "can_pin_messages", "can_manage_topics"),
)
Json = dict[str, Any]


def without_none(value: Json) -> Json:
    return {key: item for key, item in value.items() if item is not None}


def person(value: User, *, with_language: bool = True) -> Json:
    base = {"id": value.id, "is_bot": False, "first_name": value.first_name, "last_name": value.last_name}
    language = value.language_code if with_language else None
    return without_none({**base, "username": value.username, "language_code": language})


def bot_user(value: Bot) -> Json:
    return {"id": value.id, "is_bot": True, "first_name": value.first_name, "username": value.username}


def account(tg: Telegram, user_id: int) -> Json:
    return bot_user(tg.bots[user_id]) if user_id in tg.bots else person(tg.users[user_id])


def chat(tg: Telegram, value: Chat) -> Json:
    if value.is_private:
        user = person(tg.users[value.id], with_language=False)
        user.pop("is_bot")
        return {**user, "type": "private"}
    base = {"id": value.id, "type": value.type.value, "title": value.title}
    return {**base, "is_forum": True} if value.is_forum else base


def message(tg: Telegram, value: Message, *, nested: bool = False) -> Json:
    where = tg.chats[value.chat]
    body = {
        "message_id": value.message_id,
        "date": value.date,
        "edit_date": value.edit_date,
        "chat": chat(tg, where),
        "media_group_id": value.media_group_id,
        "has_protected_content": True if value.protected else None,
        "forward_origin": value.forward_origin,
        **_author(tg, where, value),
        **_thread(where, value),
        **_content(tg, value),
    }
    if value.reply_markup and "inline_keyboard" in value.reply_markup:
        body["reply_markup"] = value.reply_markup
    if value.reply_to and not nested:
        body.update(_reply(tg, value))
    return without_none(body)


def _author(tg: Telegram, where: Chat, value: Message) -> Json:
    if where.type is ChatType.CHANNEL:
        return {"sender_chat": chat(tg, where)}
    return {"from": account(tg, value.from_id)}


def _thread(where: Chat, value: Message) -> Json:
    if value.thread_id is None or not where.is_forum:
        return {}
    return {"message_thread_id": value.thread_id, "is_topic_message": True}


def _content(tg: Telegram, value: Message) -> Json:
    if value.kind == "pinned_message":
        pinned = tg.message(value.chat, value.content["pinned_message"])
        shown = message(tg, pinned, nested=True) if pinned else inaccessible(tg, value.chat, 0)
        return {"pinned_message": shown}
    if value.kind in {"new_chat_members", "left_chat_member"}:
        members = [account(tg, user_id) for user_id in value.content["user_ids"]]
        return {value.kind: members if value.kind == "new_chat_members" else members[0]}
    return value.content


def _reply(tg: Telegram, value: Message) -> Json:
    origin = tg.message(value.chat, value.reply_to)
    if origin is None:
        return {}
    quote = None
    if value.quote:
        quote = {**value.quote.model_dump(), "is_manual": True}
    return {"reply_to_message": message(tg, origin, nested=True), "quote": quote}


def inaccessible(tg: Telegram, key: str, message_id: int) -> Json:
    return {"chat": chat(tg, tg.chats[key]), "message_id": message_id, "date": 0}


def member(tg: Telegram, value: Member) -> Json:
    base = {"status": value.status.value, "user": account(tg, value.user_id)}
    match value.status:
        case MemberStatus.CREATOR:
            return without_none({**base, "is_anonymous": False, "custom_title": value.custom_title})
        case MemberStatus.ADMINISTRATOR:
            rights = {right: right in value.rights for right in ADMIN_RIGHTS}
            rights |= {right: True for right in CHANNEL_RIGHTS if right in value.rights}
            rights["can_manage_chat"] = True
            extra = {"can_be_edited": False, "is_anonymous": False, "custom_title": value.custom_title}
            return without_none({**base, **rights, **extra})
        case MemberStatus.RESTRICTED:
            permissions = {name: value.permissions.get(name, False) for name in PERMISSIONS}
            return {**base, **permissions, "is_member": True, "until_date": value.until_date}
        case MemberStatus.KICKED:
            return {**base, "until_date": value.until_date}
        case _:
            return base
