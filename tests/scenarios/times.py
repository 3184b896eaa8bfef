"""Times as the tables write them: `+1 h 30 min` after the start, `Tue 08:00` in Kyiv, or `2026-03-29 04:00`."""

import re
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

KYIV = ZoneInfo("Europe/Kyiv")
WEEK = datetime(2026, 11, 23, tzinfo=KYIV)  # the Monday of the week that weekdays of a start mean
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
NEAR = timedelta(seconds=1)

_PART = re.compile(r"(\d+)\s*(s|min|h|d)")
_UNITS = {"s": "seconds", "min": "minutes", "h": "hours", "d": "days"}
_WEEKDAY = re.compile(rf"({'|'.join(DAYS)}) (\d\d:\d\d)")


def start_of(text: str) -> datetime:
    """In UTC, as everything here: two moments of one local zone would be added and compared by the wall clock."""
    weekday = _WEEKDAY.fullmatch(text)
    if weekday is None:
        written = datetime.fromisoformat(text)
        return (written if written.tzinfo else written.replace(tzinfo=KYIV)).astimezone(UTC)
    return _at(WEEK + timedelta(days=DAYS.index(weekday[1])), weekday[2])


def moment(text: str, start: datetime) -> datetime:
    """A weekday means the first such moment from the start on."""
    if text.startswith("+"):
        return start + duration(text[1:])
    weekday = _WEEKDAY.fullmatch(text)
    if weekday is None:
        return start_of(text)
    local = start.astimezone(KYIV)
    days = (DAYS.index(weekday[1]) - local.weekday()) % len(DAYS)
    found = _at(local + timedelta(days=days), weekday[2])
    return found if found >= start else _at(local + timedelta(days=days + len(DAYS)), weekday[2])


def duration(text: str) -> timedelta:
    """Raises ValueError for what is no list of numbers with units."""
    if text.strip() == "0":
        return timedelta()
    if not re.fullmatch(rf"({_PART.pattern}\s*)+", text.strip()):
        raise ValueError(f"`{text}` is no duration: write it like `1 h 30 min`")
    return sum((timedelta(**{_UNITS[unit]: int(number)}) for number, unit in _PART.findall(text)), timedelta())


def said(moment: datetime, start: datetime) -> str:
    """How a difference is reported: `+15 min (Mon 10:15)`."""
    local = moment.astimezone(KYIV)
    return f"+{span(moment - start)} ({DAYS[local.weekday()]} {local:%H:%M})"


def span(length: timedelta) -> str:
    seconds = round(length.total_seconds())
    if seconds < 0:
        return f"-{span(-length)}"
    days, rest = divmod(seconds, 86400)
    parts = [(days, "d"), (rest // 3600, "h"), (rest // 60 % 60, "min"), (rest % 60, "s")]
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or "0"


T = TypeVar("T", datetime, timedelta)


def near(one: T | None, other: T | None) -> bool:
    """Equal but for the moments that a press takes on its way."""
    if one is None or other is None:
        return one is other
    return abs(one - other) <= NEAR


def _at(day: datetime, clock: str) -> datetime:
    hour, minute = clock.split(":")
    return day.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0, fold=0).astimezone(UTC)
