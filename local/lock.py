"""One `up` for each state directory: the kernel lets go of the lock however the holder ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from local.errors import RuntimeProblem


@contextmanager
def only_one(path: Path, page: str) -> Iterator[None]:
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise RuntimeProblem(f"Nightdesk is already up here: {file.read().strip()}") from None
        file.truncate(0)
        file.write(f"process {os.getpid()}, {page}\n")
        file.flush()
        yield


def holder(path: Path) -> str | None:
    """What the running `up` wrote, None when none runs."""
    if not path.exists():
        return None
    with path.open("r") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return file.read().strip()
    return None
