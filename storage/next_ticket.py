"""Which ticket an agent takes next: "next ticket" (SPEC D7, E2)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from domain.ticket import Phase
from storage.boards import TICKET_COLUMNS, by_work_order
from storage.duty import open_tickets
from storage.facts import Origin
from storage.outbound import Record
from storage.tables import agent, fact, ticket


@dataclass(frozen=True)
class NextTicket:
    id: int
    workflow_id: str


class NextTickets:
    def __init__(self, database: AsyncEngine) -> None:
        self._database = database

    async def choose(
        self, origin: Origin, ref: str, topics: Sequence[str], tried: Collection[int]
    ) -> NextTicket | None:
        """The first in order of work of the agent's queues that is nobody's, or theirs and not begun yet.

        The choice is written down, so that the same update twice begins with the same ticket; `tried` ones were
        taken by others meanwhile.
        """
        async with self._database.begin() as connection:
            before = await _chosen_before(connection, origin)
            if before is not None and before.id not in tried:
                return NextTicket(before.id, before.workflow_id)
            chosen = await _first(connection, ref, topics, tried)
            if chosen is not None:
                await _write_down(connection, origin, chosen.id, len(tried))
            return chosen


async def _chosen_before(connection: AsyncConnection, origin: Origin) -> Row[int, str] | None:
    query = select(ticket.c.id, ticket.c.workflow_id).join(fact, fact.c.ticket == ticket.c.id).where(_of(origin))
    return (await connection.execute(query.order_by(fact.c.part.desc()).limit(1))).one_or_none()


async def _first(
    connection: AsyncConnection, ref: str, topics: Sequence[str], tried: Collection[int]
) -> NextTicket | None:
    queues = await connection.scalar(select(agent.c.queues).where(agent.c.ref == ref))
    has = func.coalesce(ticket.c.offered_to, ticket.c.assignee)
    free = (ticket.c.phase == Phase.OPEN) & (has.is_(None) | (has == ref))
    query: Select[Any] = select(*TICKET_COLUMNS).where(open_tickets(), free, ticket.c.id.not_in(tried))
    if queues is not None:
        query = query.where(ticket.c.queue.in_(queues))
    rows: list[Record] = list((await connection.execute(query)).mappings())
    row = min(rows, key=by_work_order(topics), default=None)
    return None if row is None else NextTicket(row["id"], row["workflow_id"])


async def _write_down(connection: AsyncConnection, origin: Origin, ticket_id: int, part: int) -> None:
    choice = upsert(fact).values(
        bot=origin.bot,
        update_id=origin.update_id,
        part=part,
        chat=origin.chat,
        ticket=ticket_id,
        signal="",
        input={"press": "next"},
        forwarded_at=func.now(),
    )
    await connection.execute(choice.on_conflict_do_nothing())


def _of(origin: Origin) -> ColumnElement[bool]:
    return (fact.c.bot == origin.bot) & (fact.c.update_id == origin.update_id)
