"""What every test may ask for: a PostgreSQL of its own, a migrated database, Temporal, Chromium."""

import os
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from temporalio.client import Client
from temporalio.common import SearchAttributeKey
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import TimeSkippingConfig, WorkflowEnvironment

from domain.search_attributes import SEARCH_ATTRIBUTES
from local import temporal
from local.ports import free_port
from local.postgres import Cluster, conninfo
from local.process import LEASH
from storage.migrate import upgrade

LOOPBACK_HOSTS = {"127.0.0.1", "::1", "localhost", "", None}
TEMPLATE = "template_nightdesk"
# The server's timers are coarse (1 s) unless told; skipping is a switch of its own.
TIME_SKIPPING = ("frontend.WorkflowTimeSkippingEnabled=true", 'history.timerProcessorMaxTimeShift="10ms"')


@pytest.fixture(scope="session", autouse=True)
def loopback_only() -> Iterator[None]:
    real_connect, real_resolve = socket.socket.connect, socket.getaddrinfo

    def connect(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in LOOPBACK_HOSTS:
            raise AssertionError(f"a test reached out to {address}")
        real_connect(self, address)

    def resolve(host: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name not in LOOPBACK_HOSTS:
            raise AssertionError(f"a test looked up {name}")
        return real_resolve(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        patch.setattr(socket, "getaddrinfo", resolve)
        yield


@pytest.fixture(scope="session")
def runtime_dir() -> Iterator[Path]:
    """A directory that the unprivileged user of PostgreSQL can pass."""
    path = Path(tempfile.mkdtemp(prefix="nightdesk-test-"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@dataclass(frozen=True)
class Postgres:
    cluster: Cluster

    def url(self, database: str = "postgres") -> str:
        return self.cluster.url(database)

    def execute(self, statement: str) -> None:
        with psycopg.connect(conninfo(self.url()), autocommit=True) as connection:
            connection.execute(statement.encode())


@pytest.fixture(scope="session")
def postgres(runtime_dir: Path) -> Iterator[Postgres]:
    cluster = Cluster(runtime_dir / "postgres", free_port(), durable=False)
    process = cluster.start()
    yield Postgres(cluster)
    process.stop()


@pytest.fixture(scope="session")
def migrated_template(postgres: Postgres) -> str:
    postgres.execute(f'create database "{TEMPLATE}"')
    upgrade(postgres.url(TEMPLATE))
    return TEMPLATE


_numbers = count(1)


@pytest.fixture
def database_url(postgres: Postgres, migrated_template: str) -> Iterator[str]:
    """A fresh, migrated database: `postgresql+psycopg://...`."""
    name = f"test_{next(_numbers)}"
    postgres.execute(f'create database "{name}" template "{migrated_template}"')
    yield postgres.url(name)
    postgres.execute(f'drop database "{name}" with (force)')


@pytest.fixture
def empty_database_url(postgres: Postgres) -> Iterator[str]:
    name = f"empty_{next(_numbers)}"
    postgres.execute(f'create database "{name}"')
    yield postgres.url(name)
    postgres.execute(f'drop database "{name}" with (force)')


def search_attribute_keys() -> list[SearchAttributeKey[Any]]:
    makers: dict[str, Callable[[str], SearchAttributeKey[Any]]] = {
        "Keyword": SearchAttributeKey.for_keyword,
        "Bool": SearchAttributeKey.for_bool,
        "Datetime": SearchAttributeKey.for_datetime,
    }
    return [makers[kind](name) for name, kind in SEARCH_ATTRIBUTES.items()]


@pytest.fixture(scope="session")
def leashed_temporal(runtime_dir: Path) -> Path:
    """The `temporal` program as one that dies with us even when we are killed: the SDK starts this one itself."""
    script = runtime_dir / "temporal"
    leash = f"{sys.executable} -I -S {LEASH} {signal.SIGKILL.name} - {os.getpid()}"
    script.write_text(f'#!/bin/sh\nexec {leash} {temporal.program()} "$@"\n')
    script.chmod(0o755)
    return script


@pytest.fixture(scope="session")
async def temporal_env(leashed_temporal: Path) -> AsyncIterator[WorkflowEnvironment]:
    """A real server that skips time when a test says so: `await temporal_env.fast_forward(handle, timedelta)`."""
    async with await WorkflowEnvironment.start_time_skipping_v2(
        ts_config=TimeSkippingConfig(enabled=False),
        data_converter=pydantic_data_converter,
        search_attributes=search_attribute_keys(),
        dev_server_existing_path=str(leashed_temporal),
        dev_server_extra_args=temporal.dynamic_config_args((*temporal.DYNAMIC_CONFIG, *TIME_SKIPPING)),
    ) as environment:
        yield environment


@pytest.fixture(scope="session")
def temporal_server(runtime_dir: Path) -> Iterator[temporal.Server]:
    """A plain server in real time, in memory: `.address`, namespace `desk` (`local.temporal.NAMESPACE`)."""
    server = temporal.Server(runtime_dir / "temporal-server", free_port(), file=None)
    process = server.start()
    yield server
    process.stop()


@pytest.fixture(scope="session")
async def temporal_client(temporal_server: temporal.Server) -> Client:
    """Connected to `temporal_server`, with search attributes and retention in place."""
    client = await Client.connect(
        temporal_server.address, namespace=temporal.NAMESPACE, data_converter=pydantic_data_converter
    )
    await temporal.set_retention(client)
    await temporal.add_search_attributes(client, SEARCH_ATTRIBUTES)
    return client


@pytest.fixture
def task_queue() -> str:
    """A fresh one for each test: an old run must not meet another test's workers."""
    return f"test-{uuid4().hex[:12]}"


@pytest.fixture(scope="session")
def chromium() -> Path:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        missing = "Chromium is not installed (Debian: apt install chromium)"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    return Path(found)
