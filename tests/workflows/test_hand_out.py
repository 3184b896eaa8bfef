"""Who gets a queue's tickets, and who takes over from one who leaves (SPEC E5)."""

from temporalio.testing import WorkflowEnvironment

from domain.clock import DeskClock
from domain.messages import DutyChanged
from domain.queue_state import Board
from storage import tables
from storage.duty import Duty
from tests.support.desk import Desk
from tests.support.queue import NOW, SECOND, Queue, empty, settled
from tests.support.waiting import until
from workflows.options import DESK_QUEUE


async def test_what_waits_is_handed_out_in_order_of_work_when_somebody_comes_on_duty(
    queue: Queue, world: Desk
) -> None:
    late, vip, blocker = await queue.ticket(), await queue.ticket(vip=True), await queue.ticket(severity="blocker")
    await queue.tell(late, vip, blocker)
    await until(lambda: settled(queue))
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
    await until(lambda: settled(queue))
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
    await until(lambda: settled(experts))
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
    await until(lambda: settled(queue))
    assert await queue.assigned(line) == []


async def test_a_ticket_whose_workflow_is_gone_leaves_the_board(queue: Queue, world: Desk) -> None:
    await queue.agent("olena")
    line = await queue.ticket()
    await world.behind.end(line.workflow_id)
    await queue.tell(line)
    await until(lambda: empty(queue))


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
