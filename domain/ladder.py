"""The escalation ladder of one SLA clock: which step comes next, and what has been climbed (SPEC D5, D6)."""

from collections.abc import Sequence
from datetime import datetime

from domain.policy import Rung
from domain.sla import Clock


def next_step(clock: Clock, ladder: Sequence[Rung], climbed: int) -> datetime | None:
    """When to look at the clock again, None for never; `climbed` is how many rungs are behind it.

    The breach itself is a step also where nobody is to be told of it.
    """
    if not clock.running:
        return None
    steps = [clock.at(rung.share) for rung in ladder[climbed:]]
    if clock.breached is None:
        steps.append(clock.due)
    return min(steps, default=None)


def climb(clock: Clock, ladder: Sequence[Rung], climbed: int, now: datetime) -> tuple[Clock, int]:
    """The clock and the rungs behind it at `now`: after an outage several at once, of which the highest speaks."""
    reached = sum(clock.at(rung.share) <= now for rung in ladder)
    return (clock.breach() if clock.due <= now else clock), max(climbed, reached)
