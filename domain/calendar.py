"""Business time: when a queue's clocks run (SPEC D4). Exact to the microsecond across daylight saving changes."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, model_validator

DAY = timedelta(days=1)
WEEKDAYS = 7
# Past so many closed days in a row nothing opens any more: longer than any list of holidays in front of a weekend.
SEARCHED_DAYS = 400

Window = tuple[datetime, datetime]


class Interval(BaseModel):
    """Local opening hours from `start` up to `end`; an end not after the start is on the next day."""

    model_config = ConfigDict(frozen=True)

    start: time
    end: time

    def on(self, day: date, zone: ZoneInfo) -> Window:
        """In UTC. Of a time that the clocks show twice the first is taken to open, the second to close.

        A time that they skip is taken as it would be without the change, so a door set to open at a skipped 3:30
        opens at 4:30 of the new time.
        """
        last = day if self.end > self.start else day + DAY
        opens = datetime.combine(day, self.start, tzinfo=zone)
        closes = datetime.combine(last, self.end, tzinfo=zone).replace(fold=1)
        if not _exists(closes):
            closes = closes.replace(fold=0)  # of a skipped time, fold 1 would be the hour before
        return opens.astimezone(UTC), closes.astimezone(UTC)


class BusinessCalendar(BaseModel):
    """`week`: intervals by weekday, Monday first. A holiday has none of its own; the night before still ends."""

    model_config = ConfigDict(frozen=True)

    zone: str
    week: tuple[tuple[Interval, ...], ...]
    holidays: frozenset[date] = frozenset()

    @model_validator(mode="after")
    def _opens(self) -> "BusinessCalendar":
        if len(self.week) != WEEKDAYS or not any(self.week):
            raise ValueError("a calendar has seven days and opens on at least one of them")
        return self

    def open_at(self, moment: datetime) -> bool:
        return self.next_open(moment) == moment

    def next_open(self, moment: datetime) -> datetime:
        """`moment` itself while open, else the next opening."""
        start, _ = next(self._windows(moment))
        return max(start.astimezone(moment.tzinfo), moment)

    def after(self, moment: datetime, span: timedelta) -> datetime:
        """The moment at which `span` of open time has passed since `moment`."""
        left = max(span, timedelta())
        if not left:
            return moment
        windows = self._windows(moment)
        while True:
            start, end = next(windows)
            begins = max(start, moment)
            if left <= end - begins:
                return (begins + left).astimezone(moment.tzinfo)
            left -= end - begins

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Open time from `start` to `end`; none when `end` is not later, as after a clock was set back."""
        total = timedelta()
        if end <= start:
            return total
        for opens, closes in self._windows(start):
            if opens >= end:
                break
            total += min(closes, end) - max(opens, start)
        return total

    def _windows(self, moment: datetime) -> Iterator[Window]:
        """Not yet closed at `moment`, in order, none twice. Raises ValueError when none ever comes."""
        covered = moment.astimezone(UTC) - 2 * DAY
        for start, end in self._all_windows(moment):
            opens = max(start, covered)
            covered = max(covered, end)
            if end > max(opens, moment):
                yield opens, end
        raise ValueError(f"the calendar stays closed for more than {SEARCHED_DAYS} days")

    def _all_windows(self, moment: datetime) -> Iterator[Window]:
        zone = ZoneInfo(self.zone)
        day = moment.astimezone(zone).date() - DAY  # whose night may reach into this day
        closed = 0
        while closed <= SEARCHED_DAYS:
            intervals = () if day in self.holidays else self.week[day.weekday()]
            closed = 0 if intervals else closed + 1
            yield from sorted(interval.on(day, zone) for interval in intervals)
            day += DAY


def _exists(moment: datetime) -> bool:
    return moment.astimezone(UTC).astimezone(moment.tzinfo).replace(fold=0, tzinfo=None) == moment.replace(
        fold=0, tzinfo=None
    )
