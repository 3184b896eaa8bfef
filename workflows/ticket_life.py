"""What a ticket does about each event, phase by phase. Called by TicketWorkflow.run only, one event at a time."""

from collections import deque

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain import rules
    from domain.calls import (
        BeginClosing,
        Call,
        CustomerProfile,
        CustomerQuery,
        RecordConsent,
        RecordRating,
        Registered,
        RegisterTicket,
        SetNotify,
        StillComing,
        TicketQuery,
    )
    from domain.deadlines import Deadline
    from domain.intake import Step, StepKind
    from domain.messages import (
        AgentCommand,
        AgentCommanded,
        AgentEdited,
        AgentReplied,
        AskDetails,
        Chose,
        Claim,
        Consented,
        CustomerAsked,
        CustomerChanged,
        CustomerEdited,
        CustomerMoved,
        CustomerWrote,
        Helped,
        NotifyChosen,
        OperatorWanted,
        Rated,
        Refusal,
        Reopen,
        Resolve,
        Value,
    )
    from domain.outgoing import Destination, Kind
    from domain.policy import TicketPolicy
    from domain.ticket import ClosedBecause, ContentKind, Notify, Phase, raised
    from domain.ticket_state import TicketState

from workflows.voice import Voice, record

_ASKS = {StepKind.CONSENT: Kind.CONSENT_REQUEST, StepKind.TOPIC: Kind.ASK_TOPIC, StepKind.EXTRAS: Kind.ASK_EXTRAS}
_PICTURES = frozenset({ContentKind.PHOTO, ContentKind.VIDEO, ContentKind.DOCUMENT})


