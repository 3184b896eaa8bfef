from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.calls import NoticeKind
from storage.facts import PendingFact


@dataclass(frozen=True)
class Answer:
    """What the presser is told, and what is still to be done after they were."""

    text: str = ""  # empty: the button only stops glowing
    alert: bool = False
    pending: Sequence[PendingFact] = field(default_factory=tuple)
    notice: tuple[NoticeKind, str] | None = None  # kind, customer's reference
