import math
from collections import defaultdict, deque
from enum import StrEnum

from local.telegram.clock import Clock
from local.telegram.errors import too_many_requests
from local.telegram.settings import Edits, Settings
from local.telegram.world import Chat

MINUTE = 60.0


class Spending(StrEnum):
    SEND = "send"
    EDIT = "edit"


class Window:
    """At most `capacity` in any `length` seconds."""

    def __init__(self) -> None:
        self._taken: deque[float] = deque()

    def wait(self, now: float, cost: int, capacity: int, length: float) -> float:
        """Seconds until `cost` more fit; 0 when they fit now."""
        while self._taken and self._taken[0] <= now - length:
            self._taken.popleft()
        excess = len(self._taken) + cost - capacity
        if excess <= 0:
            return 0.0
        return self._taken[min(excess, len(self._taken)) - 1] + length - now if self._taken else 0.0

    def take(self, now: float, cost: int) -> None:
        self._taken.extend([now] * cost)


class Bucket:
    def __init__(self) -> None:
        self._level = 0.0
        self._at = 0.0

    def wait(self, now: float, cost: int, burst: int, rate: float) -> float:
        self._level = max(0.0, self._level - (now - self._at) * rate)
        self._at = now
        return max(0.0, (self._level + cost - max(burst, cost)) / rate)

    def take(self, cost: int) -> None:
        self._level += cost


class FloodLimits:
    """Telegram's limits as they are known: 20 a minute per group, about 1 a second per person, 30 a second."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._groups: dict[str, Window] = defaultdict(Window)
        self._people: dict[str, Bucket] = defaultdict(Bucket)
        self._bots: dict[int, Window] = defaultdict(Window)

    def spend(self, bot_id: int, chat: Chat, cost: int = 1, kind: Spending = Spending.SEND) -> None:
        """Count `cost` messages, or refuse all of them with 429 and count none."""
        if not self._settings.limits or cost == 0:
            return
        wait = max(self._wait_of_bot(bot_id, cost), self._wait_of_chat(bot_id, chat, cost, kind))
        if wait > 0:
            raise too_many_requests(max(1, math.ceil(wait)))
        now = self._clock()
        self._bots[bot_id].take(now, cost)
        if self._counts(chat, kind):
            if chat.is_private:
                self._people[chat.key].take(cost)
            else:
                self._groups[self._group_key(bot_id, chat, kind)].take(now, cost)

    def _wait_of_bot(self, bot_id: int, cost: int) -> float:
        length = 1.0 / self._settings.window_scale
        return self._bots[bot_id].wait(self._clock(), cost, self._settings.bot_per_second, length)

    def _wait_of_chat(self, bot_id: int, chat: Chat, cost: int, kind: Spending) -> float:
        settings, now = self._settings, self._clock()
        if not self._counts(chat, kind):
            return 0.0
        if chat.is_private:
            rate = settings.private_per_second * settings.window_scale
            return self._people[chat.key].wait(now, cost, settings.private_burst, rate)
        window = self._groups[self._group_key(bot_id, chat, kind)]
        return window.wait(now, cost, settings.group_per_minute, MINUTE / settings.window_scale)

    def _counts(self, chat: Chat, kind: Spending) -> bool:
        return kind is Spending.SEND or (not chat.is_private and self._settings.edits is not Edits.FREE)

    def _group_key(self, bot_id: int, chat: Chat, kind: Spending) -> str:
        separate = self._settings.edits is Edits.SEPARATE and kind is Spending.EDIT
        return f"{bot_id}/{chat.key}/{'edits' if separate else 'all'}"
