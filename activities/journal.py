"""How a request is written down: what is stored before it, and what an unclear end of it means."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from activities.coded import code_of
from domain.outgoing import DeliveryState
from storage.deliveries import Deliveries, Delivery

logger = logging.getLogger(__name__)

KEEP_TRIES = 60
KEEP_PAUSE = 0.5  # seconds


class Journal:
    """Of a request that may be repeated freely, such as an edit: nothing needs to be known of it."""

    async def sending(self, chat: int | None, thread: int | None) -> None:
        """Before each attempt."""

    async def settled(self, code: str | None = None) -> None:
        """It is certain again that nothing of ours hangs in the air."""

    async def doubted(self) -> bool:
        """Perhaps executed: whether to do it again."""
        return True

    async def begin_again(self) -> None:
        """What was sent of it is lost."""


class OneTry(Journal):
    async def doubted(self) -> bool:
        return False


class DeliveryJournal(Journal):
    """Of a send: `sending` is committed before the request, so a kill leaves a trace of what may have happened."""

    def __init__(self, deliveries: Deliveries, row: Delivery, *, once: bool) -> None:
        self._deliveries = deliveries
        self._once = once
        self.row = row.id
        self.ids = row.ids
        self.possibly_twice = row.possibly_twice

    async def sending(self, chat: int | None, thread: int | None) -> None:
        await self._deliveries.sending(self.row, chat or 0, thread)

    async def settled(self, code: str | None = None) -> None:
        await self._deliveries.unsent(self.row, code)

    async def doubted(self) -> bool:
        """Sent at most once: then it is left unknown. Else it is sent again, and agents can see that."""
        if self._once:
            return False
        self.possibly_twice = True
        await self._deliveries.flag_twice(self.row)
        return True

    async def part_sent(self, message_id: int | None) -> None:
        """None: sent, but the answer could not be read."""
        if message_id is not None:
            self.ids.append(message_id)
            await keep(lambda: self._deliveries.part_sent(self.row, message_id))

    async def edited(self, message_id: int, chat: int) -> None:
        await keep(lambda: self._deliveries.edited(self.row, message_id, chat))

    async def begin_again(self) -> None:
        if self.ids:
            self.ids = []
            await self._deliveries.begin_again(self.row)

    async def sent(self) -> None:
        await keep(lambda: self._deliveries.sent(self.row))

    async def end(self, state: DeliveryState, code: str) -> None:
        await keep(lambda: self._deliveries.end(self.row, state, code))


async def keep(store: Callable[[], Awaitable[None]]) -> None:
    """Telegram has executed it: PostgreSQL being away for a moment must not make it happen twice."""
    for left in reversed(range(KEEP_TRIES)):
        try:
            await store()
        except Exception as error:
            if left == 0:
                raise
            logger.warning("not stored yet: %s", code_of(error))
            await asyncio.sleep(KEEP_PAUSE)
        else:
            return
