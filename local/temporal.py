"""The embedded Temporal: `temporal server start-dev` with a durable file, and its bootstrap at every start.

One partition: priorities and fairness are exact only so, and one node gains nothing from more.
"""

import os
import sqlite3
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from google.protobuf.duration_pb2 import Duration
from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.namespace.v1 import NamespaceConfig
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest
from temporalio.api.workflowservice.v1 import UpdateNamespaceRequest
from temporalio.client import Client

from local.errors import RuntimeProblem
from local.ports import LOOPBACK, free_port
from local.process import Command, Process, start_ready

NAMESPACE = "desk"
RETENTION = timedelta(hours=720)
# synchronous=1 can lose the last commits when the power fails.
PRAGMAS = ("journal_mode=wal", "synchronous=2")
DYNAMIC_CONFIG = (
    "matching.enableFairness=true",
    "matching.numTaskqueueReadPartitions=1",
    "matching.numTaskqueueWritePartitions=1",
)


def program() -> Path:
    found = Path(sys.prefix) / "bin" / "temporal"
    if not found.is_file():
        raise RuntimeProblem(f"{found} is missing: install requirements.lock, or set TEMPORAL_ADDRESS.")
    return found


def dynamic_config_args(settings: tuple[str, ...] = DYNAMIC_CONFIG) -> list[str]:
    return [part for setting in settings for part in ("--dynamic-config-value", setting)]


@dataclass(frozen=True)
class Server:
    """`file=None` keeps everything in memory (tests); `ui_port=None` leaves the Web UI out."""

    home: Path
    port: int
    file: Path | None
    ui_port: int | None = None
    http_port: int = field(default_factory=free_port)
    log: Path | None = None
    dynamic_config: tuple[str, ...] = DYNAMIC_CONFIG

    @property
    def address(self) -> str:
        return f"{LOOPBACK}:{self.port}"

    def command(self) -> Command:
        self.home.mkdir(parents=True, exist_ok=True)
        return Command(
            name="Temporal",
            argv=[
                str(program()),
                "server",
                "start-dev",
                *self._options(),
                *dynamic_config_args(self.dynamic_config),
            ],
            log=self.log or self.home / "temporal.log",
            is_ready=self._is_ready,
            # Its flags alone decide, not somebody's TEMPORAL_* variables.
            env={"PATH": os.defpath, "HOME": str(self.home)},
        )

    def start(self) -> Process:
        return start_ready(self.command())

    def check_durable(self) -> None:
        """start-dev takes any pragma without a word, so look at what became of it."""
        if self.file is None:
            return
        with closing(sqlite3.connect(f"file:{self.file}?mode=ro", uri=True)) as connection:
            (mode,) = connection.execute("pragma journal_mode").fetchone()
        if mode != "wal":
            raise RuntimeProblem(
                f"{self.file} is in journal mode {mode}, not wal: acknowledged work could be lost."
            )

    def _is_ready(self, _pid: int) -> bool:
        """By a call over HTTP: its port is open a moment before it serves."""
        connection = HTTPConnection(LOOPBACK, self.http_port, timeout=1)
        try:
            connection.request("GET", f"/api/v1/namespaces/{NAMESPACE}")
            return connection.getresponse().status == HTTPStatus.OK
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def _options(self) -> list[str]:
        options = ["--ip", LOOPBACK, "--port", str(self.port), "--namespace", NAMESPACE]
        options += ["--http-port", str(self.http_port), "--log-level", "warn", "--log-format", "json"]
        if self.ui_port is None:
            options.append("--headless")
        else:
            options += ["--ui-ip", LOOPBACK, "--ui-port", str(self.ui_port), "--ui-disable-news-fetch"]
        if self.file is not None:
            options += ["--db-filename", str(self.file)]
            options += [part for pragma in PRAGMAS for part in ("--sqlite-pragma", pragma)]
        return options


async def set_retention(client: Client, retention: timedelta = RETENTION) -> None:
    """A start-dev namespace begins with 24 h."""
    await client.workflow_service.update_namespace(
        UpdateNamespaceRequest(
            namespace=client.namespace,
            config=NamespaceConfig(
                workflow_execution_retention_ttl=Duration(seconds=int(retention.total_seconds()))
            ),
        )
    )


async def add_search_attributes(client: Client, attributes: Mapping[str, str]) -> None:
    """May be repeated. start-dev's own flag works only when the namespace is made."""
    types = {
        name: IndexedValueType.Value(f"INDEXED_VALUE_TYPE_{kind.upper()}") for name, kind in attributes.items()
    }
    await client.operator_service.add_search_attributes(
        AddSearchAttributesRequest(namespace=client.namespace, search_attributes=types)
    )
