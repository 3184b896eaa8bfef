"""A ticket in one line, as lists of the customer's tickets show it."""

from activities.rendering.scene import Voice
from activities.rendering.values import Part, TicketRow
from domain.ticket import CUSTOMER_STATUS, CustomerStatus, Phase

MOST_SHOWN = 10
OPEN = frozenset({Phase.OPEN, Phase.IN_PROGRESS, Phase.WAITING})


def ticket_line(voice: Voice, ticket: TicketRow) -> Part:
    """Number, topic, status, and the time that comes next."""
    status = CUSTOMER_STATUS[ticket.phase]
    args = {
        "number": str(ticket.number or ""),
        "topic": voice.topic(ticket.topic),
        "status": voice.plain(f"status-{status}"),
    }
    if status is CustomerStatus.NEEDS_ANSWER and ticket.waiting_deadline is not None:
        return voice.html("my-ticket-deadline", deadline=voice.moment(ticket.waiting_deadline), **args)
    waiting = ticket.phase in OPEN and ticket.first_response_at is None
    if waiting and ticket.eta is not None and ticket.eta > voice.now:
        return voice.html("my-ticket-eta", eta=voice.moment(ticket.eta), **args)
    return voice.html("my-ticket", **args)
