"""Messages of a ticket, each sent over HTTP by the unmodified client and read where people read it."""

from datetime import timedelta

from domain.outgoing import Delivered, DeliveryState, Kind
from storage import tables
from tests.support.bench import NOW, Bench

SENT = Delivered(state=DeliveryState.SENT)


async def test_a_question_arrives_with_its_buttons_and_its_row_says_so(bench: Bench) -> None:
    item = bench.item(Kind.ASK_TOPIC)
    assert await bench.deliver(item) == SENT
    (seen,) = [seen for seen in await bench.in_chat() if seen.from_id == bench.bot_id]
    assert len(seen.buttons) >= 5
    row = await bench.delivery(item)
    assert (row["state"], row["message_id"], row["chat"], row["attempt"]) == ("sent", seen.id, bench.maria.id, 1)


async def test_what_is_sent_is_not_sent_again(bench: Bench) -> None:
    item = await bench.send(Kind.RECEIPT, moments={"eta": NOW})
    assert await bench.deliver(item) == SENT
    assert len(await bench.calls("sendMessage")) == 1


async def test_the_welcome_brings_the_menu_and_is_remembered(bench: Bench) -> None:
    await bench.send(Kind.WELCOME)
    (call,) = await bench.calls("sendMessage")
    assert "keyboard" in str(call["params"]["reply_markup"])
    assert (await bench.rows.get(tables.customer, bench.customer))["welcomed_at"] == NOW


async def test_the_next_step_takes_the_place_of_the_one_before(bench: Bench) -> None:
    first = await bench.send(Kind.CONSENT_REQUEST)
    second = await bench.send(Kind.ASK_TOPIC, edits=first.key)
    assert len(await bench.calls("sendMessage")) == 1
    third = await bench.send(
        Kind.ASK_QUESTION, params={"topic": "payment", "question": "problem"}, edits=second.key
    )
    seen = [seen for seen in await bench.in_chat() if seen.from_id == bench.bot_id]
    assert len(seen) == 1
    assert (await bench.delivery(third))["message_id"] == seen[0].id


async def test_a_step_whose_message_is_gone_comes_as_a_new_message(bench: Bench) -> None:
    first = await bench.send(Kind.CONSENT_REQUEST)
    await bench.private.delete((await bench.delivery(first))["message_id"])
    second = await bench.send(Kind.ASK_TOPIC, edits=first.key)
    (seen,) = [seen for seen in await bench.in_chat() if seen.from_id == bench.bot_id]
    assert (await bench.delivery(second))["message_id"] == seen.id


async def test_the_old_buttons_are_taken_away_when_words_answered(bench: Bench) -> None:
    first = await bench.send(Kind.ASK_TOPIC)
    await bench.send(Kind.ASK_EXTRAS, params={"topic": "payment"}, retires=first.key)
    old, new = [seen for seen in await bench.in_chat() if seen.from_id == bench.bot_id]
    assert old.buttons == []
    assert new.buttons


async def test_at_night_it_comes_without_sound(bench: Bench) -> None:
    await bench.send(Kind.IN_PROGRESS, agent=bench.agent, silent=True)
    assert (await bench.in_chat())[-1].body["silent"]


async def test_a_customer_who_blocked_the_bot_is_told_of_and_gets_it_after_coming_back(bench: Bench) -> None:
    await bench.maria.block(bench.bot_id)
    item = bench.item(Kind.RECEIPT)
    assert await bench.deliver(item) == Delivered(state=DeliveryState.REFUSED, unreachable=True)
    await bench.maria.unblock(bench.bot_id)
    assert await bench.deliver(item) == SENT


async def test_a_name_with_broken_html_breaks_nothing(bench: Bench) -> None:
    name = "<b>Mar</i>ія & <script>"
    async with bench.rows.database.begin() as connection:
        await connection.execute(tables.customer.update().values(name=name))
        await connection.execute(tables.agent.update().values(name="<i>Олена</b>"))
    assert await bench.deliver(bench.item(Kind.CARD)) == SENT
    assert await bench.deliver(bench.item(Kind.IN_PROGRESS, agent=bench.agent)) == SENT
    assert name in (await bench.in_topic())[0].text
    assert "<i>Олена</b>" in (await bench.in_chat())[-1].text


# what is asked only so often, and what several tickets share

CANCELLED = Delivered(state=DeliveryState.CANCELLED)


async def test_the_zone_is_asked_once_whoever_asks(bench: Bench) -> None:
    first = await bench.send(Kind.ZONE_QUESTION)
    assert await bench.deliver(first) == SENT
    again = bench.item(Kind.ZONE_QUESTION, at=NOW + timedelta(hours=1))
    assert await bench.deliver(again) == CANCELLED
    assert (await bench.delivery(again))["code"] == "not_due"
    assert len(await bench.calls("sendMessage")) == 1


async def test_stars_stand_under_the_first_of_two_resolutions_of_a_day(bench: Bench) -> None:
    for hours in (0, 1):
        await bench.send(Kind.RESOLVED, at=NOW + timedelta(hours=hours), params={"resolution": 1 + hours})
    first, second = [seen for seen in await bench.in_chat() if seen.from_id == bench.bot_id]
    assert (len(first.buttons), second.buttons) == (5, [])


async def test_a_survey_is_asked_once_a_quarter(bench: Bench) -> None:
    await bench.send(Kind.NPS)
    assert await bench.deliver(bench.item(Kind.NPS, at=NOW + timedelta(days=30))) == CANCELLED
    assert len(await bench.rows.all(tables.nps)) == 1


async def test_a_summary_that_another_ticket_sends_is_left_to_it(bench: Bench) -> None:
    """Also while it is on its way: the row belongs to the ticket that made it."""
    other = await bench.rows.ticket(bench.customer, number=1002, phase="in_progress", topic="idea")
    mine = bench.item(Kind.SUMMARY, key="summary/c1/2026-11-23")
    await bench.deliver_together([mine, mine.model_copy(update={"ticket": other})])
    (seen,) = [seen for seen in await bench.in_chat() if seen.from_id == bench.bot_id]
    assert "1001" in seen.text
    assert "1002" in seen.text


async def test_a_low_score_calls_the_leads_or_everybody_where_nobody_leads(bench: Bench) -> None:
    await bench.send(Kind.CARD)
    await bench.send(Kind.LOW_SCORE, params={"stars": 1})
    assert "Олена К." in (await bench.in_topic())[-1].text
    await bench.rows.agent(name="Тарас Ш.", lead=True)
    await bench.send(Kind.LOW_SCORE, params={"stars": 2})
    assert "Тарас Ш." in (last := (await bench.in_topic())[-1].text)
    assert "Олена" not in last
