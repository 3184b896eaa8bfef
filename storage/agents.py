"""Agents: until roles come, the members of the agents' group, known from what they write and press there."""

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from domain.messages import AgentCommand, AgentCommanded, AgentEdited, AgentNoted, AgentReplied
from storage.customers import lock_by_id, new_ref
from storage.facts import Origin, PendingFact, add_fact, is_known, to_tell
from storage.messages import Author, Content, Written, add_message, find_written, replace_words
from storage.tables import agent, ticket


@dataclass(frozen=True)
class Member:
    """An agent as Telegram shows them; `name` is the public one (SPEC E3)."""

    telegram_id: int
    name: str
    username: str | None = None


class Agents:
    def __init__(self, database: AsyncEngine) -> None:
        self._database = database

    async def ensure(self, member: Member) -> str:
        async with self._database.begin() as connection:
            return await agent_ref(connection, member)

    async def name_of(self, ref: str) -> str | None:
        async with self._database.connect() as connection:
            name: str | None = await connection.scalar(select(agent.c.name).where(agent.c.ref == ref))
            return name

    async def ticket_in_topic(self, chat: int, thread: int) -> int | None:
        async with self._database.connect() as connection:
            found: int | None = await connection.scalar(
                select(ticket.c.id)
                .where(ticket.c.group_chat == chat, ticket.c.topic_thread == thread)
                .order_by(ticket.c.id.desc())
                .limit(1)
            )
            return found

    async def replied(self, origin: Origin, member: Member, ticket_id: int, content: Content) -> list[PendingFact]:
        async with self._database.begin() as connection:
            if await self._is_new(connection, origin, ticket_id):
                ref = await agent_ref(connection, member)
                added = await add_message(connection, ticket_id, content, Author(ref))
                if added is not None:
                    reply = AgentReplied(
                        fact=0, written=content.written, agent=ref, message=added, kind=content.kind
                    )
                    await add_fact(connection, origin, ticket_id, reply, message_id=added)
            return await to_tell(connection, origin)

    async def noted(self, origin: Origin, member: Member, ticket_id: int, content: Content) -> list[PendingFact]:
        async with self._database.begin() as connection:
            if await self._is_new(connection, origin, ticket_id):
                ref = await agent_ref(connection, member)
                added = await add_message(connection, ticket_id, content, Author(ref, note=True))
                if added is not None:
                    note = AgentNoted(fact=0, agent=ref, message=added)
                    await add_fact(connection, origin, ticket_id, note, message_id=added)
            return await to_tell(connection, origin)

    async def commanded(
        self,
        origin: Origin,
        member: Member,
        ticket_id: int,
        command: AgentCommand,
        content: Content | None,
    ) -> list[PendingFact]:
        """`content` holds the words after the command; None when there are none."""
        async with self._database.begin() as connection:
            if await self._is_new(connection, origin, ticket_id):
                ref = await agent_ref(connection, member)
                words = Author(ref)
                added = await add_message(connection, ticket_id, content, words) if content else None
                written = content.written if content else None
                order = AgentCommanded(fact=0, written=written, agent=ref, command=command, message=added)
                await add_fact(connection, origin, ticket_id, order, message_id=added)
            return await to_tell(connection, origin)

    async def written(self, chat: int, message_id: int) -> Written | None:
        async with self._database.begin() as connection:
            return await find_written(connection, chat, message_id)

    async def edited(self, origin: Origin, member: Member, content: Content) -> list[PendingFact]:
        async with self._database.begin() as connection:
            written = await find_written(connection, content.chat, content.message_id)
            if written is None or written.ticket is None:
                return []
            fresh = await self._is_new(connection, origin, written.ticket)
            if fresh and written.differs_from(content):
                await replace_words(connection, written, content)
                edit = AgentEdited(fact=0, agent=await agent_ref(connection, member), message=written.id)
                await add_fact(connection, origin, written.ticket, edit, message_id=written.id)
            return await to_tell(connection, origin)

    async def _is_new(self, connection: AsyncConnection, origin: Origin, ticket_id: int) -> bool:
        """Waits in line at the customer's row, as everything that tells one of their tickets something."""
        owner = await connection.scalar(select(ticket.c.customer).where(ticket.c.id == ticket_id))
        assert owner is not None
        await lock_by_id(connection, owner)
        return not await is_known(connection, origin)


async def agent_ref(connection: AsyncConnection, member: Member) -> str:
    """The agent's own reference; the row follows a change of name."""
    shown = {"name": member.name, "username": member.username}
    same = agent.c.telegram_id == member.telegram_id
    row = (await connection.execute(select(agent.c.ref, agent.c.name, agent.c.username).where(same))).first()
    if row is None:
        new = upsert(agent).values(ref=new_ref(), telegram_id=member.telegram_id, **shown)
        await connection.execute(new.on_conflict_do_nothing())
    elif (row.name, row.username) != (member.name, member.username):
        await connection.execute(update(agent).where(same).values(**shown))
    ref: str | None = await connection.scalar(select(agent.c.ref).where(same))
    assert ref is not None
    return ref
