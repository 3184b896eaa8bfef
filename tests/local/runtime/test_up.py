"""`up` as a newcomer meets it, from end to end."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from config.settings import CHECKOUT
from local.ports import LOOPBACK, free_port, is_taken
from local.tests import clean_environment, settings_names
from tests.local.runtime.conftest import is_running, until

PORTS = 7
STOP_SECONDS = 60
NAMES = ("worker", "sender", "web", "bot")


def port_block() -> int:
    while True:
        first = free_port()
        if first < 65000 and not any(map(is_taken, range(first, first + PORTS))):
            return first


class Up:
    def __init__(self, state: Path, port: int, *arguments: str, **environment: str) -> None:
        self.state, self.port = state, port
        unset = dict.fromkeys(settings_names(), "")  # keeps the checkout's .env out
        self.process = subprocess.Popen(
            [sys.executable, "-m", "local", "up", "--port", str(port), *arguments],
            cwd=CHECKOUT,
            env={**clean_environment(), **unset, "NIGHTDESK_STATE": str(state), **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def lines_until(self, wanted: str) -> list[str]:
        lines: list[str] = []
        while not lines or wanted not in lines[-1]:
            lines.append(self._line(lines))
        return lines

    def rest(self) -> str:
        return self.process.communicate(timeout=STOP_SECONDS)[0]

    def stop(self) -> str:
        self.process.send_signal(signal.SIGINT)
        return self.rest()

    def pid(self, name: str) -> int:
        return int((self.state / "ready" / name).read_text())

    def port_of(self, url: str) -> int:
        """As the distance from the page's own port."""
        return (urlsplit(url).port or 0) - self.port

    def links(self) -> list[dict[str, str]]:
        with urlopen(f"http://{LOOPBACK}:{self.port}/local/links", timeout=5) as answer:
            links: list[dict[str, str]] = json.load(answer)
            return links

    def status(self, path: str, offset: int = 0) -> int:
        connection = HTTPConnection(LOOPBACK, self.port + offset, timeout=5)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        finally:
            connection.close()

    def _line(self, so_far: list[str]) -> str:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "it ended:\n" + "".join(so_far)
        return line


@contextmanager
def up(state: Path, *arguments: str, **environment: str) -> Iterator[Up]:
    running = Up(state, port_block(), *arguments, **environment)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.stop()
        assert running.process.stdout is not None
        running.process.stdout.close()


def test_a_newcomers_day(home: Path) -> None:
    """First start, a second one at once, a crash, Ctrl-C, and the next start that continues."""
    with up(home, "--speed", "60") as first:
        said = "".join(first.lines_until("Ctrl-C stops everything"))
        for name in ("PostgreSQL", "Temporal", "local Telegram", *NAMES):
            assert f"+ {name} ready" in said
        assert f"http://{LOOPBACK}:{first.port}" in said
        assert first.status("/") == 200
        assert first.status("/namespaces/desk/workflows", offset=3) == 200
        assert [first.port_of(link["url"]) for link in first.links()] == [3, 1]
        assert_second_up_is_refused(first)
        assert_crash_is_survived(first, "bot")
        seed = (home / "telegram" / "seed.json").read_text()
        pids = [first.pid(name) for name in NAMES]
        stopped = first.stop()
        assert first.process.returncode == 0
        assert stopped.index("bot stopped") < stopped.index("worker stopped") < stopped.index("PostgreSQL stopped")
        assert not any(map(is_running, pids))
    with up(home) as second:
        second.lines_until("Ctrl-C stops everything")
        assert (home / "telegram" / "seed.json").read_text() == seed
        pids = [second.pid(name) for name in NAMES]
        second.process.kill()
        until(lambda: not any(map(is_running, pids)), STOP_SECONDS)


def assert_second_up_is_refused(running: Up) -> None:
    with up(running.state) as another:
        assert f"already up here: process {running.process.pid}" in another.rest()
        assert another.process.returncode == 1


def assert_crash_is_survived(running: Up, name: str) -> None:
    before = running.pid(name)
    os.kill(before, signal.SIGKILL)
    assert f"{name} was killed by SIGKILL" in running.lines_until(f"{name} ready")[0]
    assert running.pid(name) != before


@pytest.fixture
def telegram(home: Path) -> Iterator[int]:
    """A Bot API server of somebody else, which knows no bot."""
    port = free_port()
    argv = [sys.executable, "-m", "local.telegram", "--port", str(port), "--state", str(home / "foreign")]
    with subprocess.Popen(argv, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert "ready" in server.stdout.readline()
        yield port
        server.terminate()


def test_a_wrong_token_is_one_clear_line_and_exit_code_2(home: Path, telegram: int) -> None:
    outside = {
        "BOT_TOKEN": "123456:AAwrong-token",
        "TELEGRAM_API_URL": f"http://{LOOPBACK}:{telegram}",
        "AGENTS_CHAT_ID": "-1001",
    }
    with up(home / "var", **outside) as wrong:
        said = wrong.rest()
    assert wrong.process.returncode == 2
    assert "BOT_TOKEN is refused" in said.splitlines()[-1]
    assert "AAwrong-token" not in said
    assert "Local Telegram" not in said
