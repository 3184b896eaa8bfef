"""The first reply as a preview, the VIP mark that expires, security's officers: through the whole desk."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import update
from temporalio.testing import WorkflowEnvironment

from domain.messages import CustomerChanged
from storage.tables import customer
from tests.support.desk import Desk, press_when_there
from tests.support.histories import keep
from tests.support.waiting import until
from tests.workflows.test_paths import attribute, open_ticket


async def test_a_claim_offers_the_first_reply_and_the_tap_sends_it(world: Desk) -> None:
    maria = await open_ticket(world)
    card = await world.agent_in_topic()
    await press_when_there(card, "Взяти")
    await card.until(lambda seen: any("Перша відповідь клієнтові" in one.text for one in seen))
    assert (await world.row()).first_response_at is None  # a claim stops no clock
    other = await world.agent_in_topic(agent=world.taras)
    answer = await other.press("Надіслати")
    assert "Олена" in answer["text"]  # it is hers to send
    await card.press("Надіслати")
    sent = await maria.chat.next_message("зараз перевіряю")
    assert "Марія, вітаю! Це Олена" in sent.text
    row = await world.row()
    assert (row.first_response_at is not None, row.card_view) == (True, "main")
    await keep(await world.workflow(), "first_reply")


async def test_a_preview_put_away_or_overtaken_by_own_words_is_gone(world: Desk) -> None:
    maria = await open_ticket(world)
    card = await world.agent_in_topic()
    await press_when_there(card, "Взяти")
    await press_when_there(card, "Не зараз")
    await until(lambda: _view(world, "main"))
    await card.write("Уже дивлюся")
    await maria.chat.next_message("Уже дивлюся")
    assert not any("зараз перевіряю" in seen.text for seen in maria.chat.messages())


async def _view(world: Desk, expected: str) -> bool:
    return bool((await world.row()).card_view == expected)


async def test_an_expired_vip_mark_changes_the_priority_not_the_queue(
    world: Desk, temporal_env: WorkflowEnvironment
) -> None:
    maria = await world.customer()
    await maria.chat.write("/start")
    await maria.chat.next_message(where=lambda seen: bool(seen.buttons))
    ends = world.desk_clock.desk(datetime.now(UTC)) + timedelta(minutes=10)
    await world.behind.execute(update(customer).values(vip_until=ends).returning(customer.c.id))
    await maria.chat.press("погоджуюся")
    for button in ("Робота застосунку", "Як щось зробити", "Надіслати"):
        await press_when_there(maria.chat, button)
    await maria.chat.next_message("№")
    handle = await world.workflow()
    assert await attribute(handle, "Vip") == [False]  # the profile was read before the mark was given
    await handle.signal("customer_changed", CustomerChanged())
    await until(lambda: _vip(world, expected=True))
    queue = (await world.row()).queue
    await world.skip(temporal_env, handle, timedelta(minutes=11))
    await until(lambda: _vip(world, expected=False))
    assert (await world.row()).queue == queue
    await keep(handle, "vip_ends")


async def _vip(world: Desk, *, expected: bool) -> bool:
    return bool((await world.row()).vip is expected)


async def test_security_calls_its_officers_on_the_card_and_lets_the_lead_hear_after_5_minutes(
    world: Desk, temporal_env: WorkflowEnvironment
) -> None:
    await world.on_duty(world.taras, "Тарас", queues=["security"], capacity=0)  # there, with no room
    await open_ticket(world)  # a payment
    card = await (await world.agent_in_topic()).next_message("Тарас")
    assert "Взяти:" in card.text
    handle = await world.workflow()
    await world.skip(temporal_env, handle, timedelta(minutes=6))
    await until(lambda: _told(world, "lead"))
    assert (await world.row()).queue == "security"
    await keep(handle, "security")


async def _told(world: Desk, circle: str) -> bool:
    return bool((await world.row()).told == circle)
