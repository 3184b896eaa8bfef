"""What a message going out is made of: the rows behind its references."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.outgoing import DeliveryState
from storage.deliveries import RowGone
from storage.duty import on_duty_in
from storage.tables import agent, customer, delivery, message, message_version, rating, ticket

Record = Mapping[str, Any]
MENTIONED = 20  # agents called by name at once; Telegram notifies no more than about that many


@dataclass(frozen=True)
class AgentName:
    telegram_id: int
    name: str


class Outbound:
    def __init__(self, database: AsyncEngine) -> None:
        self._database = database

    async def ticket(self, ticket_id: int) -> Record:
        return await self._row(ticket, ticket.c.id == ticket_id)

    async def customer(self, customer_id: int) -> Record:
        return await self._row(customer, customer.c.id == customer_id)

    async def customer_by_ref(self, ref: str) -> Record:
        return await self._row(customer, customer.c.ref == ref)

    async def message(self, message_id: int) -> Record:
        return await self._row(message, message.c.id == message_id)

    async def words_before(self, message_id: int) -> str | None:
        """The text before the latest edit."""
        query = select(message_version.c.text).where(message_version.c.message == message_id)
        found: str | None = await self._value(query.order_by(message_version.c.id.desc()).limit(1))
        return found

    async def intake(self, ticket_id: int, until: int | None) -> list[Record]:
        if until is None:
            return []
        written = (message.c.ticket == ticket_id) & (message.c.author == "customer") & (message.c.id <= until)
        return await self._rows(select(message).where(written).order_by(message.c.id))

    async def earlier_tickets(self, customer_id: int, n: int) -> int:
        earlier = (ticket.c.customer == customer_id) & (ticket.c.n < n) & ticket.c.number.is_not(None)
        return int(await self._value(select(func.count()).select_from(ticket).where(earlier)))

    async def registered(self, customer_id: int, *, only_open: bool = False) -> list[Record]:
        """Newest first."""
        theirs = (ticket.c.customer == customer_id) & ticket.c.number.is_not(None)
        if only_open:
            theirs &= ticket.c.closing_at.is_(None)
        return await self._rows(select(ticket).where(theirs).order_by(ticket.c.number.desc()))

    async def number_of(self, ticket_id: int | None) -> int | None:
        if ticket_id is None:
            return None
        found: int | None = await self._value(select(ticket.c.number).where(ticket.c.id == ticket_id))
        return found

    async def agent_name(self, ref: str | None) -> str | None:
        if ref is None:
            return None
        found: str | None = await self._value(select(agent.c.name).where(agent.c.ref == ref))
        return found

    async def agent(self, ref: str | None) -> AgentName | None:
        if ref is None:
            return None
        found = await self._rows(select(agent.c.telegram_id, agent.c.name).where(agent.c.ref == ref))
        return AgentName(**found[0]) if found else None

    async def officers(self, queue: str) -> list[AgentName]:
        """Who serves the queue: on duty; else those who serve it by name; else who leads."""
        people = select(agent.c.telegram_id, agent.c.name).order_by(agent.c.id).limit(MENTIONED)
        named = agent.c.left_at.is_(None) & agent.c.queues.contains([queue])
        for which in (on_duty_in(queue), named):
            if found := await self._rows(people.where(which)):
                return [AgentName(**row) for row in found]
        return await self.leads()

    async def agents(self) -> list[AgentName]:
        query = select(agent.c.telegram_id, agent.c.name).where(agent.c.left_at.is_(None))
        return [AgentName(**row) for row in await self._rows(query.order_by(agent.c.id).limit(MENTIONED))]

    async def leads(self) -> list[AgentName]:
        """Everyone, where nobody leads."""
        query = select(agent.c.telegram_id, agent.c.name).where(agent.c.left_at.is_(None), agent.c.lead)
        rows = await self._rows(query.order_by(agent.c.id).limit(MENTIONED))
        return [AgentName(**row) for row in rows] or await self.agents()

    async def seen_as(self, message_id: int, chat: int) -> int | None:
        """Telegram's id, in this chat, of what a message row says: written there, or sent there by us."""
        written = select(message.c.message_id).where(message.c.id == message_id, message.c.chat == chat)
        found: int | None = await self._value(written)
        if found is not None:
            return found
        sent = select(delivery.c.message_id).where(
            delivery.c.message == message_id, delivery.c.chat == chat, delivery.c.state == DeliveryState.SENT
        )
        relayed: int | None = await self._value(sent.order_by(delivery.c.id).limit(1))
        return relayed

    async def stars(self, ticket_id: int, resolution: int) -> int | None:
        given = (rating.c.ticket == ticket_id) & (rating.c.resolution == resolution)
        found: int | None = await self._value(select(rating.c.stars).where(given))
        return found

    async def _row(self, table: Table, which: ColumnElement[bool]) -> Record:
        found = await self._rows(select(table).where(which))
        if not found:
            raise RowGone(table.name)
        return found[0]

    async def _rows(self, query: Select[Any]) -> list[Record]:
        async with self._database.connect() as connection:
            return list((await connection.execute(query)).mappings())

    async def _value(self, query: Select[Any]) -> Any:
        async with self._database.connect() as connection:
            return await connection.scalar(query)
