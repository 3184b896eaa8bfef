"""Desk time: what policy, calendars, quiet hours and shown times are computed in."""

from datetime import UTC, datetime, timedelta

from pydantic import BaseModel, ConfigDict, Field


class DeskClock(BaseModel):
    """desk time = epoch + (now - epoch) x speed + skipped.

    In service speed is 1 and nothing is skipped, so desk time is real time. A demo runs faster; each ticket
    carries the clock it was started with, so a restart at another speed does not move its deadlines.
    """

    model_config = ConfigDict(frozen=True)

    epoch: datetime = datetime(2026, 1, 1, tzinfo=UTC)
    speed: float = Field(default=1.0, gt=0, le=1000)  # at 1000 the calendar ends in some 8 years
    skipped: timedelta = timedelta()
    demo: bool = False

    def desk(self, now: datetime) -> datetime:
        """Desk time at the real moment `now`."""
        return self.epoch + (now - self.epoch) * self.speed + self.skipped

    def real(self, moment: datetime) -> datetime:
        """The real moment at which desk time reaches `moment`."""
        return self.epoch + (moment - self.skipped - self.epoch) / self.speed

    def delay(self, now: datetime, deadline: datetime) -> timedelta:
        """Real time from the real `now` until the desk moment `deadline`; zero when it has passed."""
        return max(timedelta(), self.real(deadline) - now)

    def ahead(self, by: timedelta) -> "DeskClock":
        """The same clock, put forward by `by` of desk time; only demos skip."""
        return self.model_copy(update={"skipped": self.skipped + by})
