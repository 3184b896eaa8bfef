"""Quiet hours in the customer's zone, exact across midnight and daylight saving."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.quiet_hours import QuietHours

KYIV = "Europe/Kyiv"
night = QuietHours()


def kyiv(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(KYIV)).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        ("2026-11-23 12:00", "2026-11-23 12:00"),
        ("2026-11-23 21:59:59", "2026-11-23 21:59:59"),
        ("2026-11-23 22:00", "2026-11-24 08:00"),
        ("2026-11-24 00:30", "2026-11-24 08:00"),
        ("2026-11-24 07:59:59", "2026-11-24 08:00"),
        ("2026-11-24 08:00", "2026-11-24 08:00"),
        ("2026-03-29 02:30", "2026-03-29 08:00"),  # the night that loses an hour
        ("2026-10-25 03:30", "2026-10-25 08:00"),  # the night that has an hour twice
        ("2028-02-28 23:00", "2028-02-29 08:00"),  # leap day
    ],
)
def test_a_message_waits_for_the_end_of_the_night(moment: str, allowed: str) -> None:
    assert night.next_allowed(kyiv(moment), KYIV) == kyiv(allowed)


def test_a_window_inside_one_day_works_too() -> None:
    siesta = QuietHours(start=time(13), end=time(15))
    assert siesta.next_allowed(kyiv("2026-11-23 13:30"), KYIV) == kyiv("2026-11-23 15:00")
    assert siesta.next_allowed(kyiv("2026-11-23 12:59"), KYIV) == kyiv("2026-11-23 12:59")


def test_equal_ends_mean_never_quiet() -> None:
    always = QuietHours(start=time(0), end=time(0))
    assert not always.quiet_at(kyiv("2026-11-23 03:00"), KYIV)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from([KYIV, "America/New_York", "Asia/Kolkata", "Pacific/Auckland"]),
)
def test_what_is_allowed_is_never_quiet_and_never_earlier(moment: datetime, zone: str) -> None:
    allowed = night.next_allowed(moment, zone)
    assert allowed >= moment
    assert not night.quiet_at(allowed, zone)
