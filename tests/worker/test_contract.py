"""What the workers register is what domain/calls.py names: each call exactly once."""

from collections import Counter
from typing import Any, cast

import pytest
from temporalio import activity
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.worker import Worker

from activities.boards import Boards
from activities.records import Records
from activities.telegram import Telegram
from domain.calls import Call
from local import temporal
from worker.desk import desk_worker
from worker.sender import SLOTS, sender_workers
from workflows.options import DESK_QUEUE, GROUP_QUEUE, GROUP_URGENT_QUEUE, PRIVATE_QUEUE
from workflows.registry import WORKFLOWS

SENDERS_CALLS = {Call.DELIVER, Call.NOTIFY_ONCE, Call.MARK, Call.SHOW_BOARD, Call.ALERT}


def names(worker: Worker) -> list[str]:
    activities = cast("Any", worker.config())["activities"]
    return [str(activity._Definition.must_from_callable(registered).name) for registered in activities]


@pytest.fixture(scope="module")
async def client(temporal_server: temporal.Server) -> Client:
    """A client of its own: one client takes a worker of a queue only once."""
    return await Client.connect(
        temporal_server.address, namespace=temporal.NAMESPACE, data_converter=pydantic_data_converter
    )


@pytest.fixture(scope="module")
def desk(client: Client) -> Worker:
    return desk_worker(client, Records.__new__(Records))


@pytest.fixture(scope="module")
def senders(client: Client) -> list[Worker]:
    activities = Telegram.__new__(Telegram)
    activities.boards = Boards.__new__(Boards)
    return sender_workers(client, activities)


async def test_every_call_is_registered_exactly_once(desk: Worker, senders: list[Worker]) -> None:
    assert Counter(names(desk)) == Counter(set(Call) - SENDERS_CALLS)
    for sender in senders:
        assert Counter(names(sender)) == Counter(SENDERS_CALLS)


async def test_every_queue_is_served_and_a_group_by_one_slot(desk: Worker, senders: list[Worker]) -> None:
    assert desk.task_queue == DESK_QUEUE
    assert {sender.task_queue for sender in senders} == {PRIVATE_QUEUE, GROUP_QUEUE, GROUP_URGENT_QUEUE}
    assert SLOTS[GROUP_QUEUE] == SLOTS[GROUP_URGENT_QUEUE] == 1


async def test_the_desk_worker_runs_every_workflow(desk: Worker) -> None:
    assert cast("Any", desk.config())["workflows"] == WORKFLOWS
