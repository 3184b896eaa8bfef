"""What a queue says when targets run out: through its workflow, the sender and the local Telegram (SPEC D5)."""

from temporalio.testing import WorkflowEnvironment

from domain.outgoing import FixedTopic
from tests.support.desk import Desk
from tests.support.histories import keep
from tests.support.queue import MINUTE, SECOND, THREAD, Queue, alarmed, links, mentions


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


async def test_a_real_ticket_that_nobody_answers_is_spoken_of(
    queue: Queue, world: Desk, temporal_env: WorkflowEnvironment
) -> None:
    maria = await world.customer()
    await maria.reach_receipt()
    security = Queue(world, temporal_env, "security")
    await temporal_env.fast_forward(await world.workflow(), 31 * MINUTE)
    await security.later(15 * SECOND)
    (alert,) = await security.alerts(1)
    assert "ніхто не взяв" in alert.text
    assert str((await world.row()).number) in alert.text
    topic = await world.agent_in_topic()
    await topic.write("Перевіряю")
    await maria.chat.next_message("Перевіряю")
    await temporal_env.fast_forward(await world.workflow(), 60 * MINUTE)
    await security.later(2 * MINUTE)
    assert len(await security.seen(FixedTopic.OPS)) == 1
    await keep(world.queue("security"), "queue_alerts")
