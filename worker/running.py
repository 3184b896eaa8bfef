"""What both commands share: Temporal's runtime with metrics, the database, workers that run until told to stop."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from pydantic import SecretStr
from temporalio.runtime import PrometheusConfig, Runtime, TelemetryConfig
from temporalio.worker import Worker

from config.ready import announce
from storage.database import Database, open_database

logger = logging.getLogger(__name__)

LAST_BREATH = 0.3  # the SDK's threads may abort the process when it ends right after its workers


def serve_metrics(port: int) -> int:
    """One runtime a process, made before the first client. Port 0 takes a free one."""
    port = port or _free_port()
    metrics = PrometheusConfig(bind_address=f"127.0.0.1:{port}", durations_as_seconds=True)
    Runtime.set_default(Runtime(telemetry=TelemetryConfig(metrics=metrics)))
    logger.info("metrics at http://127.0.0.1:%s/metrics", port)
    return port


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def opened(url: SecretStr, pool_size: int) -> AsyncIterator[Database]:
    database = open_database(url.get_secret_value(), pool_size=pool_size)
    try:
        yield database
    finally:
        await database.dispose()


async def run_workers(workers: Sequence[Worker], stop: asyncio.Event) -> None:
    """Ends when told to, or when a worker fails for good; what runs may finish within its grace."""
    running = [asyncio.create_task(worker.run()) for worker in workers]
    stopped = asyncio.create_task(stop.wait())
    announce()
    logger.info("serving %s", ", ".join(worker.task_queue for worker in workers))
    await asyncio.wait([stopped, *running], return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    await asyncio.gather(*(worker.shutdown() for worker in workers))
    await asyncio.gather(*running)
    await asyncio.sleep(LAST_BREATH)
