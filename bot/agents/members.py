"""Who is in the agents' group and who leads it: until roles come, its administrators who are people are leads."""

import logging

from aiogram import Bot, F, Router
from aiogram.exceptions import AiogramError
from aiogram.types import (
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberBanned,
    ChatMemberLeft,
    ChatMemberOwner,
    ChatMemberRestricted,
    ChatMemberUpdated,
    Message,
)

from bot.agents.duty import TellQueues
from bot.notices import Notices
from bot.people import member_of
from storage.members import Members

logger = logging.getLogger(__name__)


class AgentMembers:
    def __init__(
        self,
        bot: Bot,
        members: Members,
        notices: Notices,
        *,
        tell_queues: TellQueues,
        group: int,
    ) -> None:
        self._bot = bot
        self._members = members
        self._notices = notices
        self._tell_queues = tell_queues
        self._group = group

    def router(self) -> Router:
        """Telegram tells of a leave twice: by an update for administrators, by a message in small groups."""
        router = Router(name="agents.members")
        here = F.chat.id == self._group
        router.chat_member.register(self.changed, here & ~F.new_chat_member.user.is_bot)
        router.message.register(self.left_message, here & F.left_chat_member & ~F.left_chat_member.is_bot)
        return router

    async def sync_leads(self) -> None:
        """At the start: what changed while nobody listened. Without an answer, they stay as they were."""
        try:
            administrators = await self._bot.get_chat_administrators(self._group)
        except AiogramError as error:
            logger.warning("cannot see who leads the agents' group: %s", type(error).__name__)
            return
        people = [one.user for one in administrators if not one.user.is_bot]
        await self._members.lead_are([member_of(user) for user in people])

    async def changed(self, event: ChatMemberUpdated) -> None:
        member = event.new_chat_member
        if not _is_there(member):
            await self._left(member.user.id)
            return
        leads = isinstance(member, ChatMemberOwner | ChatMemberAdministrator)
        await self._members.is_there(member_of(member.user), lead=leads)

    async def left_message(self, message: Message) -> None:
        assert message.left_chat_member is not None  # the router's filter
        await self._left(message.left_chat_member.id)

    async def _left(self, telegram_id: int) -> None:
        """What they had is handed over as when they go off duty."""
        agent = await self._members.left(telegram_id, self._notices.desk_now())
        if agent is not None:
            await self._tell_queues(left=agent)


def _is_there(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return not isinstance(member, ChatMemberLeft | ChatMemberBanned)
