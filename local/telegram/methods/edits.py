from typing import Any

from aiogram.methods import EditMessageCaption, EditMessageMedia, EditMessageReplyMarkup, EditMessageText

from local.telegram import access, keyboards, posting, presented, sending, uploads
from local.telegram.calls import Call, given
from local.telegram.errors import Refusal
from local.telegram.limits import Spending
from local.telegram.methods.registry import serves
from local.telegram.world import Chat, Message

WITH_CAPTION = {"photo", "video", "animation", "document", "audio", "voice"}
WITH_MEDIA = {"text", "photo", "video", "animation", "document", "audio"}
ALBUM_KEPT = {"photo", "video"}


@serves(EditMessageText)
def edit_message_text(call: Call[EditMessageText]) -> Any:
    content = sending.text_content(call)
    chat, message = _editable(call)
    if message.kind != "text":
        raise Refusal.NO_TEXT_TO_EDIT.error()
    return _change(call, chat, message, "text", content)


@serves(EditMessageCaption)
def edit_message_caption(call: Call[EditMessageCaption]) -> Any:
    caption = sending.caption_content(call.params)
    chat, message = _editable(call)
    if message.kind not in WITH_CAPTION:
        raise Refusal.NO_CAPTION_TO_EDIT.error()
    kept = {k: v for k, v in message.content.items() if k not in {"caption", "caption_entities"}}
    return _change(call, chat, message, message.kind, {**kept, **caption})


@serves(EditMessageMedia)
def edit_message_media(call: Call[EditMessageMedia]) -> Any:
    item: Any = call.params.media
    caption = sending.caption_content(item)
    chat, message = _editable(call)
    in_album = message.media_group_id is not None
    if message.kind not in WITH_MEDIA or (in_album and {item.type, message.kind} > ALBUM_KEPT):
        raise Refusal.NO_MEDIA_TO_EDIT.error()
    file = uploads.resolve(call.tg, item.type, item.media, call.uploads)
    spoiler = {"has_media_spoiler": True} if given(item, "has_spoiler") else {}
    content = {**uploads.content_of(call.tg, file), **caption, **spoiler}
    return _change(call, chat, message, item.type, content)


@serves(EditMessageReplyMarkup)
def edit_message_reply_markup(call: Call[EditMessageReplyMarkup]) -> Any:
    chat, message = _editable(call)
    return _change(call, chat, message, message.kind, message.content)


def _editable(call: Call[Any]) -> tuple[Chat, Message]:
    chat = access.writable_chat(call.tg, call.bot, call.params.chat_id or "")
    message = access.message(call.tg, chat, call.params.message_id, "message to edit")
    markup = message.reply_markup or {}
    other_keyboard = bool(markup) and "inline_keyboard" not in markup
    foreign = message.from_id != call.bot.id or message.forward_origin is not None
    if foreign or message.service or other_keyboard:
        raise Refusal.CANT_EDIT.error()
    return chat, message


def _change(call: Call[Any], chat: Chat, message: Message, kind: str, content: dict[str, Any]) -> Any:
    """An edit without a keyboard takes the keyboard away, as in Telegram."""
    markup = keyboards.stored(call.given("reply_markup"), chat)
    if (kind, content, markup) == (message.kind, message.content, message.reply_markup):
        raise Refusal.NOT_MODIFIED.error()
    call.tg.limits.spend(call.bot.id, chat, kind=Spending.EDIT)
    edited = posting.edit(call.tg, message, kind=kind, content=content, reply_markup=markup)
    return presented.message(call.tg, edited)
