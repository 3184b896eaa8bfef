"""How a process waits for its services and is told to stop."""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

from temporalio.service import RPCError

logger = logging.getLogger(__name__)

TRY_EVERY_SECONDS = 1.0

T = TypeVar("T")


def stop_event() -> asyncio.Event:
    """Set by the signals that ask a process to end."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


async def until_stop(work: Coroutine[Any, Any, T], stop: asyncio.Event) -> T | None:
    """A start may wait for its services for ever; a stop ends that at once, with None."""
    working, stopped = asyncio.create_task(work), asyncio.create_task(stop.wait())
    await asyncio.wait({working, stopped}, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if working.done():
        return working.result()
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    return None


async def patiently(act: Callable[[], Awaitable[T]]) -> T:
    """Until Temporal answers; says once that it does not."""
    told = False
    while True:
        try:
            return await act()
        except (RPCError, RuntimeError) as error:  # RuntimeError: nobody listens
            if not told:
                logger.warning("Temporal does not answer, trying on: %s", type(error).__name__)
                told = True
            await asyncio.sleep(TRY_EVERY_SECONDS)
