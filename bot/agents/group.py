"""What the bot may do in the agents' group: looked up at the start, and followed when it changes."""

import logging

from aiogram import Bot, F, Router
from aiogram.exceptions import AiogramError
from aiogram.types import ChatMember, ChatMemberAdministrator, ChatMemberOwner, ChatMemberUpdated

from bot.metrics import Metrics

logger = logging.getLogger(__name__)

# Without the first no ticket gets a topic; the others only make topics poorer.
RIGHTS = {
    "can_manage_topics": "Manage Topics",
    "can_pin_messages": "Pin Messages",
    "can_delete_messages": "Delete Messages",
}
ADMIN = "administrator"
FORUM = "topics"


class AgentsGroup:
    def __init__(self, bot: Bot, group: int, metrics: Metrics) -> None:
        self._bot = bot
        self._group = group
        self._metrics = metrics
        self._missing: list[str] | None = None  # as it was last told

    def router(self) -> Router:
        router = Router(name="agents.group")
        router.my_chat_member.register(self.rights_changed, F.chat.id == self._group)
        return router

    async def check(self) -> list[str]:
        """What is missing, after one line about it. Customers are served all the same."""
        try:
            chat = await self._bot.get_chat(self._group)
            member = await self._bot.get_chat_member(self._group, self._bot.id)
        except AiogramError as error:
            logger.warning(
                "cannot look at the agents' group %s (%s): is the bot in it, is AGENTS_CHAT_ID right?",
                self._group,
                type(error).__name__,
            )
            return []
        missing = missing_rights(member)
        if not chat.is_forum:
            missing.insert(0, FORUM)
        self._tell(missing)
        return missing

    async def rights_changed(self, event: ChatMemberUpdated) -> None:
        """Says nothing of topics: those stay as they were seen last."""
        forum = [FORUM] if FORUM in (self._missing or []) else []
        self._tell(forum + missing_rights(event.new_chat_member))

    def _tell(self, missing: list[str]) -> None:
        if missing == self._missing:
            return
        self._missing = missing
        for right in (FORUM, ADMIN, *RIGHTS):
            self._metrics.missing_rights.labels(right).set(right in missing)
        if not missing:
            logger.info("the agents' group is in order")
            return
        logger.warning(
            "agents do not get all tickets: in the agents' group %s. Customers are served all the same.",
            "; ".join(map(_in_words, missing)),
        )


def missing_rights(member: ChatMember) -> list[str]:
    if isinstance(member, ChatMemberOwner):
        return []
    if not isinstance(member, ChatMemberAdministrator):
        return [ADMIN, *RIGHTS]
    return [right for right in RIGHTS if not getattr(member, right)]


def _in_words(missing: str) -> str:
    if missing == FORUM:
        return "Topics are switched off"
    if missing == ADMIN:
        return "the bot is no administrator"
    return f"the bot lacks the right {RIGHTS[missing]} ({missing})"
