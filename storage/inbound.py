"""What people did, each in one transaction that makes the fact safe; Temporal is told after it.

Every method returns what has to be told, also for an update that was seen before: a row that is there and not
forwarded is no reason to acknowledge it (ARCHITECTURE.md, A message's way in).
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from domain.messages import (
    CustomerAsked,
    CustomerChanged,
    CustomerEdited,
    CustomerMoved,
    CustomerWrote,
    Understood,
)
from domain.ticket import Notify
from storage import customers
from storage.choosing import choose, draft, open_tickets
from storage.customers import Customer, Person
from storage.facts import Origin, PendingFact, add_fact, is_known, to_tell
from storage.messages import Content, add_message, find_written, replace_words


@dataclass
class Entry:
    """An update being written down; `known` when it was written before."""

    connection: AsyncConnection
    owner: Customer
    known: bool


class Inbound:
    def __init__(self, database: AsyncEngine) -> None:
        self._database = database

    async def customer_wrote(
        self, origin: Origin, person: Person, content: Content, understood: Understood, *, thanks: bool
    ) -> list[PendingFact]:
        async with self._entry(origin, person) as entry:
            if not entry.known:
                replied = (content.chat, content.reply_to) if content.reply_to else None
                choice = await choose(entry.connection, entry.owner, replied, thanks=thanks)
                added = await add_message(entry.connection, choice.ticket, content)
                if added is not None and not choice.over:
                    wrote = CustomerWrote(
                        fact=0,
                        written=content.written,
                        message=added,
                        kind=content.kind,
                        understood=understood,
                        thanks=thanks,
                        announce=choice.announce,
                    )
                    await add_fact(entry.connection, origin, choice.ticket, wrote, message_id=added)
            return await to_tell(entry.connection, origin)

    async def customer_edited(self, origin: Origin, person: Person, content: Content) -> list[PendingFact]:
        async with self._entry(origin, person) as entry:
            written = await find_written(entry.connection, content.chat, content.message_id)
            if not entry.known and written and written.ticket and written.differs_from(content):
                await replace_words(entry.connection, written, content)
                edited = CustomerEdited(fact=0, message=written.id)
                await add_fact(entry.connection, origin, written.ticket, edited, message_id=written.id)
            return await to_tell(entry.connection, origin)

    async def customer_started(
        self, origin: Origin, person: Person, source: str | None
    ) -> list[PendingFact] | None:
        """None when the customer has registered tickets and no draft: then they are shown those."""
        async with self._entry(origin, person) as entry:
            if not entry.known:
                if source:
                    await customers.remember_source(entry.connection, entry.owner.id, source)
                active = [t for t in await open_tickets(entry.connection, entry.owner.id) if not t.resting]
                if active and all(ticket.number for ticket in active):
                    return None
                await self._ask(entry, origin, "start", source=source)
            return await to_tell(entry.connection, origin)

    async def new_asked(self, origin: Origin, person: Person) -> list[PendingFact]:
        async with self._entry(origin, person) as entry:
            if not entry.known:
                await self._ask(entry, origin, "new")
            return await to_tell(entry.connection, origin)

    async def operator_asked(self, origin: Origin, person: Person) -> list[PendingFact]:
        async with self._entry(origin, person) as entry:
            if not entry.known:
                choice = await choose(entry.connection, entry.owner)
                asked = CustomerAsked(fact=0, ask="operator")
                await add_fact(entry.connection, origin, choice.ticket, asked)
            return await to_tell(entry.connection, origin)

    async def language_chosen(
        self, origin: Origin, person: Person, language: str
    ) -> tuple[list[PendingFact], bool]:
        """What to tell, and whether a draft repeats its question in the new language."""
        async with self._entry(origin, person) as entry:
            opened = await open_tickets(entry.connection, entry.owner.id)
            drafts = [ticket.id for ticket in opened if ticket.number is None]
            if not entry.known:
                await customers.set_language(entry.connection, entry.owner.id, language)
                await self._tell_all(entry, origin)
                for ticket_id in drafts:
                    asked = CustomerAsked(fact=0, ask="start")
                    await add_fact(entry.connection, origin, ticket_id, asked, part=len(opened))
            return await to_tell(entry.connection, origin), bool(drafts)

    async def zone_chosen(self, origin: Origin, person: Person, zone: str) -> list[PendingFact]:
        async with self._entry(origin, person) as entry:
            if not entry.known:
                await customers.set_zone(entry.connection, entry.owner.id, zone)
                await self._tell_all(entry, origin)
            return await to_tell(entry.connection, origin)

    async def notify_chosen(self, origin: Origin, person: Person, notify: Notify) -> list[PendingFact]:
        async with self._entry(origin, person) as entry:
            if not entry.known:
                await customers.set_notify(entry.connection, entry.owner.id, notify)
                await self._tell_all(entry, origin)
            return await to_tell(entry.connection, origin)

    async def _tell_all(self, entry: Entry, origin: Origin) -> None:
        """All open tickets of the customer: something of theirs changed."""
        for part, ticket in enumerate(await open_tickets(entry.connection, entry.owner.id)):
            await add_fact(entry.connection, origin, ticket.id, CustomerChanged(), part=part)

    async def customer_moved(self, origin: Origin, telegram_id: int, *, reachable: bool) -> list[PendingFact]:
        async with self._database.begin() as connection:
            owner = await customers.lock_known(connection, telegram_id)
            if owner is None:
                return []
            if not await is_known(connection, origin):
                await customers.set_blocked(connection, owner.id, blocked=not reachable)
                moved = CustomerMoved(fact=0, reachable=reachable)
                for part, ticket in enumerate(await open_tickets(connection, owner.id)):
                    await add_fact(connection, origin, ticket.id, moved, part=part)
            return await to_tell(connection, origin)

    async def focus_chosen(self, telegram_id: int, ticket_id: int) -> None:
        async with self._database.begin() as connection:
            owner = await customers.lock_known(connection, telegram_id)
            if owner is not None:
                await customers.set_focus(connection, owner.id, ticket_id)

    async def _ask(self, entry: Entry, origin: Origin, ask: str, source: str | None = None) -> None:
        ticket_id = await draft(entry.connection, entry.owner, source=source)
        await customers.set_focus(entry.connection, entry.owner.id, ticket_id)
        await add_fact(entry.connection, origin, ticket_id, CustomerAsked(fact=0, ask=ask))

    @asynccontextmanager
    async def _entry(self, origin: Origin, person: Person) -> AsyncIterator[Entry]:
        async with self._database.begin() as connection:
            owner = await customers.lock_customer(connection, person)
            yield Entry(connection, owner, known=await is_known(connection, origin))
