"""The time by which we tell a customer to expect a person (SPEC D9)."""

from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict

from domain.calendar import BusinessCalendar
from domain.policy import QueuePolicy

STEP = timedelta(minutes=5)
TOLD_BEFORE = timedelta(minutes=2)  # how long before a promise passes a new one is given


class Pace(BaseModel):
    """How fast a queue works: measured in SQL at the moment of the promise.

    `ahead`: open tickets earlier in the order of work; `handling`: median of the last 50, None without any.
    """

    model_config = ConfigDict(frozen=True)

    ahead: int = 0
    on_duty: int = 0
    handling: timedelta | None = None


def eta(now: datetime, due: datetime) -> datetime:
    """`due`, but at least 5 minutes away and rounded up to 5 minutes, so that it is kept, not just hoped."""
    earliest = max(due, now + STEP)
    over = timedelta(minutes=earliest.minute % 5, seconds=earliest.second, microseconds=earliest.microsecond)
    return earliest if not over else earliest - over + STEP


def reach(now: datetime, pace: Pace, queue: QueuePolicy, duty: BusinessCalendar | None, due: datetime) -> datetime:
    """When the queue gets to the ticket: tickets ahead x median handling time / agents on duty.

    With nobody on duty it starts at the next duty, with one agent. In duty hours with nobody there, somebody is
    called by the ladder at the latest when the target is `due`.
    """
    work = pace.ahead * (pace.handling or queue.handling)
    if pace.on_duty:
        return now + work / pace.on_duty
    starts = duty.next_open(now) if duty is not None else now
    return max(starts, due if starts == now else starts) + work


def slipped(promised: datetime, since: datetime, reached: datetime, now: datetime) -> datetime:
    """The new promise when one cannot be kept: at least twice the wait of the last, so that it is told seldom."""
    return eta(now, max(reached, since + 2 * (promised - since)))
