"""Who gets what, on a real database and with real concurrency (SPEC E5)."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.calls import HandOut, HeldBy, Projection
from domain.policy import Told
from domain.ticket import Phase
from storage import tables
from storage.boards import Boards
from storage.database import open_database
from storage.duty import Duty
from storage.facts import Origin
from storage.members import Members
from storage.next_ticket import NextTickets
from storage.tickets import Tickets
from tests.support.rows import Rows

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = open_database(database_url)
    yield engine
    await engine.dispose()


@pytest.fixture
def rows(database: AsyncEngine) -> Rows:
    return Rows(database)


@pytest.fixture
def duty(database: AsyncEngine) -> Duty:
    return Duty(database)


async def agent(rows: Rows, ref: str, **values: Any) -> str:
    await rows.agent(**{"ref": ref, "name": ref, "on_duty_since": NOW, **values})
    return ref


async def tickets(rows: Rows, count: int, **values: Any) -> list[int]:
    customer = await rows.customer()
    first = 1001 + len(await rows.all(tables.ticket))
    basis = {"phase": "open", "queue": "l1", "topic": "payment"}
    return [await rows.ticket(customer, **{**basis, "number": first + n, **values}) for n in range(count)]


def wanted(ticket: int, **values: Any) -> HandOut:
    return HandOut(**{"ticket": ticket, "queue": "l1", "at": NOW, "capacity": 3, **values})


async def test_tickets_go_round_by_load(rows: Rows, duty: Duty) -> None:
    for ref in ("olena", "taras", "ivan"):
        await agent(rows, ref)
    ids = await tickets(rows, 6)
    handed = [await duty.hand_out(wanted(one, at=NOW + timedelta(seconds=n))) for n, one in enumerate(ids)]
    assert handed == ["olena", "taras", "ivan", "olena", "taras", "ivan"]


async def test_who_has_more_room_for_their_capacity_goes_first(rows: Rows, duty: Duty) -> None:
    await agent(rows, "quick", capacity=10)
    await agent(rows, "slow", capacity=1)
    ids = await tickets(rows, 4)
    assert [await duty.hand_out(wanted(one)) for one in ids] == ["quick", "slow", "quick", "quick"]


async def test_nobody_gets_more_than_they_can_take(rows: Rows, duty: Duty) -> None:
    await agent(rows, "olena", capacity=2)
    ids = await tickets(rows, 3)
    assert [await duty.hand_out(wanted(one)) for one in ids] == ["olena", "olena", None]


async def test_a_repeat_gives_the_same_agent(rows: Rows, duty: Duty) -> None:
    await agent(rows, "olena")
    await agent(rows, "taras")
    (one,) = await tickets(rows, 1)
    assert [await duty.hand_out(wanted(one)) for _ in range(3)] == ["olena"] * 3


async def test_hand_outs_at_the_same_moment_overload_nobody(rows: Rows, duty: Duty) -> None:
    """Without the lock all of them would count the same load."""
    await agent(rows, "olena", capacity=3)
    await agent(rows, "taras", capacity=2)
    ids = await tickets(rows, 12)
    handed = await asyncio.gather(*(duty.hand_out(wanted(one)) for one in ids))
    assert sorted(ref or "-" for ref in handed) == ["-"] * 7 + ["olena"] * 3 + ["taras"] * 2


async def test_only_agents_of_the_queue_who_are_there_are_asked(rows: Rows, duty: Duty) -> None:
    await agent(rows, "off", on_duty_since=None)
    await agent(rows, "left", left_at=NOW)
    await agent(rows, "other", queues=["vip"])
    (one,) = await tickets(rows, 1)
    assert await duty.hand_out(wanted(one)) is None
    await agent(rows, "here", queues=["vip", "l1"])
    assert await duty.hand_out(wanted(one)) == "here"


async def test_a_heavy_ticket_takes_more_room(rows: Rows, duty: Duty) -> None:
    await agent(rows, "olena", capacity=3)
    ids = await tickets(rows, 2, queue="vip")
    weights = {"vip": 2}
    handed = [await duty.hand_out(wanted(one, queue="vip", weights=weights)) for one in ids]
    assert handed == ["olena", None]


async def test_a_ticket_that_waits_for_its_customer_leaves_room(rows: Rows, duty: Duty) -> None:
    await agent(rows, "olena", capacity=1)
    await tickets(rows, 1, assignee="olena", phase="waiting_for_customer")
    (one,) = await tickets(rows, 1)
    assert await duty.hand_out(wanted(one)) == "olena"


async def test_a_ticket_that_somebody_took_is_left_alone_when_only_free_ones_are_wanted(
    rows: Rows, duty: Duty
) -> None:
    await agent(rows, "olena")
    (one,) = await tickets(rows, 1, assignee="taras")
    assert await duty.hand_out(wanted(one, only_free=True)) == "taras"
    assert (await rows.get(tables.ticket, one))["offered_to"] is None


async def test_handing_over_counts_what_the_new_agent_is_offered(rows: Rows, duty: Duty) -> None:
    """The tickets still carry the old agent's name; the new one must not get all of them for that."""
    await agent(rows, "gone", on_duty_since=None)
    await agent(rows, "olena", capacity=2)
    ids = await tickets(rows, 4, assignee="gone", phase="in_progress")
    assert len(await duty.held(HeldBy(agent="gone", queue="l1"))) == 4
    handed = [await duty.hand_out(wanted(one, but="gone")) for one in ids]
    assert handed == ["olena", "olena", None, None]
    assert [one.ticket for one in await duty.held(HeldBy(agent="gone", queue="l1"))] == ids[2:]


