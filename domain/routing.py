"""Which queue a ticket goes to, and how severe it is (SPEC D1, D10)."""

from pydantic import BaseModel, ConfigDict

from domain.policy import TicketPolicy
from domain.ticket import Severity, raised

VIP_QUEUE = "vip"
SECURITY_QUEUE = "security"  # payments too


class Route(BaseModel):
    model_config = ConfigDict(frozen=True)

    queue: str
    severity: Severity


def route(policy: TicketPolicy, topic: str | None, *, vip: bool, operator_wanted: bool) -> Route:
    """Topic decides; a VIP goes to the VIP queue where there is one; calling a person raises severity."""
    plan = policy.topics.get(topic) if topic is not None else None
    queue = plan.queue if plan else policy.default_queue
    if vip and VIP_QUEUE in policy.queues:
        queue = VIP_QUEUE
    severity = plan.severity if plan else Severity.NORMAL
    return Route(queue=queue, severity=raised(severity) if operator_wanted else severity)
