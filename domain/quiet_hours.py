"""Quiet hours in the customer's local time (SPEC H2)."""

from datetime import date, datetime, time, timedelta
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

    def day(self, moment: datetime, zone: str) -> date:
        """Which day it is for the customer."""
        return moment.astimezone(ZoneInfo(zone)).date()

    def next_end(self, moment: datetime, zone: str) -> datetime:
        """The first morning after `moment`: the end of quiet hours, be they tonight's or today's."""
        local = moment.astimezone(ZoneInfo(zone))
        day = local.date() if local.time() < self.end else local.date() + timedelta(days=1)
        return datetime.combine(day, self.end, tzinfo=ZoneInfo(zone)).astimezone(moment.tzinfo)

    def next_allowed(self, moment: datetime, zone: str) -> datetime:
        """`moment` itself, or the end of the quiet hours it falls into, in UTC."""
        if not self.quiet_at(moment, zone):
            return moment
        return self.next_end(moment, zone)
