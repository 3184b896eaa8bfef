"""Work: open, in progress, waiting for the customer (SPEC C5-C8)."""

from datetime import datetime

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain import rules
    from domain.deadlines import Deadline
    from domain.messages import (
        AgentCommand,
        AgentCommanded,
        AgentNoted,
        AgentReplied,
        AskDetails,
        Assigned,
        Claim,
        CustomerAsked,
        CustomerWrote,
        FirstReply,
        OperatorWanted,
        Refusal,
        Reopen,
        Resolve,
        Undelivered,
        Value,
    )
    from domain.outgoing import Kind
    from domain.ticket import Phase, raised

from workflows.ticket_owner import Owner


class Work(Owner):
    async def working(self, event: Value | Deadline) -> None:
        match event:
            case CustomerWrote():
                self._customer_wrote(event)
            case CustomerAsked(ask="operator") | OperatorWanted():
                self._call_operator()
            case AgentReplied():
                self._agent_replied(event)
            case Claim():
                self._claimed(event.agent)
            case FirstReply(send=True):
                self._replied_first(event.agent)
            case AskDetails():
                self._asked_details(event)
            case Resolve():
                self._say_resolved(event.agent, None)  # the press was handled before its turn came
            case Reopen() if self.state.rules.edition > 1:
                await self._say_reopened(by_agent=True)  # the press was handled before its turn came
            case AgentCommanded():
                await self._commanded(event)
            case Deadline.FIRST_RESPONSE | Deadline.NEXT_RESPONSE | Deadline.RESOLUTION | Deadline.TAKEN:
                await self._clock_advanced(event)
            case Deadline.ETA:
                await self._promise_due()
            case Deadline.HELD:
                await self._morning()
            case Deadline.AGENT_SILENT:
                self._agent_silent()
            case Deadline.ANSWER_REMINDER:
                self.say(Kind.NEEDS_ANSWER_REMINDER, moments=self._answer_deadline())
            case Assigned():
                self._assigned(event)
            case Undelivered():
                self._undelivered(event)
            case AgentNoted():
                self.state.watch_agent(self.now)
            case Deadline.ANSWER_OVERDUE:
                self.state.close_stale(self.now)
                self.note("closed as stale")
                self.say(Kind.CLOSED_STALE)
                self.tell_agents(Kind.TOPIC_DRESS)
            case _:
                await self._any_time(event)

    def _customer_wrote(self, event: CustomerWrote) -> None:
        if self.state.phase is Phase.WAITING:
            self.state.customer_answered(self.now)
            self.note("customer answered")
        self.state.customer_wrote(self.written(event))
        self.state.last_message = event.message
        self.tell_agents(Kind.RELAY_TO_AGENTS, message=event.message)
        if event.announce:
            self.say(Kind.NOW_TALKING_ABOUT)

    def _call_operator(self) -> None:
        if not self.state.operator_wanted:
            self.state.operator_wanted = True
            self.state.change_severity(raised(self.state.severity), self.now)
            self.note("live operator wanted")
            self.tell_agents(Kind.OPERATOR_CALL)
        self.say(Kind.OPERATOR_COMING, moments=self.eta_moment())

    def _agent_replied(self, event: AgentReplied) -> None:
        self._taken_by(event.agent)
        at, answers = self.written(event), self.state.next_response
        self.state.human_replied(at)
        self.note("agent replied")
        key = self.say(Kind.AGENT_REPLY, message=event.message, agent=event.agent)
        self.state.on_its_way(key, at, answers)

    def _replied_first(self, agent: str) -> None:
        """Sent by the agent's tap, so it is a human reply (SPEC E11)."""
        answers = self.state.next_response
        self.state.human_replied(self.now)
        self.note("first reply sent")
        self.state.on_its_way(self.say(Kind.FIRST_REPLY, agent=agent), self.now, answers)

    def _taken_by(self, agent: str) -> None:
        """Who answers first has it, whomever it was handed to."""
        if self.state.assignee is None or self.state.phase is Phase.OPEN:
            self.state.claim(agent, self.now)

    def _claimed(self, agent: str) -> None:
        self.note("claimed")
        self.say(Kind.IN_PROGRESS, agent=agent, moments=self.eta_moment())

    def _asked_details(self, event: AskDetails) -> None:
        if event.detail in (None, "back"):
            return
        self._ask_customer(event.agent, self.now, params={"detail": event.detail or ""})

    def _ask_customer(
        self, agent: str, at: datetime, *, params: dict[str, str | int], message: int | None = None
    ) -> None:
        self._taken_by(agent)
        answers = self.state.next_response
        self.state.human_replied(at)
        self.state.ask_customer(self.now)
        self.note("details asked")
        key = self.say(
            Kind.NEEDS_ANSWER, agent=agent, message=message, params=params, moments=self._answer_deadline()
        )
        self.state.on_its_way(key, at, answers)

    def _answer_deadline(self) -> dict[str, object]:
        return {"deadline": self.state.waiting_deadline} if self.state.waiting_deadline else {}

    async def _commanded(self, event: AgentCommanded) -> None:
        refusal = self._refusal(event)
        if refusal is not None:
            params: dict[str, str | int] = {"refusal": refusal, "command": event.command}
            return self.tell_agents(Kind.COMMAND_REFUSED, agent=event.agent, params=params)
        match event.command:
            case AgentCommand.CLAIM:
                self.state.claim(event.agent, self.now)
                self._claimed(event.agent)
            case AgentCommand.RESOLVE:
                if event.message is not None:
                    self.state.human_replied(self.written(event))
                self.resolve(event.agent)
                self._say_resolved(event.agent, event.message)
            case AgentCommand.ASK:
                self._ask_customer(event.agent, self.written(event), params={}, message=event.message)
            case AgentCommand.REOPEN:
                self.reopen()
                await self._say_reopened(by_agent=True)
        return None

    def _refusal(self, event: AgentCommanded) -> Refusal | None:
        state, in_words = self.state, event.message is not None
        match event.command:
            case AgentCommand.CLAIM:
                return rules.may_claim(state, event.agent)
            case AgentCommand.RESOLVE:
                return rules.may_resolve(state, in_words=in_words)
            case AgentCommand.ASK:
                allowed = rules.may_ask(state, AskDetails(agent=event.agent))
                return allowed or (None if in_words else Refusal.NEEDS_WORDS)
            case AgentCommand.REOPEN:
                return rules.may_reopen(state)

    def _say_resolved(self, agent: str, message: int | None) -> None:
        params: dict[str, str | int] = {
            "resolution": self.state.resolutions,
            "topic": self.state.intake.topic or "",
        }
        self.say(Kind.RESOLVED, agent=agent, message=message, params=params, moments=self.talking_since())
        self.tell_agents(Kind.TOPIC_DRESS)
