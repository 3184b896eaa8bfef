"""A message in the agents' group that is edited in place: brought up to date soon, and never often."""

from collections.abc import Callable
from datetime import timedelta

from temporalio import workflow
from temporalio.common import Priority
from temporalio.exceptions import ActivityError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from domain.calls import BoardShown, Call, ShowBoard
    from domain.clock import DeskClock
    from domain.priority import BOARD
    from domain.queue_state import BoardPost

from workflows.loop import Loop
from workflows.options import GROUP_QUEUE, GROUP_RETRY, HEARTBEAT_TIMEOUT, PARKED_PAUSE, SEND_TIMEOUT

GATHER = timedelta(seconds=3)  # what happens together is shown together
EVERY = timedelta(seconds=10)
AGAIN = 3  # times that a board with unlinked tickets is looked at again without a change


class Posting(Loop):
    def __init__(self, board: str, post: BoardPost, clock: Callable[[], DeskClock]) -> None:
        super().__init__()
        self._board = board
        self._post = post
        self._clock = clock

    def wanted(self) -> bool:
        return self._post.stale

    async def turn(self) -> None:
        post = self._post
        soon = workflow.now() + GATHER
        await self.pause(max(soon, post.last + EVERY) if post.last else soon, "Until the board may be edited")
        if self.stopping:
            return
        post.stale = False
        shown = await self._show()
        if shown is None:
            post.stale = True
            await self.pause(workflow.now() + PARKED_PAUSE, "Waiting for the agents' group")
            return
        post.last = workflow.now()
        post.shown = shown.shown
        post.again = 0 if shown.whole else post.again + 1
        post.stale = post.stale or 0 < post.again <= AGAIN

    async def _show(self) -> BoardShown | None:
        """None: not now, whatever the reason; what stands there is shown anew from what is true then."""
        show = ShowBoard(board=self._board, at=self._clock().desk(workflow.now()), shown=self._post.shown)
        try:
            shown: BoardShown = await workflow.execute_activity(
                Call.SHOW_BOARD,
                show,
                result_type=BoardShown,
                task_queue=GROUP_QUEUE,
                start_to_close_timeout=SEND_TIMEOUT,
                heartbeat_timeout=HEARTBEAT_TIMEOUT,
                retry_policy=GROUP_RETRY,
                priority=Priority(priority_key=BOARD, fairness_key=self._board),
                summary=f"Board of {self._board}",
            )
        except ActivityError as error:
            if is_cancelled_exception(error):
                raise
            return None
        return shown
