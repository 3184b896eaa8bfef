import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from config.settings import CHECKOUT
from local.unprivileged import make_enterable

HERE = Path(__file__).parent
WITHIN_SECONDS = 20.0


def until(condition: Callable[[], bool], seconds: float = WITHIN_SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.02)


def is_running(pid: int) -> bool:
    """Zombies whose parent has died do not count: a container's first process may never reap them."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@dataclass
class Probe:
    process: subprocess.Popen[str]

    def line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def lines_until(self, last: str) -> list[str]:
        lines: list[str] = []
        while last not in (lines[-1:] or [""])[0]:
            line = self.line()
            assert line or self.process.poll() is None, f"it ended after {lines}"
            lines.append(line)
        return lines

    def rest(self) -> str:
        out, _ = self.process.communicate(timeout=WITHIN_SECONDS)
        return out

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture
def probe() -> Iterator[Callable[..., Probe]]:
    started: list[Probe] = []

    def start(program: str, *arguments: str, argv: Sequence[str] = (sys.executable,)) -> Probe:
        process = subprocess.Popen(
            [*argv, str(HERE / program), *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd="/",
            env={**os.environ, "PYTHONPATH": python_path()},
        )
        started.append(Probe(process))
        return started[-1]

    yield start
    for each in started:
        if each.process.poll() is None:
            each.kill()
        if each.process.stdout is not None:
            each.process.stdout.close()


def python_path() -> str:
    """For another interpreter of the same version too, which does not know our .venv."""
    return os.pathsep.join([str(CHECKOUT), *(path for path in sys.path if path.endswith("site-packages"))])


@pytest.fixture
def home(runtime_dir: Path, request: pytest.FixtureRequest) -> Path:
    path: Path = runtime_dir / request.node.name.replace("/", "-")
    make_enterable(path)
    return path


def plain_user_argv() -> list[str] | None:
    """How to run Python as an unprivileged user, None when that cannot be done here."""
    if os.geteuid() != 0:
        return [sys.executable]
    drop = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
    version = tuple(sys.version_info[:2])
    # It also starts itself: setpriv's own exec still has root's rights to come to a closed directory.
    again = "subprocess.run([sys.executable, '-c', ''], check=True)"
    check = f"import subprocess, sys, psycopg, local; {again}; sys.exit(sys.version_info[:2] != {version})"
    for python in (sys.executable, "/usr/bin/python3"):
        done = subprocess.run(
            [*drop, python, "-c", check],
            check=False,
            capture_output=True,
            cwd="/",
            env={"PATH": os.defpath, "PYTHONPATH": python_path()},
        )
        if done.returncode == 0:
            return [*drop, python]
    return None
