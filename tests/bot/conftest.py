from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from local import temporal
from local.ports import free_port
from local.process import Process
from local.telegram.person import LocalTelegramClient
from local.telegram.running import running
from local.telegram.settings import Settings
from storage.database import open_database
from tests.bot.played import Played, played, polling
from tests.support.receiving import Receiving, receiving


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = open_database(database_url)
    yield engine
    await engine.dispose()


@pytest.fixture
async def world(database: AsyncEngine, temporal_client: Client) -> AsyncIterator[Receiving]:
    """The receiver without workers: Temporal stores what it is told."""
    async with receiving(database, temporal_client) as made:
        yield made


@dataclass
class MortalTemporal:
    """A server of one test, to be killed and started again; what it has acknowledged is on disk."""

    server: temporal.Server
    process: Process

    async def connect(self) -> Client:
        return await Client.connect(
            self.server.address, namespace=temporal.NAMESPACE, data_converter=pydantic_data_converter
        )

    def kill(self) -> None:
        self.process.kill()

    def start_again(self) -> None:
        self.process = self.server.start()


@pytest.fixture
def mortal_temporal(tmp_path: Path) -> Iterator[MortalTemporal]:
    server = temporal.Server(tmp_path, free_port(), file=tmp_path / "temporal.db")
    mortal = MortalTemporal(server, server.start())
    yield mortal
    mortal.process.stop()


@pytest.fixture(scope="session")
async def local_telegram(runtime_dir: Path) -> AsyncIterator[LocalTelegramClient]:
    settings = Settings(limits=False, webhook_delay=0.1)
    async with (
        running(runtime_dir / "bot-telegram", settings=settings) as server,
        LocalTelegramClient(server.url) as client,
    ):
        yield client


@pytest.fixture
async def play(
    local_telegram: LocalTelegramClient, database: AsyncEngine, temporal_client: Client
) -> AsyncIterator[Played]:
    """People, a bot that polls, and no workers."""
    async with played(local_telegram, database, temporal_client) as made, polling(made):
        yield made
