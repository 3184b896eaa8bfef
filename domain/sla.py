"""SLA clocks of a ticket as pure values (SPEC D3). All moments are desk time."""

from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict


class Clock(BaseModel):
    """A target that runs from `started`; a pause moves its due time by the pause's length."""

    model_config = ConfigDict(frozen=True)

    started: datetime
    target: timedelta
    paused_for: timedelta = timedelta()
    paused_since: datetime | None = None
    met: datetime | None = None
    breached: datetime | None = None

    @property
    def running(self) -> bool:
        return self.met is None and self.paused_since is None

    @property
    def due(self) -> datetime:
        return self.started + self.target + self.paused_for

    def pause(self, now: datetime) -> "Clock":
        return self if not self.running else self.model_copy(update={"paused_since": now})

    def resume(self, now: datetime) -> "Clock":
        if self.paused_since is None:
            return self
        paused_for = self.paused_for + (now - self.paused_since)
        return self.model_copy(update={"paused_since": None, "paused_for": paused_for})

    def meet(self, now: datetime) -> "Clock":
        """Met once and for good: a later call changes nothing."""
        return self if self.met is not None else self.resume(now).model_copy(update={"met": now})

    def reopen(self, now: datetime) -> "Clock":
        """Resumed, not reset: the time between `met` and now does not count."""
        if self.met is None:
            return self
        paused_for = self.paused_for + (now - self.met)
        return self.model_copy(update={"met": None, "paused_for": paused_for})

    def breach(self) -> "Clock":
        """Records the true due time, however late the timer fired; once per clock."""
        return self if self.breached is not None else self.model_copy(update={"breached": self.due})
