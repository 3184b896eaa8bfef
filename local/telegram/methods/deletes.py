from aiogram.methods import DeleteMessage, DeleteMessages

from local.telegram import access, posting
from local.telegram.calls import Call
from local.telegram.errors import Refusal
from local.telegram.methods.registry import serves
from local.telegram.world import Bot, Chat, Message

MAX_AT_ONCE = 100


@serves(DeleteMessage)
def delete_message(call: Call[DeleteMessage]) -> bool:
    chat = access.readable_chat(call.tg, call.bot, call.params.chat_id)
    message = access.message(call.tg, chat, call.params.message_id, "message to delete")
    _refuse_delete(call, chat, message)
    posting.delete(call.tg, message)
    return True


@serves(DeleteMessages)
def delete_messages(call: Call[DeleteMessages]) -> bool:
    chat = access.readable_chat(call.tg, call.bot, call.params.chat_id)
    ids = call.params.message_ids
    check_ids(ids)
    found = [message for message in (call.tg.message(chat.key, i) for i in ids) if message]
    for message in found:
        _refuse_delete(call, chat, message)
    for message in found:
        posting.delete(call.tg, message)
    return True


def check_ids(ids: list[int]) -> None:
    if not ids:
        raise Refusal.MESSAGE_IDS_EMPTY.error()
    if len(ids) > MAX_AT_ONCE:
        raise Refusal.MESSAGE_IDS_TOO_MANY.error()


def _refuse_delete(call: Call[DeleteMessage] | Call[DeleteMessages], chat: Chat, message: Message) -> None:
    too_old = call.tg.clock() - message.date > call.tg.settings.delete_life
    may_delete_all = chat.member(call.bot.id).has("can_delete_messages")
    if message.kind == "forum_topic_created":
        raise Refusal.CANT_DELETE.error()
    if too_old and not may_delete_all:
        raise Refusal.CANT_DELETE_FOR_EVERYONE.error()
    if not (may_delete_all or chat.is_private or _is_own(message, call.bot)):
        raise Refusal.CANT_DELETE.error()


def _is_own(message: Message, bot: Bot) -> bool:
    return message.from_id == bot.id
