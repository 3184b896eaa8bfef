"""getUpdates with the offsets of the real one: an offset confirms all below it, for ever."""

import asyncio
from typing import Any

from local.telegram.core import Telegram
from local.telegram.errors import Refusal
from local.telegram.ledger import note_confirmed, note_update
from local.telegram.world import Bot, Update

MAX_LIMIT = 100
MAX_TIMEOUT = 50


async def poll(tg: Telegram, bot: Bot, offset: int, limit: int | None, timeout: float) -> list[dict[str, Any]]:  # noqa: ASYNC109 - Telegram's parameter
    if bot.webhook is not None:
        raise Refusal.WEBHOOK_ACTIVE.error()
    limit = limit if limit and 0 < limit <= MAX_LIMIT else MAX_LIMIT
    offset = _confirm(tg, bot, offset)
    found = _ready(tg, bot, offset, limit)
    if not found and timeout > 0:
        found = await _wait(tg, bot, offset, limit, min(timeout, MAX_TIMEOUT))
    return [_given_out(tg, update) for update in found]


def _confirm(tg: Telegram, bot: Bot, offset: int) -> int:
    """Forget what the offset confirms; answers with the offset to read from."""
    if offset < 0:
        tg.updates.clear(bot.id, keep=-offset)
        return 0
    if offset > tg.updates.tail(bot.id) + 1:
        return 0  # an offset from the future is ignored
    if tg.updates.confirm(bot.id, offset):
        note_confirmed(tg, bot.id, offset)
    return offset


def _ready(tg: Telegram, bot: Bot, offset: int, limit: int) -> list[Update]:
    waiting = tg.updates.live(bot.id)
    return [u for u in waiting if u.update_id >= offset or u.undelivered_repeat][:limit]


async def _wait(tg: Telegram, bot: Bot, offset: int, limit: int, seconds: float) -> list[Update]:
    end = asyncio.get_running_loop().time() + seconds
    with tg.pollers.only_one(bot.id) as turn:
        while True:
            news = tg.updates.news(bot.id)
            found = _ready(tg, bot, offset, limit)
            left = end - asyncio.get_running_loop().time()
            if found or left <= 0:
                return found
            await turn.wait_for(news, left)


def _given_out(tg: Telegram, update: Update) -> dict[str, Any]:
    note_update(tg, update, by="polling", ok=True)
    if update.undelivered_repeat:
        tg.updates.mark_delivered(update)
    return update.body
