"""Loads what rendering reads. Each kind pays only for the rows it shows."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from activities.board_views import view
from activities.rendering import Context, CustomerView, Mention, MessageView, NoticeContext, TicketRow, TicketView
from domain.calls import Notice, NoticeKind
from domain.outgoing import Kind, Outgoing
from domain.routing import SECURITY_QUEUE
from domain.ticket import ClosedBecause, ContentKind, Notify, Phase, Severity, SlaState
from storage.boards import Boards
from storage.outbound import Outbound, Record

_ENUMS = {
    "phase": Phase,
    "severity": Severity,
    "sla_state": SlaState,
    "closed_because": ClosedBecause,
}
_WITH_OTHERS = frozenset({Kind.NOW_TALKING_ABOUT, Kind.AGENT_REPLY, Kind.AGENT_EDIT, Kind.SUMMARY})
_CARDS = frozenset({Kind.CARD, Kind.CARD_EDIT})
_CALLS_OWNER = frozenset({Kind.CARD, Kind.HANDED_OVER})
_EDITS = frozenset({Kind.CUSTOMER_EDIT, Kind.AGENT_EDIT})


@dataclass(frozen=True)
class Material:
    """A message's context, and the rows that say where it goes."""

    context: Context
    customer: int
    private_chat: int
    original: Record | None = None
    assignee: str | None = None  # whose ticket it is at the moment of sending


class Contexts:
    def __init__(self, outbound: Outbound, boards: Boards, *, agents_language: str) -> None:
        self._outbound = outbound
        self._boards = boards
        self._agents_language = agents_language

    async def load(self, item: Outgoing) -> Material:
        ticket = await self._outbound.ticket(item.ticket)
        customer = await self._outbound.customer(ticket["customer"])
        original = await self._outbound.message(item.message) if item.message is not None else None
        context = Context(
            customer=_customer(customer, item.at),
            ticket=_ticket(ticket),
            agents_language=self._agents_language,
            agent=await self._outbound.agent_name(item.agent),
            assignee=await self._outbound.agent_name(ticket["assignee"]),
            message=_message(original) if original is not None else None,
            **await self._extras(item, ticket),
        )
        return Material(context, customer["id"], customer["telegram_id"], original, ticket["assignee"])

    async def notice(self, notice: Notice, customer: Record | None) -> NoticeContext:
        if customer is None:
            return NoticeContext(language=self._agents_language, next_ticket=await self._next(notice))
        shows = notice.kind is NoticeKind.MY_TICKETS
        tickets = await self._outbound.registered(customer["id"]) if shows else []
        return NoticeContext(
            language=customer["language"], zone=customer["zone"], tickets=tuple(_ticket(row) for row in tickets)
        )

    async def _next(self, notice: Notice) -> TicketView | None:
        if notice.kind is not NoticeKind.NEXT_TICKET:
            return None
        wanted = int(notice.params["ticket"])
        found = await self._boards.tickets([wanted])
        return view(found[wanted]) if wanted in found else None

    async def _extras(self, item: Outgoing, ticket: Record) -> dict[str, Any]:
        extras: dict[str, Any] = {}
        if item.kind in _WITH_OTHERS:
            found = await self._outbound.registered(ticket["customer"], only_open=True)
            extras["others"] = tuple(_ticket(row) for row in found if row["id"] != ticket["id"])
        if item.kind in _EDITS and item.message is not None:
            extras["previous"] = await self._outbound.words_before(item.message)
        if item.kind in (Kind.OPERATOR_CALL, Kind.LOW_SCORE):
            low = item.kind is Kind.LOW_SCORE
            agents = await (self._outbound.leads() if low else self._outbound.agents())
            extras["mentions"] = tuple(Mention(agent.telegram_id, agent.name) for agent in agents)
        if item.kind in _CALLS_OWNER:
            owner = item.agent if item.kind is Kind.HANDED_OVER else ticket["assignee"]
            extras["mentions"] = await self._owners(owner, ticket["queue"])
        return {**extras, **(await self._card(ticket) if item.kind in _CARDS else {})}

    async def _owners(self, owner: str | None, queue: str) -> tuple[Mention, ...]:
        """Whose it is; of security, while it is nobody's, its officers (SPEC D2)."""
        called = await self._outbound.agent(owner)
        people = [called] if called else []
        if called is None and queue == SECURITY_QUEUE:
            people = await self._outbound.officers(queue)
        return tuple(Mention(person.telegram_id, person.name) for person in people)

    async def _card(self, ticket: Record) -> dict[str, Any]:
        intake = await self._outbound.intake(ticket["id"], ticket["intake_until"])
        return {
            "intake": tuple(_message(row) for row in intake),
            "earlier_tickets": await self._outbound.earlier_tickets(ticket["customer"], ticket["n"]),
            "linked_number": await self._outbound.number_of(ticket["linked_to"]),
            "rating": await self._outbound.stars(ticket["id"], ticket["resolutions"]),
        }


def _customer(row: Record, now: datetime) -> CustomerView:
    return CustomerView(
        name=row["name"],
        language=row["language"],
        zone=row["zone"],
        notify=Notify(row["notify"]) if row["notify"] else None,
        vip=row["vip_until"] is not None and now < row["vip_until"],
    )


def _ticket(row: Record) -> TicketRow:
    values = {field.name: row[field.name] for field in fields(TicketRow)}
    enums = {name: enum(values[name]) for name, enum in _ENUMS.items() if values[name] is not None}
    return TicketRow(**{**values, **enums})


def _message(row: Record) -> MessageView:
    return MessageView(
        author=row["author"],
        kind=ContentKind(row["kind"]),
        text=row["text"],
        entities=row["entities"],
        file_id=row["file_id"],
        file_name=row["file_name"],
        source=(row["chat"], row["message_id"]),
    )
