"""Finding a ticket's workflow by what a person looks at."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.tables import customer, ticket


async def workflow_in_chat(database: AsyncEngine, telegram_id: int) -> str | None:
    """The ticket a customer's private chat is about: the one in focus, else the latest."""
    query = (
        select(ticket.c.workflow_id)
        .join(customer, customer.c.id == ticket.c.customer)
        .where(customer.c.telegram_id == telegram_id)
        .order_by((ticket.c.id == customer.c.focus).desc().nulls_last(), ticket.c.n.desc())
    )
    async with database.connect() as connection:
        found: str | None = await connection.scalar(query.limit(1))
    return found


async def workflow_in_topic(database: AsyncEngine, chat: int, thread: int) -> str | None:
    query = select(ticket.c.workflow_id).where(ticket.c.group_chat == chat, ticket.c.topic_thread == thread)
    async with database.connect() as connection:
        found: str | None = await connection.scalar(query.limit(1))
    return found
