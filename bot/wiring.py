"""How the receiver is put together; `python -m bot` and the tests build it here."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from aiogram import Bot, Dispatcher
from prometheus_client import CollectorRegistry

from bot.agents.duty import DutyCommands
from bot.agents.group import AgentsGroup
from bot.agents.members import AgentMembers
from bot.agents.messages import AgentMessages
from bot.agents.topics import TopicFinder
from bot.attempts import Attempts
from bot.customer.messages import CustomerMessages
from bot.customer.moves import CustomerMoves
from bot.forwarding import Forwarder
from bot.lanes import Lanes
from bot.metrics import Metrics
from bot.notices import Notices
from bot.presses.agents import AgentPresses
from bot.presses.customer import CustomerPresses
from bot.presses.router import PressRouter
from bot.presses.settings import CustomerSettings
from bot.presses.status import StatusAnswers
from bot.reading import Reader
from bot.receiver import Receiver
from bot.sweeper import Sweeper
from content.texts import Texts
from domain.clock import DeskClock
from domain.points import Reached, nothing
from domain.policy import TicketPolicy
from domain.understanding import Lexicon
from storage.agents import Agents
from storage.customers import Customers
from storage.database import Database
from storage.dead_letters import DeadLetters
from storage.duty import Duty
from storage.facts import Facts
from storage.inbound import Inbound
from storage.members import Members
from storage.next_ticket import NextTickets
from storage.presses import Presses
from storage.redirect import Redirect
from workflows.client import DeskClient


@dataclass(frozen=True)
class Surroundings:
    """What the receiver is given from outside."""

    bot: Bot
    bot_name: str
    database: Database
    desk: DeskClient
    texts: Texts
    policy: TicketPolicy
    lexicon: Lexicon
    group: int
    group_language: str
    clock: DeskClock
    services_answer: Callable[[], Awaitable[bool]]
    reached: Reached = nothing


def real_now() -> datetime:
    return datetime.now(UTC)


class ReceiverParts:
    """All parts, built once."""

    def __init__(self, given: Surroundings, attempts: Attempts | None = None) -> None:
        self._given = given
        self.lanes = Lanes()
        self.metrics = Metrics(CollectorRegistry())
        self.facts = Facts(given.database)
        self.agents = Agents(given.database)
        self.customers = Customers(given.database)
        self.inbound = Inbound(given.database)
        self.presses = Presses(given.database)
        self.notices = Notices(given.desk, given.clock, real_now)
        self.topics = TopicFinder(self.agents)
        self._tell_queues = partial(given.desk.duty_changed, given.policy.queues, given.clock)
        self.group = AgentsGroup(given.bot, given.group, self.metrics)
        self.members = AgentMembers(
            given.bot,
            Members(given.database),
            self.notices,
            tell_queues=self._tell_queues,
            group=given.group,
        )
        self.forwarder = Forwarder(
            given.desk,
            self.facts,
            Redirect(given.database),
            given.clock,
            now=real_now,
            reached=given.reached,
        )
        self.sweeper = Sweeper(self.facts, self.forwarder, self.metrics)
        self.receiver = Receiver(
            given.bot,
            self._dispatcher(),
            DeadLetters(given.database),
            self.metrics,
            services_answer=given.services_answer,
            reached=given.reached,
            attempts=attempts,
        )

    def take(self, policy: TicketPolicy, lexicon: Lexicon) -> None:
        """Changed content: what comes from now on is handled by it. Labels of the menu in new words, too."""
        self._given = replace(self._given, policy=policy, lexicon=lexicon)
        self.receiver.use(self._dispatcher())

    def _dispatcher(self) -> Dispatcher:
        """No state machine: what a talk is about is known by its ticket's workflow."""
        dispatcher = Dispatcher(disable_fsm=True)
        dispatcher.include_routers(
            self._duty_commands().router(),
            self.members.router(),
            self._agent_messages().router(),
            self.group.router(),
            self._customer_messages().router(self._given.texts),
            CustomerMoves(self.inbound, self.forwarder).router(),
            self._press_router().router(),
        )
        return dispatcher

    def _customer_messages(self) -> CustomerMessages:
        reader = Reader(self._given.lexicon)
        return CustomerMessages(self.inbound, self.customers, self.forwarder, self.notices, reader)

    def _duty_commands(self) -> DutyCommands:
        given = self._given
        return DutyCommands(
            given.desk,
            agents=self.agents,
            duty=Duty(given.database),
            tickets=NextTickets(given.database),
            notices=self.notices,
            texts=given.texts,
            policy=given.policy,
            tell_queues=self._tell_queues,
            group=given.group,
            bot_name=given.bot_name,
        )

    def _agent_messages(self) -> AgentMessages:
        return AgentMessages(
            self.agents,
            self.topics,
            self.forwarder,
            self.notices,
            group=self._given.group,
            bot_name=self._given.bot_name,
        )

    def _press_router(self) -> PressRouter:
        given = self._given
        return PressRouter(
            given.bot,
            self._customer_presses(),
            AgentPresses(given.desk, self.agents, self.presses, given.texts, language=given.group_language),
            self.presses,
            forwarder=self.forwarder,
            notices=self.notices,
            texts=given.texts,
            group=given.group,
            group_language=given.group_language,
        )

    def _customer_presses(self) -> CustomerPresses:
        given = self._given
        return CustomerPresses(
            given.desk,
            self.inbound,
            self.customers,
            self.presses,
            settings=CustomerSettings(self.inbound, self.customers, self.presses, given.texts, given.policy),
            notices=self.notices,
            texts=given.texts,
            status=StatusAnswers(given.texts, given.policy.desk_zone, self.notices.desk_now),
            consent_version=given.policy.consent_version,
            rating_valid_for=given.policy.rating_valid_for,
        )
