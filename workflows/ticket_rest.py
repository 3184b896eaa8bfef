"""After the work: resolved and closed, until the reopening window ends (SPEC C8-C10)."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.calls import Call, RecordRating
    from domain.deadlines import Deadline
    from domain.messages import (
        AgentCommanded,
        AgentReplied,
        CustomerAsked,
        CustomerWrote,
        Helped,
        Rated,
        Reopen,
        Resolve,
        Value,
    )
    from domain.outgoing import Kind
    from domain.ticket import ClosedBecause, Notify, Phase, raised

from workflows.ticket_work import Work
from workflows.voice import record


class Rest(Work):
    async def finished(self, event: Value | Deadline) -> None:
        match event:
            case CustomerWrote(thanks=True):
                self.tell_agents(Kind.RELAY_TO_AGENTS, message=event.message)
            case CustomerWrote():
                await self._reopened_by_customer()
                self._customer_wrote(event)
            case CustomerAsked(ask="operator"):
                await self._reopened_by_customer()
                self._call_operator()
            case AgentReplied():
                self.say(Kind.AGENT_REPLY, message=event.message, agent=event.agent)
            case Resolve():
                self._say_resolved(event.agent, None)
            case Reopen():
                await self._say_reopened()
            case AgentCommanded():
                await self._commanded(event)
            case Rated():
                await self._rated(event)
            case Helped():
                await self._helped(event)
            case Deadline.FOLLOW_UP:
                self.state.ask_whether_it_helped(self.now)
                self.say(Kind.FOLLOW_UP, params={"resolution": self.state.resolutions})
            case Deadline.WINDOW_END:
                self._window_ended()
            case _:
                await self._any_time(event)

    async def _reopened_by_customer(self) -> None:
        self.reopen()
        await self._say_reopened()

    async def _rated(self, event: Rated) -> None:
        rating = RecordRating(
            ticket=self.state.ticket, resolution=event.resolution, stars=event.stars, at=self.now
        )
        await record(Call.RECORD_RATING, rating, None)
        self.note(f"rated {event.stars}")
        self.say(Kind.RATING_THANKS, params={"stars": event.stars})
        self.tell_agents(Kind.CARD_EDIT)

    async def _helped(self, event: Helped) -> None:
        if event.helped:
            self.state.confirm()
            self.note("customer confirmed")
            self.say(Kind.CLOSED)
            return
        self.reopen()
        self.state.change_severity(raised(self.state.severity), self.now)
        await self._say_reopened()

    def _window_ended(self) -> None:
        silent = self.state.phase is Phase.RESOLVED
        if silent and self.state.profile.notify in (None, Notify.EVERY_CHANGE):
            self.say(Kind.CLOSED)
        self._end(self.state.closed_because or ClosedBecause.SILENT)
