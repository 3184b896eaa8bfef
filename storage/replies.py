"""The reply map: which ticket, and which message of ours, stands behind a message of a chat."""

from sqlalchemy import Column, ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import delivery, message

# Further parts of a long text get the next ids; in private chats other people's messages come in between.
PARTS_WITHIN = 1000


async def ticket_behind(connection: AsyncConnection, chat: int, message_id: int) -> int | None:
    return await _behind(connection, message.c.ticket, delivery.c.ticket, (chat, message_id))


async def message_behind(connection: AsyncConnection, chat: int, message_id: int) -> int | None:
    """The row of the words themselves: written in this chat, or relayed into it."""
    return await _behind(connection, message.c.id, delivery.c.message, (chat, message_id))


async def _behind(
    connection: AsyncConnection, written: Column[int], sent: Column[int], place: tuple[int, int]
) -> int | None:
    here = (message.c.chat == place[0]) & (message.c.message_id == place[1])
    found: int | None = await connection.scalar(select(written).where(here))
    if found is None:
        latest = select(sent).where(_sent_as(*place)).order_by(delivery.c.id.desc()).limit(1)
        found = await connection.scalar(latest)
    return found


def _sent_as(chat: int, message_id: int) -> ColumnElement[bool]:
    part = delivery.c.message_id.between(message_id - PARTS_WITHIN, message_id - 1) & (
        delivery.c.more_ids.contains([message_id])
    )
    return (delivery.c.chat == chat) & or_(delivery.c.message_id == message_id, part)
