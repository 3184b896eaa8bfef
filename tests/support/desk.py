"""The whole desk in one process, with its real parts: local Telegram over HTTP, receiver, workers, databases."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client, WorkflowHandle
from temporalio.testing import WorkflowEnvironment

from activities.assembly import GroupSettings, telegram
from activities.records import Records
from bot.polling import Poller
from bot.setup import use_polling, use_webhook
from bot.webhook import Webhook, create_app
from config.serving import listen, serve
from content.policy import load_policy
from content.texts import Texts
from domain.clock import DeskClock
from domain.outgoing import FixedTopic
from domain.policy import TicketPolicy
from local.telegram.clock import Clock
from local.telegram.person import Conversation, LocalTelegramClient, Person
from local.telegram.running import running
from storage.agents import Member
from storage.database import open_database
from storage.duty import Duty
from storage.pace import Paces
from storage.profiles import Profiles
from storage.tables import agent, group_post, ticket
from storage.tickets import Tickets
from tests.support.receiving import CONTENT, Receiving, receiving
from tests.support.waiting import until
from worker.desk import desk_worker
from worker.sender import sender_workers
from workflows.client import DeskClient, queue_workflow_id

RIGHTS = ["can_manage_topics", "can_pin_messages", "can_delete_messages"]
BUDGET = 1000  # messages a minute: these tests are about tickets, the budget has its own
WEBHOOK_SECRET = "a-secret-of-this-test"


@dataclass
class Desk:
    """People, and a look behind the scenes."""

    people: LocalTelegramClient
    bot_id: int
    group: int
    olena: Person
    taras: Person
    behind: Receiving
    clock: Clock
    desk_clock: DeskClock
    policy: TicketPolicy  # in force: of content/, unless a test changes it

    async def on_duty(self, person: Person, name: str, **shift: Any) -> str:
        """A member of the group who has said so, whether or not they wrote there before; gives the reference."""
        await self.behind.parts.agents.ensure(Member(person.id, name))
        ref = await self.behind.execute(
            update(agent)
            .where(agent.c.telegram_id == person.id)
            .values(on_duty_since=func.now(), **shift)
            .returning(agent.c.ref)
        )
        return str(ref)

    async def desk_now(self, env: WorkflowEnvironment, handle: WorkflowHandle[Any, Any]) -> datetime:
        return self.desk_clock.desk(await env.get_current_time(handle))

    async def skip(self, env: WorkflowEnvironment, handle: WorkflowHandle[Any, Any], span: timedelta) -> None:
        """The ticket's time and Telegram's go on by `span` together."""
        await env.fast_forward(handle, span)
        self.clock.reset()
        self.clock.advance((await env.get_current_time(handle)).timestamp() - self.clock())

    async def customer(self, name: str = "Марія", language: str = "uk", **more: Any) -> "Customer":
        person = await self.people.person(name, language_code=language, **more)
        return Customer(person, person.in_private(self.bot_id), language)

    async def topic(self, number: int = 0) -> int:
        """The thread of the n-th ticket's topic; waits until it is there."""
        made = select(ticket.c.topic_thread).where(ticket.c.topic_thread.is_not(None))
        thread = made.order_by(ticket.c.topic_thread).offset(number).limit(1)
        found: int = await until(lambda: self.behind.scalar(thread))
        return found

    async def fixed_topic(self, topic: FixedTopic) -> Conversation:
        """Boards, Duty or Ops, read by Олена; waits until it is made."""
        row = select(group_post.c.thread).where(group_post.c.name == f"topic/{topic}")
        return self.olena.in_group(self.group, await until(lambda: self.behind.scalar(row)))

    def queue(self, name: str) -> WorkflowHandle[Any, Any]:
        return self.behind.workflow(queue_workflow_id(name))

    async def agent_in_topic(self, number: int = 0, agent: Person | None = None) -> Conversation:
        return (agent or self.olena).in_group(self.group, await self.topic(number))

    async def workflow(self, number: int = 0) -> WorkflowHandle[Any, Any]:
        """Of the n-th ticket ever begun."""
        return self.behind.workflow((await self.behind.workflow_ids())[number])

    async def row(self, number: int = 0) -> Any:
        return (await self.behind.rows(select(ticket).order_by(ticket.c.id)))[number]


