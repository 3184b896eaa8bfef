"""Kills, time-outs and refusals in the middle of a send: nothing lost, and what may be there twice is flagged."""

import asyncio
from dataclasses import replace

import pytest
from temporalio.exceptions import ApplicationError

from domain.outgoing import Delivered, DeliveryState, Kind
from domain.points import Point, Reached
from local.ports import free_port
from storage import tables
from tests.support.bench import NOW, Bench

SENT = Delivered(state=DeliveryState.SENT)
TWICE = Delivered(state=DeliveryState.SENT, possibly_twice=True)
UNKNOWN = Delivered(state=DeliveryState.UNKNOWN)


class Killed(BaseException):
    """As a kill does, it passes every handler of ours."""


def kill_at(point: Point, nth: int = 1) -> Reached:
    left = nth

    def reached(name: Point) -> None:
        nonlocal left
        left -= name is point
        if name is point and left == 0:
            raise Killed

    return reached


async def texts_of(bench: Bench) -> list[str]:
    return [seen.text for seen in await bench.in_chat() if seen.from_id == bench.bot_id]


async def test_an_answer_whose_sender_was_killed_is_sent_again_and_agents_see_that(bench: Bench) -> None:
    await bench.send(Kind.CARD)
    message = await bench.from_agent("Гроші повернуто")
    item = bench.item(Kind.AGENT_REPLY, message=message, agent=bench.agent)
    with pytest.raises(Killed):
        await bench.deliver(item, reached=kill_at(Point.REQUEST_SENT))
    assert (await bench.delivery(item))["state"] == "sending"
    assert await bench.deliver(item) == TWICE
    assert await bench.deliver(item) == TWICE
    assert len(await texts_of(bench)) == 2
    row = await bench.delivery(item)
    assert (row["state"], row["possibly_twice"], row["attempt"]) == ("sent", True, 2)
    assert (await bench.in_topic())[-1].reactions == ["🤔"]


async def test_a_survey_whose_sender_was_killed_is_not_repeated(bench: Bench) -> None:
    item = bench.item(Kind.FOLLOW_UP)
    with pytest.raises(Killed):
        await bench.deliver(item, reached=kill_at(Point.REQUEST_SENT))
    assert await bench.deliver(item) == UNKNOWN
    assert await bench.deliver(item) == UNKNOWN
    assert len(await texts_of(bench)) == 1


async def test_of_a_long_text_only_the_part_in_doubt_is_sent_again(bench: Bench) -> None:
    await bench.send(Kind.CARD)
    message = await bench.from_customer("x")
    await bench.rows.set(tables.message, message, text="слово " * 2000)
    item = bench.item(Kind.RELAY_TO_AGENTS, message=message)
    with pytest.raises(Killed):
        await bench.deliver(item, reached=kill_at(Point.REQUEST_SENT, nth=2))
    assert await bench.deliver(item) == TWICE
    parts = [seen.text for seen in (await bench.in_topic())[1:]]
    assert len(parts) == 4
    assert parts[1] == parts[2], "the second one, whose answer nobody read"
    assert len((await bench.delivery(item))["more_ids"]) == 2


async def test_a_topic_whose_id_was_not_saved_is_made_again(bench: Bench) -> None:
    item = bench.item(Kind.CARD)
    with pytest.raises(Killed):
        await bench.deliver(item, reached=kill_at(Point.TOPIC_MADE))
    assert await bench.deliver(item) == TWICE
    topics = await bench.telegram.topics(bench.group)
    assert len(topics) == 2
    assert (await bench.topic())["topic_thread"] == topics[-1]["id"]
    assert len(await bench.in_topic()) == 1


async def test_a_card_whose_message_id_was_not_saved_is_posted_again_in_the_same_topic(bench: Bench) -> None:
    item = bench.item(Kind.CARD)
    with pytest.raises(Killed):
        await bench.deliver(item, reached=kill_at(Point.REQUEST_SENT))
    assert await bench.deliver(item) == TWICE
    assert len(await bench.telegram.topics(bench.group)) == 1
    assert (await bench.topic())["card_message"] == (await bench.in_topic())[-1].id


async def test_an_answer_of_telegram_that_got_lost_means_send_again_and_flag(bench: Bench) -> None:
    await bench.telegram.fault("sendMessage", "drop_reply")
    assert await bench.deliver(bench.item(Kind.RECEIPT)) == TWICE
    assert len(await texts_of(bench)) == 2


async def test_an_answer_of_telegram_that_got_lost_leaves_a_survey_unknown(bench: Bench) -> None:
    await bench.telegram.fault("sendMessage", "drop_reply")
    assert await bench.deliver(bench.item(Kind.RATING_THANKS, params={"stars": 5})) == UNKNOWN
    assert len(await texts_of(bench)) == 1


