"""Between desk and customer outside the work itself: what they chose to hear, surveys, rests (SPEC C8-C10, H)."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from temporalio.client import WorkflowExecutionStatus
from temporalio.testing import WorkflowEnvironment

from domain.ticket import Phase
from local.telegram.person import Conversation
from local.telegram.person_views import Seen
from storage.tables import customer, delivery, nps, rating, ticket
from tests.support.desk import HOUR, Customer, Desk, press_when_there
from tests.support.histories import keep

NIGHT = 11 * HOUR  # longer than any night: whatever waited for the morning has been said
STARS = 5


async def open_ticket(world: Desk, *, notify: str | None = None) -> Customer:
    maria = await world.customer()
    await maria.reach_receipt()
    if notify:
        await press_when_there(maria.chat, notify)
        assert await world.behind.scalar(select(customer.c.notify)) is not None
    return maria


async def another_ticket(maria: Customer) -> None:
    maria.chat.skip_to_now()
    await maria.chat.write("/new")
    for button in ("Робота застосунку", "Як щось зробити", "Надіслати"):
        await press_when_there(maria.chat, button)
    await maria.chat.next_message("прийнято")


async def resolve(world: Desk, maria: Customer, number: int = 0, words: str = "Готово") -> Seen:
    await (await world.agent_in_topic(number)).write(f"/resolve {words}")
    return await maria.chat.next_message(words)


async def rated(world: Desk, stars: int) -> tuple[Customer, Conversation]:
    maria = await open_ticket(world)
    await resolve(world, maria)
    await press_when_there(maria.chat, f"{stars} ⭐")
    return maria, await world.agent_in_topic()


def texts(maria: Customer, part: str) -> list[str]:
    return [seen.text for seen in maria.chat.messages() if part in seen.text]


async def phase(world: Desk, number: int = 0) -> str:
    return str((await world.row(number)).phase)


# as chosen


async def test_answers_only_leaves_out_every_status_and_keeps_every_answer(
    world: Desk, temporal_env: WorkflowEnvironment
) -> None:
    maria = await open_ticket(world, notify="Лише про відповіді")
    topic = await world.agent_in_topic()
    await topic.write("/claim")
    await topic.write("Перевіряю")
    await maria.chat.next_message("Перевіряю")
    await resolve(world, maria)
    await maria.chat.write("А гроші коли повернуть?")
    await topic.next_message("А гроші коли")
    await topic.write("Завтра")
    await maria.chat.next_message("Завтра")
    await resolve(world, maria, words="Повернули")
    handle = await world.workflow()
    await temporal_env.fast_forward(handle)
    assert await handle.result() == "silent"
    assert [texts(maria, word) for word in ("займається", "знову відкрито", "закрито")] == [[], [], []]
    assert len(texts(maria, "Усе гаразд")) == 1


async def test_one_summary_in_the_morning_tells_of_all_tickets(
    world: Desk, temporal_env: WorkflowEnvironment
) -> None:
    """Both tickets have news; the first whose turn comes sends it, the second finds it sent."""
    maria = await open_ticket(world, notify="підсумком")
    await another_ticket(maria)
    for number in (0, 1):
        topic = await world.agent_in_topic(number)
        await topic.write("/claim")
        await topic.write(f"Уже дивлюся {number}")
        await maria.chat.next_message(f"Уже дивлюся {number}")
    assert texts(maria, "займається") == []
    for number in (0, 1):
        await temporal_env.fast_forward(await world.workflow(number), 25 * HOUR)
        await (await world.agent_in_topic(number)).write(f"Доброго ранку {number}")
        await maria.chat.until(lambda _, n=number: bool(texts(maria, f"Доброго ранку {n}")))  # type: ignore[misc]
    (summary,) = texts(maria, "Що з вашими зверненнями")
    rows = [await world.row(number) for number in (0, 1)]
    assert [f"№{row.number}" in summary for row in rows] == [True, True]
    assert "у роботі" in summary
    assert await world.behind.scalar(select(func.count()).where(delivery.c.kind == "summary")) == 1
    await keep(await world.workflow(), "summary")


async def test_a_ticket_that_ends_in_silence_is_still_in_the_summary(
    world: Desk, temporal_env: WorkflowEnvironment
) -> None:
    maria = await open_ticket(world, notify="підсумком")
    await resolve(world, maria)
    handle = await world.workflow()
    await temporal_env.fast_forward(handle)
    assert await handle.result() == "silent"
    assert "закрито" in texts(maria, "Що з вашими зверненнями")[-1]


# the customer's zone


async def test_the_zone_is_asked_once_and_moves_what_waits(world: Desk, temporal_env: WorkflowEnvironment) -> None:
    maria = await open_ticket(world)
    await resolve(world, maria)
    handle = await world.workflow()
    await temporal_env.fast_forward(handle, NIGHT)
    await maria.chat.until(lambda _: bool(texts(maria, "Котра у вас зараз година")))
    await press_when_there(maria.chat, "Інше місто")
    await press_when_there(maria.chat, "Токіо")
    done = await maria.chat.next_message("Готово: у вас")
    assert "Токіо" in done.text
    assert done.buttons == []
    assert await world.behind.scalar(select(customer.c.zone)) == "Asia/Tokyo"
    await resolve_again(world, maria)
    await temporal_env.fast_forward(handle, 2 * NIGHT)
    await another_ticket(maria)
    await resolve(world, maria, 1, "І це теж")
    await temporal_env.fast_forward(await world.workflow(1), NIGHT)
    assert texts(maria, "Котра у вас зараз година") == []  # the question became its outcome
    assert await world.behind.scalar(select(func.count()).where(delivery.c.kind == "zone_question")) == 1
    await keep(await world.workflow(), "zone")


async def resolve_again(world: Desk, maria: Customer) -> Seen:
    await maria.chat.write("Ні, знову те саме?")
    await maria.chat.next_message("знову відкрито")
    return await resolve(world, maria, words="Тепер точно")


async def test_the_zone_can_be_set_at_any_time(world: Desk) -> None:
    maria = await open_ticket(world)
    await maria.chat.write("/zone")
    await maria.chat.next_message("За нашими даними")
    await press_when_there(maria.chat, "Варшава")
    await maria.chat.next_message("Готово: у вас")
    assert await world.behind.scalar(select(customer.c.zone)) == "Europe/Warsaw"


# ratings


async def test_a_rating_is_not_asked_twice_in_a_day(world: Desk, temporal_env: WorkflowEnvironment) -> None:
    maria = await open_ticket(world)
    first = await resolve(world, maria)
    second = await resolve_again(world, maria)
    assert (len(first.buttons), len(second.buttons)) == (STARS, 0)
    assert ("Як вам" in first.text, "Як вам" in second.text) == (True, False)
    await temporal_env.fast_forward(await world.workflow(), 25 * HOUR)
    third = await resolve_again(world, maria)
    assert len(third.buttons) == STARS


async def test_no_rating_is_asked_in_the_middle_of_another_dialogue(world: Desk) -> None:
    maria = await open_ticket(world)
    await another_ticket(maria)
    await (await world.agent_in_topic(1)).write("А що саме не виходить?")
    await maria.chat.next_message("А що саме")
    assert (await resolve(world, maria)).buttons == []


async def test_stars_count_after_the_end_too(world: Desk, temporal_env: WorkflowEnvironment) -> None:
    """SPEC C10: for 7 days; here some five after the resolution."""
    maria = await open_ticket(world)
    stars = await resolve(world, maria)
    handle = await world.workflow()
    await temporal_env.fast_forward(handle)
    assert await handle.result() == "silent"
    assert (await maria.chat.press("5 ⭐", on=stars))["text"] == "Дякуємо за оцінку!"
    assert await world.behind.scalar(select(rating.c.stars)) == STARS


async def test_a_low_score_opens_a_talk_with_the_lead(world: Desk) -> None:
    maria, topic = await rated(world, 1)
    await maria.chat.next_message("що пішло не так")
    called = await topic.next_message("Оцінка 1 із 5")
    assert "Олена" in called.text
    before = await world.row()
    await maria.chat.write("Відповіді чекала цілу годину")
    await maria.chat.next_message("знову відкрито")
    await topic.next_message("Відповіді чекала")
    row = await world.row()
    assert (before.severity, row.severity, row.phase, row.assignee) == ("high", "blocker", Phase.OPEN, None)
    await keep(await world.workflow(), "low_score")


async def test_thanks_after_a_low_score_do_not_reopen(world: Desk) -> None:
    maria, topic = await rated(world, 2)
    await maria.chat.next_message("що пішло не так")
    await maria.chat.write("Дякую")
    await topic.next_message("Дякую")
    assert await phase(world) == Phase.RESOLVED


async def test_a_good_score_calls_nobody(world: Desk) -> None:
    maria, topic = await rated(world, 5)
    await maria.chat.next_message("Дякуємо за оцінку")
    await topic.until(lambda seen: any("Оцінка: 5" in message.text for message in seen))  # on the card
    assert not any("Оцінка 5 із" in message.text for message in topic.messages())


# would you recommend us


async def confirmed(world: Desk, temporal_env: WorkflowEnvironment) -> Customer:
    """Resolved, asked whether it helped, and it did; a survey that came up at night has had its morning."""
    maria = await open_ticket(world)
    await resolve(world, maria)
    handle = await world.workflow()
    await temporal_env.fast_forward(handle, 36 * HOUR)
    await maria.chat.next_message("Усе гаразд")
    await press_when_there(maria.chat, "Так, дякую")
    await maria.chat.next_message("закрито")
    await temporal_env.fast_forward(handle, NIGHT)
    return maria


async def test_who_was_helped_is_asked_once_whether_they_recommend_us(
    world: Desk, temporal_env: WorkflowEnvironment
) -> None:
    maria = await confirmed(world, temporal_env)
    survey = (await maria.chat.until(lambda _: bool(texts(maria, "Чи порадите"))))[-1]
    assert survey.buttons == [str(score) for score in range(11)]
    assert len(survey.rows) == 2
    answer = await maria.chat.press("9", on=survey)
    assert answer["text"] == "Дякуємо за оцінку!"
    thanked = await maria.chat.next_message("Ваша оцінка: 9 із 10")
    assert (thanked.id, thanked.buttons) == (survey.id, [])
    assert [tuple(row) for row in await world.behind.rows(select(nps.c.score))] == [(9,)]
    data = survey.rows[0][1]["callback_data"]
    again = await maria.chat.press(data=data, on=survey)
    assert again["text"] == "Опитування вже завершено. Дякуємо!"
    assert [tuple(row) for row in await world.behind.rows(select(nps.c.score))] == [(9,)]
    await keep(await world.workflow(), "nps")


async def test_nobody_else_answers_the_survey(world: Desk, temporal_env: WorkflowEnvironment) -> None:
    maria = await confirmed(world, temporal_env)
    survey = (await maria.chat.until(lambda _: bool(texts(maria, "Чи порадите"))))[-1]
    stranger = await world.customer("Степан")
    started = await stranger.chat.write("/start")
    answer = await stranger.chat.press(data=survey.rows[0][0]["callback_data"], on=started.id + 1)
    assert answer["text"] == "Ця кнопка не для вас."
    assert [tuple(row) for row in await world.behind.rows(select(nps.c.score))] == [(None,)]


# rest


@pytest.mark.parametrize("thanks", ["Дякую!", "❤️"])
async def test_thanks_after_the_closing_do_not_reopen(
    world: Desk, temporal_env: WorkflowEnvironment, thanks: str
) -> None:
    maria = await confirmed(world, temporal_env)
    topic = await world.agent_in_topic()
    await maria.chat.write(thanks)
    await topic.next_message(thanks)
    assert await phase(world) == Phase.CLOSED


async def test_thanks_after_the_end_begin_nothing(world: Desk, temporal_env: WorkflowEnvironment) -> None:
    maria = await open_ticket(world)
    await resolve(world, maria)
    handle = await world.workflow()
    await temporal_env.fast_forward(handle)
    await handle.result()
    await maria.chat.write("Дякую!")
    await maria.chat.write("/help")
    await maria.chat.next_message("/new")
    assert await world.behind.scalar(select(func.count()).select_from(ticket)) == 1
    await maria.chat.write("Дякую! А ще не працює застосунок")
    await maria.chat.next_message(where=lambda seen: any("людиною" in text for text in seen.buttons))
    assert await world.behind.scalar(select(func.count()).select_from(ticket)) == 2


async def test_a_message_within_the_window_resumes_the_clock(
    world: Desk, temporal_env: WorkflowEnvironment
) -> None:
    maria = await open_ticket(world)
    await resolve(world, maria)
    before = (await world.row()).resolution_due
    handle = await world.workflow()
    await temporal_env.fast_forward(handle, 5 * HOUR)
    await maria.chat.write("Ні, не повернули?")
    await maria.chat.next_message("знову відкрито")
    after = (await world.row()).resolution_due
    assert timedelta(hours=5) <= after - before < timedelta(hours=6)
    assert (await handle.describe()).status is WorkflowExecutionStatus.RUNNING
