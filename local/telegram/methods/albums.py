import random
from typing import Any

from aiogram.methods import SendMediaGroup

from local.telegram import posting, presented, sending, uploads
from local.telegram.calls import Call
from local.telegram.errors import ApiError, Refusal
from local.telegram.methods.registry import serves

MIN_ITEMS, MAX_ITEMS = 2, 10
ALONE = {"document": "documents", "audio": "audio files"}  # only with their own kind


@serves(SendMediaGroup)
def send_media_group(call: Call[SendMediaGroup]) -> Any:
    items = call.params.media
    check_items([item.type for item in items])
    to = sending.target(call, "media", "can_send_photos")
    contents = [_content(call, number, item) for number, item in enumerate(items, 1)]
    call.tg.limits.spend(call.bot.id, to.chat, cost=len(items))
    group_id = new_group_id()
    posted = [
        posting.post(
            call.tg,
            to.chat,
            call.bot.id,
            item.type,
            content,
            media_group_id=group_id,
            **to.place,
            **sending.manners(call),
        )
        for item, content in zip(items, contents, strict=True)
    ]
    return [presented.message(call.tg, message) for message in posted]


def check_items(kinds: list[str]) -> None:
    if len(kinds) > MAX_ITEMS:
        raise Refusal.ALBUM_TOO_MANY.error()
    if len(kinds) < MIN_ITEMS:
        raise Refusal.ALBUM_SIZE.error()
    for kind, name in ALONE.items():
        if kind in kinds and set(kinds) != {kind}:
            raise Refusal.ALBUM_MIX.error(kind=name)


def new_group_id() -> str:
    return str(random.randint(10**16, 10**17))  # noqa: S311 - not a secret


def _content(call: Call[SendMediaGroup], number: int, item: Any) -> dict[str, Any]:
    caption = sending.caption_content(item)
    try:
        file = uploads.resolve(call.tg, item.type, item.media, call.uploads)
    except ApiError as error:
        if error.code != 400:
            raise
        reason = error.description.removeprefix("Bad Request: ")
        raise Refusal.ALBUM_ITEM.error(number=number, reason=reason) from None
    spoiler = {"has_media_spoiler": True} if getattr(item, "has_spoiler", None) else {}
    return {**uploads.content_of(call.tg, file), **caption, **spoiler}
