"""Messages of a ticket, each sent over HTTP by the unmodified client and read where people read it."""

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
