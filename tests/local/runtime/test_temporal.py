from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from temporalio import workflow
from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from domain.search_attributes import SEARCH_ATTRIBUTES
from local.errors import RuntimeProblem
from local.ports import free_port
from local.process import Process
from local.temporal import NAMESPACE, RETENTION, Server, add_search_attributes, set_retention
from tests.local.runtime.conftest import Probe, is_running, until


@workflow.defn
class Patient:
    def __init__(self) -> None:
        self._said: list[str] = []

    @workflow.run
    async def run(self) -> list[str]:
        await workflow.wait_condition(lambda: len(self._said) == 2)
        return self._said

    @workflow.signal
    def say(self, word: str) -> None:
        self._said.append(word)


@pytest.fixture
async def server(home: Path) -> AsyncIterator["Running"]:
    running = Running(Server(home, free_port(), home / "temporal.db"))
    yield running
    running.process.stop()


class Running:
    def __init__(self, server: Server) -> None:
        self.server = server
        self.process: Process = server.start()

    def again(self) -> None:
        self.process = self.server.start()

    async def client(self) -> Client:
        return await Client.connect(self.server.address, namespace=NAMESPACE)


async def retention(client: Client) -> timedelta:
    about = await client.workflow_service.describe_namespace(DescribeNamespaceRequest(namespace=NAMESPACE))
    return about.config.workflow_execution_retention_ttl.ToTimedelta()


async def attributes(client: Client) -> set[str]:
    about = await client.operator_service.list_search_attributes(ListSearchAttributesRequest(namespace=NAMESPACE))
    return set(about.custom_attributes)


async def test_retention_and_search_attributes_are_there_at_every_start(server: Running) -> None:
    for _ in range(2):
        client = await server.client()
        await set_retention(client)
        await add_search_attributes(client, SEARCH_ATTRIBUTES)
        assert await retention(client) == RETENTION
        assert set(SEARCH_ATTRIBUTES) <= await attributes(client)
        server.process.stop()
        server.again()
    assert await retention(await server.client()) == RETENTION


async def test_a_new_search_attribute_reaches_an_old_file(server: Running) -> None:
    await add_search_attributes(await server.client(), {"Status": "Keyword"})
    server.process.stop()
    server.again()
    client = await server.client()
    await add_search_attributes(client, {"Status": "Keyword", "Later": "Datetime"})
    assert {"Status", "Later"} <= await attributes(client)


async def test_kill_9_keeps_a_workflow_and_its_signals(server: Running) -> None:
    client = await server.client()
    started = await client.start_workflow(
        Patient.run, id="patient", task_queue="kept", start_signal="say", start_signal_args=["a"]
    )
    await started.signal(Patient.say, "b")
    server.process.kill()
    server.again()
    client = await server.client()
    async with Worker(client, task_queue="kept", workflows=[Patient], workflow_runner=UnsandboxedWorkflowRunner()):
        assert await client.get_workflow_handle("patient").result() == ["a", "b"]


async def test_the_file_is_durable(server: Running) -> None:
    server.server.check_durable()


def test_a_file_that_is_not_durable_is_refused(tmp_path: Path) -> None:
    (tmp_path / "temporal.db").touch()
    with pytest.raises(RuntimeProblem, match="journal mode delete, not wal"):
        Server(tmp_path, free_port(), tmp_path / "temporal.db").check_durable()


def test_it_dies_with_its_parent(probe: Callable[..., Probe], home: Path) -> None:
    parent = probe("service_probes.py", "temporal_forever", str(home), str(free_port()))
    pid = int(parent.line())
    parent.kill()
    until(lambda: not is_running(pid))


def test_a_failure_shows_what_it_said(home: Path) -> None:
    (home / "temporal.db").write_bytes(b"no database" * 100)
    with pytest.raises(RuntimeProblem, match="Temporal does not start"):
        Server(home, free_port(), home / "temporal.db").start()
