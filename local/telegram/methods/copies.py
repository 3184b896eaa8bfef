"""Copies (no trace of the origin) and forwards (with it)."""

from typing import Any

from aiogram.methods import CopyMessage, CopyMessages, ForwardMessage, ForwardMessages

from local.telegram import access, posting, presented, sending
from local.telegram.calls import Call
from local.telegram.errors import Refusal
from local.telegram.methods.albums import new_group_id
from local.telegram.methods.deletes import check_ids
from local.telegram.methods.registry import serves
from local.telegram.origins import origin_of
from local.telegram.world import Message


@serves(CopyMessage)
def copy_message(call: Call[CopyMessage]) -> Any:
    to = sending.target(call, "messages", "can_send_messages")
    source = _source(call, "message to copy")
    if _is_bound(source):
        raise Refusal.CANT_COPY.error()
    content = source.content
    if call.params.caption is not None:
        kept = {k: v for k, v in content.items() if k not in {"caption", "caption_entities"}}
        content = {**kept, **sending.caption_content(call.params)}
    message = sending.sent(call, to, source.kind, content)
    return {"message_id": message.message_id}


@serves(ForwardMessage)
def forward_message(call: Call[ForwardMessage]) -> Any:
    to = sending.target(call, "messages", "can_send_messages")
    source = _source(call, "message to forward")
    if _is_bound(source):
        raise Refusal.CANT_FORWARD.error()
    call.tg.limits.spend(call.bot.id, to.chat)
    origin = origin_of(call.tg, source)
    message = posting.post(
        call.tg,
        to.chat,
        call.bot.id,
        source.kind,
        source.content,
        forward_origin=origin,
        **to.place,
        **sending.manners(call),
    )
    return presented.message(call.tg, message)


@serves(CopyMessages)
def copy_messages(call: Call[CopyMessages]) -> Any:
    drop_caption = bool(call.params.remove_caption)
    return _many(call, with_origin=False, drop_caption=drop_caption)


@serves(ForwardMessages)
def forward_messages(call: Call[ForwardMessages]) -> Any:
    return _many(call, with_origin=True)


def _source(call: Call[Any], what: str) -> Message:
    chat = access.readable_chat(call.tg, call.bot, call.params.from_chat_id)
    return access.message(call.tg, chat, call.params.message_id, what)


def _is_bound(message: Message) -> bool:
    return message.service or message.protected


def _many(call: Call[Any], *, with_origin: bool, drop_caption: bool = False) -> list[dict[str, int]]:
    """Missing and uncopyable ones are skipped without a word, as Telegram does; albums stay albums."""
    ids: list[int] = call.params.message_ids
    check_ids(ids)
    if sorted(set(ids)) != ids:
        raise Refusal.MESSAGE_IDS_ORDER.error()
    to = sending.target(call, "messages", "can_send_messages")
    origin_chat = access.readable_chat(call.tg, call.bot, call.params.from_chat_id)
    found = [m for m in (call.tg.message(origin_chat.key, i) for i in ids) if m and not _is_bound(m)]
    if not found:
        raise Refusal.MESSAGE_NOT_FOUND.error(what="messages to forward" if with_origin else "messages to copy")
    call.tg.limits.spend(call.bot.id, to.chat, cost=len(found))
    groups: dict[str, str] = {}
    return [
        {"message_id": _one(call, to, message, groups, with_origin=with_origin, drop_caption=drop_caption)}
        for message in found
    ]


def _one(
    call: Call[Any],
    to: sending.Target,
    message: Message,
    groups: dict[str, str],
    *,
    with_origin: bool,
    drop_caption: bool,
) -> int:
    content = message.content
    if drop_caption:
        content = {k: v for k, v in content.items() if k not in {"caption", "caption_entities"}}
    group = groups.setdefault(message.media_group_id, new_group_id()) if message.media_group_id else None
    posted = posting.post(
        call.tg,
        to.chat,
        call.bot.id,
        message.kind,
        content,
        media_group_id=group,
        forward_origin=origin_of(call.tg, message) if with_origin else None,
        **to.place,
        **sending.manners(call),
    )
    return posted.message_id
