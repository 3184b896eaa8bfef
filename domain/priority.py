"""Order of work and of outbound sends (SPEC D7): one table, (kind, severity, VIP) -> Temporal priority key."""

from domain.outgoing import Kind
from domain.ticket import Severity

URGENT = 2  # keys up to this one go through the urgent queue of a group

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
