"""The shape that docs/architecture.md promises, held by tools."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.settings import CHECKOUT
from local.check import STEPS

PACKAGES = {
    "activities",
    "bot",
    "config",
    "content",
    "domain",
    "local",
    "storage",
    "webapp",
    "worker",
    "workflows",
}
READS_ENVIRONMENT = {"config", "local"}
BANNED_IN_WORKFLOWS = [
    "from datetime import datetime\ndatetime.now()",
    "from datetime import datetime\ndatetime.utcnow()",
    "import datetime\ndatetime.date.today()",
    "import time\ntime.monotonic()",
    "from time import sleep",
    "import random",
    "import secrets",
    "from uuid import uuid4",
    "import uuid\nuuid.uuid4()",
    "from zoneinfo import ZoneInfo",
    "import asyncio\nasyncio.wait([])",
    "from asyncio import as_completed",
]


def sources(*packages: str) -> Iterator[Path]:
    for package in packages:
        yield from sorted((CHECKOUT / package).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """Top-level names of what the file imports."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "workflows" if node.level else (node.module or "").partition(".")[0]


def reads_environment(path: Path) -> bool:
    tree = ast.parse(path.read_text())
    attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return bool((attributes | names) & {"environ", "environb", "getenv", "putenv"})


@pytest.mark.parametrize("step", STEPS)
def test_the_check_passes(step: str) -> None:
    done = subprocess.run(
        [sys.executable, *STEPS[step]], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"run ./nightdesk check\n{done.stdout}{done.stderr}"


def test_the_packages_are_the_ones_of_the_architecture() -> None:
    found = {path.parent.name for path in CHECKOUT.glob("*/__init__.py")} - {"tests"}
    assert found == PACKAGES
    settings = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["tool"]
    assert set(settings["importlinter"]["root_packages"]) == PACKAGES
    assert set(settings["mypy"]["packages"]) == PACKAGES | {"tests"}


def test_only_config_and_local_read_the_environment() -> None:
    assert [str(path) for path in sources(*PACKAGES - READS_ENVIRONMENT) if reads_environment(path)] == []


def test_workflow_files_import_the_standard_library_temporal_and_the_domain() -> None:
    allowed = sys.stdlib_module_names | {"temporalio", "domain", "workflows"}
    foreign = {str(path): set(imported(path)) - allowed for path in sources("workflows")}
    assert {path: names for path, names in foreign.items() if names} == {}


@pytest.mark.parametrize("code", BANNED_IN_WORKFLOWS)
def test_what_breaks_replay_is_refused_in_workflow_files(code: str) -> None:
    ruff = [sys.executable, "-m", "ruff", "check", "--select", "TID251", "--no-cache"]
    done = subprocess.run(
        [*ruff, "--stdin-filename", str(CHECKOUT / "workflows" / "probe.py"), "-"],
        input=code,
        capture_output=True,
        text=True,
        check=False,
        cwd=CHECKOUT,
    )
    assert "TID251" in done.stdout, done.stdout + done.stderr
