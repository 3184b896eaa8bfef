"""The life of a ticket: intake -> registered -> working <-> waiting for customer -> resolved -> closed.

Handlers only record (a press also changes the state, so that the next press is judged by it); `run` does the work.
What is decided stands in domain/ticket_state.py and domain/rules.py; what is done about each event, by phase, in
ticket_intake.py, ticket_work.py and ticket_rest.py.
"""

import asyncio
from collections import deque

from temporalio import workflow
from temporalio.exceptions import ApplicationError

with workflow.unsafe.imports_passed_through():
    from domain import rules
    from domain.deadlines import Deadline
    from domain.messages import (
        AgentCommanded,
        AgentEdited,
        AgentNoted,
        AgentReplied,
        Applied,
        AskDetails,
        Assigned,
        Chose,
        Claim,
        Consented,
        CustomerAsked,
        CustomerChanged,
        CustomerEdited,
        CustomerMoved,
        CustomerWrote,
        Fact,
        FirstReply,
        Helped,
        NotifyChosen,
        OperatorWanted,
        PolicyChanged,
        Rated,
        Refusal,
        Reopen,
        Resolve,
        SkipTime,
        TicketStart,
        TicketView,
        Value,
        pack_news,
        unpack_news,
    )
    from domain.ticket import Phase
    from domain.ticket_state import TicketState

from workflows import cockpit
from workflows.alarm import Alarm
from workflows.ticket_life import TicketLife

HISTORY_LIMIT = 3000  # events of one run; the server suggests a new one at 4096


