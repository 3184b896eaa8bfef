"""Joins, leaves, bans, promotions, whoever does them: the membership, its updates, its service messages."""

from typing import Any

from local.telegram import delivery, posting
from local.telegram.core import Telegram
from local.telegram.world import Chat, Member, MemberStatus


def change(tg: Telegram, chat: Chat, user_id: int, by_id: int, **changes: Any) -> Member:
    before = chat.member(user_id)
    after = before.model_copy(update=changes)
    chat.members[user_id] = after
    tg.save_chat(chat)
    if before != after:
        delivery.member_changed(tg, chat, before, after, by_id)
        _announce(tg, chat, before, after, by_id)
    return after


def _announce(tg: Telegram, chat: Chat, before: Member, after: Member, by_id: int) -> None:
    content = {"user_ids": [after.user_id]}
    if after.is_present and not before.is_present:
        posting.post_service(tg, chat, by_id, "new_chat_members", content)
    if before.is_present and not after.is_present:
        posting.post_service(tg, chat, by_id, "left_chat_member", content)


def leave(tg: Telegram, chat: Chat, user_id: int, by_id: int) -> Member:
    return change(tg, chat, user_id, by_id, status=MemberStatus.LEFT, rights=[], permissions={}, until_date=0)


def ban(tg: Telegram, chat: Chat, user_id: int, by_id: int, until_date: int = 0) -> Member:
    status = MemberStatus.KICKED
    return change(tg, chat, user_id, by_id, status=status, rights=[], permissions={}, until_date=until_date)
