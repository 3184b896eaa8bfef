"""Which presses and commands a ticket accepts in which state. None: accepted; else the reason of the refusal."""

from datetime import datetime

from domain.intake import StepKind
from domain.messages import AskDetails, Chose, FirstReply, Helped, Rated, Refusal
from domain.ticket import Phase
from domain.ticket_promises import PREVIEW
from domain.ticket_state import TicketState

WORKABLE = frozenset({Phase.OPEN, Phase.IN_PROGRESS, Phase.WAITING})
FINISHED = frozenset({Phase.RESOLVED, Phase.CLOSED})


def may_consent(state: TicketState) -> Refusal | None:
    return Refusal.OUT_OF_DATE if state.phase is not Phase.INTAKE or state.intake.consented else None


def may_choose(state: TicketState, chose: Chose) -> Refusal | None:
    """Buttons of intake may arrive in any order; one whose question is answered is out of date."""
    if state.policy is None or state.phase is not Phase.INTAKE or not state.intake.consented:
        return Refusal.OUT_OF_DATE
    step = state.intake.next_step(state.policy)
    if chose.topic is not None:
        fits = state.intake.topic is None and chose.topic in state.policy.topics
    elif chose.question is not None:
        fits = step.kind is StepKind.QUESTION and step.question == chose.question and _has_option(state, chose)
    else:
        fits = chose.submit and state.intake.topic is not None and not state.intake.submitted
    return None if fits else Refusal.OUT_OF_DATE


def _has_option(state: TicketState, chose: Chose) -> bool:
    questions = state.rules.topics[state.intake.topic or ""].questions
    return any(question.key == chose.question and chose.option in question.options for question in questions)


def may_call_operator(state: TicketState) -> Refusal | None:
    if state.phase in FINISHED:
        return Refusal.OUT_OF_DATE
    if state.phase is Phase.INTAKE and not state.intake.consented:
        return Refusal.OUT_OF_DATE
    return Refusal.ALREADY_CALLED if state.operator_wanted else None


def may_claim(state: TicketState, agent: str) -> Refusal | None:
    if state.phase not in WORKABLE:
        return Refusal.NOT_OPEN
    if state.assignee is None or state.phase is Phase.OPEN:
        return None  # handed out is not taken: whoever begins first has it
    return Refusal.ALREADY_YOURS if state.assignee == agent else Refusal.ALREADY_CLAIMED


def may_reply_first(state: TicketState, press: FirstReply) -> Refusal | None:
    """The prepared reply is the claimer's to send, until somebody has written in words of their own."""
    if state.phase is not Phase.IN_PROGRESS or state.card_view != PREVIEW:
        return Refusal.OUT_OF_DATE
    return None if state.assignee == press.agent else Refusal.ALREADY_CLAIMED


def may_resolve(state: TicketState, *, in_words: bool) -> Refusal | None:
    """Without words of its own a resolution needs an answer that the customer has already got."""
    if state.phase not in WORKABLE:
        return Refusal.NOT_OPEN
    answered = state.first_response is not None and state.first_response.met is not None
    return None if in_words or answered else Refusal.ANSWER_FIRST


def may_ask(state: TicketState, ask: AskDetails) -> Refusal | None:
    if state.phase not in WORKABLE:
        return Refusal.NOT_OPEN
    if ask.detail in (None, "back"):
        return None
    return None if ask.detail in details_of(state) else Refusal.UNKNOWN_DETAIL


def details_of(state: TicketState) -> tuple[str, ...]:
    plan = state.rules.topics.get(state.intake.topic or "")
    return plan.details if plan else state.rules.default_details


def may_reopen(state: TicketState) -> Refusal | None:
    return None if state.phase in FINISHED and state.registered else Refusal.NOT_RESOLVED


def may_rate(state: TicketState, rated: Rated, now: datetime) -> Refusal | None:
    if rated.resolution in state.rated:
        return Refusal.ALREADY_RATED
    if state.phase not in FINISHED or state.resolved_at is None or not 1 <= rated.resolution == state.resolutions:
        return Refusal.OUT_OF_DATE
    return Refusal.RATING_EXPIRED if now - state.resolved_at > state.rules.rating_valid_for else None


def may_confirm(state: TicketState, helped: Helped) -> Refusal | None:
    if helped.resolution != state.resolutions or state.phase not in FINISHED:
        return Refusal.OUT_OF_DATE
    return Refusal.ALREADY_ANSWERED if state.confirmed else None
