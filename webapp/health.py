"""Whether what the desk stands on answers."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from temporalio.client import Client
from temporalio.service import RPCError

from storage.database import Database
from storage.outages import database_answers

WITHIN_SECONDS = 3.0

Check = Callable[[], Awaitable[bool]]


def checks(database: Database, temporal: Client) -> dict[str, Check]:
    """By the name of the service; their order is the page's."""
    return {
        "postgresql": lambda: database_answers(database),
        "temporal": lambda: _temporal_answers(temporal),
    }


async def results(asked: Mapping[str, Check]) -> dict[str, bool]:
    found = await asyncio.gather(*map(_in_time, asked.values()))
    return dict(zip(asked, found, strict=True))


async def _in_time(check: Check) -> bool:
    try:
        async with asyncio.timeout(WITHIN_SECONDS):
            return await check()
    except TimeoutError:
        return False


async def _temporal_answers(temporal: Client) -> bool:
    try:
        return await temporal.service_client.check_health(timeout=timedelta(seconds=WITHIN_SECONDS))
    except RPCError:
        return False
