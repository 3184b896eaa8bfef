"""Waiting inside an activity, without the waiting."""

import pytest
from sqlalchemy.exc import OperationalError
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities import journal, patience


class Failing:
    """Raises the given errors, one a call, then works."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.calls = 0

    async def __call__(self) -> None:
        self.calls += 1
        if self.errors:
            raise self.errors.pop(0)


def away() -> OperationalError:
    return OperationalError("select", None, OSError("away"))


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "AWAY_PAUSE", 0)
    monkeypatch.setattr(journal, "KEEP_PAUSE", 0)


async def patiently(act: Failing) -> None:
    await ActivityEnvironment().run(patience.patiently, act)


async def test_a_short_absence_of_postgresql_is_sat_out() -> None:
    act = Failing(away(), away())
    await patiently(act)
    assert act.calls == 3


async def test_a_sender_that_is_asked_to_end_waits_no_more() -> None:
    environment = ActivityEnvironment()
    environment.worker_shutdown()
    act = Failing()
    with pytest.raises(ApplicationError) as caught:
        await environment.run(patience.patiently, act)
    assert (caught.value.type, caught.value.details, act.calls) == ("parked", ("shutdown",), 0)


async def test_a_long_absence_ends_the_attempt() -> None:
    act = Failing(*[away() for _ in range(1000)])
    with pytest.raises(OperationalError):
        await patiently(act)
    assert act.calls == patience.AWAY_TRIES + 1


async def test_a_mistake_is_not_repeated() -> None:
    act = Failing(KeyError("x"))
    with pytest.raises(KeyError):
        await patiently(act)
    assert act.calls == 1


async def test_what_telegram_has_done_is_stored_as_soon_as_postgresql_is_back() -> None:
    store = Failing(*[away() for _ in range(10)])
    await journal.keep(store)
    assert store.calls == 11


async def test_a_chat_has_two_places_and_gives_them_back() -> None:
    crowd = patience.Crowd()
    async with crowd.joined(1), crowd.joined(1), crowd.joined(2):
        with pytest.raises(ApplicationError) as caught:
            async with crowd.joined(1):
                pass
    assert caught.value.next_retry_delay is not None
    assert 2 <= caught.value.next_retry_delay.total_seconds() <= 10
    async with crowd.joined(1), crowd.joined(1):
        assert True
