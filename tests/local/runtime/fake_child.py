"""A child for the supervisor's tests: `fake_child.py HOME NAME`. It notes what happens to it in HOME/events."""

import os
import signal
import sys
from pathlib import Path


def fake_child(home: str, name: str) -> None:
    events, ready = Path(home) / "events", Path(home) / f"{name}.ready"

    def stop(*_: object) -> None:
        note(events, f"{name} stopped")
        sys.exit(0)

    signal.signal(signal.SIGTERM, stop)
    note(events, f"{name} started")
    ready.write_text(str(os.getpid()))
    while True:
        signal.pause()


def note(events: Path, text: str) -> None:
    with events.open("a") as file:
        file.write(text + "\n")


if __name__ == "__main__":
    fake_child(*sys.argv[1:])
