"""Which ticket a topic belongs to, also while the topic's id is just being saved."""

import asyncio
import time

from storage.agents import Agents

LOOK_FOR_SECONDS = 5.0  # ARCHITECTURE.md, A message's way out
LOOK_EVERY_SECONDS = 0.2
REMEMBERED = 1000


class TopicFinder:
    """Waits once for a topic that is not known; people's own topics must not hold up their group ever after."""

    def __init__(self, agents: Agents, look_for_seconds: float = LOOK_FOR_SECONDS) -> None:
        self._agents = agents
        self._look_for = look_for_seconds
        self._strangers: dict[int, bool] = {}  # thread -> its people were told

    async def find(self, group: int, thread: int) -> int | None:
        patience = 0.0 if thread in self._strangers else self._look_for
        deadline = time.monotonic() + patience
        while True:
            ticket = await self._agents.ticket_in_topic(group, thread)
            if ticket is not None:
                self._strangers.pop(thread, None)
                return ticket
            if time.monotonic() >= deadline:
                self._remember(thread)
                return None
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    def was_told(self, thread: int) -> bool:
        return self._strangers.get(thread, False)

    def told(self, thread: int) -> None:
        self._strangers[thread] = True

    def _remember(self, thread: int) -> None:
        self._strangers.setdefault(thread, False)
        while len(self._strangers) > REMEMBERED:
            del self._strangers[next(iter(self._strangers))]
