"""Starts programs in stages, starts crashed ones again, stops all in reverse order.

It blocks the main thread on purpose: children die with the thread that started them.
"""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType

from local.console import Console, Stopwatch
from local.errors import RuntimeProblem
from local.forking import Errand
from local.process import Command, Process, not_ready

READY_SECONDS = 60.0
RETRY_SECONDS = 5.0  # how long a start may fail on what passes by itself
POLL_SECONDS = 0.05
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
STEADY_SECONDS = 60.0  # after so long a life the next crash counts as the first


class StopAsked(Exception):
    """Ctrl-C or SIGTERM came while something was being started."""


@dataclass
class Child:
    command: Command
    process: Process
    watch: Stopwatch = field(default_factory=Stopwatch)
    announced: bool = False
    waited_for: bool = True
    pause: float = FIRST_PAUSE
    start_at: float | None = None  # monotonic; set while it waits to be started again

    @property
    def name(self) -> str:
        return self.command.name


class Supervisor:
    def __init__(
        self, console: Console, *, first_pause: float = FIRST_PAUSE, ready_seconds: float = READY_SECONDS
    ) -> None:
        self._console = console
        self._ready_seconds = ready_seconds
        self._first_pause = first_pause
        self._children: list[Child] = []
        self._asked = threading.Event()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Ctrl-C and SIGTERM ask to stop; whatever happens inside, nothing runs afterwards."""
        before = {number: signal.signal(number, self._ask) for number in STOP_SIGNALS}
        try:
            yield
        finally:
            self.stop_all()
            for number, handler in before.items():
                signal.signal(number, handler)

    def start(self, *commands: Command) -> None:
        self.wait_for(*self.begin(*commands))

    def begin(self, *commands: Command) -> list[Child]:
        return [self._begin(command) for command in commands]

    def wait_for(self, *children: Child) -> None:
        """Until every one of them serves; one that may lag is given up after a while, not the start."""
        began = Stopwatch()
        while waiting := [child for child in children if child.waited_for and not child.announced]:
            for child in waiting:
                self._help_up(child, began.seconds)
            self.pause(POLL_SECONDS)

    def wait_for_errand(self, errand: Errand) -> None:
        while not errand.finished():
            self.pause(POLL_SECONDS)
        errand.finish()

    def watch(self) -> None:
        """Until somebody asks to stop. A child whose settings are wrong ends it with RuntimeProblem."""
        while not self._asked.wait(POLL_SECONDS):
            for child in self._children:
                self._look_after(child)

    def pause(self, seconds: float) -> None:
        if self._asked.wait(seconds):
            raise StopAsked

    def stop_all(self) -> None:
        """The last started first, each given its time; asked a second time, at once."""
        for child in reversed(self._children):
            runs, watch = child.process.exit_code() is None, Stopwatch()
            child.process.stop()
            if runs:
                self._console.done(f"{child.name} stopped {watch.seconds:.1f} s")
        self._children.clear()

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        if self._asked.is_set():  # somebody is impatient
            for child in self._children:
                child.process.kill_soon()
        self._asked.set()

    def _begin(self, command: Command) -> Child:
        child = Child(command, Process(command), pause=self._first_pause)
        self._children.append(child)
        return child

    def _help_up(self, child: Child, seconds: float) -> None:
        """In a first start a crash is told at once, except what passes by itself."""
        if child.process.exit_code() is not None:
            self._check_settings(child)
            if seconds > RETRY_SECONDS or not child.command.passes(child.process.said()):
                raise RuntimeProblem(
                    f"{child.name} {_ending(child.process)}. Its last lines:\n{child.process.said()}"
                )
            self._restart(child)
        elif child.process.is_ready():
            self._announce(child)
        elif seconds > self._ready_seconds:
            self._too_late(child)

    def _too_late(self, child: Child) -> None:
        if not child.command.may_lag:
            raise RuntimeProblem(not_ready(child.process, self._ready_seconds))
        self._console.warn(f"{child.name} still tries to start, its last line: {child.process.said(1)}")
        child.waited_for = False

    def _look_after(self, child: Child) -> None:
        if child.start_at is not None:
            if time.monotonic() >= child.start_at:
                self._restart(child)
        elif child.process.exit_code() is not None:
            self._crashed(child)
        elif not child.announced and child.process.is_ready():
            self._announce(child)

    def _crashed(self, child: Child) -> None:
        child.process.finish()
        self._check_settings(child)
        if child.watch.seconds > STEADY_SECONDS:
            child.pause = self._first_pause
        child.start_at = time.monotonic() + child.pause
        again = f"starts again in {child.pause:.1f} s (log: {child.command.log})"
        self._console.warn(f"{child.name} {_ending(child.process)}, {again}")
        child.pause = min(child.pause * 2, LONGEST_PAUSE)

    def _restart(self, child: Child) -> None:
        child.process.finish()
        child.process = Process(child.command)
        child.watch = Stopwatch()
        child.announced = False
        child.start_at = None

    def _announce(self, child: Child) -> None:
        child.announced = True
        self._console.ready(child.name, child.watch.seconds)

    def _check_settings(self, child: Child) -> None:
        code = child.process.exit_code()
        if code is not None and code == child.command.settings_exit_code:
            raise RuntimeProblem(child.process.said(), exit_code=code)


def _ending(process: Process) -> str:
    code = process.exit_code()
    if code is not None and code < 0:
        return f"was killed by {signal.Signals(-code).name}"
    return f"ended with exit code {code}"
