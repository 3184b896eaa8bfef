"""Who is on duty and what they have; hand-out locks the agents it chooses among in one transaction (SPEC E5)."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, RowMapping, func, null, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from domain.calls import HandOut, HeldBy, HeldTicket
from domain.ticket import Phase
from storage.deliveries import RowGone
from storage.tables import agent, ticket

# A ticket that waits for its customer takes no time; one that was just registered is not projected yet.
_WORK = (Phase.INTAKE, Phase.OPEN, Phase.IN_PROGRESS)
_HAS = func.coalesce(
    ticket.c.offered_to, ticket.c.assignee
)  # who is offered one has it, though another had it before


class Duty:
    def __init__(self, database: AsyncEngine) -> None:
        self._database = database

    async def hand_out(self, wanted: HandOut) -> str | None:
        """The agent with the most room; of equals who has waited longest. A repeat gives the same one."""
        async with self._database.begin() as connection:
            row = await _lock_ticket(connection, wanted.ticket)
            if wanted.only_free and row.assignee is not None:
                return str(row.assignee)
            candidates = await _candidates(connection, wanted)
            known = wanted.prefer or row.offered_to
            if known in {candidate["ref"] for candidate in candidates}:
                await _offer(connection, wanted, known)
                return str(known)
            load = await load_of_agents(connection, wanted.weights)
            weight = wanted.weights.get(wanted.queue, 1)
            free = [one for one in candidates if load.get(one["ref"], 0) + weight <= _capacity(one, wanted)]
            chosen = min(free, key=lambda one: _turn(one, load, wanted), default=None)
            ref = chosen["ref"] if chosen else None
            await _offer(connection, wanted, ref)
            return ref

    async def held(self, by: HeldBy) -> list[HeldTicket]:
        """Open tickets of the queue that the agent has or is offered; none while they are on duty."""
        theirs = (agent.c.ref == by.agent) & agent.c.on_duty_since.is_(None)
        query = (
            select(ticket.c.workflow_id, ticket.c.id.label("ticket"))
            .where(open_tickets(), ticket.c.queue == by.queue, _HAS.is_not_distinct_from(by.agent))
            .where(select(agent.c.id).where(theirs).exists())
            .order_by(ticket.c.number)
        )
        async with self._database.connect() as connection:
            return [HeldTicket(**row) for row in (await connection.execute(query)).mappings()]

    async def queues_waiting(self) -> list[str]:
        """Queues with a ticket that nobody has, and somebody on duty who serves them."""
        nobodys = ticket.c.phase.in_(_WORK) & _HAS.is_(None)
        query = select(ticket.c.queue).where(open_tickets(), nobodys, ticket.c.queue.is_not(None)).distinct()
        async with self._database.connect() as connection:
            served = query.where(select(agent.c.id).where(on_duty_in(ticket.c.queue)).exists())
            return sorted(await connection.scalars(served))

    async def go_on(
        self, ref: str, at: datetime, *, queues: Collection[str] | None, every: bool, capacity: int | None
    ) -> None:
        """None keeps what the agent chose before; `every` means all queues. A repeat changes nothing."""
        values: dict[str, Any] = {"on_duty_since": func.coalesce(agent.c.on_duty_since, at), "left_at": None}
        if every or queues:
            values["queues"] = null() if every else sorted(queues or ())
        if capacity is not None:
            values["capacity"] = capacity
        await self._set(ref, values)

    async def go_off(self, ref: str) -> None:
        await self._set(ref, {"on_duty_since": None})

    async def _set(self, ref: str, values: dict[str, Any]) -> None:
        async with self._database.begin() as connection:
            await connection.execute(update(agent).where(agent.c.ref == ref).values(**values))


def open_tickets() -> ColumnElement[bool]:
    """Registered and neither resolved nor closed."""
    unfinished = ticket.c.phase.not_in((Phase.RESOLVED, Phase.CLOSED))
    return ticket.c.number.is_not(None) & ticket.c.closing_at.is_(None) & unfinished


def on_duty_in(queue: str | ColumnElement[Any]) -> ColumnElement[bool]:
    """Agents who are on duty and serve this queue."""
    named = agent.c.queues.contains([queue]) if isinstance(queue, str) else agent.c.queues.has_key(queue)
    serves = or_(agent.c.queues.is_(None), named)
    return agent.c.on_duty_since.is_not(None) & agent.c.left_at.is_(None) & serves


async def load_of_agents(connection: AsyncConnection, weights: Mapping[str, int]) -> dict[str, int]:
    """What each has to do now, in weights of their tickets' queues; one without a weight weighs 1."""
    busy = open_tickets() & ticket.c.phase.in_(_WORK) & _HAS.is_not(None)
    query = select(_HAS, ticket.c.queue, func.count()).where(busy).group_by(_HAS, ticket.c.queue)
    load: dict[str, int] = {}
    for ref, queue, count in await connection.execute(query):
        load[ref] = load.get(ref, 0) + count * weights.get(queue or "", 1)
    return load


async def _lock_ticket(connection: AsyncConnection, ticket_id: int) -> Row[Any, Any, Any]:
    columns = (ticket.c.id, ticket.c.offered_to, ticket.c.assignee)
    row = (
        await connection.execute(select(*columns).where(ticket.c.id == ticket_id).with_for_update())
    ).one_or_none()
    if row is None:
        raise RowGone("ticket")
    return row


async def _candidates(connection: AsyncConnection, wanted: HandOut) -> list[RowMapping]:
    query = select(agent.c.id, agent.c.ref, agent.c.capacity, agent.c.handed_at).where(on_duty_in(wanted.queue))
    if wanted.but is not None:
        query = query.where(agent.c.ref != wanted.but)
    return list((await connection.execute(query.order_by(agent.c.id).with_for_update())).mappings())


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
