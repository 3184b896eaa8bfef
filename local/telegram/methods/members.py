from datetime import datetime, timedelta
from typing import Any

from aiogram.methods import (
    BanChatMember,
    GetChat,
    GetChatAdministrators,
    GetChatMember,
    GetChatMemberCount,
    LeaveChat,
    PromoteChatMember,
    RestrictChatMember,
    UnbanChatMember,
)

from local.telegram import access, memberships, presented
from local.telegram.calls import Call
from local.telegram.errors import Refusal
from local.telegram.methods.registry import serves
from local.telegram.settings import DAY
from local.telegram.world import Chat, ChatType, Member, MemberStatus

GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
SOON, FAR = 30, 366 * DAY  # shorter or longer than these means for ever


@serves(GetChat)
def get_chat(call: Call[GetChat]) -> Any:
    chat = access.readable_chat(call.tg, call.bot, call.params.chat_id)
    body = {
        **presented.chat(call.tg, chat),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(GIFTS, False),
    }
    pinned = call.tg.message(chat.key, next(iter(chat.pinned), None))
    if pinned is not None:
        body["pinned_message"] = presented.message(call.tg, pinned, nested=True)
    if not chat.is_private:
        rights = {"can_change_info", "can_pin_messages", "can_manage_topics"}
        body["permissions"] = {name: name not in rights for name in presented.PERMISSIONS}
    return body


@serves(GetChatMember)
def get_chat_member(call: Call[GetChatMember]) -> Any:
    chat = access.readable_chat(call.tg, call.bot, call.params.chat_id)
    access.user(call.tg, call.params.user_id)
    if chat.is_private:
        return presented.member(call.tg, Member(user_id=call.params.user_id))
    return presented.member(call.tg, chat.member(call.params.user_id))


@serves(GetChatAdministrators)
def get_chat_administrators(call: Call[GetChatAdministrators]) -> Any:
    chat = access.readable_chat(call.tg, call.bot, call.params.chat_id)
    _refuse_private(chat)
    with_bots = bool(call.given("return_bots"))
    admins = [member for member in chat.members.values() if member.is_admin]
    # Other bots are left out unless asked for; the bot itself is always in.
    kept = [m for m in admins if with_bots or m.user_id not in call.tg.bots or m.user_id == call.bot.id]
    return [presented.member(call.tg, member) for member in kept]


@serves(GetChatMemberCount)
def get_chat_member_count(call: Call[GetChatMemberCount]) -> int:
    chat = access.readable_chat(call.tg, call.bot, call.params.chat_id)
    return 2 if chat.is_private else sum(member.is_present for member in chat.members.values())


@serves(LeaveChat)
def leave_chat(call: Call[LeaveChat]) -> bool:
    chat = access.readable_chat(call.tg, call.bot, call.params.chat_id)
    _refuse_private(chat)
    memberships.leave(call.tg, chat, call.bot.id, call.bot.id)
    return True


@serves(BanChatMember)
def ban_chat_member(call: Call[BanChatMember]) -> bool:
    chat = _restrictable(call)
    until = _until(call)
    memberships.ban(call.tg, chat, call.params.user_id, call.bot.id, until)
    return True


@serves(UnbanChatMember)
def unban_chat_member(call: Call[UnbanChatMember]) -> bool:
    """Without only_if_banned it also removes a member: a kick."""
    chat = _restrictable(call)
    member = chat.member(call.params.user_id)
    if member.status is MemberStatus.KICKED or (member.is_present and not call.params.only_if_banned):
        memberships.leave(call.tg, chat, member.user_id, call.bot.id)
    return True


@serves(RestrictChatMember)
def restrict_chat_member(call: Call[RestrictChatMember]) -> bool:
    chat = _restrictable(call)
    if chat.type is not ChatType.SUPERGROUP:
        raise Refusal.NOT_FOR_PRIVATE.error()
    permissions = {name: bool(getattr(call.params.permissions, name)) for name in presented.PERMISSIONS}
    free = all(permissions[name] for name in presented.PERMISSIONS[:11])
    status = MemberStatus.MEMBER if free else MemberStatus.RESTRICTED
    kept = {} if free else permissions
    until = 0 if free else _until(call)
    memberships.change(
        call.tg, chat, call.params.user_id, call.bot.id, status=status, permissions=kept, until_date=until
    )
    return True


@serves(PromoteChatMember)
def promote_chat_member(call: Call[PromoteChatMember]) -> bool:
    chat = access.writable_chat(call.tg, call.bot, call.params.chat_id)
    _refuse_private(chat)
    access.user(call.tg, call.params.user_id)
    access.has_right(chat, call.bot, "can_promote_members", Refusal.ADMIN_REQUIRED)
    member = chat.member(call.params.user_id)
    if member.status is MemberStatus.CREATOR or not member.is_present:
        raise Refusal.ADMIN_REQUIRED.error()
    rights = [
        name for name in presented.ADMIN_RIGHTS + presented.CHANNEL_RIGHTS if getattr(call.params, name, None)
    ]
    status = MemberStatus.ADMINISTRATOR if rights else MemberStatus.MEMBER
    memberships.change(call.tg, chat, member.user_id, call.bot.id, status=status, rights=rights, permissions={})
    return True


def _restrictable(call: Call[Any]) -> Chat:
    chat = access.writable_chat(call.tg, call.bot, call.params.chat_id)
    _refuse_private(chat)
    access.user(call.tg, call.params.user_id)
    access.has_right(chat, call.bot, "can_restrict_members", Refusal.NO_RIGHT_TO_RESTRICT)
    target = chat.member(call.params.user_id)
    if target.status is MemberStatus.CREATOR:
        raise Refusal.OWNER.error()
    if target.is_admin:
        raise Refusal.USER_IS_ADMIN.error()
    return chat


def _refuse_private(chat: Chat) -> None:
    if chat.is_private:
        raise Refusal.NOT_FOR_PRIVATE.error()


def _until(call: Call[Any]) -> int:
    value = call.params.until_date
    if isinstance(value, timedelta):
        value = call.tg.now() + int(value.total_seconds())
    if isinstance(value, datetime):
        value = int(value.timestamp())
    distance = (value or 0) - call.tg.now()
    return value if SOON <= distance <= FAR else 0
