"""The process that speaks to Telegram: settings, the token's check, its workers."""

import asyncio

from temporalio.client import Client

from activities.assembly import Bot, GroupSettings, WrongToken, bot_at, check_token, telegram
from config.loading import load, refuse
from config.logging import configure, secrets_of
from config.running import patiently, stop_event, until_stop
from config.settings import SenderSettings
from config.temporal import connect
from content.live import LiveContent
from worker.running import opened, run_workers, serve_metrics
from worker.sender import sender_workers

POOL_SIZE = 20  # a send holds a connection only for moments


def start() -> None:
    settings = load(SenderSettings)
    configure(settings.log_level, settings.log_format, secrets_of(settings))
    try:
        asyncio.run(_run(settings))
    except WrongToken:
        refuse(f"BOT_TOKEN is refused by {settings.telegram_api}: check it with @BotFather")


async def _run(settings: SenderSettings) -> None:
    stop = stop_event()
    content = LiveContent(settings.content_dir)
    serve_metrics(settings.sender_metrics_port)
    async with (
        bot_at(settings.telegram_api, settings.bot_token.get_secret_value()) as bot,
        opened(settings.database_url, POOL_SIZE) as database,
    ):
        client = await until_stop(_checked(bot), stop)
        if client is None:
            return
        activities = telegram(
            bot,
            database,
            content.texts,
            lambda: content.policy,
            _group(settings),
            reached=settings.crash_switch.reached,
        )
        reading = asyncio.create_task(content.watch(stop))
        await run_workers(sender_workers(client, activities), stop)
        reading.cancel()


async def _checked(bot: Bot) -> Client:
    await check_token(bot)
    return await patiently(connect)


def _group(settings: SenderSettings) -> GroupSettings:
    return GroupSettings(
        settings.agents_chat_id,
        settings.agents_language,
        settings.group_budget_per_minute,
        settings.count_edits,
    )
