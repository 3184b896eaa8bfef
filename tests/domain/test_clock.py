"""Desk time: a demo runs faster, a ticket keeps its own clock."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.clock import DeskClock

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
moments = st.datetimes(datetime(2026, 11, 23), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
speeds = st.sampled_from([0.5, 1.0, 60.0, 1000.0])


def test_in_service_desk_time_is_real_time() -> None:
    assert DeskClock().desk(NOON) == NOON


def test_fifteen_minutes_pass_in_fifteen_seconds_at_speed_sixty() -> None:
    clock = DeskClock(epoch=NOON, speed=60)
    assert clock.delay(NOON, NOON + timedelta(minutes=15)) == timedelta(seconds=15)


def test_a_deadline_that_has_passed_is_due_at_once() -> None:
    assert DeskClock().delay(NOON, NOON - timedelta(hours=1)) == timedelta()


def test_skipping_brings_a_deadline_nearer_by_what_was_skipped() -> None:
    clock = DeskClock(epoch=NOON, speed=60, demo=True).ahead(timedelta(minutes=10))
    assert clock.delay(NOON, NOON + timedelta(minutes=15)) == timedelta(seconds=5)


@given(moments, speeds, st.timedeltas(timedelta(), timedelta(days=30)))
def test_waiting_the_delay_out_always_reaches_the_deadline(now: datetime, speed: float, ahead: timedelta) -> None:
    clock = DeskClock(epoch=NOON, speed=speed)
    deadline = clock.desk(now) + ahead
    reached = clock.desk(now + clock.delay(now, deadline))
    assert abs(reached - deadline) <= timedelta(microseconds=2 * speed)
