import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from local.errors import RuntimeProblem

LEASH = Path(__file__).with_name("leash.py")
POLL_SECONDS = 0.02


@dataclass(frozen=True)
class Command:
    name: str
    argv: Sequence[str]
    log: Path
    is_ready: Callable[[int], bool]  # is given the process id
    env: Mapping[str, str] = field(default_factory=dict)
    user: str | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    stop_seconds: float = 25


class Process:
    """One running command in a process group of its own that dies with us.

    Start it from a thread that lives as long as the program: the kernel ties the child to the thread.
    """

    def __init__(self, command: Command) -> None:
        self.command = command
        self._popen = _spawn(command)
        self.pid = self._popen.pid

    def exit_code(self) -> int | None:
        return self._popen.poll()

    def wait_ready(self, seconds: float) -> bool:
        """False when it ended instead."""
        deadline = time.monotonic() + seconds
        while self.exit_code() is None:
            if self.command.is_ready(self.pid):
                return True
            if time.monotonic() > deadline:
                raise RuntimeProblem(self._not_ready(seconds))
            time.sleep(POLL_SECONDS)
        return False

    def ask_to_stop(self) -> None:
        if self.exit_code() is None:
            self._popen.send_signal(self.command.stop_signal)

    def stop(self) -> None:
        self.ask_to_stop()
        self.finish()

    def finish(self) -> None:
        """Waits for the end that was asked for, then leaves nothing of the process group behind."""
        try:
            self._popen.wait(self.command.stop_seconds)
        except subprocess.TimeoutExpired:
            self.kill()
        self._kill_group()

    def kill(self) -> None:
        self._popen.kill()
        self._popen.wait()

    def _kill_group(self) -> None:
        try:
            os.killpg(self.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return

    def _not_ready(self, seconds: float) -> str:
        lines = last_lines(self.command.log)
        return f"{self.command.name} was not ready in {seconds:.0f} s. Its last lines:\n{lines}"


def last_lines(log: Path, count: int = 8) -> str:
    if not log.exists():
        return ""
    return "\n".join(log.read_text(errors="replace").splitlines()[-count:])


def _spawn(command: Command) -> subprocess.Popen[bytes]:
    command.log.parent.mkdir(parents=True, exist_ok=True)
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
            [*leash, *command.argv],
            env={**os.environ, **command.env},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
