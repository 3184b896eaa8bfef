import os
import signal
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest

from local.console import Console
from local.errors import RuntimeProblem
from local.process import Command
from local.supervisor import Supervisor
from tests.local.runtime.conftest import Probe, is_running, until

Start = Callable[..., Probe]


def events(home: Path) -> list[str]:
    file = home / "events"
    return file.read_text().splitlines() if file.exists() else []


def pid_of(home: Path, name: str) -> int:
    return int((home / f"{name}.ready").read_text())


def test_starts_in_order_and_stops_in_reverse(probe: Start, tmp_path: Path) -> None:
    names = ["first", "forked-second", "third"]
    supervisor = probe("probes.py", "supervise", str(tmp_path), *names)
    said = supervisor.lines_until("all up")
    assert [line.split(" ready ")[0] for line in said[:-1]] == [f"+ {name}" for name in names]
    supervisor.process.send_signal(signal.SIGINT)
    supervisor.rest()
    assert supervisor.process.returncode == 0
    assert events(tmp_path) == [
        *(f"{name} started" for name in names),
        *(f"{name} stopped" for name in reversed(names)),
    ]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_each_way_to_ask_stops_everything(number: signal.Signals, probe: Start, tmp_path: Path) -> None:
    supervisor = probe("probes.py", "supervise", str(tmp_path), "only")
    supervisor.lines_until("all up")
    pid = pid_of(tmp_path, "only")
    supervisor.process.send_signal(number)
    assert "only stopped" in supervisor.rest()
    assert not is_running(pid)


@pytest.mark.parametrize("name", ["shaky", "forked"])
def test_a_crashed_child_is_told_and_starts_again(name: str, probe: Start, tmp_path: Path) -> None:
    supervisor = probe("probes.py", "supervise", str(tmp_path), "calm", name)
    supervisor.lines_until("all up")
    calm, shaky = pid_of(tmp_path, "calm"), pid_of(tmp_path, name)
    os.kill(shaky, signal.SIGKILL)
    said = supervisor.lines_until(f"{name} ready")
    assert f"{name} was killed by SIGKILL, starts again in 0.1 s" in said[0]
    assert pid_of(tmp_path, name) != shaky
    assert pid_of(tmp_path, "calm") == calm


def test_each_crash_in_a_row_makes_the_pause_longer(probe: Start, tmp_path: Path) -> None:
    supervisor = probe("probes.py", "supervise", str(tmp_path), "shaky")
    supervisor.lines_until("all up")
    pauses = []
    for _ in range(3):
        os.kill(pid_of(tmp_path, "shaky"), signal.SIGKILL)
        told, *_ = supervisor.lines_until("shaky ready")
        pauses.append(told.partition("starts again in ")[2].split()[0])
    assert pauses == ["0.1", "0.1", "0.2"]


def test_children_die_with_a_killed_supervisor(probe: Start, tmp_path: Path) -> None:
    supervisor = probe("probes.py", "supervise", str(tmp_path), "first", "second")
    supervisor.lines_until("all up")
    pids = [pid_of(tmp_path, name) for name in ("first", "second")]
    supervisor.kill()
    until(lambda: not any(map(is_running, pids)))


def python(home: Path, code: str, **more: object) -> Command:
    options: dict[str, object] = {"is_ready": lambda _pid: False, **more}
    return Command("child", [sys.executable, "-c", code], home / "log", **options)  # type: ignore[arg-type]


def start(command: Command, **options: float) -> str:
    out = StringIO()
    supervisor = Supervisor(Console(out=out), **options)
    with supervisor.running():
        supervisor.start(command)
    return out.getvalue()


def test_wrong_settings_end_everything_with_the_childs_own_line(tmp_path: Path) -> None:
    command = python(tmp_path, "import sys; print('BOT_TOKEN is refused'); sys.exit(2)", settings_exit_code=2)
    with pytest.raises(RuntimeProblem, match=r"^BOT_TOKEN is refused$") as refused:
        start(command)
    assert refused.value.exit_code == 2


def test_wrong_settings_found_later_end_everything_too(tmp_path: Path) -> None:
    code = "import sys, time; time.sleep(.2); print('BOT_TOKEN is refused'); sys.exit(2)"
    command = python(tmp_path, code, settings_exit_code=2, is_ready=lambda _pid: True)
    supervisor = Supervisor(Console(out=StringIO()))
    with supervisor.running():
        supervisor.start(command)
        with pytest.raises(RuntimeProblem, match="BOT_TOKEN is refused"):
            supervisor.watch()


def test_a_crash_in_the_first_start_is_told_with_its_last_lines(tmp_path: Path) -> None:
    with pytest.raises(RuntimeProblem, match=r"child ended with exit code 3.*\nit broke"):
        start(python(tmp_path, "import sys; print('it broke'); sys.exit(3)"))


def test_a_required_child_that_is_not_ready_in_time_ends_the_start(tmp_path: Path) -> None:
    with pytest.raises(RuntimeProblem, match="child was not ready in"):
        start(python(tmp_path, "import signal; signal.pause()"), ready_seconds=0.3)


def test_a_child_that_may_lag_does_not_hold_the_others_back(tmp_path: Path) -> None:
    code = "import signal; print('no answer from Telegram', flush=True); signal.pause()"
    said = start(python(tmp_path, code, may_lag=True), ready_seconds=0.5)
    assert "child still tries to start, its last line: no answer from Telegram" in said
