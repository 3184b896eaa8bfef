"""Moments in words, for readers whose app does not show them by itself, and for plain texts."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, get_timezone_location

from content.texts import Texts


def readable(moment: datetime, now: datetime, zone: str, language: str, texts: Texts) -> str:
    """`18:30 (Kyiv)`, with the day when that is another one than `now`'s; both are desk time."""
    local = moment.astimezone(ZoneInfo(zone))
    args = {"time": f"{local:%H:%M}", "city": city(zone, language, texts)}
    if same_day(moment, now, zone):
        return texts.plain(language, "moment-today", **args)
    day = format_date(local.date(), "EEE, d MMMM", locale=language)
    return texts.plain(language, "moment-later", day=day, **args)


def same_day(moment: datetime, now: datetime, zone: str) -> bool:
    reader = ZoneInfo(zone)
    return moment.astimezone(reader).date() == now.astimezone(reader).date()


def city(zone: str, language: str, texts: Texts) -> str:
    own = "zone-" + zone.lower().replace("/", "-")
    if texts.has(language, own):
        return texts.plain(language, own)
    # "Kyiv" comes out in Latin letters in every language, hence our own texts above.
    return get_timezone_location(ZoneInfo(zone), locale=language, return_city=True)
