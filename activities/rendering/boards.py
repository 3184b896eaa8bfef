"""Boards and alerts in the fixed topics of the agents' group (SPEC D5, D7, E5). Time left is a relative date."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from activities.rendering.entities import from_html, joined
from activities.rendering.group import mention
from activities.rendering.messages import sent
from activities.rendering.names import harmless
from activities.rendering.scene import Voice
from activities.rendering.values import AgentView, Mention, Part, Rendered, TicketView
from content.texts import Markup
from domain.text import TEXT_LIMIT, utf16_length

SHOWN = 20  # lines of a board: links and dates are entities, of which a message takes 100
ROOM = TEXT_LIMIT - 100  # for the line that counts what is not shown


def topic_link(chat: int, thread: int) -> str:
    """To a topic of a supergroup without a public name; only its members can follow it."""
    return f"https://t.me/c/{str(chat).removeprefix('-100')}/{thread}"


def queue_board(voice: Voice, queue: str, tickets: Sequence[TicketView]) -> Rendered:
    title = voice.html("board-title", queue=queue_name(voice, queue), count=len(tickets))
    if not tickets:
        return sent(joined([title, voice.html("board-empty")]))
    lines = [_board_line(voice, ticket) for ticket in tickets[:SHOWN]]
    return sent(_listed(voice, title, lines, len(tickets) - len(lines)))


def duty_board(voice: Voice, agents: Sequence[AgentView]) -> Rendered:
    title = voice.html("duty-title")
    if not agents:
        return sent(joined([title, voice.html("duty-nobody")]))
    lines = [_agent_line(voice, agent) for agent in agents[:SHOWN]]
    return sent(_listed(voice, title, lines, len(agents) - len(lines)))


def alert(
    voice: Voice,
    queue: str,
    tickets: Sequence[tuple[TicketView, str, datetime | None]],
    more: int,
    mentions: Sequence[Mention],
) -> Rendered:
    title = voice.html("alert-title", queue=queue_name(voice, queue), count=len(tickets) + more)
    called = joined(map(mention, mentions), gap=", ")
    head = joined([title, called], gap="\n")
    lines = [_alert_line(voice, ticket, clock, due) for ticket, clock, due in tickets]
    return sent(_listed(voice, head, lines, more))


def next_ticket(voice: Voice, ticket: TicketView) -> Rendered:
    return sent(voice.html("notice-next-ticket", ticket=Markup(_html(voice, ticket))))


def queue_name(voice: Voice, queue: str) -> str:
    return voice.plain(f"queue-{queue}") if voice.has(f"queue-{queue}") else queue


def _listed(voice: Voice, head: Part, lines: list[Part], more: int) -> Part:
    """As many lines as the message has room for, and how many there are besides."""
    while True:
        rest = voice.html("board-more", count=more) if more else None
        text = joined([head, joined(lines, gap="\n"), rest])
        if utf16_length(text.text) <= ROOM or not lines:
            return text
        lines, more = lines[:-1], more + 1


def _board_line(voice: Voice, ticket: TicketView) -> Part:
    return joined(_facts(voice, ticket), gap=" · ")


def _facts(voice: Voice, ticket: TicketView) -> Iterator[Part | None]:
    mark = Part(f"{voice.plain(f'icon-{ticket.phase}')}{voice.plain(f'severity-mark-{ticket.severity}')}")
    yield joined([mark, _numbered(voice, ticket)], gap=" ")
    yield voice.html("card-vip") if ticket.vip else None
    yield Part(harmless(ticket.assignee or "") or voice.plain("card-nobody"))
    yield voice.html("board-due", due=voice.due(ticket.due)) if ticket.due else None


def _alert_line(voice: Voice, ticket: TicketView, clock: str, due: datetime | None) -> Part:
    what = voice.plain(f"alert-clock-{clock}")
    when = voice.html("alert-due", clock=what, due=voice.due(due)) if due else Part(what)
    mark = Part(voice.plain(f"severity-mark-{ticket.severity}"))
    vip = voice.html("card-vip") if ticket.vip else None
    return joined([joined([mark, _numbered(voice, ticket)], gap=" "), vip, when], gap=" · ")


def _numbered(voice: Voice, ticket: TicketView) -> Part:
    return from_html(_html(voice, ticket))


def _html(voice: Voice, ticket: TicketView) -> str:
    args = {"number": str(ticket.number), "topic": voice.topic(ticket.topic)}
    if ticket.link is None:
        return voice.texts(voice.language, "board-ticket", **args)
    return voice.texts(voice.language, "board-ticket-linked", link=ticket.link, **args)


def _agent_line(voice: Voice, agent: AgentView) -> Part:
    queues = None if agent.queues is None else ", ".join(queue_name(voice, queue) for queue in agent.queues)
    return voice.html(
        "duty-agent",
        agent=harmless(agent.name) or voice.plain("agent-unnamed"),
        since=voice.due(agent.since),
        load=str(agent.load),
        capacity=str(agent.capacity),
        queues=queues or voice.plain("duty-all-queues"),
    )
