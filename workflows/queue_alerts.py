"""What a queue says when targets of its tickets run out: one message a minute, whatever the number (SPEC D5)."""

from datetime import timedelta

from temporalio import exceptions, workflow
from temporalio.common import Priority
from temporalio.exceptions import ActivityError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from domain.calls import Alert, AlertLine, Call
    from domain.messages import TicketLine
    from domain.outgoing import Delivered
    from domain.policy import Told
    from domain.priority import URGENT, alert_key
    from domain.queue_state import Board

from workflows.loop import Loop
from workflows.options import (
    GROUP_QUEUE,
    GROUP_RETRY,
    GROUP_URGENT_QUEUE,
    HEARTBEAT_TIMEOUT,
    PARKED_PAUSE,
    SEND_TIMEOUT,
)

GATHER = timedelta(seconds=10)  # alarms of one cause come together
EVERY = timedelta(seconds=60)
SHOWN = 15  # tickets named in one message; the others are counted


class Alerting(Loop):
    def __init__(self, board: Board) -> None:
        super().__init__()
        self._board = board

    def wanted(self) -> bool:
        return self._board.alarming

    async def turn(self) -> None:
        alerts = self._board.alerts
        if alerts.due is None:
            soon = workflow.now() + GATHER
            alerts.due = max(soon, alerts.last + EVERY) if alerts.last else soon
        await self.pause(alerts.due, "Until the queue may speak")
        if self.stopping:
            return
        alerts.due = None
        lines = self._board.alarms()  # looked at again: a reply has silenced some
        if lines and await self._said(lines):
            self._board.spoke(lines)
            alerts.last = workflow.now()
            alerts.count += 1

    async def _said(self, lines: list[TicketLine]) -> bool:
        """False: nobody knows whether it was; the next attempt says what is true then, under the same key."""
        alert = self._alert(lines)
        priority = min(alert_key(circle) for circle in alert.circles)
        try:
            await workflow.execute_activity(
                Call.ALERT,
                alert,
                result_type=Delivered,
                task_queue=GROUP_URGENT_QUEUE if priority <= URGENT else GROUP_QUEUE,
                start_to_close_timeout=SEND_TIMEOUT,
                heartbeat_timeout=HEARTBEAT_TIMEOUT,
                retry_policy=GROUP_RETRY,
                priority=Priority(priority_key=priority, fairness_key=self._board.name),
                summary=f"Alert about {len(lines)} tickets",
            )
        except ActivityError as error:
            if is_cancelled_exception(error):
                raise
            if not isinstance(error.cause, exceptions.TimeoutError):
                await self.pause(workflow.now() + PARKED_PAUSE, "Waiting for the agents' group")
            return False
        return True

    def _alert(self, lines: list[TicketLine]) -> Alert:
        info = workflow.info()
        circles = {Told(line.told) for line in lines if line.told}
        of_agents = {line.assignee or "" for line in lines if line.told == Told.AGENT}
        return Alert(
            key=f"{info.workflow_id}/{info.first_execution_run_id}/{self._board.alerts.count + 1}",
            queue=self._board.name,
            at=self._board.clock.desk(workflow.now()),
            lines=[
                AlertLine(ticket=line.ticket, clock=line.told_clock or "", due=line.due) for line in lines[:SHOWN]
            ],
            more=max(0, len(lines) - SHOWN),
            circles=sorted(circles, key=list(Told).index),
            assignees=sorted(of_agents),
        )
