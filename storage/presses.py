"""What a press needs from SQL: whose ticket the button belongs to, and what is left after its workflow's end."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.facts import Origin, add_silent_fact
from storage.tables import customer, delivery, nps, rating, ticket

NPS_VALID_FOR = timedelta(days=14)


@dataclass(frozen=True)
class PressedTicket:
    """`owner` is the Telegram id of its customer: nobody else may press their buttons."""

    id: int
    workflow_id: str
    customer: str
    owner: int
    number: int | None
    phase: str
    topic: str | None
    eta: datetime | None
    waiting_deadline: datetime | None
    resolved_at: datetime | None
    resolutions: int
    assignee: str | None
    closing_at: datetime | None
    group_chat: int | None
    zone: str | None
    language: str


class Presses:
    def __init__(self, database: AsyncEngine) -> None:
        self._database = database

    async def ticket(self, ticket_id: int) -> PressedTicket | None:
        query = (
            select(
                ticket.c.id,
                ticket.c.workflow_id,
                customer.c.ref.label("customer"),
                customer.c.telegram_id.label("owner"),
                ticket.c.number,
                ticket.c.phase,
                ticket.c.topic,
                ticket.c.eta,
                ticket.c.waiting_deadline,
                ticket.c.resolved_at,
                ticket.c.resolutions,
                ticket.c.assignee,
                ticket.c.closing_at,
                ticket.c.group_chat,
                customer.c.zone,
                customer.c.language,
            )
            .join(customer, customer.c.id == ticket.c.customer)
            .where(ticket.c.id == ticket_id)
        )
        async with self._database.connect() as connection:
            row = (await connection.execute(query)).one_or_none()
        return None if row is None else PressedTicket(**row._mapping)  # noqa: SLF001 - a public name

    async def record(self, origin: Origin, ticket_id: int, details: dict[str, Any]) -> None:
        """A press that could not be applied in time: it can be looked up, and tells nobody anything."""
        async with self._database.begin() as connection:
            if await connection.scalar(select(ticket.c.id).where(ticket.c.id == ticket_id)):
                await add_silent_fact(connection, origin, ticket_id, details)

    async def delivery_at(self, chat: int, message_id: int) -> str | None:
        """The key under which a message of ours was delivered."""
        here = (delivery.c.chat == chat) & (delivery.c.message_id == message_id)
        query = select(delivery.c.key).where(here).order_by(delivery.c.id.desc()).limit(1)
        async with self._database.connect() as connection:
            key: str | None = await connection.scalar(query)
        return key

    async def scored(self, telegram_id: int, survey: int, score: int, at: datetime) -> bool:
        """False when this survey of theirs was answered, or asked too long ago."""
        theirs = select(customer.c.id).where(customer.c.telegram_id == telegram_id).scalar_subquery()
        open_one = (nps.c.id == survey) & (nps.c.customer == theirs) & nps.c.score.is_(None)
        row = update(nps).where(open_one, nps.c.asked_at >= at - NPS_VALID_FOR).values(score=score, at=at)
        async with self._database.begin() as connection:
            return await connection.scalar(row.returning(nps.c.id)) is not None

    async def rate_after_the_end(self, pressed: PressedTicket, resolution: int, stars: int, at: datetime) -> bool:
        """False when this resolution was rated before."""
        row = (
            upsert(rating)
            .values(ticket=pressed.id, resolution=resolution, stars=stars, agent=pressed.assignee, at=at)
            .on_conflict_do_nothing()
            .returning(rating.c.id)
        )
        async with self._database.begin() as connection:
            return await connection.scalar(row) is not None
