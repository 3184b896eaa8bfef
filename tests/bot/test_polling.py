"""Our own polling loop against the local Telegram: nothing lost, nothing held up, nothing confirmed too early."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from bot.polling import Poller, WrongToken
from local.telegram.person import LocalTelegramClient
from storage.tables import customer, dead_letter, fact, message
from tests.bot.played import Played, played, polling
from tests.support.receiving import Raw
from tests.support.waiting import until


@asynccontextmanager
async def stuck(play: Played, telegram_id: int) -> AsyncIterator[None]:
    """Somebody sits on the customer's row: whatever their chat brings waits for it."""
    async with play.world.database.begin() as connection:
        row = select(customer.c.id).where(customer.c.telegram_id == telegram_id).with_for_update()
        assert await connection.scalar(row)
        yield


async def texts(play: Played, *, person: int | None = None) -> list[str]:
    query = select(message.c.text).order_by(message.c.id)
    if person is not None:
        query = query.where(message.c.chat == person)
    return [row[0] for row in await play.world.rows(query)]


async def until_written(play: Played, *expected: str) -> None:
    async def all_there() -> bool:
        return set(expected) <= set(await texts(play))

    await until(all_there)


async def updates_of(play: Played, chat: int) -> list[Raw]:
    """Deliveries to our bot, in order."""
    ledger = await play.telegram.ledger()
    return [
        entry
        for entry in ledger
        if entry["kind"] == "update" and entry["bot_id"] == play.bot_id and str(chat) in str(entry["chat"])
    ]


async def confirmed(play: Played) -> int:
    """The highest offset that Telegram was given: it has forgotten everything below."""
    ledger = await play.telegram.ledger()
    offsets = [
        entry["offset"] for entry in ledger if entry["kind"] == "confirmed" and entry["bot_id"] == play.bot_id
    ]
    return max(offsets, default=0)


async def inject(play: Played, update: dict[str, Any]) -> None:
    await play.telegram.post("updates", bot_id=play.bot_id, update=update)


async def test_messages_arrive_in_order_and_are_confirmed(play: Played) -> None:
    for text in ("один", "два", "три"):
        await play.chat(play.maria).write(text)
    await until_written(play, "три")
    assert await texts(play) == ["один", "два", "три"]
    last = (await updates_of(play, play.maria.id))[-1]["update_id"]

    async def all_confirmed() -> bool:
        return bool(await confirmed(play) == last + 1)

    await until(all_confirmed)


async def test_a_stuck_chat_holds_nobody_else_and_its_updates_stay_with_telegram(play: Played) -> None:
    await play.chat(play.maria).write("перше")
    await until_written(play, "перше")
    async with stuck(play, play.maria.id):
        await play.chat(play.maria).write("друге")
        await play.chat(play.maria).write("третє")
        await play.chat(play.james).write("Hello")
        await play.chat(play.james).write("Anybody?")
        await until_written(play, "Hello", "Anybody?")
        second = (await updates_of(play, play.maria.id))[1]["update_id"]
        assert await confirmed(play) <= second
    await until_written(play, "друге", "третє")
    assert await texts(play, person=play.maria.id) == ["перше", "друге", "третє"]
    assert await play.world.scalar(select(func.count()).select_from(fact)) == 5


async def test_an_update_nobody_can_parse_among_good_ones_becomes_a_dead_letter(play: Played) -> None:
    await play.chat(play.maria).write("до")
    await inject(play, {"message": {"message_id": "not a number", "chat": {"id": play.maria.id}}})
    await inject(play, {"telepathy": {"thought": "?"}})
    await play.chat(play.maria).write("після")
    await until_written(play, "до", "після")
    assert await play.world.scalar(select(dead_letter.c.code)) == "unparsable"


async def test_what_was_not_finished_comes_again_after_a_restart(
    local_telegram: LocalTelegramClient, database: AsyncEngine, temporal_client: Client
) -> None:
    async with played(local_telegram, database, temporal_client) as play:
        async with polling(play):
            await play.chat(play.maria).write("перше")
            await until_written(play, "перше")
        await play.chat(play.maria).write("поки нікого не було")
        async with polling(play):
            await until_written(play, "поки нікого не було")
        assert await play.world.scalar(select(func.count()).select_from(fact)) == 2


async def test_the_same_update_delivered_again_is_one_fact(play: Played) -> None:
    await play.chat(play.maria).write("раз")
    await until_written(play, "раз")
    first = (await updates_of(play, play.maria.id))[0]["update_id"]
    raw = {"message_id": 9000, "date": 1, "text": "раз", "chat": {"id": play.maria.id, "type": "private"}}
    sender = {"id": play.maria.id, "is_bot": False, "first_name": "Марія"}
    await inject(play, {"update_id": first, "message": {**raw, "from": sender}})
    await play.chat(play.james).write("Next")
    await until_written(play, "Next")
    assert await texts(play, person=play.maria.id) == ["раз"]


async def test_a_second_poller_is_told_in_one_clear_line_and_goes_on_trying(
    play: Played, caplog: pytest.LogCaptureFixture
) -> None:
    async with polling(play):

        async def told() -> bool:
            return "409 Conflict: terminated by other getUpdates request" in caplog.text

        await until(told)
        await play.chat(play.maria).write("усе одно")
        await until_written(play, "усе одно")
    lines = [line for line in caplog.messages if "409" in line]
    assert len(lines) <= 4


async def test_a_token_that_is_revoked_ends_the_polling(play: Played) -> None:
    world = play.world
    stranger = Poller(world.bot, world.parts.receiver, world.parts.lanes)
    token = world.bot.token
    object.__setattr__(world.bot, "_Bot__token", f"{play.bot_id}:revoked")
    try:
        with pytest.raises(WrongToken):
            await asyncio.wait_for(stranger.run(asyncio.Event()), 5)
    finally:
        object.__setattr__(world.bot, "_Bot__token", token)


async def test_an_outage_of_telegram_is_waited_out(
    local_telegram: LocalTelegramClient, database: AsyncEngine, temporal_client: Client
) -> None:
    async with played(local_telegram, database, temporal_client) as play:
        await play.telegram.fault("getUpdates", "server_error", times=1)
        await play.chat(play.maria).write("крізь збій")
        async with polling(play):
            await until_written(play, "крізь збій")
