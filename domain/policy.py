"""The policy in force, as values: loaded from content/*.yaml, copied into each ticket when it starts."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from domain.calendar import BusinessCalendar
from domain.quiet_hours import QuietHours
from domain.sla import Clock, ClockName
from domain.ticket import Severity

EDITION = 2  # what TicketPolicy.edition says of a policy loaded today
MOST_CAPACITY = 50  # open tickets that one person can have at once
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class QuestionPlan(Frozen):
    """One clarifying question; without options it is answered in words only."""

    key: str
    options: tuple[str, ...] = ()


class TopicPlan(Frozen):
    """`follow_up_after`: from resolution to "did it help?", by severity; 24-72 h (SPEC C9)."""

    key: str
    queue: str
    severity: Severity = Severity.NORMAL
    questions: tuple[QuestionPlan, ...] = ()
    details: tuple[str, ...] = ()
    follow_up_after: dict[Severity, timedelta] = Field(default_factory=dict)

    def follow_up_delay(self, severity: Severity) -> timedelta:
        return self.follow_up_after.get(severity, 48 * HOUR)


class Targets(Frozen):
    """Durations by clock (SPEC D2, D3); those named in `hours` count only while that calendar is open (D4)."""

    first_response: timedelta
    resolution: timedelta
    next_response: timedelta | None = None  # None: no such clock
    taken: timedelta | None = None
    hours: dict[ClockName, str] = Field(default_factory=dict)

    def of(self, name: ClockName) -> timedelta | None:
        return {
            ClockName.FIRST_RESPONSE: self.first_response,
            ClockName.NEXT_RESPONSE: self.next_response,
            ClockName.RESOLUTION: self.resolution,
            ClockName.TAKEN: self.taken,
        }[name]


class Told(StrEnum):
    """Who hears of a target that runs out, from the few to the many (SPEC D5)."""

    AGENT = "agent"
    QUEUE = "queue"
    LEAD = "lead"
    EVERYONE = "everyone"


class Rung(Frozen):
    """One step of the escalation ladder: at `share` of a target (1 is the target itself) tell these."""

    share: float = Field(gt=0)
    tell: Told


class QueuePolicy(Frozen):
    """Targets by severity; `normal` always exists and serves severities without their own.

    A policy without a ladder is one of before there was any: its clocks breach and nobody is told.
    """

    key: str
    targets: dict[Severity, Targets]
    ladder: tuple[Rung, ...] = ()
    escalates_to: str | None = None  # the queue that takes over at 100 %
    duty: str | None = None  # the calendar of its duty hours; None: at any hour
    handling: timedelta = 15 * MINUTE  # of one ticket, until the desk has measured its own (D9)
    weight: int = Field(default=1, ge=1)  # how much of an agent's capacity one of its tickets takes (E5)

    def targets_for(self, severity: Severity) -> Targets:
        return self.targets.get(severity) or self.targets[Severity.NORMAL]


class TicketPolicy(Frozen):
    """Everything a ticket's workflow decides by. Durations are desk time; sources are SPEC's lines."""

    edition: int = 1  # 2: moves up at 100 %, alerts, hand-out and an ETA of the queue's pace (decision 0007)
    consent_version: str
    topics: dict[str, TopicPlan]
    queues: dict[str, QueuePolicy]
    default_queue: str
    capacity: int = Field(
        default=5, ge=1
    )  # open tickets of an agent at once, unless they chose another number (E5)
    calendars: dict[str, BusinessCalendar] = Field(default_factory=dict)
    default_details: tuple[str, ...] = ("screenshot", "date")  # to ask for on a ticket without a topic
    desk_zone: str = "Europe/Kyiv"
    quiet_hours: QuietHours = QuietHours()
    zones: tuple[str, ...] = ()  # offered when a customer is asked for their time; none: not asked
    more_zones: tuple[str, ...] = ()  # offered behind "other"
    intake_reminder_after: timedelta = 30 * MINUTE  # C3
    intake_abandoned_after: timedelta = 24 * HOUR  # C3
    answer_reminder_after: timedelta = 12 * HOUR  # C7
    answer_deadline_after: timedelta = 24 * HOUR  # C7
    agent_silent_after: timedelta = 24 * HOUR  # D11
    reopen_after_resolution: timedelta = 72 * HOUR  # C10
    reopen_after_follow_up: timedelta = 48 * HOUR  # C10
    rating_valid_for: timedelta = timedelta(days=7)  # C10

    def queue(self, name: str) -> QueuePolicy:
        return self.queues.get(name) or self.queues[self.default_queue]

    def room(self) -> dict[str, Any]:
        """What a HandOut asks for: how much a ticket of each queue weighs, and how much an agent can take."""
        weights = {key: queue.weight for key, queue in self.queues.items()}
        return {"weights": weights, "capacity": self.capacity}

    def clock(self, name: ClockName, queue: str, severity: Severity, started: datetime) -> Clock | None:
        """A clock at its start; None where the queue has no such target."""
        targets = self.queue(queue).targets_for(severity)
        target = targets.of(name)
        if target is None:
            return None
        return Clock(started=started, target=target, calendar=self.calendars.get(targets.hours.get(name, "")))
