"""What a scenario may expect to be shown: clocks, search attributes, the ticket's row, boards, messages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import RowMapping, select
from temporalio.client import WorkflowExecutionDescription, WorkflowExecutionStatus

from domain.messages import ClockView, TicketLine, TicketView
from domain.outgoing import Destination, Kind
from domain.queue_state import Board, in_work_order
from domain.search_attributes import SEARCH_ATTRIBUTES
from domain.sla import ClockName
from storage import tables
from tests.scenarios.play import ASKED, Play, patiently
from tests.scenarios.table import Scenario
from tests.scenarios.times import duration, near, said, span
from tests.scenarios.world import Sent
from workflows.client import queue_workflow_id

CLOCKS = {name.replace("_", " "): name for name in ClockName}
NONE = "none"
PRIORITY = "priority of "
SILENTLY = " silently"
STARLESS = " without stars"
_DRESSING = {Kind.CARD_EDIT, Kind.TOPIC_DRESS}


@dataclass
class Seen:
    """What the desk shows of a ticket at one moment."""

    play: Play
    view: TicketView
    described: WorkflowExecutionDescription
    row: RowMapping
    ratings: list[RowMapping]
    tickets: list[RowMapping]
    names: dict[str, str]  # agents, by reference

    def clock(self, name: ClockName) -> ClockView | None:
        return next((clock for clock in self.view.clocks if clock.name == name), None)

    def at(self, text: str) -> datetime:
        return self.play.scenario.at(text)

    def said(self, moment: datetime | None) -> str:
        return said(moment, self.play.scenario.start) if moment else NONE


async def look(play: Play) -> Seen:
    tickets = select(tables.ticket).where(tables.ticket.c.customer == play.customer).order_by(tables.ticket.c.n)
    stars = select(tables.rating).where(tables.rating.c.ticket == play.ticket.id).order_by(tables.rating.c.id)
    async with play.world.database.connect() as connection:
        rows = list((await connection.execute(tickets)).mappings())
        ratings = list((await connection.execute(stars)).mappings())
    return Seen(
        play=play,
        view=await patiently(lambda: play.desk.view(play.ticket.workflow_id)),
        described=await play.ticket.look(),
        row=rows[0],
        ratings=ratings,
        tickets=rows,
        names={ref: name for name, ref in play.agents.items()},
    )


async def differences(play: Play, expected: dict[str, str]) -> list[str]:
    if not expected:
        return []
    seen = await look(play)
    wrong = [_difference(seen, name, value) for name, value in expected.items() if name not in BOARD]
    if BOARD & set(expected):
        lines = await boards(play)
        wrong += [_on_the_board(play, lines, name, expected[name]) for name in expected if name in BOARD]
    return [difference for difference in wrong if difference]


def _difference(seen: Seen, name: str, expected: str) -> str | None:
    if name in CLOCKS:
        clock = seen.clock(CLOCKS[name])
        parts = [part.strip() for part in expected.split(",")]
        wrong = [part for part in parts if not _clock_is(seen, clock, part)]
        return f"{name} is not `{', '.join(wrong)}` but: {_told(seen, clock)}" if wrong else None
    if name in _TIMES:
        shown = _TIMES[name](seen)
        if near(shown, None if expected == NONE else seen.at(expected)):
            return None
        return f"{name} is {seen.said(shown)}, not {expected}"
    if name in _SPANS:
        length = _SPANS[name](seen)
        same = near(length, None if expected == NONE else duration(expected))
        return None if same else f"{name} is {span(length) if length is not None else NONE}, not {expected}"
    if name.startswith(PRIORITY):
        shown_key = _priority(seen, Kind(name.removeprefix(PRIORITY)))
        return None if shown_key == expected else f"{name} is {shown_key}, not {expected}"
    text = _attribute(seen, name) if name in SEARCH_ATTRIBUTES else _TEXTS[name](seen)
    return None if text.lower() == expected.lower() else f"{name} is {text}, not {expected}"


# clocks


def _clock_is(seen: Seen, clock: ClockView | None, part: str) -> bool:
    word, _, rest = part.partition(" ")
    if part == "inactive":
        return clock is None
    if clock is None:
        return False
    match word:
        case "running":
            return clock.met is None and not clock.paused
        case "paused":
            return clock.paused
        case "not":
            return (clock.met if rest == "met" else clock.breached) is None
        case "due" | "met" | "breached" | "started":
            return near(getattr(clock, word), seen.at(rest.removeprefix("at ")))
        case "first":  # first met +2 h
            return near(clock.first_met, seen.at(rest.removeprefix("met ")))
        case "used":
            return near(clock.elapsed, duration(rest))
    raise ValueError(f"`{part}` is nothing that a clock can be: see README.md")


def _told(seen: Seen, clock: ClockView | None) -> str:
    if clock is None:
        return "inactive"
    parts = ["paused" if clock.paused else "running" if clock.met is None else f"met {seen.said(clock.met)}"]
    parts += [f"due {seen.said(clock.due)}", f"used {span(clock.elapsed)}"]
    parts += [f"breached {seen.said(clock.breached)}"] if clock.breached else []
    parts += [f"first met {seen.said(clock.first_met)}"] if clock.first_met else []
    return ", ".join(parts)


# search attributes and the row


def _attribute(seen: Seen, name: str) -> str:
    values = seen.described.search_attributes.get(name, [])
    text = str(values[0]) if values else NONE
    return seen.names.get(text, text)


def _next_due(seen: Seen) -> datetime | None:
    values: list[Any] = list(seen.described.search_attributes.get("NextDue", []))
    return seen.play.ticket.clock.desk(values[0]) if values else None


def _linked(seen: Seen) -> str:
    if len(seen.tickets) < 2:
        return NONE
    return "linked to the first" if seen.tickets[1]["linked_to"] == seen.tickets[0]["id"] else "not linked"


def _priority(seen: Seen, kind: Kind) -> str:
    """Temporal's priority key of the latest message of that kind; 1 goes first."""
    sent = [one for one in seen.play.world.outside.sent[seen.play.ticket.workflow_id] if one.kind is kind]
    return str(sent[-1].priority) if sent else NONE


