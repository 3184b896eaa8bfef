"""`queues.yaml`: queues and their targets."""

from pydantic import Field, model_validator

from content.fields import Duration, Entry, Key
from domain.policy import QueuePolicy, Targets
from domain.ticket import Severity


class TargetsEntry(Entry):
    first_response: Duration
    resolution: Duration

    @model_validator(mode="after")
    def _in_order(self) -> "TargetsEntry":
        if self.first_response > self.resolution:
            raise ValueError("the first response is later than the resolution: make it the shorter one")
        return self


class QueueEntry(Entry):
    targets: dict[Severity, TargetsEntry]

    @model_validator(mode="after")
    def _has_normal(self) -> "QueueEntry":
        if Severity.NORMAL not in self.targets:
            raise ValueError("targets for `normal` are missing: add them, they serve every other severity")
        return self

    def policy(self, key: str) -> QueuePolicy:
        targets = {
            severity: Targets(first_response=entry.first_response, resolution=entry.resolution)
            for severity, entry in self.targets.items()
        }
        return QueuePolicy(key=key, targets=targets)


class QueuesFile(Entry):
    default: Key
    queues: dict[Key, QueueEntry] = Field(min_length=1)
