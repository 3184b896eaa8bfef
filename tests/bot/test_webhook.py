"""The webhook: the same path behind an HTTP door with a lock."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO

import pytest
from aiohttp import ClientSession
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from bot.setup import use_webhook
from bot.webhook import SECRET_HEADER, Webhook, create_app
from config.serving import CannotListen, listen, serve
from local.telegram.person import LocalTelegramClient
from storage.database import open_database
from storage.tables import fact, message
from tests.bot.conftest import MortalTemporal
from tests.bot.played import Played, played
from tests.support.receiving import MARIA, Receiving, private, receiving
from tests.support.waiting import until

SECRET = "a-secret_1"
RIGHT = {SECRET_HEADER: SECRET}


@asynccontextmanager
async def served(world: Receiving, within_seconds: float = 10) -> AsyncIterator[str]:
    """The webhook's address."""
    listening = listen("127.0.0.1", 0)
    port = listening.getsockname()[1]
    webhook = Webhook(world.parts.receiver, world.parts.lanes, secret=SECRET, within_seconds=within_seconds)
    stop = asyncio.Event()
    serving = asyncio.create_task(serve(create_app(world.parts.metrics, webhook, "/hook"), listening, stop))
    try:
        yield f"http://127.0.0.1:{port}/hook"
    finally:
        stop.set()
        await serving


@pytest.fixture
async def http() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


async def written(world: Receiving) -> int:
    count: int = await world.scalar(select(func.count()).select_from(message))
    return count


@pytest.mark.parametrize(
    "headers", [{}, {SECRET_HEADER: "wrong"}, {SECRET_HEADER: "таємниця".encode().decode("latin-1")}]
)
async def test_without_the_secret_nothing_is_taken(
    world: Receiving, http: ClientSession, headers: dict[str, str]
) -> None:
    async with served(world) as url, http.post(url, json=private(MARIA), headers=headers) as response:
        assert response.status == 401
    assert await written(world) == 0


async def test_an_update_is_answered_when_it_is_safe(world: Receiving, http: ClientSession) -> None:
    async with served(world) as url, http.post(url, json=private(MARIA), headers=RIGHT) as response:
        assert response.status == 200
    assert len(await world.signals()) == 1


async def test_a_body_over_a_megabyte_is_refused(world: Receiving, http: ClientSession) -> None:
    huge = BytesIO(json.dumps(private(MARIA, "x" * (1024 * 1024))).encode())
    async with served(world) as url, http.post(url, data=huge, headers=RIGHT) as response:
        assert response.status == 413


@pytest.mark.parametrize("body", ["", "{", "[]", '{"update_id": "7"}', "{}"])
async def test_what_is_no_update_is_refused(world: Receiving, http: ClientSession, body: str) -> None:
    async with served(world) as url, http.post(url, data=body, headers=RIGHT) as response:
        assert response.status == 400


async def test_an_update_nobody_can_parse_is_taken_so_that_its_chat_goes_on(
    world: Receiving, http: ClientSession
) -> None:
    bad = private(MARIA, photo="no list")
    async with served(world) as url, http.post(url, json=bad, headers=RIGHT) as response:
        assert response.status == 200


async def test_telegram_is_asked_to_come_again_while_postgresql_is_away(
    temporal_client: Client, http: ClientSession
) -> None:
    gone = open_database("postgresql+psycopg://nobody@127.0.0.1:9/none")
    async with (
        receiving(gone, temporal_client) as world,
        served(world) as url,
        http.post(url, json=private(MARIA), headers=RIGHT) as response,
    ):
        assert response.status == 503
        assert response.headers["Retry-After"] == "2"


async def test_an_update_that_takes_too_long_is_left_with_telegram(world: Receiving, http: ClientSession) -> None:
    lane = ("chat", MARIA["id"], None)
    async with (
        served(world, within_seconds=0.2) as url,
        world.parts.lanes.turn(lane),
        http.post(url, json=private(MARIA), headers=RIGHT) as response,
    ):
        assert response.status == 503


async def test_health_and_metrics_are_served_without_words(world: Receiving, http: ClientSession) -> None:
    await world.receive(private(MARIA, "секрет"))
    async with served(world) as url:
        async with http.get(url.replace("/hook", "/healthz")) as response:
            assert response.status == 200
        async with http.get(url.replace("/hook", "/metrics")) as response:
            shown = await response.text()
    assert 'desk_updates_total{type="message"} 1.0' in shown
    assert "секрет" not in shown


async def test_a_taken_port_is_one_clear_error() -> None:
    taken = listen("127.0.0.1", 0)
    port = taken.getsockname()[1]
    with pytest.raises(CannotListen, match=f"127.0.0.1:{port}"):
        listen("127.0.0.1", port)
    taken.close()


async def test_what_came_while_temporal_was_away_is_delivered_again_and_told_in_order(
    local_telegram: LocalTelegramClient, database: AsyncEngine, mortal_temporal: MortalTemporal
) -> None:
    temporal = await mortal_temporal.connect()
    async with played(local_telegram, database, temporal) as play, served(play.world) as url:
        await use_webhook(play.world.bot, url, SECRET)
        mortal_temporal.kill()
        await play.chat(play.maria).write("перше")
        await play.chat(play.maria).write("друге")
        await until(lambda: refused(play))
        mortal_temporal.start_again()

        async def both_told() -> bool:
            forwarded = select(func.count()).where(fact.c.forwarded_at.is_not(None))
            return bool(await play.world.scalar(forwarded) == 2)

        await until(both_told, within=30)
        told = [value["message"] for _, value in await play.world.signals()]
        assert told == sorted(set(told))
        await play.world.bot.delete_webhook()


async def refused(play: Played) -> bool:
    ledger = await play.telegram.ledger()
    return any(entry.get("status") == 503 and entry["bot_id"] == play.bot_id for entry in ledger)
