"""Waiting inside an activity: heartbeats, short absences of PostgreSQL sat out, no chat taking all slots."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from random import SystemRandom
from typing import TypeVar

from temporalio import activity
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from activities.coded import parked
from storage.outages import database_is_away

T = TypeVar("T")

BEAT = 1.0  # seconds
AWAY_TRIES, AWAY_PAUSE = 60, 1.0
WAITING_PER_CHAT = 2  # a chat that gets very much must not hold all slots that private chats share
COME_BACK = (2.0, 10.0)  # seconds

_random = SystemRandom()


@asynccontextmanager
async def beating() -> AsyncIterator[None]:
    """A killed sender is noticed within seconds."""

    async def beat() -> None:
        while True:
            activity.heartbeat()
            await asyncio.sleep(BEAT)

    task = asyncio.create_task(beat())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def patiently(act: Callable[[], Awaitable[T]]) -> T:
    """Without PostgreSQL nothing is sent. `act` starts again from what is stored, as a retry would."""
    for _ in range(AWAY_TRIES):
        keep_waiting()
        try:
            return await act()
        except Exception as error:
            if not database_is_away(error):
                raise
        await asyncio.sleep(AWAY_PAUSE)
    return await act()


def keep_waiting() -> None:
    """Between two looks: not while this process is asked to end, for its successor can wait as well."""
    if activity.is_worker_shutdown():
        raise parked("shutdown")


class Crowd:
    def __init__(self) -> None:
        self._waiting: Counter[int] = Counter()

    @asynccontextmanager
    async def joined(self, chat: int) -> AsyncIterator[None]:
        if self._waiting[chat] >= WAITING_PER_CHAT:
            later = timedelta(seconds=_random.uniform(*COME_BACK))
            raise ApplicationError(
                "busy", type="busy", next_retry_delay=later, category=ApplicationErrorCategory.BENIGN
            )
        self._waiting[chat] += 1
        try:
            yield
        finally:
            self._waiting[chat] -= 1
            if not self._waiting[chat]:
                del self._waiting[chat]
