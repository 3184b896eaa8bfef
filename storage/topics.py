"""A ticket's topic in the agents' group: which it is, its card, and how it is dressed."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.deliveries import RowGone
from storage.tables import group_post, ticket


@dataclass(frozen=True)
class Topic:
    """`thread` None: there is none yet, or it was lost."""

    group_chat: int | None
    topic_thread: int | None
    topic_title: str | None
    card_message: int | None
    card_pinned: bool
    topic_closed: bool


class Topics:
    def __init__(self, database: AsyncEngine) -> None:
        self._database = database

    async def of(self, ticket_id: int) -> Topic:
        columns = (ticket.c[name] for name in Topic.__dataclass_fields__)
        async with self._database.connect() as connection:
            row = (
                (await connection.execute(select(*columns).where(ticket.c.id == ticket_id)))
                .mappings()
                .one_or_none()
            )
        if row is None:
            raise RowGone("ticket")
        return Topic(**row)

    async def made(self, ticket_id: int, chat: int, thread: int, title: str) -> None:
        await self._set(
            ticket_id,
            group_chat=chat,
            topic_thread=thread,
            topic_title=title,
            topic_closed=False,
            card_message=None,
            card_pinned=False,
        )

    async def lost(self, ticket_id: int, thread: int) -> None:
        """Only if it still is this one: another sender may have made a new topic meanwhile."""
        still = and_(ticket.c.id == ticket_id, ticket.c.topic_thread == thread)
        values = {"topic_thread": None, "topic_title": None, "card_message": None, "card_pinned": False}
        async with self._database.begin() as connection:
            await connection.execute(update(ticket).where(still).values(topic_closed=False, **values))

    async def card_sent(self, ticket_id: int, message_id: int | None) -> None:
        await self._set(ticket_id, card_message=message_id, card_pinned=False)

    async def card_pinned(self, ticket_id: int) -> None:
        await self._set(ticket_id, card_pinned=True)

    async def titled(self, ticket_id: int, title: str) -> None:
        await self._set(ticket_id, topic_title=title)

    async def closed(self, ticket_id: int, *, closed: bool) -> None:
        await self._set(ticket_id, topic_closed=closed)

    async def group_moved(self, old: int, new: int) -> None:
        """Telegram gave the group another id."""
        async with self._database.begin() as connection:
            await connection.execute(update(ticket).where(ticket.c.group_chat == old).values(group_chat=new))
            await connection.execute(update(group_post).where(group_post.c.chat == old).values(chat=new))

    async def _set(self, ticket_id: int, **values: Any) -> None:
        async with self._database.begin() as connection:
            await connection.execute(update(ticket).where(ticket.c.id == ticket_id).values(**values))
