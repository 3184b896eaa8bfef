"""What is told to a ticket's workflow: facts (signals, past tense) and presses (updates, imperative).

References and enum values only. `fact` is the row id under which PostgreSQL knows the fact; the workflow drops
repeats by it. A signal is named as its class in snake case: CustomerWrote is told as `customer_wrote`.
Additive only: every new field has a default, because open tickets carry old inputs.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from domain.clock import DeskClock
from domain.sla import ClockName
from domain.ticket import ContentKind, Notify


class Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class Understood(Value):
    """What a customer's own words say: a topic, and answers (question key -> option key or WORDS)."""

    topic: str | None = None
    answers: dict[str, str] = Field(default_factory=dict)


WORDS = "words"  # an answer given in words: the words themselves stay in PostgreSQL


class Fact(Value):
    fact: int


class CustomerWrote(Fact):
    message: int
    kind: ContentKind = ContentKind.TEXT
    understood: Understood = Understood()
    thanks: bool = False  # a bare "thank you", emoji or sticker (SPEC C10)
    announce: bool = False  # several tickets open: tell the customer which one this went to (SPEC C11)


class CustomerEdited(Fact):
    message: int


class CustomerAsked(Fact):
    """A command or an always visible button: `start`, `operator`, `status`, `new`."""

    ask: str


class CustomerMoved(Fact):
    """Blocked the bot (`reachable` false) or came back (SPEC E8)."""

    reachable: bool


class CustomerChanged(Value):
    """Language, zone, notifications or VIP changed; the workflow reads them again."""

    fact: int = 0


class AgentReplied(Fact):
    agent: str
    message: int
    kind: ContentKind = ContentKind.TEXT


class AgentNoted(Fact):
    agent: str
    message: int


class AgentEdited(Fact):
    agent: str
    message: int


class AgentCommand(StrEnum):
    CLAIM = "claim"
    RESOLVE = "resolve"
    ASK = "ask"
    REOPEN = "reopen"


class AgentCommanded(Fact):
    """A command typed in the topic; its words, if any, are the text of the `message` row."""

    agent: str
    command: AgentCommand
    message: int | None = None
    detail: str | None = None


class Assigned(Fact):
    """Its queue hands the ticket to an agent, or takes it from one who is not on duty any more (`agent` None)."""

    agent: str | None
    instead_of: str | None = None  # from whom; a ticket that somebody else has taken meanwhile keeps them


class SkipTime(Value):
    """Demos only: put this ticket's clock forward to its next deadline."""


# presses: updates


class Consented(Value):
    granted: bool
    version: str


class Chose(Value):
    """An intake button: exactly one of topic, (question, option), submit."""

    topic: str | None = None
    question: str | None = None
    option: str | None = None
    submit: bool = False


class OperatorWanted(Value):
    pass


class NotifyChosen(Value):
    notify: Notify


class Rated(Value):
    resolution: int  # which resolution of the ticket the stars stand under
    stars: int = Field(ge=1, le=5)


class Helped(Value):
    resolution: int
    helped: bool


class Claim(Value):
    agent: str


class Resolve(Value):
    agent: str


class Reopen(Value):
    agent: str


class AskDetails(Value):
    """`detail` None opens the choice on the card, "back" closes it."""

    agent: str
    detail: str | None = None


class Refusal(StrEnum):
    """Why a press or command is refused; content/ has the words (`refusal-<code>`)."""

    OUT_OF_DATE = "out_of_date"  # the step or the resolution the button belongs to is over
    ALREADY_CLAIMED = "already_claimed"  # facts: agent
    ALREADY_YOURS = "already_yours"
    NOT_REGISTERED = "not_registered"
    NOT_OPEN = "not_open"
    NOT_RESOLVED = "not_resolved"
    ANSWER_FIRST = "answer_first"  # resolve without any human reply and without words
    NEEDS_WORDS = "needs_words"  # /ask without text
    ALREADY_RATED = "already_rated"
    RATING_EXPIRED = "rating_expired"
    ALREADY_ANSWERED = "already_answered"
    UNKNOWN_DETAIL = "unknown_detail"
    ALREADY_CALLED = "already_called"  # the live operator is already on the way
    TICKET_CLOSED = "ticket_closed"


class Applied(Value):
    """Outcome of an accepted press; `now` is the customer-visible status after it."""

    status: str | None = None


class ClockView(Value):
    """An SLA clock as it stands; `breached` is the due time that was missed, `first_met` outlives a reopening."""

    name: ClockName
    started: datetime
    due: datetime
    elapsed: timedelta
    paused: bool = False
    met: datetime | None = None
    first_met: datetime | None = None
    breached: datetime | None = None


class TicketView(Value):
    """Answer of the workflow's `view` query: what lists and operators may read, desk time."""

    ticket: int
    phase: str
    number: int | None = None
    topic: str | None = None
    queue: str | None = None
    severity: str
    assignee: str | None = None
    eta: datetime | None = None
    next_due: datetime | None = None
    next_due_name: str | None = None
    desk_now: datetime
    resolutions: int = 0
    reachable: bool = True
    waiting_to_send: int = 0
    clocks: tuple[ClockView, ...] = ()
    breaches: tuple[ClockName, ...] = ()  # in order; a next response may miss more than once


class TicketLine(Value):
    """What a ticket tells its queue: one line of the board."""

    workflow_id: str
    number: int
    phase: str
    severity: str
    vip: bool = False
    assignee: str | None = None
    waiting_since: datetime | None = None  # the oldest message that no person has answered
    due: datetime | None = None  # of the clock that is due first
    ticket: int = 0
    topic: str | None = None
    told: str | None = None  # the circle (domain.policy.Told) that is to hear of it now; a reply silences it
    told_clock: str | None = None  # which clock it is about
    told_share: float | None = None  # and which share of its target
    gone: bool = False  # left the queue: transferred, resolved or closed


class Board(BaseModel):
    """Input and state of a QueueWorkflow: its open tickets by workflow id."""

    name: str
    lines: dict[str, TicketLine] = Field(default_factory=dict)


class TicketStart(Value):
    """Input of a TicketWorkflow: `source` names the deep link (SPEC C1), `state` is set at continue-as-new."""

    ticket: int
    customer: str
    clock: DeskClock = DeskClock()
    source: str | None = None
    state: dict[str, Any] | None = None


_NEWS: dict[str, type[Value]] = {
    kind.__name__: kind
    for kind in (
        *(CustomerWrote, CustomerEdited, CustomerAsked, CustomerMoved, CustomerChanged),
        *(AgentReplied, AgentNoted, AgentEdited, AgentCommanded, Assigned),
        *(Consented, Chose, OperatorWanted, NotifyChosen, Rated, Helped, Claim, Resolve, Reopen, AskDetails),
    )
}


def pack_news(news: Iterable[Value]) -> list[tuple[str, dict[str, Any]]]:
    """News that a run could not work on before it continued as new, by the names of their classes."""
    return [(type(item).__name__, item.model_dump(mode="json")) for item in news]


def unpack_news(packed: Iterable[tuple[str, dict[str, Any]]]) -> list[Value]:
    return [_NEWS[name].model_validate(value) for name, value in packed]
