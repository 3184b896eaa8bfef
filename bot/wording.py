"""Ids of the texts that this package shows itself: answers to presses, the menu, the lists of commands."""

from enum import StrEnum


class Say(StrEnum):
    """Callback answers: plain text of at most 200 characters."""

    OUT_OF_DATE = "press-out-of-date"  # an old, unknown or forged button
    NOT_YOURS = "press-not-yours"  # a button of somebody else's ticket, or an agent's button outside the group
    NOT_YET = "press-not-yet"  # not applied in 3 s
    ADD = "press-add"  # number: what is written next goes to this ticket
    FOCUS = "press-focus"  # number: from now on we talk about this ticket
    FOCUS_DRAFT = "press-focus-draft"  # the same for a request that has no number yet
    LANGUAGE_SET = "press-language-set"
    NEW = "press-new"  # a new request begins
    RATED = "press-rated"  # a rating given after the ticket's end
    RATED_LOW = "press-rated-low"
    NOTIFY_SET = "press-notify-set"
    ZONE_SET = "press-zone-set"  # city
    NPS = "press-nps"
    NPS_OVER = "press-nps-over"  # answered before, or asked too long ago
    STATUS = "press-status"  # number, status
    STATUS_ETA = "press-status-eta"  # number, status, time: when an answer is expected
    STATUS_DEADLINE = "press-status-deadline"  # number, status, time: until when we wait for the customer
    STATUS_DRAFT = "press-status-draft"  # the request has no number yet


MENU_TICKETS = "menu-tickets"
MENU_OPERATOR = "menu-operator"

CUSTOMER_COMMANDS = ("start", "new", "my", "operator", "language", "zone", "faq", "help", "privacy")
DUTY_COMMANDS = ("on", "off", "next")  # anywhere in the agents' group
AGENT_COMMANDS = ("claim", "ask", "resolve", "reopen", *DUTY_COMMANDS)


def command_text(name: str) -> str:
    return f"command-{name}"


def refusal_text(code: str) -> str:
    return f"refusal-{code}"
