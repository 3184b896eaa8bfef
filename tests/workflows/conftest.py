from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from temporalio.testing import WorkflowEnvironment

from tests.support.desk import Desk, desk
from tests.support.queue import Queue

NOON = datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.fixture
async def world(database_url: str, temporal_env: WorkflowEnvironment, tmp_path: Path) -> AsyncIterator[Desk]:
    """It is noon in Kyiv there: what a test expects of nights and mornings does not hang on when it is run."""
    async with desk(database_url, temporal_env.client, tmp_path, now=NOON) as made:
        yield made


@pytest.fixture
async def queue(world: Desk, temporal_env: WorkflowEnvironment) -> Queue:
    return Queue(world, temporal_env)
