"""Rows of storage/boards.py -> what boards show."""

from datetime import datetime

from activities.rendering import TicketView, boards
from domain.ticket import Phase, Severity
from storage.outbound import Record


def view(row: Record) -> TicketView:
    chat, thread = row["group_chat"], row["topic_thread"]
    return TicketView(
        number=row["number"],
        topic=row["topic"],
        severity=Severity(row["severity"]),
        vip=row["vip"],
        phase=Phase(row["phase"]),
        assignee=row["assignee_name"],
        due=_due(row),
        link=boards.topic_link(chat, thread) if chat is not None and thread is not None else None,
    )


def _due(row: Record) -> datetime | None:
    """What is due first; the customer's own deadline while it is their turn."""
    if row["phase"] == Phase.WAITING:
        deadline: datetime | None = row["waiting_deadline"]
        return deadline
    first = None if row["first_response_at"] is not None else row["first_response_due"]
    dues = [due for due in (first, row["next_response_due"], row["resolution_due"]) if due is not None]
    return min(dues, default=None)
