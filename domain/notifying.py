"""Which messages a customer gets when: as they chose (SPEC C4, H3), and in which of the day's hours (SPEC H2)."""

from enum import StrEnum

from domain.deadlines import Deadline
from domain.outgoing import Kind
from domain.ticket import Notify


class Nature(StrEnum):
    """Why a message to a customer is said; quiet hours and the customer's choice both go by it."""

    REPLY = "reply"  # to what the customer just did
    PERSON = "person"  # a person's own words, or what a person needs to know
    STATUS = "status"  # a person changed the status
    REMINDER = "reminder"  # the desk asks or says by itself, about what the customer is expected to do
    SYSTEM = "system"  # the desk changes the status by itself
    SURVEY = "survey"
    DIGEST = "digest"


NATURE: dict[Kind, Nature] = {
    Kind.CONSENT_REQUEST: Nature.REPLY,
    Kind.CONSENT_REFUSED: Nature.REPLY,
    Kind.WELCOME: Nature.REPLY,
    Kind.ASK_TOPIC: Nature.REPLY,
    Kind.ASK_QUESTION: Nature.REPLY,
    Kind.ASK_EXTRAS: Nature.REPLY,
    Kind.INTAKE_REMINDER: Nature.REMINDER,
    Kind.RECEIPT: Nature.REPLY,
    Kind.OPERATOR_COMING: Nature.REPLY,
    Kind.IN_PROGRESS: Nature.STATUS,
    Kind.FIRST_REPLY: Nature.PERSON,
    Kind.AGENT_REPLY: Nature.PERSON,
    Kind.AGENT_EDIT: Nature.PERSON,
    Kind.NEEDS_ANSWER: Nature.PERSON,
    Kind.NEEDS_ANSWER_REMINDER: Nature.REMINDER,
    Kind.CLOSED_STALE: Nature.REMINDER,  # the end of what was asked: it says how to go on
    Kind.RESOLVED: Nature.PERSON,
    Kind.RATING_THANKS: Nature.REPLY,
    Kind.FOLLOW_UP: Nature.REMINDER,
    Kind.NPS: Nature.SURVEY,
    Kind.CLOSED: Nature.SYSTEM,
    Kind.REOPENED: Nature.STATUS,
    Kind.TAKES_OVER: Nature.SYSTEM,
    Kind.ETA_CHANGED: Nature.SYSTEM,
    Kind.NOW_TALKING_ABOUT: Nature.REPLY,
    Kind.ZONE_QUESTION: Nature.REMINDER,
    Kind.SUMMARY: Nature.DIGEST,
}
"""Of every kind that goes to a customer."""

AT_NIGHT = frozenset({Nature.REPLY, Nature.PERSON, Nature.STATUS})

HELD = frozenset(kind for kind, nature in NATURE.items() if nature not in AT_NIGHT)
"""These wait for the customer's morning, unless they answer what the customer just did."""

SAYS: dict[Deadline, Kind] = {
    Deadline.INTAKE_REMINDER: Kind.INTAKE_REMINDER,
    Deadline.ANSWER_REMINDER: Kind.NEEDS_ANSWER_REMINDER,
    Deadline.ANSWER_OVERDUE: Kind.CLOSED_STALE,
    Deadline.FOLLOW_UP: Kind.FOLLOW_UP,
    Deadline.WINDOW_END: Kind.CLOSED,
    Deadline.NPS: Kind.NPS,
    Deadline.ZONE_QUESTION: Kind.ZONE_QUESTION,
    Deadline.SUMMARY: Kind.SUMMARY,
    Deadline.HELD: Kind.TAKES_OVER,
}
"""What the customer hears when a deadline comes; those that are not here say nothing to them."""


class When(StrEnum):
    AT_ONCE = "at_once"
    SUMMARY = "summary"  # once a day, of all open tickets together
    NEVER = "never"


_CHANGES = frozenset({Nature.STATUS, Nature.SYSTEM})


def when(notify: Notify | None, kind: Kind, *, asked: bool = False) -> When:
    """`asked`: it answers what the customer just did, so it is said whatever they chose."""
    nature = NATURE.get(kind, Nature.REPLY)
    if asked or notify in (None, Notify.EVERY_CHANGE):
        return When.AT_ONCE
    if nature in _CHANGES:
        return When.SUMMARY if notify is Notify.DAILY_SUMMARY else When.NEVER
    if nature is Nature.SURVEY and notify is Notify.ANSWERS_ONLY:
        return When.NEVER
    return When.AT_ONCE
