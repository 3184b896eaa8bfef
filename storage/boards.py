"""What boards and alerts show, and whom they call: from the projection, which is written before they are told."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from domain.policy import Told
from domain.priority import work_order
from storage.duty import load_of_agents, on_duty_in, open_tickets
from storage.outbound import MENTIONED, AgentName, Record
from storage.tables import agent, ticket

TICKET_COLUMNS = (
    *(ticket.c.id, ticket.c.workflow_id, ticket.c.number, ticket.c.topic, ticket.c.severity, ticket.c.vip),
    *(ticket.c.phase, ticket.c.assignee, ticket.c.waiting_since, ticket.c.group_chat, ticket.c.topic_thread),
    *(ticket.c.first_response_at, ticket.c.first_response_due, ticket.c.next_response_due),
    *(ticket.c.resolution_due, ticket.c.waiting_deadline),
)


@dataclass(frozen=True)
class OnDuty:
    """`capacity` None: what the policy says; `queues` None: every queue; `load` in weights."""

    name: str
    since: Any
    capacity: int | None
    queues: Sequence[str] | None
    load: int


class Boards:
    def __init__(self, database: AsyncEngine) -> None:
        self._database = database

    async def of_queue(self, queue: str, topics: Sequence[str]) -> list[Record]:
        """Its open tickets in order of work, with the `assignee_name`; `topics` as content orders them."""
        return await self._in_order(ticket.c.queue == queue, topics)

    async def tickets(self, ids: Collection[int]) -> dict[int, Record]:
        rows = await self._in_order(ticket.c.id.in_(ids), ())
        return {row["id"]: row for row in rows}

    async def on_duty(self, weights: Mapping[str, int]) -> list[OnDuty]:
        """Who has been there longest comes first."""
        there = agent.c.on_duty_since.is_not(None) & agent.c.left_at.is_(None)
        columns = (
            agent.c.ref,
            agent.c.name,
            agent.c.on_duty_since.label("since"),
            agent.c.capacity,
            agent.c.queues,
        )
        query = select(*columns).where(there).order_by(agent.c.on_duty_since, agent.c.id)
        async with self._database.connect() as connection:
            rows = list((await connection.execute(query)).mappings())
            load = await load_of_agents(connection, weights)
        return [OnDuty(load=load.get(row["ref"], 0), **{k: row[k] for k in row if k != "ref"}) for row in rows]

    async def called(self, queue: str, circles: Sequence[Told], assignees: Collection[str]) -> list[AgentName]:
        """Whom an alert mentions, the nearest first; a circle with nobody in it wakes the next one (SPEC D5)."""
        wanted = set(circles)
        if Told.AGENT in wanted and "" in assignees:  # of some tickets it is nobody: their queue hears
            wanted |= {Told.QUEUE}
        if not set(assignees) - {""}:
            wanted -= {Told.AGENT}
        found: dict[int, AgentName] = {}
        async with self._database.connect() as connection:
            for circle in sorted(wanted, key=list(Told).index):
                for person in await _woken(connection, queue, circle, assignees):
                    found.setdefault(person.telegram_id, person)
        return list(found.values())[:MENTIONED]

    async def _in_order(self, which: ColumnElement[bool], topics: Sequence[str]) -> list[Record]:
        query: Select[Any] = (
            select(*TICKET_COLUMNS, agent.c.name.label("assignee_name"))
            .outerjoin(agent, agent.c.ref == ticket.c.assignee)
            .where(open_tickets(), which)
        )
        async with self._database.connect() as connection:
            rows: list[Record] = list((await connection.execute(query)).mappings())
        return sorted(rows, key=by_work_order(topics))


def by_work_order(topics: Sequence[str]) -> Callable[[Record], Any]:
    places = {topic: place for place, topic in enumerate(topics)}

    def key(row: Record) -> Any:
        return work_order(
            severity=row["severity"],
            vip=row["vip"],
            waiting_since=row["waiting_since"],
            topic=places.get(row["topic"], len(places)),
            number=row["number"],
        )

    return key


async def _woken(
    connection: AsyncConnection, queue: str, circle: Told, assignees: Collection[str]
) -> list[AgentName]:
    """The circle's people; of a circle without any, those of the next."""
    there = agent.c.left_at.is_(None)
    people: dict[Told, ColumnElement[bool]] = {
        Told.AGENT: and_(there, agent.c.ref.in_(assignees)),
        Told.QUEUE: on_duty_in(queue),
        Told.LEAD: and_(there, agent.c.lead),
        Told.EVERYONE: there,
    }
    wider = list(Told)[list(Told).index(circle) :]
    for one in wider:
        query = select(agent.c.telegram_id, agent.c.name).where(people[one]).order_by(agent.c.id).limit(MENTIONED)
        rows = (await connection.execute(query)).mappings().all()
        if rows:
            return [AgentName(**row) for row in rows]
    return []
