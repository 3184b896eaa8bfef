"""A queue: what crosses tickets. Thin so far: it keeps the board; tickets are handed out by their claim."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.messages import Board, TicketLine


@workflow.defn
class QueueWorkflow:
    """Runs for ever, id `queue/<name>`."""

    @workflow.init
    def __init__(self, board: Board) -> None:
        self._board = board

    @workflow.run
    async def run(self, board: Board) -> None:  # noqa: ARG002 - the state is built in init
        info = workflow.info()
        await workflow.wait_condition(info.is_continue_as_new_suggested)
        await workflow.wait_condition(workflow.all_handlers_finished)
        workflow.continue_as_new(self._board)

    @workflow.signal(description="A ticket of this queue changed: its new line on the board, or that it left")
    def ticket_changed(self, line: TicketLine) -> None:
        if line.gone:
            self._board.lines.pop(line.workflow_id, None)
        else:
            self._board.lines[line.workflow_id] = line
        workflow.set_current_details(self._details())

    @workflow.query(description="Open tickets of this queue, by workflow id")
    def board(self) -> Board:
        return self._board

    def _details(self) -> str:
        rows = sorted(self._board.lines.values(), key=lambda line: line.number)
        header = f"## Queue {self._board.name}: {len(rows)} open\n\n| ticket | phase | severity | assignee |\n"
        return (
            header
            + "|---|---|---|---|\n"
            + "\n".join(
                f"| {line.number} | {line.phase} | {line.severity} | {line.assignee or 'nobody'} |"
                for line in rows
            )
        )
