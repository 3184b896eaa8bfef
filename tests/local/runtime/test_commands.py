import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import pytest

from config.settings import CHECKOUT
from local import check as checking
from local.__main__ import parse
from local.console import Console
from local.errors import RuntimeProblem
from local.layout import LARGEST_LOG, Layout, Ports, require_free, trim_log
from local.lock import holder, only_one
from local.outside import Outside, check_settings, needed_ports, read_env_file
from local.ports import LOOPBACK, free_port
from local.tests import clean_environment, settings_names

# Empty counts as unset, and keeps the checkout's .env out.
UNSET = dict.fromkeys(sorted(settings_names()), "")
HERE = Outside(database=False, temporal=False, telegram=False)
ELSEWHERE = Outside(database=True, temporal=True, telegram=True)


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = clean_environment()
    for name in set(os.environ) - set(kept):
        monkeypatch.delenv(name)


@contextmanager
def taken_port() -> Iterator[int]:
    with socket.socket() as server:
        server.bind((LOOPBACK, 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_taken_port_is_named_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("local.layout.freed", lambda port, seconds: False)
    with pytest.raises(RuntimeProblem, match=r"Port 8080 \(the page\) is taken.*up --port 9080"):
        require_free({"the page": 8080})


def test_a_port_that_is_let_go_in_time_is_no_problem() -> None:
    require_free({"the page": free_port()})


def test_up_ends_with_one_line_when_a_port_is_taken(home: Path) -> None:
    """From end to end, before anything is started."""
    with taken_port() as port:
        done = run_local("up", "--port", str(port), NIGHTDESK_STATE=str(home))
    assert done.returncode == 1
    line = done.stdout.splitlines()[-1]
    assert f"Port {port} (the local Telegram's page) is taken" in line


def run_local(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "local", *arguments],
        cwd=CHECKOUT,
        env={**os.environ, **UNSET, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_wrong_settings_end_up_with_code_2_before_anything_starts() -> None:
    done = run_local("up", BOT_TOKEN="no token", AGENTS_CHAT_ID="", DESK_SPEED="0")
    assert done.returncode == 2
    assert "DESK_SPEED" in done.stdout
    assert "BOT_TOKEN does not look like a bot token" in done.stdout
    assert "AGENTS_CHAT_ID is not set" in done.stdout


def test_without_anything_set_the_settings_are_right() -> None:
    check_settings(HERE)


def test_an_api_address_without_a_token_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_API_URL", "http://127.0.0.1:1")
    with pytest.raises(RuntimeProblem, match="BOT_TOKEN is not set though TELEGRAM_API_URL is"):
        check_settings(HERE)


@pytest.mark.parametrize(
    ("name", "outside"),
    [
        ("DATABASE_URL", Outside(database=True, temporal=False, telegram=False)),
        ("TEMPORAL_ADDRESS", Outside(database=False, temporal=True, telegram=False)),
        ("TEMPORAL_PROFILE", Outside(database=False, temporal=True, telegram=False)),
        ("BOT_TOKEN", Outside(database=False, temporal=False, telegram=True)),
    ],
)
def test_a_service_that_is_named_is_not_started(name: str, outside: Outside) -> None:
    assert Outside.of({name: "something"}) == outside
    assert Outside.of({name: ""}) == HERE


def test_only_the_ports_of_our_own_services_are_taken() -> None:
    ours = needed_ports(Ports(9000), HERE)
    assert sorted(ours.values()) == list(range(9000, 9007))
    assert len(needed_ports(Ports(9000), ELSEWHERE)) == 2


def test_the_env_file_fills_in_and_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_ZONE", "Europe/Paris")
    monkeypatch.setenv("LOG_LEVEL", "")  # so that it is put back afterwards
    monkeypatch.delenv("LOG_LEVEL")
    (tmp_path / ".env").write_text("DESK_ZONE=Europe/Kyiv\nLOG_LEVEL=DEBUG\n")
    read_env_file(tmp_path / ".env")
    assert (os.environ["DESK_ZONE"], os.environ["LOG_LEVEL"]) == ("Europe/Paris", "DEBUG")


def test_a_second_up_says_that_there_is_one(tmp_path: Path) -> None:
    lock = tmp_path / "up.lock"
    with only_one(lock, "http://127.0.0.1:8080"):
        refusal = rf"already up here: process {os.getpid()}, http://127.0.0.1:8080"
        with pytest.raises(RuntimeProblem, match=refusal), only_one(lock, "another"):
            pass
        assert holder(lock) == f"process {os.getpid()}, http://127.0.0.1:8080"
    assert holder(lock) is None
    with only_one(lock, "the next"):
        pass


def test_a_state_directory_of_another_user_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.touch", refuse)
    with pytest.raises(RuntimeProblem, match="cannot be written: Permission denied"):
        Layout(home, Ports()).make()


def test_a_grown_log_is_cut_and_kept_once(tmp_path: Path) -> None:
    log = tmp_path / "bot.log"
    log.write_bytes(b"x" * (LARGEST_LOG + 1))
    trim_log(log)
    assert log.stat().st_size == 0
    assert (tmp_path / "bot.log.1").stat().st_size == LARGEST_LOG + 1


def test_the_tests_see_nothing_of_this_machines_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("BOT_TOKEN", "DATABASE_URL", "TEMPORAL_ADDRESS", "DESK_SPEED"):
        monkeypatch.setenv(name, "real")
    monkeypatch.setenv("CI", "true")
    assert json.dumps(clean_environment()).count('"real"') == 0
    assert clean_environment()["CI"] == "true"


def test_arguments_of_test_go_to_pytest() -> None:
    options, rest = parse(["test", "-x", "tests/config", "-k", "port and not taken"])
    assert options.command == "test"
    assert rest == ["-x", "tests/config", "-k", "port and not taken"]


@pytest.mark.parametrize(
    "arguments",
    [["up", "--speed", "0"], ["up", "--port", "65535"], ["up", "--sped", "6"], ["lint"], ["check", "now"]],
)
def test_what_is_not_understood_is_refused_with_the_usage(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        parse(arguments)
    assert end.value.code == 2
    assert "usage: nightdesk" in capsys.readouterr().err


def test_check_runs_every_step_and_names_the_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = {"format": ["-c", "raise SystemExit('not formatted')"], "lint": ["-c", ""]}
    monkeypatch.setattr(checking, "STEPS", steps)
    out = StringIO()
    assert checking.check(Console(out=out)) == 1
    said = out.getvalue()
    assert "x format" in said
    assert "not formatted" in said
    assert "+ lint" in said
    assert said.endswith("Failed: format\n")


def test_doctor_finds_what_is_wrong(tmp_path: Path) -> None:
    done = run_local("doctor", "--port", str(free_port()), NIGHTDESK_PG_BIN=str(tmp_path))
    assert done.returncode == 1
    assert "holds no initdb and postgres" in done.stdout
    assert "Settings are valid" in done.stdout


def painted(function: Callable[[Console], None], *, coloured: bool) -> str:
    out = StringIO()
    function(Console(coloured, out))
    return out.getvalue()


def test_progress_is_readable_with_and_without_colour() -> None:
    assert (
        painted(lambda console: console.ready("PostgreSQL", 0.42), coloured=False) == "+ PostgreSQL ready 0.4 s\n"
    )
    assert "\x1b[32m" in painted(lambda console: console.ready("PostgreSQL", 0.42), coloured=True)


def test_policy_without_a_desk_says_what_to_start(home: Path) -> None:
    done = run_local("policy", "--port", str(free_port()), NIGHTDESK_STATE=str(home))
    assert done.returncode == 1
    assert "start `./nightdesk up`" in done.stdout + done.stderr


def test_policy_tells_nobody_of_content_that_is_broken(home: Path, tmp_path: Path) -> None:
    content = shutil.copytree(CHECKOUT / "content", tmp_path / "content")
    (content / "queues.yaml").write_text("default: nobody\n")
    done = run_local("policy", NIGHTDESK_STATE=str(home), CONTENT_DIR=str(content))
    assert done.returncode != 0
    assert "queues.yaml:" in done.stdout + done.stderr
