"""What `./nightdesk` says to the person who typed it."""

import os
import sys
import time
from dataclasses import dataclass
from typing import TextIO

GREEN, YELLOW, RED, DIM, BOLD = "32", "33", "31", "2", "1"


@dataclass(frozen=True)
class Console:
    coloured: bool = False
    out: TextIO | None = None  # None is stdout, also in a process that this is handed to

    def ready(self, name: str, seconds: float) -> None:
        self.say(f"{self.paint(GREEN, '+')} {name} ready {self.paint(DIM, f'{seconds:.1f} s')}")

    def done(self, text: str) -> None:
        self.say(f"{self.paint(GREEN, '+')} {text}")

    def warn(self, text: str) -> None:
        self.say(f"{self.paint(YELLOW, '!')} {text}")

    def fail(self, text: str) -> None:
        self.say(f"{self.paint(RED, 'x')} {text}")

    def say(self, text: str = "") -> None:
        print(text, file=self.out or sys.stdout, flush=True)

    def paint(self, colour: str, text: str) -> str:
        return f"\x1b[{colour}m{text}\x1b[0m" if self.coloured else text


def console(*, no_color: bool = False) -> Console:
    return Console(not no_color and "NO_COLOR" not in os.environ and sys.stdout.isatty())


class Stopwatch:
    def __init__(self) -> None:
        self._since = time.monotonic()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._since
