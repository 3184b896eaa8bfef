"""SLA clocks as values."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.sla import Clock

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
running = Clock(started=NOON, target=4 * HOUR)


def test_a_pause_moves_the_due_time_by_its_length() -> None:
    assert running.pause(NOON + HOUR).resume(NOON + 3 * HOUR).due == NOON + 6 * HOUR


def test_a_clock_is_met_once_and_for_good() -> None:
    met = running.meet(NOON + HOUR)
    assert met.meet(NOON + 2 * HOUR).met == NOON + HOUR


def test_reopening_resumes_and_does_not_reset() -> None:
    reopened = running.meet(NOON + HOUR).reopen(NOON + 10 * HOUR)
    assert reopened.running
    assert reopened.due == NOON + 13 * HOUR  # one hour was used, three are left


def test_a_breach_records_the_true_due_time_once() -> None:
    breached = running.breach()
    assert breached.breached == NOON + 4 * HOUR
    assert breached.breach() == breached


@given(st.lists(st.timedeltas(timedelta(), timedelta(days=3)), min_size=2, max_size=8))
def test_elapsed_and_remaining_always_make_the_target(steps: list[timedelta]) -> None:
    """However often the clock is paused, time that ran plus time left is the target."""
    now, clock, ran = NOON, running, timedelta()
    for index, step in enumerate(steps):
        if clock.running:
            ran += step
        now += step
        clock = clock.pause(now) if index % 2 == 0 else clock.resume(now)
    clock = clock.resume(now)
    assert ran + (clock.due - now) == clock.target


@given(st.timedeltas(timedelta(), timedelta(days=30)))
def test_a_pause_never_breaches_by_itself(pause: timedelta) -> None:
    resumed = running.pause(NOON + HOUR).resume(NOON + HOUR + pause)
    assert resumed.due - (NOON + HOUR + pause) == 3 * HOUR
