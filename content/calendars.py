"""`calendars` of queues.yaml: when business time runs (SPEC D4)."""

import re
from datetime import date, time
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from content.fields import Entry, Zone
from domain.calendar import BusinessCalendar, Interval

_HOURS = re.compile(r"(\d{1,2}:\d{2})\s*-\s*(\d{1,2}:\d{2})")
MIDNIGHT = "24:00"


class Weekday(StrEnum):
    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


def _hours(value: Any) -> Interval:
    match = _HOURS.fullmatch(str(value).strip())
    try:
        start, end = (_time(part) for part in match.groups()) if match else (None, None)
    except ValueError:
        start = end = None
    if start is None or end is None:
        raise ValueError(f"`{value}` is not an interval: write it like `09:00-13:00`")
    return Interval(start=start, end=end)


def _time(value: str) -> time:
    return time() if value == MIDNIGHT else time.fromisoformat(value.zfill(5))


def _day(value: Any) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"`{value}` is not a date: write it like `2026-12-25`") from None


Hours = Annotated[Interval, BeforeValidator(_hours)]
Day = Annotated[date, BeforeValidator(_day)]


class CalendarEntry(Entry):
    """A holiday that is past does no harm and may stay."""

    zone: Zone
    open: dict[Weekday, tuple[Hours, ...]] = Field(min_length=1)
    holidays: tuple[Day, ...] = ()

    @model_validator(mode="after")
    def _in_order(self) -> "CalendarEntry":
        for day, hours in self.open.items():
            overlap = _overlap(hours)
            if overlap:
                raise ValueError(f"on {day} the hours from {overlap:%H:%M} overlap: make them one interval")
        if not any(self.open.values()):
            raise ValueError("it never opens: give at least one day its hours, like `mon: [09:00-18:00]`")
        return self

    def calendar(self) -> BusinessCalendar:
        week = tuple(self.open.get(day, ()) for day in Weekday)
        return BusinessCalendar(zone=self.zone, week=week, holidays=frozenset(self.holidays))


def _overlap(hours: tuple[Interval, ...]) -> time | None:
    """The start of the first interval that begins before the one in front of it has ended."""
    ordered = sorted(hours, key=lambda interval: interval.start)
    for one, other in pairwise(ordered):
        if one.end <= one.start or other.start < one.end:
            return other.start
    return None