def _ended(seen: Seen) -> str:
    return (
        "not yet" if seen.described.status is WorkflowExecutionStatus.RUNNING else str(seen.row["closed_because"])
    )


_TIMES: dict[str, Callable[[Seen], datetime | None]] = {
    "NextDue": _next_due,
    "eta": lambda seen: seen.view.eta,
    "answer by": lambda seen: seen.row["waiting_deadline"],
    "waiting since": lambda seen: seen.row["waiting_since"],
    "resolved at": lambda seen: seen.row["resolved_at"],
}
_SPANS: dict[str, Callable[[Seen], timedelta | None]] = {
    "handling": lambda seen: None if seen.row["handling"] is None else timedelta(seconds=seen.row["handling"]),
}
_TEXTS: dict[str, Callable[[Seen], str]] = {
    "phase": lambda seen: str(seen.row["phase"]),
    "breaches": lambda seen: ", ".join(seen.view.breaches) or NONE,
    "next": lambda seen: str(seen.view.next_due_name or NONE),
    "resolutions": lambda seen: str(seen.row["resolutions"]),
    "ratings": lambda seen: (
        ", ".join(f"{row['stars']} for {seen.names.get(row['agent'], NONE)}" for row in seen.ratings) or NONE
    ),
    "number": lambda seen: "given" if seen.row["number"] else NONE,
    "new ticket": _linked,
    "ended": _ended,
}
BOARD = {"on the board", "work order"}
KNOWN = {*CLOCKS, *SEARCH_ATTRIBUTES, *_TIMES, *_SPANS, *_TEXTS, *BOARD}


# the boards of the queues


async def boards(play: Play) -> list[TicketLine]:
    """Lines of this scenario's tickets, whichever queue they stand in."""
    mine = {ticket.workflow_id for one in (play, *play.others.values()) for ticket in one.tickets}
    found: list[TicketLine] = []
    for queue in play.policy.queues:
        handle = play.world.temporal.get_workflow_handle(queue_workflow_id(queue))
        board = await handle.query("board", result_type=Board)
        found += [line for line in board.lines.values() if line.workflow_id in mine]
    return found


def _on_the_board(play: Play, lines: list[TicketLine], name: str, expected: str) -> str | None:
    if name == "work order":
        names = {one.ticket.workflow_id: who for who, one in {"first": play, **play.others}.items()}
        shown = ", ".join(names[line.workflow_id] for line in in_work_order(lines))
        return None if shown == expected else f"the work order is {shown}, not {expected}"
    line = next((line for line in lines if line.workflow_id == play.ticket.workflow_id), None)
    told = "gone" if line is None else _line(play, line)
    return None if told == expected else f"on the board it is `{told}`, not `{expected}`"


def _line(play: Play, line: TicketLine) -> str:
    parts = [line.severity, "VIP" if line.vip else "", line.topic or ""]
    start = play.scenario.start
    parts += [f"waiting since +{span(line.waiting_since - start)}" if line.waiting_since else "answered"]
    return ", ".join(filter(None, parts))


# messages


def unknown_kinds(scenario: Scenario) -> set[str]:
    """Messages that the desk does not have yet."""
    lists = [*(scenario.customer_gets or {}).values(), *(scenario.topic_gets or {}).values()]
    return {line.removesuffix(SILENTLY).removesuffix(STARLESS) for lines in lists for line in lines} - set(Kind)


def message_differences(play: Play) -> list[str]:
    scenario = play.scenario
    sent = _in_order(play)
    wrong = [
        *_listed(play, "customer", scenario.customer_gets, [s for s in sent if s[1].to is Destination.CUSTOMER]),
        *_listed(play, "topic", scenario.topic_gets, [s for s in sent if s[1].to is Destination.GROUP]),
    ]
    never = {str(one.kind) for _, one in sent} & set(scenario.never)
    return wrong + [f"{kind} was sent" for kind in sorted(never)]


def _in_order(play: Play) -> list[tuple[datetime, Sent]]:
    """From the receipt on, unless the story tells the intake."""
    sent = [
        (ticket.clock.desk(one.at), one)
        for ticket in play.tickets
        for one in play.world.outside.sent[ticket.workflow_id]
        if one.kind not in _DRESSING
    ]
    if not play.scenario.intake and not play.scenario.operator:
        sent = [(at, one) for at, one in sent if at >= play.scenario.start + ASKED]
    return sorted(sent, key=lambda item: item[0])


def _listed(
    play: Play, who: str, expected: dict[str, tuple[str, ...]] | None, sent: list[tuple[datetime, Sent]]
) -> list[str]:
    if expected is None:
        return []
    wanted = sorted(
        ((play.scenario.at(text), line) for text, lines in expected.items() for line in lines),
        key=lambda item: item[0],
    )
    got = [
        (at, f"{one.kind}{STARLESS if one.starless else ''}{SILENTLY if one.silent else ''}") for at, one in sent
    ]
    same = len(wanted) == len(got) and all(
        want == text and near(when, at) for (when, want), (at, text) in zip(wanted, got, strict=True)
    )
    if same:
        return []
    lines = ", ".join(f"{said(at, play.scenario.start)} {text}" for at, text in got)
    return [f"{who} got: {lines or 'nothing'}"]
