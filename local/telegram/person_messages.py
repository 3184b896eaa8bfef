"""A person sends: text, one file, an album, or a place, a contact, a poll, dice."""

import random
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from local.telegram import contents, posting, uploads
from local.telegram.core import Telegram
from local.telegram.files import Upload, guessed_mime
from local.telegram.methods.albums import check_items, new_group_id
from local.telegram.origins import origin_of
from local.telegram.people import PersonError, chat_of, message_of, place, text_fields
from local.telegram.world import Chat, Message, Quote

PERMISSIONS = {
    "photo": "can_send_photos",
    "video": "can_send_videos",
    "audio": "can_send_audios",
    "voice": "can_send_voice_notes",
    "document": "can_send_documents",
}


class Forwarded(BaseModel):
    chat: str
    message_id: int


class Written(BaseModel):
    """The body of POST /local/messages."""

    model_config = ConfigDict(extra="forbid")

    user_id: int
    chat: str
    thread_id: int | None = None
    text: str = ""
    entities: list[dict[str, Any]] | None = None
    kind: str | None = None
    reply_to: int | None = None
    quote: str | None = None
    forward_from: Forwarded | None = None
    spoiler: bool = False
    silent: bool = False
    duration: int = 0
    latitude: float = 0.0
    longitude: float = 0.0
    title: str = ""
    address: str = ""
    phone_number: str = ""
    first_name: str = ""
    contact_user_id: int | None = None
    question: str = ""
    options: list[str] = Field(default_factory=list)
    emoji: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _other_names(cls, values: dict[str, Any]) -> dict[str, Any]:
        names = {"chat_id": "chat", "caption": "text"}
        renamed = {names.get(key, key): value for key, value in values.items()}
        return {**renamed, "chat": str(renamed.get("chat", ""))}


def write(tg: Telegram, asked: Written, files: list[Upload]) -> list[Message]:
    chat = chat_of(tg, asked.chat, asked.user_id)
    kinds = [asked.kind or guessed_kind(file) for file in files]
    permission = PERMISSIONS.get(kinds[0], "can_send_other_messages") if kinds else "can_send_messages"
    thread_id = place(tg, chat, asked.user_id, asked.thread_id, permission)
    extra = {"thread_id": thread_id, "silent": asked.silent, **_reply(tg, chat, asked)}
    if asked.forward_from is not None:
        return [_forward(tg, chat, asked, asked.forward_from, extra)]
    if files:
        return _write_files(tg, chat, asked, list(zip(kinds, files, strict=True)), extra)
    kind, content = _plain(tg, asked)
    return [posting.post(tg, chat, asked.user_id, kind, content, **extra)]


def _reply(tg: Telegram, chat: Chat, asked: Written) -> dict[str, Any]:
    if asked.reply_to is None:
        return {}
    origin = message_of(tg, chat, asked.reply_to)
    if asked.quote and asked.quote not in origin.text:
        raise PersonError("the quote is not part of the message")
    quote = Quote(text=asked.quote, position=origin.text.index(asked.quote)) if asked.quote else None
    return {"reply_to": asked.reply_to, "quote": quote}


def _forward(tg: Telegram, chat: Chat, asked: Written, source: Forwarded, extra: dict[str, Any]) -> Message:
    origin = message_of(tg, chat_of(tg, source.chat, asked.user_id), source.message_id)
    if origin.protected or origin.service:
        raise PersonError("this message cannot be forwarded", 403)
    extra = {**extra, "forward_origin": origin_of(tg, origin)}
    return posting.post(tg, chat, asked.user_id, origin.kind, origin.content, **extra)


def _write_files(
    tg: Telegram, chat: Chat, asked: Written, files: list[tuple[str, Upload]], extra: dict[str, Any]
) -> list[Message]:
    """Several files are one album, the caption on its first item."""
    if len(files) > 1:
        check_items([kind for kind, _ in files])
        extra = {**extra, "media_group_id": new_group_id()}
    caption = text_fields(asked.text, asked.entities, "caption") if asked.text.strip() else {}
    kept = [uploads.content_of(tg, uploads.keep(tg, kind, file, duration=asked.duration)) for kind, file in files]
    posted = []
    for number, ((kind, _), content) in enumerate(zip(files, kept, strict=True)):
        body = {**content, **(caption if number == 0 else {})}
        if asked.spoiler and kind in {"photo", "video"}:
            body["has_media_spoiler"] = True
        posted.append(posting.post(tg, chat, asked.user_id, kind, body, **extra))
    return posted


def guessed_kind(file: Upload) -> str:
    mime = guessed_mime(file) or ""
    if mime == "image/gif":
        return "animation"
    if mime in {"audio/ogg", "audio/opus", "audio/webm"}:
        return "voice"
    family = mime.partition("/")[0]
    return {"image": "photo", "video": "video", "audio": "audio"}.get(family, "document")


def _plain(tg: Telegram, asked: Written) -> tuple[str, dict[str, Any]]:
    match asked.kind or "text":
        case "text":
            return "text", text_fields(asked.text, asked.entities)
        case "location":
            return "location", contents.location(asked.latitude, asked.longitude)
        case "venue":
            return "venue", contents.venue(asked.latitude, asked.longitude, asked.title, asked.address)
        case "contact":
            first_name = asked.first_name or tg.users[asked.user_id].first_name
            content = contents.contact(asked.phone_number, first_name, user_id=asked.contact_user_id)
            return "contact", content
        case "poll":
            return "poll", contents.poll(asked.question, asked.options)
        case "dice":
            return "dice", contents.dice(asked.emoji, random.randint(1, 6))  # noqa: S311 - a game
        case "sticker":
            return "sticker", _sticker(tg, asked.emoji or "👍")
        case other:
            raise PersonError(f"a {other} needs a file, or is unknown")


def _sticker(tg: Telegram, emoji: str) -> dict[str, Any]:
    glyph = f"<text y='80' font-size='80'>{emoji}</text>"
    picture = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 100 100'>{glyph}</svg>"
    upload = Upload("sticker.svg", "image/svg+xml", picture.encode())
    content = uploads.content_of(tg, uploads.keep(tg, "sticker", upload, width=512, height=512))
    return {"sticker": {**content["sticker"], "emoji": emoji}}
