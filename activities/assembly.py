"""Puts the sender's parts together: the bot's connection, and the activities on it."""

import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import AiogramError

from activities.aftermath import Aftermath
from activities.boards import Boards
from activities.carriers import Carriers
from activities.context import Contexts
from activities.failures import What, posture
from activities.fixed_topics import FixedTopics
from activities.group import AgentsGroup
from activities.lanes import Lanes
from activities.rendering import render, render_notice, topic_title
from activities.requests import Requests
from activities.telegram import Telegram
from activities.topics import TopicKeeper
from content.texts import Texts
from domain.errors import DeskError
from domain.outgoing import Destination
from domain.points import Reached, nothing
from domain.policy import TicketPolicy
from storage import boards as rows
from storage.budget import Budget
from storage.claims import Claims
from storage.database import Database
from storage.deliveries import Deliveries
from storage.outbound import Outbound
from storage.posts import Posts
from storage.profiles import Profiles
from storage.topics import Topics

__all__ = ["Bot", "GroupSettings", "WrongToken", "bot_at", "check_token", "telegram"]

logger = logging.getLogger(__name__)


class WrongToken(DeskError):
    def __init__(self) -> None:
        super().__init__("wrong_token")


@asynccontextmanager
async def bot_at(api: str, token: str) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(api))
    async with Bot(token, session=session) as bot:
        yield bot


async def check_token(bot: Bot) -> None:
    """Telegram away is no reason not to start: then messages wait, as they do later."""
    try:
        await bot.get_me()
    except AiogramError as error:
        if posture(error).what is What.CONFIG:
            raise WrongToken from None
        logger.warning("Telegram does not answer at the start: %s", type(error).__name__)


@dataclass(frozen=True)
class GroupSettings:
    chat: int
    language: str
    per_minute: int = 15
    count_edits: bool = True


def telegram(
    bot: Bot,
    database: Database,
    texts: Texts,
    policy: Callable[[], TicketPolicy],
    settings: GroupSettings,
    *,
    reached: Reached = nothing,
) -> Telegram:
    deliveries, topics, outbound = Deliveries(database), Topics(database), Outbound(database)
    found = rows.Boards(database)
    contexts = Contexts(outbound, found, agents_language=settings.language)
    group = AgentsGroup(settings.chat, topics, time.monotonic)
    lanes = Lanes(group, per_minute=settings.per_minute, count_edits=settings.count_edits)
    requests = Requests(bot, Budget(database), on_migrated=group.migrated)
    carriers = Carriers(
        render=lambda item, context: render(item, context, texts, policy()),
        title=lambda item, context: topic_title(item, context, texts, policy()),
        label=lambda item, context, kind: texts.plain(
            settings.language if item.to is Destination.GROUP else context.customer.language,
            f"kind-of-content-{kind}",
        ),
        contexts=contexts,
        outbound=outbound,
        deliveries=deliveries,
        topics=topics,
        requests=requests,
        keeper=TopicKeeper(topics, requests, group, reached),
        lanes=lanes,
        reached=reached,
    )
    boards = Boards(
        found=found,
        deliveries=deliveries,
        fixed=FixedTopics(
            Posts(database),
            requests,
            group,
            title=lambda topic: texts.plain(settings.language, f"fixed-topic-{topic}"),
        ),
        requests=requests,
        lanes=lanes,
        group=group,
        texts=texts,
        policy=policy,
        language=settings.language,
    )
    return Telegram(
        render_notice=lambda notice, context: render_notice(notice, context, texts, policy()),
        contexts=contexts,
        outbound=outbound,
        deliveries=deliveries,
        profiles=Profiles(database),
        claims=Claims(database),
        requests=requests,
        carriers=carriers,
        aftermath=Aftermath(deliveries, requests, lanes),
        lanes=lanes,
        group=group,
        reached=reached,
        boards=boards,
    )
