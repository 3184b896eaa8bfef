"""Buttons: applied by the real workflow, or refused politely; nobody presses for somebody else."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from content.texts import Texts
from domain.buttons import Action, Button
from storage.tables import customer, fact, rating, ticket
from tests.bot.played import Json, Played, working
from tests.support.receiving import CONTENT, press
from tests.support.waiting import until

TEXTS = Texts(CONTENT)


@pytest.fixture
async def desk(play: Played) -> AsyncIterator[Played]:
    async with working(play):
        yield play


def says(answer: Json, text_id: str, language: str = "uk", **facts: object) -> bool:
    assert answer["answered"]
    return bool(answer["text"] == TEXTS.plain(language, text_id, **facts))


async def phase_of(desk: Played, ticket_id: int) -> str:
    phase: str = await desk.world.scalar(select(ticket.c.phase).where(ticket.c.id == ticket_id))
    return phase


async def test_four_presses_lead_through_the_intake(desk: Played) -> None:
    ticket_id = await desk.registered(desk.maria)
    row = (await desk.world.rows(select(ticket.c.topic, ticket.c.number).where(ticket.c.id == ticket_id)))[0]
    assert row.topic == "payment"
    assert await desk.world.scalar(select(customer.c.consent_version)) is not None


async def test_a_button_of_a_step_that_is_over_is_out_of_date(desk: Played) -> None:
    ticket_id = await desk.registered(desk.maria)
    answer = await desk.press(desk.maria, Action.CONSENT, ticket_id, "yes")
    assert says(answer, "refusal-out-of-date")
    assert answer["show_alert"]


async def test_status_is_answered_in_the_customers_language_and_zone(desk: Played) -> None:
    ticket_id = await desk.registered(desk.james)
    eta = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)
    await desk.set_ticket(ticket_id, eta=eta, phase="open")
    answer = await desk.press(desk.james, Action.STATUS, ticket_id)
    number = await desk.world.scalar(select(ticket.c.number))
    assert str(number) in answer["text"]
    assert "14:30 (Kyiv)" in answer["text"]
    assert answer["show_alert"]


async def test_status_of_a_request_that_is_not_sent_yet_says_so(play: Played) -> None:
    ticket_id = await play.ticket(play.maria)
    assert says(await play.press(play.maria, Action.STATUS, ticket_id), "press-status-draft")


async def test_add_details_turns_the_talk_to_that_ticket(desk: Played) -> None:
    first = await desk.registered(desk.maria)
    await desk.press(desk.maria, Action.NEW, 0)
    assert await desk.world.scalar(select(customer.c.focus)) != first
    number = await desk.world.scalar(select(ticket.c.number).where(ticket.c.id == first))
    assert says(await desk.press(desk.maria, Action.ADD, first), "press-add", number=number)
    assert await desk.world.scalar(select(customer.c.focus)) == first


@pytest.mark.parametrize(
    ("action", "value"),
    [
        (Action.STATUS, ""),
        (Action.ADD, ""),
        (Action.FOCUS, ""),
        (Action.CONSENT, "yes"),
        (Action.OPERATOR, ""),
        (Action.RATE, "1-1"),
        (Action.NOTIFY, "answers_only"),
    ],
)
async def test_nobody_presses_the_buttons_of_anothers_ticket(play: Played, action: Action, value: str) -> None:
    theirs = await play.ticket(play.maria)
    await play.chat(play.james).write("Hello")
    await until(lambda: play.world.scalar(select(customer.c.id).where(customer.c.telegram_id == play.james.id)))
    assert says(await play.press(play.james, action, theirs, value), "press-not-yours", "en")
    focus = await play.world.scalar(select(customer.c.focus).where(customer.c.telegram_id == play.james.id))
    assert focus != theirs


@pytest.mark.parametrize("action", [Action.CLAIM, Action.RESOLVE, Action.ASK, Action.REOPEN])
async def test_customers_cannot_press_agents_buttons(play: Played, action: Action) -> None:
    ticket_id = await play.ticket(play.maria)
    assert says(await play.press(play.maria, action, ticket_id), "press-not-yours")


async def test_customers_buttons_do_nothing_in_the_group(play: Played) -> None:
    ticket_id = await play.ticket(play.maria)
    answer = await play.press_in_group(play.olena, Action.STATUS, ticket_id)
    assert says(answer, "press-not-yours")


@pytest.mark.parametrize(
    "data", ["a.rate.1.1-9", "a.rate.1.five", "a.notify.1.never", "a.answer.1.nothing", "z.x", "{}"]
)
async def test_forged_and_ancient_buttons_are_out_of_date(play: Played, data: str) -> None:
    await play.ticket(play.maria)
    assert says(await play.press_data(play.maria, data), "press-out-of-date")


async def test_a_button_of_a_ticket_that_never_was_is_out_of_date(play: Played) -> None:
    await play.ticket(play.maria)
    assert says(await play.press(play.maria, Action.STATUS, 999_999), "press-out-of-date")


async def test_a_claim_is_applied_and_the_second_agent_is_told_by_whom(desk: Played) -> None:
    ticket_id = await desk.registered(desk.maria)
    first = await desk.press_in_group(desk.olena, Action.CLAIM, ticket_id)
    assert first["answered"]
    assert not first["text"]
    second = await desk.press_in_group(desk.taras, Action.CLAIM, ticket_id)
    assert says(second, "refusal-already-claimed", agent="Олена К.")
    again = await desk.press_in_group(desk.olena, Action.CLAIM, ticket_id)
    assert says(again, "refusal-already-yours", agent="Олена К.")


async def test_a_ticket_of_another_group_is_not_reached_from_this_one(desk: Played) -> None:
    ticket_id = await desk.registered(desk.maria)
    await desk.set_ticket(ticket_id, group_chat=-100123)
    answer = await desk.press_in_group(desk.olena, Action.CLAIM, ticket_id)
    assert says(answer, "press-out-of-date")


async def test_the_same_press_again_is_applied_once(desk: Played) -> None:
    ticket_id = await desk.ticket(desk.maria)
    maria = {"id": desk.maria.id, "is_bot": False, "first_name": "Марія"}
    raw = press(maria, Button(action=Action.CONSENT, ticket=ticket_id, value="yes").pack())
    await desk.world.receive(raw)
    await desk.world.receive(raw)
    history = await desk.world.history(await desk.workflow_id(ticket_id))
    assert history.count("workflow_execution_update_accepted_event_attributes") == 1


async def test_without_workers_a_press_is_recorded_and_the_presser_told(play: Played) -> None:
    ticket_id = await play.ticket(play.maria)
    answer = await play.press(play.maria, Action.CONSENT, ticket_id, "yes")
    assert says(answer, "press-not-yet")
    recorded = select(fact.c.input).where(fact.c.signal == "", fact.c.forwarded_at.is_not(None))
    assert await until(lambda: play.world.scalar(recorded)) == {"action": "consent", "value": "yes"}


async def test_stars_count_once_after_the_end_of_the_ticket(play: Played) -> None:
    ticket_id = await play.ticket(play.maria)
    await play.world.end(await play.workflow_id(ticket_id))
    resolved = datetime.now(UTC) - timedelta(days=6)
    await play.set_ticket(ticket_id, resolved_at=resolved, resolutions=1, closing_at=resolved)
    assert says(await play.press(play.maria, Action.RATE, ticket_id, "1-5"), "press-rated")
    assert says(await play.press(play.maria, Action.RATE, ticket_id, "1-1"), "press-out-of-date")
    assert await play.world.rows(select(rating.c.stars)) == [(5,)]


async def test_stars_are_out_of_date_after_a_week(play: Played) -> None:
    ticket_id = await play.ticket(play.maria)
    await play.world.end(await play.workflow_id(ticket_id))
    resolved = datetime.now(UTC) - timedelta(days=8)
    await play.set_ticket(ticket_id, resolved_at=resolved, resolutions=1, closing_at=resolved)
    assert says(await play.press(play.maria, Action.RATE, ticket_id, "1-5"), "press-out-of-date")
    assert await play.world.scalar(select(func.count()).select_from(rating)) == 0


async def test_buttons_of_a_ticket_that_ended_are_out_of_date(play: Played) -> None:
    ticket_id = await play.ticket(play.maria)
    await play.world.end(await play.workflow_id(ticket_id))
    await play.set_ticket(ticket_id, group_chat=play.group)
    assert says(await play.press(play.maria, Action.OPERATOR, ticket_id), "press-out-of-date")
    answer = await play.press_in_group(play.olena, Action.CLAIM, ticket_id)
    assert says(answer, "refusal-ticket-closed")


async def test_a_language_is_kept_and_the_draft_asks_again_in_it(play: Played) -> None:
    ticket_id = await play.ticket(play.maria)
    assert says(await play.press(play.maria, Action.LANGUAGE, ticket_id, "en"), "press-language-set", "en")
    assert await play.world.scalar(select(customer.c.language)) == "en"
    await play.all_told()
    told = [signal for signal, _ in await play.world.signals()]
    assert told == ["customer_wrote", "customer_changed", "customer_asked"]


async def test_a_new_request_is_begun_by_its_button(desk: Played) -> None:
    await desk.registered(desk.maria)
    assert says(await desk.press(desk.maria, Action.NEW, 0), "press-new")
    assert await desk.world.scalar(select(func.count()).select_from(ticket)) == 2


async def test_an_answer_that_comes_too_late_changes_nothing_about_the_press(desk: Played) -> None:
    ticket_id = await desk.ticket(desk.maria)
    maria = {"id": desk.maria.id, "is_bot": False, "first_name": "Марія"}
    await desk.world.receive(press(maria, Button(action=Action.CONSENT, ticket=ticket_id, value="yes").pack()))
    assert await until(lambda: desk.world.scalar(select(customer.c.consent_at)))
    assert await phase_of(desk, ticket_id) == "intake"


# what holds for all tickets of a customer


async def test_how_to_be_notified_is_told_to_all_open_tickets(desk: Played) -> None:
    first = await desk.registered(desk.maria)
    await desk.press(desk.maria, Action.NEW, 0)
    answer = await desk.press(desk.maria, Action.NOTIFY, first, "daily_summary")
    assert says(answer, "press-notify-set")
    assert await desk.world.scalar(select(customer.c.notify)) == "daily_summary"
    await desk.all_told()
    for workflow_id in await desk.world.workflow_ids():
        assert "customer_changed" in [signal for signal, _ in await desk.world.told(workflow_id)]


async def test_a_zone_is_kept_and_told_to_open_tickets(play: Played) -> None:
    await play.ticket(play.maria)
    answer = await play.press(play.maria, Action.ZONE, 0, "europe-warsaw")
    assert says(answer, "press-zone-set", city="Варшава")
    assert await play.world.scalar(select(customer.c.zone)) == "Europe/Warsaw"
    await play.all_told()
    assert [signal for signal, _ in await play.world.signals()] == ["customer_wrote", "customer_changed"]


@pytest.mark.parametrize("value", ["", "mars-olympus", "antarctica-vostok"])
async def test_a_zone_that_is_not_offered_is_out_of_date(play: Played, value: str) -> None:
    await play.ticket(play.maria)
    assert says(await play.press(play.maria, Action.ZONE, 0, value), "press-out-of-date")
    assert await play.world.scalar(select(customer.c.zone)) is None


@pytest.mark.parametrize("value", ["1", "1-11", "1--1", "x-5", "1-5-5"])
async def test_a_score_that_no_button_has_is_out_of_date(play: Played, value: str) -> None:
    ticket_id = await play.ticket(play.maria)
    assert says(await play.press(play.maria, Action.NPS, ticket_id, value), "press-out-of-date")


async def test_a_low_score_after_the_end_asks_what_went_wrong(play: Played) -> None:
    ticket_id = await play.ticket(play.maria)
    await play.world.end(await play.workflow_id(ticket_id))
    resolved = datetime.now(UTC) - timedelta(days=6)
    await play.set_ticket(ticket_id, resolved_at=resolved, resolutions=1, closing_at=resolved)
    assert says(await play.press(play.maria, Action.RATE, ticket_id, "1-2"), "press-rated-low")
