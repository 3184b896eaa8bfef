"""the first tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.execute("CREATE SEQUENCE ticket_number START 1001")
    op.create_table(
        "agent",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("username", sa.Text(), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agent")),
        sa.UniqueConstraint("ref", name=op.f("uq_agent_ref")),
        sa.UniqueConstraint("telegram_id", name=op.f("uq_agent_telegram_id")),
    )
    op.create_table(
        "customer",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("ref", sa.String(length=32), nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("username", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=8), server_default="uk", nullable=False),
        sa.Column("language_chosen", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("zone", sa.Text(), nullable=True),
        sa.Column("notify", sa.String(length=16), nullable=True),
        sa.Column("consent_version", sa.Text(), nullable=True),
        sa.Column("consent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("welcomed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("vip_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tickets", sa.Integer(), server_default="0", nullable=False),
        sa.Column("focus", sa.BigInteger(), nullable=True),
        sa.Column("source", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer")),
        sa.UniqueConstraint("ref", name=op.f("uq_customer_ref")),
        sa.UniqueConstraint("telegram_id", name=op.f("uq_customer_telegram_id")),
    )
    op.create_table(
        "dead_letter",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("bot", sa.BigInteger(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("raw", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("replayed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dead_letter")),
        sa.UniqueConstraint("bot", "update_id", name=op.f("uq_dead_letter_bot_update_id")),
    )
    op.create_table(
        "lane",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("last", sa.DateTime(timezone=True), nullable=True),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_lane")),
    )
    op.create_table(
        "poll_offset",
        sa.Column("bot", sa.BigInteger(), nullable=False),
        sa.Column("offset", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("bot", name=op.f("pk_poll_offset")),
    )
    op.create_table(
        "slot",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("free_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot")),
    )
    op.create_index("ix_slot_lane", "slot", ["lane", "free_at"], unique=False)
    op.create_table(
        "waiter",
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("lane", "who", name=op.f("pk_waiter")),
    )
    op.create_table(
        "consent",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("customer", sa.BigInteger(), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer"], ["customer.id"], name=op.f("fk_consent_customer_customer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_customer"), "consent", ["customer"], unique=False)
    op.create_table(
        "ticket",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("customer", sa.BigInteger(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("workflow_id", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=True),
        sa.Column("linked_to", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closing_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("group_chat", sa.BigInteger(), nullable=True),
        sa.Column("topic_thread", sa.BigInteger(), nullable=True),
        sa.Column("topic_title", sa.Text(), nullable=True),
        sa.Column("card_message", sa.BigInteger(), nullable=True),
        sa.Column("card_pinned", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("seq", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("phase", sa.String(length=24), server_default="intake", nullable=False),
        sa.Column("topic", sa.String(length=32), nullable=True),
        sa.Column("queue", sa.String(length=32), nullable=True),
        sa.Column("severity", sa.String(length=16), server_default="normal", nullable=False),
        sa.Column("assignee", sa.String(length=32), nullable=True),
        sa.Column("sla_state", sa.String(length=16), server_default="ok", nullable=False),
        sa.Column("operator_wanted", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("card_view", sa.String(length=16), server_default="main", nullable=False),
        sa.Column(
            "answers", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column("resolutions", sa.Integer(), server_default="0", nullable=False),
        sa.Column("reachable", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("eta", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_response_due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolution_due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waiting_deadline", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_response_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_because", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer"], ["customer.id"], name=op.f("fk_ticket_customer_customer"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
        sa.UniqueConstraint("customer", "n", name=op.f("uq_ticket_customer_n")),
        sa.UniqueConstraint("number", name=op.f("uq_ticket_number")),
        sa.UniqueConstraint("workflow_id", name=op.f("uq_ticket_workflow_id")),
    )
    op.create_index(
        "ix_ticket_open", "ticket", ["customer"], unique=False, postgresql_where=sa.text("closing_at IS NULL")
    )
    op.create_index("ix_ticket_topic", "ticket", ["group_chat", "topic_thread"], unique=False)
    op.create_index(
        "uq_ticket_draft",
        "ticket",
        ["customer"],
        unique=True,
        postgresql_where=sa.text("number IS NULL AND closing_at IS NULL"),
    )
    op.create_table(
        "message",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("ticket", sa.BigInteger(), nullable=True),
        sa.Column("author", sa.String(length=16), nullable=False),
        sa.Column("agent", sa.String(length=32), nullable=True),
        sa.Column("note", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "entities", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'"), nullable=False
        ),
        sa.Column("file_id", sa.Text(), nullable=True),
        sa.Column("file_name", sa.Text(), nullable=True),
        sa.Column("media_group", sa.Text(), nullable=True),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("reply_to", sa.BigInteger(), nullable=True),
        sa.Column("raw", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("edited", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket"], ["ticket.id"], name=op.f("fk_message_ticket_ticket"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("chat", "message_id", name=op.f("uq_message_chat_message_id")),
    )
    op.create_index(op.f("ix_message_ticket"), "message", ["ticket"], unique=False)
    op.create_table(
        "rating",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("ticket", sa.BigInteger(), nullable=False),
        sa.Column("resolution", sa.Integer(), nullable=False),
        sa.Column("stars", sa.SmallInteger(), nullable=False),
        sa.Column("agent", sa.String(length=32), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["ticket"], ["ticket.id"], name=op.f("fk_rating_ticket_ticket"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating")),
        sa.UniqueConstraint("ticket", "resolution", name=op.f("uq_rating_ticket_resolution")),
    )
    op.create_table(
        "delivery",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("ticket", sa.BigInteger(), nullable=True),
        sa.Column("customer", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("message", sa.BigInteger(), nullable=True),
        sa.Column("chat", sa.BigInteger(), nullable=True),
        sa.Column("thread", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempt", sa.Integer(), server_default="0", nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "more_ids", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'"), nullable=False
        ),
        sa.Column("possibly_twice", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer"], ["customer.id"], name=op.f("fk_delivery_customer_customer"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["message"], ["message.id"], name=op.f("fk_delivery_message_message"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["ticket"], ["ticket.id"], name=op.f("fk_delivery_ticket_ticket"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("key", name=op.f("uq_delivery_key")),
    )
    op.create_index(op.f("ix_delivery_message"), "delivery", ["message"], unique=False)
    op.create_index("ix_delivery_sent", "delivery", ["chat", "message_id"], unique=False)
    op.create_index(op.f("ix_delivery_ticket"), "delivery", ["ticket"], unique=False)
    op.create_table(
        "fact",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("bot", sa.BigInteger(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("part", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("ticket", sa.BigInteger(), nullable=True),
        sa.Column("message", sa.BigInteger(), nullable=True),
        sa.Column("signal", sa.String(length=32), nullable=False),
        sa.Column(
            "input", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("forwarded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["message"], ["message.id"], name=op.f("fk_fact_message_message"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["ticket"], ["ticket.id"], name=op.f("fk_fact_ticket_ticket"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact")),
        sa.UniqueConstraint("bot", "update_id", "part", name=op.f("uq_fact_bot_update_id_part")),
    )
    op.create_index(
        "ix_fact_ticket", "fact", ["ticket"], unique=False, postgresql_where=sa.text("forwarded_at IS NULL")
    )
    op.create_index(
        "ix_fact_waiting", "fact", ["chat", "id"], unique=False, postgresql_where=sa.text("forwarded_at IS NULL")
    )
    op.create_table(
        "message_version",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("message", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("entities", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["message"], ["message.id"], name=op.f("fk_message_version_message_message"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_version")),
    )
    op.create_index(op.f("ix_message_version_message"), "message_version", ["message"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_message_version_message"), table_name="message_version")
    op.drop_table("message_version")
    op.drop_index("ix_fact_waiting", table_name="fact", postgresql_where=sa.text("forwarded_at IS NULL"))
    op.drop_index("ix_fact_ticket", table_name="fact", postgresql_where=sa.text("forwarded_at IS NULL"))
    op.drop_table("fact")
    op.drop_index(op.f("ix_delivery_ticket"), table_name="delivery")
    op.drop_index("ix_delivery_sent", table_name="delivery")
    op.drop_index(op.f("ix_delivery_message"), table_name="delivery")
    op.drop_table("delivery")
    op.drop_table("rating")
    op.drop_index(op.f("ix_message_ticket"), table_name="message")
    op.drop_table("message")
    op.drop_index(
        "uq_ticket_draft", table_name="ticket", postgresql_where=sa.text("number IS NULL AND closing_at IS NULL")
    )
    op.drop_index("ix_ticket_topic", table_name="ticket")
    op.drop_index("ix_ticket_open", table_name="ticket", postgresql_where=sa.text("closing_at IS NULL"))
    op.drop_table("ticket")
    op.drop_index(op.f("ix_consent_customer"), table_name="consent")
    op.drop_table("consent")
    op.drop_table("waiter")
    op.drop_index("ix_slot_lane", table_name="slot")
    op.drop_table("slot")
    op.drop_table("poll_offset")
    op.drop_table("lane")
    op.drop_table("dead_letter")
    op.drop_table("customer")
    op.drop_table("agent")
    op.execute("DROP SEQUENCE ticket_number")
