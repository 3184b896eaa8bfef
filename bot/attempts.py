"""Which updates keep failing: five times over a minute, and they are given up (ARCHITECTURE.md)."""

from dataclasses import dataclass

ATTEMPTS = 5
OVER_SECONDS = 60.0
REMEMBERED = 10_000  # updates; an update that is forgotten starts anew


@dataclass
class Record:
    first: float
    count: int = 0


class Attempts:
    def __init__(self, most: int = ATTEMPTS, over_seconds: float = OVER_SECONDS) -> None:
        self._most = most
        self._over = over_seconds
        self._records: dict[int, Record] = {}

    def failed(self, update_id: int, now: float) -> bool:
        """Counts a failure at the monotonic time `now`; True when it was one too many."""
        record = self._records.setdefault(update_id, Record(first=now))
        record.count += 1
        while len(self._records) > REMEMBERED:
            del self._records[next(iter(self._records))]
        return record.count >= self._most and now - record.first >= self._over

    def count(self, update_id: int) -> int:
        record = self._records.get(update_id)
        return record.count if record else 0

    def forget(self, update_id: int) -> None:
        self._records.pop(update_id, None)
