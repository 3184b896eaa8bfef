"""`service.yaml`: what holds for the whole desk."""

from pydantic import Field

from content.fields import Duration, Entry, TimeOfDay, Zone, ZoneToOffer
from domain.quiet_hours import QuietHours


class Quiet(Entry):
    start: TimeOfDay = Field(alias="from")
    end: TimeOfDay = Field(alias="to")

    def hours(self) -> QuietHours:
        return QuietHours(start=self.start, end=self.end)


class IntakeTimes(Entry):
    reminder_after: Duration
    abandoned_after: Duration


class AnswerTimes(Entry):
    reminder_after: Duration
    deadline_after: Duration


class ReopenTimes(Entry):
    after_resolution: Duration
    after_follow_up: Duration


class ServiceFile(Entry):
    consent_version: str = Field(min_length=1, max_length=32)
    desk_zone: Zone
    quiet_hours: Quiet
    zones: tuple[ZoneToOffer, ...] = Field(default=(), max_length=6)  # none: customers are not asked
    more_zones: tuple[ZoneToOffer, ...] = Field(default=(), max_length=20)
    intake: IntakeTimes
    answer: AnswerTimes
    reopen: ReopenTimes
    rating_valid_for: Duration
