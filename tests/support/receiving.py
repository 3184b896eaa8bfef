"""The receiver with its real parts, and updates as Telegram writes them."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import User
from sqlalchemy import select
from sqlalchemy import update as update_rows
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client, WorkflowHandle
from temporalio.service import RPCError

from bot.attempts import Attempts
from bot.wiring import ReceiverParts, Surroundings
from content.policy import load_lexicon, load_policy
from content.texts import Texts
from domain.clock import DeskClock
from domain.points import Reached, nothing
from domain.policy import TicketPolicy
from domain.understanding import Lexicon
from storage.tables import ticket
from workflows.client import DUTY_WORKFLOW_ID, DeskClient, queue_workflow_id

CONTENT = Path(__file__).parent.parent.parent / "content"
GROUP = -1001000000001
TOKEN = "42:TEST"
MARIA = {"id": 101, "is_bot": False, "first_name": "Марія", "language_code": "uk"}
JAMES = {"id": 202, "is_bot": False, "first_name": "James", "language_code": "en"}
OLENA = {"id": 31, "is_bot": False, "first_name": "Олена", "last_name": "Коваль"}

Raw = dict[str, Any]
_updates = count(5000)
_messages = count(100)


def update(**event: Any) -> Raw:
    return {"update_id": next(_updates), **event}


def private(user: Raw, text: str | None = "Добрий день", **more: Any) -> Raw:
    """A message in the private chat, as an update."""
    chat = {"id": user["id"], "type": "private", "first_name": user["first_name"]}
    return update(message=_message(user, chat, text, **more))


def edited(original: Raw, text: str) -> Raw:
    return update(edited_message={**original["message"], "text": text, "edit_date": 1_700_000_100})


def in_topic(user: Raw, thread: int, text: str | None = "Перевіряю", **more: Any) -> Raw:
    chat = {"id": GROUP, "type": "supergroup", "title": "Agents", "is_forum": True}
    topic = {"message_thread_id": thread, "is_topic_message": True}
    return update(message=_message(user, chat, text, **topic, **more))


def in_general(user: Raw, text: str, **more: Any) -> Raw:
    chat = {"id": GROUP, "type": "supergroup", "title": "Agents", "is_forum": True}
    return update(message=_message(user, chat, text, **more))


def membership(user: Raw, status: str, **more: Any) -> Raw:
    """Somebody's own, in the agents' group."""
    chat = {"id": GROUP, "type": "supergroup", "title": "Agents", "is_forum": True}
    old = {"status": "member", "user": user}
    event = {"chat": chat, "from": user, "date": 1_700_000_000, "old_chat_member": old}
    return update(chat_member={**event, "new_chat_member": {"status": status, "user": user, **more}})


def press(user: Raw, data: str, *, group: bool = False) -> Raw:
    chat = {"id": GROUP if group else user["id"], "type": "supergroup" if group else "private"}
    message = {"message_id": 77, "date": 1_700_000_000, "chat": chat, "text": "?"}
    query = {"id": "9", "from": user, "chat_instance": "1", "data": data, "message": message}
    return update(callback_query=query)


def moved(user: Raw, status: str) -> Raw:
    chat = {"id": user["id"], "type": "private", "first_name": user["first_name"]}
    member: Raw = {"status": status, "user": {"id": 42, "is_bot": True, "first_name": "Bot"}}
    new = {**member, "until_date": 0} if status == "kicked" else member
    old = {**member, "status": "member"}
    event = {"chat": chat, "from": user, "date": 1_700_000_000, "old_chat_member": old, "new_chat_member": new}
    return update(my_chat_member=event)


def _message(user: Raw, chat: Raw, text: str | None, **more: Any) -> Raw:
    words = {} if text is None else {"text": text, **_command(text)}
    basis = {"message_id": next(_messages), "date": 1_700_000_000, "chat": chat, "from": user}
    return {**basis, **words, **more}


def _command(text: str) -> Raw:
    if not text.startswith("/") or text.startswith("//"):
        return {}
    return {"entities": [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]}


@dataclass
class Receiving:
    """What the tests of the way in look at."""

    parts: ReceiverParts
    database: AsyncEngine
    temporal: Client
    bot: Bot

    async def receive(self, raw: Raw) -> None:
        await self.parts.receiver.receive(raw)

    async def rows(self, query: Any) -> list[Any]:
        async with self.database.connect() as connection:
            return list(await connection.execute(query))

    async def execute(self, statement: Any) -> Any:
        """The first value of the first row it returns."""
        async with self.database.begin() as connection:
            return (await connection.execute(statement)).scalar()

    async def scalar(self, query: Any) -> Any:
        async with self.database.connect() as connection:
            return await connection.scalar(query)

    async def workflow_ids(self) -> list[str]:
        """Oldest first."""
        return [row[0] for row in await self.rows(select(ticket.c.workflow_id).order_by(ticket.c.id))]

    def workflow(self, workflow_id: str) -> WorkflowHandle[Any, Any]:
        return self.temporal.get_workflow_handle(workflow_id)

    async def told(self, workflow_id: str) -> list[tuple[str, Raw]]:
        """The signals that Temporal has for a ticket, with their values, in order."""
        signals = []
        async for event in self.workflow(workflow_id).fetch_history_events():
            signal = event.workflow_execution_signaled_event_attributes
            if signal.signal_name:
                signals.append((signal.signal_name, json.loads(signal.input.payloads[0].data)))
        return signals

    async def signals(self) -> list[tuple[str, Raw]]:
        """What all tickets were told, the oldest ticket first."""
        told = [await self.told(workflow_id) for workflow_id in await self.workflow_ids()]
        return [signal for signals in told for signal in signals]

    async def notice(self, raw: Raw) -> Raw | None:
        """The one-off answer to an update, as a sender will get it."""
        return await self.notice_by_key(f"notice/{self.bot.id}/{raw['update_id']}")

    async def notice_by_key(self, key: str) -> Raw | None:
        try:
            described = await self.temporal.get_activity_handle(key).describe(include_input=True)
        except RPCError:
            return None
        assert described.raw_input
        notice: Raw = json.loads(described.raw_input.payloads[0].data)
        return notice

    async def register(self) -> None:
        """As if every ticket had come through its intake."""
        async with self.database.begin() as connection:
            numbered = update_rows(ticket).values(number=1000 + ticket.c.id, phase="open")
            await connection.execute(numbered)

    async def history(self, workflow_id: str) -> str:
        return str(await self.workflow(workflow_id).fetch_history())

    async def end(self, workflow_id: str) -> None:
        await self.workflow(workflow_id).terminate()


REAL_TIME = DeskClock()


@asynccontextmanager
async def receiving(
    database: AsyncEngine,
    temporal: Client,
    *,
    api: str = "http://127.0.0.1:9",
    token: str = TOKEN,
    group: int = GROUP,
    attempts: Attempts | None = None,
    services_answer: Callable[[], Awaitable[bool]] | None = None,
    reached: Reached = nothing,
    clock: DeskClock = REAL_TIME,
) -> AsyncIterator[Receiving]:
    """Ends what its tickets began, so that the workers of another test find nothing of it."""
    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(api)))
    # as after sign_in: the real process asks once at its start
    bot._me = User(id=bot.id, is_bot=True, first_name="Nightdesk", username="nightdesk_bot")
    given = Surroundings(
        bot=bot,
        bot_name="nightdesk_bot",
        database=database,
        desk=DeskClient(temporal),
        texts=_texts(),
        policy=_policy(),
        lexicon=_lexicon(),
        group=group,
        group_language="uk",
        clock=clock,
        services_answer=services_answer or _healthy,
        reached=reached,
    )
    world = Receiving(ReceiverParts(given, attempts), database, temporal, bot)
    try:
        yield world
    finally:
        await bot.session.close()
        await _end_all(world)


@cache
def _texts() -> Texts:
    return Texts(CONTENT)


@cache
def _policy() -> TicketPolicy:
    return load_policy(CONTENT)


@cache
def _lexicon() -> Lexicon:
    return load_lexicon(CONTENT)


async def _end_all(world: Receiving) -> None:
    try:
        for workflow_id in await world.workflow_ids():
            await _end(world, workflow_id)
    except OperationalError:
        return  # a test without a database
    for name in _policy().queues:
        await _end(world, queue_workflow_id(name))
    await _end(world, DUTY_WORKFLOW_ID)


async def _end(world: Receiving, workflow_id: str) -> None:
    try:
        await world.temporal.get_workflow_handle(workflow_id).terminate(rpc_timeout=timedelta(seconds=2))
    except RPCError:
        return  # it has ended, or was never told anything, or there is no server


async def _healthy() -> bool:
    return True
