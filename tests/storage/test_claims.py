"""What a customer is asked only so often: claimed once, whoever comes first; a delivery keeps what it claimed."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.ticket import Phase
from storage import tables
from storage.claims import Claims
from storage.database import open_database
from storage.presses import Presses
from tests.support.rows import Rows

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)  # everything in these tests was written after it


@pytest.fixture
async def rows(database_url: str) -> AsyncIterator[Rows]:
    engine: AsyncEngine = open_database(database_url)
    yield Rows(engine)
    await engine.dispose()


@pytest.fixture
def claims(rows: Rows) -> Claims:
    return Claims(rows.database)


def now() -> datetime:
    return datetime.now(UTC)


async def other_ticket(rows: Rows, maria: int, **values: object) -> int:
    talked = {"number": 1002, "phase": Phase.IN_PROGRESS, **values}
    ticket = await rows.ticket(maria, **talked)
    await rows.message(ticket, author="agent")
    return ticket


async def test_the_zone_is_asked_once_ever_and_a_retry_keeps_its_claim(claims: Claims, rows: Rows) -> None:
    maria = await rows.customer()
    assert [await claims.zone(maria, AT), await claims.zone(maria, AT)] == [True, True]
    assert not await claims.zone(maria, AT + 1000 * DAY)


async def test_who_told_their_zone_is_not_asked(claims: Claims, rows: Rows) -> None:
    assert not await claims.zone(await rows.customer(zone="Europe/Kyiv"), AT)


async def test_of_two_tickets_at_once_one_asks(claims: Claims, rows: Rows) -> None:
    maria = await rows.customer()
    asked = await asyncio.gather(*(claims.rating(maria, n, AT + n * HOUR, now()) for n in range(5)))
    assert asked.count(True) == 1


@pytest.mark.parametrize(
    ("later", "asks"),
    [
        (timedelta(), True),  # the same delivery, tried again
        (HOUR, False),
        (24 * HOUR - timedelta(seconds=1), False),
        (24 * HOUR, True),
        (-HOUR, False),
        (-30 * HOUR, True),  # another ticket of a demo, whose clock is behind
    ],
)
async def test_a_rating_is_asked_once_in_24_hours(
    claims: Claims, rows: Rows, later: timedelta, *, asks: bool
) -> None:
    maria = await rows.customer()
    assert await claims.rating(maria, 1, AT, now())
    assert await claims.rating(maria, 1, AT + later, now()) is asks


async def test_a_survey_is_asked_once_a_quarter(claims: Claims, rows: Rows) -> None:
    maria = await rows.customer()
    first = await claims.nps(maria, 1, AT, now())
    assert first is not None
    assert await claims.nps(maria, 1, AT, now()) == first
    assert await claims.nps(maria, 2, AT + 89 * DAY, now()) is None
    assert await claims.nps(maria, 2, AT + 90 * DAY, now()) not in (None, first)
    assert [row["asked_at"] for row in await rows.all(tables.nps)] == [AT, AT + 90 * DAY]


async def test_nothing_is_asked_in_the_middle_of_another_dialogue(claims: Claims, rows: Rows) -> None:
    maria = await rows.customer()
    await other_ticket(rows, maria)
    assert not await claims.rating(maria, 999, AT, LONG_AGO)
    assert await claims.nps(maria, 999, AT, LONG_AGO) is None
    assert await rows.all(tables.nps) == []
    assert await claims.rating(maria, 999, AT, now() + HOUR), "they wrote long ago"


async def test_a_claim_outlives_a_dialogue_that_begins_between_two_attempts(claims: Claims, rows: Rows) -> None:
    maria = await rows.customer()
    assert await claims.rating(maria, 999, AT, LONG_AGO)
    await other_ticket(rows, maria)
    assert await claims.rating(maria, 999, AT, LONG_AGO)


@pytest.mark.parametrize(
    "values", [{"phase": Phase.RESOLVED}, {"number": None}, {"closing_at": AT}], ids=["resolved", "draft", "over"]
)
async def test_a_ticket_nobody_works_on_is_no_dialogue(
    claims: Claims, rows: Rows, values: dict[str, object]
) -> None:
    maria = await rows.customer()
    await other_ticket(rows, maria, **values)
    assert await claims.rating(maria, 999, AT, LONG_AGO)


async def test_neither_the_ticket_itself_nor_a_note_nor_a_stranger_is_a_dialogue(
    claims: Claims, rows: Rows
) -> None:
    maria = await rows.customer()
    own = await other_ticket(rows, maria)
    noted = await rows.ticket(maria, number=1003, phase=Phase.OPEN)
    await rows.message(noted, author="agent", note=True)
    await other_ticket(rows, await rows.customer(), number=1004)
    assert await claims.rating(maria, own, AT, LONG_AGO)


@pytest.mark.parametrize(("days", "counts"), [(0, True), (14, True), (15, False)])
async def test_a_score_counts_once_within_14_days(claims: Claims, rows: Rows, days: int, *, counts: bool) -> None:
    maria = await rows.customer(telegram_id=101)
    survey = await claims.nps(maria, 1, AT, now())
    assert survey is not None
    presses = Presses(rows.database)
    assert await presses.scored(101, survey, 9, AT + days * DAY) is counts
    assert not await presses.scored(101, survey, 3, AT + days * DAY)
    assert [row["score"] for row in await rows.all(tables.nps)] == [9 if counts else None]


async def test_a_score_of_somebody_else_does_not_count(claims: Claims, rows: Rows) -> None:
    survey = await claims.nps(await rows.customer(telegram_id=101), 1, AT, now())
    await rows.customer(telegram_id=202)
    assert survey is not None
    assert not await Presses(rows.database).scored(202, survey, 9, AT)
