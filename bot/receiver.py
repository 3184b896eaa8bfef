"""The one path of an update, whether it came by webhook or by polling.

`receive` returns when the update is safe: written down and told to Temporal, or of no concern to us, or kept as a
dead letter. It raises Held when it is not: then Telegram must keep it.
"""

import logging
import time
import traceback
from collections.abc import Awaitable, Callable

from aiogram import Bot, Dispatcher
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.types import Update
from pydantic import ValidationError

from bot.attempts import Attempts
from bot.metrics import Metrics
from bot.updates import ALLOWED_UPDATES, Raw, chat_of, date_of, kind_of
from domain.points import Point, Reached
from storage.dead_letters import DeadLetter, DeadLetters
from storage.facts import Origin
from storage.outages import database_is_away
from workflows.client import NotYet

logger = logging.getLogger(__name__)


class Held(Exception):
    """The update is not safe here yet."""


class Receiver:
    def __init__(
        self,
        bot: Bot,
        dispatcher: Dispatcher,
        dead_letters: DeadLetters,
        metrics: Metrics,
        *,
        services_answer: Callable[[], Awaitable[bool]],
        reached: Reached,
        attempts: Attempts | None = None,
    ) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._dead_letters = dead_letters
        self._metrics = metrics
        self._services_answer = services_answer
        self._reached = reached
        self._attempts = attempts or Attempts()

    def use(self, dispatcher: Dispatcher) -> None:
        """Instead of the one before; what that has begun it finishes."""
        self._dispatcher = dispatcher

    async def receive(self, raw: Raw) -> None:
        kind = kind_of(raw)
        self._metrics.updates.labels(kind).inc()
        if kind not in ALLOWED_UPDATES:
            self._metrics.ignored.labels(kind).inc()
            return
        try:
            await self._handle(raw, kind)
        except Exception as error:
            self._metrics.held.inc()
            raise Held from error
        self._attempts.forget(raw["update_id"])
        self._note_lag(raw)

    async def _handle(self, raw: Raw, kind: str) -> None:
        try:
            update = Update.model_validate(raw, context={"bot": self._bot})
        except ValidationError as error:
            await self._bury(raw, "unparsable", where=f"{error.error_count()} fields")
            return
        try:
            await self._dispatch(update, raw, kind)
        except Exception as error:
            if not await self._is_hopeless(raw["update_id"], error):
                raise
            await self._bury(raw, type(error).__name__, where=_where(error))

    async def _dispatch(self, update: Update, raw: Raw, kind: str) -> None:
        origin = Origin(self._bot.id, update.update_id, chat_of(raw) or 0)
        outcome = await self._dispatcher.feed_update(self._bot, update, origin=origin)
        if outcome is UNHANDLED:  # another group, another bot's message
            self._metrics.ignored.labels(kind).inc()
        self._reached(Point.UPDATE_UNACKNOWLEDGED)
        logger.debug("update %s (%s) is safe", update.update_id, kind)

    async def _is_hopeless(self, update_id: int, error: Exception) -> bool:
        """An outage is nobody's fault and is waited out, however long it takes."""
        if database_is_away(error):
            return False
        logger.warning("update %s failed: %s at %s", update_id, type(error).__name__, _where(error))
        if not self._attempts.failed(update_id, time.monotonic()):
            return False
        return not isinstance(error, NotYet) or await self._services_answer()

    async def _bury(self, raw: Raw, code: str, *, where: str) -> None:
        attempts = self._attempts.count(raw["update_id"])
        letter = DeadLetter(self._bot.id, raw["update_id"], chat_of(raw), code, max(attempts, 1), raw)
        await self._dead_letters.add(letter)
        self._metrics.dead_letters.labels(code).inc()
        logger.error("update %s (%s) became a dead letter: %s at %s", raw["update_id"], kind_of(raw), code, where)

    def _note_lag(self, raw: Raw) -> None:
        date = date_of(raw)
        if date is not None:
            self._metrics.lag.observe(max(0.0, time.time() - date))


def _where(error: Exception) -> str:
    """File and line, without the error's text: it may quote people."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "-"
