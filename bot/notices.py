"""One-off answers that belong to no ticket; the senders' queues deliver them."""

from collections.abc import Callable
from datetime import datetime

from domain.calls import Notice, NoticeKind
from domain.clock import DeskClock
from storage.facts import Origin
from workflows.client import DeskClient


class Notices:
    def __init__(self, desk: DeskClient, clock: DeskClock, now: Callable[[], datetime]) -> None:
        self._desk = desk
        self._clock = clock
        self._now = now

    def desk_now(self) -> datetime:
        return self._clock.desk(self._now())

    async def to_customer(
        self,
        origin: Origin,
        kind: NoticeKind,
        customer: str,
        *,
        edits: str | None = None,
        params: dict[str, str | int] | None = None,
    ) -> None:
        notice = Notice(key=_key(origin), kind=kind, customer=customer, at=self.desk_now(), edits=edits)
        await self._desk.notify(notice.model_copy(update={"params": params or {}}))

    async def to_topic(
        self,
        origin: Origin,
        kind: NoticeKind,
        thread: int | None,
        reply_to: int | None,
        params: dict[str, str | int] | None = None,
    ) -> None:
        """`thread` None: General."""
        key, at = _key(origin), self.desk_now()
        notice = Notice(key=key, kind=kind, thread=thread, reply_to=reply_to, params=params or {}, at=at)
        await self._desk.notify(notice)


def _key(origin: Origin) -> str:
    """From the update, so that the same update twice is answered once."""
    return f"notice/{origin.bot}/{origin.update_id}"
