"""Who gets a queue's tickets: handed out as somebody has room, handed over when somebody leaves (SPEC E5)."""

from datetime import datetime, timedelta

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError, FailureError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from domain.calls import Call, HandedOut, HandOut, Held, HeldBy, HeldTicket, Queues
    from domain.messages import Assigned, DutyChanged
    from domain.queue_state import Board

from workflows.client import queue_workflow_id
from workflows.loop import Loop
from workflows.options import RECORD_RETRY, RECORD_TIMEOUT
from workflows.voice import record

SPACING = timedelta(seconds=1)  # between two looks for room: a storm of changes costs one a second


class HandOuts(Loop):
    """Whom to choose is decided in SQL, under a lock on the agents; here is when, and that tickets are told."""

    def __init__(self, board: Board) -> None:
        super().__init__()
        self._board = board
        self._last: datetime | None = None

    def wanted(self) -> bool:
        return self._board.drain or self._board.freed or bool(self._board.leaving)

    async def turn(self) -> None:
        await self.pause(self._last + SPACING if self._last else None, "Until the next look for room")
        if self.stopping:
            return
        self._last = workflow.now()
        board = self._board
        for agent in list(board.leaving):
            await self._hand_over(agent)
            board.leaving.remove(agent)
        if board.drain:
            board.drain = False
            await self._drain()
        if board.freed:
            board.freed = False
            await self._tell_neighbours()

    async def _drain(self) -> None:
        """In order of work, until nobody has room."""
        for line in self._board.waiting():
            if not self._board.waits(line):
                continue  # it changed while others were handed out
            wanted = self._wanted(line.ticket).model_copy(update={"only_free": True})
            handed = await self._handed(line.workflow_id, wanted)
            if handed is None:
                continue
            if handed.agent is None:
                return
            await self._tell(line.workflow_id, Assigned(fact=0, agent=handed.agent))

    async def _hand_over(self, agent: str) -> None:
        """To whom has most room, else back to the queue. In SQL, for a ticket may be on its way to this agent."""
        held: Held = await workflow.execute_activity(
            Call.TICKETS_HELD,
            HeldBy(agent=agent, queue=self._board.name),
            result_type=Held,
            start_to_close_timeout=RECORD_TIMEOUT,
            retry_policy=RECORD_RETRY,
            summary="Tickets of an agent who went off duty",
        )
        for ticket in held.tickets:
            await self._hand_on(ticket, agent)

    async def _hand_on(self, ticket: HeldTicket, agent: str) -> None:
        wanted = self._wanted(ticket.ticket).model_copy(update={"but": agent})
        handed = await self._handed(ticket.workflow_id, wanted)
        if handed is None:
            return
        self._board.handed.pop(ticket.workflow_id, None)
        self._board.drain = True
        await self._tell(ticket.workflow_id, Assigned(fact=0, agent=handed.agent, instead_of=agent))

    def _wanted(self, ticket: int) -> HandOut:
        at = self._board.clock.desk(workflow.now())
        return HandOut(ticket=ticket, queue=self._board.name, at=at, by_policy=True)

    async def _handed(self, workflow_id: str, wanted: HandOut) -> HandedOut | None:
        """None: there is no such ticket any more."""
        try:
            return await record(Call.HAND_OUT, wanted, HandedOut)
        except ActivityError as error:
            if not (isinstance(error.cause, ApplicationError) and error.cause.type == "gone"):
                raise
        self._board.forget(workflow_id)
        return None

    async def _tell(self, workflow_id: str, assigned: Assigned) -> None:
        if assigned.agent is not None and workflow_id in self._board.lines:
            self._board.handed[workflow_id] = assigned.agent
        if not await told(workflow_id, "assigned", assigned):
            self._board.forget(workflow_id)

    async def _tell_neighbours(self) -> None:
        """Agents serve several queues: who has room again may be waited for elsewhere."""
        waiting = await record(Call.QUEUES_WAITING, None, Queues)
        for name in waiting.names:
            if name != self._board.name:
                await told(queue_workflow_id(name), "duty_changed", DutyChanged())


async def told(workflow_id: str, signal: str, value: Assigned | DutyChanged) -> bool:
    """False: no such workflow runs."""
    try:
        await workflow.get_external_workflow_handle(workflow_id).signal(signal, value)
    except FailureError as error:
        if is_cancelled_exception(error):
            raise
        workflow.logger.warning("%s does not run", workflow_id)
        return False
    return True
