"""`python -m worker` and `python -m worker sender` as processes: serving, killed, stopped, told a wrong token."""

import asyncio
import signal
from datetime import timedelta
from typing import Any

import pytest
from temporalio.client import ActivityFailureError, ActivityHandle, Client
from temporalio.common import RetryPolicy
from temporalio.exceptions import ApplicationError

from domain.calls import Call
from domain.outgoing import Delivered, DeliveryState, Kind, Outgoing
from domain.points import Point
from local.process import Process
from tests.support.bench import POLICY, Bench
from tests.support.waiting import until
from tests.worker.conftest import Programs
from workflows.client import queue_workflow_id
from workflows.options import GROUP_RETRY, HEARTBEAT_TIMEOUT, PRIVATE_RETRY, SEND_TIMEOUT, send_queue

TWICE = Delivered(state=DeliveryState.SENT, possibly_twice=True)


async def schedule(client: Client, item: Outgoing, *, retry: RetryPolicy = PRIVATE_RETRY) -> ActivityHandle[Any]:
    return await client.start_activity(
        Call.DELIVER,
        item,
        id=item.key,
        result_type=Delivered,
        task_queue=send_queue(item),
        start_to_close_timeout=SEND_TIMEOUT,
        heartbeat_timeout=HEARTBEAT_TIMEOUT,
        retry_policy=retry,
    )


async def ended(process: Process, within: float = 25) -> int:
    async with asyncio.timeout(within):
        while (code := process.exit_code()) is None:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    return code


async def test_a_killed_senders_answer_is_sent_by_the_next_one_and_flagged(
    bench: Bench, programs: Programs, client: Client
) -> None:
    first = await programs.ready("sender", CRASH_AT=Point.REQUEST_SENT)
    item = bench.item(Kind.RECEIPT)
    handle = await schedule(client, item)
    assert await ended(first) == -signal.SIGKILL
    await programs.ready("sender")
    assert await asyncio.wait_for(handle.result(), 20) == TWICE
    assert len(await bench.calls("sendMessage")) == 2
    assert (await bench.delivery(item))["possibly_twice"]


async def test_the_sender_serves_the_group_too_and_stops_when_asked(
    bench: Bench, programs: Programs, client: Client
) -> None:
    sender = await programs.ready("sender")
    handle = await schedule(client, bench.item(Kind.CARD))
    assert await asyncio.wait_for(handle.result(), 20) == Delivered(state=DeliveryState.SENT)
    assert len(await bench.in_topic()) == 1
    sender.ask_to_stop()
    assert await ended(sender) == 0


async def test_a_message_that_waits_out_a_429_is_handed_on_when_the_sender_is_asked_to_stop(
    bench: Bench, programs: Programs, client: Client
) -> None:
    """Its lane keeps what is parked; any other failure it would give up."""
    sender = await programs.ready("sender")
    await bench.telegram.fault("createForumTopic", "refuse", retry_after=60)
    item = bench.item(Kind.CARD)
    handle = await schedule(client, item, retry=GROUP_RETRY)
    await until(lambda: bench.calls("createForumTopic"))
    sender.ask_to_stop()
    assert await ended(sender, within=10) == 0
    with pytest.raises(ActivityFailureError) as caught:
        await asyncio.wait_for(handle.result(), 10)
    assert isinstance(caught.value.cause, ApplicationError)
    assert caught.value.cause.type == "parked"
    assert (await bench.delivery(item))["state"] == "prepared"


async def test_the_desk_worker_starts_every_queues_workflow_and_stops_when_asked(
    programs: Programs, client: Client
) -> None:
    worker = await programs.ready()
    for name in POLICY.queues:
        handle = client.get_workflow_handle(queue_workflow_id(name))
        description = await handle.describe(rpc_timeout=timedelta(seconds=5))
        assert description.workflow_type == "QueueWorkflow"
    worker.ask_to_stop()
    assert await ended(worker) == 0


async def test_a_wrong_token_is_one_clear_line_and_exit_code_2(programs: Programs) -> None:
    sender = programs.start("sender", BOT_TOKEN="123456:wrong")
    assert await ended(sender) == 2
    lines = [line for line in sender.said().splitlines() if "metrics at" not in line]
    assert lines == [f"BOT_TOKEN is refused by {programs.env['TELEGRAM_API_URL']}: check it with @BotFather"]


async def test_a_stop_is_obeyed_while_temporal_is_away(programs: Programs) -> None:
    worker = programs.start(TEMPORAL_ADDRESS="127.0.0.1:1")
    async with asyncio.timeout(20):
        while "Temporal does not answer" not in worker.said():  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    worker.ask_to_stop()
    assert await ended(worker) == 0


@pytest.mark.parametrize("what", ["desk", "sender"])
async def test_mistakes_in_the_content_are_told_before_anything_starts(programs: Programs, what: str) -> None:
    arguments = [what] if what == "sender" else []
    process = programs.start(*arguments, CONTENT_DIR=str(programs.home))
    assert await ended(process) == 2
    assert "topics.yaml" in process.said()
