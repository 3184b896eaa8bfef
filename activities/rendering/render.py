"""The one table: kind of message -> the function that renders it."""

from collections.abc import Callable

from activities.rendering import card, customer, group
from activities.rendering.scene import Scene, scene_of
from activities.rendering.values import Context, Rendered
from content.texts import Texts
from domain.outgoing import Kind, Outgoing
from domain.policy import TicketPolicy

RENDERERS: dict[Kind, Callable[[Scene], Rendered]] = {
    Kind.CONSENT_REQUEST: customer.consent_request,
    Kind.CONSENT_REFUSED: customer.consent_refused,
    Kind.WELCOME: customer.welcome,
    Kind.ASK_TOPIC: customer.ask_topic,
    Kind.ASK_QUESTION: customer.ask_question,
    Kind.ASK_EXTRAS: customer.ask_extras,
    Kind.INTAKE_REMINDER: customer.intake_reminder,
    Kind.RECEIPT: customer.receipt,
    Kind.OPERATOR_COMING: customer.operator_coming,
    Kind.IN_PROGRESS: customer.in_progress,
    Kind.FIRST_REPLY: customer.first_reply,
    Kind.AGENT_REPLY: customer.agent_reply,
    Kind.AGENT_EDIT: customer.agent_reply,
    Kind.NEEDS_ANSWER: customer.needs_answer,
    Kind.NEEDS_ANSWER_REMINDER: customer.needs_answer_reminder,
    Kind.CLOSED_STALE: customer.closed_stale,
    Kind.RESOLVED: customer.resolved,
    Kind.RATING_THANKS: customer.rating_thanks,
    Kind.FOLLOW_UP: customer.follow_up,
    Kind.NPS: customer.nps,
    Kind.CLOSED: customer.closed,
    Kind.REOPENED: customer.reopened,
    Kind.TAKES_OVER: customer.takes_over,
    Kind.ETA_CHANGED: customer.eta_changed,
    Kind.NOW_TALKING_ABOUT: customer.now_talking_about,
    Kind.ZONE_QUESTION: customer.zone_question,
    Kind.SUMMARY: customer.summary,
    Kind.CARD: card.card,
    Kind.CARD_EDIT: card.card_edit,
    Kind.RELAY_TO_AGENTS: group.relay_to_agents,
    Kind.CUSTOMER_EDIT: group.customer_edit,
    Kind.HANDED_OVER: group.handed_over,
    Kind.OPERATOR_CALL: group.operator_call,
    Kind.COMMAND_REFUSED: group.command_refused,
    Kind.LOW_SCORE: group.low_score,
}
"""Every kind but TOPIC_DRESS, which changes a title (group.topic_title) and says nothing."""


def render(outgoing: Outgoing, context: Context, texts: Texts, policy: TicketPolicy) -> Rendered:
    return RENDERERS[outgoing.kind](scene_of(outgoing, context, texts, policy))
