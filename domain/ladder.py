"""The escalation ladder of one SLA clock: which step comes next, and what has been climbed (SPEC D5, D6)."""

from collections.abc import Sequence
from datetime import datetime

from domain.policy import Rung
from domain.sla import Clock


def next_step(clock: Clock, ladder: Sequence[Rung], climbed: int, *, moves_up: bool = False) -> datetime | None:
    """When to look at the clock again, None for never; `climbed` is how many rungs are behind it.

    The due time itself is a step also where nobody is to be told of it: of the breach, and of moving up.
    """
    if not clock.running:
        return None
    steps = [clock.at(rung.share) for rung in ladder[climbed:]]
    if clock.breached is None or moves_up:
        steps.append(clock.due)
    return min(steps, default=None)


def climb(clock: Clock, ladder: Sequence[Rung], climbed: int, now: datetime) -> tuple[Clock, int]:
    """The clock and the rungs behind it at `now`: after an outage several at once, of which the highest speaks."""
    return (clock.breach() if clock.due <= now else clock), max(climbed, reached(clock, ladder, now))


def reached(clock: Clock, ladder: Sequence[Rung], now: datetime) -> int:
    """How many rungs the clock has reached by now."""
    return sum(clock.at(rung.share) <= now for rung in ladder)
