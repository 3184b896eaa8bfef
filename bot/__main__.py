"""`python -m bot`: the receiver. Polls Telegram, or serves its webhook when WEBHOOK_URL is set."""

import asyncio
import contextlib
import logging
import sys
from collections.abc import AsyncIterator, Coroutine
from datetime import timedelta
from functools import partial
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from temporalio.client import Client
from temporalio.service import RPCError

from bot.polling import Poller, WrongToken
from bot.setup import publish_commands, sign_in, use_polling, use_webhook
from bot.webhook import Webhook, create_app
from bot.wiring import ReceiverParts, Surroundings
from config.loading import WRONG_SETTINGS, load
from config.logging import configure, secrets_of
from config.ready import announce
from config.running import patiently, stop_event, until_stop
from config.serving import CannotListen, listen, serve
from config.settings import BotSettings
from config.temporal import connect
from content.live import LiveContent
from content.problems import ContentError
from storage.database import Database, open_database
from storage.outages import database_answers
from workflows.client import DeskClient

logger = logging.getLogger("bot")

HEALTH_WITHIN = timedelta(seconds=2)
POOL_SIZE = 20  # chats are handled at once; the sweeper holds a few

Work = Coroutine[Any, Any, None]


def main() -> None:
    settings = load(BotSettings)
    configure(settings.log_level, settings.log_format, secrets_of(settings))
    try:
        asyncio.run(run(settings))
    except WrongToken:
        logger.error("BOT_TOKEN is refused by %s: check it with @BotFather", settings.telegram_api)  # noqa: TRY400
        sys.exit(WRONG_SETTINGS)
    except ContentError as error:
        print(error, file=sys.stderr)  # noqa: T201 - lines for a person who edits content
        sys.exit(error.exit_code)
    except CannotListen as error:
        logger.error("%s (WEBHOOK_HOST, WEBHOOK_PORT)", error)  # noqa: TRY400 - one clear line
        sys.exit(WRONG_SETTINGS)


async def run(settings: BotSettings) -> None:
    stop = stop_event()
    async with _telegram(settings) as bot, _database(settings) as database:
        content = LiveContent(settings.content_dir)
        parts = await until_stop(_prepare(settings, bot, database, content), stop)
        if parts is not None:
            reading = content.watch(stop, partial(_take, parts, content))
            await _serve(settings, bot, parts, reading, stop)
    logger.info("stopped")


async def _prepare(settings: BotSettings, bot: Bot, database: Database, content: LiveContent) -> ReceiverParts:
    me = await sign_in(bot)
    temporal = await patiently(connect)
    group, language = settings.agents_chat_id, settings.agents_language
    parts = ReceiverParts(
        Surroundings(
            bot=bot,
            bot_name=me.username or "",
            database=database,
            desk=DeskClient(temporal),
            texts=content.texts,
            policy=content.policy,
            lexicon=content.lexicon,
            group=group,
            group_language=language,
            clock=settings.clock,
            services_answer=lambda: _services_answer(database, temporal),
            reached=settings.crash_switch.reached,
        )
    )
    await parts.group.check()
    await parts.members.sync_leads()
    await publish_commands(bot, content.texts, group, language)
    return parts


async def _take(parts: ReceiverParts, content: LiveContent) -> None:
    parts.take(content.policy, content.lexicon)


async def _serve(
    settings: BotSettings, bot: Bot, parts: ReceiverParts, reading: Work, stop: asyncio.Event
) -> None:
    """Reads until it is told to stop; then finishes what it has begun."""
    start = _start_polling if settings.webhook_url is None else _start_webhook
    works = [*await start(settings, bot, parts, stop), parts.sweeper.run(stop), reading]
    running = [asyncio.create_task(work) for work in works]
    announce()
    try:
        await asyncio.gather(*running)
    finally:
        stop.set()
        await asyncio.gather(*running, return_exceptions=True)


async def _start_polling(settings: BotSettings, bot: Bot, parts: ReceiverParts, stop: asyncio.Event) -> list[Work]:
    await use_polling(bot)
    works: list[Work] = [Poller(bot, parts.receiver, parts.lanes).run(stop)]
    logger.info("polling %s", settings.telegram_api)
    try:
        listening = listen(settings.webhook_host, settings.webhook_port)
    except CannotListen as error:
        logger.warning("the bot's metrics are not served: %s", error)
    else:
        works.append(serve(create_app(parts.metrics), listening, stop))
    return works


async def _start_webhook(settings: BotSettings, bot: Bot, parts: ReceiverParts, stop: asyncio.Event) -> list[Work]:
    assert settings.webhook_url is not None
    assert settings.webhook_secret is not None  # the settings' own check
    secret = settings.webhook_secret.get_secret_value()
    webhook = Webhook(parts.receiver, parts.lanes, secret=secret)
    app = create_app(parts.metrics, webhook, settings.webhook_url.path or "/")
    listening = listen(settings.webhook_host, settings.webhook_port)
    await use_webhook(bot, str(settings.webhook_url), secret)
    logger.info("serving the webhook on port %s", settings.webhook_port)
    return [serve(app, listening, stop)]


async def _services_answer(database: Database, temporal: Client) -> bool:
    try:
        healthy = await temporal.service_client.check_health(timeout=HEALTH_WITHIN)
    except RPCError:
        return False
    return healthy and await database_answers(database)


@contextlib.asynccontextmanager
async def _telegram(settings: BotSettings) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(settings.telegram_api))
    bot = Bot(settings.bot_token.get_secret_value(), session=session)
    try:
        yield bot
    finally:
        await session.close()


@contextlib.asynccontextmanager
async def _database(settings: BotSettings) -> AsyncIterator[Database]:
    database = open_database(settings.database_url.get_secret_value(), pool_size=POOL_SIZE)
    try:
        yield database
    finally:
        await database.dispose()


if __name__ == "__main__":
    main()
