"""For crash tests: a process kills itself when it comes to a named point (CRASH_AT)."""

import os
import signal
from typing import Self

from domain.points import Point


class CrashSwitch:
    def __init__(self, point: str | None, nth: int = 1) -> None:
        self._point = point if point is None else Point(point)
        self._left = nth

    @classmethod
    def parse(cls, text: str | None) -> Self:
        """From "point" or "point:n"."""
        if text is None:
            return cls(None)
        point, _, nth = text.partition(":")
        if point not in set(Point):
            raise ValueError(f"names no point: there are {', '.join(Point)}")
        if nth and (not nth.isdecimal() or int(nth) < 1):
            raise ValueError("counts from 1")
        return cls(point, int(nth or 1))

    def reached(self, name: Point) -> None:
        if name != self._point:
            return
        self._left -= 1
        if self._left == 0:
            # As `kill -9` does: nothing is flushed, closed or awaited.
            os.kill(os.getpid(), signal.SIGKILL)
