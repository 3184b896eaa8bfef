"""The part of a ticket's state that its SLA clocks and their ladder are (SPEC D3, D5). Moments are desk time."""

from datetime import datetime

from pydantic import BaseModel, Field

from domain.deadlines import Deadline
from domain.ladder import climb
from domain.policy import Rung, TicketPolicy, Told
from domain.sla import Clock, ClockName
from domain.ticket import Phase, Severity, SlaState


class TicketClocks(BaseModel):
    policy: TicketPolicy | None = None
    phase: Phase = Phase.INTAKE
    queue: str | None = None
    severity: Severity = Severity.NORMAL
    first_response: Clock | None = None
    next_response: Clock | None = None  # of the oldest message that no human reply has followed yet
    resolution: Clock | None = None
    climbed: dict[ClockName, int] = Field(default_factory=dict)  # rungs of the ladder behind each clock
    breaches: list[ClockName] = Field(default_factory=list)  # in order; a next response may miss more than once

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
        """The oldest unanswered message starts the next response; more of them do not move it (SPEC D3)."""
        answered = self.first_response is not None and self.first_response.met is not None
        if answered and self.next_response is None:
            self.next_response = self.start_clock(ClockName.NEXT_RESPONSE, now)
            self.climbed.pop(ClockName.NEXT_RESPONSE, None)

    def human_replied(self, now: datetime) -> None:
        for name in (ClockName.FIRST_RESPONSE, ClockName.NEXT_RESPONSE):
            self.meet_clock(name, now)
        self.next_response = None

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
    def alarm(self) -> tuple[ClockName, Rung] | None:
        """The rung with the widest circle of those that clocks of this ticket stand on while they run."""
        standing = [
            (name, self.ladder[min(climbed, len(self.ladder)) - 1])
            for name, climbed in self.climbed.items()
            if climbed and self.ladder and name in self.clocks() and self.clocks()[name].met is None
        ]
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

    def start_clock(self, name: ClockName, now: datetime) -> Clock | None:
        return self.rules.clock(name, self.queue or "", self.severity, now)

    def meet_clock(self, name: ClockName, now: datetime) -> None:
        clock = self.clocks().get(name)
        if clock is not None:
            self._changed(name, clock, clock.meet(now))

    def _changed(self, name: ClockName, old: Clock, new: Clock) -> None:
        if new.breached and not old.breached:
            self.breaches.append(name)
        setattr(self, name, new)
