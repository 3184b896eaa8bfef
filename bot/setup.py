"""What the bot arranges with Telegram at its start. Only a wrong token is a reason not to start."""

import asyncio
import logging
from collections.abc import Awaitable

from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramNotFound, TelegramUnauthorizedError
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeUnion,
    User,
)

from bot.polling import WrongToken
from bot.updates import ALLOWED_UPDATES
from bot.wording import AGENT_COMMANDS, CUSTOMER_COMMANDS, command_text
from content.texts import LANGUAGES, Texts

logger = logging.getLogger(__name__)

TRY_EVERY_SECONDS = 3.0


async def sign_in(bot: Bot) -> User:
    """Waits for Telegram as long as it takes; raises WrongToken when it answers that it does not know us."""
    told = False
    while True:
        try:
            return await bot.me()
        except (TelegramUnauthorizedError, TelegramNotFound) as error:
            raise WrongToken from error
        except AiogramError as error:
            if not told:
                logger.warning("Telegram does not answer, trying on: %s", type(error).__name__)
                told = True
            await asyncio.sleep(TRY_EVERY_SECONDS)


async def use_polling(bot: Bot) -> None:
    """Telegram refuses to be polled while a webhook is set. Updates that wait stay."""
    await _attempt("the webhook was not removed", bot.delete_webhook(drop_pending_updates=False))


async def use_webhook(bot: Bot, url: str, secret: str) -> None:
    await _attempt(
        "the webhook was not set",
        bot.set_webhook(url, secret_token=secret, allowed_updates=list(ALLOWED_UPDATES)),
    )


async def publish_commands(bot: Bot, texts: Texts, group: int, group_language: str) -> None:
    """The lists of commands, per scope and language; the first language is everybody's who has none of ours."""
    private = BotCommandScopeAllPrivateChats()
    for language in LANGUAGES:
        commands = _commands(texts, language, CUSTOMER_COMMANDS)
        await _publish(bot, commands, private, language)
    await _publish(bot, _commands(texts, LANGUAGES[0], CUSTOMER_COMMANDS), private, None)
    agents = _commands(texts, group_language, AGENT_COMMANDS)
    await _publish(bot, agents, BotCommandScopeChat(chat_id=group), None)


def _commands(texts: Texts, language: str, names: tuple[str, ...]) -> list[BotCommand]:
    return [BotCommand(command=name, description=texts.plain(language, command_text(name))) for name in names]


async def _publish(
    bot: Bot, commands: list[BotCommand], scope: BotCommandScopeUnion, language: str | None
) -> None:
    await _attempt(
        f"commands for {scope.type} were not published",
        bot.set_my_commands(commands, scope=scope, language_code=language),
    )


async def _attempt(failure: str, request: Awaitable[bool]) -> None:
    try:
        await request
    except AiogramError as error:
        logger.warning("%s: %s", failure, type(error).__name__)
