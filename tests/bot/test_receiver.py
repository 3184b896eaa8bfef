"""An update is acknowledged only when it is safe; nothing is processed twice; nothing holds others up."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from bot.attempts import Attempts
from bot.receiver import Held
from bot.sweeper import Sweeper
from domain.points import Point
from storage.database import open_database
from storage.tables import dead_letter, fact, message, ticket
from tests.bot.conftest import MortalTemporal
from tests.support.receiving import JAMES, MARIA, Receiving, edited, private, receiving
from tests.support.receiving import update as raw_update


class Stopped(Exception):
    """Stands for the death of the process at a named point."""


def dies_at(point: Point, times: int = 1) -> "Dying":
    return Dying(point, times)


class Dying:
    def __init__(self, point: Point, times: int) -> None:
        self._point = point
        self._left = times

    def __call__(self, point: Point) -> None:
        if point is self._point and self._left:
            self._left -= 1
            raise Stopped


async def waiting(world: Receiving) -> int:
    count: int = await world.scalar(select(func.count()).where(fact.c.forwarded_at.is_(None)))
    return count


async def test_a_first_message_starts_its_tickets_workflow(world: Receiving) -> None:
    await world.receive(private(MARIA, "Не пройшла оплата на 500 гривень"))
    (workflow_id,) = await world.workflow_ids()
    ((signal, value),) = await world.told(workflow_id)
    assert signal == "customer_wrote"
    assert value["understood"]["topic"] == "payment"
    assert value["message"] == await world.scalar(select(message.c.id))
    assert await waiting(world) == 0


async def test_temporal_is_told_no_words_names_or_telegram_ids(world: Receiving) -> None:
    await world.receive(private({**MARIA, "id": 987654321}, "Мій таємний текст"))
    (workflow_id,) = await world.workflow_ids()
    history = await world.history(workflow_id) + workflow_id
    assert "987654321" not in history
    assert "таємний" not in history
    assert "Марія" not in history


async def test_the_same_update_twice_is_told_once(world: Receiving) -> None:
    raw = private(MARIA)
    await world.receive(raw)
    await world.receive(raw)
    (workflow_id,) = await world.workflow_ids()
    assert len(await world.told(workflow_id)) == 1
    assert await world.scalar(select(func.count()).select_from(message)) == 1


async def test_two_first_messages_at_once_are_one_ticket(world: Receiving) -> None:
    await asyncio.gather(*(world.receive(private(MARIA, f"Питання {n}")) for n in range(6)))
    (workflow_id,) = await world.workflow_ids()
    told = [value["fact"] for _, value in await world.told(workflow_id)]
    assert len(set(told)) == 6


async def test_a_row_without_its_signal_is_told_when_the_update_comes_again(
    database: AsyncEngine, temporal_client: Client
) -> None:
    raw = private(MARIA)
    async with receiving(database, temporal_client, reached=dies_at(Point.ROW_COMMITTED)) as world:
        with pytest.raises(Held):
            await world.receive(raw)
        assert await waiting(world) == 1
        await world.receive(raw)
        (workflow_id,) = await world.workflow_ids()
        assert len(await world.told(workflow_id)) == 1


async def test_after_a_death_before_the_acknowledgement_the_update_is_not_told_again(
    database: AsyncEngine, temporal_client: Client
) -> None:
    raw = private(MARIA)
    async with receiving(database, temporal_client, reached=dies_at(Point.UPDATE_UNACKNOWLEDGED)) as world:
        with pytest.raises(Held):
            await world.receive(raw)
        await world.receive(raw)
        (workflow_id,) = await world.workflow_ids()
        assert len(await world.told(workflow_id)) == 1


async def test_the_sweeper_tells_what_was_left_in_order(database: AsyncEngine, temporal_client: Client) -> None:
    async with receiving(database, temporal_client, reached=dies_at(Point.ROW_COMMITTED, times=4)) as world:
        for person, text in ((MARIA, "один"), (JAMES, "one"), (MARIA, "два"), (MARIA, "три")):
            with pytest.raises(Held):
                await world.receive(private(person, text))
        everything = Sweeper(
            world.parts.facts, world.parts.forwarder, world.parts.metrics, older_than=timedelta(seconds=-1)
        )
        await everything.sweep()
        assert await waiting(world) == 0
        marias, james = await world.workflow_ids()
        told = [value["message"] for _, value in await world.told(marias)]
        assert told == sorted(told)
        assert len(told) == 3
        assert len(await world.told(james)) == 1


async def test_the_sweeper_leaves_what_is_on_its_way(database: AsyncEngine, temporal_client: Client) -> None:
    async with receiving(database, temporal_client, reached=dies_at(Point.ROW_COMMITTED)) as world:
        with pytest.raises(Held):
            await world.receive(private(MARIA))
        await world.parts.sweeper.sweep()
        assert await waiting(world) == 1


async def test_a_ticket_that_cannot_be_told_does_not_hold_back_others_of_its_chat(
    database: AsyncEngine, temporal_client: Client
) -> None:
    async with receiving(database, temporal_client, reached=dies_at(Point.ROW_COMMITTED, times=2)) as world:
        for person in (MARIA, JAMES):
            with pytest.raises(Held):
                await world.receive(private(person))
        async with database.begin() as connection:
            await connection.execute(update(fact).values(chat=1))
            broken = select(fact.c.id).order_by(fact.c.id).limit(1).scalar_subquery()
            await connection.execute(update(fact).where(fact.c.id == broken).values(signal="no_such_signal"))
        sweeper = Sweeper(
            world.parts.facts, world.parts.forwarder, world.parts.metrics, older_than=timedelta(seconds=-1)
        )
        await sweeper.sweep()
        assert await waiting(world) == 1


async def test_unknown_and_unwanted_types_are_acknowledged_and_counted(world: Receiving) -> None:
    await world.receive(raw_update(telepathy={"from": MARIA, "thought": "..."}))
    await world.receive(raw_update(poll_answer={"poll_id": "1"}))
    registry = world.parts.metrics.registry
    assert registry.get_sample_value("desk_updates_ignored_total", {"type": "unknown"}) == 1
    assert registry.get_sample_value("desk_updates_ignored_total", {"type": "poll_answer"}) == 1
    assert await world.scalar(select(func.count()).select_from(dead_letter)) == 0


async def test_what_cannot_be_parsed_becomes_a_dead_letter_and_the_chat_goes_on(
    world: Receiving, caplog: pytest.LogCaptureFixture
) -> None:
    bad = private(MARIA, "секретні слова", photo="not a list")
    await world.receive(bad)
    await world.receive(private(MARIA, "далі"))
    ((code, chat, raw),) = await world.rows(select(dead_letter.c.code, dead_letter.c.chat, dead_letter.c.raw))
    assert (code, chat, raw) == ("unparsable", MARIA["id"], bad)
    assert await world.scalar(select(message.c.text)) == "далі"
    assert "секретні" not in caplog.text
    assert world.parts.metrics.registry.get_sample_value("desk_dead_letters_total", {"code": "unparsable"}) == 1


async def test_a_dead_letter_takes_what_postgresql_does_not(world: Receiving) -> None:
    await world.receive(private(MARIA, "a\0b\ud800", photo="not a list"))
    raw = await world.scalar(select(dead_letter.c.raw))
    assert raw["message"]["text"] == "a\ufffdb?"


async def test_an_update_that_keeps_failing_is_given_up_and_counted(
    database: AsyncEngine, temporal_client: Client
) -> None:
    always = dies_at(Point.ROW_COMMITTED, times=99)
    async with receiving(database, temporal_client, reached=always, attempts=Attempts(over_seconds=0)) as world:
        raw = private(MARIA)
        for _ in range(4):
            with pytest.raises(Held):
                await world.receive(raw)
        await world.receive(raw)
        letter = (await world.rows(select(dead_letter.c.code, dead_letter.c.attempts)))[0]
        assert tuple(letter) == ("Stopped", 5)


async def test_an_update_is_not_given_up_before_its_minute_is_over(
    database: AsyncEngine, temporal_client: Client
) -> None:
    always = dies_at(Point.ROW_COMMITTED, times=99)
    async with receiving(database, temporal_client, reached=always) as world:
        raw = private(MARIA)
        for _ in range(8):
            with pytest.raises(Held):
                await world.receive(raw)


async def test_an_outage_of_temporal_gives_up_nothing(
    database: AsyncEngine, mortal_temporal: MortalTemporal
) -> None:
    async def no() -> bool:
        return False

    temporal = await mortal_temporal.connect()
    mortal_temporal.kill()
    hasty = Attempts(most=1, over_seconds=0)
    async with receiving(database, temporal, attempts=hasty, services_answer=no) as world:
        raw = private(MARIA)
        with pytest.raises(Held):
            await world.receive(raw)
        assert await world.scalar(select(func.count()).select_from(dead_letter)) == 0
        mortal_temporal.start_again()
        await world.receive(raw)
        assert await waiting(world) == 0


async def test_an_outage_of_postgresql_gives_up_nothing(temporal_client: Client, database: AsyncEngine) -> None:
    gone = open_database("postgresql+psycopg://nobody@127.0.0.1:9/none")
    async with receiving(database, temporal_client, attempts=Attempts(over_seconds=0)) as healthy:
        async with receiving(gone, temporal_client, attempts=Attempts(over_seconds=0)) as world:
            for _ in range(6):
                with pytest.raises(Held):
                    await world.receive(private(MARIA))
        assert await healthy.scalar(select(func.count()).select_from(dead_letter)) == 0


async def test_a_message_for_a_ticket_that_ended_opens_another_linked_to_it(world: Receiving) -> None:
    await world.receive(private(MARIA))
    (ended,) = await world.workflow_ids()
    await world.end(ended)
    await world.receive(private(MARIA, "Ще одне"))
    _, new = await world.workflow_ids()
    assert [signal for signal, _ in await world.told(new)] == ["customer_wrote"]
    first, second = await world.rows(select(ticket.c.id, ticket.c.linked_to).order_by(ticket.c.id))
    assert second.linked_to == first.id
    assert await world.scalar(select(ticket.c.closing_at).where(ticket.c.id == first.id)) is not None
    assert await waiting(world) == 0


async def test_an_edit_for_a_ticket_that_ended_is_kept_and_acknowledged(world: Receiving) -> None:
    raw = private(MARIA)
    await world.receive(raw)
    (ended,) = await world.workflow_ids()
    await world.end(ended)
    await world.receive(edited(raw, "Інакше"))
    assert await world.workflow_ids() == [ended]
    assert await world.scalar(select(message.c.text)) == "Інакше"
    assert await waiting(world) == 0
