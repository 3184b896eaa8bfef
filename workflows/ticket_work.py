"""Work: open, in progress, waiting for the customer (SPEC C5-C8)."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain import rules
    from domain.deadlines import Deadline
    from domain.messages import (
        AgentCommand,
        AgentCommanded,
        AgentReplied,
        AskDetails,
        Claim,
        CustomerAsked,
        CustomerWrote,
        OperatorWanted,
        Refusal,
        Resolve,
        Value,
    )
    from domain.outgoing import Kind
    from domain.ticket import Phase, raised

from workflows.ticket_common import Common


class Work(Common):
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
            case AskDetails():
                self._asked_details(event)
            case Resolve():
                self._say_resolved(event.agent, None)  # the press was handled before its turn came
            case AgentCommanded():
                self._commanded(event)
            case Deadline.FIRST_RESPONSE | Deadline.NEXT_RESPONSE | Deadline.RESOLUTION:
                self._clock_advanced(event)
            case Deadline.ANSWER_REMINDER:
                self.say(Kind.NEEDS_ANSWER_REMINDER, moments=self._answer_deadline())
            case Deadline.ANSWER_OVERDUE:
                self.state.close_stale(self.now)
                self.note("closed as stale")
                self.say(Kind.CLOSED_STALE)
                self.tell_agents(Kind.TOPIC_DRESS)
            case _:
                await self._any_time(event)

    def _clock_advanced(self, deadline: Deadline) -> None:
        breaches = len(self.state.breaches)
        rung = self.state.climb(deadline, self.now)
        clock = deadline.replace("_", " ")
        if rung is not None:
            self.note(f"{clock} at {rung.share:.0%}: {rung.tell}")
        if len(self.state.breaches) > breaches:
            self.note(f"{clock} breached")

    def _customer_wrote(self, event: CustomerWrote) -> None:
        if self.state.phase is Phase.WAITING:
            self.state.customer_answered(self.now)
            self.note("customer answered")
        self.state.customer_wrote(self.now)
        self.tell_agents(Kind.RELAY_TO_AGENTS, message=event.message)
        if event.announce:
            self.say(Kind.NOW_TALKING_ABOUT)

    def _call_operator(self) -> None:
        if not self.state.operator_wanted:
            self.state.operator_wanted = True
            self.state.severity = raised(self.state.severity)
            self.note("live operator wanted")
            self.tell_agents(Kind.OPERATOR_CALL)
        self.say(Kind.OPERATOR_COMING, moments=self.eta_moment())

    def _agent_replied(self, event: AgentReplied) -> None:
        if self.state.assignee is None:
            self.state.claim(event.agent, self.now)
        self.state.human_replied(self.now)
        self.note("agent replied")
        self.say(Kind.AGENT_REPLY, message=event.message, agent=event.agent)

    def _claimed(self, agent: str) -> None:
        self.note("claimed")
        self.say(Kind.IN_PROGRESS, agent=agent, moments=self.eta_moment())

    def _asked_details(self, event: AskDetails) -> None:
        if event.detail in (None, "back"):
            return
        self._ask_customer(event.agent, params={"detail": event.detail or ""})

    def _ask_customer(self, agent: str, *, params: dict[str, str | int], message: int | None = None) -> None:
        if self.state.assignee is None:
            self.state.claim(agent, self.now)
        self.state.human_replied(self.now)
        self.state.ask_customer(self.now)
        self.note("details asked")
        self.say(Kind.NEEDS_ANSWER, agent=agent, message=message, params=params, moments=self._answer_deadline())

    def _answer_deadline(self) -> dict[str, object]:
        return {"deadline": self.state.waiting_deadline} if self.state.waiting_deadline else {}

    def _commanded(self, event: AgentCommanded) -> None:
        refusal = self._refusal(event)
        if refusal is not None:
            params: dict[str, str | int] = {"refusal": refusal, "command": event.command}
            return self.tell_agents(Kind.COMMAND_REFUSED, agent=event.agent, params=params)
        match event.command:
            case AgentCommand.CLAIM:
                self.state.claim(event.agent, self.now)
                self._claimed(event.agent)
            case AgentCommand.RESOLVE:
                self.resolve(event.agent)
                self._say_resolved(event.agent, event.message)
            case AgentCommand.ASK:
                self._ask_customer(event.agent, params={}, message=event.message)
            case AgentCommand.REOPEN:
                self.reopen()
                self._say_reopened()
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
