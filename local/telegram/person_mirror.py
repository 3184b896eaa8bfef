import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Any

from aiohttp import ClientError, ClientSession

from local.telegram.person_views import Seen

CHANGES = {"message", "message_edited"}


class Mirror:
    """The messages of all chats, kept fresh by the event stream, and their changes in order."""

    def __init__(self, session: ClientSession, url: str) -> None:
        self._session = session
        self._url = url
        self._messages: dict[str, dict[int, Seen]] = {}
        self._changes: list[Seen] = []
        self._news = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._seq = 0

    @property
    def number(self) -> int:
        return len(self._changes)

    async def start(self) -> None:
        await self._read_state()
        self._task = asyncio.create_task(self._follow())

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _read_state(self) -> None:
        async with self._session.get(f"{self._url}/local/state") as response:
            state = await response.json()
        self._seq = state["seq"]
        known = {key: dict(inside) for key, inside in self._messages.items()}
        self._messages.clear()
        for body in state["messages"]:
            message = Seen(body)
            before = known.get(message.chat, {}).get(message.id)
            if before is None or before.body != body:
                self._changes.append(message)
            self._keep(message)
        self._wake()

    async def _follow(self) -> None:
        """For as long as the client lives; a restarted server is found again."""
        while True:
            with suppress(OSError, ClientError):
                async for event in self._events():
                    if event["type"] == "reset":
                        await self._read_state()
                        break
                    self._apply(event)
            await asyncio.sleep(0.05)

    async def _events(self) -> AsyncIterator[dict[str, Any]]:
        url = f"{self._url}/local/events?after={self._seq}"
        async with self._session.get(url) as response:
            rest = b""
            async for chunk in response.content.iter_any():  # by lines there is a limit on their length
                *lines, rest = (rest + chunk).split(b"\n")
                for line in lines:
                    if line.startswith(b"data: "):
                        yield json.loads(line[6:])

    def _apply(self, event: dict[str, Any]) -> None:
        self._seq = event["seq"]
        if "message" in event:
            message = Seen(event["message"])
            self._keep(message)
            if event["type"] in CHANGES:
                self._changes.append(message)
        elif event["type"] == "message_deleted":
            self._messages.get(event["chat"], {}).pop(event["message_id"], None)
        elif event["type"] == "message_pinned":
            found = self.message(event["chat"], event["message_id"])
            if found is not None:
                found.body["pinned"] = event["pinned"]
        self._wake()

    def _keep(self, message: Seen) -> None:
        self._messages.setdefault(message.chat, {})[message.id] = message

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    def message(self, chat: str, message_id: int) -> Seen | None:
        return self._messages.get(chat, {}).get(message_id)

    def messages(self, chat: str) -> list[Seen]:
        return [message for _, message in sorted(self._messages.get(chat, {}).items())]

    async def seen(self, message: Seen) -> Seen:
        """Waits until the mirror has that message too."""
        await self.until(lambda: self.message(message.chat, message.id) is not None)
        return message

    async def until(self, condition: Callable[[], bool]) -> None:
        while not condition():
            await self._news.wait()

    async def next_change(self, after: int, fits: Callable[[Seen], bool]) -> tuple[int, Seen]:
        """The first fitting change behind that number, as it was when it came."""
        while True:
            news = self._news
            for number, message in enumerate(self._changes[after:], after + 1):
                if fits(message):
                    return number, message
            after = len(self._changes)
            await news.wait()
