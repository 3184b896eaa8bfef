"""Starting and stopping one program so that nothing of it is left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from local.errors import RuntimeProblem
from local.forking import CAN_FORK, ForkedModule, Module

LEASH = Path(__file__).with_name("leash.py")
POLL_SECONDS = 0.02


@dataclass(frozen=True)
class Command:
    name: str
    argv: Sequence[str]
    log: Path
    is_ready: Callable[[int], bool]  # is given the process id
    env: Mapping[str, str] | None = None  # instead of ours, all of it
    module: str | None = (
        None  # argv are the arguments of this Python module, which is forked where that can be done
    )
    user: str | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    stop_seconds: float = 25
    # The code by which it says that its settings are wrong, so that starting it again mends nothing.
    settings_exit_code: int | None = None
    # Whether it serves later by itself when it is not ready in time (Telegram may be away just now).
    may_lag: bool = False
    # Whether a failed start, by what it said, failed on something that passes by itself in seconds.
    passes: Callable[[str], bool] = lambda _said: False


class Process:
    """One running command in a process group of its own that dies with us.

    Start it from a thread that lives as long as the program: the kernel ties the child to the thread.
    """

    def __init__(self, command: Command) -> None:
        self.command = command
        self._log_start = command.log.stat().st_size if command.log.exists() else 0
        self._popen = _start(command)
        self._finished = False
        self.pid = self._popen.pid

    def exit_code(self) -> int | None:
        """None while it runs; negative after a signal."""
        return self._popen.poll()

    def is_ready(self) -> bool:
        return self.exit_code() is None and self.command.is_ready(self.pid)

    def said(self, lines: int = 8) -> str:
        """Its last lines since this start."""
        if not self.command.log.exists():
            return ""
        with self.command.log.open("rb") as log:
            # A log that was cut in the meantime starts anew.
            log.seek(self._log_start if self._log_start <= self.command.log.stat().st_size else 0)
            return "\n".join(log.read().decode(errors="replace").splitlines()[-lines:])

    def ask_to_stop(self) -> None:
        if self.exit_code() is None:
            self._popen.send_signal(self.command.stop_signal)

    def stop(self) -> None:
        self.ask_to_stop()
        self.finish()

    def finish(self) -> None:
        """Waits for the end that was asked for, then leaves nothing of its process group behind."""
        try:
            self._popen.wait(self.command.stop_seconds)
        except subprocess.TimeoutExpired:
            self.kill()
        if not self._finished:  # once only: later the group's number may be another's
            self._finished = True
            self._kill_group()

    def kill_soon(self) -> None:
        """Safe in a signal handler."""
        self._popen.kill()

    def kill(self) -> None:
        self._popen.kill()
        self._popen.wait()

    def _kill_group(self) -> None:
        try:
            os.killpg(self.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return


def start_ready(command: Command, *, ready_seconds: float = 30, retry_seconds: float = 5) -> Process:
    """Started and serving; starts again while it fails on what passes by itself."""
    deadline = time.monotonic() + retry_seconds
    while True:
        process = Process(command)
        if wait_ready(process, ready_seconds):
            return process
        process.finish()
        if time.monotonic() > deadline or not command.passes(process.said()):
            raise RuntimeProblem(f"{command.name} does not start. Its last lines:\n{process.said()}")
        time.sleep(0.1)


def wait_ready(process: Process, seconds: float) -> bool:
    """False when it ended instead."""
    deadline = time.monotonic() + seconds
    while not process.is_ready():
        if process.exit_code() is not None:
            return False
        if time.monotonic() > deadline:
            process.stop()
            raise RuntimeProblem(not_ready(process, seconds))
        time.sleep(POLL_SECONDS)
    return True


def not_ready(process: Process, seconds: float) -> str:
    return f"{process.command.name} was not ready in {seconds:.0f} s. Its last lines:\n{process.said()}"


def _start(command: Command) -> subprocess.Popen[bytes] | ForkedModule:
    command.log.parent.mkdir(parents=True, exist_ok=True)
    if command.module is None:
        return _spawn(command, command.argv)
    if not CAN_FORK:
        return _spawn(command, [sys.executable, "-P", "-m", command.module, *command.argv])
    env = os.environ if command.env is None else command.env
    return ForkedModule(Module(command.name, command.module, command.argv, env, command.log, command.stop_signal))


def _spawn(command: Command, argv: Sequence[str]) -> subprocess.Popen[bytes]:
    leash = [
        sys.executable,
        "-I",
        "-S",
        str(LEASH),
        command.stop_signal.name,
        command.user or "-",
        str(os.getpid()),
    ]
    with command.log.open("ab") as log:
        return subprocess.Popen(
            [*leash, *argv],
            env=command.env,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
