"""`python -m worker`: workflows and SQL. `python -m worker sender`: Telegram out."""

import argparse
import asyncio
import logging
import sys
import time
from functools import partial

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import AiogramError

from activities.failures import What, posture
from activities.records import Records
from config.loading import WRONG_SETTINGS, load, refuse
from config.logging import configure, secrets_of
from config.settings import SenderSettings, WorkerSettings
from config.temporal import connect
from content.policy import load_policy
from content.problems import ContentError
from content.texts import Texts
from storage.database import open_database
from storage.outages import database_answers
from storage.profiles import Profiles
from storage.tickets import Tickets
from worker.desk import ACTIVITIES, desk_worker
from worker.running import patiently, run_workers, serve_metrics, stop_event
from worker.sender import GroupSettings, sender_workers, telegram
from worker.watchdog import watch
from workflows.client import DeskClient

logger = logging.getLogger("worker")

SENDER_POOL = 20  # a send holds a connection only for moments


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m worker", description=__doc__)
    parser.add_argument("what", nargs="?", choices=["sender"])
    try:
        if parser.parse_args().what == "sender":
            _start_sender()
        else:
            _start_desk()
    except ContentError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)  # noqa: T201 - lines for a person who edits content
        sys.exit(WRONG_SETTINGS)


def _start_desk() -> None:
    settings = load(WorkerSettings)
    configure(settings.log_level, settings.log_format, secrets_of(settings))
    asyncio.run(_desk(settings))


def _start_sender() -> None:
    settings = load(SenderSettings)
    configure(settings.log_level, settings.log_format, secrets_of(settings))
    asyncio.run(_sender(settings))


async def _desk(settings: WorkerSettings) -> None:
    policy = load_policy(settings.content_dir)
    port = serve_metrics(settings.worker_metrics_port)
    database = open_database(settings.database_url.get_secret_value(), pool_size=ACTIVITIES)
    client = await patiently(connect)
    await patiently(lambda: DeskClient(client).ensure_queues(policy.queues))
    worker = desk_worker(client, Records(Profiles(database), Tickets(database), policy))
    watching = asyncio.create_task(watch(port, partial(database_answers, database), time.monotonic))
    await run_workers([worker], stop_event())
    watching.cancel()
    await database.dispose()


async def _sender(settings: SenderSettings) -> None:
    policy, texts = load_policy(settings.content_dir), Texts(settings.content_dir)
    serve_metrics(settings.sender_metrics_port)
    database = open_database(settings.database_url.get_secret_value(), pool_size=SENDER_POOL)
    session = AiohttpSession(api=TelegramAPIServer.from_base(settings.telegram_api))
    async with Bot(settings.bot_token.get_secret_value(), session=session) as bot:
        await _check_token(bot, settings)
        group = GroupSettings(
            settings.agents_chat_id,
            settings.agents_language,
            settings.group_budget_per_minute,
            settings.count_edits,
        )
        reached = settings.crash_switch.reached
        activities = telegram(bot, database, texts, policy, group, reached=reached)
        client = await patiently(connect)
        await run_workers(sender_workers(client, activities), stop_event())
    await database.dispose()


async def _check_token(bot: Bot, settings: SenderSettings) -> None:
    """Telegram away is no reason not to start: then messages wait, as they do later."""
    try:
        await bot.get_me()
    except AiogramError as error:
        if posture(error).what is What.CONFIG:
            refuse(f"BOT_TOKEN is refused by {settings.telegram_api}: check it with @BotFather")
        logger.warning("Telegram does not answer at the start: %s", type(error).__name__)


if __name__ == "__main__":
    main()
