"""A long life is lived in several runs; nothing is lost or repeated between them."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from domain.search_attributes import SEARCH_ATTRIBUTES
from local import temporal
from local.ports import free_port
from tests.support.desk import desk
from tests.support.histories import keep

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
