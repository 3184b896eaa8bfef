"""Messages with one file."""

from typing import Any

from aiogram.methods import (
    SendAnimation,
    SendAudio,
    SendDocument,
    SendPhoto,
    SendSticker,
    SendVideo,
    SendVideoNote,
    SendVoice,
)

from local.telegram import sending, uploads
from local.telegram.calls import Call
from local.telegram.errors import Refusal
from local.telegram.methods.registry import serves

MEASURES = ("duration", "width", "height")


def _send(call: Call[Any], kind: str, what: str, permission: str) -> Any:
    caption = sending.caption_content(call.params)
    to = sending.target(call, what, permission)
    measures = {name: call.given(name) or 0 for name in MEASURES}
    file = uploads.resolve(call.tg, kind, getattr(call.params, kind), call.uploads, **measures)
    spoiler = {"has_media_spoiler": True} if call.given("has_spoiler") else {}
    return sending.send(call, to, kind, {**uploads.content_of(call.tg, file), **caption, **spoiler})


@serves(SendPhoto)
def send_photo(call: Call[SendPhoto]) -> Any:
    return _send(call, "photo", "photos", "can_send_photos")


@serves(SendDocument)
def send_document(call: Call[SendDocument]) -> Any:
    return _send(call, "document", "documents", "can_send_documents")


@serves(SendVideo)
def send_video(call: Call[SendVideo]) -> Any:
    return _send(call, "video", "videos", "can_send_videos")


@serves(SendAnimation)
def send_animation(call: Call[SendAnimation]) -> Any:
    return _send(call, "animation", "animations", "can_send_other_messages")


@serves(SendAudio)
def send_audio(call: Call[SendAudio]) -> Any:
    return _send(call, "audio", "music", "can_send_audios")


@serves(SendVoice)
def send_voice(call: Call[SendVoice]) -> Any:
    to = sending.target(call, "voice notes", "can_send_voice_notes")
    if to.chat.is_private and call.tg.users[to.chat.id].refuses_voice:
        raise Refusal.VOICE_FORBIDDEN.error()
    return _send(call, "voice", "voice notes", "can_send_voice_notes")


@serves(SendVideoNote)
def send_video_note(call: Call[SendVideoNote]) -> Any:
    return _send(call, "video_note", "video notes", "can_send_video_notes")


@serves(SendSticker)
def send_sticker(call: Call[SendSticker]) -> Any:
    return _send(call, "sticker", "stickers", "can_send_other_messages")
