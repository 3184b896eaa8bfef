"""A durable timer that is set anew only when its time changes: news that move no deadline cost no timer events."""

import asyncio
from datetime import datetime

from temporalio import workflow


class Alarm:
    def __init__(self) -> None:
        self._at: datetime | None = None
        self._task: asyncio.Task[None] | None = None
        self.rang = False

    def set(self, at: datetime | None, summary: str) -> None:
        """Rings at the real moment `at`, at once when it has passed; None: never."""
        if at == self._at and not self.rang:
            return
        self.cancel()
        self._at = at
        if at is not None:
            self._task = asyncio.create_task(self._ring(at, summary))

    def cancel(self) -> None:
        self.rang = False
        self._at = None
        if self._task is not None:
            self._task.cancel()

    async def _ring(self, at: datetime, summary: str) -> None:
        delay = (at - workflow.now()).total_seconds()
        if delay > 0:
            await workflow.sleep(delay, summary=summary)
        self.rang = True
