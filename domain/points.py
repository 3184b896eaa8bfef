"""Named points at which crash tests kill a process (ARCHITECTURE.md, Tests)."""

from collections.abc import Callable
from enum import StrEnum


class Point(StrEnum):
    ROW_COMMITTED = "row_committed"  # a fact is in PostgreSQL, its signal is not sent
    UPDATE_UNACKNOWLEDGED = "update_unacknowledged"  # the signal is sent, Telegram still holds the update
    REQUEST_SENT = "request_sent"  # Telegram has executed a send, its answer is not stored
    TOPIC_MADE = "topic_made"  # the forum topic exists, its id is not stored


Reached = Callable[[Point], None]


def nothing(_: Point) -> None:
    """Outside crash tests a point means nothing."""
