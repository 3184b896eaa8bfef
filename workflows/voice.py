"""How a ticket speaks: to its two lanes, to its row in PostgreSQL, to its queue and to the operators."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from temporalio import workflow
from temporalio.exceptions import FailureError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from domain.calls import Call, Projection
    from domain.messages import TicketLine, Value
    from domain.notifying import When, when
    from domain.outgoing import Destination, Kind, Outgoing
    from domain.ticket import Phase
    from domain.ticket_state import TicketState

from workflows import cockpit
from workflows.client import queue_workflow_id
from workflows.lane import Lane
from workflows.options import RECORD_RETRY, RECORD_TIMEOUT

EVENTS_SHOWN = 10  # last events in the Web UI's current details

T = TypeVar("T")


async def record(call: Call, value: Value | None, result: type[T] | None) -> T:
    """One SQL transaction, as a local activity: one history event instead of six."""
    done: T = await workflow.execute_local_activity(
        call,
        args=[] if value is None else [value],
        result_type=result,
        start_to_close_timeout=RECORD_TIMEOUT,
        retry_policy=RECORD_RETRY,
        summary=call.replace("_", " "),
    )
    return done


class Voice:
    def __init__(self, state: TicketState) -> None:
        self.state = state
        key = workflow.info().workflow_id
        self.lanes = {
            to: Lane(state.outbox.setdefault(to, []), key=key, reachable=lambda: state.profile.reachable)
            for to in Destination
        }
        self._staged: list[Outgoing] = []
        self._projection: Projection | None = None
        self._attributes: dict[str, Any] = {}
        self._line: TicketLine | None = None
        self._queue = state.queue  # that knows of this ticket; after continue-as-new it still does
        self._events: list[tuple[datetime, str]] = []

    @property
    def now(self) -> datetime:
        """Desk time."""
        return self.state.clock.desk(workflow.now())

    def say(
        self,
        kind: Kind,
        *,
        message: int | None = None,
        agent: str | None = None,
        params: dict[str, str | int] | None = None,
        moments: Mapping[str, object] | None = None,
        edits: str | None = None,
        retires: str | None = None,
        asked: bool = False,
    ) -> str:
        """To the customer, after the row is up to date; returns the delivery's key.

        "" when the customer wants to hear of it later or not at all; `asked`: it answers what they just did.
        """
        if not self._wanted(kind, asked=asked):
            return ""
        item = self._item(Destination.CUSTOMER, kind, message, agent, params).model_copy(
            update={
                "moments": dict(moments or {}),
                "edits": edits,
                "retires": retires,
                "silent": self.state.quiet(self.now),
            }
        )
        self._staged.append(item)
        return item.key

    def _wanted(self, kind: Kind, *, asked: bool) -> bool:
        """As the customer chose (SPEC H3). Tickets of edition 1 left only these two kinds out."""
        wanted = when(self.state.profile.notify, kind, asked=asked)
        if self.state.rules.edition < 2:
            return wanted is When.AT_ONCE or kind not in (Kind.IN_PROGRESS, Kind.CLOSED)
        if wanted is When.SUMMARY:
            self.state.await_summary(self.now)
        return wanted is When.AT_ONCE

    def tell_agents(
        self,
        kind: Kind,
        *,
        message: int | None = None,
        agent: str | None = None,
        params: dict[str, str | int] | None = None,
    ) -> None:
        self._staged.append(self._item(Destination.GROUP, kind, message, agent, params))

    def _item(
        self,
        to: Destination,
        kind: Kind,
        message: int | None,
        agent: str | None,
        params: dict[str, str | int] | None,
    ) -> Outgoing:
        self.state.said += 1
        return Outgoing(
            key=f"{workflow.info().workflow_id}/{self.state.said}",
            ticket=self.state.ticket,
            to=to,
            kind=kind,
            severity=self.state.severity,
            vip=self.state.profile.vip,
            message=message,
            agent=agent,
            params=params or {},
            at=self.now,
        )

    def eta_moment(self) -> dict[str, object]:
        return {"eta": self.state.eta} if self.state.eta else {}

    def note(self, what: str) -> None:
        """An event for operators: enum words only, never a text or a name."""
        self._events = [*self._events[-EVENTS_SHOWN + 1 :], (self.now, what)]

    def stop_lanes(self) -> None:
        for lane in self.lanes.values():
            lane.stop()

    async def settle(self) -> None:
        """After each event: first the row, so that what is rendered is true, then messages, then who watches."""
        changed = await self._project()
        staged, self._staged = self._staged, []
        for item in staged:
            self.lanes[item.to].put(item)
        if changed and self.state.registered and not any(item.kind is Kind.CARD for item in staged):
            self.tell_agents(Kind.CARD_EDIT)
            self.lanes[Destination.GROUP].put(self._staged.pop())
        self._show_operators()
        await self._tell_queue()

    async def _project(self) -> bool:
        projection = self.state.projection(self.now)
        old = self._projection
        if old is not None and projection == old.model_copy(update={"closed_at": projection.closed_at}):
            return False
        self.state.projected += 1
        projection = projection.model_copy(update={"seq": self.state.projected})
        await record(Call.PROJECT_TICKET, projection, None)
        self._projection = projection
        return old is not None

    def _show_operators(self) -> None:
        attributes = cockpit.attributes(self.state)
        updates = cockpit.changes(self._attributes, attributes)
        if updates:
            workflow.upsert_search_attributes(updates)
            self._attributes = attributes
        workflow.set_current_details(cockpit.details(self.state, self._events))

    def _more_for_the_board(self) -> dict[str, Any]:
        state, alarm = self.state, self.state.alarm
        return {
            "ticket": state.ticket,
            "topic": state.intake.topic,
            "waiting_since": state.waiting_since,
            "due": state.due,
            "told": alarm[1].tell if alarm else None,
            "told_clock": alarm[0] if alarm else None,
            "told_share": alarm[1].share if alarm else None,
        }

    async def _tell_queue(self) -> None:
        state = self.state
        if state.number is None or state.queue is None:
            return
        line = TicketLine(
            workflow_id=workflow.info().workflow_id,
            number=state.number,
            phase=state.phase,
            severity=state.severity,
            vip=state.profile.vip,
            assignee=state.assignee,
            due=state.first_response.due if state.first_response else None,
            gone=state.phase in (Phase.RESOLVED, Phase.CLOSED),
        )
        if state.rules.edition > 1:
            line = line.model_copy(update=self._more_for_the_board())
        if line == self._line:
            return
        self._line = line
        left, self._queue = self._queue, state.queue
        if left not in (None, state.queue):
            await _signal_queue(left, line.model_copy(update={"gone": True}))
        await _signal_queue(state.queue, line)


async def _signal_queue(name: str, line: TicketLine) -> None:
    queue = workflow.get_external_workflow_handle(queue_workflow_id(name))
    try:
        await queue.signal("ticket_changed", line)
    except FailureError as error:  # a queue that does not run yet: workers start it, the next change tells it
        if is_cancelled_exception(error):
            raise
        workflow.logger.warning("queue %s does not run", name)
