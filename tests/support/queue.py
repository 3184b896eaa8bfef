"""A queue whose tickets are rows and lines, and what people see of it in the group."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from temporalio.testing import WorkflowEnvironment

from domain.messages import TicketLine
from domain.outgoing import FixedTopic
from domain.queue_state import Board
from local.telegram.person_views import Seen
from storage import tables
from tests.support.desk import Desk
from tests.support.rows import Rows
from tests.support.waiting import until

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
THREAD = 9000  # of made up topics


class Queue:
    """The first line with tickets that are rows and lines; their workflows only keep what they are told."""

    def __init__(self, world: Desk, env: WorkflowEnvironment, name: str = "l1") -> None:
        self.world = world
        self.env = env
        self.name = name
        self.rows = Rows(world.behind.database)
        self.handle = world.queue(name)
        self.customer = 0

    async def agent(self, ref: str, **values: Any) -> str:
        person = await self.world.people.person(ref)
        row = {"ref": ref, "name": ref, "telegram_id": person.id, "on_duty_since": NOW, **values}
        await self.rows.agent(**row)
        return ref

    async def ticket(self, *, topic: bool = True, queue: str | None = None, **values: Any) -> TicketLine:
        """Its row, its workflow, and what it says of itself; not told yet."""
        self.customer = self.customer or await self.rows.customer()
        n = len(await self.rows.all(tables.ticket)) + 1
        facts = {"number": 1000 + n, "phase": "open", "severity": "normal", "topic": "payment", **values}
        since = facts.pop("waiting_since", NOW + n * SECOND)
        thread = {"group_chat": self.world.group, "topic_thread": THREAD + n} if topic else {}
        row = {**facts, **thread, "waiting_since": since, "workflow_id": f"ticket/rows/{n}"}
        made = await self.rows.ticket(self.customer, queue=queue or self.name, first_response_due=NOW, **row)
        await self.env.client.start_workflow(
            "TicketThatOnlyListens", id=f"ticket/rows/{n}", task_queue=f"nobody-{self.world.group}"
        )
        return TicketLine(workflow_id=f"ticket/rows/{n}", ticket=made, waiting_since=since, due=NOW, **facts)

    async def tell(self, *lines: TicketLine) -> None:
        await asyncio.gather(*(self.handle.signal("ticket_changed", line) for line in lines))

    async def board(self) -> Board:
        board: Board = await self.handle.query("board", result_type=Board)
        return board

    async def later(self, by: timedelta) -> None:
        await self.env.fast_forward(self.handle, by)

    async def assigned(self, line: TicketLine) -> list[tuple[str | None, str | None]]:
        told = await self.world.behind.told(line.workflow_id)
        return [(value["agent"], value["instead_of"]) for name, value in told if name == "assigned"]

    async def until_assigned(self, line: TicketLine, times: int = 1) -> list[tuple[str | None, str | None]]:
        async def enough() -> list[tuple[str | None, str | None]]:
            found = await self.assigned(line)
            return found if len(found) >= times else []

        return await until(enough)

    async def seen(self, topic: FixedTopic) -> list[Seen]:
        return [one for one in (await self.world.fixed_topic(topic)).messages() if not one.is_service]

    async def alerts(self, count: int) -> list[Seen]:
        ops = await self.world.fixed_topic(FixedTopic.OPS)
        await ops.until(lambda seen: sum(not one.is_service for one in seen) >= count)
        return await self.seen(FixedTopic.OPS)

    async def standing(self, words: str, topic: FixedTopic = FixedTopic.BOARDS) -> Seen:
        """The board with those words."""
        conversation = await self.world.fixed_topic(topic)
        found = await conversation.until(lambda seen: any(words in one.text for one in seen))
        return next(one for one in found if words in one.text)


def alarmed(line: TicketLine, told: str | None = "queue", clock: str = "first_response") -> TicketLine:
    about = {"told": told, "told_clock": clock if told else None, "told_share": 0.8 if told else None}
    return line.model_copy(update=about)


def links(seen: Seen) -> list[str]:
    return [entity["url"] for entity in seen.content.get("entities", []) if entity["type"] == "text_link"]


def mentions(seen: Seen) -> int:
    return sum(entity["type"] == "text_mention" for entity in seen.content.get("entities", []))


async def settled(queue: Queue) -> bool:
    """Everything told so far was looked at."""
    board = await queue.board()
    return bool(board.lines) and not (board.drain or board.freed or board.leaving)


async def empty(queue: Queue) -> bool:
    return not (await queue.board()).lines
