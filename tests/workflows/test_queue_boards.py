"""Boards in the fixed topics: in order, edited in place, seldom, and healed (SPEC D7, E9)."""

from typing import Any

from domain.messages import DutyChanged
from domain.outgoing import FixedTopic
from storage import tables
from tests.support.desk import Desk
from tests.support.histories import keep
from tests.support.queue import MINUTE, SECOND, THREAD, Queue, alarmed, links
from tests.support.waiting import until


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


async def test_who_goes_on_and_off_duty_in_the_group_stands_on_the_board(queue: Queue, world: Desk) -> None:
    duty = world.behind.workflow("duty")
    general = world.taras.in_group(world.group)
    await general.write("/on l1 3")
    await queue.env.fast_forward(duty, 15 * SECOND)
    board = await queue.standing("Тарас", FixedTopic.DUTY)
    assert "0 з 3" in board.text
    await general.write("/off")
    await queue.env.fast_forward(duty, 15 * SECOND)
    again = await queue.standing("ніхто не чергує", FixedTopic.DUTY)
    assert again.id == board.id
    await keep(duty, "duty")
    await keep(queue.handle, "queue_duty")
