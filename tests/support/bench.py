"""A sender on a bench: real database, local Telegram over HTTP, activities called one by one."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

from sqlalchemy import RowMapping
from temporalio.testing import ActivityEnvironment

from activities.assembly import GroupSettings, bot_at, telegram
from activities.telegram import Telegram
from content import DIRECTORY
from content.policy import load_policy
from content.texts import Texts
from domain.calls import Notice
from domain.outgoing import Delivered, Destination, Kind, Outgoing
from domain.points import Reached, nothing
from local.telegram.person import Conversation, LocalTelegramClient, Person
from local.telegram.person_views import Seen
from storage import tables
from tests.support.rows import Rows

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
RIGHTS = ["can_manage_topics", "can_pin_messages", "can_delete_messages"]
POLICY = load_policy(DIRECTORY)
TEXTS = Texts(DIRECTORY)

_bots = count(1)
_TO_GROUP = frozenset(
    {
        Kind.CARD,
        Kind.CARD_EDIT,
        Kind.TOPIC_DRESS,
        Kind.RELAY_TO_AGENTS,
        Kind.CUSTOMER_EDIT,
        Kind.OPERATOR_CALL,
        Kind.COMMAND_REFUSED,
        Kind.LOW_SCORE,
    }
)


@dataclass
class Bench:
    """One bot, one agents' group with Олена in it, one customer Марія with one registered ticket."""

    telegram: LocalTelegramClient
    rows: Rows
    token: str
    bot_id: int
    group: int
    maria: Person
    olena: Person
    customer: int
    agent: str
    ticket: int
    keys: Any = field(default_factory=lambda: count(1))

    @property
    def private(self) -> Conversation:
        return self.maria.in_private(self.bot_id)

    def item(self, kind: Kind, **values: Any) -> Outgoing:
        to = Destination.GROUP if kind in _TO_GROUP else Destination.CUSTOMER
        key = f"ticket/c/1/{next(self.keys)}"
        return Outgoing(**{"key": key, "ticket": self.ticket, "to": to, "kind": kind, "at": NOW, **values})

    async def deliver(self, item: Outgoing, *, reached: Reached = nothing) -> Delivered:
        return await self._run("deliver", item, reached)

    async def notify(self, notice: Notice, *, reached: Reached = nothing) -> Delivered:
        return await self._run("notify_once", notice, reached)

    async def send(self, kind: Kind, **values: Any) -> Outgoing:
        """Delivered, and what was delivered."""
        item = self.item(kind, **values)
        await self.deliver(item)
        return item

    async def deliver_together(self, items: list[Outgoing]) -> list[Delivered | BaseException]:
        async with self.sender() as sender:
            runs = (ActivityEnvironment().run(sender.deliver, item) for item in items)
            return await asyncio.gather(*runs, return_exceptions=True)

    async def _run(self, name: str, value: Outgoing | Notice, reached: Reached) -> Delivered:
        async with self.sender(reached) as sender:
            delivered: Delivered = await ActivityEnvironment().run(getattr(sender, name), value)
        return delivered

    @asynccontextmanager
    async def sender(self, reached: Reached = nothing) -> AsyncIterator[Telegram]:
        """One that starts anew, as after a kill."""
        group = GroupSettings(self.group, "uk", per_minute=20)
        async with bot_at(self.telegram.url, self.token) as bot:
            yield telegram(bot, self.rows.database, TEXTS, lambda: POLICY, group, reached=reached)

    # what people see

    async def in_chat(self) -> list[Seen]:
        return await self._seen(self.private.key)

    async def in_topic(self) -> list[Seen]:
        """Messages of the ticket's topic, without service messages."""
        thread = (await self.topic())["topic_thread"]
        return [seen for seen in await self._seen(str(self.group)) if seen.thread_id == thread]

    async def _seen(self, key: str) -> list[Seen]:
        messages = (await self.telegram.state())["messages"]
        return [seen for seen in map(Seen, messages) if seen.chat == key and not seen.is_service]

    async def seen(self, key: str, message_id: int) -> Seen:
        return next(seen for seen in await self._seen(key) if seen.id == message_id)

    async def calls(self, method: str) -> list[dict[str, Any]]:
        return [
            entry
            for entry in await self.telegram.ledger()
            if entry["kind"] == "call"
            and entry["method"].lower() == method.lower()
            and entry["bot_id"] == self.bot_id
        ]

    async def lose_right(self, right: str) -> None:
        await self.set_rights([other for other in RIGHTS if other != right])

    async def set_rights(self, rights: list[str]) -> None:
        path = f"chats/{self.group}/members"
        await self.telegram.post(path, user_id=self.bot_id, action="promote", rights=rights)

    # what is stored

    async def topic(self) -> RowMapping:
        return await self.rows.get(tables.ticket, self.ticket)

    async def delivery(self, item: Outgoing | Notice) -> RowMapping:
        return next(row for row in await self.rows.all(tables.delivery) if row["key"] == item.key)

    async def from_customer(self, text: str = "", **values: Any) -> int:
        """A message that Марія really wrote, and its row."""
        seen = await self.private.write(text, files=values.pop("files", None))
        return await self._row("customer", seen, self.maria.id, text, values)

    async def from_agent(self, text: str = "", **values: Any) -> int:
        thread = (await self.topic())["topic_thread"]
        seen = await self.olena.in_group(self.group, thread).write(text, files=values.pop("files", None))
        return await self._row("agent", seen, self.group, text, {"agent": self.agent, **values})

    async def _row(self, author: str, seen: Seen, chat: int, text: str, values: dict[str, Any]) -> int:
        photo = seen.content.get("photo")
        media = photo[-1] if photo else seen.content.get(seen.kind)
        file_id = media.get("file_id") if isinstance(media, dict) else None
        row = {"author": author, "chat": chat, "message_id": seen.id, "kind": seen.kind, "text": text}
        return await self.rows.message(self.ticket, **row, file_id=file_id, **values)


async def make_bench(telegram_client: LocalTelegramClient, rows: Rows) -> Bench:
    bot = await telegram_client.bot(f"bench_{next(_bots)}_bot")
    olena = await telegram_client.person("Олена", last_name="Коваль")
    maria = await telegram_client.person("Марія", language_code="uk")
    group = await telegram_client.group("Agents", creator_id=olena.id, admins={str(bot["id"]): RIGHTS})
    await maria.in_private(bot["id"]).write("/start")
    customer = await rows.customer(telegram_id=maria.id, name="Марія")
    agent = await rows.agent(telegram_id=olena.id, name="Олена К.")
    ticket = await rows.ticket(customer, number=1001, phase="open", topic="payment", queue="security")
    return Bench(
        telegram=telegram_client,
        rows=rows,
        token=bot["token"],
        bot_id=bot["id"],
        group=group["id"],
        maria=maria,
        olena=olena,
        customer=customer,
        agent=(await rows.get(tables.agent, agent))["ref"],
        ticket=ticket,
    )
