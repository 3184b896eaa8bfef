"""What becomes of a fact whose ticket has ended before the fact arrived."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from domain.messages import CustomerAsked, CustomerWrote
from storage.choosing import choose, draft
from storage.customers import Customer, lock_by_id, set_focus
from storage.facts import PendingFact, lock_waiting, mark_forwarded, move_fact
from storage.messages import move_message
from storage.tables import fact, ticket


class Redirect:
    def __init__(self, database: AsyncEngine) -> None:
        self._database = database

    async def choose_again(self, fact_id: int, at: datetime) -> PendingFact | None:
        """The fact, now of another ticket; None when it has nothing to tell to any.

        `at` (desk time) marks the ended ticket as closing, should its workflow not have come to it.
        """
        async with self._database.begin() as connection:
            owner = await _owner(connection, fact_id)
            pending = await lock_waiting(connection, fact_id)
            if pending is None:
                return None
            await _mark_closing(connection, pending.ticket, at)
            value = pending.value()
            if isinstance(value, CustomerWrote):
                await self._move_words(connection, owner, pending, value)
            elif isinstance(value, CustomerAsked):
                ticket_id = await draft(connection, owner)
                await set_focus(connection, owner.id, ticket_id)
                await move_fact(connection, fact_id, ticket_id, value)
            else:  # an edit, a block or a change of a profile concerns only the ticket that ended
                await mark_forwarded(connection, fact_id)
            return await lock_waiting(connection, fact_id)

    async def _move_words(
        self, connection: AsyncConnection, owner: Customer, pending: PendingFact, wrote: CustomerWrote
    ) -> None:
        choice = await choose(connection, owner, thanks=wrote.thanks)
        if choice.over:
            await mark_forwarded(connection, pending.id)
            return
        linked = (ticket.c.id == choice.ticket) & ticket.c.linked_to.is_(None) & ticket.c.number.is_(None)
        await connection.execute(update(ticket).where(linked).values(linked_to=pending.ticket))
        await move_message(connection, wrote.message, choice.ticket)
        again = wrote.model_copy(update={"announce": choice.announce})
        await move_fact(connection, pending.id, choice.ticket, again)


async def _owner(connection: AsyncConnection, fact_id: int) -> Customer:
    query = select(ticket.c.customer).join(fact, fact.c.ticket == ticket.c.id).where(fact.c.id == fact_id)
    customer_id = await connection.scalar(query)
    assert customer_id is not None
    return await lock_by_id(connection, customer_id)


async def _mark_closing(connection: AsyncConnection, ticket_id: int, at: datetime) -> None:
    ended = (ticket.c.id == ticket_id) & ticket.c.closing_at.is_(None)
    await connection.execute(update(ticket).where(ended).values(closing_at=at))
