"""`python -m bot` as a process: its start and its stop; its death is in tests/end_to_end/test_kills.py."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from signal import SIGTERM

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from local import temporal
from local.ports import free_port
from local.telegram.person import LocalTelegramClient
from storage.tables import fact
from tests.bot.played import Played, played
from tests.support.waiting import until

ROOT = Path(__file__).parent.parent.parent

Environment = dict[str, str]


@pytest.fixture
async def silent(
    local_telegram: LocalTelegramClient, database: AsyncEngine, temporal_client: Client
) -> AsyncIterator[Played]:
    """People and a bot whose process the test starts."""
    async with played(local_telegram, database, temporal_client) as made:
        yield made


@pytest.fixture
def environment(
    silent: Played, database_url: str, temporal_server: temporal.Server, tmp_path: Path
) -> Environment:
    return {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": database_url,
        "BOT_TOKEN": silent.world.bot.token,
        "TELEGRAM_API_URL": silent.telegram.url,
        "AGENTS_CHAT_ID": str(silent.group),
        "TEMPORAL_ADDRESS": temporal_server.address,
        "TEMPORAL_NAMESPACE": temporal.NAMESPACE,
        "WEBHOOK_PORT": str(free_port()),
        "NIGHTDESK_READY_FILE": str(tmp_path / "ready"),
    }


@asynccontextmanager
async def process(environment: Environment, **more: str) -> AsyncIterator[asyncio.subprocess.Process]:
    started = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot"),
        cwd=ROOT,
        env={**environment, **more},
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield started
    finally:
        if started.returncode is None:
            started.kill()
            await started.communicate()


async def ready(environment: Environment) -> None:
    async def announced() -> bool:
        return _ready_file(environment).exists()

    await until(announced, within=30)


def _ready_file(environment: Environment) -> Path:
    return Path(environment["NIGHTDESK_READY_FILE"])


async def facts_told(play: Played) -> int:
    count: int = await play.world.scalar(select(func.count()).where(fact.c.forwarded_at.is_not(None)))
    return count


async def test_a_wrong_token_is_one_clear_line_and_exit_code_2(environment: Environment) -> None:
    wrong = environment["BOT_TOKEN"] + "wrong"
    async with process(environment, BOT_TOKEN=wrong) as started:
        _, errors = await started.communicate()
    lines = errors.decode().strip().splitlines()
    assert started.returncode == 2
    assert len(lines) == 1
    assert "BOT_TOKEN is refused by" in lines[0]
    assert wrong not in lines[0]


async def test_it_polls_until_it_is_asked_to_stop(silent: Played, environment: Environment) -> None:
    async with process(environment) as started:
        await ready(environment)
        await silent.chat(silent.maria).write("Добрий день")
        await until(lambda: facts_told(silent))
        started.send_signal(SIGTERM)
        _, errors = await started.communicate()
    assert started.returncode == 0, errors.decode()
    assert "Traceback" not in errors.decode()


async def test_it_serves_a_webhook(silent: Played, environment: Environment) -> None:
    hook = f"http://127.0.0.1:{environment['WEBHOOK_PORT']}/telegram"
    async with process(environment, WEBHOOK_URL=hook, WEBHOOK_SECRET="s3cret") as started:
        await ready(environment)
        await silent.chat(silent.maria).write("Добрий день")
        await until(lambda: facts_told(silent))
        started.send_signal(SIGTERM)
        await started.communicate()
    assert started.returncode == 0
    await silent.world.bot.delete_webhook()


async def test_without_telegram_it_waits_and_still_stops_at_once(environment: Environment) -> None:
    async with process(environment, TELEGRAM_API_URL="http://127.0.0.1:9") as started:
        assert started.stderr
        line = await asyncio.wait_for(started.stderr.readline(), 30)
        assert "Telegram does not answer, trying on" in line.decode()
        started.send_signal(SIGTERM)
        await asyncio.wait_for(started.communicate(), 10)
    assert started.returncode == 0
