"""The workers that speak to Telegram: one per queue, with as many slots as the queue's chats can use."""

from datetime import timedelta

from temporalio.client import Client
from temporalio.worker import Worker

from activities.telegram import Telegram
from workflows.options import GROUP_QUEUE, GROUP_URGENT_QUEUE, PRIVATE_QUEUE

# Of a group one message at a time: the rest waits in Temporal, in the order of its priorities.
SLOTS = {PRIVATE_QUEUE: 50, GROUP_QUEUE: 1, GROUP_URGENT_QUEUE: 1}
GRACE = timedelta(seconds=20)  # longer than a request may take
BEATS = timedelta(seconds=1)  # by default the SDK would hold heartbeats back for 80 % of their time-out


def sender_workers(client: Client, activities: Telegram) -> list[Worker]:
    return [
        Worker(
            client,
            task_queue=queue,
            activities=[
                activities.deliver,
                activities.notify_once,
                activities.mark,
                activities.boards.show_board,
                activities.boards.alert,
            ],
            max_concurrent_activities=slots,
            max_heartbeat_throttle_interval=BEATS,
            default_heartbeat_throttle_interval=BEATS,
            graceful_shutdown_timeout=GRACE,
        )
        for queue, slots in SLOTS.items()
    ]