@workflow.defn
class TicketWorkflow:
    """One ticket. Id `ticket/<customer ref>/<n>`; holds references and enum values only."""

    @workflow.init
    def __init__(self, start: TicketStart) -> None:
        self._state = TicketState.begin(start)
        self._news = deque(unpack_news(self._state.carried))
        self._clock_moved = False
        self._alarm = Alarm()
        self._life = TicketLife(self._state, self._news)

    @workflow.run
    async def run(self, start: TicketStart) -> str:
        lanes = [asyncio.create_task(lane.run()) for lane in self._life.lanes.values()]
        await self._life.prepare()
        while not self._life.over and not self._must_roll():
            await self._step(await self._next())
            self._life.ask_zone()
            await self._life.settle()
            if self._life.over:
                await self._life.close()
        self._alarm.cancel()
        self._life.stop_lanes()
        await asyncio.gather(*lanes)
        await workflow.wait_condition(workflow.all_handlers_finished)
        if not self._life.over or self._news:
            self._state.carry(pack_news(self._news), self._life.now)
            workflow.continue_as_new(start.model_copy(update={"state": self._state.model_dump(mode="json")}))
        return self._state.closed_because or ""

    async def _step(self, event: Value | Deadline) -> None:
        match self._state.phase:
            case Phase.INTAKE:
                await self._life.intake(event)
            case Phase.OPEN | Phase.IN_PROGRESS | Phase.WAITING:
                await self._life.working(event)
            case Phase.RESOLVED | Phase.CLOSED:
                await self._life.finished(event)

    async def _next(self) -> Value | Deadline:
        """The oldest news; without any, the deadline that comes first. News win: a reply silences a warning."""
        while not self._news:
            clock, nearest = self._state.clock, self._state.nearest()
            if nearest and clock.real(nearest[1]) <= workflow.now():
                self._state.deadlines.pop(nearest[0], None)
                if self._state.put_off(nearest[0], self._life.now):
                    continue
                return nearest[0]
            if nearest:
                self._alarm.set(clock.real(nearest[1]), nearest[0].replace("_", " "))
            else:
                self._alarm.cancel()
            self._clock_moved = False
            await workflow.wait_condition(lambda: bool(self._news) or self._clock_moved or self._alarm.rang)
        return self._news.popleft()

    def _must_roll(self) -> bool:
        info = workflow.info()
        return info.is_continue_as_new_suggested() or info.get_current_history_length() > HISTORY_LIMIT

    def _record(self, fact: Fact | CustomerChanged) -> None:
        if self._state.is_new(fact.fact):
            self._news.append(fact)

    # facts

    @workflow.signal(
        description="The customer wrote: a row of the message table, and what it was understood to say"
    )
    def customer_wrote(self, fact: CustomerWrote) -> None:
        self._record(fact)

    @workflow.signal(description="The customer edited a message")
    def customer_edited(self, fact: CustomerEdited) -> None:
        self._record(fact)

    @workflow.signal(description="The customer sent a command: start, new, operator")
    def customer_asked(self, fact: CustomerAsked) -> None:
        self._record(fact)

    @workflow.signal(description="The customer blocked the bot, or came back")
    def customer_moved(self, fact: CustomerMoved) -> None:
        self._record(fact)

    @workflow.signal(description="Language, zone, notifications or VIP of the customer changed: read them again")
    def customer_changed(self, fact: CustomerChanged) -> None:
        self._record(fact)

    @workflow.signal(description="An agent answered in the topic: goes to the customer")
    def agent_replied(self, fact: AgentReplied) -> None:
        self._record(fact)

    @workflow.signal(description="An agent wrote a private note: stays in the topic")
    def agent_noted(self, fact: AgentNoted) -> None:
        self._record(fact)

    @workflow.signal(description="An agent edited a message in the topic")
    def agent_edited(self, fact: AgentEdited) -> None:
        self._record(fact)

    @workflow.signal(description="An agent typed a command in the topic")
    def agent_commanded(self, fact: AgentCommanded) -> None:
        self._record(fact)

    @workflow.signal(description="The queue hands the ticket to an agent on duty, or takes it back")
    def assigned(self, fact: Assigned) -> None:
        self._record(fact)

    @workflow.signal(description="Take the content in force: queues, targets, calendars, topics")
    def policy_changed(self, fact: PolicyChanged) -> None:
        self._record(fact)

    @workflow.signal(description="Demos only: put this ticket's clock forward to its next deadline")
    def skip_time(self, skip: SkipTime) -> None:  # noqa: ARG002 - a signal carries one value
        nearest = self._state.nearest()
        ahead = nearest[1] - self._state.clock.desk(workflow.now()) if nearest else None
        if self._state.clock.demo and ahead is not None and ahead.total_seconds() > 0:
            self._state.clock = self._state.clock.ahead(ahead)
            self._clock_moved = True

    # presses

    def _apply(self, press: Value) -> Applied:
        self._news.append(press)
        return Applied(status=self._state.status)

    @workflow.update(description="The customer agreed to the privacy notice, or refused")
    def consent(self, press: Consented) -> Applied:
        if press.granted:
            self._state.intake.consented = True
        return self._apply(press)

    @consent.validator
    def _validate_consent(self, press: Consented) -> None:  # noqa: ARG002 - Temporal wants the same signature
        _refuse(rules.may_consent(self._state))

    @workflow.update(description="The customer pressed an intake button: topic, option or submit")
    def choose(self, press: Chose) -> Applied:
        intake = self._state.intake
        if press.topic is not None:
            intake.topic = press.topic
        if press.question is not None and press.option is not None:
            intake.answers[press.question] = press.option
        intake.submitted = intake.submitted or press.submit
        return self._apply(press)

    @choose.validator
    def _validate_choose(self, press: Chose) -> None:
        _refuse(rules.may_choose(self._state, press))

    @workflow.update(description="The customer wants a live person now")
    def call_operator(self, press: OperatorWanted) -> Applied:
        return self._apply(press)

    @call_operator.validator
    def _validate_call_operator(self, press: OperatorWanted) -> None:  # noqa: ARG002
        _refuse(rules.may_call_operator(self._state))

    @workflow.update(description="The customer chose how to be notified")
    def choose_notify(self, press: NotifyChosen) -> Applied:
        self._state.profile = self._state.profile.model_copy(update={"notify": press.notify})
        return self._apply(press)

    @workflow.update(description="The customer rated a resolution with stars")
    def rate(self, press: Rated) -> Applied:
        self._state.rated.append(press.resolution)
        return self._apply(press)

    @rate.validator
    def _validate_rate(self, press: Rated) -> None:
        _refuse(rules.may_rate(self._state, press, self._life.now))

    @workflow.update(description='The customer answered "did it help?"')
    def confirm(self, press: Helped) -> Applied:
        self._state.confirmed = True
        return self._apply(press)

    @confirm.validator
    def _validate_confirm(self, press: Helped) -> None:
        _refuse(rules.may_confirm(self._state, press))

    @workflow.update(description="An agent takes the ticket")
    def claim(self, press: Claim) -> Applied:
        self._state.claim(press.agent, self._life.now)
        return self._apply(press)

    @claim.validator
    def _validate_claim(self, press: Claim) -> None:
        _refuse(rules.may_claim(self._state, press.agent), agent=self._state.assignee)

    @workflow.update(description="The agent who claimed sends the prepared first reply, or puts it away")
    def first_reply(self, press: FirstReply) -> Applied:
        self._state.card_view = "main"
        return self._apply(press)

    @first_reply.validator
    def _validate_first_reply(self, press: FirstReply) -> None:
        _refuse(rules.may_reply_first(self._state, press), agent=self._state.assignee)

    @workflow.update(
        description="An agent asks the customer for a detail; without one, opens the choice on the card"
    )
    def ask_details(self, press: AskDetails) -> Applied:
        self._state.card_view = "ask" if press.detail is None else "main"
        return self._apply(press)

    @ask_details.validator
    def _validate_ask_details(self, press: AskDetails) -> None:
        _refuse(rules.may_ask(self._state, press))

    @workflow.update(description="An agent resolves the ticket")
    def resolve(self, press: Resolve) -> Applied:
        self._life.resolve(press.agent)
        return self._apply(press)

    @resolve.validator
    def _validate_resolve(self, press: Resolve) -> None:  # noqa: ARG002
        _refuse(rules.may_resolve(self._state, in_words=False))

    @workflow.update(description="An agent reopens the ticket")
    def reopen(self, press: Reopen) -> Applied:
        self._life.reopen()
        return self._apply(press)

    @reopen.validator
    def _validate_reopen(self, press: Reopen) -> None:  # noqa: ARG002
        _refuse(rules.may_reopen(self._state))

    @workflow.query(description="Where the ticket stands, in desk time")
    def view(self) -> TicketView:
        return cockpit.view(self._state, workflow.now())


def _refuse(refusal: Refusal | None, **facts: str | None) -> None:
    """A refused update leaves no trace in the history."""
    if refusal is not None:
        raise ApplicationError(refusal, facts, type=refusal, non_retryable=True)
