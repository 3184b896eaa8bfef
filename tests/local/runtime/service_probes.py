"""As probes.py, with the embedded services."""

import sys
from collections.abc import Callable
from pathlib import Path

import psycopg

from local.postgres import Cluster, conninfo
from local.temporal import Server
from tests.local.runtime.probes import forever, say


def rows(cluster: Cluster) -> int:
    with psycopg.connect(conninfo(cluster.url())) as connection:
        connection.execute("create table if not exists kept (n serial)")
        connection.execute("insert into kept default values")
        found = connection.execute("select count(*) from kept").fetchone()
    assert found is not None
    return int(found[0])


def postgres_twice(home: str, port: str) -> None:
    cluster = Cluster(Path(home), int(port))
    for _ in range(2):
        process = cluster.start()
        say(rows(cluster))
        process.stop()


def postgres_forever(home: str, port: str) -> None:
    process = Cluster(Path(home), int(port)).start()
    say(process.pid)
    forever()


def temporal_forever(home: str, port: str) -> None:
    process = Server(Path(home), int(port), Path(home) / "temporal.db").start()
    say(process.pid)
    forever()


PROBES: dict[str, Callable[..., None]] = {
    probe.__name__: probe for probe in (postgres_twice, postgres_forever, temporal_forever)
}

if __name__ == "__main__":
    PROBES[sys.argv[1]](*sys.argv[2:])
