"""Quiet hours in the customer's local time (SPEC H2)."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict


class QuietHours(BaseModel):
    """From `start` to `end` local time, across midnight when start is later than end; equal means never."""

    model_config = ConfigDict(frozen=True)

    start: time = time(22)
    end: time = time(8)

    def quiet_at(self, moment: datetime, zone: str) -> bool:
        local = moment.astimezone(ZoneInfo(zone)).time()
        if self.start <= self.end:
            return self.start <= local < self.end
        return local >= self.start or local < self.end

    def next_allowed(self, moment: datetime, zone: str) -> datetime:
        """`moment` itself, or the end of the quiet hours it falls into, in UTC."""
        if not self.quiet_at(moment, zone):
            return moment
        local = moment.astimezone(ZoneInfo(zone))
        day = local.date() if local.time() < self.end else local.date() + timedelta(days=1)
        morning = datetime.combine(day, self.end, tzinfo=ZoneInfo(zone))
        return morning.astimezone(moment.tzinfo)
