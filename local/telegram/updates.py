import asyncio
import random
from collections.abc import Callable
from typing import Any

from aiogram.types import Update as Sent

from local.telegram.clock import Clock
from local.telegram.settings import DAY
from local.telegram.store import Store
from local.telegram.world import Bot, Update

# The three that Telegram leaves out unless they are asked for by name.
NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}
WEEK = 7 * DAY


class UpdateQueue:
    """Unconfirmed updates, one ordered list per bot, kept on disk until confirmed or expired."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._pending: dict[int, dict[int, Update]] = {}  # by row, in order of arrival
        self._queues: dict[tuple[int, str], dict[int, Update]] = {}
        self._tails: dict[int, int] = {}
        self._news: dict[int, asyncio.Event] = {}
        # The webhook sender listens: to news, and to a webhook that was set or removed.
        self.on_added: Callable[[Update], None] = lambda _update: None
        self.on_webhook: Callable[[int], None] = lambda _bot_id: None
        for update in store.updates():
            self._keep(update)

    def tail(self, bot_id: int) -> int:
        return self._tails.get(bot_id, 0)

    def news(self, bot_id: int) -> asyncio.Event:
        return self._news.setdefault(bot_id, asyncio.Event())

    def wake(self, bot_id: int) -> None:
        self._news.pop(bot_id, asyncio.Event()).set()

    def wants(self, bot: Bot, kind: str) -> bool:
        return kind in bot.allowed_updates if bot.allowed_updates else kind not in NOT_BY_DEFAULT

    def add(self, bot: Bot, kind: str, value: Any, *, queue: str, life: float, chat: str | None = None) -> None:
        if not self.wants(bot, kind):
            return
        update_id = self.next_id(bot)
        body = {"update_id": update_id, kind: value}
        Sent.model_validate(body)  # an update of ours that aiogram refuses would be a bug of ours
        expires_at = self._clock() + life
        self.push(
            Update(
                bot_id=bot.id,
                update_id=update_id,
                type=kind,
                queue=queue,
                chat=chat,
                expires_at=expires_at,
                body=body,
            )
        )

    def push(self, update: Update) -> None:
        row = self._store.add_update(update)
        kept = update.model_copy(update={"row": row})
        self._keep(kept)
        self.wake(update.bot_id)
        self.on_added(kept)

    def _keep(self, update: Update) -> None:
        self._pending.setdefault(update.bot_id, {})[update.row] = update
        self._queues.setdefault((update.bot_id, update.queue), {})[update.row] = update
        self._tails[update.bot_id] = max(self.tail(update.bot_id), update.update_id)

    def next_id(self, bot: Bot) -> int:
        """Sequential; after a week of silence Telegram starts again from a random number."""
        now = self._clock()
        name = f"update:{bot.id}"
        if now - bot.last_update_at > WEEK:
            start = random.randint(100_000_000, 900_000_000)  # noqa: S311 - not a secret
            self._store.set_counter(name, start)
            self._tails.pop(bot.id, None)
        bot.last_update_at = now
        self._store.put("bot", str(bot.id), bot)
        return self._store.count(name)

    def live(self, bot_id: int) -> list[Update]:
        now = self._clock()
        waiting = list(self._pending.get(bot_id, {}).values())
        for update in waiting:
            if update.expires_at <= now:
                self.remove(update)
        return list(self._pending.get(bot_id, {}).values())

    def head(self, bot_id: int, queue: str) -> Update | None:
        """The oldest of a webhook queue that has not expired."""
        now = self._clock()
        for update in list(self._queues.get((bot_id, queue), {}).values()):
            if update.expires_at > now:
                return update
            self.remove(update)
        return None

    def remove(self, update: Update) -> None:
        self._pending.get(update.bot_id, {}).pop(update.row, None)
        key = (update.bot_id, update.queue)
        inside = self._queues.get(key, {})
        inside.pop(update.row, None)
        if not inside:
            self._queues.pop(key, None)
        self._store.drop_update(update.row)

    def confirm(self, bot_id: int, below: int) -> int:
        """Forget what lies below the offset. An injected repeat stays until it was given out once."""
        done = [u for u in self.live(bot_id) if u.update_id < below and not u.undelivered_repeat]
        for update in done:
            self.remove(update)
        return len(done)

    def clear(self, bot_id: int, keep: int = 0) -> None:
        waiting = self.live(bot_id)
        for update in waiting[: len(waiting) - keep]:
            self.remove(update)

    def mark_delivered(self, update: Update) -> None:
        self._keep(update.model_copy(update={"undelivered_repeat": False}))
