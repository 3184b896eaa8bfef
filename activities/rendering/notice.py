"""One-off answers that belong to no ticket (domain/calls.py, `NoticeKind`)."""

from collections.abc import Callable

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from activities.rendering import keyboards
from activities.rendering.boards import next_ticket
from activities.rendering.entities import joined
from activities.rendering.messages import sent
from activities.rendering.scene import Voice
from activities.rendering.values import NoticeContext, Part, Rendered, TicketRow
from content.texts import LANGUAGES, Texts
from domain.buttons import Action
from domain.calls import Notice, NoticeKind
from domain.policy import MOST_CAPACITY, TicketPolicy
from domain.ticket import CUSTOMER_STATUS, CustomerStatus, Phase

NO_TICKET = 0  # in a button that acts on no ticket
MOST_SHOWN = 10
_OPEN = frozenset({Phase.OPEN, Phase.IN_PROGRESS, Phase.WAITING})


def render_notice(notice: Notice, context: NoticeContext, texts: Texts, policy: TicketPolicy) -> Rendered:
    voice = Voice(texts, context.language, context.zone or policy.desk_zone, notice.at)
    special = _SPECIAL.get(notice.kind)
    if special:
        return special(voice, context)
    about_duty = {"queues": ", ".join(policy.queues), "example": policy.default_queue, "most": MOST_CAPACITY}
    return sent(voice.html(f"notice-{notice.kind}", **about_duty))


def _my_tickets(voice: Voice, context: NoticeContext) -> Rendered:
    tickets = [ticket for ticket in context.tickets if CUSTOMER_STATUS[ticket.phase]][:MOST_SHOWN]
    if not tickets:
        return _no_open_ticket(voice, context)
    lines = joined((_line(voice, ticket) for ticket in tickets), gap="\n")
    to_focus = [ticket for ticket in tickets if ticket.phase in _OPEN]
    rows = [[keyboards.focus(voice, ticket)] for ticket in to_focus] if len(to_focus) > 1 else []
    keyboard = keyboards.keyboard([*rows, [_new(voice)]])
    return sent(joined([voice.html("notice-my-tickets"), lines]), keyboard=keyboard)


def _next_ticket(voice: Voice, context: NoticeContext) -> Rendered:
    """Also of a ticket that ended within the second: the agent sees that in its topic."""
    if context.next_ticket is None:
        return sent(voice.html("notice-no-next-ticket"))
    return next_ticket(voice, context.next_ticket)


def _line(voice: Voice, ticket: TicketRow) -> Part:
    status = CUSTOMER_STATUS[ticket.phase]
    args = {
        "number": str(ticket.number or ""),
        "topic": voice.topic(ticket.topic),
        "status": voice.plain(f"status-{status}"),
    }
    if status is CustomerStatus.NEEDS_ANSWER and ticket.waiting_deadline is not None:
        return voice.html("my-ticket-deadline", deadline=voice.moment(ticket.waiting_deadline), **args)
    waiting = ticket.phase in _OPEN and ticket.first_response_at is None
    if waiting and ticket.eta is not None and ticket.eta > voice.now:
        return voice.html("my-ticket-eta", eta=voice.moment(ticket.eta), **args)
    return voice.html("my-ticket", **args)


def _no_open_ticket(voice: Voice, _: NoticeContext) -> Rendered:
    return sent(voice.html("notice-no-open-ticket"), keyboard=keyboards.keyboard([[_new(voice)]]))


def _language(voice: Voice, _: NoticeContext) -> Rendered:
    return sent(voice.html("notice-language"), keyboard=_languages(voice))


def _languages(voice: Voice) -> InlineKeyboardMarkup:
    choices = [
        keyboards.button(voice.plain(f"button-language-{language}"), Action.LANGUAGE, NO_TICKET, language)
        for language in LANGUAGES
    ]
    return keyboards.keyboard([choices])


def _new(voice: Voice) -> InlineKeyboardButton:
    return keyboards.button(voice.plain("button-new"), Action.NEW, NO_TICKET)


_SPECIAL: dict[NoticeKind, Callable[[Voice, NoticeContext], Rendered]] = {
    NoticeKind.MY_TICKETS: _my_tickets,
    NoticeKind.NO_OPEN_TICKET: _no_open_ticket,
    NoticeKind.LANGUAGE: _language,
    NoticeKind.NEXT_TICKET: _next_ticket,
}
