"""Business time: weeks with gaps, nights, holidays and daylight saving."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.calendar import BusinessCalendar, Interval

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
KYIV = ZoneInfo("Europe/Kyiv")
ZONES = ["Europe/Kyiv", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"]


def hours(start: str, end: str) -> Interval:
    return Interval(start=time.fromisoformat(start), end=time.fromisoformat(end))


def daily(*intervals: Interval, zone: str = "Europe/Kyiv", holidays: tuple[date, ...] = ()) -> BusinessCalendar:
    return BusinessCalendar(zone=zone, week=(intervals,) * 7, holidays=frozenset(holidays))


WORKDAYS = BusinessCalendar(
    zone="Europe/Kyiv", week=(*((hours("09:00", "13:00"), hours("14:00", "18:00")),) * 5, (), ())
)
FRIDAY = datetime(2026, 11, 27, tzinfo=KYIV)


def test_lunch_and_the_weekend_do_not_count() -> None:
    assert WORKDAYS.after(FRIDAY.replace(hour=12), 2 * HOUR) == FRIDAY.replace(hour=15)
    assert WORKDAYS.after(FRIDAY.replace(hour=17), 2 * HOUR) == datetime(2026, 11, 30, 10, tzinfo=KYIV)
    assert WORKDAYS.next_open(FRIDAY.replace(hour=13, minute=30)) == FRIDAY.replace(hour=14)
    assert not WORKDAYS.open_at(FRIDAY.replace(hour=18))


def test_a_night_shift_goes_on_after_midnight() -> None:
    nights = daily(hours("22:00", "06:00"))
    late = datetime(2026, 11, 23, 23, tzinfo=KYIV)
    assert nights.after(late, 8 * HOUR) == datetime(2026, 11, 24, 23, tzinfo=KYIV)
    assert nights.open_at(datetime(2026, 11, 24, 5, 59, tzinfo=KYIV))


def test_a_holiday_is_closed_but_the_night_before_ends() -> None:
    nights = daily(hours("22:00", "06:00"), holidays=(date(2026, 12, 25),))
    assert nights.open_at(datetime(2026, 12, 25, 5, tzinfo=KYIV))
    assert not nights.open_at(datetime(2026, 12, 25, 23, tzinfo=KYIV))
    assert nights.next_open(datetime(2026, 12, 25, 6, tzinfo=KYIV)) == datetime(2026, 12, 26, 22, tzinfo=KYIV)


def test_a_whole_day_lasts_23_or_25_hours_when_clocks_change() -> None:
    always = daily(hours("00:00", "00:00"))
    for day, length in ((date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 11, 1), 24)):
        start = datetime.combine(day, time(), tzinfo=KYIV)
        end = datetime.combine(day + timedelta(days=1), time(), tzinfo=KYIV)
        assert always.between(start.astimezone(UTC), end.astimezone(UTC)) == length * HOUR


def test_the_skipped_hour_does_not_count_and_the_repeated_one_counts_twice() -> None:
    early = daily(hours("02:00", "05:00"))
    for day, length in ((date(2026, 3, 29), 2), (date(2026, 10, 25), 4)):
        midnight = datetime.combine(day, time(), tzinfo=KYIV).astimezone(UTC)
        assert early.between(midnight, midnight + 12 * HOUR) == length * HOUR


def test_a_door_that_opens_in_the_skipped_hour_opens_after_it() -> None:
    calendar = daily(hours("03:30", "12:00"))
    opened = calendar.next_open(datetime(2026, 3, 29, 0, 30, tzinfo=UTC))
    assert opened == datetime(2026, 3, 29, 4, 30, tzinfo=KYIV)


def test_a_door_that_closes_in_the_repeated_hour_closes_at_its_second_time() -> None:
    calendar = daily(hours("01:00", "03:30"))
    start = datetime(2026, 10, 25, 0, tzinfo=KYIV).astimezone(UTC)
    assert calendar.between(start, start + 12 * HOUR) == 3.5 * HOUR


def test_the_leap_day_counts() -> None:
    before = datetime(2028, 2, 28, 17, tzinfo=KYIV)  # a Monday
    assert WORKDAYS.after(before, 2 * HOUR) == datetime(2028, 2, 29, 10, tzinfo=KYIV)


def test_intervals_that_overlap_count_once() -> None:
    calendar = daily(hours("09:00", "14:00"), hours("13:00", "18:00"))
    noon = datetime(2026, 11, 24, 8, tzinfo=KYIV)
    assert calendar.between(noon, noon + 12 * HOUR) == 9 * HOUR


def test_nothing_passes_when_time_runs_backwards() -> None:
    assert WORKDAYS.between(FRIDAY, FRIDAY - 24 * HOUR) == timedelta()


def test_a_calendar_that_never_opens_is_refused() -> None:
    with pytest.raises(ValidationError, match="opens on at least one"):
        BusinessCalendar(zone="UTC", week=((),) * 7)


def test_holidays_without_end_are_told_apart_from_a_long_closing() -> None:
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(600)]
    with pytest.raises(ValueError, match="stays closed"):
        daily(hours("09:00", "18:00"), holidays=tuple(days)).next_open(datetime(2026, 1, 1, tzinfo=UTC))


quarters = st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15))
intervals = st.builds(Interval, start=quarters, end=quarters)
weeks = st.lists(st.lists(intervals, max_size=3).map(tuple), min_size=7, max_size=7).filter(any).map(tuple)
calendars = st.builds(
    BusinessCalendar,
    zone=st.sampled_from(ZONES),
    week=weeks,
    holidays=st.frozensets(st.dates(date(2026, 3, 1), date(2026, 12, 1)), max_size=4),
)
MARCH = datetime(2026, 3, 1, tzinfo=UTC)
moments = st.timedeltas(timedelta(), timedelta(days=260)).map(lambda passed: MARCH + passed)
spans = st.timedeltas(timedelta(), timedelta(days=5))


@given(calendars, moments, spans)
def test_what_is_added_is_what_has_passed(calendar: BusinessCalendar, moment: datetime, span: timedelta) -> None:
    assert calendar.between(moment, calendar.after(moment, span)) == span


@given(calendars, moments, spans, spans)
def test_adding_in_two_steps_is_adding_at_once(
    calendar: BusinessCalendar, moment: datetime, first: timedelta, second: timedelta
) -> None:
    stepwise = calendar.after(calendar.after(moment, first), second)
    assert calendar.between(moment, stepwise) == first + second
    if second:
        assert stepwise == calendar.after(moment, first + second)


@given(calendars, moments)
@settings(max_examples=40)
def test_a_day_agrees_with_its_minutes_one_by_one(calendar: BusinessCalendar, moment: datetime) -> None:
    """The sum over a day is that of its quarters of an hour, each asked whether the desk is open."""
    start = moment.replace(minute=0, second=0, microsecond=0)
    quarter = 15 * MINUTE
    open_quarters = sum(calendar.open_at(start + n * quarter) for n in range(96))
    assert calendar.between(start, start + 24 * HOUR) == open_quarters * quarter
