from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiogram.client.session.aiohttp import AiohttpSession

from local.telegram.running import Running, running
from local.telegram.settings import Settings
from tests.local.telegram.scene import Scene, open_scene


@pytest.fixture(scope="session")
async def session() -> AsyncIterator[AiohttpSession]:
    """One client for all tests: closing it takes a quarter of a second."""
    client = AiohttpSession()
    yield client
    await client.close()


@pytest.fixture(scope="session")
async def shared_server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    async with running(tmp_path_factory.mktemp("telegram")) as server:
        yield server


@pytest.fixture
def server(shared_server: Running) -> Running:
    """The shared server as if it were new: what a test switched is back. Its people and chats are other ones."""
    world = shared_server.telegram
    world.clock.reset()
    world.faults.clear()
    for name, value in Settings():
        setattr(world.settings, name, value)
    return shared_server


@pytest.fixture
async def scene(server: Running, session: AiohttpSession) -> AsyncIterator[Scene]:
    """A bot, Maria in private, Olena in the agents' forum; no flood limits."""
    server.telegram.settings.limits = False
    async with open_scene(server, session) as opened:
        yield opened


@pytest.fixture
async def limited(server: Running, session: AiohttpSession) -> AsyncIterator[Scene]:
    """The same with Telegram's flood limits."""
    async with open_scene(server, session) as opened:
        yield opened


@pytest.fixture
async def own_server(tmp_path: Path) -> AsyncIterator[Running]:
    async with running(tmp_path, settings=Settings(limits=False)) as running_server:
        yield running_server
