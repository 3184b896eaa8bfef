"""Field types that several content files share."""

import re
from datetime import time, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict

from domain.zones import zone_key

KEY_LIMIT = 32  # a button's value (domain/buttons.py) and the database's columns
_KEY = re.compile(r"[a-z][a-z0-9_]*")
_VALUE = re.compile(r"[a-z0-9_-]{1,32}")
_DURATION = re.compile(r"(\d+)\s*(s|min|h|d)")
_UNITS = {"s": "seconds", "min": "minutes", "h": "hours", "d": "days"}


class Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def _duration(value: Any) -> timedelta:
    match = _DURATION.fullmatch(str(value).strip())
    if match is None or int(match[1]) == 0:
        raise ValueError(f"`{value}` is not a duration: write a number and s, min, h or d, like `15 min`")
    return timedelta(**{_UNITS[match[2]]: int(match[1])})


def _time_of_day(value: Any) -> time:
    try:
        return time.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"`{value}` is not a time of day: write it like `22:00`") from None


def _zone(value: Any) -> str:
    try:
        return ZoneInfo(str(value)).key
    except (KeyError, ValueError, OSError):
        raise ValueError(f"`{value}` is not a time zone: write an IANA name like `Europe/Kyiv`") from None


def _zone_to_offer(value: Any) -> str:
    zone = _zone(value)
    if _VALUE.fullmatch(zone_key(zone)) is None:
        raise ValueError(f"`{zone}` does not fit a button: name a city of that zone")
    return zone


def _key(value: Any) -> str:
    key = str(value)
    if _KEY.fullmatch(key) is None:
        raise ValueError(f"`{key}` is not a key: use small Latin letters, digits and _, starting with a letter")
    if len(key) > KEY_LIMIT:
        raise ValueError(f"`{key}` does not fit a button: at most {KEY_LIMIT} characters")
    return key


class Span(Entry):
    """`15 min`, or `15 min in office`: open time of that calendar only."""

    length: timedelta
    hours: str | None = None


def _span(value: Any) -> Any:
    length, _, hours = str(value).partition(" in ")
    return {"length": _duration(length), "hours": _key(hours.strip()) if hours else None}


Duration = Annotated[timedelta, BeforeValidator(_duration)]
TimeOfDay = Annotated[time, BeforeValidator(_time_of_day)]
Zone = Annotated[str, BeforeValidator(_zone)]
ZoneToOffer = Annotated[str, BeforeValidator(_zone_to_offer)]
Key = Annotated[str, BeforeValidator(_key)]
Target = Annotated[Span, BeforeValidator(_span)]
