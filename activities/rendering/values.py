"""What rendering reads (`Context`, loaded from SQL) and gives back (`Rendered`, ready for the Bot API)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiogram.types import InlineKeyboardMarkup, MessageEntity, ReplyKeyboardMarkup

from domain.ticket import ClosedBecause, ContentKind, Notify, Phase, Severity, SlaState


@dataclass(frozen=True)
class CustomerView:
    """`zone` None: not known, the desk's zone is shown."""

    name: str
    language: str = "uk"
    zone: str | None = None
    notify: Notify | None = None
    vip: bool = False


@dataclass(frozen=True)
class TicketRow:
    """The columns of the ticket table that a text can show. Times are desk time."""

    id: int
    number: int | None = None
    phase: Phase = Phase.INTAKE
    topic: str | None = None
    queue: str | None = None
    severity: Severity = Severity.NORMAL
    answers: dict[str, str] = field(default_factory=dict)
    sla_state: SlaState = SlaState.OK
    operator_wanted: bool = False
    reachable: bool = True
    resolutions: int = 0
    card_view: str = "main"
    registered_at: datetime | None = None
    eta: datetime | None = None
    first_response_due: datetime | None = None
    first_response_at: datetime | None = None
    next_response_due: datetime | None = None
    taken_due: datetime | None = None
    resolution_due: datetime | None = None
    waiting_since: datetime | None = None
    moved_from: str | None = None
    waiting_deadline: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    closed_because: ClosedBecause | None = None


@dataclass(frozen=True)
class MessageView:
    """A stored message of a person. `entities` as Telegram gave them: of the text, or of the caption."""

    author: str  # customer | agent
    kind: ContentKind = ContentKind.TEXT
    text: str = ""
    entities: list[dict[str, Any]] = field(default_factory=list)
    file_id: str | None = None
    file_name: str | None = None
    source: tuple[int, int] | None = None  # (chat, message id) of the original, for kinds that are copied


@dataclass(frozen=True)
class Mention:
    """An agent to be notified by name, with or without a username."""

    telegram_id: int
    name: str


@dataclass(frozen=True)
class Context:
    """Everything that a message of a ticket may need beside the `Outgoing` itself."""

    customer: CustomerView
    ticket: TicketRow
    agents_language: str = "uk"
    agent: str | None = None  # public name behind `outgoing.agent`
    assignee: str | None = None  # public name behind the ticket's assignee
    message: MessageView | None = None  # the row behind `outgoing.message`
    previous: str | None = None  # its text before the latest edit
    intake: tuple[MessageView, ...] = ()  # the customer's messages before registration, oldest first
    earlier_tickets: int = 0  # registered tickets of this customer before this one
    linked_number: int | None = None  # number of the ticket that this one continues
    others: tuple[TicketRow, ...] = ()  # the customer's other open, registered tickets
    mentions: tuple[Mention, ...] = ()
    rating: int | None = None  # stars of the latest resolution
    may_ask: bool = True  # the rating under a resolution: False when one was asked lately (SPEC H5)
    survey: int | None = None  # row id of the NPS that is asked


@dataclass(frozen=True)
class TicketView:
    """`link` None: its topic is not made yet. `due` is of the clock that is due first; all desk time."""

    number: int
    topic: str | None
    severity: Severity
    vip: bool
    phase: Phase
    assignee: str | None
    due: datetime | None
    link: str | None


@dataclass(frozen=True)
class AgentView:
    """`load` and `capacity` in weights of tickets; `queues` None: all."""

    name: str
    since: datetime
    load: int
    capacity: int
    queues: Sequence[str] | None


@dataclass(frozen=True)
class NoticeContext:
    """`language` is the customer's, or the group's when the notice goes there."""

    language: str = "uk"
    zone: str | None = None
    tickets: tuple[TicketRow, ...] = ()  # for "my tickets": registered, newest first
    next_ticket: TicketView | None = None  # for "next ticket"


@dataclass(frozen=True)
class Part:
    """One further message. Text with its formatting, never a parse mode: no name and no text can break it.

    With a `file_id` the text is the caption of a `content_kind`; with a `copy_of` the original is copied.
    """

    text: str = ""
    entities: list[MessageEntity] = field(default_factory=list)
    content_kind: ContentKind = ContentKind.TEXT
    file_id: str | None = None
    copy_of: tuple[int, int] | None = None


@dataclass(frozen=True)
class Rendered(Part):
    """The first message, with the keyboards, and `more`: what did not fit, and pictures that belong to it.

    Send with `parse_mode=None`. An edit touches the first message only.
    """

    more: tuple[Part, ...] = ()
    keyboard: InlineKeyboardMarkup | None = None
    reply_keyboard: ReplyKeyboardMarkup | None = None
