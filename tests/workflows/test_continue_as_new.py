"""A long life is lived in several runs; nothing is lost or repeated between them."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from domain.messages import TicketLine
from domain.outgoing import FixedTopic
from domain.queue_state import Board
from domain.search_attributes import SEARCH_ATTRIBUTES
from local import temporal
from local.ports import free_port
from storage.tables import group_post
from tests.support.desk import desk
from tests.support.histories import keep
from tests.support.rows import Rows
from tests.support.waiting import until

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SUGGEST_AFTER = 80  # events; 4096 in service


@pytest.fixture
async def impatient(tmp_path: Path) -> AsyncIterator[Client]:
    """A server that suggests continuing as new early."""
    suggest = f"limit.historyCount.suggestContinueAsNew={SUGGEST_AFTER}"
    config = (*temporal.DYNAMIC_CONFIG, suggest)
    server = temporal.Server(tmp_path, free_port(), file=None, dynamic_config=config)
    process = server.start()
    client = await Client.connect(
        server.address, namespace=temporal.NAMESPACE, data_converter=pydantic_data_converter
    )
    await temporal.add_search_attributes(client, SEARCH_ATTRIBUTES)
    yield client
    process.stop()


async def test_a_queue_keeps_its_board_and_its_alarms_across_runs(
    database_url: str, impatient: Client, tmp_path: Path
) -> None:
    """Signals enough for several runs; an alarm that gathers meanwhile is spoken once, on the one board."""
    async with desk(database_url, impatient, tmp_path) as world:
        rows = Rows(world.behind.database)
        customer = await rows.customer()
        facts = {"number": 1001, "phase": "open", "severity": "normal", "topic": "payment"}
        since = {"waiting_since": NOW, "group_chat": world.group, "topic_thread": 9000}
        made = await rows.ticket(customer, queue="l1", workflow_id="ticket/rows/1", **facts, **since)
        line = TicketLine(workflow_id="ticket/rows/1", ticket=made, waiting_since=NOW, **facts)
        alarm = line.model_copy(update={"told": "queue", "told_clock": "first_response", "told_share": 0.8})
        queue = world.queue("l1")
        first = await queue.describe()
        await queue.signal("ticket_changed", alarm)
        boards = await world.fixed_topic(FixedTopic.BOARDS)
        await boards.until(lambda seen: any("№1001" in one.text for one in seen))
        for n in range(SUGGEST_AFTER):
            other = line.model_copy(
                update={"workflow_id": f"ticket/rows/{2 + n % 3}", "ticket": 0, "number": 2000 + n}
            )
            await queue.signal("ticket_changed", other)
        ops = await world.fixed_topic(FixedTopic.OPS)
        await ops.until(lambda seen: any("№1001" in one.text for one in seen), within=20)

        async def spoken() -> Board | None:
            kept: Board = await queue.query("board", result_type=Board)
            return kept if kept.alerts.count else None

        kept = await until(spoken)
        assert kept is not None
        assert (await queue.describe()).run_id != first.run_id
        assert kept.alerts.spoken == {"ticket/rows/1": {"first_response": "queue"}}
        assert set(kept.lines) == {f"ticket/rows/{n}" for n in (1, 2, 3, 4)}
        assert sum("№1001" in one.text for one in ops.messages()) == 1
        standing = await world.behind.rows(group_post.select().where(group_post.c.name == "board/l1"))
        assert [one.id for one in boards.messages() if "Перша лінія" in one.text] == [standing[0].message_id]


async def test_words_arrive_once_and_in_order_across_runs(
    database_url: str, impatient: Client, tmp_path: Path
) -> None:
    words = [f"повідомлення {n}" for n in range(40)]
    async with desk(database_url, impatient, tmp_path) as world:
        maria = await world.customer()
        await maria.reach_receipt()
        topic = await world.agent_in_topic()
        first = await (await world.workflow()).describe()
        await asyncio.gather(*(maria.chat.write(word) for word in words[:10]))
        for word in words[10:]:
            await maria.chat.write(word)
        seen = await topic.until(lambda messages: sum("повідомлення" in m.text for m in messages) >= len(words))
        relayed = [message.text for message in seen if "повідомлення" in message.text]
        written = [message.text for message in maria.chat.messages() if message.text.startswith("повідомлення")]
        assert relayed == written
        assert sorted(relayed) == sorted(words)
        latest = await (await world.workflow()).describe()
        assert latest.run_id != first.run_id
        runs = impatient.get_workflow_handle(latest.id, run_id=latest.run_id)
        await keep(runs, "continued")
        queue = impatient.get_workflow_handle("queue/security")
        await keep(queue, "queue")
