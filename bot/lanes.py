"""One at a time within a lane, in the order of coming; lanes do not know each other."""

import asyncio
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager


class Lanes:
    def __init__(self) -> None:
        self._locks: dict[Hashable, asyncio.Lock] = {}
        self._users: dict[Hashable, int] = {}

    @asynccontextmanager
    async def turn(self, lane: Hashable) -> AsyncIterator[None]:
        lock = self._locks.setdefault(lane, asyncio.Lock())
        self._users[lane] = self._users.get(lane, 0) + 1
        try:
            async with lock:  # waiters of an asyncio lock are served in the order of coming
                yield
        finally:
            self._users[lane] -= 1
            if not self._users[lane]:
                del self._users[lane], self._locks[lane]
