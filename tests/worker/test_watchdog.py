"""The slot watchdog on the SDK's own metrics text."""

import asyncio
from urllib.request import urlopen

import pytest
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.runtime import PrometheusConfig, Runtime, TelemetryConfig

from activities.records import Records
from domain.queue_state import Board
from local import temporal
from local.ports import free_port
from worker.desk import desk_worker
from worker.watchdog import STUCK_AFTER, SlotWatch, free_slots, tasks_done

FREE = 'temporal_worker_task_slots_available{task_queue="desk",worker_type="WorkflowWorker"} 20\n'
HELD = 'temporal_worker_task_slots_available{task_queue="desk",worker_type="WorkflowWorker"} 0\n'
OTHER = 'temporal_worker_task_slots_available{task_queue="desk",worker_type="ActivityWorker"} 0\n'


def done(count: int) -> str:
    return f'temporal_workflow_task_execution_latency_count{{task_queue="desk"}} {count}\n'


def test_all_slots_held_without_progress_for_long_is_stuck() -> None:
    watch = SlotWatch()
    assert not watch.stuck(HELD + done(5), 0)
    assert not watch.stuck(HELD + done(5), STUCK_AFTER - 1)
    assert watch.stuck(HELD + done(5), STUCK_AFTER)


@pytest.mark.parametrize("between", [HELD + done(6), FREE + done(5)])
def test_progress_or_a_free_slot_begins_the_count_anew(between: str) -> None:
    watch = SlotWatch()
    watch.stuck(HELD + done(5), 0)
    watch.stuck(between, STUCK_AFTER - 1)
    assert not watch.stuck(HELD + between.replace("20", "0"), STUCK_AFTER + 1)


@pytest.mark.parametrize("calm", ["", FREE, OTHER + FREE])
def test_a_working_or_unstarted_worker_is_left_alone(calm: str) -> None:
    watch = SlotWatch()
    assert not any(watch.stuck(calm, now) for now in (0.0, STUCK_AFTER, 10 * STUCK_AFTER))


def test_while_postgresql_is_away_the_count_is_forgotten() -> None:
    watch = SlotWatch()
    watch.stuck(HELD, 0)
    watch.forget()
    assert not watch.stuck(HELD, STUCK_AFTER)


async def test_the_names_are_those_that_the_sdk_serves(temporal_server: temporal.Server, task_queue: str) -> None:
    port = free_port()
    metrics = PrometheusConfig(bind_address=f"127.0.0.1:{port}", durations_as_seconds=True)
    client = await Client.connect(
        temporal_server.address,
        namespace=temporal.NAMESPACE,
        data_converter=pydantic_data_converter,
        runtime=Runtime(telemetry=TelemetryConfig(metrics=metrics)),
    )

    def served() -> str:
        with urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
            return str(answer.read().decode())

    async with desk_worker(client, Records.__new__(Records), task_queue=task_queue):
        await client.start_workflow(
            "QueueWorkflow", Board(name="l1"), id=f"queue/{task_queue}", task_queue=task_queue
        )
        async with asyncio.timeout(20):
            while not tasks_done(text := await asyncio.to_thread(served)):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        assert free_slots(text) == [20]
        await client.get_workflow_handle(f"queue/{task_queue}").terminate()
