"""Real worker processes against a Temporal server of their own: other tests leave work in the shared one."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from config.ready import READY_FILE
from domain.search_attributes import SEARCH_ATTRIBUTES
from local import temporal
from local.ports import free_port
from local.process import Command, Process
from local.telegram.person import LocalTelegramClient
from local.telegram.running import running
from storage.database import open_database
from tests.support.bench import Bench, make_bench
from tests.support.rows import Rows


@pytest.fixture
def own_temporal(runtime_dir: Path) -> Iterator[temporal.Server]:
    server = temporal.Server(runtime_dir / "worker-temporal", free_port(), file=None)
    process = server.start()
    yield server
    process.stop()


@pytest.fixture
async def client(own_temporal: temporal.Server) -> Client:
    connected = await Client.connect(
        own_temporal.address, namespace=temporal.NAMESPACE, data_converter=pydantic_data_converter
    )
    await temporal.add_search_attributes(connected, SEARCH_ATTRIBUTES)
    return connected


@pytest.fixture(scope="session")
async def local_telegram(runtime_dir: Path) -> AsyncIterator[LocalTelegramClient]:
    async with running(runtime_dir / "worker-telegram") as server, LocalTelegramClient(server.url) as telegram:
        yield telegram


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = open_database(database_url)
    yield engine
    await engine.dispose()


@pytest.fixture
async def bench(local_telegram: LocalTelegramClient, database: AsyncEngine) -> Bench:
    return await make_bench(local_telegram, Rows(database))


@dataclass
class Programs:
    home: Path
    env: dict[str, str]
    started: list[Process]

    async def ready(self, *arguments: str, **env: str) -> Process:
        """Started and serving; this loop must run on meanwhile, for the local Telegram lives in it."""
        process = self.start(*arguments, **env)
        async with asyncio.timeout(30):
            while not process.is_ready():
                assert process.exit_code() is None, process.said()
                await asyncio.sleep(0.02)
        return process

    def start(self, *arguments: str, **env: str) -> Process:
        place = self.home / f"{len(self.started)}.ready"
        command = Command(
            name="worker",
            argv=[sys.executable, "-m", "worker", *arguments],
            log=self.home / f"{len(self.started)}.log",
            is_ready=lambda _: place.exists(),
            env={**self.env, **env, READY_FILE: str(place)},
        )
        process = Process(command)
        self.started.append(process)
        return process


@pytest.fixture
def programs(tmp_path: Path, database_url: str, own_temporal: temporal.Server, bench: Bench) -> Iterator[Programs]:
    env = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": database_url,
        "TEMPORAL_ADDRESS": own_temporal.address,
        "TEMPORAL_NAMESPACE": temporal.NAMESPACE,
        "TELEGRAM_API_URL": bench.telegram.url,
        "BOT_TOKEN": bench.token,
        "AGENTS_CHAT_ID": str(bench.group),
    }
    running_now = Programs(tmp_path, env, [])
    yield running_now
    for process in running_now.started:
        process.stop()
