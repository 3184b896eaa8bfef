"""SLA clocks as values."""

from datetime import UTC, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import BusinessCalendar, Interval
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


# the clocks in business time, with changes of queue

WORKDAYS = BusinessCalendar(zone="Europe/Kyiv", week=(*((Interval(start=time(9), end=time(18)),),) * 5, (), ()))
steps = st.lists(
    st.tuples(st.timedeltas(timedelta(), timedelta(days=4)), st.sampled_from(["pause", "resume", "move", "none"])),
    max_size=10,
)


def test_a_reply_is_late_by_the_moment_it_was_written() -> None:
    """Told late, after an outage, it is in time; written late, it is a breach at the true due time."""
    assert running.meet(NOON + 3 * HOUR).breached is None
    assert running.meet(NOON + 5 * HOUR).breached == NOON + 4 * HOUR


def test_the_first_resolution_stays_known() -> None:
    reopened = running.meet(NOON + HOUR).reopen(NOON + 2 * HOUR)
    assert (reopened.met, reopened.first_met) == (None, NOON + HOUR)
    assert reopened.meet(NOON + 3 * HOUR).first_met == NOON + HOUR


def test_shares_of_the_target_come_in_order() -> None:
    assert [running.at(share) for share in (0.5, 0.8, 1, 1.5)] == [
        NOON + 2 * HOUR,
        NOON + 3.2 * HOUR,
        NOON + 4 * HOUR,
        NOON + 6 * HOUR,
    ]


def test_another_queue_keeps_what_is_used() -> None:
    moved = running.retarget(NOON + HOUR, 2 * HOUR, None)
    assert moved.due == NOON + 2 * HOUR
    assert moved.elapsed(NOON + 1.5 * HOUR) == 1.5 * HOUR


def test_a_target_that_is_used_already_is_due_at_once_and_not_in_the_past() -> None:
    moved = running.retarget(NOON + 3 * HOUR, HOUR, None)
    assert moved.due == NOON + 3 * HOUR


def test_a_paused_clock_that_is_moved_stays_paused() -> None:
    moved = running.pause(NOON + HOUR).retarget(NOON + 3 * HOUR, 2 * HOUR, None)
    assert not moved.running
    assert moved.resume(NOON + 5 * HOUR).due == NOON + 6 * HOUR


def test_the_weekend_counts_for_nobody() -> None:
    friday = datetime(2026, 11, 27, 15, tzinfo=UTC)  # 17:00 in Kyiv
    clock = Clock(started=friday, target=4 * HOUR, calendar=WORKDAYS)
    assert clock.due == datetime(2026, 11, 30, 10, tzinfo=UTC)
    assert clock.elapsed(datetime(2026, 11, 29, 12, tzinfo=UTC)) == HOUR


@given(steps, st.booleans())
def test_used_and_left_make_the_target_whatever_happens(
    moves: list[tuple[timedelta, str]], in_business_time: bool
) -> None:
    """Against a clock of its own: time that ran, counted step by step, is what the clock says is used."""
    calendar = WORKDAYS if in_business_time else None
    now, clock, ran = NOON, Clock(started=NOON, target=40 * HOUR, calendar=calendar), timedelta()
    for wait, move in moves:
        later = now + wait
        if clock.running:
            ran += WORKDAYS.between(now, later) if clock.calendar else wait
        now = later
        if move == "pause":
            clock = clock.pause(now)
        elif move == "resume":
            clock = clock.resume(now)
        elif move == "move":
            clock = clock.retarget(now, 30 * HOUR, None if clock.calendar else WORKDAYS)
        assert clock.elapsed(now) == ran
        assert clock.elapsed(now) + clock.remaining(now) == clock.target


@given(steps)
def test_no_pause_breaches_by_itself(moves: list[tuple[timedelta, str]]) -> None:
    """Whenever a clock resumes with time left, its due time lies ahead by exactly that much open time."""
    now, clock = NOON, Clock(started=NOON, target=40 * HOUR, calendar=WORKDAYS)
    for wait, move in moves:
        now += wait
        clock = clock.pause(now) if move == "pause" else clock.resume(now)
        left = clock.remaining(now)
        if clock.running and left > timedelta():
            assert WORKDAYS.between(now, clock.due) == left


@given(st.timedeltas(timedelta(), timedelta(days=2)))
def test_a_repeated_pause_changes_nothing(wait: timedelta) -> None:
    once = running.pause(NOON + HOUR).resume(NOON + HOUR + wait)
    twice = (
        running.pause(NOON + HOUR).pause(NOON + HOUR + wait / 2).resume(NOON + HOUR + wait).resume(NOON + wait * 2)
    )
    assert once == twice


@given(st.timedeltas(timedelta(hours=-9), timedelta()))
def test_a_clock_set_back_uses_nothing_up_and_gives_nothing_back(back: timedelta) -> None:
    """NTP, or a restored machine: `now` before the start, or before the pause began."""
    assert running.elapsed(NOON + back) == timedelta()
    assert running.pause(NOON + HOUR).resume(NOON + HOUR + back).due == running.due
