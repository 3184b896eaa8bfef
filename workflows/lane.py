"""One lane per ticket and destination chat: it keeps order by awaiting each send before the next."""

from collections.abc import Callable

from temporalio import exceptions, workflow
from temporalio.common import Priority
from temporalio.exceptions import ActivityError, ApplicationError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from domain.calls import Call
    from domain.outgoing import Delivered, DeliveryState, Destination, Kind, Outgoing
    from domain.priority import URGENT, priority_key
    from workflows.options import (
        GROUP_RETRY,
        HEARTBEAT_TIMEOUT,
        PARKED_PAUSE,
        PRIVATE_RETRY,
        SEND_TIMEOUT,
        send_queue,
    )


class Lane:
    """`items` is the ticket's own list, so what is not sent yet survives continue-as-new."""

    def __init__(self, items: list[Outgoing], *, key: str, reachable: Callable[[], bool]) -> None:
        self._items = items
        self._key = key  # fairness between tickets: our own reference of the ticket
        self._reachable = reachable
        self._busy = False
        self._stopping = False
        self.on_unreachable: Callable[[], None] = lambda: None
        self.on_outcome: Callable[[Outgoing, Delivered], None] = lambda item, delivered: None  # noqa: ARG005

    @property
    def empty(self) -> bool:
        return not self._items

    def put(self, item: Outgoing) -> None:
        """Appends; of card edits that wait only the latest is kept, because an edit shows the current row."""
        if item.kind in (Kind.CARD_EDIT, Kind.TOPIC_DRESS):
            first_free = 1 if self._busy else 0
            self._items[first_free:] = [old for old in self._items[first_free:] if old.kind is not item.kind]
        self._items.append(item)

    def drop_all(self) -> None:
        del self._items[1 if self._busy else 0 :]

    def stop(self) -> None:
        """Ends `run` between two sends; what is left stays in the list."""
        self._stopping = True

    async def run(self) -> None:
        while True:
            await workflow.wait_condition(lambda: self._stopping or (bool(self._items) and self._open()))
            if self._stopping:
                return
            self._busy = True
            done = await self._deliver(self._items[0])
            self._busy = False
            if done:
                del self._items[0]

    def _open(self) -> bool:
        return self._reachable() or self._items[0].to is Destination.GROUP

    async def _deliver(self, item: Outgoing) -> bool:
        """True when the item is done with; False when it must wait at the head of the lane."""
        priority = priority_key(item.kind, item.severity, vip=item.vip)
        while not self._stopping:
            try:
                delivered = await self._attempt(item, priority)
            except ActivityError as error:
                if is_cancelled_exception(error):
                    raise
                if isinstance(error.cause, exceptions.TimeoutError):
                    # a killed sender: a plain retry would go behind the backlog, so it goes in front
                    priority = min(priority, URGENT)
                    continue
                if _parked(error):
                    await workflow.sleep(PARKED_PAUSE, summary="Waiting for rights in the agents' group")
                    continue
                workflow.logger.warning("%s was given up: %s", item.key, _code(error))
                self.on_outcome(item, Delivered(state=DeliveryState.REFUSED))
                return True
            if delivered.unreachable:
                self.on_unreachable()
                return False
            self.on_outcome(item, delivered)
            return True
        return False

    async def _attempt(self, item: Outgoing, priority: int) -> Delivered:
        private = item.to is Destination.CUSTOMER
        delivered: Delivered = await workflow.execute_activity(
            Call.DELIVER,
            item,
            result_type=Delivered,
            task_queue=send_queue(item, priority),
            start_to_close_timeout=SEND_TIMEOUT,
            heartbeat_timeout=HEARTBEAT_TIMEOUT,
            retry_policy=PRIVATE_RETRY if private else GROUP_RETRY,
            priority=Priority(priority_key=priority, fairness_key=self._key),
            summary=f"{item.kind} to {'the customer' if private else 'the topic'}",
        )
        return delivered


def _parked(error: ActivityError) -> bool:
    return isinstance(error.cause, ApplicationError) and error.cause.type == "parked"


def _code(error: ActivityError) -> str:
    return (error.cause.type or "failed") if isinstance(error.cause, ApplicationError) else "failed"
