"""Every path a ticket can take, through the whole desk, with time skipped; `keep` records the histories."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from temporalio.client import WorkflowHandle
from temporalio.testing import WorkflowEnvironment

from domain.ticket import Phase
from storage.tables import customer, message
from tests.support.desk import HOUR, Customer, Desk, press_when_there
from tests.support.histories import keep


async def open_ticket(world: Desk) -> Customer:
    maria = await world.customer()
    await maria.reach_receipt()
    return maria


async def answered_ticket(world: Desk) -> Customer:
    maria = await open_ticket(world)
    topic = await world.agent_in_topic()
    await topic.write("Перевіряю")
    await maria.chat.next_message("Перевіряю")
    return maria


async def resolved_ticket(world: Desk) -> Customer:
    maria = await answered_ticket(world)
    await press_when_there(await world.agent_in_topic(), "Вирішено")
    await maria.chat.next_message(where=lambda seen: len(seen.buttons) >= 5)
    return maria


async def attribute(handle: WorkflowHandle[Any, Any], name: str) -> list[Any]:
    """A search attribute as the history has it: what lists show follows later."""
    return list((await handle.describe()).search_attributes.get(name, []))


async def phase(world: Desk) -> str:
    return str((await world.row()).phase)


async def test_silence_after_the_follow_up_closes(world: Desk, temporal_env: WorkflowEnvironment) -> None:
    """A whole life of 96 hours: asked after 48, closed 48 later; nobody waits and nothing is forgotten."""
    maria = await world.customer()
    await maria.reach_receipt(("погоджуюся", "Робота застосунку", "Як щось зробити", "Надіслати"))
    topic = await world.agent_in_topic()
    await topic.write("/resolve Показали, де таймер сну")
    resolved = await maria.chat.next_message("таймер сну")
    assert len(resolved.buttons) >= 5
    handle = await world.workflow()
    await world.skip(temporal_env, handle, 47 * HOUR)
    assert not any("Усе гаразд" in seen.text for seen in maria.chat.messages())
    await world.skip(temporal_env, handle, 20 * HOUR)
    await maria.chat.next_message("Усе гаразд")
    began = await temporal_env.get_current_time(handle)
    await temporal_env.fast_forward(handle)
    assert await handle.result() == "silent"
    assert await temporal_env.get_current_time(handle) - began > 27 * HOUR
    await maria.chat.next_message("закрито")
    await keep(handle, "silent")


async def test_an_abandoned_intake_is_reminded_once_and_takes_no_number(
    world: Desk, temporal_env: WorkflowEnvironment
) -> None:
    maria = await world.customer()
    await maria.chat.write("/start")
    await maria.chat.next_message(where=lambda seen: bool(seen.buttons))
    await maria.chat.press("погоджуюся")
    await maria.chat.next_message(where=lambda seen: any("Оплата" in text for text in seen.buttons))
    handle = await world.workflow()
    await temporal_env.fast_forward(handle)
    assert await handle.result() == "abandoned"
    reminders = [seen for seen in maria.chat.messages() if "ще не надіслано" in seen.text]
    row = await world.row()
    assert (len(reminders), row.number, row.phase) == (1, None, Phase.CLOSED)
    await keep(handle, "abandoned")


async def test_a_refused_consent_keeps_nothing_but_the_refusal(world: Desk) -> None:
    maria = await world.customer()
    await maria.chat.write("Мене звати Марія, картка не працює")
    await maria.chat.next_message(where=lambda seen: bool(seen.buttons))
    await maria.chat.press("Ні")
    await maria.chat.next_message("лише вашу відмову")
    handle = await world.workflow()
    assert await handle.result() == "declined"
    rows = await world.behind.rows(select(message.c.text))
    names = await world.behind.rows(select(customer.c.name, customer.c.username))
    assert rows == []
    assert [tuple(row) for row in names] == [("", None)]
    await keep(handle, "declined")


async def test_a_live_operator_is_called_past_all_questions(world: Desk) -> None:
    maria = await world.customer()
    await maria.chat.write("/start")
    await maria.chat.next_message(where=lambda seen: bool(seen.buttons))
    await maria.chat.press("погоджуюся")
    await maria.chat.next_message(where=lambda seen: any("людиною" in text for text in seen.buttons))
    await maria.chat.press("людиною")
    await maria.chat.next_message("Кличемо людину")
    await world.topic()
    row = await world.row()
    assert (row.operator_wanted, row.severity, row.topic) == (True, "high", None)
    await keep(await world.workflow(), "live_operator")


async def test_no_answer_for_a_day_closes_as_stale_and_writing_reopens(
    world: Desk, temporal_env: WorkflowEnvironment
) -> None:
    maria = await open_ticket(world)
    topic = await world.agent_in_topic()
    await topic.write("/ask Надішліть, будь ласка, дату платежу")
    await maria.chat.next_message("дату платежу")
    handle = await world.workflow()
    await world.skip(temporal_env, handle, 40 * HOUR)
    await maria.chat.next_message("Нагадуємо")
    await maria.chat.next_message("закрили звернення")
    assert await phase(world) == Phase.CLOSED
    await maria.chat.write("Платіж був учора")
    await maria.chat.next_message("знову відкрито")
    await topic.next_message("Платіж був учора")
    await keep(handle, "stale_reopened")


async def test_an_answer_in_time_stops_the_deadline(world: Desk, temporal_env: WorkflowEnvironment) -> None:
    maria = await open_ticket(world)
    topic = await world.agent_in_topic()
    await topic.write("/ask Яка сума?")
    await maria.chat.next_message("Яка сума")
    handle = await world.workflow()
    await world.skip(temporal_env, handle, 2 * HOUR)
    await maria.chat.write("500 гривень")
    await topic.next_message("500 гривень")
    await world.skip(temporal_env, handle, 30 * HOUR)
    assert await phase(world) == Phase.IN_PROGRESS
    assert not any("закрили" in seen.text for seen in maria.chat.messages())


async def test_a_silent_desk_breaches_each_clock_once(world: Desk, temporal_env: WorkflowEnvironment) -> None:
    await open_ticket(world)
    topic = await world.agent_in_topic()
    handle = await world.workflow()
    await world.skip(temporal_env, handle, timedelta(days=3))
    await topic.next_message("Строк минув")
    assert (await world.row()).sla_state == "breached"
    await keep(handle, "breached")  # under a policy of before there were ladders
    await keep(handle, "ladder")


async def test_an_unanswered_question_climbs_the_ladder_and_a_reply_ends_it(
    world: Desk, temporal_env: WorkflowEnvironment
) -> None:
    """The next response of security: at 80 % of its hour the agent hears, at the end of it the lead."""
    maria = await answered_ticket(world)
    handle = await world.workflow()
    topic = await world.agent_in_topic()
    await maria.chat.write("То що з моїм платежем?")
    await topic.next_message("То що з моїм платежем?")
    await world.skip(temporal_env, handle, timedelta(minutes=49))
    assert (await attribute(handle, "Escalation"), (await world.row()).sla_state) == (["agent"], "ok")
    await world.skip(temporal_env, handle, timedelta(minutes=12))
    assert (await attribute(handle, "Escalation"), (await world.row()).sla_state) == (["lead"], "breached")
    await topic.write("Платіж повернуто")
    await maria.chat.next_message("Платіж повернуто")
    assert await attribute(handle, "Escalation") == []
    await keep(handle, "next_response")


async def test_it_did_not_help_reopens_with_higher_severity_at_the_same_agent(
    world: Desk, temporal_env: WorkflowEnvironment
) -> None:
    maria = await resolved_ticket(world)
    before = await world.row()
    handle = await world.workflow()
    await world.on_duty(world.olena, "Олена")
    await world.skip(temporal_env, handle, 40 * HOUR)
    follow_up = await maria.chat.next_message(where=lambda seen: len(seen.buttons) == 2)
    await maria.chat.press(follow_up.buttons[1], on=follow_up)
    await maria.chat.next_message("знову відкрито")
    after = await world.row()
    assert (before.severity, after.severity) == ("high", "blocker")
    assert (after.phase, after.assignee) == (Phase.IN_PROGRESS, before.assignee)
    await keep(handle, "not_helped")


async def test_thanks_do_not_reopen_a_question_does(world: Desk) -> None:
    maria = await resolved_ticket(world)
    topic = await world.agent_in_topic()
    await maria.chat.write("Дуже дякую! 🙏")
    await topic.next_message("Дуже дякую")
    assert await phase(world) == Phase.RESOLVED
    await maria.chat.write("Але гроші ще не повернулися, що робити?")
    await maria.chat.next_message("знову відкрито")
    await topic.next_message("гроші ще не повернулися")
    row = await world.row()
    assert (row.phase, row.assignee) == (Phase.OPEN, None)  # nobody is on duty: it waits in its queue
    await keep(await world.workflow(), "reopened")


async def test_after_the_window_a_message_opens_a_new_linked_ticket(
    world: Desk, temporal_env: WorkflowEnvironment
) -> None:
    maria = await resolved_ticket(world)
    await temporal_env.fast_forward(await world.workflow())
    await maria.chat.write("Знову не працює застосунок")
    await maria.chat.next_message(where=lambda seen: any("Поговорити" in text for text in seen.buttons))
    first, second = await world.row(0), await world.row(1)
    assert second.linked_to == first.id


async def test_a_customer_who_blocked_the_bot_stops_the_clocks_until_they_return(
    world: Desk, temporal_env: WorkflowEnvironment
) -> None:
    maria = await open_ticket(world)
    topic = await world.agent_in_topic()
    handle = await world.workflow()
    await maria.person.block(world.bot_id)
    await topic.next_message("заблокував")
    await world.skip(temporal_env, handle, 30 * HOUR)
    assert (await world.row()).sla_state == "ok"
    await topic.write("Ви ще тут?")
    await maria.person.unblock(world.bot_id)
    await maria.chat.next_message("Ви ще тут?")
    await keep(handle, "unreachable")
