import time
from typing import NamedTuple


class Pace(NamedTuple):
    """Of a demo: the times that messages name pass `speed` times as fast since the Unix second `since`."""

    speed: float = 1
    since: float = 0


class Clock:
    """Unix seconds. Tests move it, so that a life of 24 hours ends without waiting."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self._ahead

    def reset(self) -> None:
        self._ahead = 0.0

    def advance(self, seconds: float) -> None:
        self._ahead += seconds
