import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from local.telegram.errors import Refusal
from local.telegram.settings import Settings


class Turn:
    """One waiting getUpdates; a later one, or setWebhook, ends it with 409."""

    def __init__(self) -> None:
        self.ended: asyncio.Future[Refusal] = asyncio.get_running_loop().create_future()

    async def wait_for(self, news: asyncio.Event, seconds: float) -> None:
        waiting = asyncio.create_task(news.wait())
        either: set[asyncio.Future[Any]] = {waiting, self.ended}
        try:
            await asyncio.wait(either, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            waiting.cancel()
            with suppress(asyncio.CancelledError):
                await waiting
        if self.ended.done():
            raise self.ended.result().error()


class Pollers:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._turns: dict[int, Turn] = {}
        self._next_conflict: dict[int, float] = {}

    @contextmanager
    def only_one(self, bot_id: int) -> Iterator[Turn]:
        self.terminate(bot_id, Refusal.POLL_TERMINATED)
        turn = self._turns[bot_id] = Turn()
        try:
            yield turn
        finally:
            if self._turns.get(bot_id) is turn:
                del self._turns[bot_id]

    def is_waiting(self, bot_id: int) -> bool:
        return bot_id in self._turns

    def terminate(self, bot_id: int, refusal: Refusal) -> None:
        """The first conflict is told at once, the next ones every 3 s, so that two pollers do not spin."""
        turn = self._turns.pop(bot_id, None)
        if turn is None:
            return
        now = time.monotonic()
        delay = max(0.0, self._next_conflict.get(bot_id, now) - now)
        self._next_conflict[bot_id] = now + delay + self._settings.conflict_delay
        if delay:
            turn.ended.get_loop().call_later(delay, _end, turn, refusal)
        else:
            _end(turn, refusal)

    def close(self) -> None:
        for bot_id in list(self._turns):
            _end(self._turns.pop(bot_id), Refusal.POLL_TERMINATED)


def _end(turn: Turn, refusal: Refusal) -> None:
    if not turn.ended.done():
        turn.ended.set_result(refusal)
