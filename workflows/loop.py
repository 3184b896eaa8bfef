"""Work that goes on beside other work of the same workflow, and pauses between its turns."""

from contextlib import suppress
from datetime import datetime

from temporalio import workflow


class Loop:
    """Does its work whenever there is some, until it is stopped between two turns; what is left is state."""

    def __init__(self) -> None:
        self.stopping = False

    async def run(self) -> None:
        while True:
            await workflow.wait_condition(lambda: self.stopping or self.wanted())
            if self.stopping:
                return
            await self.turn()

    def stop(self) -> None:
        self.stopping = True

    def wanted(self) -> bool:
        raise NotImplementedError

    async def turn(self) -> None:
        raise NotImplementedError

    async def pause(self, until: datetime | None, summary: str) -> None:
        """Until that real moment, or until it is stopped."""
        left = 0.0 if until is None else (until - workflow.now()).total_seconds()
        if left > 0:
            with suppress(TimeoutError):
                await workflow.wait_condition(lambda: self.stopping, timeout=left, timeout_summary=summary)
