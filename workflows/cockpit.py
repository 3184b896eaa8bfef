"""What operators see of a ticket in the Temporal Web UI: search attributes and current details."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from temporalio import workflow
from temporalio.common import SearchAttributeKey, SearchAttributeUpdate

with workflow.unsafe.imports_passed_through():
    from domain.messages import ClockView, TicketView
    from domain.search_attributes import SEARCH_ATTRIBUTES
    from domain.ticket import Phase
    from domain.ticket_state import TicketState

_MAKERS: dict[str, Callable[[str], SearchAttributeKey[Any]]] = {
    "Keyword": SearchAttributeKey.for_keyword,
    "Bool": SearchAttributeKey.for_bool,
    "Datetime": SearchAttributeKey.for_datetime,
}
_KEYS = {name: _MAKERS[kind](name) for name, kind in SEARCH_ATTRIBUTES.items()}

_WAITING_FOR = {
    Phase.INTAKE: "customer",
    Phase.OPEN: "agent",
    Phase.IN_PROGRESS: "agent",
    Phase.WAITING: "customer",
    Phase.RESOLVED: "nobody",
    Phase.CLOSED: "nobody",
}


def attributes(state: TicketState) -> dict[str, Any]:
    """By name; NextDue is real time, because operators compare it with their clock."""
    nearest = state.nearest()
    values: dict[str, Any] = {
        "Number": str(state.number) if state.number else None,
        "Status": state.status or "intake",
        "Queue": state.queue,
        "Severity": state.severity,
        "Topic": state.intake.topic,
        "Language": state.profile.language,
        "Assignee": state.assignee,
        "WaitingFor": _WAITING_FOR[state.phase],
        "SlaState": state.sla_state,
        "Escalation": state.escalation,
        "Vip": state.profile.vip,
        "NextDue": state.clock.real(nearest[1]).replace(microsecond=0) if nearest else None,
    }
    return {name: value for name, value in values.items() if value is not None}


def changes(old: dict[str, Any], new: dict[str, Any]) -> list[SearchAttributeUpdate[Any]]:
    sets = [_KEYS[name].value_set(value) for name, value in new.items() if old.get(name) != value]
    return sets + [_KEYS[name].value_unset() for name in old if name not in new]


def view(state: TicketState, now: datetime) -> TicketView:
    nearest = state.nearest()
    return TicketView(
        ticket=state.ticket,
        phase=state.phase,
        number=state.number,
        topic=state.intake.topic,
        queue=state.queue,
        severity=state.severity,
        assignee=state.assignee,
        eta=state.eta,
        next_due=nearest[1] if nearest else None,
        next_due_name=nearest[0] if nearest else None,
        desk_now=state.clock.desk(now),
        resolutions=state.resolutions,
        reachable=state.profile.reachable,
        waiting_to_send=sum(len(items) for items in state.outbox.values()),
        clocks=_clocks(state, state.clock.desk(now)),
        breaches=tuple(state.breaches),
    )


def _clocks(state: TicketState, desk_now: datetime) -> tuple[ClockView, ...]:
    return tuple(
        ClockView(
            name=name,
            started=clock.started,
            due=clock.due,
            elapsed=clock.elapsed(desk_now),
            paused=clock.paused_since is not None,
            met=clock.met,
            first_met=clock.first_met,
            breached=clock.breached,
        )
        for name, clock in state.clocks().items()
    )


def details(state: TicketState, events: list[tuple[datetime, str]]) -> str:
    """Markdown for the Web UI: due times and the last events, desk time."""
    facts = {
        "Phase": state.phase,
        "Queue": f"{state.queue or '-'}, {state.severity}",
        "Assignee": state.assignee or "nobody",
        "Customer": state.customer + ("" if state.profile.reachable else " (unreachable)"),
    }
    lines = [f"## Ticket {state.number or '(intake)'}", "", "| | |", "|---|---|"]
    lines += [f"| {name} | {value} |" for name, value in facts.items()]
    lines += ["", "**Due** (desk time)", ""]
    lines += [
        f"- {name.replace('_', ' ')}: {due:%d %b %H:%M:%S}Z"
        for name, due in sorted(state.all_deadlines().items(), key=lambda item: item[1])
    ]
    lines += ["", "**Last events**", ""]
    return "\n".join(lines + [f"- {at:%d %b %H:%M:%S}Z {what}" for at, what in reversed(events)])
