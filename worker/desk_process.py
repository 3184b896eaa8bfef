"""The process of workflows and SQL: settings, connections, its worker, its watchdog."""

import asyncio
import time
from functools import partial

from temporalio.client import Client

from activities.records import Records
from config.loading import load
from config.logging import configure, secrets_of
from config.running import patiently, stop_event, until_stop
from config.settings import WorkerSettings
from config.temporal import connect
from content.live import LiveContent
from domain.clock import DeskClock
from storage.duty import Duty
from storage.outages import database_answers
from storage.pace import Paces
from storage.profiles import Profiles
from storage.tickets import Tickets
from worker.desk import ACTIVITIES, desk_worker
from worker.running import opened, run_workers, serve_metrics
from worker.watchdog import watch
from workflows.client import DeskClient


def start() -> None:
    settings = load(WorkerSettings)
    configure(settings.log_level, settings.log_format, secrets_of(settings))
    asyncio.run(_run(settings))


async def _run(settings: WorkerSettings) -> None:
    stop = stop_event()
    content = LiveContent(settings.content_dir)
    port = serve_metrics(settings.worker_metrics_port)
    async with opened(settings.database_url, ACTIVITIES) as database:
        client = await until_stop(_client_with_queues(content, settings.clock), stop)
        if client is None:
            return
        worker = desk_worker(
            client,
            Records(
                Profiles(database), Tickets(database), Duty(database), Paces(database), lambda: content.policy
            ),
        )
        watching = asyncio.create_task(watch(port, partial(database_answers, database), time.monotonic))
        reading = asyncio.create_task(
            content.watch(stop, partial(_ensure_queues, client, content, settings.clock))
        )
        await run_workers([worker], stop)
        watching.cancel()
        reading.cancel()


async def _client_with_queues(content: LiveContent, clock: DeskClock) -> Client:
    client = await patiently(connect)
    await _ensure_queues(client, content, clock)
    return client


async def _ensure_queues(client: Client, content: LiveContent, clock: DeskClock) -> None:
    await patiently(lambda: DeskClient(client).ensure_queues(content.policy.queues, clock))
