from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from temporalio.testing import WorkflowEnvironment

from tests.support.desk import Desk, desk
from tests.support.queue import Queue


@pytest.fixture
async def world(database_url: str, temporal_env: WorkflowEnvironment, tmp_path: Path) -> AsyncIterator[Desk]:
    async with desk(database_url, temporal_env.client, tmp_path) as made:
        yield made


@pytest.fixture
async def queue(world: Desk, temporal_env: WorkflowEnvironment) -> Queue:
    return Queue(world, temporal_env)
