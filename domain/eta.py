"""The time by which we tell a customer to expect a person (SPEC D9)."""

from datetime import datetime, timedelta

STEP = timedelta(minutes=5)


def eta(now: datetime, due: datetime) -> datetime:
    """`due`, but at least 5 minutes away and rounded up to 5 minutes, so that it is kept, not just hoped."""
    earliest = max(due, now + STEP)
    over = timedelta(minutes=earliest.minute % 5, seconds=earliest.second, microseconds=earliest.microsecond)
    return earliest if not over else earliest - over + STEP
