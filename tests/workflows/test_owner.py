"""Whose ticket it is and what was promised: hand-out, moving up, the ETA, silence, through the whole desk."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import WorkflowHandle
from temporalio.testing import WorkflowEnvironment

from domain.messages import TicketLine
from domain.queue_state import Board
from domain.ticket import Phase
from tests.support.desk import HOUR, Customer, Desk, desk
from tests.support.histories import keep
from tests.workflows.test_paths import attribute

MINUTE = timedelta(minutes=1)


async def settled(handle: WorkflowHandle[Any, Any], world: Desk, **expected: Any) -> Any:
    """The ticket's row once it says what is expected; fails after 10 s."""
    async with asyncio.timeout(10):
        while True:
            row = await world.row()
            if all(getattr(row, name) == value for name, value in expected.items()):
                return row
            await asyncio.sleep(0.05)


@pytest.fixture
async def night(database_url: str, temporal_env: WorkflowEnvironment, tmp_path: Path) -> AsyncIterator[Desk]:
    moment = datetime(2026, 11, 23, 21, 30, tzinfo=UTC)  # 23:30 in Kyiv
    async with desk(database_url, temporal_env.client, tmp_path, now=moment) as made:
        yield made


async def open_ticket(world: Desk, name: str = "Марія") -> Customer:
    """In the first line, 15 min to the first response."""
    customer = await world.customer(name)
    await customer.reach_receipt(("погоджуюся", "Робота застосунку", "Як щось зробити", "Надіслати"))
    return customer


def told(maria: Customer, words: str) -> int:
    return sum(words in seen.text for seen in maria.chat.messages())


async def test_a_new_ticket_goes_at_once_to_an_agent_with_room(world: Desk) -> None:
    ref = await world.on_duty(world.taras, "Тарас", capacity=1)
    await open_ticket(world)
    row = await settled(await world.workflow(), world, assignee=ref)
    assert row.phase == Phase.OPEN  # handed out is not taken: nobody is told that somebody works on it
    card = await (await world.agent_in_topic()).next_message("Тарас")
    assert card.buttons  # the card itself calls them: it costs no message more
    await open_ticket(world, "Ілля")
    second = await world.row(1)
    assert second.assignee is None  # no room for two


async def test_what_nobody_answers_moves_up_and_the_customer_is_told_who_takes_over(
    world: Desk, temporal_env: WorkflowEnvironment
) -> None:
    expert = await world.on_duty(world.taras, "Тарас", queues=["l2"])
    maria = await open_ticket(world)
    handle = await world.workflow()
    before = await world.row()
    await world.skip(temporal_env, handle, 16 * MINUTE)
    row = await settled(handle, world, queue="l2", assignee=expert)
    assert (row.sla_state, row.moved_from, row.told) == ("breached", "l1", "lead")
    assert row.first_response_due - before.first_response_due == 15 * MINUTE  # 30 of l2, of which 15 were used
    message = await maria.chat.next_message("тепер займається")
    assert "Тарас" in message.text
    handed = await (await world.agent_in_topic()).next_message("тепер це ваше звернення")
    assert "Тарас" in handed.text
    assert await attribute(handle, "Queue") == ["l2"]
    await keep(handle, "moved_up")


async def test_at_night_a_move_is_told_in_the_morning_and_only_if_it_is_still_true(
    night: Desk, temporal_env: WorkflowEnvironment
) -> None:
    maria = await open_ticket(night)
    handle = await night.workflow()
    await night.skip(temporal_env, handle, 20 * MINUTE)
    await settled(handle, night, queue="l2")
    assert told(maria, "передано далі") == 0
    await night.skip(temporal_env, handle, 9 * HOUR)
    await maria.chat.next_message("передано далі")
    await keep(handle, "held")


async def test_an_answer_before_the_morning_leaves_nothing_to_tell(
    night: Desk, temporal_env: WorkflowEnvironment
) -> None:
    maria = await open_ticket(night)
    handle = await night.workflow()
    await night.skip(temporal_env, handle, 20 * MINUTE)
    await settled(handle, night, queue="l2")
    await (await night.agent_in_topic()).write("Уже дивлюся")
    await maria.chat.next_message("Уже дивлюся")
    await night.skip(temporal_env, handle, 10 * HOUR)
    assert told(maria, "передано далі") == 0


async def test_a_promise_is_renewed_before_it_passes(world: Desk, temporal_env: WorkflowEnvironment) -> None:
    await world.on_duty(world.taras, "Тарас", capacity=0)  # there, and busy: the queue has a pace
    maria = await open_ticket(world)
    handle = await world.workflow()
    promised = (await world.row()).eta
    await world.skip(temporal_env, handle, promised - await world.desk_now(temporal_env, handle) - MINUTE)
    await maria.chat.next_message("трохи більше часу")
    row = await world.row()
    assert row.eta > promised
    await (await world.agent_in_topic()).write("Дивлюся")
    await maria.chat.next_message("Дивлюся")
    await world.skip(temporal_env, handle, 3 * HOUR)
    assert told(maria, "трохи більше часу") == 1
    await keep(handle, "promise")


async def test_a_reply_told_late_counts_as_of_its_writing(world: Desk, temporal_env: WorkflowEnvironment) -> None:
    """Written in time and told after the deadline, because the desk was away: no breach stays."""
    maria = await open_ticket(world)
    handle = await world.workflow()
    topic = await world.agent_in_topic()
    await temporal_env.fast_forward(handle, 16 * MINUTE)  # Telegram's clock stays: the agent writes before that
    await settled(handle, world, sla_state="breached")
    await topic.write("Перевіряю")
    await maria.chat.next_message("Перевіряю")
    row = await settled(handle, world, sla_state="ok")
    assert row.first_response_at < row.first_response_due
    await keep(handle, "told_late")


async def test_what_is_handed_out_may_be_taken_by_whoever_begins_first(world: Desk) -> None:
    ref = await world.on_duty(world.taras, "Тарас")
    maria = await open_ticket(world)
    await settled(await world.workflow(), world, assignee=ref)
    await (await world.agent_in_topic()).write("Я вже знаю, у чому річ")  # Olena, who was faster
    await maria.chat.next_message("у чому річ")
    row = await settled(await world.workflow(), world, phase=Phase.IN_PROGRESS)
    assert row.assignee not in (None, ref)
    await keep(await world.workflow(), "handed_out")


async def test_a_ticket_that_moves_leaves_one_board_for_the_other(
    world: Desk, temporal_env: WorkflowEnvironment
) -> None:
    await open_ticket(world)
    handle = await world.workflow()
    await world.skip(temporal_env, handle, 16 * MINUTE)
    await settled(handle, world, queue="l2")
    lines = {name: await board_of(temporal_env, name) for name in ("l1", "l2")}
    assert [handle.id in lines[name] for name in ("l1", "l2")] == [False, True]
    assert (lines["l2"][handle.id].told, lines["l2"][handle.id].told_clock) == ("lead", "first_response")


async def board_of(env: WorkflowEnvironment, queue: str) -> dict[str, TicketLine]:
    handle = env.client.get_workflow_handle(f"queue/{queue}")
    board: Board = await handle.query("board", result_type=Board)
    return board.lines
