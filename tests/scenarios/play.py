"""One scenario, lived: its people do what the table says when it says so, and what the desk shows is compared."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import select
from temporalio.client import WorkflowExecutionDescription, WorkflowExecutionStatus, WorkflowHandle
from temporalio.service import RPCError, RPCStatusCode

from bot.forwarding import Forwarder
from domain.clock import DeskClock
from domain.messages import Chose, Understood, Value
from domain.points import nothing
from domain.policy import TicketPolicy
from domain.ticket import ContentKind
from storage.agents import Agents, Member
from storage.customers import Person
from storage.facts import Facts, Origin, PendingFact
from storage.inbound import Inbound
from storage.messages import Content
from storage.redirect import Redirect
from storage.tables import ticket as ticket_table
from tests.scenarios.table import Scenario
from tests.scenarios.world import World
from workflows.client import DeskClient, NotYet

T = TypeVar("T")

BOT, GROUP = 7, -1001000000001
# Desk time is slow, so that what a press takes on its way is nothing: 1 s of ours is 1/64 s of the desk's. The
# number is one that floating point holds exactly.
SPEED = 1 / 64
ASKED = timedelta(milliseconds=100)  # by then the intake has asked for the rest
PAST = timedelta(milliseconds=10)  # so far behind a moment of the table its events are: what was due then is done
SETTLED = timedelta(milliseconds=400)  # by then the workflow has worked off what was told at a time
TRIES = 5  # of a press that was not applied in time: machines are slow at times


@dataclass
class Ticket:
    """`clock`: the desk's, as this ticket's workflow got it; skipped time is the workflow's own."""

    id: int
    workflow_id: str
    handle: WorkflowHandle[Any, Any]
    clock: DeskClock
    ahead: timedelta = timedelta()  # of its virtual time before ours, as far as it is known
    over: bool = False

    def real_now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    async def look(self) -> WorkflowExecutionDescription:
        """Learns its exact virtual time, too."""
        described = await self.handle.describe()
        self.over = described.status is not WorkflowExecutionStatus.RUNNING
        skipping = described.raw_description.workflow_extended_info.time_skipping_info
        if not self.over:
            self.ahead = skipping.current_time.ToDatetime(tzinfo=UTC) - datetime.now(UTC)
        return described


