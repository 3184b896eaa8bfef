"""The process that speaks to Telegram: settings, the token's check, its workers."""

import asyncio
import logging

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import AiogramError
from temporalio.client import Client

from activities.failures import What, posture
from config.loading import load, refuse
from config.logging import configure, secrets_of
from config.settings import SenderSettings
from config.temporal import connect
from content.policy import load_policy
from content.texts import Texts
from worker.running import opened, patiently, run_workers, serve_metrics, stop_event, until_stop
from worker.sender import GroupSettings, sender_workers, telegram

logger = logging.getLogger(__name__)

POOL_SIZE = 20  # a send holds a connection only for moments


class WrongToken(Exception):
    pass


def start() -> None:
    settings = load(SenderSettings)
    configure(settings.log_level, settings.log_format, secrets_of(settings))
    try:
        asyncio.run(_run(settings))
    except WrongToken:
        refuse(f"BOT_TOKEN is refused by {settings.telegram_api}: check it with @BotFather")


async def _run(settings: SenderSettings) -> None:
    stop = stop_event()
    policy, texts = load_policy(settings.content_dir), Texts(settings.content_dir)
    serve_metrics(settings.sender_metrics_port)
    session = AiohttpSession(api=TelegramAPIServer.from_base(settings.telegram_api))
    async with (
        Bot(settings.bot_token.get_secret_value(), session=session) as bot,
        opened(settings.database_url, POOL_SIZE) as database,
    ):
        client = await until_stop(_client(bot), stop)
        if client is None:
            return
        reached = settings.crash_switch.reached
        activities = telegram(bot, database, texts, policy, _group(settings), reached=reached)
        await run_workers(sender_workers(client, activities), stop)


def _group(settings: SenderSettings) -> GroupSettings:
    return GroupSettings(
        settings.agents_chat_id,
        settings.agents_language,
        settings.group_budget_per_minute,
        settings.count_edits,
    )


async def _client(bot: Bot) -> Client:
    await _check_token(bot)
    return await patiently(connect)


async def _check_token(bot: Bot) -> None:
    """Telegram away is no reason not to start: then messages wait, as they do later."""
    try:
        await bot.get_me()
    except AiogramError as error:
        if posture(error).what is What.CONFIG:
            raise WrongToken from None
        logger.warning("Telegram does not answer at the start: %s", type(error).__name__)
