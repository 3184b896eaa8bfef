"""Tables of the desk, as SQLAlchemy Core. Changes go through a migration in storage/migrations/.

Times named `*_at` that come from a ticket's workflow are desk time (ARCHITECTURE.md, Time); `created_at` and the
bookkeeping of deliveries and inbound facts are real time.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    Sequence,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

ticket_number = Sequence("ticket_number", metadata=metadata, start=1001)


def _id() -> Column[int]:
    return Column("id", BigInteger, Identity(), primary_key=True)


def _moment(name: str, *, now: bool = False) -> Column[object]:
    return Column(name, DateTime(timezone=True), server_default=func.now() if now else None, nullable=not now)


customer = Table(
    "customer",
    metadata,
    _id(),
    Column("ref", String(32), nullable=False, unique=True),  # opaque: the only name Temporal knows
    Column("telegram_id", BigInteger, nullable=False, unique=True),  # also the private chat's id
    Column("name", Text, nullable=False, server_default=""),
    Column("username", Text),
    Column("language", String(8), nullable=False, server_default="uk"),
    Column("language_chosen", Boolean, nullable=False, server_default=text("false")),
    Column("zone", Text),  # IANA; null: not known, the desk's default is used
    Column("notify", String(16)),
    Column("consent_version", Text),  # null: none in force
    _moment("consent_at"),
    _moment("refused_at"),
    _moment("welcomed_at"),  # the always visible buttons were sent
    _moment("blocked_at"),
    _moment("vip_until"),
    _moment("zone_asked_at"),
    _moment("rating_asked_at"),  # the claim row of "none within 24 h of the last one asked"
    _moment("nps_asked_at"),
    Column("tickets", Integer, nullable=False, server_default="0"),  # n of the latest ticket
    Column("focus", BigInteger),  # ticket a message without a reply goes to
    Column("source", String(64)),  # deep link of the first /start
    _moment("created_at", now=True),
)

consent = Table(
    "consent",
    metadata,
    _id(),
    Column("customer", BigInteger, ForeignKey("customer.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("granted", Boolean, nullable=False),
    Column("version", Text, nullable=False),
    _moment("at"),
)

agent = Table(
    "agent",
    metadata,
    _id(),
    Column("ref", String(32), nullable=False, unique=True),
    Column("telegram_id", BigInteger, nullable=False, unique=True),
    Column("name", Text, nullable=False),  # public name, shown to customers
    Column("username", Text),
    Column("lead", Boolean, nullable=False, server_default=text("false")),  # hears of what nobody took
    _moment("on_duty_since"),  # null: off duty
    Column("capacity", SmallInteger),  # open tickets at once; null: what the queues' policy says
    Column("queues", JSONB),  # keys of the queues served; null: every queue
    _moment("handed_at"),  # when a ticket was last handed to them: whose turn it is
    _moment("left_at"),
    _moment("created_at", now=True),
)

ticket = Table(
    "ticket",
    metadata,
    _id(),
    # facts, written by the receiver
    Column("customer", BigInteger, ForeignKey("customer.id", ondelete="CASCADE"), nullable=False),
    Column("n", Integer, nullable=False),  # the customer's own counter
    Column("workflow_id", Text, nullable=False, unique=True),
    Column("source", String(64)),
    Column("linked_to", BigInteger),  # the earlier ticket, when this one reopens its matter too late
    _moment("created_at", now=True),
    # registration and closing, written by activities of its workflow
    Column("number", BigInteger, unique=True),
    _moment("registered_at"),
    _moment("closing_at"),  # set: new messages choose another ticket
    # the topic in the agents' group
    Column("group_chat", BigInteger),
    Column("topic_thread", BigInteger),
    Column("topic_title", Text),  # what the title was last set to
    Column("card_message", BigInteger),
    Column("card_pinned", Boolean, nullable=False, server_default=text("false")),
    Column("topic_closed", Boolean, nullable=False, server_default=text("false")),
    Column("intake_until", BigInteger),  # the last message row that the card shows as intake
    # hand-out: written in one transaction with the agent's row, until the projection names an assignee
    Column("offered_to", String(32)),  # agent.ref
    _moment("offered_at"),
    # projection: only its workflow writes, guarded by seq
    Column("seq", BigInteger, nullable=False, server_default="0"),
    Column("phase", String(24), nullable=False, server_default="intake"),
    Column("topic", String(32)),
    Column("queue", String(32)),
    Column("severity", String(16), nullable=False, server_default="normal"),
    Column("assignee", String(32)),  # agent.ref
    Column("sla_state", String(16), nullable=False, server_default="ok"),
    Column("operator_wanted", Boolean, nullable=False, server_default=text("false")),
    Column("card_view", String(16), nullable=False, server_default="main"),
    Column("answers", JSONB, nullable=False, server_default=text("'{}'")),  # question -> option or "words"
    Column("resolutions", Integer, nullable=False, server_default="0"),
    Column("reachable", Boolean, nullable=False, server_default=text("true")),
    Column("vip", Boolean, nullable=False, server_default=text("false")),
    Column("told", String(16)),  # the widest circle that has heard of a clock that still runs
    Column("moved_from", String(32)),  # the queue whose target ran out
    Column("handling", Integer),  # seconds from the claim to the latest resolution, without waiting
    _moment("waiting_since"),  # the oldest message that no person has answered
    _moment("eta"),
    _moment("first_response_due"),
    _moment("next_response_due"),
    _moment("taken_due"),
    _moment("resolution_due"),
    _moment("waiting_deadline"),
    _moment("first_response_at"),
    _moment("resolved_at"),
    _moment("closed_at"),
    Column("closed_because", String(16)),
    UniqueConstraint("customer", "n"),
    # two first messages at once make one ticket: a customer has at most one draft
    Index(
        "uq_ticket_draft",
        "customer",
        unique=True,
        postgresql_where=text("number IS NULL AND closing_at IS NULL"),
    ),
    Index("ix_ticket_topic", "group_chat", "topic_thread"),
    Index("ix_ticket_open", "customer", postgresql_where=text("closing_at IS NULL")),
)

message = Table(
    "message",
    metadata,
    _id(),
    Column("ticket", BigInteger, ForeignKey("ticket.id", ondelete="CASCADE"), index=True),
    Column("author", String(16), nullable=False),  # customer | agent
    Column("agent", String(32)),  # agent.ref
    Column("note", Boolean, nullable=False, server_default=text("false")),
    Column("kind", String(16), nullable=False),
    Column("text", Text, nullable=False, server_default=""),
    Column("entities", JSONB, nullable=False, server_default=text("'[]'")),
    Column("file_id", Text),
    Column("file_name", Text),
    Column("media_group", Text),
    Column("chat", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),  # Telegram's, in `chat`
    Column("reply_to", BigInteger),  # message.id of ours that it answers
    Column("raw", JSONB),  # location, contact and the like
    Column("edited", Integer, nullable=False, server_default="0"),
    _moment("created_at", now=True),
    UniqueConstraint("chat", "message_id"),
)

message_version = Table(
    "message_version",
    metadata,
    _id(),
    Column("message", BigInteger, ForeignKey("message.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("entities", JSONB, nullable=False),
    _moment("replaced_at", now=True),
)

fact = Table(
    "fact",
    metadata,
    _id(),
    Column("bot", BigInteger, nullable=False),
    Column("update_id", BigInteger, nullable=False),
    Column("part", SmallInteger, nullable=False, server_default="0"),  # one update may tell several tickets
    Column("chat", BigInteger, nullable=False),  # order is kept per chat
    Column("ticket", BigInteger, ForeignKey("ticket.id", ondelete="CASCADE")),
    Column("message", BigInteger, ForeignKey("message.id", ondelete="CASCADE")),
    Column("signal", String(32), nullable=False),  # "" : nothing to tell, the row only drops repeats
    Column("input", JSONB, nullable=False, server_default=text("'{}'")),  # references and enum values
    _moment("created_at", now=True),
    _moment("forwarded_at"),  # null: Temporal does not have it yet
    UniqueConstraint("bot", "update_id", "part"),
    Index("ix_fact_waiting", "chat", "id", postgresql_where=text("forwarded_at IS NULL")),
    Index("ix_fact_ticket", "ticket", postgresql_where=text("forwarded_at IS NULL")),
)

dead_letter = Table(
    "dead_letter",
    metadata,
    _id(),
    Column("bot", BigInteger, nullable=False),
    Column("update_id", BigInteger, nullable=False),
    Column("chat", BigInteger),
    Column("code", Text, nullable=False),  # exception type, never its text
    Column("attempts", Integer, nullable=False),
    Column("raw", JSONB, nullable=False),
    _moment("created_at", now=True),
    _moment("replayed_at"),
    UniqueConstraint("bot", "update_id"),
)

delivery = Table(
    "delivery",
    metadata,
    _id(),
    Column("key", Text, nullable=False, unique=True),  # <workflow id>/<n>, or a notice's key
    Column("ticket", BigInteger, ForeignKey("ticket.id", ondelete="CASCADE"), index=True),
    Column("customer", BigInteger, ForeignKey("customer.id", ondelete="CASCADE")),
    Column("kind", String(32), nullable=False),
    Column("message", BigInteger, ForeignKey("message.id", ondelete="SET NULL"), index=True),
    Column("chat", BigInteger),
    Column("thread", BigInteger),
    Column("state", String(16), nullable=False),
    Column("attempt", Integer, nullable=False, server_default="0"),
    Column("message_id", BigInteger),  # Telegram's id of the (first) message sent
    Column("more_ids", JSONB, nullable=False, server_default=text("'[]'")),  # further parts of a long text
    Column("possibly_twice", Boolean, nullable=False, server_default=text("false")),
    Column("code", Text),  # why it was refused
    _moment("created_at", now=True),
    _moment("sent_at"),
    Index("ix_delivery_sent", "chat", "message_id"),
)

rating = Table(
    "rating",
    metadata,
    _id(),
    Column("ticket", BigInteger, ForeignKey("ticket.id", ondelete="CASCADE"), nullable=False),
    Column("resolution", Integer, nullable=False),
    Column("stars", SmallInteger, nullable=False),
    Column("agent", String(32)),
    _moment("at"),
    UniqueConstraint("ticket", "resolution"),
)

nps = Table(
    "nps",
    metadata,
    _id(),
    Column("customer", BigInteger, ForeignKey("customer.id", ondelete="CASCADE"), nullable=False),
    Column("score", SmallInteger),  # 0-10; null: asked, not answered
    _moment("asked_at"),
    _moment("at"),
    UniqueConstraint("customer", "asked_at"),
)

# what stands in the agents' group and is edited in place: fixed topics, boards

group_post = Table(
    "group_post",
    metadata,
    Column("name", Text, primary_key=True),  # topic/<name>, board/<queue>, board/duty
    Column("chat", BigInteger, nullable=False),
    Column("thread", BigInteger),
    Column("message_id", BigInteger),
)

# the sliding-window budget of outgoing requests (storage/budget.py)

lane = Table(
    "lane",
    metadata,
    Column("key", Text, primary_key=True),
    Column("last", DateTime(timezone=True)),
    Column("not_before", DateTime(timezone=True)),  # a 429 said so
)

slot = Table(
    "slot",
    metadata,
    _id(),
    Column("lane", Text, nullable=False),
    Column("free_at", DateTime(timezone=True), nullable=False),
    Index("ix_slot_lane", "lane", "free_at"),
)

waiter = Table(
    "waiter",
    metadata,
    Column("lane", Text, primary_key=True),
    Column("who", Text, primary_key=True),
    Column("priority", SmallInteger, nullable=False),
    Column("since", DateTime(timezone=True), nullable=False),
    Column("seen", DateTime(timezone=True), nullable=False),
)

poll_offset = Table(
    "poll_offset",
    metadata,
    Column("bot", BigInteger, primary_key=True),
    Column("offset", BigInteger, nullable=False),
)
