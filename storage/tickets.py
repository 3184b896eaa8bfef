"""The ticket row as its workflow writes it: registration, projection, closing, ratings."""

from sqlalchemy import Row, case, func, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from domain.calls import BeginClosing, Projection, RecordRating, RegisterTicket
from storage.customers import lock_by_id
from storage.deliveries import RowGone
from storage.tables import customer, fact, message, rating, ticket, ticket_number


class Tickets:
    def __init__(self, database: AsyncEngine) -> None:
        self._database = database

    async def register(self, registration: RegisterTicket) -> int:
        """Gives the public number; a repeat gives the same one."""
        known = select(func.max(message.c.id)).where(
            message.c.ticket == registration.ticket, message.c.author == "customer"
        )
        row = (
            update(ticket)
            .where(ticket.c.id == registration.ticket)
            .values(
                number=func.coalesce(ticket.c.number, ticket_number.next_value()),
                registered_at=func.coalesce(ticket.c.registered_at, registration.at),
                intake_until=func.coalesce(
                    ticket.c.intake_until, registration.intake_until, known.scalar_subquery()
                ),
                topic=registration.topic,
                queue=registration.queue,
                severity=registration.severity,
                operator_wanted=registration.operator_wanted,
            )
            .returning(ticket.c.number)
        )
        async with self._database.begin() as connection:
            number: int | None = await connection.scalar(row)
        if number is None:
            raise RowGone("ticket")
        return number

    async def project(self, projection: Projection) -> None:
        """Only forward: a late, older projection changes nothing. Who takes the ticket ends the offer of it."""
        values = projection.model_dump(exclude={"ticket"})
        if projection.assignee is not None:
            taken = ticket.c.assignee.is_distinct_from(projection.assignee)
            values["offered_to"] = case((taken, None), else_=ticket.c.offered_to)
        newer = (ticket.c.id == projection.ticket) & (ticket.c.seq < projection.seq)
        async with self._database.begin() as connection:
            written = await connection.execute(update(ticket).where(newer).values(**values))
            if written.rowcount == 0:
                await _ticket(connection, projection.ticket)

    async def begin_closing(self, closing: BeginClosing) -> list[int]:
        """From the commit on the receiver chooses another ticket; gives the facts it had chosen this one for.

        The customer's row is locked, as the receiver locks it while it chooses: a fact is in the list, or it went
        elsewhere.
        """
        async with self._database.begin() as connection:
            row = await _ticket(connection, closing.ticket)
            await lock_by_id(connection, row.customer)
            at = func.coalesce(ticket.c.closing_at, closing.at)
            await connection.execute(update(ticket).where(ticket.c.id == closing.ticket).values(closing_at=at))
            focused = (customer.c.id == row.customer) & (customer.c.focus == closing.ticket)
            await connection.execute(update(customer).where(focused).values(focus=None))
            waiting = select(fact.c.id).where(fact.c.ticket == closing.ticket, fact.c.forwarded_at.is_(None))
            return list(await connection.scalars(waiting.order_by(fact.c.id)))

    async def accept_again(self, ticket_id: int) -> None:
        """A draft stays closing when a newer one is there: a customer has one, and the newer takes what comes."""
        async with self._database.begin() as connection:
            row = await _ticket(connection, ticket_id)
            await lock_by_id(connection, row.customer)
            if row.number is None and await _has_draft(connection, row.customer):
                return
            await connection.execute(update(ticket).where(ticket.c.id == ticket_id).values(closing_at=None))

    async def rate(self, rated: RecordRating) -> None:
        """Once per resolution; the stars are the agent's who resolved."""
        async with self._database.begin() as connection:
            row = await _ticket(connection, rated.ticket)
            values = {**rated.model_dump(), "agent": rated.agent or row.assignee}
            await connection.execute(upsert(rating).values(**values).on_conflict_do_nothing())


async def _ticket(connection: AsyncConnection, ticket_id: int) -> Row[int, int | None, str | None]:
    query = select(ticket.c.customer, ticket.c.number, ticket.c.assignee).where(ticket.c.id == ticket_id)
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        raise RowGone("ticket")
    return row


async def _has_draft(connection: AsyncConnection, customer_id: int) -> bool:
    draft = select(ticket.c.id).where(
        ticket.c.customer == customer_id, ticket.c.number.is_(None), ticket.c.closing_at.is_(None)
    )
    return await connection.scalar(draft.limit(1)) is not None
