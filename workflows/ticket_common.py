"""What every phase of a ticket shares: the end, the profile, and what may happen at any time."""

from collections import deque
from datetime import datetime

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.calls import Call, CustomerProfile, CustomerQuery, SetNotify
    from domain.deadlines import Deadline
    from domain.messages import (
        AgentEdited,
        CustomerChanged,
        CustomerEdited,
        CustomerMoved,
        Fact,
        NotifyChosen,
        Undelivered,
        Value,
    )
    from domain.outgoing import Delivered, DeliveryState, Kind, Outgoing
    from domain.ticket import ClosedBecause, Phase
    from domain.ticket_state import TicketState

from workflows.voice import Voice, record


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

    def _lost_customer(self) -> None:
        """At once, so that the lane stops; and as news, so that the row and the card say so."""
        self.state.move(self.now, reachable=False)
        self._news.append(CustomerMoved(fact=0, reachable=False))

    def resolve(self, agent: str) -> None:
        if self.state.assignee is None:
            self.state.claim(agent, self.now)
        self.state.resolve(self.now)
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
                await self._load_profile()
            case NotifyChosen():
                await record(Call.SET_NOTIFY, SetNotify(customer=self.state.customer, notify=event.notify), None)

    def _end(self, because: ClosedBecause) -> None:
        self.state.closed_because = because
        self.state.phase = Phase.CLOSED
        self.state.deadlines = {}
        self.over = True
