"""The life of a ticket from its preparation to its end; the phases between have files of their own."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.calls import BeginClosing, Call, StillComing, TicketQuery
    from domain.deadlines import Deadline
    from domain.messages import CustomerAsked, CustomerWrote, Value
    from domain.outgoing import Destination
    from domain.policy import TicketPolicy
    from domain.ticket import Phase

from workflows.ticket_intake import Intake
from workflows.ticket_rest import Rest
from workflows.voice import record


class TicketLife(Intake, Rest):
    """Called by TicketWorkflow.run only, one event at a time."""

    async def prepare(self) -> None:
        """Loads what the ticket decides by; after continue-as-new it is there already."""
        if self.state.policy is not None:
            return
        self.state.policy = await record(Call.LOAD_POLICY, None, TicketPolicy)
        await self._load_profile()
        self.state.intake.consented = self.state.profile.consented
        self.state.begin_intake(self.now)

    async def close(self) -> None:
        """Closing takes new messages off this ticket, then drains. A message found while draining reopens it."""
        state, news = self.state, self._news
        closing = BeginClosing(ticket=state.ticket, at=self.now)
        coming = await record(Call.BEGIN_CLOSING, closing, StillComing)
        await workflow.wait_condition(lambda: all(fact in state.seen for fact in coming.facts))
        if any(_says_something(event) for event in news):
            await record(Call.ACCEPT_AGAIN, TicketQuery(ticket=state.ticket), None)
            self._revive()
            return
        while news or not self._silent():
            if news:
                await self.finished(news.popleft())
                await self.settle()
                continue
            await workflow.wait_condition(lambda: bool(news) or self._silent())

    def _silent(self) -> bool:
        """Nothing is left to send: what waits for a customer who blocked the bot is given up here."""
        if not self.state.profile.reachable:
            self.lanes[Destination.CUSTOMER].drop_all()
        return all(lane.empty for lane in self.lanes.values())

    def _revive(self) -> None:
        """The messages themselves are still news: the next steps deal with them as if the end had not come."""
        self.over = False
        if not self.state.registered:
            self.state.phase = Phase.INTAKE
            self.state.closed_because = None
            self.state.intake.asked = None
            self.state.begin_intake(self.now)
        else:
            self.state.wait_for(Deadline.WINDOW_END, self.now + self.state.rules.reopen_after_follow_up)


def _says_something(event: Value) -> bool:
    return isinstance(event, CustomerWrote | CustomerAsked) and not getattr(event, "thanks", False)
