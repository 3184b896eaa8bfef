"""The desk of the scenarios: real workflows, records and receiver; in place of Telegram, one who writes down."""

from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from temporalio import activity
from temporalio.client import Client
from temporalio.worker import Worker

from activities.records import Records
from bot.reading import Reader
from content.policy import load_lexicon, load_policy
from content.texts import Texts
from domain.calls import Call, Notice
from domain.outgoing import Delivered, DeliveryState, Destination, Kind, Outgoing
from domain.policy import TicketPolicy
from storage.duty import Duty
from storage.profiles import Profiles
from storage.tickets import Tickets
from tests.scenarios.table import merged
from tests.support.receiving import CONTENT
from tests.support.rows import Rows
from worker.desk import desk_worker
from workflows.client import DeskClient
from workflows.options import GROUP_QUEUE, GROUP_URGENT_QUEUE, PRIVATE_QUEUE

CONNECTIONS = 30


@dataclass(frozen=True)
class Sent:
    """What Telegram was given; `at` in the ticket's own, skipped time."""

    kind: Kind
    to: Destination
    silent: bool
    priority: int | None
    at: datetime


@dataclass
class Outside:
    """The people's side: takes every message, except for customers who are `away` and kinds that are `refused`."""

    sent: dict[str, list[Sent]] = field(default_factory=lambda: defaultdict(list))  # by workflow id
    away: set[str] = field(default_factory=set)  # customers' references
    refused: dict[str, set[Kind]] = field(default_factory=lambda: defaultdict(set))

    @activity.defn(name=Call.DELIVER)
    async def deliver(self, item: Outgoing) -> Delivered:
        info = activity.info()
        workflow_id = str(info.workflow_id)
        customer = workflow_id.split("/")[1]
        if item.to is Destination.CUSTOMER and customer in self.away:
            return Delivered(state=DeliveryState.REFUSED, unreachable=True)
        if item.kind in self.refused[customer]:
            return Delivered(state=DeliveryState.REFUSED)
        sent = Sent(item.kind, item.to, item.silent, info.priority.priority_key, info.scheduled_time)
        self.sent[workflow_id].append(sent)
        return Delivered(state=DeliveryState.SENT)

    @activity.defn(name=Call.NOTIFY_ONCE)
    async def notify_once(self, notice: Notice) -> Delivered:
        return Delivered(state=DeliveryState.SENT)


class ScenarioRecords(Records):
    """Each scenario's tickets follow its own content."""

    policies: dict[str, TicketPolicy]

    @activity.defn(name=Call.LOAD_POLICY)
    async def load_policy(self) -> TicketPolicy:
        customer = str(activity.info().workflow_id).split("/")[1]
        return self.policies[customer]


@dataclass
class World:
    temporal: Client
    env: Any
    database: AsyncEngine
    outside: Outside
    records: ScenarioRecords
    texts: Texts
    reader: Reader
    contents: Path  # where changed copies of content/ are put
    updates: Any = field(default_factory=lambda: count(1))
    _policies: dict[str, TicketPolicy] = field(default_factory=dict)

    @property
    def rows(self) -> Rows:
        return Rows(self.database)

    def policy(self, changes: dict[str, dict[str, Any]]) -> TicketPolicy:
        """The editors' files with a scenario's changes, loaded and checked as at the desk's start."""
        key = yaml.safe_dump(changes)
        if key not in self._policies:
            directory = CONTENT if not changes else _changed(self.contents / str(len(self._policies)), changes)
            self._policies[key] = load_policy(directory)
        return self._policies[key]


def _changed(directory: Path, changes: dict[str, dict[str, Any]]) -> Path:
    directory.mkdir(parents=True)
    for path in CONTENT.iterdir():
        if path.suffix == ".yaml" and path.name in changes:
            data = merged(yaml.safe_load(path.read_text(encoding="utf-8")), changes[path.name])
            (directory / path.name).write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
        else:
            (directory / path.name).symlink_to(path)
    return directory


@asynccontextmanager
async def opened(database_url: str, env: Any, contents: Path) -> AsyncIterator[World]:
    """A world in which the workers run."""
    async with AsyncExitStack() as stack:
        world = await stack.enter_async_context(idle(database_url, env, contents))
        await DeskClient(world.temporal).ensure_queues(world.policy({}).queues)
        for worker in workers(world):
            await stack.enter_async_context(worker)
        yield world


@asynccontextmanager
async def idle(database_url: str, env: Any, contents: Path) -> AsyncIterator[World]:
    """The same without workers."""
    # as storage.database opens it, but for the ping before each use: nobody kills this server
    database = create_async_engine(database_url, pool_size=CONNECTIONS, max_overflow=0)
    policy = load_policy(CONTENT)
    records = ScenarioRecords(Profiles(database), Tickets(database), Duty(database), policy)
    records.policies = {}
    reader = Reader(load_lexicon(CONTENT))
    try:
        yield World(env.client, env, database, Outside(), records, Texts(CONTENT), reader, contents)
    finally:
        await database.dispose()


def workers(world: World) -> list[Worker]:
    senders = [
        Worker(
            world.temporal,
            task_queue=queue,
            activities=[world.outside.deliver, world.outside.notify_once],
            max_concurrent_activities=50,
        )
        for queue in (PRIVATE_QUEUE, GROUP_QUEUE, GROUP_URGENT_QUEUE)
    ]
    return [desk_worker(world.temporal, world.records), *senders]
