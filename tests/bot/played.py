"""The receiver polling a local Telegram, with real workflows behind it: people press and write over HTTP."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from activities.records import Records
from bot.polling import Poller
from content.policy import load_policy
from domain.buttons import Action, Button
from local.telegram.person import Conversation, LocalTelegramClient, Person
from storage.duty import Duty
from storage.pace import Paces
from storage.profiles import Profiles
from storage.tables import customer, fact, ticket
from storage.tickets import Tickets
from tests.support.receiving import CONTENT, Receiving, receiving
from tests.support.waiting import until
from worker.desk import desk_worker

RIGHTS = ["can_manage_topics", "can_pin_messages", "can_delete_messages"]
_bots = count(1)

Json = dict[str, Any]


@dataclass
class Played:
    world: Receiving
    telegram: LocalTelegramClient
    bot_id: int
    group: int
    maria: Person
    james: Person
    olena: Person
    taras: Person

    def chat(self, person: Person) -> Conversation:
        return person.in_private(self.bot_id)

    async def ticket(self, person: Person) -> int:
        """A first message of the person, and the ticket that it makes."""
        await self.chat(person).write("Добрий день")
        mine = select(ticket.c.id).join(customer).where(customer.c.telegram_id == person.id)
        found: int = await until(lambda: self.world.scalar(mine))
        await self.all_told()
        return found

    async def all_told(self) -> None:
        waiting = select(func.count()).where(fact.c.forwarded_at.is_(None))

        async def none_waits() -> bool:
            return bool(await self.world.scalar(waiting) == 0)

        await until(none_waits)

    async def registered(self, person: Person) -> int:
        """A ticket that came through its intake by presses, with a topic in the group."""
        ticket_id = await self.ticket(person)
        for action, value in (
            (Action.CONSENT, "yes"),
            (Action.TOPIC, "payment"),
            (Action.ANSWER, "problem-not_gone_through"),
            (Action.SUBMIT, ""),
        ):
            answered = await self.press(person, action, ticket_id, value)
            assert answered["answered"]
            assert not answered["text"], (action, answered)
        numbered = select(ticket.c.number).where(ticket.c.id == ticket_id)
        await until(lambda: self.world.scalar(numbered))
        await self.set_ticket(ticket_id, group_chat=self.group, topic_thread=1000 + ticket_id)
        return ticket_id

    async def set_ticket(self, ticket_id: int, **values: Any) -> None:
        async with self.world.database.begin() as connection:
            await connection.execute(update(ticket).where(ticket.c.id == ticket_id).values(**values))

    async def workflow_id(self, ticket_id: int) -> str:
        found: str = await self.world.scalar(select(ticket.c.workflow_id).where(ticket.c.id == ticket_id))
        return found

    async def press(self, person: Person, action: Action, ticket_id: int, value: str = "") -> Json:
        """A button with that value, in the person's private chat."""
        return await self.press_data(person, Button(action=action, ticket=ticket_id, value=value).pack())

    async def press_data(self, person: Person, data: str) -> Json:
        shown = await self.world.bot.send_message(person.id, "?")
        return await self.chat(person).press(data=data, on=shown.message_id)

    async def press_in_group(self, person: Person, action: Action, ticket_id: int, value: str = "") -> Json:
        shown = await self.world.bot.send_message(self.group, "?")
        data = Button(action=action, ticket=ticket_id, value=value).pack()
        return await person.in_group(self.group).press(data=data, on=shown.message_id)


@asynccontextmanager
async def played(
    telegram: LocalTelegramClient, database: AsyncEngine, temporal: Client, **receiver: Any
) -> AsyncIterator[Played]:
    """Without workers: what Temporal is told waits there. See `working`."""
    bot = await telegram.bot(f"desk{next(_bots)}_bot")
    olena, taras = await telegram.person("Олена", last_name="Коваль"), await telegram.person("Тарас")
    group = await telegram.group(
        "Agents", creator_id=olena.id, members=[taras.id], admins={str(bot["id"]): RIGHTS}
    )
    async with receiving(
        database, temporal, api=telegram.url, token=bot["token"], group=group["id"], **receiver
    ) as world:
        maria = await telegram.person("Марія", language_code="uk")
        james = await telegram.person("James", language_code="en")
        yield Played(world, telegram, bot["id"], group["id"], maria, james, olena, taras)


@asynccontextmanager
async def polling(play: Played, *, long_poll_seconds: int = 5) -> AsyncIterator[Poller]:
    poller = Poller(
        play.world.bot, play.world.parts.receiver, play.world.parts.lanes, long_poll_seconds=long_poll_seconds
    )
    stop = asyncio.Event()
    running = asyncio.create_task(poller.run(stop))
    try:
        yield poller
    finally:
        stop.set()
        await running


@asynccontextmanager
async def working(play: Played) -> AsyncIterator[None]:
    """With the worker of workflows and records; nothing is sent."""
    database = play.world.database
    records = Records(
        Profiles(database), Tickets(database), Duty(database), Paces(database), lambda: load_policy(CONTENT)
    )
    async with desk_worker(play.world.temporal, records):
        yield