@dataclass
class Play:
    world: World
    scenario: Scenario
    policy: TicketPolicy
    person: Person
    customer: int
    ref: str
    now: datetime  # desk time
    speed: float = SPEED
    tickets: list[Ticket] = field(default_factory=list)
    agents: dict[str, str] = field(default_factory=dict)  # references by name
    members: dict[str, Member] = field(default_factory=dict)
    others: dict[str, "Play"] = field(default_factory=dict)

    @property
    def desk(self) -> DeskClient:
        return DeskClient(self.world.temporal)

    @property
    def inbound(self) -> Inbound:
        return Inbound(self.world.database)

    @property
    def ticket(self) -> Ticket:
        return self.tickets[0]

    # the way in

    def origin(self, chat: int | None = None) -> Origin:
        return Origin(BOT, next(self.world.updates), chat or self.person.telegram_id)

    def content(self, text: str, chat: int | None = None, kind: ContentKind = ContentKind.TEXT) -> Content:
        return Content(chat or self.person.telegram_id, next(self.world.updates), kind, text)

    def clock(self) -> DeskClock:
        """The desk's, for tickets that begin now."""
        real = datetime.now(UTC)
        return DeskClock(epoch=real, speed=self.speed, skipped=self.now - real)

    async def tell(self, pending: list[PendingFact] | None) -> None:
        """As the receiver does, which also finds another ticket for what came after the end of one."""
        clock, database = self.clock(), self.world.database
        forwarder = Forwarder(
            self.desk, Facts(database), Redirect(database), clock, now=lambda: datetime.now(UTC), reached=nothing
        )
        await forwarder.forward(pending or [])
        known = {ticket.id for ticket in self.tickets}
        if {fact.ticket for fact in pending or []} - known or any(ticket.over for ticket in self.tickets):
            await self._meet_tickets(clock)

    async def write(
        self, text: str, kind: ContentKind = ContentKind.TEXT, understood: Understood | None = None
    ) -> None:
        content = self.content(text, kind=kind)
        reader = self.world.reader
        await self.tell(
            await self.inbound.customer_wrote(
                self.origin(),
                self.person,
                content,
                understood or reader.understood(content),
                thanks=reader.is_thanks(content),
            )
        )

    async def press(self, update: str, value: Value) -> None:
        press_id = f"tg/{BOT}/{next(self.world.updates)}"
        await patiently(lambda: self.desk.press(self.ticket.workflow_id, update, value, press_id))

    async def agent(self, name: str) -> str:
        """The reference of an agent of this scenario."""
        if name not in self.agents:
            self.members[name] = Member(next(self.world.updates) + 10**9, name)
            self.agents[name] = await Agents(self.world.database).ensure(self.members[name])
        return self.agents[name]

    async def _meet_tickets(self, clock: DeskClock) -> None:
        known = {ticket.id for ticket in self.tickets}
        query = select(ticket_table.c.id, ticket_table.c.workflow_id).where(
            ticket_table.c.customer == self.customer
        )
        async with self.world.database.connect() as connection:
            rows = list(await connection.execute(query.order_by(ticket_table.c.n)))
        for row in rows:
            if row.id not in known:
                handle = self.world.temporal.get_workflow_handle(row.workflow_id)
                self.tickets.append(Ticket(row.id, row.workflow_id, handle, clock))

    # time

    async def advance(self, to: datetime) -> None:
        """Skips to a moment of desk time. Time is skipped only while a workflow has nothing to do."""
        self.now = to
        for other in self.others.values():
            await other.advance(to)
        for ticket in self.tickets:
            ahead = ticket.clock.real(to) - ticket.real_now()
            if ticket.over or ahead <= timedelta():
                continue
            try:
                ticket.over = not await self.world.env.fast_forward(ticket.handle, ahead)
            except RPCError as error:
                if error.status is not RPCStatusCode.NOT_FOUND:
                    raise
                ticket.over = True
            ticket.ahead = ticket.clock.real(to) - datetime.now(UTC)

    async def end(self) -> None:
        for other in self.others.values():
            await other.end()
        for ticket in self.tickets:
            if not ticket.over:
                with suppress(RPCError):  # it has ended meanwhile
                    await ticket.handle.terminate()


async def patiently(press: Callable[[], Awaitable[T]]) -> T:
    for _ in range(TRIES):
        try:
            return await press()
        except NotYet:
            await asyncio.sleep(0)
    return await press()


async def begin(world: World, scenario: Scenario, speed: float = SPEED) -> Play:
    """The customer is known and has consented; unless the story tells the intake, their ticket has its number."""
    number = next(world.updates)
    policy = world.policy(scenario.content)
    row = await world.rows.customer(
        ref=f"c{number}",
        telegram_id=10**8 + number,
        consent_version=policy.consent_version,
        consent_at=scenario.start,
        welcomed_at=scenario.start,
        zone=scenario.zone,
        notify=scenario.notify,
        vip_until=scenario.at(scenario.vip) if scenario.vip else None,
    )
    person = Person(telegram_id=10**8 + number, name="Марія")
    world.records.policies[f"c{number}"] = policy
    play = Play(world, scenario, policy, person, row, f"c{number}", scenario.start, speed)
    if not scenario.intake:
        await _register(play)
    return play


async def _register(play: Play) -> None:
    """One message that says everything, and a press on "send"."""
    if play.scenario.operator:
        await play.tell(await play.inbound.operator_asked(play.origin(), play.person))
        return
    plan = play.policy.topics[play.scenario.topic]
    answers = {question.key: question.options[0] for question in plan.questions if question.options}
    await play.write("…", understood=Understood(topic=plan.key, answers=answers))
    await play.advance(play.scenario.start + ASKED)
    await play.press("choose", Chose(submit=True))
