"""SLA clocks of a ticket as pure values (SPEC D3-D8). All moments are desk time."""

from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from domain.calendar import BusinessCalendar

ZERO = timedelta()


class ClockName(StrEnum):
    FIRST_RESPONSE = "first_response"
    NEXT_RESPONSE = "next_response"
    RESOLUTION = "resolution"
    TAKEN = "taken"  # creation to the claim, or to the first human reply; security's (SPEC D2)


class Clock(BaseModel):
    """A target that runs from `started`, in calendar time or in the open hours of `calendar`.

    A pause moves the due time by the pause's length. `since` and `before` tell of a change of queue or severity:
    the target in force counts from `since`, and `before` is what had been used by then.
    """

    model_config = ConfigDict(frozen=True)

    started: datetime
    target: timedelta
    calendar: BusinessCalendar | None = None
    paused_for: timedelta = ZERO
    paused_since: datetime | None = None
    since: datetime | None = None
    before: timedelta = ZERO
    met: datetime | None = None
    first_met: datetime | None = None  # kept when a ticket is reopened
    breached: datetime | None = None

    @property
    def running(self) -> bool:
        return self.met is None and self.paused_since is None

    @property
    def due(self) -> datetime:
        return self.at(1)

    def at(self, share: float) -> datetime:
        """When `share` of the target (0.5 is half of it) is used, if nothing pauses the clock any more."""
        return self._after(self._base, max(self.target * share - self.before, ZERO) + self.paused_for)

    def elapsed(self, now: datetime) -> timedelta:
        """Used so far; less than zero never, more than the target when it is late."""
        until = self.met or self.paused_since or now
        return max(self.before + self._between(self._base, until) - self.paused_for, ZERO)

    def remaining(self, now: datetime) -> timedelta:
        """Less than zero when it is late."""
        return self.target - self.elapsed(now)

    def pause(self, now: datetime) -> "Clock":
        return self if not self.running else self.model_copy(update={"paused_since": now})

    def resume(self, now: datetime) -> "Clock":
        if self.paused_since is None:
            return self
        paused_for = self.paused_for + self._between(self.paused_since, now)
        return self.model_copy(update={"paused_since": None, "paused_for": paused_for})

    def meet(self, now: datetime) -> "Clock":
        """Met when the reply was written, however late it was told: a breach recorded meanwhile is withdrawn."""
        if self.met is not None:
            return self
        now = max(now, self.started)
        resumed = self.resume(now)
        if resumed.breached is not None and now <= resumed.breached:
            resumed = resumed.model_copy(update={"breached": None})
        elif resumed.due < now:
            resumed = resumed.breach()
        return resumed.model_copy(update={"met": now, "first_met": self.first_met or now})

    def unmeet(self) -> "Clock":
        """The reply that met it could not be delivered: it goes on as if that had not been written."""
        return self.model_copy(update={"met": None, "first_met": None})

    def reopen(self, now: datetime) -> "Clock":
        """Resumed, not reset: the time between `met` and now does not count."""
        if self.met is None:
            return self
        paused_for = self.paused_for + self._between(self.met, now)
        return self.model_copy(update={"met": None, "first_met": self.met, "paused_for": paused_for})

    def breach(self) -> "Clock":
        """Records the true due time, however late the timer fired; once per clock."""
        return self if self.breached is not None else self.model_copy(update={"breached": self.due})

    def retarget(self, now: datetime, target: timedelta, calendar: BusinessCalendar | None) -> "Clock":
        """Another queue or severity: what is used stays used, what is due is computed anew (SPEC D8)."""
        if self.met is not None:
            return self
        return self.model_copy(
            update={
                "target": target,
                "calendar": calendar,
                "since": now,
                "before": self.elapsed(now),
                "paused_for": ZERO,
                "paused_since": now if self.paused_since is not None else None,
            }
        )

    @property
    def _base(self) -> datetime:
        return self.since or self.started

    def _after(self, moment: datetime, span: timedelta) -> datetime:
        return moment + span if self.calendar is None else self.calendar.after(moment, span)

    def _between(self, start: datetime, end: datetime) -> timedelta:
        if self.calendar is None:
            return max(end - start, ZERO)
        return self.calendar.between(start, end)
