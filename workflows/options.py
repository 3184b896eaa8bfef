"""Task queues, timeouts and retry policies, each named once with its reason."""

from datetime import timedelta

from temporalio.common import RetryPolicy

from domain.outgoing import Destination, Outgoing
from domain.priority import URGENT, priority_key

DESK_QUEUE = "desk"  # workflows, SQL and content activities
PRIVATE_QUEUE = "telegram-private"  # all private chats of the bot
GROUP_QUEUE = "telegram-group"  # the agents' group: one slot a sender process, so Temporal keeps the backlog
GROUP_URGENT_QUEUE = "telegram-group-urgent"  # priority 1-2 pass the one who waits in the slot

PRESS_TIMEOUT = timedelta(seconds=3)  # a callback must be answered soon; the press may be repeated
SIGNAL_TIMEOUT = timedelta(seconds=5)

RECORD_TIMEOUT = timedelta(seconds=10)  # one SQL transaction
RECORD_RETRY = RetryPolicy(
    initial_interval=timedelta(milliseconds=200), maximum_interval=timedelta(seconds=5)
)  # without end: PostgreSQL comes back, a ticket does not give up

HISTORY_LIMIT = 3000  # events of one run; the server suggests a new one at 4096
PARKED_PAUSE = timedelta(seconds=30)  # between attempts while the group lacks a right or its topics

SEND_TIMEOUT = timedelta(seconds=120)  # longer than a whole window of the group's budget
HEARTBEAT_TIMEOUT = timedelta(seconds=4)  # senders beat every second: a dead one is noticed soon
PRIVATE_RETRY = RetryPolicy(initial_interval=timedelta(milliseconds=500), maximum_interval=timedelta(seconds=10))
GROUP_RETRY = RetryPolicy(maximum_attempts=1)  # the lane schedules it again, in front (facts: a retry goes behind)


def send_queue(item: Outgoing, priority: int | None = None) -> str:
    if item.to is Destination.CUSTOMER:
        return PRIVATE_QUEUE
    key = priority_key(item.kind, item.severity, vip=item.vip) if priority is None else priority
    return GROUP_URGENT_QUEUE if key <= URGENT else GROUP_QUEUE
