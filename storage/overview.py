"""Counts for people who watch the desk."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.ticket import Phase
from storage.tables import ticket


async def open_tickets_by_phase(database: AsyncEngine) -> dict[Phase, int]:
    """Every phase, also those without a ticket: a number that vanishes looks like a failure."""
    counts = select(ticket.c.phase, func.count()).where(ticket.c.closing_at.is_(None)).group_by(ticket.c.phase)
    async with database.connect() as connection:
        found = {row[0]: row[1] for row in await connection.execute(counts)}
    return {phase: found.get(phase, 0) for phase in Phase}
