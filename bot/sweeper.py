"""Tells facts that were written down and not told: the process died in between, or Temporal was away."""

import asyncio
import logging
from datetime import timedelta

from bot.forwarding import Forwarder
from bot.metrics import Metrics
from domain.errors import DeskError
from storage.facts import Facts, PendingFact
from storage.outages import database_is_away

logger = logging.getLogger(__name__)

OLDER_THAN = timedelta(seconds=5)  # younger ones are on their way
EVERY_SECONDS = 1.0
CHATS_AT_ONCE = 3  # each holds a connection of the pool


class Sweeper:
    def __init__(
        self, facts: Facts, forwarder: Forwarder, metrics: Metrics, older_than: timedelta = OLDER_THAN
    ) -> None:
        self._facts = facts
        self._forwarder = forwarder
        self._metrics = metrics
        self._older_than = older_than

    async def run(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                await self.sweep()
            except Exception as error:
                if not database_is_away(error):
                    logger.exception("sweeping failed")
            try:
                await asyncio.wait_for(stop.wait(), EVERY_SECONDS)
            except TimeoutError:
                continue

    async def sweep(self) -> None:
        self._metrics.unforwarded.set(await self._facts.count_waiting())
        chats = await self._facts.chats_waiting(self._older_than)
        free = asyncio.Semaphore(CHATS_AT_ONCE)

        async def of_chat(chat: int) -> None:
            async with free:
                await self._sweep_chat(chat)

        await asyncio.gather(*map(of_chat, chats))

    async def _sweep_chat(self, chat: int) -> None:
        """In order; a ticket that cannot be told yet does not hold back the others of its chat."""
        async with self._facts.hold_chat(chat, self._older_than) as waiting:
            stuck: set[int] = set()
            for fact in waiting:
                if fact.ticket not in stuck and not await self._told(fact):
                    stuck.add(fact.ticket)

    async def _told(self, fact: PendingFact) -> bool:
        try:
            await self._forwarder.tell(fact)
        except DeskError as error:
            logger.info("fact %s waits: %s", fact.id, error.code)
            return False
        except Exception as error:
            if database_is_away(error):
                raise
            logger.error("fact %s cannot be told: %s", fact.id, type(error).__name__)  # noqa: TRY400 - no texts
            return False
        logger.info("fact %s was told late", fact.id)
        return True
