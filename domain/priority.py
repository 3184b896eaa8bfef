"""Order of work and of outbound sends (SPEC D7): one table, (kind, severity, VIP) -> Temporal priority key."""

from datetime import datetime

from domain.outgoing import Kind
from domain.policy import Told
from domain.ticket import Severity

URGENT = 2  # keys up to this one go through the urgent queue of a group

BOARD = 5  # what stands in the group and is edited in place lets everything else pass
NEVER = 1e12  # seconds since 1970: behind everybody who waits

_DRESSING = {Kind.CARD_EDIT, Kind.TOPIC_DRESS}
_PERSONAL = {Kind.CARD, Kind.RELAY_TO_AGENTS, Kind.OPERATOR_CALL}


def priority_key(kind: Kind, severity: Severity, *, vip: bool) -> int:
    """1 is served first, 5 last; within a key Temporal serves in order of scheduling."""
    if kind in _DRESSING:
        return 5 if kind is Kind.TOPIC_DRESS else 4
    if severity is Severity.BLOCKER or kind is Kind.OPERATOR_CALL:
        return 1
    if vip and kind in _PERSONAL:
        return 2
    return 3


def alert_key(circle: Told) -> int:
    """What the lead or everybody is to hear of has been late already."""
    return URGENT if circle in (Told.LEAD, Told.EVERYONE) else 3


def work_order(
    *, severity: str, vip: bool, waiting_since: datetime | None, topic: int = 0, number: int = 0
) -> tuple[bool, bool, float, int, int]:
    """Sorts tickets into the order of work: blockers, then VIPs, then who waits longest, then by topic (SPEC D7).

    `topic` is its place in content/topics.yaml. Nobody waits behind an answered message: such tickets come last.
    """
    waits = NEVER if waiting_since is None else waiting_since.timestamp()
    return severity != Severity.BLOCKER, not vip, waits, topic, number
