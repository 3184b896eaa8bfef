"""What a Telegram message holds, as the desk keeps it."""

from typing import Any

from aiogram.enums import ContentType
from aiogram.types import Message

from domain.ticket import ContentKind
from storage.messages import Content

KINDS: dict[str, ContentKind] = {
    ContentType.TEXT: ContentKind.TEXT,
    ContentType.PHOTO: ContentKind.PHOTO,
    ContentType.LIVE_PHOTO: ContentKind.PHOTO,
    ContentType.VIDEO: ContentKind.VIDEO,
    ContentType.VOICE: ContentKind.VOICE,
    ContentType.VIDEO_NOTE: ContentKind.VIDEO_NOTE,
    ContentType.AUDIO: ContentKind.AUDIO,
    ContentType.DOCUMENT: ContentKind.DOCUMENT,
    ContentType.STICKER: ContentKind.STICKER,
    ContentType.ANIMATION: ContentKind.ANIMATION,
    ContentType.LOCATION: ContentKind.LOCATION,
    ContentType.VENUE: ContentKind.LOCATION,
    ContentType.CONTACT: ContentKind.CONTACT,
    ContentType.POLL: ContentKind.POLL,
    ContentType.DICE: ContentKind.OTHER,
    ContentType.GAME: ContentKind.OTHER,
}

# Written by a person, yet neither kept nor copied: the sender is told so. Everything else is a service message.
UNSUPPORTED = frozenset(
    {
        ContentType.STORY,
        ContentType.PAID_MEDIA,
        ContentType.CHECKLIST,
        ContentType.GIVEAWAY,
        ContentType.GIVEAWAY_WINNERS,
        ContentType.INVOICE,
        ContentType.RICH_MESSAGE,
        ContentType.UNKNOWN,
    }
)

_IN_RAW = (ContentType.VENUE, ContentType.LOCATION, ContentType.CONTACT, ContentType.POLL, ContentType.DICE)


def content_of(message: Message) -> Content | None:
    """None for what cannot be accepted and for service messages."""
    kind = KINDS.get(message.content_type)
    if kind is None:
        return None
    file = _file(message)
    return Content(
        chat=message.chat.id,
        message_id=message.message_id,
        kind=kind,
        text=message.text or message.caption or "",
        entities=[
            entity.model_dump(mode="json", exclude_none=True)
            for entity in message.entities or message.caption_entities or []
        ],
        file_id=getattr(file, "file_id", None),
        file_name=getattr(file, "file_name", None),
        media_group=message.media_group_id,
        reply_to=_reply_to(message),
        raw=_raw(message),
        written=message.date,
    )


def is_unsupported(message: Message) -> bool:
    return message.content_type in UNSUPPORTED


def _file(message: Message) -> Any:
    if message.photo:
        return message.photo[-1]  # sizes come smallest first
    return getattr(message, message.content_type, None)


def _reply_to(message: Message) -> int | None:
    """In topics, plain messages may carry the topic's own service message as the one replied to."""
    replied = message.reply_to_message
    if replied is None or replied.forum_topic_created or replied.message_id == message.message_thread_id:
        return None
    return replied.message_id


def _raw(message: Message) -> dict[str, Any] | None:
    if message.content_type not in _IN_RAW:
        return None
    part = getattr(message, message.content_type)
    return {message.content_type: part.model_dump(mode="json", exclude_none=True)}
