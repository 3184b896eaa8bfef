"""Our own polling loop: raw getUpdates, so that one update nobody can parse does not stop the others.

The offset tells Telegram what it may forget: it moves to the lowest update that is not safe yet. What Telegram
shows again because of that is known here, and not begun twice. A chat that is stuck holds only its own updates,
for as long as the receiver takes to give one up, and at most BATCH updates are read ahead of it.
"""

import asyncio
import json
import logging
from collections.abc import Callable, Coroutine
from itertools import count
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession

from bot.lanes import Lanes
from bot.receiver import Held, Receiver
from bot.updates import ALLOWED_UPDATES, Raw, lane_of

logger = logging.getLogger(__name__)

BATCH = 100
LONG_POLL_SECONDS = 30
ANSWER_WITHIN_SECONDS = 15  # beyond the long poll itself
PAUSES = (0.5, 1, 2, 4)  # between attempts of one update; the last one stays
LOOK_AGAIN_SECONDS = 0.3  # for other chats' updates while some are being handled
TROUBLE_SECONDS = 3.0


class WrongToken(Exception):
    """Telegram does not know the bot's token (any more)."""


class Trouble(Exception):
    """Telegram cannot be asked now; carries a code or the answer's description."""


class Poller:
    def __init__(
        self, bot: Bot, receiver: Receiver, lanes: Lanes, *, long_poll_seconds: int = LONG_POLL_SECONDS
    ) -> None:
        assert isinstance(bot.session, AiohttpSession)
        self._bot = bot
        self._session: AiohttpSession = bot.session
        self._receiver = receiver
        self._lanes = lanes
        self._long_poll = long_poll_seconds
        self._unfinished: dict[int, asyncio.Task[None]] = {}
        self._finished: set[int] = set()  # known to Telegram as unconfirmed, as far as we have told it
        self._last_trouble = ""
        self._stop = asyncio.Event()

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop` is set; then everything in flight has ended, one way or the other."""
        self._stop = stop
        try:
            while not stop.is_set():
                await self._round()
        finally:
            stop.set()
            await self._leave()

    async def _round(self) -> None:
        try:
            self._begin(await self._until_stop(self._get_updates()))
        except Trouble as trouble:
            self._tell(str(trouble))
            await self._pause(TROUBLE_SECONDS)
            return
        self._tell("")
        if self._unfinished:
            # With something unfinished Telegram answers at once with what we have: look again in a moment.
            await asyncio.wait(self._unfinished.values(), timeout=LOOK_AGAIN_SECONDS)

    async def _until_stop(self, updates: Coroutine[Any, Any, list[Raw]]) -> list[Raw]:
        asked, stopped = asyncio.create_task(updates), asyncio.create_task(self._stop.wait())
        await asyncio.wait({asked, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if asked.done():
            return asked.result()
        asked.cancel()
        await asyncio.gather(asked, return_exceptions=True)
        return []

    def _begin(self, updates: list[Raw]) -> None:
        for raw in updates:
            update_id = raw["update_id"]
            if update_id not in self._unfinished and update_id not in self._finished:
                task = asyncio.create_task(self._handle(raw), name=f"update {update_id}")
                self._unfinished[update_id] = task
                task.add_done_callback(self._ended(update_id))

    def _ended(self, update_id: int) -> Callable[[asyncio.Task[None]], None]:
        def ended(task: asyncio.Task[None]) -> None:
            del self._unfinished[update_id]
            if not task.cancelled() and task.exception() is None:
                self._finished.add(update_id)

        return ended

    async def _handle(self, raw: Raw) -> None:
        async with self._lanes.turn(lane_of(raw)):
            for attempt in count():
                if self._stop.is_set():
                    raise Held
                try:
                    await self._receiver.receive(raw)
                except Held:
                    await self._pause(PAUSES[min(attempt, len(PAUSES) - 1)])
                else:
                    return

    async def _pause(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stop.wait(), seconds)
        except TimeoutError:
            return

    def _offset(self) -> int | None:
        """The lowest unfinished update, else the one after the last. None when Telegram holds nothing of ours:
        after a quiet week ids start anew, perhaps lower, and an old offset would skip them.
        """
        if self._unfinished:
            return min(self._unfinished)
        return max(self._finished) + 1 if self._finished else None

    async def _get_updates(self) -> list[Raw]:
        offset = self._offset()
        wait = 0 if self._unfinished else self._long_poll
        updates: list[Raw] = await self._ask(offset, wait)
        if offset is not None:
            self._finished = {update_id for update_id in self._finished if update_id >= offset}
        return updates

    async def _ask(self, offset: int | None, wait: int) -> Any:
        form = {"timeout": wait, "limit": BATCH, "allowed_updates": json.dumps(ALLOWED_UPDATES)}
        if offset is not None:
            form["offset"] = offset
        url = self._session.api.api_url(self._bot.token, "getUpdates")
        try:
            http = await self._session.create_session()
            async with (
                asyncio.timeout(wait + ANSWER_WITHIN_SECONDS),
                http.post(url, data=form) as response,
            ):
                answer = await response.json(content_type=None)
        except Exception as error:
            raise Trouble(type(error).__name__) from error
        if response.status in {401, 404}:
            raise WrongToken
        if not isinstance(answer, dict) or not answer.get("ok"):
            raise Trouble(_description(answer, response.status))
        return answer["result"]

    def _tell(self, trouble: str) -> None:
        """Once for each change: a line every three seconds tells nothing new."""
        if trouble == self._last_trouble:
            return
        self._last_trouble = trouble
        if trouble:
            logger.warning("cannot get updates, trying on: %s", trouble)
        else:
            logger.info("getting updates again")

    async def _leave(self) -> None:
        """What is being handled ends its attempt; what waits for another one is left with Telegram."""
        in_flight = set(self._unfinished.values())
        if in_flight:
            await asyncio.wait(in_flight, timeout=ANSWER_WITHIN_SECONDS)
        for task in in_flight:
            task.cancel()
        await asyncio.gather(*in_flight, return_exceptions=True)
        await self._confirm()

    async def _confirm(self) -> None:
        """Best effort: without it the next start gets some updates again and finds that it knows them."""
        offset = self._offset()
        if offset is not None:
            try:
                await self._ask(offset, 0)
            except (Trouble, WrongToken) as error:
                logger.debug("offset not confirmed: %s", error)


def _description(answer: Any, status: int) -> str:
    text = answer.get("description") if isinstance(answer, dict) else None
    return f"{status} {text}" if text else str(status)
