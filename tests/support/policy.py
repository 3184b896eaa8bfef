"""A small policy for tests of pure rules; whole-desk tests use the real content/."""

from datetime import timedelta

from domain.policy import HOUR, MINUTE, QuestionPlan, QueuePolicy, Targets, TicketPolicy, TopicPlan
from domain.ticket import Severity

POLICY = TicketPolicy(
    consent_version="2026-11",
    topics={
        "payment": TopicPlan(
            key="payment",
            queue="l1",
            questions=(QuestionPlan(key="what", options=("failed", "twice")), QuestionPlan(key="amount")),
            details=("amount", "date"),
            follow_up_after={Severity.HIGH: timedelta(hours=24)},
        ),
        "idea": TopicPlan(key="idea", queue="l1", severity=Severity.LOW),
    },
    queues={
        "l1": QueuePolicy(
            key="l1", targets={Severity.NORMAL: Targets(first_response=15 * MINUTE, resolution=4 * HOUR)}
        ),
        "vip": QueuePolicy(
            key="vip", targets={Severity.NORMAL: Targets(first_response=5 * MINUTE, resolution=24 * HOUR)}
        ),
    },
    default_queue="l1",
)
