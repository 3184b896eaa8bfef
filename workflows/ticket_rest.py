"""After the work: resolved and closed, until the reopening window ends (SPEC C8-C10)."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.deadlines import Deadline
    from domain.messages import (
        AgentCommanded,
        AgentReplied,
        CustomerAsked,
        CustomerWrote,
        Helped,
        Reopen,
        Resolve,
        Value,
    )
    from domain.outgoing import Kind
    from domain.ticket import ClosedBecause, Phase, raised

from workflows.ticket_work import Work


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
                await self._say_reopened(by_agent=True)
            case AgentCommanded():
                await self._commanded(event)
            case Helped():
                await self._helped(event)
            case Deadline.FOLLOW_UP:
                self.state.ask_whether_it_helped(self.now)
                self.say(Kind.FOLLOW_UP, params={"resolution": self.state.resolutions})
            case Deadline.NPS:
                self.say(Kind.NPS, moments=self.talking_since())
            case Deadline.WINDOW_END:
                self._window_ended()
            case _:
                await self._any_time(event)

    async def _reopened_by_customer(self, *, asked: bool = False, louder: bool = False) -> None:
        """`louder`: with higher severity (SPEC C9); after a low score the lead gets it, raised as well (H6)."""
        low_score = self.state.low_score
        self.reopen()
        if low_score:
            self.state.hand_to_lead(self.now)
        elif louder:
            self.state.change_severity(raised(self.state.severity), self.now)
        await self._say_reopened(asked=asked)

    async def _helped(self, event: Helped) -> None:
        if event.helped:
            self.state.confirm()
            self.note("customer confirmed")
            self.say(Kind.CLOSED, asked=True)
            if self.state.rules.edition > 1 and not self.state.low_score:
                self.say_by_day(Kind.NPS, Deadline.NPS, self.talking_since())
            return
        await self._reopened_by_customer(asked=True, louder=True)

    def _window_ended(self) -> None:
        if self.state.phase is Phase.RESOLVED:
            self.say(Kind.CLOSED)
            self.state.closed_because = ClosedBecause.SILENT
            self.state.phase = Phase.CLOSED
        if not self.state.ends_after_summary():
            self._end(self.state.closed_because or ClosedBecause.SILENT)