async def test_a_broken_server_means_perhaps_sent(bench: Bench) -> None:
    await bench.telegram.fault("sendMessage", "server_error")
    assert await bench.deliver(bench.item(Kind.RECEIPT)) == TWICE
    assert len(await texts_of(bench)) == 1


async def test_an_edit_in_doubt_is_simply_repeated(bench: Bench) -> None:
    first = await bench.send(Kind.CONSENT_REQUEST)
    await bench.telegram.fault("editMessageText", "drop_reply")
    assert await bench.deliver(bench.item(Kind.ASK_TOPIC, edits=first.key)) == SENT
    assert len(await bench.calls("editMessageText")) == 2
    assert len(await texts_of(bench)) == 1


async def test_a_429_is_waited_out_inside_and_is_no_failure(bench: Bench) -> None:
    await bench.telegram.fault("sendMessage", "refuse", retry_after=1)
    item = bench.item(Kind.RECEIPT)
    assert await bench.deliver(item) == SENT
    refused, sent = await bench.calls("sendMessage")
    assert sent["at"] - refused["at"] >= 1
    assert not (await bench.delivery(item))["possibly_twice"]


async def test_what_never_left_is_tried_on_without_a_flag(bench: Bench) -> None:
    item = bench.item(Kind.RECEIPT)
    away = replace(bench, telegram=type(bench.telegram)(f"http://127.0.0.1:{free_port()}"))
    waiting = asyncio.create_task(away.deliver(item))
    async with asyncio.timeout(10):
        while not (rows := await bench.rows.all(tables.delivery)) or rows[0]["code"] != "network":  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    waiting.cancel()
    assert await bench.deliver(item) == SENT
    assert (await bench.delivery(item))["attempt"] >= 2


async def test_a_row_that_was_erased_is_final(bench: Bench) -> None:
    for gone in (bench.item(Kind.RECEIPT, ticket=404), bench.item(Kind.AGENT_REPLY, message=404)):
        with pytest.raises(ApplicationError) as caught:
            await bench.deliver(gone)
        assert caught.value.type == "gone"
        assert caught.value.non_retryable


async def test_a_wrong_token_keeps_the_message(bench: Bench) -> None:
    item = bench.item(Kind.RECEIPT)
    with pytest.raises(ApplicationError) as caught:
        await replace(bench, token="1:wrong").deliver(item)
    assert (caught.value.type, list(caught.value.details)) == ("parked", ["config_401"])
    assert await bench.deliver(item) == SENT


async def test_what_telegram_refuses_for_good_ends_as_refused_with_its_code(bench: Bench) -> None:
    await bench.send(Kind.CARD)
    message = await bench.rows.message(bench.ticket, text="", chat=bench.maria.id)
    item = bench.item(Kind.RELAY_TO_AGENTS, message=message)
    assert await bench.deliver(item) == Delivered(state=DeliveryState.REFUSED)
    assert await bench.deliver(item) == Delivered(state=DeliveryState.REFUSED)
    assert (await bench.delivery(item))["code"] == "refused"


async def test_a_failure_of_ours_carries_a_code_and_keeps_the_message(bench: Bench) -> None:
    item = bench.item(Kind.NEEDS_ANSWER_REMINDER)  # without the deadline it must show
    with pytest.raises(ApplicationError) as caught:
        await bench.deliver(item)
    assert (caught.value.type, list(caught.value.details)) == ("parked", ["KeyError"])
    assert "deadline" not in str(caught.value)


async def test_a_group_that_got_another_id_is_followed(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    rights = {str(bench.bot_id): True}
    old = await bench.telegram.group("Old", type="group", creator_id=bench.olena.id, admins=rights)
    new = await bench.telegram.post(f"chats/{old['key']}/forum", on=True)
    moved = replace(bench, group=old["id"])
    assert await moved.deliver(moved.item(Kind.CARD)) == SENT
    assert (await bench.topic())["group_chat"] == new["id"]
    assert "set AGENTS_CHAT_ID to it" in caplog.text


async def test_a_chat_that_gets_very_much_does_not_take_all_slots(bench: Bench) -> None:
    items = [bench.item(Kind.IN_PROGRESS, agent=bench.agent, at=NOW) for _ in range(8)]
    results = await bench.deliver_together(items)
    busy = [error for error in results if isinstance(error, ApplicationError)]
    assert {error.type for error in busy} == {"busy"}
    assert all(error.next_retry_delay for error in busy)
    assert len(await texts_of(bench)) == len(items) - len(busy) >= 2
