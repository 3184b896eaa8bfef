"""One way for every request to Telegram: its turn in the budget, then the failures table."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiogram import Bot
from aiogram.methods import TelegramMethod

from activities.coded import code_of
from activities.failures import Failed, Posture, What, posture
from activities.journal import Journal, OneTry
from activities.patience import keep_waiting
from activities.repairs import repaired
from storage.budget import Budget, Lane

logger = logging.getLogger(__name__)

HTTP_TIMEOUT = 15  # seconds; shorter than a place in the budget is held for a request in flight
WAITING_STEP = 1.0  # seconds between two looks at the budget: later, and our place in the line is lost
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 10.0
AFTER_429 = 0.2  # seconds longer than told
FILE_TRIES = 3


@dataclass(frozen=True)
class Errand:
    """Whose turn is taken: `who` keeps its place in the lane's line."""

    lane: Lane
    who: str
    priority: int


@dataclass(frozen=True)
class Answer:
    """`result` None: executed, but the answer could not be read."""

    result: Any
    message_id: int | None


class Requests:
    def __init__(self, bot: Bot, budget: Budget, on_migrated: Callable[[int, int], Awaitable[None]]) -> None:
        self._bot = bot
        self._budget = budget
        self._on_migrated = on_migrated

    async def send(self, method: TelegramMethod[Any], errand: Errand, journal: Journal) -> Answer:
        """Until it is executed; raises Failed for what waiting and mending do not help."""
        pause, tries = FIRST_PAUSE, 0
        while True:
            answer, told = await self._attempt(method, errand, journal)
            if answer is not None:
                return answer
            tries += 1
            if told.what is What.AMBIGUOUS:
                if not await journal.doubted():
                    raise Failed(told)
            else:
                await journal.settled(told.code)
            if told.what is What.MIGRATED and told.chat is not None:
                await self._on_migrated(_chat(method) or 0, told.chat)
            if (mended := repaired(method, told)) is not None:
                method = mended
            elif told.what is What.WAIT:
                await self._budget.block(errand.lane, told.seconds + AFTER_429)
            elif _passing(told, tries):
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                raise Failed(told)

    async def quietly(self, method: TelegramMethod[Any], errand: Errand) -> bool:
        """Nice to have: one try, and no failure of it is anybody's matter."""
        answer, told = await self._attempt(method, errand, OneTry())
        if answer is None:
            logger.info("%s left out: %s", type(method).__name__, told.what)
        return answer is not None

    async def _attempt(
        self, method: TelegramMethod[Any], errand: Errand, journal: Journal
    ) -> tuple[Answer | None, Posture]:
        slot = await self._turn(errand)
        try:
            await journal.sending(_chat(method), getattr(method, "message_thread_id", None))
            told = Posture(What.DONE)
            try:
                result = await self._bot(method, request_timeout=HTTP_TIMEOUT)
            except Exception as error:  # noqa: BLE001 - the table knows every class, and what unknown ones mean
                result, told = None, posture(error)
        finally:
            await self._let_go(errand, slot)
        if told.what is not What.DONE:
            return None, told
        return Answer(result, getattr(result, "message_id", told.message_id)), told

    async def _turn(self, errand: Errand) -> int:
        while True:
            keep_waiting()
            turn = await self._budget.take(errand.lane, errand.who, errand.priority)
            if turn.slot is not None:
                return turn.slot
            await asyncio.sleep(min(turn.wait, WAITING_STEP))

    async def _let_go(self, errand: Errand, slot: int) -> None:
        """A place that cannot be given back now gives itself back later."""
        try:
            await self._budget.done(errand.lane, slot)
        except Exception as error:  # noqa: BLE001 - the request's own end counts more
            logger.warning("place %s not given back: %s", slot, code_of(error))


def _chat(method: TelegramMethod[Any]) -> int | None:
    chat = getattr(method, "chat_id", None)
    return chat if isinstance(chat, int) else None


def _passing(told: Posture, tries: int) -> bool:
    return told.what in (What.NOT_SENT, What.AMBIGUOUS) or (
        told.what is What.FILE_UNAVAILABLE and tries < FILE_TRIES
    )
