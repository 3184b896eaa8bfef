"""What must be true before our processes start: the schema, and what Temporal shows in its lists."""

import asyncio
from collections.abc import Mapping

import psycopg
from temporalio.client import Client
from temporalio.service import RPCError

from config.redaction import redact
from config.temporal import connect
from domain.search_attributes import SEARCH_ATTRIBUTES
from local.console import Console, Stopwatch
from local.errors import RuntimeProblem
from local.postgres import conninfo
from local.temporal import add_search_attributes, set_retention
from storage.migrate import upgrade

SELF_SERVICE = "add them: temporal operator search-attribute create --name Status --type Keyword ..."


def prepare(database_url: str, environment: Mapping[str, str], console: Console, temporal_is_ours: bool) -> None:
    migrate(database_url, console)
    bootstrap_temporal(console, environment, temporal_is_ours)


def migrate(url: str, console: Console) -> None:
    watch = Stopwatch()
    try:
        psycopg.connect(conninfo(url), connect_timeout=5).close()
    except psycopg.OperationalError as error:
        first = redact(str(error)).strip().splitlines()[0]
        raise RuntimeProblem(f"PostgreSQL does not answer at DATABASE_URL: {first}") from None
    upgrade(url)
    console.done(f"Schema is current {watch.seconds:.1f} s")


def bootstrap_temporal(console: Console, environment: Mapping[str, str], ours: bool) -> None:
    """Starts threads, as Temporal's client does."""
    watch = Stopwatch()
    asyncio.run(_bootstrap(console, environment, ours=ours))
    console.done(f"Temporal namespace is set up {watch.seconds:.1f} s")


async def _bootstrap(console: Console, environment: Mapping[str, str], *, ours: bool) -> None:
    client = await _client(environment)
    if ours:
        await set_retention(client)
        await add_search_attributes(client, SEARCH_ATTRIBUTES)
        return
    try:
        await add_search_attributes(client, SEARCH_ATTRIBUTES)
    except RPCError as error:
        names = ", ".join(SEARCH_ATTRIBUTES)
        console.warn(
            f"Temporal refuses search attributes ({error.message}). If {names} are missing, {SELF_SERVICE}"
        )


async def _client(environment: Mapping[str, str]) -> Client:
    try:
        return await connect(environment)
    except (RuntimeError, RPCError) as error:
        address = environment.get("TEMPORAL_ADDRESS", "the address of its profile")
        raise RuntimeProblem(
            f"Temporal does not answer at {address}: {redact(str(error)).splitlines()[0]}"
        ) from None
