from typing import Any

from aiogram.methods import (
    PinChatMessage,
    UnpinAllChatMessages,
    UnpinAllForumTopicMessages,
    UnpinAllGeneralForumTopicMessages,
    UnpinChatMessage,
)

from local.telegram import access, posting
from local.telegram.calls import Call
from local.telegram.errors import Refusal
from local.telegram.methods.registry import serves
from local.telegram.world import Chat


@serves(PinChatMessage)
def pin_chat_message(call: Call[PinChatMessage]) -> bool:
    chat = access.writable_chat(call.tg, call.bot, call.params.chat_id)
    message = access.message(call.tg, chat, call.params.message_id, "message to pin")
    access.has_right(chat, call.bot, "can_pin_messages", Refusal.NO_RIGHT_TO_PIN)
    if message.service:
        raise Refusal.CANT_PIN.error()
    if message.message_id in chat.pinned:
        raise Refusal.CHAT_NOT_MODIFIED.error()
    call.tg.limits.spend(call.bot.id, chat)  # it posts a service message
    posting.pin(call.tg, chat, message, call.bot.id)
    return True


@serves(UnpinChatMessage)
def unpin_chat_message(call: Call[UnpinChatMessage]) -> bool:
    chat = _chat(call)
    message_id = call.params.message_id or next(iter(chat.pinned), None)
    if message_id is None:
        raise Refusal.MESSAGE_NOT_FOUND.error(what="message to unpin")
    access.message(call.tg, chat, message_id, "message to unpin")
    posting.unpin(call.tg, chat, [i for i in chat.pinned if i == message_id])
    return True


@serves(UnpinAllChatMessages)
def unpin_all_chat_messages(call: Call[UnpinAllChatMessages]) -> bool:
    chat = _chat(call)
    posting.unpin(call.tg, chat, list(chat.pinned))
    return True


@serves(UnpinAllForumTopicMessages)
def unpin_all_forum_topic_messages(call: Call[UnpinAllForumTopicMessages]) -> bool:
    chat = _forum(call)
    access.topic(chat, call.params.message_thread_id)
    _unpin_thread(call, chat, call.params.message_thread_id)
    return True


@serves(UnpinAllGeneralForumTopicMessages)
def unpin_all_general_forum_topic_messages(call: Call[UnpinAllGeneralForumTopicMessages]) -> bool:
    _unpin_thread(call, _forum(call), None)
    return True


def _unpin_thread(call: Call[Any], chat: Chat, thread_id: int | None) -> None:
    inside = call.tg.messages.get(chat.key, {})
    posting.unpin(call.tg, chat, [i for i in chat.pinned if inside[i].thread_id == thread_id])


def _forum(call: Call[Any]) -> Chat:
    chat = _chat(call)
    if not chat.is_forum:
        raise Refusal.NOT_A_FORUM.error()
    return chat


def _chat(call: Call[Any]) -> Chat:
    chat = access.writable_chat(call.tg, call.bot, call.params.chat_id)
    access.has_right(chat, call.bot, "can_pin_messages", Refusal.NO_RIGHT_TO_PIN)
    return chat
