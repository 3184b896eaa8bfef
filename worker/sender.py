"""The workers that speak to Telegram: one per queue, with as many slots as the queue's chats can use."""

import time
from dataclasses import dataclass
from datetime import timedelta

from aiogram import Bot
from temporalio.client import Client
from temporalio.worker import Worker

from activities.aftermath import Aftermath
from activities.carriers import Carriers
from activities.context import Contexts
from activities.group import AgentsGroup
from activities.lanes import Lanes
from activities.rendering import render, render_notice, topic_title
from activities.requests import Requests
from activities.telegram import Telegram
from activities.topics import TopicKeeper
from content.texts import Texts
from domain.points import Reached, nothing
from domain.policy import TicketPolicy
from storage.budget import Budget
from storage.database import Database
from storage.deliveries import Deliveries
from storage.outbound import Outbound
from storage.profiles import Profiles
from storage.topics import Topics
from workflows.options import GROUP_QUEUE, GROUP_URGENT_QUEUE, PRIVATE_QUEUE

# Of a group one message at a time: the rest waits in Temporal, in the order of its priorities.
SLOTS = {PRIVATE_QUEUE: 50, GROUP_QUEUE: 1, GROUP_URGENT_QUEUE: 1}
GRACE = timedelta(seconds=20)  # longer than a request may take
BEATS = timedelta(seconds=1)  # by default the SDK would hold heartbeats back for 80 % of their time-out


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
    policy: TicketPolicy,
    settings: GroupSettings,
    *,
    reached: Reached = nothing,
) -> Telegram:
    deliveries, topics, outbound = Deliveries(database), Topics(database), Outbound(database)
    contexts = Contexts(outbound, agents_language=settings.language)
    group = AgentsGroup(settings.chat, topics, time.monotonic)
    lanes = Lanes(group, per_minute=settings.per_minute, count_edits=settings.count_edits)
    requests = Requests(bot, Budget(database), on_migrated=group.migrated)
    carriers = Carriers(
        render=lambda item, context: render(item, context, texts, policy),
        title=lambda item, context: topic_title(item, context, texts, policy),
        contexts=contexts,
        outbound=outbound,
        deliveries=deliveries,
        topics=topics,
        requests=requests,
        keeper=TopicKeeper(topics, requests, group, reached),
        lanes=lanes,
        reached=reached,
    )
    return Telegram(
        render_notice=lambda notice, context: render_notice(notice, context, texts, policy),
        contexts=contexts,
        outbound=outbound,
        deliveries=deliveries,
        profiles=Profiles(database),
        requests=requests,
        carriers=carriers,
        aftermath=Aftermath(deliveries, requests, lanes),
        lanes=lanes,
        group=group,
        reached=reached,
    )


def sender_workers(client: Client, activities: Telegram) -> list[Worker]:
    return [
        Worker(
            client,
            task_queue=queue,
            activities=[activities.deliver, activities.notify_once],
            max_concurrent_activities=slots,
            max_heartbeat_throttle_interval=BEATS,
            default_heartbeat_throttle_interval=BEATS,
            graceful_shutdown_timeout=GRACE,
        )
        for queue, slots in SLOTS.items()
    ]
