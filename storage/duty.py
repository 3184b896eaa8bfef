"""Who is on duty and what they have; hand-out locks the agents it chooses among in one transaction (SPEC E5)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from domain.calls import HandOut
from domain.ticket import Phase
from storage.deliveries import RowGone
from storage.tables import agent, ticket

# A ticket that waits for its customer takes no time; one that was just registered is not projected yet.
_WORK = (Phase.INTAKE, Phase.OPEN, Phase.IN_PROGRESS)


class Duty:
    def __init__(self, database: AsyncEngine) -> None:
        self._database = database

    async def hand_out(self, wanted: HandOut) -> str | None:
        """The agent with the most room; of equals who has waited longest. A repeat gives the same one."""
        async with self._database.begin() as connection:
            offered = await _offered(connection, wanted.ticket)
            candidates = await _candidates(connection, wanted)
            known = wanted.prefer or offered
            if known in {row["ref"] for row in candidates}:
                await _offer(connection, wanted, known)
                return known
            load = await _load(connection, wanted.weights)
            weight = wanted.weights.get(wanted.queue, 1)
            free = [row for row in candidates if load.get(row["ref"], 0) + weight <= _capacity(row, wanted)]
            chosen = min(free, key=lambda row: _turn(row, load, wanted), default=None)
            ref = chosen["ref"] if chosen else None
            await _offer(connection, wanted, ref)
            return ref


def on_duty_in(queue: str) -> ColumnElement[bool]:
    """Agents who are on duty and serve this queue."""
    serves = or_(agent.c.queues.is_(None), agent.c.queues.contains([queue]))
    return agent.c.on_duty_since.is_not(None) & agent.c.left_at.is_(None) & serves


async def _offered(connection: AsyncConnection, ticket_id: int) -> str | None:
    query = select(ticket.c.id, ticket.c.offered_to).where(ticket.c.id == ticket_id).with_for_update()
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        raise RowGone("ticket")
    offered: str | None = row.offered_to
    return offered


async def _candidates(connection: AsyncConnection, wanted: HandOut) -> list[RowMapping]:
    query = select(agent.c.id, agent.c.ref, agent.c.capacity, agent.c.handed_at).where(on_duty_in(wanted.queue))
    if wanted.but is not None:
        query = query.where(agent.c.ref != wanted.but)
    return list((await connection.execute(query.order_by(agent.c.id).with_for_update())).mappings())


async def _load(connection: AsyncConnection, weights: Mapping[str, int]) -> dict[str, int]:
    has = func.coalesce(ticket.c.assignee, ticket.c.offered_to)
    busy = ticket.c.number.is_not(None) & ticket.c.closing_at.is_(None) & ticket.c.phase.in_(_WORK)
    query = select(has, ticket.c.queue, func.count()).where(busy, has.is_not(None)).group_by(has, ticket.c.queue)
    load: dict[str, int] = {}
    for ref, queue, count in await connection.execute(query):
        load[ref] = load.get(ref, 0) + count * weights.get(queue or "", 1)
    return load


def _capacity(row: RowMapping, wanted: HandOut) -> int:
    own: int | None = row["capacity"]
    return wanted.capacity if own is None else own


def _turn(row: RowMapping, load: Mapping[str, int], wanted: HandOut) -> tuple[float, bool, Any, int]:
    share = load.get(row["ref"], 0) / max(_capacity(row, wanted), 1)
    handed: datetime | None = row["handed_at"]
    return share, handed is not None, handed, row["id"]


async def _offer(connection: AsyncConnection, wanted: HandOut, ref: str | None) -> None:
    at = wanted.at if ref else None
    offer = update(ticket).where(ticket.c.id == wanted.ticket)
    await connection.execute(offer.values(offered_to=ref, offered_at=at))
    if ref is not None:
        await connection.execute(update(agent).where(agent.c.ref == ref).values(handed_at=wanted.at))
