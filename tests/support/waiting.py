import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")

WITHIN_SECONDS = 10.0
LOOK_EVERY_SECONDS = 0.02


async def until(look: Callable[[], Awaitable[T]], within: float = WITHIN_SECONDS) -> T:
    """The first result that is true; for conditions that only a look at the database shows."""
    async with asyncio.timeout(within):
        while not (found := await look()):  # noqa: ASYNC110 - the database tells nobody of its own accord
            await asyncio.sleep(LOOK_EVERY_SECONDS)
    return found