class TicketLife(Voice):
    """Adds to the voice (saying, projecting) what is said when."""

    def __init__(self, state: TicketState, news: deque[Value]) -> None:
        super().__init__(state)
        self.over = False
        self._news = news
        for lane in self.lanes.values():
            lane.on_unreachable = self._lost_customer

    async def prepare(self) -> None:
        """Loads what the ticket decides by; after continue-as-new it is there already."""
        if self.state.policy is not None:
            return
        self.state.policy = await record(Call.LOAD_POLICY, None, TicketPolicy)
        await self._load_profile()
        self.state.intake.consented = self.state.profile.consented
        self.state.begin_intake(self.now)

    async def _load_profile(self) -> None:
        query = CustomerQuery(customer=self.state.customer, at=self.now)
        self.state.profile = await record(Call.LOAD_CUSTOMER, query, CustomerProfile)

    def _lost_customer(self) -> None:
        """At once, so that the lane stops; and as news, so that the row and the card say so."""
        self.state.move(self.now, reachable=False)
        self._news.append(CustomerMoved(fact=0, reachable=False))

    # intake

    async def intake(self, event: Value | Deadline) -> None:
        by_press = isinstance(event, Chose)
        match event:
            case CustomerWrote():
                picture = event.kind in _PICTURES
                self.state.intake.until = max(event.message, self.state.intake.until or 0)
                self.state.intake.take(event.understood, self.state.rules, picture=picture)
            case CustomerAsked(ask="operator") | OperatorWanted():
                self.state.operator_wanted = True
            case Consented(granted=False):
                return await self._declined(event)
            case Consented():
                await self._consented(event)
            case CustomerChanged():
                await self._load_profile()
            case Deadline.INTAKE_REMINDER:
                return self._remind_of_intake()
            case Deadline.INTAKE_ABANDONED:
                self.note("intake abandoned")
                return self._end(ClosedBecause.ABANDONED)
            case CustomerMoved():
                return self.state.move(self.now, reachable=event.reachable)
            case CustomerEdited() | NotifyChosen():
                return None
        step = self.state.intake.next_step(self.state.rules)
        wants_person = self.state.operator_wanted and self.state.intake.consented
        if wants_person or step.kind is StepKind.DONE:
            return await self._register()
        if isinstance(event, CustomerWrote) and self._asked_already(step, event):
            return None
        return self._ask(by_press=by_press)

    def _asked_already(self, step: Step, event: CustomerWrote) -> bool:
        """The privacy notice is not repeated under every message, nor a question under every picture."""
        return step == self.state.intake.asked and (step.kind is StepKind.CONSENT or event.kind in _PICTURES)

    def _ask(self, *, by_press: bool) -> None:
        """Asks the next question: after a press in place of the last one, after words below them."""
        state = self.state
        step = state.intake.next_step(state.rules)
        params: dict[str, str | int] = {"topic": state.intake.topic or "", "question": step.question or ""}
        last = state.question_key
        edits, retires = (last, None) if by_press else (None, last)
        state.question_key = self.say(
            _ASKS.get(step.kind, Kind.ASK_QUESTION), params=params, edits=edits, retires=retires
        )
        state.intake.asked = step

    async def _consented(self, press: Consented) -> None:
        state = self.state
        await record(Call.RECORD_CONSENT, self._consent(press, granted=True), None)
        self.note("consent given")
        if not state.profile.welcomed:
            self.say(Kind.WELCOME, retires=state.question_key)
            state.question_key = None

    async def _declined(self, press: Consented) -> None:
        await record(Call.RECORD_CONSENT, self._consent(press, granted=False), None)
        self.note("consent refused")
        self.say(Kind.CONSENT_REFUSED, edits=self.state.question_key)
        self._end(ClosedBecause.DECLINED)

    def _consent(self, press: Consented, *, granted: bool) -> RecordConsent:
        return RecordConsent(
            customer=self.state.customer,
            ticket=self.state.ticket,
            granted=granted,
            version=press.version,
            at=self.now,
        )

    def _remind_of_intake(self) -> None:
        if self.state.intake.asked is not None and self.state.intake.consented:
            self.say(Kind.INTAKE_REMINDER, params={"topic": self.state.intake.topic or ""})

    async def _register(self) -> None:
        state = self.state
        state.register(self.now)
        assert state.queue is not None
        registered = await record(
            Call.REGISTER_TICKET,
            RegisterTicket(
                ticket=state.ticket,
                at=self.now,
                topic=state.intake.topic,
                queue=state.queue,
                severity=state.severity,
                operator_wanted=state.operator_wanted,
                intake_until=state.intake.until or 0,
            ),
            Registered,
        )
        state.number = registered.number
        self.note(f"registered in {state.queue}")
        kind = Kind.OPERATOR_COMING if state.operator_wanted else Kind.RECEIPT
        self.say(kind, moments=self.eta_moment(), retires=state.question_key)
        state.question_key = None
        self.tell_agents(Kind.CARD)
        self.tell_agents(Kind.TOPIC_DRESS)

    # working: open, in progress, waiting for the customer

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
            case Deadline.FIRST_RESPONSE | Deadline.RESOLUTION:
                self.state.breach(event)
                self.note(f"{event.replace('_', ' ')} breached")
            case Deadline.ANSWER_REMINDER:
                self.say(Kind.NEEDS_ANSWER_REMINDER, moments=self._answer_deadline())
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
            self.state.claim(event.agent)
        self.state.human_replied(self.now)
        self.note("agent replied")
        self.say(Kind.AGENT_REPLY, message=event.message, agent=event.agent)

    def _claimed(self, agent: str) -> None:
        self.note("claimed")
        if self.state.profile.notify in (None, Notify.EVERY_CHANGE):
            self.say(Kind.IN_PROGRESS, agent=agent, moments=self.eta_moment())

    def _asked_details(self, event: AskDetails) -> None:
        if event.detail in (None, "back"):
            return
        self._ask_customer(event.agent, params={"detail": event.detail or ""})

    def _ask_customer(self, agent: str, *, params: dict[str, str | int], message: int | None = None) -> None:
        if self.state.assignee is None:
            self.state.claim(agent)
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
                self.state.claim(event.agent)
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

    def resolve(self, agent: str) -> None:
        if self.state.assignee is None:
            self.state.claim(agent)
        self.state.resolve(self.now)
        self.note("resolved")

    def _say_resolved(self, agent: str, message: int | None) -> None:
        params: dict[str, str | int] = {
            "resolution": self.state.resolutions,
            "topic": self.state.intake.topic or "",
        }
        self.say(Kind.RESOLVED, agent=agent, message=message, params=params)
        self.tell_agents(Kind.TOPIC_DRESS)

    # resolved and closed, until the reopening window ends

    async def finished(self, event: Value | Deadline) -> None:
        match event:
            case CustomerWrote(thanks=True):
                self.tell_agents(Kind.RELAY_TO_AGENTS, message=event.message)
            case CustomerWrote():
                self._reopened_by_customer()
                self._customer_wrote(event)
            case CustomerAsked(ask="operator"):
                self._reopened_by_customer()
                self._call_operator()
            case AgentReplied():
                self.say(Kind.AGENT_REPLY, message=event.message, agent=event.agent)
            case Resolve():
                self._say_resolved(event.agent, None)
            case Reopen():
                self._say_reopened()
            case AgentCommanded():
                self._commanded(event)
            case Rated():
                await self._rated(event)
            case Helped():
                self._helped(event)
            case Deadline.FOLLOW_UP:
                self.state.ask_whether_it_helped(self.now)
                self.say(Kind.FOLLOW_UP, params={"resolution": self.state.resolutions})
            case Deadline.WINDOW_END:
                self._window_ended()
            case _:
                await self._any_time(event)

    def _reopened_by_customer(self) -> None:
        self.reopen()
        self._say_reopened()

    def reopen(self) -> None:
        self.state.reopen(self.now)
        self.note("reopened")

    def _say_reopened(self) -> None:
        self.say(Kind.REOPENED, moments=self.eta_moment())
        self.tell_agents(Kind.TOPIC_DRESS)

    async def _rated(self, event: Rated) -> None:
        rating = RecordRating(
            ticket=self.state.ticket, resolution=event.resolution, stars=event.stars, at=self.now
        )
        await record(Call.RECORD_RATING, rating, None)
        self.note(f"rated {event.stars}")
        self.say(Kind.RATING_THANKS, params={"stars": event.stars})
        self.tell_agents(Kind.CARD_EDIT)

    def _helped(self, event: Helped) -> None:
        if event.helped:
            self.state.confirm()
            self.note("customer confirmed")
            self.say(Kind.CLOSED)
            return
        self.state.severity = raised(self.state.severity)
        self._reopened_by_customer()

    def _window_ended(self) -> None:
        silent = self.state.phase is Phase.RESOLVED
        if silent and self.state.profile.notify in (None, Notify.EVERY_CHANGE):
            self.say(Kind.CLOSED)
        self._end(self.state.closed_because or ClosedBecause.SILENT)

    # any phase after intake

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

    # the end

    def _end(self, because: ClosedBecause) -> None:
        self.state.closed_because = because
        self.state.phase = Phase.CLOSED
        self.state.deadlines = {}
        self.over = True

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
            self.state.deadlines[Deadline.WINDOW_END] = self.state.awake(
                self.now + self.state.rules.reopen_after_follow_up
            )


def _says_something(event: Value) -> bool:
    return isinstance(event, CustomerWrote | CustomerAsked) and not getattr(event, "thanks", False)
