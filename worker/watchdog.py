"""Ends a worker that holds all its workflow slots and does nothing, so that the supervisor starts a new one.

Such a hang was seen after a kill under load: slots of tasks that timed out never came back, pollers alive, no log.
"""

import asyncio
import logging
import os
import re
from collections.abc import Awaitable, Callable
from urllib.request import urlopen

logger = logging.getLogger(__name__)

EVERY = 5.0  # seconds
STUCK_AFTER = 30.0
STUCK = 70  # exit code

_FREE = re.compile(
    r'^temporal_worker_task_slots_available\{[^}]*worker_type="WorkflowWorker"[^}]*\} (\S+)', re.MULTILINE
)
_DONE = re.compile(r"^temporal_workflow_task_execution_latency_count\{[^}]*\} (\S+)", re.MULTILINE)


def free_slots(metrics: str) -> list[float]:
    return [float(value) for value in _FREE.findall(metrics)]


def tasks_done(metrics: str) -> float:
    return sum(float(value) for value in _DONE.findall(metrics))


class SlotWatch:
    """Given the metrics' text now and then, says when the worker is stuck."""

    def __init__(self) -> None:
        self._since: float | None = None
        self._done = 0.0

    def stuck(self, metrics: str, now: float) -> bool:
        free, done = free_slots(metrics), tasks_done(metrics)
        held = bool(free) and min(free) <= 0
        if not held:
            self._since = None
        elif self._since is None or done != self._done:
            self._since = now
        self._done = done
        return self._since is not None and now - self._since >= STUCK_AFTER

    def forget(self) -> None:
        self._since = None


async def watch(port: int, database_answers: Callable[[], Awaitable[bool]], now: Callable[[], float]) -> None:
    """Silent while PostgreSQL is away: tasks wait for it then, and a restart would mend nothing."""
    slots = SlotWatch()
    while True:
        await asyncio.sleep(EVERY)
        metrics = await asyncio.to_thread(_read, f"http://127.0.0.1:{port}/metrics")
        if not slots.stuck(metrics, now()):
            continue
        if not await database_answers():
            slots.forget()
            continue
        logger.critical("all workflow slots are held and nothing moves: leaving, to be started again")
        os._exit(STUCK)  # a graceful end would wait for the slots that never come back


def _read(url: str) -> str:
    with urlopen(url, timeout=EVERY) as answer:  # noqa: S310 - our own loopback address
        body: bytes = answer.read()
    return body.decode()
