"""Rows put into a test's database directly, with sensible defaults."""

from itertools import count
from typing import Any

from sqlalchemy import RowMapping, Table, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from storage import tables


class Rows:
    def __init__(self, database: AsyncEngine) -> None:
        self.database = database
        self._numbers = count(1)

    async def customer(self, **values: Any) -> int:
        n = next(self._numbers)
        return await self.add(
            tables.customer, {"ref": f"c{n}", "telegram_id": 1000 + n, "name": "Марія", **values}
        )

    async def agent(self, **values: Any) -> int:
        n = next(self._numbers)
        return await self.add(
            tables.agent, {"ref": f"a{n}", "telegram_id": 5000 + n, "name": "Олена К.", **values}
        )

    async def ticket(self, customer: int, **values: Any) -> int:
        n = next(self._numbers)
        row = {"customer": customer, "n": n, "workflow_id": f"ticket/c/{n}", **values}
        return await self.add(tables.ticket, row)

    async def message(self, ticket: int, **values: Any) -> int:
        n = next(self._numbers)
        row = {"ticket": ticket, "author": "customer", "kind": "text", "chat": 1, "message_id": n, **values}
        return await self.add(tables.message, row)

    async def fact(self, ticket: int, **values: Any) -> int:
        row = {"ticket": ticket, "bot": 7, "update_id": next(self._numbers), "chat": 1, "signal": "customer_wrote"}
        return await self.add(tables.fact, {**row, **values})

    async def add(self, table: Table, values: dict[str, Any]) -> int:
        async with self.database.begin() as connection:
            added: int = await connection.scalar(insert(table).values(**values).returning(table.c.id))
        return added

    async def set(self, table: Table, row: int, **values: Any) -> None:
        async with self.database.begin() as connection:
            await connection.execute(update(table).where(table.c.id == row).values(**values))

    async def get(self, table: Table, row: int) -> RowMapping:
        async with self.database.connect() as connection:
            return (await connection.execute(select(table).where(table.c.id == row))).mappings().one()

    async def all(self, table: Table) -> list[RowMapping]:
        async with self.database.connect() as connection:
            return list((await connection.execute(select(table).order_by(table.c.id))).mappings())
