import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator
from typing import Any

REMEMBERED = 20_000


class EventLog:
    """What changed, for the page and for tests. Numbers grow over restarts; what is forgotten reads "reset"."""

    def __init__(self) -> None:
        self.seq = int(time.time() * 1000)
        self._first = self.seq
        self._events: deque[dict[str, Any]] = deque(maxlen=REMEMBERED)
        self._news = asyncio.Event()
        self.closed = False

    def publish(self, kind: str, **fields: Any) -> None:
        self.seq += 1
        self._events.append({"seq": self.seq, "type": kind, **fields})
        self._wake()

    def close(self) -> None:
        self.closed = True
        self._wake()

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    def since(self, after: int) -> list[dict[str, Any]]:
        oldest = self._events[0]["seq"] - 1 if self._events else self.seq
        if after < oldest or after > self.seq:
            return [{"seq": self.seq, "type": "reset"}]
        fresh = []
        for event in reversed(self._events):
            if event["seq"] <= after:
                break
            fresh.append(event)
        return fresh[::-1]

    async def follow(self, after: int, quiet: float) -> AsyncIterator[dict[str, Any] | None]:
        """Events one by one; None when `quiet` seconds passed without any."""
        while not self.closed:
            news = self._news
            fresh = self.since(after)
            for event in fresh:
                after = event["seq"]
                yield event
            if not fresh:
                try:
                    await asyncio.wait_for(news.wait(), quiet)
                except TimeoutError:
                    yield None
