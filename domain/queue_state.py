"""What the workflows of queues and of duty know: models carried whole through continue-as-new.

Times named `due`, `last` and `waits_until` are real: they pace what is sent, and Telegram's limits are real time.
"""

from collections.abc import Iterable
from datetime import datetime

from pydantic import BaseModel, Field

from domain.clock import DeskClock
from domain.messages import DutyChanged, TicketLine
from domain.policy import Told
from domain.priority import work_order
from domain.ticket import Phase

_BUSY = (Phase.OPEN, Phase.IN_PROGRESS)  # takes an agent's time; one that waits for its customer does not
_CIRCLES = list(Told)


class BoardPost(BaseModel):
    """One message in the agents' group that is edited in place."""

    stale: bool = False
    shown: str | None = None  # digest of what stands there
    last: datetime | None = None
    again: int = 0  # times in a row that it showed a ticket whose topic is not made yet


class Alerts(BaseModel):
    """Which alarms of a queue were spoken of: ticket's workflow id -> clock -> the widest circle that heard."""

    spoken: dict[str, dict[str, Told]] = Field(default_factory=dict)
    due: datetime | None = None  # when the next message leaves
    last: datetime | None = None
    count: int = 0


class Board(BaseModel):
    """Input and state of a QueueWorkflow: its open tickets by workflow id, and what is being done about them.

    `edition` 1 is a queue of before there was duty: it only keeps its lines; `duty_changed` makes it 2.
    """

    name: str
    lines: dict[str, TicketLine] = Field(default_factory=dict)
    edition: int = 1
    clock: DeskClock = DeskClock()
    post: BoardPost = Field(default_factory=BoardPost)
    alerts: Alerts = Field(default_factory=Alerts)
    handed: dict[str, str] = Field(default_factory=dict)  # workflow id -> agent; the ticket has not said so yet
    drain: bool = False  # somebody may have room, or a ticket waits for somebody
    freed: bool = False  # an agent of ours has room again, which tickets of other queues may wait for
    loads_moved: bool = False  # the duty board shows how much each agent has
    leaving: list[str] = Field(default_factory=list)  # agents whose tickets are to be handed over

    def duty_changed(self, change: DutyChanged) -> None:
        self.edition = max(self.edition, 2)
        self.clock = change.clock or self.clock
        self.drain = self.post.stale = True
        if change.agent is not None and change.agent not in self.leaving:
            self.leaving.append(change.agent)

    def ticket_changed(self, line: TicketLine) -> None:
        key = line.workflow_id
        old = self.lines.pop(key, None)
        if not line.gone:
            self.lines[key] = line
        if line.gone or line.assignee is not None or line.phase not in _BUSY:
            self.handed.pop(key, None)
        self._heard(key, old, line)
        before, after = _holder(old), _holder(line)
        self.drain = self.drain or self.waits(line)
        if before != after:
            self.loads_moved = True
            if before is not None:
                self.drain = self.freed = True
        self.post.stale = self.post.stale or _shown(old) != _shown(line)

    def forget(self, workflow_id: str) -> None:
        """A ticket that is not there any more and could not say so."""
        line = self.lines.get(workflow_id)
        if line is not None:
            self.ticket_changed(line.model_copy(update={"gone": True}))

    # hand-out

    def waits(self, line: TicketLine) -> bool:
        """For an agent. A line of edition 1 does not say which ticket it is about."""
        free = line.assignee is None and line.workflow_id not in self.handed
        return free and line.ticket > 0 and not line.gone and line.phase in _BUSY

    def waiting(self) -> list[TicketLine]:
        return in_work_order(line for line in self.lines.values() if self.waits(line))

    # alerts

    @property
    def alarming(self) -> bool:
        return any(self._unheard(line) for line in self.lines.values())

    def alarms(self) -> list[TicketLine]:
        """Lines that somebody is to hear of and has not, in work order."""
        return in_work_order(line for line in self.lines.values() if self._unheard(line))

    def spoke(self, lines: list[TicketLine]) -> None:
        for line in lines:
            if line.told and line.told_clock:
                self.alerts.spoken.setdefault(line.workflow_id, {})[line.told_clock] = Told(line.told)

    def _unheard(self, line: TicketLine) -> bool:
        if line.told is None or line.told_clock is None:
            return False
        heard = self.alerts.spoken.get(line.workflow_id, {}).get(line.told_clock)
        return heard is None or _width(line.told) > _width(heard)

    def _heard(self, key: str, old: TicketLine | None, line: TicketLine) -> None:
        """A reply silences: what the clock's next round reaches is news again."""
        if line.gone or line.told is None:
            self.alerts.spoken.pop(key, None)
        elif old is not None and old.told and old.told_clock and _width(line.told) < _width(old.told):
            self.alerts.spoken.get(key, {}).pop(old.told_clock, None)


class DutyBoard(BaseModel):
    """Input and state of the DutyWorkflow."""

    clock: DeskClock = DeskClock()
    post: BoardPost = Field(default_factory=BoardPost)


def in_work_order(lines: Iterable[TicketLine]) -> list[TicketLine]:
    return sorted(
        lines,
        key=lambda line: work_order(
            severity=line.severity, vip=line.vip, waiting_since=line.waiting_since, number=line.number
        ),
    )


def _width(told: str) -> int:
    return _CIRCLES.index(Told(told))


def _holder(line: TicketLine | None) -> str | None:
    """Whose time it takes."""
    return line.assignee if line is not None and not line.gone and line.phase in _BUSY else None


def _shown(line: TicketLine | None) -> dict[str, object] | None:
    """What the board shows of it: who is told of a clock is not."""
    if line is None or line.gone:
        return None
    return line.model_dump(exclude={"told", "told_clock", "told_share"})
