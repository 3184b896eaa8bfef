"""How fast a queue works: what the promise to a customer is computed from (SPEC D9)."""

from datetime import timedelta
from statistics import median

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from domain.calls import PaceQuery
from domain.eta import Pace
from domain.ticket import Phase, Severity
from storage.duty import on_duty_in
from storage.tables import agent, ticket

MEASURED = 50  # tickets resolved last (SPEC D9)


class Paces:
    def __init__(self, database: AsyncEngine) -> None:
        self._database = database

    async def measure(self, query: PaceQuery) -> Pace:
        async with self._database.connect() as connection:
            ahead = select(func.count()).select_from(ticket).where(_ahead_of(query))
            on_duty = select(func.count()).select_from(agent).where(on_duty_in(query.queue))
            return Pace(
                ahead=await connection.scalar(ahead) or 0,
                on_duty=await connection.scalar(on_duty) or 0,
                handling=await _handling(connection, query.queue),
            )


def _ahead_of(query: PaceQuery) -> ColumnElement[bool]:
    """Blocker before VIP before waiting time (SPEC D7); what waits for its customer is not in the way."""
    rank = case((ticket.c.severity == Severity.BLOCKER, 0), (ticket.c.vip, 1), else_=2)
    mine = 0 if query.severity is Severity.BLOCKER else 1 if query.vip else 2
    longer = and_(rank == mine, ticket.c.waiting_since < query.since)
    worked = ticket.c.phase.in_((Phase.OPEN, Phase.IN_PROGRESS)) & ticket.c.closing_at.is_(None)
    in_queue = (ticket.c.queue == query.queue) & (ticket.c.id != query.ticket)
    return and_(in_queue, worked, ticket.c.waiting_since.is_not(None), or_(rank < mine, longer))


async def _handling(connection: AsyncConnection, queue: str) -> timedelta | None:
    done = (ticket.c.queue == queue) & ticket.c.handling.is_not(None)
    latest = select(ticket.c.handling).where(done).order_by(ticket.c.resolved_at.desc()).limit(MEASURED)
    seconds = list(await connection.scalars(latest))
    return timedelta(seconds=median(seconds)) if seconds else None
