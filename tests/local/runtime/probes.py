"""Small programs that tests of the runtime run as processes of their own: `python probes.py NAME ...`."""

import signal
import sys
from collections.abc import Callable
from pathlib import Path

from local.console import Console
from local.process import Command, start_ready
from local.supervisor import StopAsked, Supervisor

FAKE_CHILD = Path(__file__).with_name("fake_child.py")


def say(text: object) -> None:
    print(text, flush=True)  # noqa: T201 - how a probe answers


def forever() -> None:
    while True:
        signal.pause()


def child_forever(log: str, stop_signal: str) -> None:
    """A parent with one ordinary child; says the child's process id."""
    argv = [sys.executable, "-c", "import signal; signal.pause()"]
    command = Command("child", argv, Path(log), lambda _pid: True, stop_signal=signal.Signals[stop_signal])
    say(start_ready(command).pid)
    forever()


def supervise(home: str, *names: str) -> None:
    """Fake children that write what happens to them into one file."""
    supervisor = Supervisor(Console(), first_pause=0.05)
    commands = [fake(Path(home), name) for name in names]
    with supervisor.running():
        try:
            for command in commands:
                supervisor.start(command)
            say("all up")
            supervisor.watch()
        except StopAsked:
            pass


def fake(home: Path, name: str) -> Command:
    ready = home / f"{name}.ready"
    return Command(
        name=name,
        argv=[sys.executable, str(FAKE_CHILD), str(home), name],
        log=home / f"{name}.log",
        is_ready=lambda pid: ready.exists() and ready.read_text() == str(pid),
        stop_seconds=5,
    )


PROBES: dict[str, Callable[..., None]] = {"child_forever": child_forever, "supervise": supervise}

if __name__ == "__main__":
    PROBES[sys.argv[1]](*sys.argv[2:])
