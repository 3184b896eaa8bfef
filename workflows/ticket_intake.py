"""Intake: consent, topic, questions, extras; ends with a number (SPEC C2-C4)."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.calls import Call, RecordConsent, Registered, RegisterTicket
    from domain.deadlines import Deadline
    from domain.intake import Step, StepKind
    from domain.messages import (
        Chose,
        Consented,
        CustomerAsked,
        CustomerChanged,
        CustomerEdited,
        CustomerMoved,
        CustomerWrote,
        NotifyChosen,
        OperatorWanted,
        PolicyChanged,
        Value,
    )
    from domain.outgoing import Kind
    from domain.ticket import ClosedBecause, ContentKind

from workflows.ticket_owner import Owner
from workflows.voice import record

_ASKS = {StepKind.CONSENT: Kind.CONSENT_REQUEST, StepKind.TOPIC: Kind.ASK_TOPIC, StepKind.EXTRAS: Kind.ASK_EXTRAS}
_PICTURES = frozenset({ContentKind.PHOTO, ContentKind.VIDEO, ContentKind.DOCUMENT})


class Intake(Owner):
    async def intake(self, event: Value | Deadline) -> None:
        by_press = isinstance(event, Chose)
        match event:
            case CustomerWrote():
                picture = event.kind in _PICTURES
                self.state.last_message = event.message
                self.state.intake.until = max(event.message, self.state.intake.until or 0)
                self.state.intake.take(event.understood, self.state.rules, picture=picture)
            case CustomerAsked(ask="operator") | OperatorWanted():
                self.state.operator_wanted = True
            case Consented(granted=False):
                return await self._declined(event)
            case Consented():
                await self._consented(event)
            case CustomerChanged():
                await self._customer_changed()
            case Deadline.VIP_ENDS:
                return await self._any_time(event)
            case PolicyChanged():
                await self._any_time(event)
                if self.state.intake.next_step(self.state.rules) == self.state.intake.asked:
                    return None
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
        await self.hand_out()
        await self.promise()
        self.note(f"registered in {state.queue}")
        kind = Kind.OPERATOR_COMING if state.operator_wanted else Kind.RECEIPT
        self.say(kind, moments=self.eta_moment(), retires=state.question_key)
        state.question_key = None
        self.tell_agents(Kind.CARD)
        self.tell_agents(Kind.TOPIC_DRESS)
