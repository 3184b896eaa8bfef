"""Times in callback answers, which know no formatting: in the reader's own zone and language."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime


def local_time(moment: datetime, zone: str, language: str) -> str:
    """Like "24 Nov, 14:30"; the words are CLDR's."""
    return format_datetime(moment, "d MMM, HH:mm", tzinfo=ZoneInfo(zone), locale=language)
