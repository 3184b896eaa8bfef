"""Customers: found or made at the first sight, locked while a fact of theirs is written."""

from dataclasses import dataclass
from secrets import token_hex
from typing import Any

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.tables import customer


@dataclass(frozen=True)
class Person:
    """Who wrote, as Telegram shows them; `language` is a guess until the person chooses."""

    telegram_id: int
    name: str = ""
    username: str | None = None
    language: str = "uk"


@dataclass(frozen=True)
class Customer:
    id: int
    ref: str
    telegram_id: int
    language: str
    zone: str | None
    focus: int | None
    tickets: int


def new_ref() -> str:
    """An opaque name: the only one of a person that leaves PostgreSQL for Temporal."""
    return token_hex(8)


class Customers:
    def __init__(self, database: AsyncEngine) -> None:
        self._database = database

    async def ensure(self, person: Person) -> Customer:
        async with self._database.begin() as connection:
            return await lock_customer(connection, person)

    async def find(self, telegram_id: int) -> Customer | None:
        async with self._database.connect() as connection:
            return await _one(connection, customer.c.telegram_id == telegram_id, lock=False)


async def lock_customer(connection: AsyncConnection, person: Person) -> Customer:
    """The person's row, locked: everything that chooses a ticket for them waits in line here."""
    same = customer.c.telegram_id == person.telegram_id
    found = await _one(connection, same, lock=True)
    if found is None:
        await connection.execute(
            upsert(customer)
            .values(
                ref=new_ref(),
                telegram_id=person.telegram_id,
                name=person.name,
                username=person.username,
                language=person.language,
            )
            .on_conflict_do_nothing()
        )
        found = await _one(connection, same, lock=True)
    assert found is not None
    renamed = (customer.c.name != person.name) | customer.c.username.is_distinct_from(person.username)
    await connection.execute(
        update(customer).where(same & renamed).values(name=person.name, username=person.username)
    )
    return found


async def lock_known(connection: AsyncConnection, telegram_id: int) -> Customer | None:
    return await _one(connection, customer.c.telegram_id == telegram_id, lock=True)


async def lock_by_id(connection: AsyncConnection, customer_id: int) -> Customer:
    found = await _one(connection, customer.c.id == customer_id, lock=True)
    assert found is not None
    return found


async def set_focus(connection: AsyncConnection, customer_id: int, ticket_id: int) -> None:
    await _set(connection, customer_id, focus=ticket_id)


async def set_language(connection: AsyncConnection, customer_id: int, language: str) -> None:
    await _set(connection, customer_id, language=language, language_chosen=True)


async def set_zone(connection: AsyncConnection, customer_id: int, zone: str) -> None:
    await _set(connection, customer_id, zone=zone)


async def set_notify(connection: AsyncConnection, customer_id: int, notify: str) -> None:
    await _set(connection, customer_id, notify=notify)


async def remember_source(connection: AsyncConnection, customer_id: int, source: str) -> None:
    """The first deep link stays: it says where the customer came from, not what they clicked last."""
    first = (customer.c.id == customer_id) & customer.c.source.is_(None)
    await connection.execute(update(customer).where(first).values(source=source))


async def set_blocked(connection: AsyncConnection, customer_id: int, *, blocked: bool) -> None:
    await _set(connection, customer_id, blocked_at=func.now() if blocked else None)


async def _set(connection: AsyncConnection, customer_id: int, **values: Any) -> None:
    await connection.execute(update(customer).where(customer.c.id == customer_id).values(**values))


async def _one(connection: AsyncConnection, which: ColumnElement[bool], *, lock: bool) -> Customer | None:
    query = select(
        customer.c.id,
        customer.c.ref,
        customer.c.telegram_id,
        customer.c.language,
        customer.c.zone,
        customer.c.focus,
        customer.c.tickets,
    ).where(which)
    row = (await connection.execute(query.with_for_update() if lock else query)).one_or_none()
    return None if row is None else Customer(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name
