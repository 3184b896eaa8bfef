"""Message rows: what was written, and the words it had before an edit."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.text import utf16_length
from domain.ticket import ContentKind
from storage.replies import message_behind
from storage.tables import message, message_version


@dataclass(frozen=True)
class Content:
    """A message as Telegram gave it; `reply_to` is Telegram's id in the same chat."""

    chat: int
    message_id: int
    kind: ContentKind
    text: str = ""
    entities: list[dict[str, Any]] = field(default_factory=list)
    file_id: str | None = None
    file_name: str | None = None
    media_group: str | None = None
    reply_to: int | None = None
    raw: dict[str, Any] | None = None
    written: datetime | None = None  # by Telegram's clock

    def without_prefix(self, length: int) -> "Content":
        """The same without the first `length` characters and the white space after them."""
        rest = self.text[length:].lstrip()
        cut = utf16_length(self.text[: len(self.text) - len(rest)])
        moved = [{**entity, "offset": entity["offset"] - cut} for entity in self.entities]
        return replace(self, text=rest, entities=[entity for entity in moved if entity["offset"] >= 0])


@dataclass(frozen=True)
class Author:
    agent: str | None = None  # agent.ref; None: the customer
    note: bool = False


CUSTOMER = Author()


@dataclass(frozen=True)
class Written:
    """A message row that an edit is about."""

    id: int
    ticket: int | None
    note: bool
    text: str
    entities: list[dict[str, Any]]
    file_id: str | None

    def differs_from(self, content: Content) -> bool:
        """Telegram tells of edits that nobody can see, too."""
        return (self.text, self.entities, self.file_id) != (content.text, content.entities, content.file_id)


async def add_message(
    connection: AsyncConnection, ticket: int, content: Content, author: Author = CUSTOMER
) -> int | None:
    """The row's id; None when this message is known already."""
    answered = content.reply_to and await message_behind(connection, content.chat, content.reply_to)
    row = (
        upsert(message)
        .values(
            ticket=ticket,
            author="agent" if author.agent else "customer",
            agent=author.agent,
            note=author.note,
            kind=content.kind,
            text=content.text,
            entities=content.entities,
            file_id=content.file_id,
            file_name=content.file_name,
            media_group=content.media_group,
            chat=content.chat,
            message_id=content.message_id,
            reply_to=answered or None,
            raw=content.raw,
        )
        .on_conflict_do_nothing()
        .returning(message.c.id)
    )
    added: int | None = await connection.scalar(row)
    return added


async def find_written(connection: AsyncConnection, chat: int, message_id: int) -> Written | None:
    row = (
        await connection.execute(
            select(
                message.c.id,
                message.c.ticket,
                message.c.note,
                message.c.text,
                message.c.entities,
                message.c.file_id,
            ).where(message.c.chat == chat, message.c.message_id == message_id)
        )
    ).one_or_none()
    return None if row is None else Written(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name


async def replace_words(connection: AsyncConnection, written: Written, content: Content) -> None:
    """The old words stay as a version (SPEC E4)."""
    await connection.execute(
        insert(message_version).values(message=written.id, text=written.text, entities=written.entities)
    )
    await connection.execute(
        update(message)
        .where(message.c.id == written.id)
        .values(
            text=content.text,
            entities=content.entities,
            file_id=content.file_id,
            file_name=content.file_name,
            edited=message.c.edited + 1,
        )
    )


async def move_message(connection: AsyncConnection, message_id: int, ticket: int) -> None:
    await connection.execute(update(message).where(message.c.id == message_id).values(ticket=ticket))
