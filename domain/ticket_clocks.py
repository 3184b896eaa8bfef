"""The part of a ticket's state that its SLA clocks and their ladder are (SPEC D3, D5). Moments are desk time."""

from datetime import datetime

from pydantic import BaseModel, Field

from domain.deadlines import Deadline
from domain.ladder import climb, reached
from domain.policy import Rung, TicketPolicy, Told
from domain.sla import Clock, ClockName
from domain.ticket import Phase, Severity, SlaState


class Moved(BaseModel):
    """The latest move up the queues: which clock ran out, where, and who was to hear of it there."""

    clock: ClockName
    rung: Rung
    queue: str


class TicketClocks(BaseModel):
    policy: TicketPolicy | None = None
    phase: Phase = Phase.INTAKE
    queue: str | None = None
    severity: Severity = Severity.NORMAL
    first_response: Clock | None = None
    next_response: Clock | None = None  # of the oldest message that no human reply has followed yet
    resolution: Clock | None = None
    taken: Clock | None = None
    climbed: dict[ClockName, int] = Field(default_factory=dict)  # rungs of the ladder behind each clock
    breaches: list[ClockName] = Field(default_factory=list)  # in order; a next response may miss more than once
    moved: Moved | None = None
    left: list[str] = Field(default_factory=list)  # queues it moved up from, in order
    silent: bool = False  # no sign of an agent for 24 h (SPEC D11)

    @property
    def rules(self) -> TicketPolicy:
        assert self.policy is not None, "the policy is loaded before anything is decided"
        return self.policy

    def clocks(self) -> dict[ClockName, Clock]:
        named = {name: getattr(self, name) for name in ClockName}
        return {name: clock for name, clock in named.items() if clock is not None}

    @property
    def ladder(self) -> tuple[Rung, ...]:
        return self.rules.queue(self.queue or "").ladder

    def customer_wrote(self, now: datetime) -> None:
        """`now`: when it was written. The oldest unanswered message starts the next response (SPEC D3)."""
        answered = self.first_response is not None and self.first_response.met is not None
        if answered and self.next_response is None:
            self.next_response = self.start_clock(ClockName.NEXT_RESPONSE, now)
            self.climbed.pop(ClockName.NEXT_RESPONSE, None)

    def human_replied(self, now: datetime) -> None:
        """`now`: when it was written. It answers nothing written after it, whatever came here first."""
        self.meet_clock(ClockName.FIRST_RESPONSE, now)
        self.meet_clock(ClockName.TAKEN, now)
        if self.next_response is not None and self.next_response.started <= now:
            self.meet_clock(ClockName.NEXT_RESPONSE, now)
            self.next_response = None

    def move_up(self, deadline: Deadline, now: datetime) -> bool:
        """The queue above takes over (SPEC D5), or after an outage the one above that."""
        name, left = ClockName(deadline), self.queue
        while (above := self.above) and (clock := self.clocks().get(name)) and clock.running and clock.due <= now:
            rung = next((rung for rung in reversed(self.ladder) if rung.share <= 1), None)
            self.moved = Moved(clock=name, rung=rung or Rung(share=1, tell=Told.LEAD), queue=self.queue or "")
            self.left.append(self.queue or "")
            self.change_queue(above, now)
        return self.queue != left

    @property
    def above(self) -> str | None:
        """The queue that takes over what is past its target; never one it came from, whatever the policy says."""
        above = self.rules.queue(self.queue or "").escalates_to
        return above if self.rules.edition > 1 and above not in (self.queue, *self.left) else None

    def change_queue(self, queue: str, now: datetime) -> None:
        self.queue = queue
        self.retarget(now)

    def change_severity(self, severity: Severity, now: datetime) -> None:
        changed, self.severity = severity is not self.severity, severity
        if changed and self.rules.edition > 1:
            self.retarget(now)

    def retarget(self, now: datetime) -> None:
        """What is used stays used; what is due is computed anew, and no rung behind a clock is told again (D8)."""
        targets = self.rules.queue(self.queue or "").targets_for(self.severity)
        for name, clock in self.clocks().items():
            target = targets.of(name)
            calendar = self.rules.calendars.get(targets.hours.get(name, ""))
            changed = clock.retarget(now, target, calendar) if target is not None else None
            setattr(self, name, changed)
            self.climbed[name] = reached(changed, self.ladder, now) if changed and changed.met is None else 0

    def climb(self, deadline: Deadline, now: datetime) -> Rung | None:
        """A clock reached a step: a breach is recorded once with its true due time; gives the rung that speaks."""
        name = ClockName(deadline)
        clock, before = self.clocks().get(name), self.climbed.get(name, 0)
        if clock is None or not clock.running:
            return None
        changed, after = climb(clock, self.ladder, before, now)
        self._changed(name, clock, changed)
        self.climbed[name] = after
        return self.ladder[after - 1] if after > before else None

    @property
    def alarm(self) -> tuple[str, Rung] | None:
        """Why somebody is to hear of this ticket now, and who: of what its clocks stand on, the widest circle."""
        standing: list[tuple[str, Rung]] = [
            (name, self.ladder[min(climbed, len(self.ladder)) - 1])
            for name, climbed in self.climbed.items()
            if climbed and self.ladder and self._unmet(name)
        ]
        if self.moved is not None and self._unmet(self.moved.clock):
            standing.append((self.moved.clock, self.moved.rung))
        if self.silent:
            standing.append((Deadline.AGENT_SILENT, Rung(share=1, tell=Told.LEAD)))
        return max(standing, key=lambda stands: list(Told).index(stands[1].tell), default=None)

    @property
    def escalation(self) -> Told | None:
        """The widest circle that has heard of a clock of this ticket that still runs."""
        return self.alarm[1].tell if self.alarm else None

    @property
    def waiting_since(self) -> datetime | None:
        """When the oldest message came that no person has answered; the creation counts as one."""
        if self.first_response is not None and self.first_response.met is None:
            return self.first_response.started
        return self.next_response.started if self.next_response else None

    @property
    def due(self) -> datetime | None:
        """Of the running clock that is due first."""
        return min((clock.due for clock in self.clocks().values() if clock.running), default=None)

    @property
    def sla_state(self) -> SlaState:
        if self.breaches or any(clock.breached for clock in self.clocks().values()):
            return SlaState.BREACHED
        return SlaState.OK if self.escalation in (None, Told.AGENT) else SlaState.WARNED

    def _unmet(self, name: ClockName) -> bool:
        clock = self.clocks().get(name)
        return clock is not None and clock.met is None

    def start_clock(self, name: ClockName, now: datetime) -> Clock | None:
        return self.rules.clock(name, self.queue or "", self.severity, now)

    def meet_clock(self, name: ClockName, now: datetime) -> None:
        clock = self.clocks().get(name)
        if self.moved is not None and self.moved.clock is name:
            self.moved = None
        if clock is not None:
            self._changed(name, clock, clock.meet(now))

    def _changed(self, name: ClockName, old: Clock, new: Clock) -> None:
        if new.breached and not old.breached:
            self.breaches.append(name)
        if old.breached and not new.breached:
            self.breaches.remove(name)
        setattr(self, name, new)
