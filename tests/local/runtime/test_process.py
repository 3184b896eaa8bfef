import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from local.errors import RuntimeProblem
from local.process import Command, Process, start_ready, wait_ready
from tests.local.runtime.conftest import Probe, is_running, until


def python(code: str, log: Path, **more: object) -> Command:
    options = {"is_ready": lambda _pid: log.exists() and b"ready" in log.read_bytes(), **more}
    return Command("child", [sys.executable, "-c", code], log, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("stop_signal", ["SIGTERM", "SIGINT"])
def test_a_child_dies_with_its_parent(stop_signal: str, probe: Callable[..., Probe], tmp_path: Path) -> None:
    parent = probe("probes.py", "child_forever", str(tmp_path / "log"), stop_signal)
    pid = int(parent.line())
    parent.kill()
    until(lambda: not is_running(pid))


def test_a_child_that_does_not_listen_is_killed_in_the_end(tmp_path: Path) -> None:
    code = (
        "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); signal.pause()"
    )
    process = start_ready(python(code, tmp_path / "log", stop_seconds=0.2))
    process.stop()
    assert process.exit_code() == -signal.SIGKILL


def test_what_a_child_started_ends_with_it(tmp_path: Path) -> None:
    code = "import subprocess; p = subprocess.Popen(['sleep', '600']); print(p.pid, 'ready', flush=True)"
    process = Process(python(code, tmp_path / "log"))
    until(lambda: process.exit_code() is not None)
    grandchild = int(process.said().split()[0])
    process.finish()
    until(lambda: not is_running(grandchild))


def test_only_the_lines_of_this_start_are_told(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("of yesterday\n")
    process = Process(python("print('one'); print('two')", tmp_path / "log"))
    until(lambda: process.exit_code() is not None)
    process.finish()
    assert process.said() == "one\ntwo"
    assert process.said(1) == "two"


def test_a_child_that_is_never_ready_is_stopped_and_told(tmp_path: Path) -> None:
    process = Process(python("import time; print('still', flush=True); time.sleep(600)", tmp_path / "log"))
    with pytest.raises(RuntimeProblem, match="child was not ready"):
        wait_ready(process, 0.5)
    assert process.exit_code() is not None


def test_what_passes_by_itself_is_tried_again(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    code = (
        f"import pathlib, sys, signal; mark = pathlib.Path({str(mark)!r})\n"
        "if not mark.exists(): mark.touch(); sys.exit('held')\n"
        "print('ready', flush=True); signal.pause()"
    )
    process = start_ready(python(code, tmp_path / "log", passes=lambda said: "held" in said))
    process.stop()


def test_what_does_not_pass_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(RuntimeProblem, match="no such table"):
        start_ready(python("import sys; sys.exit('no such table')", tmp_path / "log"))
