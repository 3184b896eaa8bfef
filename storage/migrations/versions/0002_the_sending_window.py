"""the sending window: one call takes a place in a chat's and the bot's sliding window, or says how long to wait.

A function of the server, because a request waits for it: one round trip instead of ten. It is measured and
explained in storage/budget.py.
"""

from alembic import op

revision = "0002"
down_revision = "0001"

_SIGNATURE = """take_slot(text, text, integer, integer, double precision, integer, double precision, integer,
    integer, double precision, double precision, timestamptz)"""

_TAKE = """
CREATE FUNCTION take_slot(
    p_lane text, p_who text, p_priority integer,
    p_limit integer, p_window double precision, p_burst integer, p_spacing double precision, p_reserve integer,
    p_bot_limit integer, p_bot_window double precision,
    p_in_flight double precision, p_now timestamptz,
    OUT wait double precision, OUT slot_id bigint
) LANGUAGE plpgsql AS $$
DECLARE
    l lane%ROWTYPE;
    moment timestamptz;
    used integer;
    allowed integer := p_limit - CASE WHEN p_priority > 2 THEN p_reserve ELSE 0 END;
    mine timestamptz;
    passed boolean;
BEGIN
    INSERT INTO lane (key) VALUES (p_lane) ON CONFLICT DO NOTHING;
    SELECT * INTO l FROM lane WHERE key = p_lane FOR UPDATE;
    moment := coalesce(p_now, clock_timestamp());  -- after the lock: waiting for it took time
    DELETE FROM slot WHERE lane = p_lane AND free_at <= moment;
    SELECT count(*) INTO used FROM slot WHERE lane = p_lane;
    wait := greatest(0, coalesce(extract(epoch FROM l.not_before - moment), 0));
    IF used >= allowed THEN
        wait := greatest(wait, (
            SELECT extract(epoch FROM free_at - moment) FROM slot
            WHERE lane = p_lane ORDER BY free_at OFFSET used - allowed LIMIT 1
        ));
    END IF;
    IF p_priority > 2 AND used >= p_burst THEN
        wait := greatest(wait, extract(epoch FROM l.last - moment) + p_spacing);
    END IF;
    SELECT since INTO mine FROM waiter WHERE lane = p_lane AND who = p_who;
    passed := EXISTS (
        SELECT FROM waiter
        WHERE lane = p_lane AND who <> p_who AND seen > moment - interval '1.5 seconds'
            AND (priority, since) < (p_priority, coalesce(mine, moment))
    );
    IF wait <= 0 AND NOT passed THEN
        INSERT INTO lane (key) VALUES ('bot') ON CONFLICT DO NOTHING;
        PERFORM FROM lane WHERE key = 'bot' FOR UPDATE;
        DELETE FROM slot WHERE lane = 'bot' AND free_at <= moment;
        SELECT count(*) INTO used FROM slot WHERE lane = 'bot';
        IF used < p_bot_limit THEN
            INSERT INTO slot (lane, free_at) VALUES ('bot', moment + make_interval(secs => p_bot_window));
            INSERT INTO slot (lane, free_at)
                VALUES (p_lane, moment + make_interval(secs => p_in_flight + p_window)) RETURNING id INTO slot_id;
            UPDATE lane SET last = moment WHERE key = p_lane;
            DELETE FROM waiter WHERE lane = p_lane AND (who = p_who OR seen < moment - interval '1 hour');
            wait := 0;
            RETURN;
        END IF;
        SELECT extract(epoch FROM min(free_at) - moment) INTO wait FROM slot WHERE lane = 'bot';
    END IF;
    INSERT INTO waiter (lane, who, priority, since, seen) VALUES (p_lane, p_who, p_priority, moment, moment)
        ON CONFLICT (lane, who) DO UPDATE SET seen = moment, priority = p_priority;
    wait := greatest(wait, CASE WHEN passed THEN 0.15 ELSE 0.01 END);
END $$
"""


def upgrade() -> None:
    op.execute(_TAKE)
    op.execute("ALTER TABLE ticket ADD COLUMN topic_closed boolean NOT NULL DEFAULT false")
    op.execute("ALTER TABLE ticket ADD COLUMN intake_until bigint")


def downgrade() -> None:
    op.execute("ALTER TABLE ticket DROP COLUMN intake_until")
    op.execute("ALTER TABLE ticket DROP COLUMN topic_closed")
    op.execute(f"DROP FUNCTION {_SIGNATURE}")
