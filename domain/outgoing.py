"""What the desk sends: kinds of message, destinations, and the value a send activity gets."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from domain.ticket import Severity


class Destination(StrEnum):
    CUSTOMER = "customer"
    GROUP = "group"  # the ticket's topic in the agents' group


class Kind(StrEnum):
    """The kind names the Fluent message and the keyboard: see activities/rendering/."""

    # to the customer
    CONSENT_REQUEST = "consent_request"
    CONSENT_REFUSED = "consent_refused"
    WELCOME = "welcome"  # once, with the always visible buttons
    ASK_TOPIC = "ask_topic"
    ASK_QUESTION = "ask_question"  # params: topic, question
    ASK_EXTRAS = "ask_extras"  # params: topic
    INTAKE_REMINDER = "intake_reminder"
    RECEIPT = "receipt"  # moments: eta
    OPERATOR_COMING = "operator_coming"  # moments: eta
    IN_PROGRESS = "in_progress"  # agent
    FIRST_REPLY = "first_reply"  # agent: prepared words, sent by their tap
    AGENT_REPLY = "agent_reply"  # message, agent
    AGENT_EDIT = "agent_edit"  # message, agent: edits the copy the customer has
    NEEDS_ANSWER = "needs_answer"  # params: detail or message; moments: deadline
    NEEDS_ANSWER_REMINDER = "needs_answer_reminder"  # moments: deadline
    CLOSED_STALE = "closed_stale"
    RESOLVED = "resolved"  # message optional (what was done), agent; moments: talking_since
    RATING_THANKS = "rating_thanks"  # params: stars
    FOLLOW_UP = "follow_up"
    NPS = "nps"  # moments: talking_since
    CLOSED = "closed"
    TAKES_OVER = "takes_over"  # agent, or params: queue; moments: eta
    ETA_CHANGED = "eta_changed"  # moments: eta
    REOPENED = "reopened"  # moments: eta
    NOW_TALKING_ABOUT = "now_talking_about"  # which ticket a message went to, with buttons to switch
    ZONE_QUESTION = "zone_question"  # once a customer: their time of day
    SUMMARY = "summary"  # of all open tickets of the customer, once a day
    # to the ticket's topic
    CARD = "card"  # makes the topic, too
    CARD_EDIT = "card_edit"
    TOPIC_DRESS = "topic_dress"  # pin the card, title with the state icon, open or closed
    RELAY_TO_AGENTS = "relay_to_agents"  # message
    CUSTOMER_EDIT = "customer_edit"  # message: shows the new text, keeps the old one
    HANDED_OVER = "handed_over"  # agent: whose it is now, mentioned; message: the customer's latest
    OPERATOR_CALL = "operator_call"  # mentions agents in the topic
    COMMAND_REFUSED = "command_refused"  # params: refusal; agent
    LOW_SCORE = "low_score"  # mentions the leads; params: stars


class FixedTopic(StrEnum):
    """Topics of the agents' group that belong to no ticket (SPEC E10)."""

    BOARDS = "boards"
    DUTY = "duty"
    OPS = "ops"


SURVEYS = frozenset({Kind.FOLLOW_UP, Kind.RATING_THANKS, Kind.NPS, Kind.ZONE_QUESTION})
"""Sent at most once: after an ambiguous time-out they are not repeated (ARCHITECTURE.md, way out)."""


class Outgoing(BaseModel):
    """One message of a ticket, by reference. `key` is the delivery row's key: `<workflow id>/<n>`."""

    model_config = ConfigDict(frozen=True)

    key: str
    ticket: int
    to: Destination
    kind: Kind
    severity: Severity = Severity.NORMAL
    vip: bool = False
    message: int | None = None
    agent: str | None = None
    params: dict[str, str | int] = Field(default_factory=dict)
    # desk time, shown in the reader's zone; only `talking_since`, which is not shown, is real time
    moments: dict[str, datetime] = Field(default_factory=dict)
    at: datetime  # desk time of the decision to send
    edits: str | None = None  # key of an earlier delivery: edit that message instead of sending
    retires: str | None = None  # key of an earlier delivery: take its keyboard away
    silent: bool = False


class DeliveryState(StrEnum):
    PREPARED = "prepared"
    SENDING = "sending"  # committed before the request: found after a crash, it means "perhaps sent"
    SENT = "sent"
    UNKNOWN = "unknown"  # perhaps sent, and not to be repeated
    REFUSED = "refused"
    CANCELLED = "cancelled"


class Delivered(BaseModel):
    """What a send activity returns; `unreachable` means the customer blocked the bot."""

    state: DeliveryState
    unreachable: bool = False
    possibly_twice: bool = False
