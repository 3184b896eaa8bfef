"""What was rendered -> the requests that send or edit it. One part, one message."""

from dataclasses import dataclass, replace
from typing import Any

from aiogram.methods import (
    CopyMessage,
    EditMessageCaption,
    EditMessageText,
    SendAnimation,
    SendAudio,
    SendDocument,
    SendMessage,
    SendPhoto,
    SendVideo,
    SendVoice,
    TelegramMethod,
)
from aiogram.types import LinkPreviewOptions, ReplyParameters

from activities.rendering import Part, Rendered
from domain.ticket import ContentKind

# kind -> method, its parameter for the file, whether it can hide the picture behind a spoiler
_BY_FILE: dict[ContentKind, tuple[type[TelegramMethod[Any]], str, bool]] = {
    ContentKind.PHOTO: (SendPhoto, "photo", True),
    ContentKind.VIDEO: (SendVideo, "video", True),
    ContentKind.ANIMATION: (SendAnimation, "animation", True),
    ContentKind.DOCUMENT: (SendDocument, "document", False),
    ContentKind.AUDIO: (SendAudio, "audio", False),
    ContentKind.VOICE: (SendVoice, "voice", False),
}
# A stranger's link in the agents' group must not fetch its own picture and title.
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True)
class Address:
    """`hidden`: pictures behind a spoiler, as agents get them (SPEC I6)."""

    chat: int
    thread: int | None = None
    reply_to: int | None = None
    silent: bool = False
    hidden: bool = False


def parts(rendered: Rendered) -> list[Part]:
    """In order, one message each."""
    return [rendered, *rendered.more]


def in_words(part: Part, what: str) -> Part:
    """The same without a file that cannot be sent (any more), naming `what` it was."""
    text = f"{part.text}\n[{what}]" if part.text else f"[{what}]"
    return replace(part, text=text, file_id=None, copy_of=None, content_kind=ContentKind.TEXT)


def edit(part: Part, chat: int, message_id: int, keyboard: Any = None) -> TelegramMethod[Any]:
    if part.file_id is not None:
        return EditMessageCaption(
            chat_id=chat,
            message_id=message_id,
            caption=part.text,
            caption_entities=part.entities,
            parse_mode=None,
            reply_markup=keyboard,
        )
    return EditMessageText(
        chat_id=chat,
        message_id=message_id,
        text=part.text,
        entities=part.entities,
        parse_mode=None,
        link_preview_options=_NO_PREVIEW,
        reply_markup=keyboard,
    )


def message(part: Part, address: Address) -> TelegramMethod[Any]:
    """The first one, the `Rendered` itself, answers and carries the keyboard."""
    first = part if isinstance(part, Rendered) else None
    common: dict[str, Any] = {
        "chat_id": address.chat,
        "message_thread_id": address.thread,
        "disable_notification": address.silent or None,
        "reply_markup": first and (first.keyboard or first.reply_keyboard),
        "reply_parameters": first and _reply(address.reply_to),
    }
    if part.copy_of is not None:
        chat, message_id = part.copy_of
        return CopyMessage(from_chat_id=chat, message_id=message_id, **common)
    if part.file_id is None:
        return SendMessage(
            text=part.text, entities=part.entities, parse_mode=None, link_preview_options=_NO_PREVIEW, **common
        )
    method, parameter, can_hide = _BY_FILE[part.content_kind]
    captioned = {parameter: part.file_id, "caption": part.text or None, "caption_entities": part.entities}
    hidden = {"has_spoiler": True} if can_hide and address.hidden else {}
    return method(parse_mode=None, **captioned, **hidden, **common)


def _reply(to: int | None) -> ReplyParameters | None:
    """A message that was deleted meanwhile is no reason to lose the answer to it."""
    return None if to is None else ReplyParameters(message_id=to, allow_sending_without_reply=True)
