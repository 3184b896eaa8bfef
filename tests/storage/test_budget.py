"""The budget by the database's own arithmetic; `now` is given, so nothing waits."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.budget import BOT_LIMIT, Budget, Lane, Turn, group_lane, private_lane
from storage.database import open_database

START = datetime(2026, 11, 23, 12, tzinfo=UTC)
GROUP = group_lane(-100, per_minute=20)


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = open_database(database_url)
    yield engine
    await engine.dispose()


@pytest.fixture
def budget(database: AsyncEngine) -> Budget:
    return Budget(database)


async def send(budget: Budget, lane: Lane, who: str, seconds: float, *, priority: int = 3) -> Turn:
    """A request that ends as soon as it begins."""
    turn = await budget.take(lane, who, priority, now=at(seconds))
    if turn.slot is not None:
        await budget.done(lane, turn.slot, now=at(seconds))
    return turn


async def storm(budget: Budget, lane: Lane, *, until: float, priority: int = 3) -> list[float]:
    """When an endless backlog would leave, asking again whenever told."""
    sent: list[float] = []
    clock = 0.0
    while clock < until:
        turn = await send(budget, lane, f"message {len(sent)}", clock, priority=priority)
        if turn.slot is None:
            clock += turn.wait
        else:
            sent.append(clock)
    return sent


def most_in_a_minute(sent: list[float]) -> int:
    return max(sum(1 for other in sent if start <= other < start + 60) for start in sent)


async def test_an_idle_group_takes_a_burst_at_once_and_the_next_after_the_spacing(budget: Budget) -> None:
    sent = await storm(budget, GROUP, until=4)
    assert sent == pytest.approx([0, 0, 0, 0, 0, 0, 3], abs=0.1)


@pytest.mark.parametrize("per_minute", [15, 20])
async def test_a_storm_never_passes_the_limit_and_leaves_one_place_for_the_urgent(
    budget: Budget, per_minute: int
) -> None:
    sent = await storm(budget, group_lane(-100, per_minute), until=200)
    assert most_in_a_minute(sent) == per_minute - 1
    assert len(sent) >= (per_minute - 1) * 3


async def test_the_urgent_leaves_at_once_in_a_storm(budget: Budget) -> None:
    await storm(budget, GROUP, until=50)
    assert (await send(budget, GROUP, "normal", 50)).slot is None
    assert (await send(budget, GROUP, "blocker", 50, priority=1)).slot is not None


async def test_the_urgent_passes_those_who_wait_longer(budget: Budget) -> None:
    lane = Lane("group:-100", limit=1, window=3)
    await send(budget, lane, "first", 0)
    await send(budget, lane, "normal", 2)
    await send(budget, lane, "blocker", 2.9, priority=1)
    passed = await send(budget, lane, "normal", 3.1)
    assert passed.slot is None
    assert passed.wait == pytest.approx(0.15)
    assert (await send(budget, lane, "blocker", 3.2, priority=1)).slot is not None


async def test_equals_leave_in_the_order_they_came(budget: Budget) -> None:
    lane = Lane("private:1", limit=1, window=3)
    await send(budget, lane, "first", 0)
    assert (await send(budget, lane, "second", 1)).slot is None
    assert (await send(budget, lane, "third", 2)).slot is None
    assert (await send(budget, lane, "second", 2.9)).slot is None
    assert (await send(budget, lane, "third", 3.1)).slot is None, "the second is still in line before it"
    assert (await send(budget, lane, "second", 3.2)).slot is not None


async def test_who_stopped_asking_holds_nobody_back(budget: Budget) -> None:
    lane = Lane("private:1", limit=1, window=3)
    await send(budget, lane, "first", 0)
    await send(budget, lane, "killed", 1)
    assert (await send(budget, lane, "third", 3.1)).slot is not None


async def test_a_request_in_flight_keeps_its_place_until_well_after_its_time_out(budget: Budget) -> None:
    lane = Lane("private:1", limit=1, window=3)
    turn = await budget.take(lane, "slow", 3, now=at(0))
    assert (await send(budget, lane, "next", 22)).slot is None
    assert turn.slot is not None
    await budget.done(lane, turn.slot, now=at(22))
    assert (await send(budget, lane, "next", 24.9)).slot is None
    assert (await send(budget, lane, "next", 25.1)).slot is not None


async def test_a_429_closes_the_chat_for_the_urgent_too_and_a_shorter_one_does_not_open_it(budget: Budget) -> None:
    await budget.block(GROUP, 30, now=at(0))
    await budget.block(GROUP, 5, now=at(1))
    turn = await send(budget, GROUP, "blocker", 2, priority=1)
    assert turn.slot is None
    assert turn.wait == pytest.approx(28)
    assert (await send(budget, GROUP, "blocker", 30.1, priority=1)).slot is not None


async def test_a_private_chat_takes_three_at_once_and_then_one_a_second(budget: Budget) -> None:
    sent = await storm(budget, private_lane(1), until=4)
    assert sent == pytest.approx([0, 0, 0, 1, 2, 3.1], abs=0.1)


async def test_a_private_chat_that_was_silent_has_its_burst_again(budget: Budget) -> None:
    await storm(budget, private_lane(1), until=1)
    turns = [await send(budget, private_lane(1), "later", 10 + n / 100) for n in range(4)]
    assert [turn.slot is not None for turn in turns] == [True, True, True, False]


async def test_many_chats_together_stay_inside_the_limit_of_the_bot(budget: Budget) -> None:
    turns = [await send(budget, private_lane(chat), "m", 0) for chat in range(40)]
    assert sum(turn.slot is not None for turn in turns) == BOT_LIMIT
    assert turns[-1].wait == pytest.approx(1.25)
    assert (await send(budget, private_lane(39), "m", 1.3)).slot is not None


async def test_lanes_do_not_wait_for_each_other(budget: Budget) -> None:
    await storm(budget, GROUP, until=50)
    assert (await send(budget, private_lane(1), "receipt", 50)).slot is not None


async def test_the_clock_of_the_database_counts_when_no_time_is_given(budget: Budget) -> None:
    lane = Lane("private:1", limit=1, window=3)
    first = await budget.take(lane, "first", 3)
    assert first.slot is not None
    await budget.done(lane, first.slot)
    assert 2 < (await budget.take(lane, "second", 3)).wait <= 3
