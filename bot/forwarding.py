"""Telling Temporal what is written down, and what to do when a ticket has ended meanwhile."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from domain.calls import Notice, NoticeKind
from domain.clock import DeskClock
from domain.messages import AgentCommanded, AgentEdited, AgentNoted, AgentReplied, CustomerChanged, TicketStart
from domain.points import Point, Reached
from storage.facts import Facts, PendingFact
from storage.redirect import Redirect
from workflows.client import DeskClient, TicketGone

logger = logging.getLogger(__name__)

# A message can meet a ticket that ends between the choice and the telling; more often than this it is an error.
CHOICES = 5
BY_AGENTS = (AgentReplied, AgentNoted, AgentEdited, AgentCommanded)


class Forwarder:
    def __init__(
        self,
        desk: DeskClient,
        facts: Facts,
        redirect: Redirect,
        clock: DeskClock,
        *,
        now: Callable[[], datetime],
        reached: Reached,
    ) -> None:
        self._desk = desk
        self._facts = facts
        self._redirect = redirect
        self._clock = clock
        self._now = now
        self._reached = reached

    async def forward(self, pending: Sequence[PendingFact]) -> None:
        """Tells the facts in order. Raises NotYet when Temporal is away: they stay pending."""
        if pending:
            self._reached(Point.ROW_COMMITTED)
        for fact in pending:
            await self.tell(fact)

    async def tell(self, fact: PendingFact) -> None:
        current: PendingFact | None = fact
        for _ in range(CHOICES):
            if current is None:
                return
            try:
                await self._signal(current)
            except TicketGone:
                current = await self._after_the_end(current)
            else:
                await self._facts.mark_forwarded(current.id)
                return
        raise RuntimeError(f"fact {fact.id} finds no ticket that lives")

    async def _signal(self, fact: PendingFact) -> None:
        value = fact.value()
        if isinstance(value, CustomerChanged):
            await self._desk.signal(fact.workflow_id, fact.signal, value)
            return
        start = TicketStart(ticket=fact.ticket, customer=fact.customer, clock=self._clock, source=fact.source)
        await self._desk.tell(fact.workflow_id, start, fact.signal, value)

    async def _after_the_end(self, fact: PendingFact) -> PendingFact | None:
        if isinstance(fact.value(), BY_AGENTS):
            await self._tell_agent(fact)
        return await self._redirect.choose_again(fact.id, self._desk_now())

    async def _tell_agent(self, fact: PendingFact) -> None:
        logger.info("fact %s came after the end of its ticket", fact.id)
        await self._desk.notify(
            Notice(
                key=f"notice/fact/{fact.id}",
                kind=NoticeKind.TICKET_ENDED,
                thread=fact.thread,
                reply_to=fact.message_id,
                at=self._desk_now(),
            )
        )

    def _desk_now(self) -> datetime:
        return self._clock.desk(self._now())
