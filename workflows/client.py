"""The only door through which anything starts, signals, updates or queries the desk's workflows."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from temporalio.client import Client, WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.common import WorkflowIDReusePolicy
from temporalio.exceptions import ActivityAlreadyStartedError, ApplicationError, WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from domain.calls import Call, Mark, Notice
from domain.clock import DeskClock
from domain.errors import DeskError
from domain.messages import Applied, DutyChanged, Fact, PolicyChanged, Refusal, TicketStart, TicketView, Value
from domain.queue_state import Board, DutyBoard
from workflows.options import (
    DESK_QUEUE,
    GROUP_QUEUE,
    HEARTBEAT_TIMEOUT,
    PRESS_TIMEOUT,
    PRIVATE_QUEUE,
    PRIVATE_RETRY,
    SEND_TIMEOUT,
    SIGNAL_TIMEOUT,
)

DUTY_WORKFLOW_ID = "duty"


class Refused(DeskError):
    """A press that the ticket does not accept; `refusal` says why, `facts` may name the other agent."""

    def __init__(self, refusal: Refusal, **facts: str | int | None) -> None:
        super().__init__(refusal, **facts)
        self.refusal = refusal


class TicketGone(DeskError):
    """The ticket's workflow has ended: choose another ticket, or answer from SQL."""

    def __init__(self) -> None:
        super().__init__("ticket_gone")


class NotYet(DeskError):
    """Temporal did not answer in time. A fact must be told again; a press may still be applied."""

    def __init__(self) -> None:
        super().__init__("not_yet")