@dataclass
class Customer:
    person: Person
    chat: Conversation
    language: str

    WORDS = {  # noqa: RUF012 - what a test presses, by language
        "uk": ("погоджуюся", "Оплата", "Платіж не пройшов", "Надіслати"),
        "en": ("agree", "Payment", "did not go through", "Send"),
    }

    async def reach_receipt(self, taps: tuple[str, ...] | None = None) -> int:
        """The shortest way by taps: consent, topic, option, submit. Gives the number of taps."""
        taps = taps or self.WORDS[self.language]
        await self.chat.write("/start")
        for button in taps:
            await press_when_there(self.chat, button)
        await self.chat.next_message("№" if self.language == "uk" else "#")
        return len(taps)


async def press_when_there(chat: Conversation, button: str, *, within: float = 10) -> None:
    """`within`: seconds until a message with that button must be there."""
    await chat.until(lambda seen: any(button in text for one in seen for text in one.buttons), within)
    await chat.press(button, wait=3)  # a killed bot answers no press


@asynccontextmanager
async def desk(
    database_url: str, client: Client, state: Path, *, webhook: bool = False, now: datetime | None = None
) -> AsyncIterator[Desk]:
    """`now`: what desk time is at the start; by default what it really is."""
    async with AsyncExitStack() as stack:
        real, clock = datetime.now(UTC), Clock()
        desk_clock = DeskClock(skipped=now - real) if now else DeskClock()
        server = await stack.enter_async_context(running(state / "telegram", clock=clock))
        people = await stack.enter_async_context(LocalTelegramClient(server.url))
        await people.settings(limits=False)
        made, group, olena, taras = await _world(people)
        database = open_database(database_url)
        stack.push_async_callback(database.dispose)
        behind = await stack.enter_async_context(
            receiving(database, client, api=server.url, token=made["token"], group=group, clock=desk_clock)
        )
        world = Desk(people, made["id"], group, olena, taras, behind, clock, desk_clock, load_policy(CONTENT))
        await stack.enter_async_context(_workers(client, database, world))
        await stack.enter_async_context(_receiver(behind, webhook=webhook))
        yield world


async def _world(people: LocalTelegramClient) -> tuple[dict[str, Any], int, Person, Person]:
    made = await people.bot("nightdesk_bot")
    olena, taras = await people.person("Олена"), await people.person("Тарас")
    group = await people.group("Агенти", creator_id=olena.id, members=[taras.id], admins={str(made["id"]): RIGHTS})
    return made, int(group["id"]), olena, taras


@asynccontextmanager
async def _workers(client: Client, database: AsyncEngine, world: Desk) -> AsyncIterator[None]:
    await DeskClient(client).ensure_queues(world.policy.queues, DeskClock())
    settings = GroupSettings(world.group, "uk", per_minute=BUDGET, count_edits=False)
    activities = telegram(world.behind.bot, database, Texts(CONTENT), lambda: world.policy, settings)
    records = Records(Profiles(database), Tickets(database), Duty(database), Paces(database), lambda: world.policy)
    async with AsyncExitStack() as stack:
        for worker in [desk_worker(client, records), *sender_workers(client, activities)]:
            await stack.enter_async_context(worker)
        yield


@asynccontextmanager
async def _receiver(behind: Receiving, *, webhook: bool) -> AsyncIterator[None]:
    stop = asyncio.Event()
    parts = behind.parts
    works = [parts.sweeper.run(stop)]
    if webhook:
        listening = listen("127.0.0.1", 0)
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/telegram"
        app = create_app(parts.metrics, Webhook(parts.receiver, parts.lanes, secret=WEBHOOK_SECRET), "/telegram")
        await use_webhook(behind.bot, url, WEBHOOK_SECRET)
        works.append(serve(app, listening, stop))
    else:
        await use_polling(behind.bot)
        works.append(Poller(behind.bot, parts.receiver, parts.lanes).run(stop))
    tasks = [asyncio.create_task(work) for work in works]
    yield
    stop.set()
    await asyncio.gather(*tasks)


HOUR = timedelta(hours=1)
