"""Intake: what is asked next (SPEC C3). Answers may come in any order, by button or in words."""

from enum import StrEnum

from pydantic import BaseModel, Field

from domain.messages import WORDS, Understood
from domain.policy import TicketPolicy


class StepKind(StrEnum):
    CONSENT = "consent"
    TOPIC = "topic"
    QUESTION = "question"
    EXTRAS = "extras"
    DONE = "done"


class Step(BaseModel):
    kind: StepKind
    question: str | None = None


class Intake(BaseModel):
    """What is known so far. Words and pictures themselves stay in PostgreSQL."""

    consented: bool = False
    topic: str | None = None
    answers: dict[str, str] = Field(default_factory=dict)
    submitted: bool = False
    asked: Step | None = None
    until: int | None = None  # the latest message row that was part of the intake: the card shows up to it

    def next_step(self, policy: TicketPolicy) -> Step:
        if not self.consented:
            return Step(kind=StepKind.CONSENT)
        if self.submitted:
            return Step(kind=StepKind.DONE)
        if self.topic is None:
            return Step(kind=StepKind.TOPIC)
        for question in policy.topics[self.topic].questions:
            if question.options and question.key not in self.answers:
                return Step(kind=StepKind.QUESTION, question=question.key)
        return Step(kind=StepKind.EXTRAS)

    def take(self, understood: Understood, policy: TicketPolicy, *, picture: bool) -> None:
        """Takes a message of the customer: what it says, and as an answer to what was just asked.

        Words at a question are its answer even when no option fits, so nobody is asked twice; words or a picture
        at the last step finish the intake, so nobody has to find a button.
        """
        asked = self.asked.kind if self.asked else None
        if self.topic is None and understood.topic in policy.topics:
            self.topic = understood.topic
        if self.topic is not None:
            self._take_answers(understood, policy)
        if picture and asked is not StepKind.EXTRAS:
            return
        if asked is StepKind.QUESTION and self.asked and self.asked.question:
            self.answers.setdefault(self.asked.question, WORDS)
        if asked is StepKind.EXTRAS:
            self.submitted = True

    def keep_known(self, policy: TicketPolicy) -> None:
        """Under changed content: what it does not know any more is asked anew."""
        plan = policy.topics.get(self.topic or "")
        if plan is None:
            self.topic, self.answers, self.submitted = None, {}, False
            return
        options = {question.key: (*question.options, WORDS) for question in plan.questions}
        self.answers = {key: value for key, value in self.answers.items() if value in options.get(key, ())}

    def _take_answers(self, understood: Understood, policy: TicketPolicy) -> None:
        plan = policy.topics[self.topic or ""]
        for question in plan.questions:
            answer = understood.answers.get(question.key)
            if answer is not None and (answer == WORDS or answer in question.options):
                self.answers.setdefault(question.key, answer)