async def test_whoever_is_on_duty_keeps_what_they_have(rows: Rows, duty: Duty) -> None:
    await agent(rows, "olena")
    await tickets(rows, 2, assignee="olena")
    assert await duty.held(HeldBy(agent="olena", queue="l1")) == []


async def test_what_is_offered_on_the_way_is_handed_over_too(rows: Rows, duty: Duty) -> None:
    await agent(rows, "gone", on_duty_since=None)
    (one,) = await tickets(rows, 1, offered_to="gone", phase="intake")
    await tickets(rows, 1, assignee="gone", phase="resolved")
    await tickets(rows, 1, assignee="gone", queue="vip")
    assert [held.ticket for held in await duty.held(HeldBy(agent="gone", queue="l1"))] == [one]
    assert await duty.hand_out(wanted(one, but="gone")) is None
    assert (await rows.get(tables.ticket, one))["offered_to"] is None


async def test_an_offer_ends_when_somebody_takes_the_ticket(rows: Rows, duty: Duty, database: AsyncEngine) -> None:
    await agent(rows, "olena", capacity=1)
    (one, other) = await tickets(rows, 2)
    assert await duty.hand_out(wanted(one)) == "olena"
    claimed = Projection(ticket=one, seq=1, phase=Phase.IN_PROGRESS, queue="l1", assignee="taras")
    await Tickets(database).project(claimed)
    assert await duty.hand_out(wanted(other)) == "olena", "her place is free again"


async def test_an_offer_of_a_hand_over_outlives_what_the_ticket_says_meanwhile(
    rows: Rows, duty: Duty, database: AsyncEngine
) -> None:
    await agent(rows, "olena", capacity=1)
    (one, other) = await tickets(rows, 2, assignee="gone")
    assert await duty.hand_out(wanted(one, but="gone")) == "olena"
    still = Projection(ticket=one, seq=1, phase=Phase.IN_PROGRESS, queue="l1", assignee="gone")
    await Tickets(database).project(still)
    assert await duty.hand_out(wanted(other, but="gone")) is None, "she is full"


async def test_queues_wait_when_they_have_a_ticket_and_somebody_who_serves_them(rows: Rows, duty: Duty) -> None:
    await tickets(rows, 1)
    await tickets(rows, 1, queue="vip")
    await tickets(rows, 1, queue="l2", assignee="olena")
    assert await duty.queues_waiting() == []
    await agent(rows, "olena", queues=["l1", "l2"])
    assert await duty.queues_waiting() == ["l1"]
    await agent(rows, "taras")
    assert await duty.queues_waiting() == ["l1", "vip"]


