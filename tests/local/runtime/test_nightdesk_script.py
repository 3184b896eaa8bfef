"""The shell script, with stand-ins for python and uv on PATH: what it does before any of our code runs."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from config.settings import CHECKOUT

LOCK = "package==1 --hash=sha256:00\n"
# Stands for the interpreter of the machine and of the .venv. It writes its calls to $CALLS.
PYTHON = """#!/bin/sh
echo "python $*" >>"$CALLS"
case "$*" in
*ensurepip*) exit "${NO_VENV:-0}" ;;
*version_info*) exit "${TOO_OLD:-0}" ;;
*hashlib*) exec REAL "$@" ;;
"-m venv .venv") mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
"-m pip"*) exit "${PIP_FAILS:-0}" ;;
"-m local"*) echo "local: $*" ;;
esac
"""
UV = '#!/bin/sh\necho "uv $*" >>"$CALLS"\n'


class Machine:
    """A checkout with nothing but the script and the lock, and a PATH of our making."""

    def __init__(self, root: Path) -> None:
        self.checkout, self.bin, self.calls_file = root / "a checkout", root / "bin", root / "calls"
        self.checkout.mkdir()
        self.bin.mkdir()
        shutil.copy(CHECKOUT / "nightdesk", self.checkout)
        (self.checkout / "requirements.lock").write_text(LOCK)
        for tool in ("sh", "cat", "cp", "rm", "mkdir", "dirname", "readlink"):
            found = shutil.which(tool)
            assert found is not None
            (self.bin / tool).symlink_to(found)
        self.add("python3", PYTHON.replace("REAL", sys.executable))

    def add(self, name: str, script: str) -> None:
        (self.bin / name).write_text(script)
        (self.bin / name).chmod(0o755)

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        self.calls_file.unlink(missing_ok=True)
        return subprocess.run(
            [str(self.checkout / "nightdesk"), *arguments],
            env={"PATH": str(self.bin), "CALLS": str(self.calls_file), **environment},
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def calls(self) -> list[str]:
        return self.calls_file.read_text().splitlines()

    @property
    def installed(self) -> bool:
        return any("-m pip" in call for call in self.calls)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_the_first_call_installs_from_the_hash_lock_and_runs(machine: Machine) -> None:
    done = machine.run("up", "--speed", "60")
    assert (done.returncode, done.stdout) == (0, "local: -m local up --speed 60\n")
    (pip,) = [call for call in machine.calls if "-m pip" in call]
    assert pip.endswith("--require-hashes --no-deps -r requirements.lock")
    assert (machine.checkout / ".venv/.stamp").read_text().strip() == hashlib.sha256(LOCK.encode()).hexdigest()


def test_the_next_call_installs_nothing(machine: Machine) -> None:
    machine.run("check")
    done = machine.run("check")
    assert done.stdout == "local: -m local check\n"
    assert done.stderr == ""
    assert not machine.installed


def test_a_changed_lock_installs_again(machine: Machine) -> None:
    machine.run("check")
    (machine.checkout / "requirements.lock").write_text(LOCK + LOCK)
    machine.run("check")
    assert machine.installed


def test_an_interrupted_install_is_done_again(machine: Machine) -> None:
    failed = machine.run("check", PIP_FAILS="1")
    assert failed.returncode == 1
    assert "local:" not in failed.stdout
    machine.run("check")
    assert machine.installed


def test_uv_is_used_where_there_is_one(machine: Machine) -> None:
    machine.add("uv", UV)
    machine.run("check")
    (call,) = [call for call in machine.calls if call.startswith("uv ")]
    assert "pip sync" in call
    assert "--require-hashes" in call


def test_a_python_without_the_venv_module_is_one_clear_line(machine: Machine) -> None:
    done = machine.run("up", NO_VENV="1")
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "apt install python3-venv" in line
    assert not (machine.checkout / ".venv").exists()


def test_an_old_python_is_one_clear_line(machine: Machine) -> None:
    done = machine.run("up", TOO_OLD="1")
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "no Python 3.11 or newer found" in line


def test_a_newer_python_beside_an_old_one_is_found(machine: Machine) -> None:
    (machine.bin / "python3").rename(machine.bin / "python3.12")
    machine.add("python3", "#!/bin/sh\nexit 1\n")
    assert machine.run("doctor").stdout == "local: -m local doctor\n"


def test_a_venv_whose_python_is_gone_is_made_anew(machine: Machine) -> None:
    machine.run("check")
    (machine.checkout / ".venv/bin/python").unlink()
    assert machine.run("check").returncode == 0
    assert machine.installed


def test_without_a_command_the_usage_is_shown(machine: Machine) -> None:
    assert machine.run().stdout == "local: -m local --help\n"


def test_it_runs_through_a_link_from_anywhere(machine: Machine, tmp_path: Path) -> None:
    link = tmp_path / "desk"
    link.symlink_to(machine.checkout / "nightdesk")
    done = subprocess.run(
        [str(link), "check"],
        env={"PATH": str(machine.bin), "CALLS": os.devnull},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "local: -m local check\n"


def test_the_script_stays_small() -> None:
    assert len((CHECKOUT / "nightdesk").read_text().splitlines()) <= 60
