"""Which ticket a customer's message belongs to (SPEC C10, C11). The caller holds the customer's row lock.

A ticket is open while `closing_at` is null. Resolved and closed ones wait for a possible reopening: they count
only when nothing else is open.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.ticket import Phase
from storage.customers import Customer, set_focus
from storage.replies import ticket_behind
from storage.tables import customer, message, ticket

RESTING = frozenset({Phase.RESOLVED, Phase.CLOSED})
SAME_TALK = timedelta(minutes=10)


@dataclass(frozen=True)
class OpenTicket:
    id: int
    number: int | None  # None: a draft
    phase: str

    @property
    def resting(self) -> bool:
        return self.phase in RESTING


@dataclass(frozen=True)
class Choice:
    ticket: int
    announce: bool  # the customer did not say which, and there were several
    over: bool = False  # a "thank you" after the end of everything: kept with that ticket, and told to nobody


async def open_tickets(connection: AsyncConnection, customer_id: int) -> list[OpenTicket]:
    """Oldest first."""
    query = (
        select(ticket.c.id, ticket.c.number, ticket.c.phase)
        .where(ticket.c.customer == customer_id, ticket.c.closing_at.is_(None))
        .order_by(ticket.c.n)
    )
    return [OpenTicket(*row) for row in await connection.execute(query)]


async def choose(
    connection: AsyncConnection, owner: Customer, replied: tuple[int, int] | None = None, *, thanks: bool = False
) -> Choice:
    """`replied` is (chat, message id) of the message replied to. Makes a new draft when nothing is open."""
    behind = await ticket_behind(connection, *replied) if replied else None
    opened = await open_tickets(connection, owner.id)
    choice = _choose(opened, behind, owner.focus)
    if choice and choice.announce and await _goes_on(connection, owner, choice.ticket):
        choice = Choice(choice.ticket, announce=False)
    if choice is None:
        linked = await _latest_registered(connection, owner.id, behind)
        if thanks and linked is not None:
            return Choice(linked, announce=False, over=True)
        choice = Choice(await draft(connection, owner, linked_to=linked), announce=False)
    await set_focus(connection, owner.id, choice.ticket)
    return choice


def _choose(opened: list[OpenTicket], behind: int | None, focus: int | None) -> Choice | None:
    if behind in [ticket.id for ticket in opened]:
        return Choice(behind, announce=False)
    candidates = [ticket.id for ticket in opened if not ticket.resting] or [ticket.id for ticket in opened]
    if not candidates:
        return None
    chosen = focus if focus in candidates else candidates[-1]
    return Choice(chosen, announce=len(candidates) > 1)


async def _goes_on(connection: AsyncConnection, owner: Customer, ticket_id: int) -> bool:
    """Whether the customer's last words went there, too, just now: then they know where these go."""
    latest = (
        select(message.c.ticket, message.c.created_at)
        .where(message.c.chat == owner.telegram_id)
        .order_by(message.c.id.desc())
        .limit(1)
        .subquery()
    )
    recent = select(latest.c.ticket).where(latest.c.created_at > func.now() - SAME_TALK)
    found: int | None = await connection.scalar(recent)
    return found == ticket_id


async def draft(
    connection: AsyncConnection,
    owner: Customer,
    *,
    source: str | None = None,
    linked_to: int | None = None,
) -> int:
    """The customer's draft; made when there is none, and then in focus."""
    found: int | None = await connection.scalar(
        select(ticket.c.id).where(
            ticket.c.customer == owner.id, ticket.c.number.is_(None), ticket.c.closing_at.is_(None)
        )
    )
    if found is not None:
        return found
    n = await connection.scalar(
        update(customer)
        .where(customer.c.id == owner.id)
        .values(tickets=customer.c.tickets + 1)
        .returning(customer.c.tickets)
    )
    made: int | None = await connection.scalar(
        insert(ticket)
        .values(customer=owner.id, n=n, workflow_id=f"ticket/{owner.ref}/{n}", source=source, linked_to=linked_to)
        .returning(ticket.c.id)
    )
    assert made is not None
    await set_focus(connection, owner.id, made)
    return made


async def _latest_registered(connection: AsyncConnection, customer_id: int, behind: int | None) -> int | None:
    """What a message after the end of everything is about: the ticket replied to, else the last one."""
    found: int | None = await connection.scalar(
        select(ticket.c.id)
        .where(ticket.c.customer == customer_id, ticket.c.number.is_not(None))
        .order_by((ticket.c.id == behind).desc() if behind else ticket.c.n.desc(), ticket.c.n.desc())
        .limit(1)
    )
    return found
