"""A queue: what crosses tickets. Its board, its alerts, and the hand-out of its tickets.

Handlers only record; three loops beside each other do the work, so that a group which cannot be written to holds
up no hand-out. What is to be done stands in the state (domain/queue_state.py) and survives continue-as-new.
"""

import asyncio

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.messages import DutyChanged, TicketLine
    from domain.queue_state import Board, in_work_order

from workflows.client import DUTY_WORKFLOW_ID
from workflows.hand_outs import HandOuts, told
from workflows.loop import Loop
from workflows.options import HISTORY_LIMIT
from workflows.posting import Posting
from workflows.queue_alerts import Alerting

ROWS_SHOWN = 100  # in the Web UI


@workflow.defn
class QueueWorkflow:
    """Runs for ever, id `queue/<name>`."""

    @workflow.init
    def __init__(self, board: Board) -> None:
        self._board = board
        self._loops: list[Loop] = [Alerting(board), HandOuts(board), QueuePosting(board)]

    @workflow.run
    async def run(self, board: Board) -> None:  # noqa: ARG002 - the state is built in init
        await workflow.wait_condition(lambda: self._board.edition > 1 or self._must_roll())
        if self._board.edition > 1:
            await asyncio.gather(self._until_roll(), *(loop.run() for loop in self._loops))
        await workflow.wait_condition(workflow.all_handlers_finished)
        workflow.continue_as_new(self._board)

    async def _until_roll(self) -> None:
        await workflow.wait_condition(self._must_roll)
        for loop in self._loops:
            loop.stop()

    def _must_roll(self) -> bool:
        info = workflow.info()
        long = self._board.edition > 1 and info.get_current_history_length() > HISTORY_LIMIT
        return long or info.is_continue_as_new_suggested()

    @workflow.signal(description="A ticket of this queue changed: its new line on the board, or that it left")
    def ticket_changed(self, line: TicketLine) -> None:
        self._board.ticket_changed(line)
        workflow.set_current_details(self._details())

    @workflow.signal(description="Who is on duty, or how much room there is, may have changed")
    def duty_changed(self, change: DutyChanged) -> None:
        self._board.duty_changed(change)

    @workflow.query(description="Open tickets of this queue, by workflow id")
    def board(self) -> Board:
        return self._board

    def _details(self) -> str:
        rows = in_work_order(self._board.lines.values())
        header = f"## Queue {self._board.name}: {len(rows)} open\n\n| ticket | phase | severity | assignee |\n"
        return (
            header
            + "|---|---|---|---|\n"
            + "\n".join(
                f"| {line.number} | {line.phase} | {line.severity} | {line.assignee or 'nobody'} |"
                for line in rows[:ROWS_SHOWN]
            )
        )


class QueuePosting(Posting):
    """The queue's board. The duty board hears at the same pace that somebody's load changed."""

    def __init__(self, board: Board) -> None:
        super().__init__(board.name, board.post, lambda: board.clock)
        self._state = board

    def wanted(self) -> bool:
        return super().wanted() or self._state.loads_moved

    async def turn(self) -> None:
        await super().turn()
        if self._state.loads_moved and not self.stopping:
            self._state.loads_moved = False
            await told(DUTY_WORKFLOW_ID, "duty_changed", DutyChanged())
