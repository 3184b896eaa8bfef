"""The real local Telegram, with its demo world, in this loop; at a given port it can come back after a stop."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from local.telegram.app import create_app
from local.telegram.person_api import Jump
from local.telegram.running import Server, listening, url_of
from local.telegram.seed import seeded
from local.telegram.settings import Settings
from tests.local.page.desk import Desk

STARTED_WITHIN_S = 10.0


@asynccontextmanager
async def running(
    state: Path, *, port: int = 0, jump: Jump | None = None, links: Mapping[str, str] | None = None
) -> AsyncIterator[Desk]:
    app = create_app(state, settings=Settings(limits=False), jump=jump, links=links)
    seed = seeded(app.telegram, state)
    sock = listening(port=port)
    sock.listen()
    server = Server(app, sock)
    # Not serve(): that one takes over the signal handlers of the process.
    task = asyncio.create_task(server._serve([sock]))
    base = url_of(sock)
    api = TelegramAPIServer.from_base(base)
    try:
        async with aiohttp.ClientSession() as http, Bot(seed.token, session=AiohttpSession(api=api)) as bot:
            await asyncio.wait_for(answering(http, base, task), STARTED_WITHIN_S)
            yield Desk(base, http, bot, str(seed.agents_chat_id))
    finally:
        server.should_exit = True
        await task
        sock.close()


async def answering(http: aiohttp.ClientSession, base: str, task: asyncio.Task[None]) -> None:
    """The socket takes connections from the start, so one request waits for the server to be ready."""
    waiting = asyncio.create_task(_first_answer(http, base))
    done, _ = await asyncio.wait({waiting, task}, return_when=asyncio.FIRST_COMPLETED)
    if task in done:
        task.result()
    await waiting


async def _first_answer(http: aiohttp.ClientSession, base: str) -> None:
    async with http.get(f"{base}/local/state"):
        return
