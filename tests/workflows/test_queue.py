"""A queue through the whole desk: its alerts, its boards, and who gets its tickets."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from temporalio.testing import WorkflowEnvironment

from domain.clock import DeskClock
from domain.messages import DutyChanged, TicketLine
from domain.outgoing import FixedTopic
from domain.queue_state import Board
from local.telegram.person_views import Seen
from storage import tables
from storage.duty import Duty
from tests.support.desk import Desk
from tests.support.rows import Rows
from tests.support.waiting import until
from workflows.options import DESK_QUEUE

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


@pytest.fixture
async def queue(world: Desk, temporal_env: WorkflowEnvironment) -> Queue:
    return Queue(world, temporal_env)


def alarmed(line: TicketLine, told: str | None = "queue", clock: str = "first_response") -> TicketLine:
    about = {"told": told, "told_clock": clock if told else None, "told_share": 0.8 if told else None}
    return line.model_copy(update=about)


def links(seen: Seen) -> list[str]:
    return [entity["url"] for entity in seen.content.get("entities", []) if entity["type"] == "text_link"]


def mentions(seen: Seen) -> int:
    return sum(entity["type"] == "text_mention" for entity in seen.content.get("entities", []))


# alerts


async def test_sixty_silent_tickets_cost_one_message_a_minute(queue: Queue) -> None:
    """SPEC D5. They are named in order of work, the rest is counted; a wider circle is another message."""
    await queue.agent("olena")
    await queue.agent("lead", lead=True, on_duty_since=None)
    lines = [await queue.ticket(assignee="olena", phase="in_progress") for _ in range(60)]
    await queue.tell(*map(alarmed, lines))
    await queue.later(15 * SECOND)
    (alert,) = await queue.alerts(1)
    assert "60 звернень" in alert.text
    assert "і ще 45" in alert.text
    assert [f"№{1001 + n}" in alert.text for n in (0, 14, 15)] == [True, True, False]
    assert links(alert)[0] == f"https://t.me/c/{str(queue.world.group)[4:]}/{THREAD + 1}"
    assert mentions(alert) == 1
    await queue.tell(*(alarmed(line, "lead") for line in lines))
    await queue.later(30 * SECOND)
    assert len(await queue.seen(FixedTopic.OPS)) == 1
    await queue.later(40 * SECOND)
    assert len(await queue.alerts(2)) == 2
    await queue.tell(*(alarmed(line, "lead") for line in lines))
    await queue.later(5 * MINUTE)
    assert len(await queue.seen(FixedTopic.OPS)) == 2, "nobody hears the same twice"


async def test_a_reply_silences_before_anybody_is_told(queue: Queue) -> None:
    await queue.agent("olena")
    answered, silent = await queue.ticket(), await queue.ticket()
    await queue.tell(alarmed(answered), alarmed(silent))
    await queue.tell(answered)
    await queue.later(15 * SECOND)
    (alert,) = await queue.alerts(1)
    assert "№1002" in alert.text
    assert "№1001" not in alert.text


async def test_when_all_are_answered_nothing_is_said(queue: Queue) -> None:
    line = await queue.ticket()
    await queue.tell(alarmed(line))
    await queue.tell(line)
    await queue.later(2 * MINUTE)
    assert (await queue.board()).alerts.count == 0


async def test_with_nobody_in_the_circle_the_next_one_is_woken(queue: Queue) -> None:
    await queue.agent("lead", lead=True, on_duty_since=None)
    await queue.tell(alarmed(await queue.ticket(), "agent"))
    await queue.later(15 * SECOND)
    (alert,) = await queue.alerts(1)
    assert mentions(alert) == 1


async def test_a_queue_without_agents_says_it_all_the_same(queue: Queue) -> None:
    await queue.tell(alarmed(await queue.ticket(), "everyone"))
    await queue.later(15 * SECOND)
    (alert,) = await queue.alerts(1)
    assert mentions(alert) == 0


# hand-out


async def test_what_waits_is_handed_out_in_order_of_work_when_somebody_comes_on_duty(
    queue: Queue, world: Desk
) -> None:
    late, vip, blocker = await queue.ticket(), await queue.ticket(vip=True), await queue.ticket(severity="blocker")
    await queue.tell(late, vip, blocker)
    await until(lambda: _settled(queue))
    assert await queue.assigned(late) == []
    await queue.agent("olena", capacity=2)
    await queue.handle.signal("duty_changed", DutyChanged())
    assert await queue.until_assigned(blocker) == [("olena", None)]
    assert await queue.until_assigned(vip) == [("olena", None)]
    assert await queue.assigned(late) == []


async def test_what_waits_is_drained_as_soon_as_capacity_frees(queue: Queue) -> None:
    await queue.agent("olena", capacity=1)
    first, second = await queue.ticket(), await queue.ticket()
    await queue.tell(first)
    await queue.until_assigned(first)
    mine = first.model_copy(update={"assignee": "olena", "phase": "in_progress"})
    await queue.rows.set(tables.ticket, first.ticket, assignee="olena", phase="in_progress")
    await queue.tell(mine, second)
    await until(lambda: _settled(queue))
    assert await queue.assigned(second) == []
    await queue.rows.set(tables.ticket, first.ticket, phase="waiting_for_customer")
    await queue.tell(mine.model_copy(update={"phase": "waiting_for_customer"}))
    await queue.later(2 * SECOND)
    assert await queue.until_assigned(second) == [("olena", None)]


async def test_room_that_frees_in_one_queue_is_used_by_another(
    queue: Queue, world: Desk, temporal_env: WorkflowEnvironment
) -> None:
    experts = Queue(world, temporal_env, "l2")
    experts.customer = await queue.rows.customer()
    await queue.agent("olena", capacity=1)
    busy = await queue.ticket(assignee="olena", phase="in_progress")
    waits = await queue.ticket(queue="l2")
    await queue.tell(busy)
    await experts.tell(waits)
    await until(lambda: _settled(experts))
    assert await queue.assigned(waits) == []
    await queue.rows.set(tables.ticket, busy.ticket, phase="resolved")
    await queue.tell(busy.model_copy(update={"gone": True}))
    await queue.later(2 * SECOND)
    await experts.later(2 * SECOND)
    assert await queue.until_assigned(waits) == [("olena", None)]


async def test_going_off_duty_hands_everything_over(queue: Queue, world: Desk) -> None:
    """To whom has most room; what nobody has room for goes back to the queue."""
    await queue.agent("gone", on_duty_since=NOW)
    lines = [await queue.ticket(assignee="gone", phase="in_progress") for _ in range(3)]
    await queue.tell(*lines)
    await queue.agent("taras", capacity=1)
    await queue.agent("olena", capacity=1)
    await Duty(world.behind.database).go_off("gone")
    await queue.handle.signal("duty_changed", DutyChanged(agent="gone"))
    handed = [await queue.until_assigned(line) for line in lines]
    assert handed == [[("taras", "gone")], [("olena", "gone")], [(None, "gone")]]


async def test_who_is_back_before_the_queue_looked_keeps_everything(queue: Queue) -> None:
    await queue.agent("olena")
    line = await queue.ticket(assignee="olena", phase="in_progress")
    await queue.tell(line)
    await queue.handle.signal("duty_changed", DutyChanged(agent="olena"))
    await until(lambda: _settled(queue))
    assert await queue.assigned(line) == []


async def test_a_ticket_whose_workflow_is_gone_leaves_the_board(queue: Queue, world: Desk) -> None:
    await queue.agent("olena")
    line = await queue.ticket()
    await world.behind.end(line.workflow_id)
    await queue.tell(line)
    await until(lambda: _empty(queue))


async def _settled(queue: Queue) -> bool:
    """Everything told so far was looked at."""
    board = await queue.board()
    return bool(board.lines) and not (board.drain or board.freed or board.leaving)


async def _empty(queue: Queue) -> bool:
    return not (await queue.board()).lines


# boards


async def test_a_board_stands_in_its_topic_and_is_edited_in_place(queue: Queue) -> None:
    await queue.agent("olena")
    normal, blocker = await queue.ticket(assignee="olena"), await queue.ticket(severity="blocker")
    await queue.tell(normal, blocker)
    await queue.later(15 * SECOND)
    board = await queue.standing("№1002")
    assert board.text.index("№1002") < board.text.index("№1001")
    assert "olena" in board.text
    assert "2 звернення" in board.text
    assert links(board)[0].endswith(f"/{THREAD + 2}")
    dates = [entity for entity in board.content["entities"] if entity["type"] == "date_time"]
    assert len(dates) == 2, "time left is counted by the reader's app"
    await queue.rows.set(tables.ticket, blocker.ticket, phase="resolved")
    await queue.tell(blocker.model_copy(update={"gone": True}))
    await queue.later(15 * SECOND)
    again = await queue.standing("1 звернення")
    assert again.id == board.id


async def test_a_board_is_not_touched_while_nothing_on_it_changes(queue: Queue) -> None:
    line = await queue.ticket()
    await queue.tell(line)
    await queue.later(15 * SECOND)
    await queue.standing("№1001")
    before = len(await edits(queue))
    await queue.tell(alarmed(line, "lead"), line)
    await queue.handle.signal("duty_changed", DutyChanged())
    await queue.later(MINUTE)
    assert len(await edits(queue)) == before


async def test_changes_of_ten_seconds_are_one_edit(queue: Queue) -> None:
    lines = [await queue.ticket() for _ in range(30)]
    await queue.tell(*lines)
    await queue.later(15 * SECOND)
    board = await queue.standing("30 звернень")
    assert "і ще 10" in board.text
    assert len(await edits(queue)) <= 2


async def test_a_link_follows_when_the_topic_is_made(queue: Queue) -> None:
    line = await queue.ticket(topic=False)
    await queue.tell(line)
    await queue.later(5 * SECOND)
    assert links(await queue.standing("№1001")) == []
    place = {"group_chat": queue.world.group, "topic_thread": THREAD}
    await queue.rows.set(tables.ticket, line.ticket, **place)
    await queue.later(15 * SECOND)
    boards = await queue.world.fixed_topic(FixedTopic.BOARDS)
    await boards.until(lambda seen: any(links(one) for one in seen))


async def test_a_lost_board_and_a_lost_topic_heal(queue: Queue, world: Desk) -> None:
    line = await queue.ticket()
    await queue.tell(line)
    await queue.later(15 * SECOND)
    board = await queue.standing("№1001")
    await world.olena.in_group(world.group).delete(board)
    await queue.tell(line.model_copy(update={"severity": "high"}))
    await queue.rows.set(tables.ticket, line.ticket, severity="high")
    await queue.later(15 * SECOND)
    second = await queue.standing("🟠")
    assert second.id != board.id
    thread = (await world.fixed_topic(FixedTopic.BOARDS)).thread_id
    await world.people.post(f"chats/{world.group}/topics/{thread}", user_id=world.olena.id, action="delete")
    await queue.rows.set(tables.ticket, line.ticket, severity="blocker")
    await queue.tell(line.model_copy(update={"severity": "blocker"}))
    await queue.later(15 * SECOND)

    async def made_anew() -> bool:
        return (await world.fixed_topic(FixedTopic.BOARDS)).thread_id != thread

    await until(made_anew)
    await queue.standing("🔴")


async def test_the_duty_board_says_who_is_there_and_what_they_have(queue: Queue, world: Desk) -> None:
    duty = world.behind.workflow("duty")
    await queue.standing("ніхто не чергує", FixedTopic.DUTY)
    await queue.agent("olena", capacity=4, queues=["l1"])
    line = await queue.ticket(assignee="olena", phase="in_progress")
    await queue.tell(line)
    await queue.later(15 * SECOND)
    await queue.env.fast_forward(duty, 15 * SECOND)
    board = await queue.standing("olena", FixedTopic.DUTY)
    assert "1 з 4" in board.text
    assert "Перша лінія" in board.text


async def edits(queue: Queue) -> list[dict[str, Any]]:
    """Calls of the bot about the board of this queue."""
    post = next(row for row in await posts(queue) if row.name == f"board/{queue.name}")
    return [
        entry
        for entry in await queue.world.people.ledger()
        if entry["kind"] == "call"
        and entry["method"] == "editMessageText"
        and entry["params"].get("message_id") in (post.message_id, str(post.message_id))
    ]


async def posts(queue: Queue) -> list[Any]:
    return await queue.world.behind.rows(tables.group_post.select())


# a long life


async def test_a_queue_of_before_there_was_duty_is_brought_along(
    world: Desk, temporal_env: WorkflowEnvironment
) -> None:
    old = "queue/old-one"
    started = await temporal_env.client.start_workflow(
        "QueueWorkflow", Board(name="old-one"), id=old, task_queue=DESK_QUEUE
    )
    try:
        await world.behind.parts._given.desk.ensure_queues(["old-one"], DeskClock())

        async def edition() -> bool:
            return bool((await started.query("board", result_type=Board)).edition == 2)

        await until(edition)
    finally:
        await started.terminate()
