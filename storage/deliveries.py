"""Delivery rows: what became of each message of ours, so that a killed sender repeats only what it must."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, ColumnElement, case, func, literal, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.errors import DeskError
from domain.outgoing import DeliveryState, Kind
from storage.tables import delivery

FINAL = frozenset({DeliveryState.SENT, DeliveryState.UNKNOWN, DeliveryState.REFUSED, DeliveryState.CANCELLED})


class RowGone(DeskError):
    """A row that was referred to is not there: erased, or never was. Final."""

    def __init__(self, table: str) -> None:
        super().__init__("gone", table=table)


@dataclass(frozen=True)
class NewDelivery:
    key: str
    kind: str
    ticket: int | None = None
    customer: int | None = None
    message: int | None = None


@dataclass(frozen=True)
class Delivery:
    id: int
    key: str
    state: DeliveryState
    ticket: int | None = None
    chat: int | None = None
    message_id: int | None = None
    more_ids: list[int] = field(default_factory=list)
    possibly_twice: bool = False

    @property
    def ids(self) -> list[int]:
        """Telegram's ids of the parts that are known to be sent, in order."""
        return [] if self.message_id is None else [self.message_id, *self.more_ids]


_COLUMNS: tuple[Column[Any], ...] = (
    delivery.c.id,
    delivery.c.key,
    delivery.c.state,
    delivery.c.ticket,
    delivery.c.chat,
    delivery.c.message_id,
    delivery.c.more_ids,
    delivery.c.possibly_twice,
)


class Deliveries:
    """Each method commits: what it says is true before the next request leaves."""

    def __init__(self, database: AsyncEngine) -> None:
        self._database = database

    async def prepare(self, new: NewDelivery) -> Delivery:
        """The row of this key: made now, or found as an earlier attempt left it."""
        row = upsert(delivery).values(
            key=new.key,
            kind=new.kind,
            ticket=new.ticket,
            customer=new.customer,
            message=new.message,
            state=DeliveryState.PREPARED,
        )
        try:
            async with self._database.begin() as connection:
                await connection.execute(row.on_conflict_do_nothing())
        except IntegrityError as error:
            raise RowGone("ticket") from error
        found = await self.find(new.key)
        if found is None:
            raise RowGone("delivery")
        return found

    async def find(self, key: str) -> Delivery | None:
        return await self._one(delivery.c.key == key)

    async def copy_of(self, message: int, chat: int, kinds: Collection[Kind]) -> Delivery | None:
        """Where the words of a message row were last sent to as one of `kinds`."""
        return await self._one(
            (delivery.c.message == message)
            & (delivery.c.chat == chat)
            & delivery.c.kind.in_(kinds)
            & delivery.c.message_id.is_not(None)
        )

    async def sending(self, row: int, chat: int, thread: int | None) -> None:
        await self._set(
            row, state=DeliveryState.SENDING, chat=chat, thread=thread, attempt=delivery.c.attempt + 1, code=None
        )

    async def unsent(self, row: int, code: str | None) -> None:
        """The answer says that nothing was sent: a later attempt repeats nothing."""
        await self._set(row, state=DeliveryState.PREPARED, code=code)

    async def part_sent(self, row: int, message_id: int) -> None:
        """One of several parts; between parts nothing is in doubt."""
        first = delivery.c.message_id.is_(None)
        added = delivery.c.more_ids.op("||")(literal([message_id], JSONB))
        await self._set(
            row,
            state=DeliveryState.PREPARED,
            message_id=func.coalesce(delivery.c.message_id, message_id),
            more_ids=case((first, delivery.c.more_ids), else_=added),
        )

    async def begin_again(self, row: int) -> None:
        """The topic is gone, and the parts in it."""
        await self._set(row, state=DeliveryState.PREPARED, message_id=None, more_ids=[])

    async def sent(self, row: int) -> None:
        await self._set(row, state=DeliveryState.SENT, sent_at=func.now(), code=None)

    async def edited(self, row: int, message_id: int, chat: int) -> None:
        """It stands in the place of an earlier message, under that one's id."""
        await self._set(row, message_id=message_id, more_ids=[], chat=chat)

    async def end(self, row: int, state: DeliveryState, code: str) -> None:
        await self._set(row, state=state, code=code)

    async def flag_twice(self, row: int) -> None:
        await self._set(row, possibly_twice=True)

    async def _set(self, row: int, **values: Any) -> None:
        async with self._database.begin() as connection:
            await connection.execute(update(delivery).where(delivery.c.id == row).values(**values))

    async def _one(self, which: ColumnElement[bool]) -> Delivery | None:
        query = select(*_COLUMNS).where(which).order_by(delivery.c.id.desc()).limit(1)
        async with self._database.connect() as connection:
            row = (await connection.execute(query)).mappings().one_or_none()
        return None if row is None else Delivery(**{**row, "state": DeliveryState(row["state"])})
