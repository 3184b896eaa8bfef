"""One-off answers that belong to no ticket (domain/calls.py, `NoticeKind`)."""

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from activities.rendering import keyboards
from activities.rendering.boards import next_ticket
from activities.rendering.entities import joined
from activities.rendering.lines import MOST_SHOWN, OPEN, ticket_line
from activities.rendering.messages import sent
from activities.rendering.scene import Voice
from activities.rendering.values import NoticeContext, Rendered
from content.moments import city
from content.texts import LANGUAGES, Texts
from domain.buttons import Action
from domain.calls import Notice, NoticeKind
from domain.policy import MOST_CAPACITY, TicketPolicy
from domain.ticket import CUSTOMER_STATUS

NO_TICKET = 0  # in a button that acts on no ticket


@dataclass(frozen=True)
class Asked:
    """One notice to be rendered."""

    notice: Notice
    context: NoticeContext
    policy: TicketPolicy
    voice: Voice


def render_notice(notice: Notice, context: NoticeContext, texts: Texts, policy: TicketPolicy) -> Rendered:
    voice = Voice(texts, context.language, context.zone or policy.desk_zone, notice.at)
    special = _SPECIAL.get(notice.kind)
    if special:
        return special(Asked(notice, context, policy, voice))
    about_duty = {"queues": ", ".join(policy.queues), "example": policy.default_queue, "most": MOST_CAPACITY}
    return sent(voice.html(f"notice-{notice.kind}", **about_duty))


def _my_tickets(asked: Asked) -> Rendered:
    voice = asked.voice
    tickets = [ticket for ticket in asked.context.tickets if CUSTOMER_STATUS[ticket.phase]][:MOST_SHOWN]
    if not tickets:
        return _no_open_ticket(asked)
    lines = joined((ticket_line(voice, ticket) for ticket in tickets), gap="\n")
    to_focus = [ticket for ticket in tickets if ticket.phase in OPEN]
    rows = [[keyboards.focus(voice, ticket)] for ticket in to_focus] if len(to_focus) > 1 else []
    keyboard = keyboards.keyboard([*rows, [_new(voice)]])
    return sent(joined([voice.html("notice-my-tickets"), lines]), keyboard=keyboard)


def _no_open_ticket(asked: Asked) -> Rendered:
    keyboard = keyboards.keyboard([[_new(asked.voice)]])
    return sent(asked.voice.html("notice-no-open-ticket"), keyboard=keyboard)


def _next_ticket(asked: Asked) -> Rendered:
    """Also of a ticket that ended within the second: the agent sees that in its topic."""
    if asked.context.next_ticket is None:
        return sent(asked.voice.html("notice-no-next-ticket"))
    return next_ticket(asked.voice, asked.context.next_ticket)


def _language(asked: Asked) -> Rendered:
    return sent(asked.voice.html("notice-language"), keyboard=_languages(asked.voice))


def _languages(voice: Voice) -> InlineKeyboardMarkup:
    choices = [
        keyboards.button(voice.plain(f"button-language-{language}"), Action.LANGUAGE, NO_TICKET, language)
        for language in LANGUAGES
    ]
    return keyboards.keyboard([choices])


def _new(voice: Voice) -> InlineKeyboardButton:
    return keyboards.button(voice.plain("button-new"), Action.NEW, NO_TICKET)


def _zone(asked: Asked) -> Rendered:
    choice = keyboards.zones(asked.voice, asked.policy, ticket=NO_TICKET)
    return sent(asked.voice.html("notice-zone", **_where(asked)), keyboard=choice)


def _zone_more(asked: Asked) -> Rendered:
    choice = keyboards.zones(asked.voice, asked.policy, ticket=NO_TICKET, more=True)
    return sent(asked.voice.html("notice-zone-more"), keyboard=choice)


def _zone_set(asked: Asked) -> Rendered:
    return sent(asked.voice.html("notice-zone-set", **_where(asked)))


def _where(asked: Asked) -> dict[str, str]:
    voice, quiet = asked.voice, asked.policy.quiet_hours
    return {
        "time": f"{voice.now.astimezone(ZoneInfo(voice.zone)):%H:%M}",
        "city": city(voice.zone, voice.language, voice.texts),
        "quiet_from": f"{quiet.start:%H:%M}",
        "quiet_to": f"{quiet.end:%H:%M}",
    }


def _nps_thanks(asked: Asked) -> Rendered:
    return sent(asked.voice.html("notice-nps-thanks", score=str(asked.notice.params["score"])))


_SPECIAL: dict[NoticeKind, Callable[[Asked], Rendered]] = {
    NoticeKind.MY_TICKETS: _my_tickets,
    NoticeKind.NO_OPEN_TICKET: _no_open_ticket,
    NoticeKind.LANGUAGE: _language,
    NoticeKind.ZONE: _zone,
    NoticeKind.ZONE_MORE: _zone_more,
    NoticeKind.ZONE_SET: _zone_set,
    NoticeKind.NPS_THANKS: _nps_thanks,
    NoticeKind.NEXT_TICKET: _next_ticket,
}
