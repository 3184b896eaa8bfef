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
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from temporalio import activity
from temporalio.client import Client
from temporalio.worker import Worker

from activities.records import Records
from bot.reading import Reader
from content.policy import load_lexicon, load_policy
from content.texts import Texts
from domain.calls import Alert, BoardShown, Call, Notice, PaceQuery, ShowBoard
from domain.clock import DeskClock
from domain.eta import Pace
from domain.outgoing import Delivered, DeliveryState, Destination, Kind, Outgoing
from domain.policy import TicketPolicy
from storage.claims import Claims
from storage.duty import Duty
from storage.pace import Paces
from storage.profiles import Profiles
from storage.tables import ticket
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
    starless: bool = False  # a resolution that asks for no stars


@dataclass
class Outside:
    """The people's side: takes every message, except for customers who are `away` and kinds that are `refused`."""

    sent: dict[str, list[Sent]] = field(default_factory=lambda: defaultdict(list))  # by workflow id
    away: set[str] = field(default_factory=set)  # customers' references
    refused: dict[str, set[Kind]] = field(default_factory=lambda: defaultdict(set))
    database: AsyncEngine | None = None

    @activity.defn(name=Call.DELIVER)
    async def deliver(self, item: Outgoing) -> Delivered:
        info = activity.info()
        workflow_id = str(info.workflow_id)
        customer = workflow_id.split("/")[1]
        if item.to is Destination.CUSTOMER and customer in self.away:
            return Delivered(state=DeliveryState.REFUSED, unreachable=True)
        if item.kind in self.refused[customer]:
            return Delivered(state=DeliveryState.REFUSED)
        claimed = await self._claimed(item)
        if not claimed and item.kind is not Kind.RESOLVED:
            return Delivered(state=DeliveryState.CANCELLED)
        sent = Sent(item.kind, item.to, item.silent, info.priority.priority_key, info.scheduled_time, not claimed)
        self.sent[workflow_id].append(sent)
        return Delivered(state=DeliveryState.SENT)

    async def _claimed(self, item: Outgoing) -> bool:
        """What may be asked only so often is claimed as the sender does it."""
        if item.kind not in (Kind.RESOLVED, Kind.NPS, Kind.ZONE_QUESTION):
            return True
        assert self.database is not None
        claims, since = Claims(self.database), item.moments.get("talking_since", item.at)
        async with self.database.connect() as connection:
            customer = await connection.scalar(select(ticket.c.customer).where(ticket.c.id == item.ticket))
        assert customer is not None
        if item.kind is Kind.ZONE_QUESTION:
            return await claims.zone(customer, item.at)
        if item.kind is Kind.RESOLVED:
            return await claims.rating(customer, item.ticket, item.at, since)
        return await claims.nps(customer, item.ticket, item.at, since) is not None

    @activity.defn(name=Call.NOTIFY_ONCE)
    async def notify_once(self, notice: Notice) -> Delivered:
        return Delivered(state=DeliveryState.SENT)

    @activity.defn(name=Call.ALERT)
    async def alert(self, alert: Alert) -> Delivered:
        return Delivered(state=DeliveryState.SENT)

    @activity.defn(name=Call.SHOW_BOARD)
    async def show_board(self, show: ShowBoard) -> BoardShown:
        return BoardShown()


class ScenarioRecords(Records):
    """Each scenario's tickets follow its own content."""

    policies: dict[str, TicketPolicy]

    @activity.defn(name=Call.LOAD_POLICY)
    async def load_policy(self) -> TicketPolicy:
        customer = str(activity.info().workflow_id).split("/")[1]
        return self.policies[customer]

    @activity.defn(name=Call.MEASURE_PACE)
    async def measure_pace(self, query: PaceQuery) -> Pace:
        """Nobody on duty, and nothing ahead: the tickets of other scenarios are not in the way of this one's."""
        return Pace()


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
        await DeskClient(world.temporal).ensure_queues(world.policy({}).queues, DeskClock())
        for worker in workers(world):
            await stack.enter_async_context(worker)
        yield world


@asynccontextmanager
async def idle(database_url: str, env: Any, contents: Path) -> AsyncIterator[World]:
    """The same without workers."""
    # as storage.database opens it, but for the ping before each use: nobody kills this server
    database = create_async_engine(database_url, pool_size=CONNECTIONS, max_overflow=0)
    policy = load_policy(CONTENT)
    records = ScenarioRecords(
        Profiles(database), Tickets(database), Duty(database), Paces(database), lambda: policy
    )
    records.policies = {}
    reader = Reader(load_lexicon(CONTENT))
    try:
        yield World(
            env.client, env, database, Outside(database=database), records, Texts(CONTENT), reader, contents
        )
    finally:
        await database.dispose()


def workers(world: World) -> list[Worker]:
    senders = [
        Worker(
            world.temporal,
            task_queue=queue,
            activities=[
                world.outside.deliver,
                world.outside.notify_once,
                world.outside.alert,
                world.outside.show_board,
            ],
            max_concurrent_activities=50,
        )
        for queue in (PRIVATE_QUEUE, GROUP_QUEUE, GROUP_URGENT_QUEUE)
    ]
    return [desk_worker(world.temporal, world.records), *senders]
