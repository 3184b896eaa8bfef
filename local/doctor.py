"""`./nightdesk doctor`: looks, changes nothing, says what to do. Exit code 1 when something is wrong."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from config.settings import CHECKOUT, DeskSettings
from content.policy import load_policy
from content.problems import ContentError
from local.console import Console
from local.errors import RuntimeProblem
from local.layout import Layout, layout
from local.lock import holder
from local.outside import Outside, check_settings, needed_ports, read_env_file
from local.ports import accepts, is_taken
from local.postgres import bin_dir, server_version
from local.temporal import program

ZONES = Path("/usr/share/zoneinfo")
LEAST_FREE = 1_000_000_000  # bytes


@dataclass(frozen=True)
class Finding:
    text: str
    wrong: bool = False


Look = Callable[[Layout, Outside], Iterator[Finding]]


def doctor(console: Console, *, port: int) -> int:
    read_env_file(CHECKOUT / ".env")
    place, outside = layout(port), Outside.of(os.environ)
    findings = [finding for look in LOOKS for finding in _taken_as_found(look, place, outside)]
    for finding in findings:
        (console.fail if finding.wrong else console.done)(finding.text)
    return 1 if any(finding.wrong for finding in findings) else 0


def _taken_as_found(look: Look, place: Layout, outside: Outside) -> list[Finding]:
    try:
        return list(look(place, outside))
    except RuntimeProblem as problem:
        return [Finding(str(problem), wrong=True)]


def _machine(_place: Layout, _outside: Outside) -> Iterator[Finding]:
    yield Finding(f"Python {sys.version.split()[0]}")
    if sys.platform != "linux":
        yield Finding(f"{sys.platform}: if `up` is killed with -9, its services stay: end them by hand")
    has_chromium = any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))
    yield Finding("Chromium for the page tests" if has_chromium else "No Chromium: the page tests will be skipped")


def _state(place: Layout, _outside: Outside) -> Iterator[Finding]:
    here = next(path for path in (place.state, *place.state.parents) if path.exists())
    if not os.access(here, os.W_OK):
        yield Finding(f"{here} cannot be written: run as its owner", wrong=True)
    free = shutil.disk_usage(here).free
    yield Finding(f"State in {place.state}, {free / 1e9:.0f} GB free", wrong=free < LEAST_FREE)


def _settings(_place: Layout, outside: Outside) -> Iterator[Finding]:
    check_settings(outside)
    yield Finding("Settings are valid")


def _content(_place: Layout, _outside: Outside) -> Iterator[Finding]:
    directory = Path(os.environ.get("CONTENT_DIR") or DeskSettings.model_fields["content_dir"].default)
    try:
        load_policy(directory)
    except ContentError as error:
        yield from (Finding(str(problem), wrong=True) for problem in error.problems)
    else:
        yield Finding(f"Content in {directory}")


def _postgres(place: Layout, outside: Outside) -> Iterator[Finding]:
    if outside.database:
        yield Finding("PostgreSQL: DATABASE_URL")
        return
    programs = bin_dir()
    version = server_version(programs)
    yield Finding(f"PostgreSQL {version} in {programs}")
    made_by = place.state / "postgres" / "data" / "PG_VERSION"
    if made_by.exists() and int(made_by.read_text()) != version:
        yield Finding(f"{made_by.parent} was made by PostgreSQL {made_by.read_text().strip()}", wrong=True)
    if not ZONES.is_dir():
        yield Finding(f"{ZONES} is missing, PostgreSQL needs it (Debian: apt install tzdata)", wrong=True)


def _temporal(_place: Layout, outside: Outside) -> Iterator[Finding]:
    yield Finding("Temporal: its own environment variables" if outside.temporal else f"Temporal: {program()}")


def _running(place: Layout, outside: Outside) -> Iterator[Finding]:
    ports = needed_ports(place.ports, outside)
    running = holder(place.state / "up.lock")
    if running is None:
        for owner, port in ports.items():
            if is_taken(port):
                yield Finding(f"Port {port} ({owner}) is taken: use `up --port N`", wrong=True)
        return
    yield Finding(f"Nightdesk is up: {running}")
    for owner, port in ports.items():
        if not accepts(port):
            yield Finding(f"{owner} does not answer on port {port}", wrong=True)


LOOKS: tuple[Look, ...] = (_machine, _state, _settings, _content, _postgres, _temporal, _running)
