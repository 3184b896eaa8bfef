"""Updates that could not be handled, kept as they came so that they can be replayed."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.tables import dead_letter


@dataclass(frozen=True)
class DeadLetter:
    bot: int
    update_id: int
    chat: int | None
    code: str  # what went wrong, as a type of error: never its text, which may quote people
    attempts: int
    raw: dict[str, Any]


class DeadLetters:
    def __init__(self, database: AsyncEngine) -> None:
        self._database = database

    async def add(self, letter: DeadLetter) -> None:
        row = upsert(dead_letter).values(
            bot=letter.bot,
            update_id=letter.update_id,
            chat=letter.chat,
            code=letter.code,
            attempts=letter.attempts,
            raw=_storable(letter.raw),
        )
        async with self._database.begin() as connection:
            await connection.execute(row.on_conflict_do_nothing())

    async def count(self) -> int:
        """Those that nobody has replayed yet."""
        waiting = select(func.count()).where(dead_letter.c.replayed_at.is_(None))
        async with self._database.connect() as connection:
            return await connection.scalar(waiting) or 0


def _storable(value: Any) -> Any:
    """PostgreSQL takes neither NUL nor half a surrogate pair; what is kept for a look must not fail for them."""
    if isinstance(value, dict):
        return {_storable(key): _storable(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_storable(part) for part in value]
    if isinstance(value, str):
        return value.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
    return value
