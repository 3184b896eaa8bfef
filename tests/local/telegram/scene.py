"""What most tests of the local Telegram need at hand."""

import asyncio
import struct
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update

from local.telegram.core import Telegram
from local.telegram.person import Conversation, LocalTelegramClient, Person
from local.telegram.running import Running

ALL_RIGHTS = [
    *("can_manage_topics", "can_pin_messages", "can_delete_messages"),
    *("can_restrict_members", "can_promote_members", "can_invite_users"),
]


@dataclass(frozen=True)
class Scene:
    url: str
    world: Telegram
    telegram: LocalTelegramClient
    bot: Bot
    maria: Person  # a customer, who wrote to the bot
    olena: Person  # owner of the agents' forum
    group: int

    @property
    def chat(self) -> Conversation:
        return self.maria.in_private(self.bot.id)

    def in_group(self, thread_id: int | None = None) -> Conversation:
        return self.olena.in_group(self.group, thread_id)

    def second_bot(self, token: str) -> Bot:
        return Bot(token, session=self.bot.session)

    async def demote_bot(self, *rights: str) -> None:
        """Leaves the bot an administrator with these rights, or a plain member with none."""
        action = "promote" if rights else "demote"
        body: dict[str, Any] = {"user_id": self.bot.id, "action": action, "by_user_id": self.olena.id}
        await self.telegram.post(f"chats/{self.group}/members", rights=list(rights), **body)

    async def updates(self, *, offset: int | None = None, wait: int = 5, **more: Any) -> list[Update]:
        return await self.bot.get_updates(offset=offset, timeout=wait, **more)

    async def poller_waits(self) -> None:
        async def waits() -> bool:
            return self.world.pollers.is_waiting(self.bot.id)

        await eventually(waits)

    async def drain(self) -> list[Update]:
        """Takes all that waits and confirms it."""
        found = await self.bot.get_updates()
        if found:
            await self.bot.get_updates(offset=found[-1].update_id + 1)
        return found


@asynccontextmanager
async def open_scene(server: Running, session: AiohttpSession) -> AsyncIterator[Scene]:
    session.api = TelegramAPIServer.from_base(server.url)
    async with LocalTelegramClient(server.url) as telegram:
        made = await telegram.bot("nightdesk_bot")
        bot = Bot(made["token"], session=session)
        maria = await telegram.person("Марія", language_code="uk", username="maria_sh")
        olena = await telegram.person("Олена", language_code="uk")
        group = await telegram.group(creator_id=olena.id, admins={str(bot.id): ALL_RIGHTS})
        scene = Scene(server.url, server.telegram, telegram, bot, maria, olena, group["id"])
        await scene.chat.write("/start")
        await scene.drain()
        yield scene


async def eventually(holds: Callable[[], Awaitable[bool]], within: float = 5) -> None:
    """For what no event announces: a state inside the server."""
    async with asyncio.timeout(within):
        while not await holds():  # noqa: ASYNC110 - see above
            await asyncio.sleep(0.005)


def picture(width: int = 640, height: int = 480) -> bytes:
    """A true PNG, black."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    pixels = zlib.compress((b"\x00" + b"\x00" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def changed(answer: Message | bool) -> Message:
    """What an edit answers with for a message of a chat."""
    assert isinstance(answer, Message)
    return answer


def photo(name: str = "screen.png") -> BufferedInputFile:
    return BufferedInputFile(picture(), name)


def blob(size: int = 10, name: str = "notes.txt") -> BufferedInputFile:
    return BufferedInputFile(b"x" * size, name)


def keyboard(*rows: list[tuple[str, str]]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=text, callback_data=data) for text, data in row] for row in rows
        ]
    )
