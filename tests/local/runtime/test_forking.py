"""Our own processes as forks: they must be indistinguishable from fresh interpreters."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.local.runtime.conftest import Probe, is_running, until

Start = Callable[..., Probe]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere our processes are not forked")


def outcome(probe: Start, tmp_path: Path, case: str) -> tuple[str, str]:
    """Exit code and output of a case of fork_cases.py."""
    code, _, said = probe("probes.py", "fork_once", str(tmp_path / "log"), case).rest().partition("\n")
    return code, said.strip()


@pytest.mark.parametrize(
    ("case", "code", "last_line"),
    [
        ("settings", "2", "BOT_TOKEN is refused"),
        ("words", "1", "in words"),
        ("crash", "1", "ValueError: it broke"),
        ("name", "0", "nd-case __main__ ['name']"),
        ("environment", "0", "['ONLY']"),
    ],
)
def test_it_ends_and_sees_what_a_fresh_interpreter_would(
    case: str, code: str, last_line: str, probe: Start, tmp_path: Path
) -> None:
    ended, said = outcome(probe, tmp_path, case)
    assert (ended, said.splitlines()[-1]) == (code, last_line)


def test_it_holds_no_file_of_its_parent(probe: Start, tmp_path: Path) -> None:
    """The lock of `up` among them: a child that ends slowly would keep the next `up` away."""
    _, said = outcome(probe, tmp_path, "files")
    assert "/dev/null" in said
    assert "held-by-the-parent" not in said


@pytest.mark.parametrize("way", ["kill", "wait"])
def test_the_answer_of_an_errand_comes_back(way: str, probe: Start) -> None:
    said = probe("probes.py", "errand", way).rest().splitlines()
    assert said[-1] == {"kill": "1 a helper process ended without a word", "wait": "2 refused"}[way]


def test_it_dies_with_its_parent(probe: Start, tmp_path: Path) -> None:
    supervisor = probe("probes.py", "supervise", str(tmp_path), "forked")
    supervisor.lines_until("all up")
    pid = int((tmp_path / "forked.ready").read_text())
    supervisor.kill()
    until(lambda: not is_running(pid))
