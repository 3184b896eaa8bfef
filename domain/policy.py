"""The policy in force, as values: loaded from content/*.yaml, copied into each ticket when it starts."""

from datetime import timedelta

from pydantic import BaseModel, ConfigDict, Field

from domain.quiet_hours import QuietHours
from domain.ticket import Severity

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
    """Durations of desk time from creation."""

    first_response: timedelta
    resolution: timedelta


class QueuePolicy(Frozen):
    """Targets by severity; `normal` always exists and serves severities without their own."""

    key: str
    targets: dict[Severity, Targets]

    def targets_for(self, severity: Severity) -> Targets:
        return self.targets.get(severity) or self.targets[Severity.NORMAL]


class TicketPolicy(Frozen):
    """Everything a ticket's workflow decides by. Durations are desk time; sources are SPEC's lines."""

    consent_version: str
    topics: dict[str, TopicPlan]
    queues: dict[str, QueuePolicy]
    default_queue: str
    default_details: tuple[str, ...] = ("screenshot", "date")  # to ask for on a ticket without a topic
    desk_zone: str = "Europe/Kyiv"
    quiet_hours: QuietHours = QuietHours()
    intake_reminder_after: timedelta = 30 * MINUTE  # C3
    intake_abandoned_after: timedelta = 24 * HOUR  # C3
    answer_reminder_after: timedelta = 12 * HOUR  # C7
    answer_deadline_after: timedelta = 24 * HOUR  # C7
    reopen_after_resolution: timedelta = 72 * HOUR  # C10
    reopen_after_follow_up: timedelta = 48 * HOUR  # C10
    rating_valid_for: timedelta = timedelta(days=7)  # C10

    def queue(self, name: str) -> QueuePolicy:
        return self.queues.get(name) or self.queues[self.default_queue]
