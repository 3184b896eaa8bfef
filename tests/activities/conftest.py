from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from local.telegram.person import LocalTelegramClient
from local.telegram.running import running
from storage.database import open_database
from tests.support.bench import Bench, make_bench
from tests.support.rows import Rows


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = open_database(database_url)
    yield engine
    await engine.dispose()


@pytest.fixture
def rows(database: AsyncEngine) -> Rows:
    return Rows(database)


@pytest.fixture(scope="session")
async def local_telegram(runtime_dir: Path) -> AsyncIterator[LocalTelegramClient]:
    async with running(runtime_dir / "bench-telegram") as server, LocalTelegramClient(server.url) as client:
        yield client


@pytest.fixture
async def bench(local_telegram: LocalTelegramClient, rows: Rows) -> AsyncIterator[Bench]:
    yield await make_bench(local_telegram, rows)
    await local_telegram.call("DELETE", "faults")
