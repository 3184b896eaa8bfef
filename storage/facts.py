"""Facts: what the receiver saw and Temporal must be told. `forwarded_at` null means it does not have it yet."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from domain.messages import (
    AgentCommanded,
    AgentEdited,
    AgentNoted,
    AgentReplied,
    CustomerAsked,
    CustomerChanged,
    CustomerEdited,
    CustomerMoved,
    CustomerWrote,
    Fact,
)
from storage.tables import customer, fact, message, ticket

AnyFact = Fact | CustomerChanged


def signal_of(fact_type: type[AnyFact]) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", fact_type.__name__).lower()


_TYPES: dict[str, type[AnyFact]] = {
    signal_of(fact_type): fact_type
    for fact_type in (
        AgentCommanded,
        AgentEdited,
        AgentNoted,
        AgentReplied,
        CustomerAsked,
        CustomerChanged,
        CustomerEdited,
        CustomerMoved,
        CustomerWrote,
    )
}


@dataclass(frozen=True)
class Origin:
    """The update a fact comes from. Unique, so that the same update twice is one fact."""

    bot: int
    update_id: int
    chat: int


@dataclass(frozen=True)
class PendingFact:
    """A fact with what is needed to tell it: the ticket's workflow, and where an agent wrote it."""

    id: int
    ticket: int
    signal: str
    input: dict[str, Any]
    workflow_id: str
    customer: str
    source: str | None
    thread: int | None
    message_id: int | None

    def value(self) -> AnyFact:
        return _TYPES[self.signal].model_validate({**self.input, "fact": self.id})


async def is_known(connection: AsyncConnection, origin: Origin) -> bool:
    return await connection.scalar(select(func.count()).where(_of(origin))) != 0


async def add_fact(
    connection: AsyncConnection,
    origin: Origin,
    ticket_id: int,
    value: AnyFact,
    *,
    message_id: int | None = None,
    part: int = 0,
) -> None:
    await connection.execute(
        upsert(fact)
        .values(
            bot=origin.bot,
            update_id=origin.update_id,
            part=part,
            chat=origin.chat,
            ticket=ticket_id,
            message=message_id,
            signal=signal_of(type(value)),
            input=_input(value),
        )
        .on_conflict_do_nothing()
    )


async def add_silent_fact(
    connection: AsyncConnection, origin: Origin, ticket_id: int, details: dict[str, Any]
) -> None:
    """Recorded, with nothing to tell: a press that came while nobody could apply it."""
    await connection.execute(
        upsert(fact)
        .values(
            bot=origin.bot,
            update_id=origin.update_id,
            chat=origin.chat,
            ticket=ticket_id,
            signal="",
            input=details,
            forwarded_at=func.now(),
        )
        .on_conflict_do_nothing()
    )


async def to_tell(connection: AsyncConnection, origin: Origin) -> list[PendingFact]:
    """What this update still has to tell, behind what its chat told the same tickets before and did not arrive."""
    tickets = select(fact.c.ticket).where(_of(origin), fact.c.forwarded_at.is_(None))
    newest = select(func.max(fact.c.id)).where(_of(origin)).scalar_subquery()
    before = (fact.c.chat == origin.chat) & fact.c.ticket.in_(tickets) & (fact.c.id <= newest)
    return await _load(connection, _pending().where(before))


class Facts:
    def __init__(self, database: AsyncEngine) -> None:
        self._database = database

    async def mark_forwarded(self, fact_id: int) -> None:
        async with self._database.begin() as connection:
            await mark_forwarded(connection, fact_id)

    async def chats_waiting(self, older_than: timedelta, limit: int = 100) -> list[int]:
        waiting = select(fact.c.chat).where(_older(older_than)).distinct().limit(limit)
        async with self._database.connect() as connection:
            return list(await connection.scalars(waiting))

    @asynccontextmanager
    async def hold_chat(self, chat: int, older_than: timedelta) -> AsyncIterator[list[PendingFact]]:
        """The chat's waiting facts in order; none when another replica is telling them."""
        async with self._database.begin() as connection:
            mine = await connection.scalar(select(func.pg_try_advisory_xact_lock(_lock_key(chat))))
            pending = _pending().where(fact.c.chat == chat, _older(older_than))
            yield await _load(connection, pending) if mine else []

    async def count_waiting(self) -> int:
        async with self._database.connect() as connection:
            return await connection.scalar(select(func.count()).where(fact.c.forwarded_at.is_(None))) or 0


async def mark_forwarded(connection: AsyncConnection, fact_id: int) -> None:
    await connection.execute(update(fact).where(fact.c.id == fact_id).values(forwarded_at=func.now()))


async def lock_waiting(connection: AsyncConnection, fact_id: int) -> PendingFact | None:
    """The fact, if it still waits."""
    found = await _load(connection, _pending().where(fact.c.id == fact_id).with_for_update(of=fact))
    return found[0] if found else None


async def move_fact(connection: AsyncConnection, fact_id: int, ticket_id: int, value: AnyFact) -> None:
    changed = {"ticket": ticket_id, "input": _input(value)}
    await connection.execute(update(fact).where(fact.c.id == fact_id).values(**changed))


def _input(value: AnyFact) -> dict[str, Any]:
    """Without the row's own id, which is not known before the row is there."""
    return value.model_dump(mode="json", exclude={"fact"})


def _of(origin: Origin) -> ColumnElement[bool]:
    return (fact.c.bot == origin.bot) & (fact.c.update_id == origin.update_id)


def _older(than: timedelta) -> ColumnElement[bool]:
    return fact.c.forwarded_at.is_(None) & (fact.c.created_at < func.now() - than)


def _lock_key(chat: int) -> int:
    """Chat ids are below 2^52 in size; the top bits keep them apart from anybody else's advisory locks."""
    return chat ^ (0x4E44 << 48)


def _pending() -> Select[Any]:
    return (
        select(
            fact.c.id,
            fact.c.ticket,
            fact.c.signal,
            fact.c.input,
            ticket.c.workflow_id,
            customer.c.ref.label("customer"),
            ticket.c.source,
            ticket.c.topic_thread.label("thread"),
            message.c.message_id,
        )
        .join(ticket, ticket.c.id == fact.c.ticket)
        .join(customer, customer.c.id == ticket.c.customer)
        .outerjoin(message, message.c.id == fact.c.message)
        .where(fact.c.forwarded_at.is_(None))
        .order_by(fact.c.id)
    )


async def _load(connection: AsyncConnection, query: Select[Any]) -> list[PendingFact]:
    return [PendingFact(**row._mapping) for row in await connection.execute(query)]  # noqa: SLF001 - public name