async def test_duty_remembers_what_was_chosen(rows: Rows, duty: Duty) -> None:
    one = await rows.agent(ref="olena")

    async def on(queues: list[str] | None = None, *, every: bool = False, capacity: int | None = None) -> Any:
        await duty.go_on("olena", NOW, queues=queues, every=every, capacity=capacity)
        row = await rows.get(tables.agent, one)
        return row["queues"], row["capacity"], row["on_duty_since"]

    assert await on() == (None, None, NOW)
    assert await on(["vip", "l1"], capacity=3) == (["l1", "vip"], 3, NOW)
    await duty.go_off("olena")
    assert await on() == (["l1", "vip"], 3, NOW)
    await on(every=True)
    (ticket,) = await tickets(rows, 1, queue="l2")
    assert await duty.hand_out(wanted(ticket, queue="l2")) == "olena", "every queue means this one, too"


async def test_who_leaves_is_off_duty_and_no_lead_until_they_come_back(rows: Rows, database: AsyncEngine) -> None:
    one = await agent(rows, "olena", telegram_id=31, lead=True)
    members = Members(database)
    assert await members.left(31, NOW) == one
    assert await members.left(31, NOW + timedelta(hours=1)) == one
    assert await members.left(404, NOW) is None
    (row,) = await rows.all(tables.agent)
    assert (row["left_at"], row["on_duty_since"], row["lead"]) == (NOW, None, False)


CIRCLES = [
    ([Told.AGENT], ["taras"], {"taras"}),
    ([Told.AGENT], ["taras", ""], {"taras", "onduty"}),
    ([Told.AGENT], [""], {"onduty"}),
    ([Told.QUEUE], [], {"onduty"}),
    ([Told.LEAD], [], {"lead"}),
    ([Told.AGENT, Told.LEAD], ["taras"], {"taras", "lead"}),
    ([Told.EVERYONE], [], {"taras", "onduty", "lead"}),
]


@pytest.mark.parametrize(("circles", "assignees", "called"), CIRCLES)
async def test_an_alert_calls_its_circle(
    rows: Rows, database: AsyncEngine, circles: list[Told], assignees: list[str], called: set[str]
) -> None:
    await agent(rows, "taras", on_duty_since=None)
    await agent(rows, "onduty")
    await agent(rows, "lead", on_duty_since=None, lead=True)
    await agent(rows, "left", left_at=NOW, lead=True)
    assert {one.name for one in await Boards(database).called("l1", circles, assignees)} == called


async def test_a_circle_with_nobody_in_it_wakes_the_next(rows: Rows, database: AsyncEngine) -> None:
    boards = Boards(database)
    assert await boards.called("l1", [Told.QUEUE], []) == []
    await agent(rows, "taras", on_duty_since=None)
    assert [one.name for one in await boards.called("l1", [Told.QUEUE], [])] == ["taras"]
    await agent(rows, "lead", on_duty_since=None, lead=True)
    assert [one.name for one in await boards.called("l1", [Told.AGENT], [""])] == ["lead"]
    await agent(rows, "vip", queues=["vip"])
    assert [one.name for one in await boards.called("l1", [Told.QUEUE], [])] == ["lead"]


async def test_the_next_ticket_is_the_first_in_order_of_work(rows: Rows, database: AsyncEngine) -> None:
    await agent(rows, "olena", queues=["l1"])
    await tickets(rows, 1, waiting_since=NOW)
    (blocker,) = await tickets(rows, 1, severity="blocker", waiting_since=NOW + timedelta(hours=1))
    await tickets(rows, 1, severity="blocker", queue="vip", waiting_since=NOW)
    await tickets(rows, 1, severity="blocker", assignee="taras", waiting_since=NOW)
    await tickets(rows, 1, severity="blocker", phase="in_progress", assignee="olena", waiting_since=NOW)
    (mine,) = await tickets(rows, 1, severity="blocker", vip=True, offered_to="olena", waiting_since=NOW)
    choose = NextTickets(database).choose
    origin = Origin(7, 1, -100)
    first = await choose(origin, "olena", (), [])
    assert first is not None
    assert first.id == mine
    assert await choose(origin, "olena", (), []) == first, "the same update begins with the same"
    second = await choose(origin, "olena", (), [mine])
    assert second is not None
    assert second.id == blocker
