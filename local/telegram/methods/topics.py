"""Forum topics. A topic's id is the id of its service message; General has none of its own."""

import random
from typing import Any

from aiogram.methods import (
    CloseForumTopic,
    CloseGeneralForumTopic,
    CreateForumTopic,
    DeleteForumTopic,
    EditForumTopic,
    EditGeneralForumTopic,
    GetForumTopicIconStickers,
    HideGeneralForumTopic,
    ReopenForumTopic,
    ReopenGeneralForumTopic,
    UnhideGeneralForumTopic,
)

from local.telegram import access, forums
from local.telegram.calls import Call
from local.telegram.errors import Refusal
from local.telegram.methods.registry import serves
from local.telegram.world import Chat, Topic

NO_RIGHT_TO_EDIT = Refusal.NO_RIGHT_TO_EDIT_TOPIC
NO_RIGHT_TO_CLOSE = Refusal.NO_RIGHT_TO_CLOSE_TOPIC


@serves(CreateForumTopic)
def create_forum_topic(call: Call[CreateForumTopic]) -> Any:
    chat = access.forum(call.tg, call.bot, call.params.chat_id)
    access.manages(chat, call.bot, topic_of_bot=False, refusal=Refusal.NO_RIGHT_TO_CREATE_TOPIC)
    name = forums.clean_name(call.params.name)
    icon_color = call.params.icon_color or random.choice(forums.ICON_COLORS)  # noqa: S311 - a look
    if icon_color not in forums.ICON_COLORS:
        raise Refusal.ICON_COLOR_INVALID.error()
    emoji_id = _icon(call.params.icon_custom_emoji_id)
    call.tg.limits.spend(call.bot.id, chat)  # it posts a service message
    topic = forums.create(call.tg, chat, call.bot.id, name, icon_color=icon_color, emoji_id=emoji_id)
    body = {"message_thread_id": topic.id, "name": topic.name, "icon_color": topic.icon_color}
    return {**body, **({"icon_custom_emoji_id": emoji_id} if emoji_id else {})}


def _icon(emoji_id: str | None) -> str | None:
    if emoji_id and emoji_id not in forums.ICON_STICKERS:
        raise Refusal.ICON_INVALID.error()
    return emoji_id or None


@serves(EditForumTopic)
def edit_forum_topic(call: Call[EditForumTopic]) -> bool:
    chat, topic = _topic(call, NO_RIGHT_TO_EDIT)
    name, emoji_id = call.params.name, _icon(call.params.icon_custom_emoji_id)
    changes: dict[str, Any] = {}
    if name is not None and forums.clean_name(name) != topic.name:
        changes["name"] = forums.clean_name(name)
    if emoji_id and emoji_id != topic.icon_custom_emoji_id:
        changes["icon_custom_emoji_id"] = emoji_id
    if not changes:
        raise Refusal.TOPIC_NOT_MODIFIED.error()
    call.tg.limits.spend(call.bot.id, chat)
    forums.edit(call.tg, chat, topic, call.bot.id, changes)
    return True


@serves(CloseForumTopic)
def close_forum_topic(call: Call[CloseForumTopic]) -> bool:
    return _toggle(call, closed=True)


@serves(ReopenForumTopic)
def reopen_forum_topic(call: Call[ReopenForumTopic]) -> bool:
    return _toggle(call, closed=False)


def _toggle(call: Call[CloseForumTopic] | Call[ReopenForumTopic], *, closed: bool) -> bool:
    chat, topic = _topic(call, NO_RIGHT_TO_CLOSE)
    if topic.is_closed == closed:
        raise Refusal.TOPIC_NOT_MODIFIED.error()
    call.tg.limits.spend(call.bot.id, chat)
    forums.set_closed(call.tg, chat, topic, call.bot.id, closed=closed)
    return True


@serves(DeleteForumTopic)
def delete_forum_topic(call: Call[DeleteForumTopic]) -> bool:
    chat = access.forum(call.tg, call.bot, call.params.chat_id)
    topic = access.topic(chat, call.params.message_thread_id)
    access.has_right(chat, call.bot, "can_delete_messages", Refusal.NO_RIGHT_TO_DELETE_TOPIC)
    forums.delete(call.tg, chat, topic)
    return True


def _topic(call: Call[Any], refusal: Refusal) -> tuple[Chat, Topic]:
    chat = access.forum(call.tg, call.bot, call.params.chat_id)
    topic = access.topic(chat, call.params.message_thread_id)
    access.manages(chat, call.bot, topic_of_bot=topic.creator_id == call.bot.id, refusal=refusal)
    return chat, topic


@serves(EditGeneralForumTopic)
def edit_general_forum_topic(call: Call[EditGeneralForumTopic]) -> bool:
    chat = _general(call, NO_RIGHT_TO_EDIT)
    name = forums.clean_name(call.params.name)
    if name == chat.general_name:
        raise Refusal.TOPIC_NOT_MODIFIED.error()
    call.tg.limits.spend(call.bot.id, chat)
    forums.rename_general(call.tg, chat, call.bot.id, name)
    return True


@serves(CloseGeneralForumTopic)
def close_general_forum_topic(call: Call[CloseGeneralForumTopic]) -> bool:
    return _toggle_general(call, closed=True)


@serves(ReopenGeneralForumTopic)
def reopen_general_forum_topic(call: Call[ReopenGeneralForumTopic]) -> bool:
    return _toggle_general(call, closed=False)


def _toggle_general(call: Call[CloseGeneralForumTopic] | Call[ReopenGeneralForumTopic], *, closed: bool) -> bool:
    chat = _general(call, NO_RIGHT_TO_CLOSE)
    if chat.general_closed == closed:
        raise Refusal.TOPIC_NOT_MODIFIED.error()
    call.tg.limits.spend(call.bot.id, chat)
    forums.set_general_closed(call.tg, chat, call.bot.id, closed=closed)
    return True


@serves(HideGeneralForumTopic)
def hide_general_forum_topic(call: Call[HideGeneralForumTopic]) -> bool:
    return _hide_general(call, hidden=True)


@serves(UnhideGeneralForumTopic)
def unhide_general_forum_topic(call: Call[UnhideGeneralForumTopic]) -> bool:
    return _hide_general(call, hidden=False)


def _hide_general(call: Call[HideGeneralForumTopic] | Call[UnhideGeneralForumTopic], *, hidden: bool) -> bool:
    chat = _general(call, NO_RIGHT_TO_CLOSE)
    if chat.general_hidden == hidden:
        raise Refusal.TOPIC_NOT_MODIFIED.error()
    call.tg.limits.spend(call.bot.id, chat)
    forums.set_general_hidden(call.tg, chat, call.bot.id, hidden=hidden)
    return True


def _general(call: Call[Any], refusal: Refusal) -> Chat:
    chat = access.forum(call.tg, call.bot, call.params.chat_id)
    access.manages(chat, call.bot, topic_of_bot=False, refusal=refusal)
    return chat


@serves(GetForumTopicIconStickers)
def get_forum_topic_icon_stickers(_call: Call[GetForumTopicIconStickers]) -> Any:
    return [
        {
            "file_id": f"CAACAgIicon{emoji_id}",
            "file_unique_id": f"AQADicon{emoji_id}",
            "type": "custom_emoji",
            "width": 100,
            "height": 100,
            "is_animated": False,
            "is_video": False,
            "emoji": emoji,
            "custom_emoji_id": emoji_id,
        }
        for emoji_id, emoji in forums.ICON_STICKERS.items()
    ]
