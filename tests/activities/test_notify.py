"""One-off answers that belong to no ticket."""

import pytest
from temporalio.testing import ActivityEnvironment

from domain.calls import Mark, Notice, NoticeKind
from domain.outgoing import Delivered, DeliveryState, Kind
from storage import tables
from tests.support.bench import NOW, POLICY, Bench

SENT = Delivered(state=DeliveryState.SENT)


async def customers(bench: Bench, kind: NoticeKind, key: str = "tg/7/1") -> Notice:
    row = await bench.rows.get(tables.customer, bench.customer)
    return Notice(key=key, kind=kind, customer=row["ref"], at=NOW)


async def test_a_customer_sees_their_tickets(bench: Bench) -> None:
    await bench.rows.ticket(await bench.rows.customer(), number=7777, phase="open")
    assert await bench.notify(await customers(bench, NoticeKind.MY_TICKETS)) == SENT
    seen = (await bench.in_chat())[-1]
    assert "1001" in seen.text
    assert "7777" not in seen.text, "another customer's"


@pytest.mark.parametrize(
    "kind", [NoticeKind.HELP, NoticeKind.PRIVACY, NoticeKind.FAQ, NoticeKind.LANGUAGE, NoticeKind.TOO_LONG]
)
async def test_each_kind_arrives_once(bench: Bench, kind: NoticeKind) -> None:
    notice = await customers(bench, kind)
    assert await bench.notify(notice) == SENT
    assert await bench.notify(notice) == SENT
    assert len(await bench.calls("sendMessage")) == 1


async def test_an_agent_is_answered_in_the_topic_under_their_message(bench: Bench) -> None:
    await bench.send(Kind.CARD)
    thread = (await bench.topic())["topic_thread"]
    written = await bench.olena.in_group(bench.group, thread).write("/nonsense")
    notice = Notice(key="n", kind=NoticeKind.UNKNOWN_COMMAND, thread=thread, reply_to=written.id, at=NOW)
    assert await bench.notify(notice) == SENT
    assert (await bench.in_topic())[-1].reply_to == written.id


async def test_a_queue_that_is_not_there_is_answered_with_those_that_are(bench: Bench) -> None:
    written = await bench.olena.in_group(bench.group).write("/on kitchen")
    notice = Notice(key="n", kind=NoticeKind.UNKNOWN_QUEUE, reply_to=written.id, at=NOW)
    assert await bench.notify(notice) == SENT
    (answer,) = [seen for seen in await bench._seen(str(bench.group)) if seen.reply_to == written.id]
    assert all(queue in answer.text for queue in POLICY.queues)
    assert answer.thread_id is None, "in General, where it was asked"


async def test_the_next_ticket_is_answered_with_a_link_to_its_topic(bench: Bench) -> None:
    await bench.send(Kind.CARD)
    thread = (await bench.topic())["topic_thread"]
    written = await bench.olena.in_group(bench.group).write("/next")
    params: dict[str, str | int] = {"ticket": bench.ticket}
    notice = Notice(key="n", kind=NoticeKind.NEXT_TICKET, reply_to=written.id, params=params, at=NOW)
    assert await bench.notify(notice) == SENT
    (answer,) = [seen for seen in await bench._seen(str(bench.group)) if seen.reply_to == written.id]
    assert "1001" in answer.text
    (link,) = [entity["url"] for entity in answer.content["entities"] if entity["type"] == "text_link"]
    assert link == f"https://t.me/c/{str(bench.group).removeprefix('-100')}/{thread}"


async def test_a_command_that_was_carried_out_gets_a_reaction(bench: Bench) -> None:
    written = await bench.olena.in_group(bench.group).write("/on")
    async with bench.sender() as sender:
        await ActivityEnvironment().run(sender.mark, Mark(key="mark/1", message=written.id))
    assert len(await bench.calls("setMessageReaction")) == 1
    assert await bench.calls("sendMessage") == []


async def test_a_reaction_to_a_message_that_is_gone_is_left_out(bench: Bench) -> None:
    async with bench.sender() as sender:
        await ActivityEnvironment().run(sender.mark, Mark(key="mark/1", message=999_999))


async def test_an_answer_into_a_topic_that_is_gone_is_left(bench: Bench) -> None:
    notice = Notice(key="n", kind=NoticeKind.UNKNOWN_TOPIC, thread=999_999, at=NOW)
    assert await bench.notify(notice) == Delivered(state=DeliveryState.REFUSED)
    assert await bench.telegram.topics(bench.group) == []


async def test_a_customer_who_blocked_the_bot_gets_no_answer_later(bench: Bench) -> None:
    await bench.maria.block(bench.bot_id)
    notice = await customers(bench, NoticeKind.HELP)
    assert await bench.notify(notice) == Delivered(state=DeliveryState.REFUSED)
    assert (await bench.delivery(notice))["code"] == "unreachable"


async def test_an_outcome_takes_the_place_of_its_question(bench: Bench) -> None:
    question = await bench.send(Kind.ZONE_QUESTION)
    notice = await customers(bench, NoticeKind.ZONE_SET)
    assert await bench.notify(notice.model_copy(update={"edits": question.key})) == SENT
    (seen,) = [seen for seen in await bench.in_chat() if seen.from_id == bench.bot_id]
    assert "22:00" in seen.text
    assert seen.buttons == []
    assert (await bench.delivery(notice))["message_id"] == seen.id


async def test_an_outcome_whose_question_was_deleted_comes_as_a_message(bench: Bench) -> None:
    question = await bench.send(Kind.ZONE_QUESTION)
    await bench.private.delete((await bench.delivery(question))["message_id"])
    notice = await customers(bench, NoticeKind.ZONE_SET)
    assert await bench.notify(notice.model_copy(update={"edits": question.key})) == SENT
    assert len([seen for seen in await bench.in_chat() if seen.from_id == bench.bot_id]) == 1
