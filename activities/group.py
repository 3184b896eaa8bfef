"""The agents' group: which chat it is now, and what it lacks."""

import logging
from collections.abc import Callable

from storage.topics import Topics

logger = logging.getLogger(__name__)

REPEATED_AFTER = 300.0  # seconds between two lines about the same lack

_ADVICE = {
    "topics": "the agents' group has no topics; switch them on in the group's settings",
    "membership": "the bot is not a member of the agents' group; add it again as an administrator",
    "administrator": "the bot is no administrator of the agents' group; promote it",
}


class AgentsGroup:
    def __init__(self, chat: int, topics: Topics, now: Callable[[], float]) -> None:
        """`now` in seconds, of a clock that only goes forward."""
        self.chat = chat
        self._topics = topics
        self._now = now
        self._told: dict[str, float] = {}

    async def migrated(self, old: int, new: int) -> None:
        if self.chat == old:
            self.chat = new
        await self._topics.group_moved(old, new)
        logger.warning("the agents' group %s is now %s: set AGENTS_CHAT_ID to it", old, new)

    def lacks(self, what: str) -> None:
        """Says once in a while what somebody must give the bot; until then the group's messages wait."""
        if self._now() - self._told.get(what, -REPEATED_AFTER) < REPEATED_AFTER:
            return
        self._told[what] = self._now()
        advice = _ADVICE.get(what, f"the bot lacks the right {what} in the agents' group; grant it")
        logger.warning("%s. Its messages wait; customers are served.", advice)
