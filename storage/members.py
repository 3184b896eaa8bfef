"""Who is in the agents' group, and who leads it."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.agents import Member, agent_ref
from storage.tables import agent


class Members:
    def __init__(self, database: AsyncEngine) -> None:
        self._database = database

    async def lead_are(self, leads: Collection[Member]) -> None:
        """These and nobody else."""
        async with self._database.begin() as connection:
            refs = [await agent_ref(connection, lead) for lead in leads]
            await connection.execute(update(agent).values(lead=agent.c.ref.in_(refs)))
            await connection.execute(update(agent).where(agent.c.ref.in_(refs)).values(left_at=None))

    async def is_there(self, member: Member, *, lead: bool) -> None:
        """Came back, or came to lead; whoever only comes is known from what they write."""
        async with self._database.begin() as connection:
            if lead:
                await agent_ref(connection, member)
            known = update(agent).where(agent.c.telegram_id == member.telegram_id)
            await connection.execute(known.values(lead=lead, left_at=None))

    async def left(self, telegram_id: int, at: datetime) -> str | None:
        """Off duty and no lead from here on. Gives who it was; a repeat the same, None for a stranger."""
        same = agent.c.telegram_id == telegram_id
        async with self._database.begin() as connection:
            row = (await connection.execute(select(agent.c.ref, agent.c.left_at).where(same))).one_or_none()
            if row is None:
                return None
            values = {"left_at": row.left_at or at, "on_duty_since": None, "lead": False}
            await connection.execute(update(agent).where(same).values(**values))
            return str(row.ref)
