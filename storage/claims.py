"""What a customer is asked only so often, across all their tickets: claimed in SQL by the one that asks.

`at` is the desk time at which the ticket decided to ask: the same delivery, tried again, keeps what it claimed.
Clocks of demos differ between tickets, so "within" looks both ways. `since` is real time, as messages have.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.ticket import Phase
from storage.tables import customer, message, nps, ticket

RATING_EVERY = timedelta(hours=24)  # SPEC H5
NPS_EVERY = timedelta(days=90)  # SPEC H6
_WORKED_ON = (Phase.OPEN, Phase.IN_PROGRESS, Phase.WAITING)


class Claims:
    def __init__(self, database: AsyncEngine) -> None:
        self._database = database

    async def zone(self, customer_id: int, at: datetime) -> bool:
        """Once ever, and never who told it unasked."""
        asked = customer.c.zone_asked_at
        free = or_(asked == at, asked.is_(None) & customer.c.zone.is_(None))
        async with self._database.begin() as connection:
            taken = update(customer).where(customer.c.id == customer_id, free).values(zone_asked_at=at)
            return await connection.scalar(taken.returning(customer.c.id)) is not None

    async def rating(self, customer_id: int, ticket_id: int, at: datetime, since: datetime) -> bool:
        async with self._database.begin() as connection:
            calm = ~_talks(customer_id, ticket_id, since)
            asked = customer.c.rating_asked_at
            free = or_(asked == at, calm & _long_ago(asked, at, RATING_EVERY))
            taken = update(customer).where(customer.c.id == customer_id, free).values(rating_asked_at=at)
            return await connection.scalar(taken.returning(customer.c.id)) is not None

    async def nps(self, customer_id: int, ticket_id: int, at: datetime, since: datetime) -> int | None:
        """The survey's row; None when it is not to be asked."""
        async with self._database.begin() as connection:
            calm = ~_talks(customer_id, ticket_id, since)
            asked = customer.c.nps_asked_at
            free = or_(asked == at, calm & _long_ago(asked, at, NPS_EVERY))
            taken = update(customer).where(customer.c.id == customer_id, free).values(nps_asked_at=at)
            if await connection.scalar(taken.returning(customer.c.id)) is None:
                return None
            await connection.execute(
                upsert(nps).values(customer=customer_id, asked_at=at).on_conflict_do_nothing()
            )
            same = (nps.c.customer == customer_id) & (nps.c.asked_at == at)
            survey: int | None = await connection.scalar(select(nps.c.id).where(same))
            return survey


def _long_ago(asked: ColumnElement[datetime], at: datetime, every: timedelta) -> ColumnElement[bool]:
    return or_(asked.is_(None), asked <= at - every, asked >= at + every)


def _talks(customer_id: int, but: int, since: datetime) -> ColumnElement[bool]:
    """Whether another ticket of theirs is being worked on, with words from either side after `since`."""
    other = (ticket.c.customer == customer_id) & (ticket.c.id != but) & ticket.c.closing_at.is_(None)
    said = (message.c.ticket == ticket.c.id) & ~message.c.note & (message.c.created_at > since)
    return exists().where(other, ticket.c.number.is_not(None), ticket.c.phase.in_(_WORKED_ON), said)
