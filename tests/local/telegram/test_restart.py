"""The state outlives kill -9."""

import asyncio
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramConflictError, TelegramNetworkError

from local.telegram.__main__ import main
from local.telegram.person import LocalTelegramClient
from local.telegram.seed import Seed
from tests.local.telegram.scene import keyboard, photo

ROOT = Path(__file__).parents[3]


@asynccontextmanager
async def process(state: Path, *, how: signal.Signals) -> AsyncIterator[str]:
    command = [sys.executable, "-m", "local.telegram", "--state", str(state), "--seed"]
    server = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    try:
        assert server.stdout is not None
        async with asyncio.timeout(60):
            line = (await server.stdout.readline()).decode()
        yield line.rsplit(maxsplit=1)[-1]
    finally:
        server.send_signal(how)
        await server.wait()


def seed_of(state: Path) -> Seed:
    return Seed.model_validate_json((state / "seed.json").read_text())


async def test_everything_is_there_after_kill_9(tmp_path: Path, session: AiohttpSession) -> None:
    async with process(tmp_path, how=signal.SIGKILL) as url, LocalTelegramClient(url) as telegram:
        seed = seed_of(tmp_path)
        session.api = TelegramAPIServer.from_base(url)
        bot = Bot(seed.token, session=session)
        chat = telegram.as_person(seed.customer_ids[0]).in_private(seed.bot_id)
        await chat.write("/start")
        topic = await bot.create_forum_topic(seed.group_id, "№1")
        sent = await bot.send_photo(seed.customer_ids[0], photo(), reply_markup=keyboard([("Так", "y")]))
        await bot.get_updates(allowed_updates=["message", "callback_query"])
        await chat.press(on=sent.message_id, data="y", wait=0)
        before = await telegram.state()

    async with process(tmp_path, how=signal.SIGTERM) as url, LocalTelegramClient(url) as telegram:
        assert seed_of(tmp_path) == seed
        session.api = TelegramAPIServer.from_base(url)
        after = await telegram.state()
        assert {key: after[key] for key in ("users", "bots", "chats", "messages")} == {
            key: before[key] for key in ("users", "bots", "chats", "messages")
        }
        updates = await bot.get_updates()
        assert [update.event_type for update in updates] == ["message", "message", "callback_query"]
        query = updates[-1].callback_query
        assert query is not None
        assert await bot.answer_callback_query(query.id)
        assert sent.photo is not None
        assert await bot.get_file(sent.photo[-1].file_id)
        again = await bot.send_message(seed.group_id, "x", message_thread_id=topic.message_thread_id)
        assert again.message_id > topic.message_thread_id
        assert await bot.get_updates(offset=updates[-1].update_id + 1) == []
        assert any(entry.get("method") == "createForumTopic" for entry in await telegram.ledger())
        polling = asyncio.create_task(bot.get_updates(offset=updates[-1].update_id + 1, timeout=50))
        await telegram.state()
        stopped_at = asyncio.get_running_loop().time()
    with pytest.raises((TelegramConflictError, TelegramNetworkError)):
        await polling
    assert asyncio.get_running_loop().time() - stopped_at < 3  # a stop does not wait for long polls


def test_a_taken_port_is_one_clear_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        code = main(["--port", str(port), "--state", str(tmp_path)])

    assert code == 2
    assert capsys.readouterr().err.startswith(f"local Telegram: port {port} is taken")
