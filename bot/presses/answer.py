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
    edits: str | None = None  # the notice stands in the place of this delivery
    params: dict[str, str | int] = field(default_factory=dict)  # of the notice
