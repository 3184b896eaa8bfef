"""What stands in the agents' group and is found again: its fixed topics, its boards."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.tables import group_post


@dataclass(frozen=True)
class Post:
    chat: int
    thread: int | None
    message_id: int | None


class Posts:
    def __init__(self, database: AsyncEngine) -> None:
        self._database = database

    async def find(self, name: str) -> Post | None:
        query = select(group_post.c.chat, group_post.c.thread, group_post.c.message_id)
        async with self._database.connect() as connection:
            row = (await connection.execute(query.where(group_post.c.name == name))).mappings().one_or_none()
        return None if row is None else Post(**row)

    async def keep(self, name: str, chat: int, thread: int, message_id: int | None = None) -> None:
        values = {"chat": chat, "thread": thread, "message_id": message_id}
        row = upsert(group_post).values(name=name, **values)
        async with self._database.begin() as connection:
            await connection.execute(row.on_conflict_do_update(index_elements=["name"], set_=values))

    async def lost(self, name: str, thread: int) -> None:
        """Only if it still is this one: another sender may have made a new topic meanwhile."""
        still = (group_post.c.name == name) & (group_post.c.thread == thread)
        async with self._database.begin() as connection:
            await connection.execute(update(group_post).where(still).values(thread=None, message_id=None))

    @asynccontextmanager
    async def making(self, name: str) -> AsyncIterator[bool]:
        """True for one sender at a time: the others wait until it is made. A killed one holds up nobody."""
        key = func.hashtextextended(f"group_post/{name}", 0)
        async with self._database.begin() as connection:
            yield bool(await connection.scalar(select(func.pg_try_advisory_xact_lock(key))))