class DeskClient:
    def __init__(self, temporal: Client) -> None:
        self._temporal = temporal

    async def tell(self, workflow_id: str, start: TicketStart, signal: str, fact: Fact) -> None:
        """Signals the ticket, starting it when it is new. Stored by the server even with every worker down.

        Raises TicketGone for an ended ticket and NotYet when Temporal cannot be reached.
        """
        try:
            await self._temporal.start_workflow(
                "TicketWorkflow",
                start,
                id=workflow_id,
                task_queue=DESK_QUEUE,
                # with the default policy a signal to a closed ticket would begin a new, empty one
                id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
                start_signal=signal,
                start_signal_args=[fact],
                rpc_timeout=SIGNAL_TIMEOUT,
            )
        except WorkflowAlreadyStartedError as error:
            raise TicketGone from error
        except RPCError as error:
            raise _translated(error) from error

    async def press(self, workflow_id: str, update: str, value: Value, press_id: str) -> Applied:
        """Applies a button's update. Raises Refused with the reason, TicketGone, or NotYet after 3 s."""
        handle = self._temporal.get_workflow_handle(workflow_id)
        try:
            applied: Applied = await handle.execute_update(
                update, value, id=press_id, result_type=Applied, rpc_timeout=PRESS_TIMEOUT
            )
        except WorkflowUpdateFailedError as error:
            raise _refusal(error) from error
        except WorkflowUpdateRPCTimeoutOrCancelledError as error:
            raise NotYet from error
        except RPCError as error:
            raise _translated(error) from error
        return applied

    async def view(self, workflow_id: str) -> TicketView:
        handle = self._temporal.get_workflow_handle(workflow_id)
        try:
            view: TicketView = await handle.query("view", result_type=TicketView, rpc_timeout=PRESS_TIMEOUT)
        except RPCError as error:
            raise _translated(error) from error
        return view

    async def signal(self, workflow_id: str, signal: str, value: Value) -> None:
        """Signals a running workflow only; TicketGone when there is none."""
        handle = self._temporal.get_workflow_handle(workflow_id)
        try:
            await handle.signal(signal, value, rpc_timeout=SIGNAL_TIMEOUT)
        except RPCError as error:
            raise _translated(error) from error

    async def notify(self, notice: Notice) -> None:
        """A one-off answer that belongs to no ticket, by the senders' queues; `notice.key` drops repeats."""
        try:
            await self._temporal.start_activity(
                Call.NOTIFY_ONCE,
                notice,
                id=notice.key,
                task_queue=PRIVATE_QUEUE if notice.customer else GROUP_QUEUE,
                start_to_close_timeout=SEND_TIMEOUT,
                heartbeat_timeout=HEARTBEAT_TIMEOUT,
                schedule_to_close_timeout=timedelta(hours=1),
                retry_policy=PRIVATE_RETRY,
            )
        except ActivityAlreadyStartedError:
            return
        except RPCError as error:
            raise _translated(error) from error

    async def mark(self, mark: Mark) -> None:
        """A reaction to a command that was carried out; it spends nothing of the group's window."""
        try:
            await self._temporal.start_activity(
                Call.MARK,
                mark,
                id=mark.key,
                task_queue=PRIVATE_QUEUE,
                start_to_close_timeout=SEND_TIMEOUT,
                heartbeat_timeout=HEARTBEAT_TIMEOUT,
                schedule_to_close_timeout=timedelta(minutes=10),
                retry_policy=PRIVATE_RETRY,
            )
        except ActivityAlreadyStartedError:
            return
        except RPCError as error:
            raise _translated(error) from error

    async def change_policy(self) -> tuple[int, list[str]]:
        """Tells every ticket that runs to take the policy in force: how many were told, and who could not be.

        They are found in Temporal, so that nothing else has to be reached; one that begins meanwhile has the
        new policy already.
        """
        told, failed = 0, []
        async for ticket in self._temporal.list_workflows(
            'WorkflowType="TicketWorkflow" AND ExecutionStatus="Running"'
        ):
            try:
                await self.signal(ticket.id, "policy_changed", PolicyChanged())
                told += 1
            except TicketGone:
                continue
            except NotYet:
                failed.append(ticket.id)
        return told, failed

    async def ensure_queues(self, names: Iterable[str], clock: DeskClock, left: str | None = None) -> None:
        """Starts the workflows of queues and of duty that do not run yet; all of them look at duty anew.

        That also brings a queue of edition 1, started before there was duty, to edition 2. `left` went off duty.
        """
        change = DutyChanged(clock=clock, agent=left)
        for name in names:
            await self._begin(
                "QueueWorkflow",
                Board(name=name, edition=2, clock=clock),
                change,
                id=queue_workflow_id(name),
                static_summary=f"Queue {name}: board, alerts, hand-out",
            )
        board = DutyBoard(clock=clock)
        await self._begin("DutyWorkflow", board, change, id=DUTY_WORKFLOW_ID, static_summary="Who is on duty")

    async def duty_changed(self, queues: Iterable[str], clock: DeskClock, left: str | None = None) -> None:
        """Tells all queues. Raises NotYet: then it must be told again, which does no harm."""
        try:
            await self.ensure_queues(queues, clock, left)
        except RPCError as error:
            raise NotYet from error

    async def _begin(self, workflow: str, start: Board | DutyBoard, change: DutyChanged, **options: Any) -> None:
        await self._temporal.start_workflow(
            workflow,
            start,
            task_queue=DESK_QUEUE,
            start_signal="duty_changed",
            start_signal_args=[change],
            rpc_timeout=SIGNAL_TIMEOUT,
            **options,
        )


def queue_workflow_id(name: str) -> str:
    return f"queue/{name}"


def _refusal(error: WorkflowUpdateFailedError) -> DeskError:
    cause = error.cause
    if isinstance(cause, ApplicationError) and cause.type in set(Refusal):
        facts: dict[str, Any] = cause.details[0] if cause.details else {}
        return Refused(Refusal(cause.type), **facts)
    # an update that a closing ticket admitted but could not finish
    return TicketGone()


def _translated(error: RPCError) -> DeskError:
    return TicketGone() if error.status is RPCStatusCode.NOT_FOUND else NotYet()
