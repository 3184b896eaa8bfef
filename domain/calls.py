"""Names and inputs of all activities: the contract between workflows/ (by name) and activities/ (by class)."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from domain.messages import Value
from domain.policy import Told
from domain.ticket import ClosedBecause, Notify, Phase, Severity, SlaState


class Call(StrEnum):
    """Activity names. A test compares them with what the workers register."""

    # desk queue: SQL and content
    LOAD_POLICY = "load_policy"  # -> TicketPolicy
    LOAD_CUSTOMER = "load_customer"  # CustomerQuery -> CustomerProfile
    RECORD_CONSENT = "record_consent"  # RecordConsent -> None
    SET_NOTIFY = "set_notify"  # SetNotify -> None
    REGISTER_TICKET = "register_ticket"  # RegisterTicket -> Registered
    PROJECT_TICKET = "project_ticket"  # Projection -> None
    BEGIN_CLOSING = "begin_closing"  # BeginClosing -> StillComing
    ACCEPT_AGAIN = "accept_again"  # TicketQuery -> None
    RECORD_RATING = "record_rating"  # RecordRating -> None
    HAND_OUT = "hand_out"  # HandOut -> HandedOut
    MEASURE_PACE = "measure_pace"  # PaceQuery -> Pace
    TICKETS_HELD = "tickets_held"  # HeldBy -> Held
    QUEUES_WAITING = "queues_waiting"  # -> Queues
    # sender queues: Telegram
    DELIVER = "deliver"  # Outgoing -> Delivered
    NOTIFY_ONCE = "notify_once"  # Notice -> Delivered: one-off answers that belong to no ticket
    SHOW_BOARD = "show_board"  # ShowBoard -> BoardShown
    ALERT = "alert"  # Alert -> Delivered
    MARK = "mark"  # Mark -> None: a reaction instead of an answer


class TicketQuery(Value):
    ticket: int


class CustomerQuery(Value):
    customer: str
    at: datetime | None = None  # desk time: whether the VIP mark has expired; None: it has not


class CustomerProfile(Value):
    """What a ticket's policy needs to know of its customer: enum values and a zone, nothing personal."""

    consented: bool
    welcomed: bool = False
    language: str = "uk"
    zone: str = "Europe/Kyiv"
    zone_known: bool = True  # False: it is the desk's, and the customer was not asked for theirs yet
    notify: Notify | None = None  # None: never asked; means every change
    vip: bool = False
    vip_until: datetime | None = None  # desk time
    reachable: bool = True


class RecordConsent(Value):
    customer: str
    ticket: int
    granted: bool
    version: str
    at: datetime  # desk time


class SetNotify(Value):
    customer: str
    notify: Notify


class RegisterTicket(Value):
    ticket: int
    at: datetime
    topic: str | None
    queue: str
    severity: Severity
    operator_wanted: bool = False
    intake_until: int | None = None  # message row up to which the card shows the intake; None: the latest now


class Registered(Value):
    number: int


class Projection(Value):
    """The workflow's view of its ticket row; written only if `seq` is newer than the stored one."""

    ticket: int
    seq: int
    phase: Phase
    topic: str | None = None
    queue: str | None = None
    severity: Severity = Severity.NORMAL
    assignee: str | None = None
    sla_state: SlaState = SlaState.OK
    eta: datetime | None = None
    first_response_due: datetime | None = None
    resolution_due: datetime | None = None
    waiting_deadline: datetime | None = None
    first_response_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    closed_because: ClosedBecause | None = None
    resolutions: int = 0
    reachable: bool = True
    operator_wanted: bool = False
    vip: bool = False
    told: str | None = None
    handling: int | None = None  # seconds from the claim to the latest resolution, waiting not counted
    moved_from: str | None = None
    waiting_since: datetime | None = None
    next_response_due: datetime | None = None
    taken_due: datetime | None = None  # until it is taken
    card_view: str = "main"  # main | ask | preview: which keyboard the card shows
    answers: dict[str, str] = Field(default_factory=dict)


class HandOut(Value):
    """Choose who gets a ticket and reserve it for them; `but` is an agent not to give it to."""

    ticket: int
    queue: str
    at: datetime
    but: str | None = None
    prefer: str | None = None  # the agent who had it before, if on duty
    weights: dict[str, int] = Field(default_factory=dict)  # by queue; one it does not name weighs 1
    capacity: int = 5  # of an agent who has chosen none
    by_policy: bool = False  # take weights and capacity of the policy in force instead of these
    only_free: bool = False  # leave a ticket alone that somebody has taken meanwhile


