"""What a ticket is: its states, and the one table that maps them to what the customer sees."""

from enum import StrEnum


class Phase(StrEnum):
    """Where a ticket is in its life; the workflow's own states."""

    INTAKE = "intake"
    OPEN = "open"  # registered, nobody has claimed it
    IN_PROGRESS = "in_progress"
    WAITING = "waiting_for_customer"
    RESOLVED = "resolved"  # rating and follow-up happen here
    CLOSED = "closed"  # told to the customer; the workflow stays until the reopening window ends


class CustomerStatus(StrEnum):
    """The five statuses of SPEC C5."""

    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    NEEDS_ANSWER = "needs_answer"
    RESOLVED = "resolved"
    CLOSED = "closed"


CUSTOMER_STATUS: dict[Phase, CustomerStatus | None] = {
    Phase.INTAKE: None,
    Phase.OPEN: CustomerStatus.ACCEPTED,
    Phase.IN_PROGRESS: CustomerStatus.IN_PROGRESS,
    Phase.WAITING: CustomerStatus.NEEDS_ANSWER,
    Phase.RESOLVED: CustomerStatus.RESOLVED,
    Phase.CLOSED: CustomerStatus.CLOSED,
}


class ClosedBecause(StrEnum):
    CONFIRMED = "confirmed"  # the customer said it helped
    SILENT = "silent"  # no answer to the follow-up question
    STALE = "stale"  # no answer to our request for details
    ABANDONED = "abandoned"  # intake never finished
    DECLINED = "declined"  # consent refused


class Severity(StrEnum):
    BLOCKER = "blocker"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


SEVERITY_ORDER = [Severity.BLOCKER, Severity.HIGH, Severity.NORMAL, Severity.LOW]


def raised(severity: Severity) -> Severity:
    """One step more severe; a blocker stays a blocker."""
    return SEVERITY_ORDER[max(0, SEVERITY_ORDER.index(severity) - 1)]


class Notify(StrEnum):
    """How a customer wants to hear of their tickets (SPEC C4)."""

    EVERY_CHANGE = "every_change"
    ANSWERS_ONLY = "answers_only"
    DAILY_SUMMARY = "daily_summary"


class SlaState(StrEnum):
    OK = "ok"
    WARNED = "warned"
    BREACHED = "breached"


class ContentKind(StrEnum):
    """Kinds of message a person can send, as far as the desk tells them apart."""

    TEXT = "text"
    PHOTO = "photo"
    VIDEO = "video"
    VOICE = "voice"
    VIDEO_NOTE = "video_note"
    AUDIO = "audio"
    DOCUMENT = "document"
    STICKER = "sticker"
    ANIMATION = "animation"
    LOCATION = "location"
    CONTACT = "contact"
    POLL = "poll"
    OTHER = "other"
