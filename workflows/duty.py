"""The duty board: who is on duty, since when, with how much, for which queues.

A workflow of its own, and a tiny one: agents and their loads belong to no queue, several queues change them, and a
message that is edited in place needs exactly one writer. The default queue could be that writer, but then its
history would grow with every other queue's changes, and a desk could not rename it.
"""

import asyncio

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.calls import DUTY
    from domain.messages import DutyChanged
    from domain.queue_state import DutyBoard

from workflows.options import HISTORY_LIMIT
from workflows.posting import Posting


@workflow.defn
class DutyWorkflow:
    """Runs for ever, id `duty`."""

    @workflow.init
    def __init__(self, board: DutyBoard) -> None:
        self._board = board
        self._posting = Posting(DUTY, board.post, lambda: self._board.clock)

    @workflow.run
    async def run(self, board: DutyBoard) -> None:  # noqa: ARG002 - the state is built in init
        await asyncio.gather(self._until_roll(), self._posting.run())
        await workflow.wait_condition(workflow.all_handlers_finished)
        workflow.continue_as_new(self._board)

    async def _until_roll(self) -> None:
        info = workflow.info()
        await workflow.wait_condition(
            lambda: info.is_continue_as_new_suggested() or info.get_current_history_length() > HISTORY_LIMIT
        )
        self._posting.stop()

    @workflow.signal(description="Somebody came, went or has more or less to do: the board is shown anew")
    def duty_changed(self, change: DutyChanged) -> None:
        self._board.clock = change.clock or self._board.clock
        self._board.post.stale = True
