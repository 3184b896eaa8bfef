from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.outgoing import DeliveryState, Kind
from storage import tables
from storage.database import open_database
from storage.deliveries import Deliveries, Delivery, NewDelivery, RowGone
from tests.support.rows import Rows


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = open_database(database_url)
    yield engine
    await engine.dispose()


@pytest.fixture
def deliveries(database: AsyncEngine) -> Deliveries:
    return Deliveries(database)


@pytest.fixture
async def ticket(database: AsyncEngine) -> int:
    rows = Rows(database)
    return await rows.ticket(await rows.customer())


async def prepared(deliveries: Deliveries, ticket: int, key: str = "ticket/c/1/1", **values: int) -> Delivery:
    return await deliveries.prepare(NewDelivery(key, Kind.RECEIPT, ticket=ticket, **values))


async def again(deliveries: Deliveries, key: str = "ticket/c/1/1") -> Delivery:
    found = await deliveries.find(key)
    assert found is not None
    return found


async def test_a_key_has_one_row_however_often_it_is_prepared(deliveries: Deliveries, ticket: int) -> None:
    first = await prepared(deliveries, ticket)
    assert first.state is DeliveryState.PREPARED
    assert await prepared(deliveries, ticket) == first


async def test_a_delivery_of_an_erased_ticket_is_gone(deliveries: Deliveries) -> None:
    with pytest.raises(RowGone):
        await prepared(deliveries, 404)


async def test_sending_is_stored_before_the_request_and_counts_attempts(
    deliveries: Deliveries, ticket: int, database: AsyncEngine
) -> None:
    row = await prepared(deliveries, ticket)
    await deliveries.sending(row.id, chat=5, thread=7)
    await deliveries.sending(row.id, chat=5, thread=7)
    stored = await Rows(database).get(tables.delivery, row.id)
    assert (stored["state"], stored["chat"], stored["thread"], stored["attempt"]) == ("sending", 5, 7, 2)


async def test_parts_are_kept_in_order_and_between_them_nothing_is_in_doubt(
    deliveries: Deliveries, ticket: int
) -> None:
    row = await prepared(deliveries, ticket)
    for message_id in (11, 12, 13):
        await deliveries.sending(row.id, chat=5, thread=None)
        await deliveries.part_sent(row.id, message_id)
        assert (await again(deliveries)).state is DeliveryState.PREPARED
    assert (await again(deliveries)).ids == [11, 12, 13]
    await deliveries.sent(row.id)
    assert (await again(deliveries)).state is DeliveryState.SENT


async def test_a_refusal_that_says_nothing_was_sent_takes_the_doubt_away(
    deliveries: Deliveries, ticket: int
) -> None:
    row = await prepared(deliveries, ticket)
    await deliveries.sending(row.id, chat=5, thread=None)
    await deliveries.unsent(row.id, "429")
    assert (await again(deliveries)).state is DeliveryState.PREPARED


async def test_parts_in_a_lost_topic_are_forgotten(deliveries: Deliveries, ticket: int) -> None:
    row = await prepared(deliveries, ticket)
    await deliveries.part_sent(row.id, 11)
    await deliveries.part_sent(row.id, 12)
    await deliveries.begin_again(row.id)
    assert (await again(deliveries)).ids == []


async def test_the_latest_copy_of_a_message_is_found_by_its_chat(
    deliveries: Deliveries, ticket: int, database: AsyncEngine
) -> None:
    message = await Rows(database).message(ticket)
    kinds = (Kind.RECEIPT,)
    for key, chat, message_id in [("a", 5, 11), ("b", 5, 12), ("c", 6, 13)]:
        row = await prepared(deliveries, ticket, key, message=message)
        await deliveries.sending(row.id, chat=chat, thread=None)
        await deliveries.part_sent(row.id, message_id)
    await prepared(deliveries, ticket, "not sent", message=message)
    found = await deliveries.copy_of(message, 5, kinds)
    assert found is not None
    assert found.key == "b"
    assert await deliveries.copy_of(message, 7, kinds) is None
    assert await deliveries.copy_of(message, 5, (Kind.CARD,)) is None
