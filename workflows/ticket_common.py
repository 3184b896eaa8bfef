"""What every phase of a ticket shares: the end, the profile, and what may happen at any time."""

from collections import deque
from collections.abc import Mapping
from datetime import datetime, timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.calls import Call, CustomerProfile, CustomerQuery, RecordRating, SetNotify
    from domain.deadlines import Deadline
    from domain.messages import (
        AgentEdited,
        CustomerChanged,
        CustomerEdited,
        CustomerMoved,
        Fact,
        NotifyChosen,
        Rated,
        Undelivered,
        Value,
    )
    from domain.outgoing import Delivered, DeliveryState, Destination, Kind, Outgoing
    from domain.rating import LOW
    from domain.rules import FINISHED
    from domain.ticket import ClosedBecause, Phase
    from domain.ticket_state import TicketState

from workflows.voice import Voice, record

SAME_DIALOGUE = timedelta(minutes=30)


class Common(Voice):
    def __init__(self, state: TicketState, news: deque[Value]) -> None:
        super().__init__(state)
        self.over = False
        self._news = news
        for lane in self.lanes.values():
            lane.on_unreachable = self._lost_customer
            lane.on_outcome = self._outcome

    def written(self, event: Fact) -> datetime:
        """When the person wrote it, desk time; never later than now, whatever Telegram's clock says."""
        if event.written is None:
            return self.now
        return min(self.state.clock.desk(event.written), self.now)

    def _outcome(self, item: Outgoing, delivered: Delivered) -> None:
        """A reply that is refused for good has answered nothing."""
        if item.key not in self.state.in_flight:
            return
        if delivered.state is DeliveryState.REFUSED:
            self._news.append(Undelivered(key=item.key))
        else:
            del self.state.in_flight[item.key]

    def _undelivered(self, event: Undelivered) -> None:
        self.state.reply_failed(event.key)
        self.note("a reply could not be delivered")

    async def _load_profile(self) -> None:
        query = CustomerQuery(customer=self.state.customer, at=self.now)
        self.state.profile = await record(Call.LOAD_CUSTOMER, query, CustomerProfile)
        self.state.watch_vip()

    async def _customer_changed(self) -> None:
        await self._load_profile()
        if self.state.rules.edition > 1:
            self.state.rezone()

    def _lost_customer(self) -> None:
        """At once, so that the lane stops; and as news, so that the row and the card say so."""
        self.state.move(self.now, reachable=False)
        self._news.append(CustomerMoved(fact=0, reachable=False))

    def resolve(self, agent: str) -> None:
        if self.state.assignee is None:
            self.state.claim(agent, self.now)
        self.state.resolve(self.now)
        self.state.resolved_by = agent
        self.note("resolved")

    def reopen(self) -> None:
        self.state.reopen(self.now)
        self.note("reopened")

    async def _any_time(self, event: Value | Deadline) -> None:
        match event:
            case CustomerEdited():
                self.tell_agents(Kind.CUSTOMER_EDIT, message=event.message)
            case AgentEdited():
                self.say(Kind.AGENT_EDIT, message=event.message, agent=event.agent)
            case CustomerMoved():
                self.state.move(self.now, reachable=event.reachable)
                self.note("customer came back" if event.reachable else "customer blocked the bot")
            case CustomerChanged():
                await self._customer_changed()
            case NotifyChosen():
                await record(Call.SET_NOTIFY, SetNotify(customer=self.state.customer, notify=event.notify), None)
            case Rated() if self.state.rules.edition > 1 or self.state.phase in FINISHED:
                await self._rated(event)
            case Deadline.VIP_ENDS:
                await self._load_profile()
                self.note("no VIP any more")
            case Deadline.SUMMARY:
                self._say_summary()
            case Deadline.ZONE_QUESTION if not self.state.profile.zone_known:
                self.say(Kind.ZONE_QUESTION)

    async def _rated(self, event: Rated) -> None:
        """Also when the ticket was reopened between the press and its turn."""
        rating = RecordRating(
            ticket=self.state.ticket,
            resolution=event.resolution,
            stars=event.stars,
            at=self.now,
            agent=self.state.resolved_by,
        )
        await record(Call.RECORD_RATING, rating, None)
        self.note(f"rated {event.stars}")
        self.say(Kind.RATING_THANKS, params={"stars": event.stars})
        self.tell_agents(Kind.CARD_EDIT)
        if event.stars <= LOW and self.state.rules.edition > 1:
            self.state.low_score = self.state.phase in FINISHED
            self.tell_agents(Kind.LOW_SCORE, params={"stars": event.stars})

    def ask_zone(self) -> None:
        """Once, as soon as the customer's night begins to matter (SPEC H2)."""
        if self.state.wants_zone():
            self.state.zone_asked = True
            self.say_by_day(Kind.ZONE_QUESTION, Deadline.ZONE_QUESTION)

    def say_by_day(self, kind: Kind, later: Deadline, moments: Mapping[str, object] | None = None) -> None:
        """At once, or at the deadline `later` when it is night for the customer."""
        if self.state.quiet(self.now):
            self.state.wait_for(later, self.now)
        else:
            self.say(kind, moments=moments)

    def _say_summary(self) -> None:
        """All tickets of the customer share its key: the first to come sends it, the others find it sent."""
        key = self.state.summary_key(self.now)
        if key is not None:
            item = self._item(Destination.CUSTOMER, Kind.SUMMARY, None, None, None)
            self._staged.append(item.model_copy(update={"key": key}))

    def talking_since(self) -> dict[str, object]:
        """Who wrote after this moment (real time, as messages have) is in the middle of a dialogue (SPEC H5)."""
        return {"talking_since": self.state.clock.real(self.now - SAME_DIALOGUE)}

    def _end(self, because: ClosedBecause) -> None:
        self.state.closed_because = because
        self.state.phase = Phase.CLOSED
        self.state.deadlines = {}
        self.over = True
