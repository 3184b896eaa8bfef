"""The local Telegram as these tests use it: people by its person API, the bot by the unmodified client."""

from dataclasses import dataclass
from itertools import count
from typing import Any

import aiohttp
from aiogram import Bot
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup

_numbers = count(1)


@dataclass(frozen=True)
class Customer:
    id: int
    name: str
    key: str
    """Of the private chat with the bot."""


@dataclass
class Desk:
    base: str
    http: aiohttp.ClientSession
    bot: Bot
    group: str
    offset: int = 0

    async def call(self, method: str, path: str, body: Any = None) -> Any:
        async with self.http.request(method, f"{self.base}/local/{path}", json=body) as response:
            answer = await response.json()
            assert response.ok, answer
            return answer

    async def customer(self, name: str | None = None, **given: Any) -> Customer:
        """Somebody who has pressed Start."""
        unique = name or f"Марія {next(_numbers)}"
        user = await self.call("POST", "users", {"first_name": unique, "language_code": "uk", **given})
        someone = Customer(user["id"], unique, f"{self.bot.id}:{user['id']}")
        await self.says(someone, "/start")
        return someone

    async def says(self, someone: Customer, text: str, **more: Any) -> Any:
        return await self.write(someone.id, someone.key, text, **more)

    async def write(self, user_id: int, chat: str, text: str, **more: Any) -> Any:
        sent = await self.call("POST", "messages", {"user_id": user_id, "chat": chat, "text": text, **more})
        return sent["messages"][0]

    async def topic(self, name: str | None = None) -> int:
        made = await self.bot.create_forum_topic(int(self.group), name or f"#{next(_numbers)} Оплата")
        return made.message_thread_id

    async def messages(self, chat: str, thread: int | None = None) -> list[dict[str, Any]]:
        state = await self.call("GET", "state")
        return [one for one in state["messages"] if one["chat"] == chat and one["thread_id"] == thread]

    async def last(self, chat: str, thread: int | None = None) -> dict[str, Any]:
        return (await self.messages(chat, thread))[-1]

    async def next_press(self) -> CallbackQuery:
        """The next button press that reaches the bot; whatever comes before it is confirmed and forgotten."""
        while True:
            for update in await self.bot.get_updates(offset=self.offset, timeout=5):
                self.offset = update.update_id + 1
                if update.callback_query:
                    return update.callback_query


def key(text: str, data: str = "x", style: str | None = None) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=text, callback_data=data, style=style)


def keys(*rows: list[InlineKeyboardButton]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=list(rows))
