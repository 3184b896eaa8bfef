"""`queues.yaml`: queues, their targets, and who hears when one runs out."""

import re
from functools import partial
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from content.calendars import CalendarEntry
from content.fields import Duration, Entry, Key, Span, Target
from domain.policy import MOST_CAPACITY, QueuePolicy, Rung, Targets, Told
from domain.sla import ClockName
from domain.ticket import Severity

_SHARE = re.compile(r"(\d{1,3})\s*%")


class TargetsEntry(Entry):
    first_response: Target
    next_response: Target | None = None
    taken: Target | None = None
    resolution: Target

    @model_validator(mode="after")
    def _in_order(self) -> "TargetsEntry":
        if self.first_response.hours == self.resolution.hours and (
            self.first_response.length > self.resolution.length
        ):
            raise ValueError("the first response is later than the resolution: make it the shorter one")
        return self

    def spans(self) -> dict[ClockName, Span]:
        named = {name: getattr(self, name) for name in ClockName}
        return {name: span for name, span in named.items() if span is not None}

    def targets(self) -> Targets:
        spans = self.spans()
        return Targets.model_validate(
            {name: span.length for name, span in spans.items()}
            | {"hours": {name: span.hours for name, span in spans.items() if span.hours}}
        )


def _ladder(value: Any) -> Any:
    """`{ 50 %: agent, 100 %: lead }` as rungs, lowest first."""
    if not isinstance(value, dict):
        raise ValueError("must be a list of `share %: who`, like `100 %: lead`")  # noqa: TRY004 - pydantic's
    return sorted(
        ({"share": _share(key), "tell": who} for key, who in value.items()), key=lambda rung: rung["share"]
    )


def _share(value: Any) -> float:
    match = _SHARE.fullmatch(str(value).strip())
    if match is None or int(match[1]) == 0:
        raise ValueError(f"`{value}` is not a share of the target: write it like `80 %`")
    return int(match[1]) / 100


class RungEntry(Entry):
    share: float
    tell: Told


def _number(value: Any, most: int) -> int:
    if re.fullmatch(r"\d{1,3}", str(value).strip()) is None or not 1 <= int(value) <= most:
        raise ValueError(f"`{value}` is not a whole number from 1 to {most}")
    return int(value)


Capacity = Annotated[int, BeforeValidator(partial(_number, most=MOST_CAPACITY))]
Weight = Annotated[int, BeforeValidator(partial(_number, most=MOST_CAPACITY))]
Ladder = Annotated[tuple[RungEntry, ...], BeforeValidator(_ladder)]


class QueueEntry(Entry):
    targets: dict[Severity, TargetsEntry]
    ladder: Ladder | None = None
    escalates_to: Key | None = None
    duty: Key | None = None
    handling: Duration = QueuePolicy.model_fields["handling"].default
    weight: Weight = 1

    @model_validator(mode="after")
    def _has_normal(self) -> "QueueEntry":
        if Severity.NORMAL not in self.targets:
            raise ValueError("targets for `normal` are missing: add them, they serve every other severity")
        return self

    def policy(self, key: str, ladder: Ladder) -> QueuePolicy:
        rungs = ladder if self.ladder is None else self.ladder
        return QueuePolicy(
            key=key,
            targets={severity: entry.targets() for severity, entry in self.targets.items()},
            ladder=tuple(Rung(share=rung.share, tell=rung.tell) for rung in rungs),
            escalates_to=self.escalates_to,
            duty=self.duty,
            handling=self.handling,
            weight=self.weight,
        )


class QueuesFile(Entry):
    default: Key
    capacity: Capacity = 5
    calendars: dict[Key, CalendarEntry] = Field(default_factory=dict)
    ladder: Ladder
    queues: dict[Key, QueueEntry] = Field(min_length=1)

    def policies(self) -> dict[str, QueuePolicy]:
        return {key: queue.policy(key, self.ladder) for key, queue in self.queues.items()}
