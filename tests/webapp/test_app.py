"""The web process: how the desk is, in the visitor's language."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientSession
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from config.serving import listen, serve
from content.texts import Texts
from storage.database import open_database
from tests.support.receiving import CONTENT
from tests.support.rows import Rows
from webapp.app import create_app
from webapp.health import checks
from webapp.home import HomePage, preferred_language

LINKS = {"page-link-temporal": "http://127.0.0.1:8233/namespaces/desk?a=1&b=2", "page-link-metrics": "/metrics"}


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = open_database(database_url)
    yield engine
    await engine.dispose()


@asynccontextmanager
async def served(database: AsyncEngine, temporal: Client) -> AsyncIterator[ClientSession]:
    listening, stop = listen("127.0.0.1", 0), asyncio.Event()
    app = create_app(database, HomePage(Texts(CONTENT), LINKS), checks(database, temporal))
    serving = asyncio.create_task(serve(app, listening, stop))
    port = listening.getsockname()[1]
    try:
        async with ClientSession(f"http://127.0.0.1:{port}") as http:
            yield http
    finally:
        stop.set()
        await serving


async def text(http: ClientSession, path: str, **headers: str) -> str:
    async with http.get(path, headers=headers) as response:
        assert response.status == 200
        return await response.text()


async def test_the_first_page_says_how_the_desk_is_and_links_on(
    database: AsyncEngine, temporal_client: Client
) -> None:
    rows = Rows(database)
    await rows.ticket(await rows.customer(), number=1001, phase="in_progress")
    async with served(database, temporal_client) as http:
        page = await text(http, "/")
    assert '<html lang="uk">' in page
    assert page.count('class="up"') == 2
    assert "<dt>У роботі</dt><dd>1</dd>" in page
    assert 'href="http://127.0.0.1:8233/namespaces/desk?a=1&amp;b=2"' in page


async def test_the_first_page_speaks_the_visitors_language(database: AsyncEngine, temporal_client: Client) -> None:
    async with served(database, temporal_client) as http:
        page = await text(http, "/", **{"Accept-Language": "en-GB,en;q=0.9,uk;q=0.8"})
        assert '<html lang="en">' in page
        assert 'href="?lang=uk"' in page
        assert '<html lang="uk">' in await text(http, "/?lang=uk", **{"Accept-Language": "en"})


@pytest.mark.parametrize(
    ("asked", "accepted", "language"),
    [
        (None, "", "uk"),
        (None, "de,fr;q=0.5", "uk"),
        (None, "de,en;q=0.5", "en"),
        ("en", "uk", "en"),
        ("xx", "en", "en"),
    ],
)
def test_the_language_is_the_asked_one_else_the_browsers(asked: str | None, accepted: str, language: str) -> None:
    assert preferred_language(asked, accepted) == language


async def test_readiness_names_what_is_away_while_the_process_is_healthy(temporal_client: Client) -> None:
    gone = open_database("postgresql+psycopg://nobody@127.0.0.1:9/none")
    async with served(gone, temporal_client) as http:
        assert await text(http, "/healthz") == "ok"
        async with http.get("/readyz") as response:
            assert response.status == 503
            assert await response.json() == {"postgresql": False, "temporal": True}
        async with http.get("/metrics") as response:
            assert response.status == 503
        assert 'class="down"' in await text(http, "/")


async def test_metrics_count_what_waits_and_what_was_given_up(
    database: AsyncEngine, temporal_client: Client
) -> None:
    rows = Rows(database)
    ticket = await rows.ticket(await rows.customer())
    await rows.fact(ticket)
    async with served(database, temporal_client) as http:
        shown = await text(http, "/metrics")
    assert "desk_waiting_facts 1.0" in shown
    assert "desk_open_dead_letters 0.0" in shown
    assert 'desk_open_tickets{phase="intake"} 1.0' in shown