class HandedOut(Value):
    """None: nobody of the queue is on duty with room for one more."""

    agent: str | None = None


class PaceQuery(Value):
    """How fast is the queue for this ticket: it waits since `since`."""

    ticket: int
    queue: str
    severity: Severity
    vip: bool
    since: datetime


class HeldBy(Value):
    """The open tickets of a queue that an agent has, if they are off duty; of one who is on duty, none."""

    agent: str
    queue: str


class HeldTicket(Value):
    workflow_id: str
    ticket: int


class Held(Value):
    tickets: list[HeldTicket] = Field(default_factory=list)


class Queues(Value):
    names: list[str] = Field(default_factory=list)


DUTY = "duty"  # the board of who is on duty; every other board is a queue's


class ShowBoard(Value):
    """Brings a board in the agents' group up to date: of a queue, or DUTY."""

    board: str
    at: datetime  # desk time
    shown: str | None = None  # digest of what stands there: the same is not sent again


class BoardShown(Value):
    """`whole` false: a ticket on it has no topic yet to be linked."""

    shown: str | None = None
    whole: bool = True


class AlertLine(Value):
    ticket: int
    clock: str  # a ClockName, or what else the circle is to hear of (domain/ticket_clocks.py, `alarm`)
    due: datetime | None = None  # of the clock that is due first, desk time


class Alert(Value):
    """Tells those in `circles` of tickets whose time runs out; `lines` are the first in order of work."""

    key: str
    queue: str
    at: datetime  # desk time
    lines: list[AlertLine] = Field(default_factory=list)
    more: int = 0  # tickets beyond `lines`
    circles: list[Told] = Field(default_factory=list)
    assignees: list[str] = Field(default_factory=list)  # of the tickets whose agent is to hear; "": nobody


class Mark(Value):
    """The command in that message of the agents' group was carried out."""

    key: str
    message: int


class BeginClosing(Value):
    """From here on new messages choose another ticket."""

    ticket: int
    at: datetime


class StillComing(Value):
    """Facts that are in PostgreSQL for this ticket and whose signal is not confirmed yet."""

    facts: list[int] = Field(default_factory=list)


class RecordRating(Value):
    ticket: int
    resolution: int
    stars: int
    at: datetime
    agent: str | None = None  # who resolved it; None: of before that was told, the assignee


class NoticeKind(StrEnum):
    """One-off answers of the bot; Fluent ids `notice-<kind>`."""

    HELP = "help"
    MY_TICKETS = "my_tickets"
    NO_OPEN_TICKET = "no_open_ticket"
    PRIVACY = "privacy"
    FAQ = "faq"
    UNSUPPORTED = "unsupported"  # this kind of message cannot be accepted
    TOO_LONG = "too_long"
    LANGUAGE = "language"
    LANGUAGE_SET = "language_set"
    ZONE = "zone"  # which time it is for them, with buttons
    ZONE_MORE = "zone_more"
    ZONE_SET = "zone_set"
    NPS_THANKS = "nps_thanks"  # params: score
    UNKNOWN_TOPIC = "unknown_topic"  # group: an agent wrote in a topic that belongs to no ticket
    UNKNOWN_COMMAND = "unknown_command"
    ANONYMOUS = "anonymous"  # group: anonymous admins are not relayed
    TICKET_ENDED = "ticket_ended"  # group: the ticket of this topic has ended, nothing reaches its customer
    UNKNOWN_QUEUE = "unknown_queue"  # group: /on names a queue that there is not
    BAD_CAPACITY = "bad_capacity"  # group: /on with a number of tickets that nobody can mean
    NEXT_TICKET = "next_ticket"  # group: /next; params: ticket
    NO_NEXT_TICKET = "no_next_ticket"  # group: /next, and none of the agent's queues has one
    TRY_AGAIN = "try_again"  # group: a command that could not be applied in time


class Notice(Value):
    """`customer` or (`chat`, `thread`) by reference: `thread` is a topic id of the agents' group."""

    key: str
    kind: NoticeKind
    customer: str | None = None
    thread: int | None = None
    reply_to: int | None = None  # message id in the agents' group
    edits: str | None = None  # key of an earlier delivery: stands in the place of that message
    params: dict[str, str | int] = Field(default_factory=dict)
    at: datetime
