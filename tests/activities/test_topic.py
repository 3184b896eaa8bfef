"""The ticket's topic: card, dress, relays both ways, and how a topic heals (SPEC E1, E3, E4, E9)."""

import pytest
from temporalio.exceptions import ApplicationError

from domain.outgoing import Delivered, DeliveryState, Kind
from domain.text import TEXT_LIMIT
from storage import tables
from tests.support.bench import RIGHTS, TEXTS, Bench

SENT = Delivered(state=DeliveryState.SENT)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082"
)


async def test_the_card_opens_the_topic_and_shows_the_intake(bench: Bench) -> None:
    first = await bench.from_customer("Оплата 500 не пройшла")
    await bench.rows.set(tables.ticket, bench.ticket, intake_until=first)
    card = await bench.send(Kind.CARD)
    topic = await bench.topic()
    (seen,) = await bench.in_topic()
    assert "Оплата 500 не пройшла" in seen.text
    assert "1001" in topic["topic_title"]
    assert (topic["group_chat"], topic["card_message"]) == (bench.group, seen.id)
    assert (await bench.delivery(card))["thread"] == topic["topic_thread"]
    assert [entry["name"] for entry in await bench.telegram.topics(bench.group)] == [topic["topic_title"]]


async def test_the_card_is_edited_from_the_current_row_and_an_edit_without_change_is_no_failure(
    bench: Bench,
) -> None:
    await bench.send(Kind.CARD)
    await bench.rows.set(tables.ticket, bench.ticket, phase="in_progress", assignee=bench.agent)
    assert await bench.deliver(bench.item(Kind.CARD_EDIT)) == SENT
    assert await bench.deliver(bench.item(Kind.CARD_EDIT)) == SENT
    (seen,) = await bench.in_topic()
    assert "Олена К." in seen.text


async def test_a_deleted_card_is_posted_again(bench: Bench) -> None:
    await bench.send(Kind.CARD)
    await bench.olena.in_group(bench.group).delete((await bench.topic())["card_message"])
    await bench.send(Kind.CARD_EDIT)
    (seen,) = await bench.in_topic()
    assert (await bench.topic())["card_message"] == seen.id


async def test_dress_changes_only_what_has_changed(bench: Bench) -> None:
    await bench.send(Kind.CARD)
    await bench.send(Kind.TOPIC_DRESS)
    await bench.send(Kind.TOPIC_DRESS)
    assert len(await bench.calls("pinChatMessage")) == 1
    assert await bench.calls("editForumTopic") == []
    await bench.rows.set(tables.ticket, bench.ticket, phase="closed")
    await bench.send(Kind.TOPIC_DRESS)
    await bench.send(Kind.TOPIC_DRESS)
    (topic,) = await bench.telegram.topics(bench.group)
    assert topic["is_closed"]
    assert topic["name"] == (await bench.topic())["topic_title"]
    assert len(await bench.calls("editForumTopic")) == len(await bench.calls("closeForumTopic")) == 1
    await bench.rows.set(tables.ticket, bench.ticket, phase="open")
    await bench.send(Kind.TOPIC_DRESS)
    assert not (await bench.telegram.topics(bench.group))[0]["is_closed"]


async def test_a_missing_right_to_pin_holds_nothing_back(bench: Bench) -> None:
    await bench.send(Kind.CARD)
    await bench.lose_right("can_pin_messages")
    assert await bench.deliver(bench.item(Kind.TOPIC_DRESS)) == SENT
    await bench.set_rights(RIGHTS)
    await bench.send(Kind.TOPIC_DRESS)
    assert (await bench.in_topic())[0].is_pinned


async def test_words_are_relayed_with_their_formatting_and_the_customer_sees_that_they_were(bench: Bench) -> None:
    await bench.send(Kind.CARD)
    bold = [{"type": "bold", "offset": 0, "length": 5}]
    message = await bench.from_customer("Дуже <b>важливо", entities=bold)
    await bench.send(Kind.RELAY_TO_AGENTS, message=message)
    seen = (await bench.in_topic())[-1]
    assert seen.text.endswith("Дуже <b>важливо")
    assert "bold" in {entity["type"] for entity in seen.content["entities"]}
    original = await bench.rows.get(tables.message, message)
    assert (await bench.seen(bench.private.key, original["message_id"])).reactions == ["👀"]


async def test_a_picture_reaches_agents_behind_a_spoiler_and_customers_without(bench: Bench) -> None:
    await bench.send(Kind.CARD)
    message = await bench.from_customer("Ось знімок", files=[("a.png", PNG)])
    await bench.send(Kind.RELAY_TO_AGENTS, message=message)
    relayed = (await bench.in_topic())[-1]
    assert (relayed.kind, relayed.content["has_media_spoiler"]) == ("photo", True)
    assert "Ось знімок" in relayed.text
    answer = await bench.from_agent("Дивіться", files=[("b.png", PNG)])
    await bench.send(Kind.AGENT_REPLY, message=answer, agent=bench.agent)
    seen = (await bench.in_chat())[-1]
    assert seen.kind == "photo"
    assert "Олена К." in seen.text
    assert not seen.content.get("has_media_spoiler")


async def test_what_has_neither_text_nor_picture_is_copied(bench: Bench) -> None:
    await bench.send(Kind.CARD)
    written = await bench.private.write(kind="location", latitude=50.45, longitude=30.52)
    row = {"kind": "location", "chat": bench.maria.id, "message_id": written.id}
    message = await bench.rows.message(bench.ticket, **row)
    await bench.send(Kind.RELAY_TO_AGENTS, message=message)
    assert (await bench.in_topic())[-1].kind == "location"


async def test_what_cannot_be_had_any_more_is_named_in_words(bench: Bench) -> None:
    await bench.send(Kind.CARD)
    gone = {"chat": bench.maria.id, "message_id": 999_999}
    place = await bench.rows.message(bench.ticket, kind="location", **gone)
    await bench.send(Kind.RELAY_TO_AGENTS, message=place)
    assert (await bench.in_topic())[-1].text == f"[{TEXTS.plain('uk', 'kind-of-content-location')}]"
    await bench.rows.set(tables.message, place, kind="photo", text="Ось знімок", file_id="lost")
    await bench.send(Kind.RELAY_TO_AGENTS, message=place)
    assert "Ось знімок\n[" in (await bench.in_topic())[-1].text


async def test_a_picture_of_the_intake_that_is_lost_does_not_cost_the_card(bench: Bench) -> None:
    lost = await bench.rows.message(bench.ticket, kind="photo", text="Ось знімок", file_id="lost")
    await bench.rows.set(tables.ticket, bench.ticket, intake_until=lost)
    assert await bench.deliver(bench.item(Kind.CARD)) == SENT
    card, named = await bench.in_topic()
    assert (await bench.topic())["card_message"] == card.id
    assert named.text.startswith("[")


async def test_a_long_text_is_relayed_in_two_parts_in_order(bench: Bench) -> None:
    await bench.send(Kind.CARD)
    text = " ".join(f"слово{n}" for n in range(600))[:5000]
    assert len(text) == 5000
    item = await bench.send(Kind.RELAY_TO_AGENTS, message=await bench.from_customer(text[:10]))
    await bench.rows.set(tables.message, item.message or 0, text=text)
    item = await bench.send(Kind.RELAY_TO_AGENTS, message=item.message)
    first, second = (await bench.in_topic())[-2:]
    assert len(first.text) <= TEXT_LIMIT
    assert (first.text + second.text).replace(" ", "").endswith(text.replace(" ", "")[-4000:])
    row = await bench.delivery(item)
    assert (row["message_id"], row["more_ids"]) == (first.id, [second.id])


async def test_an_answer_reaches_the_customer_under_the_agents_public_name_and_is_marked(bench: Bench) -> None:
    await bench.send(Kind.CARD)
    message = await bench.from_agent("Перевіряю ваш платіж")
    await bench.send(Kind.AGENT_REPLY, message=message, agent=bench.agent)
    seen = (await bench.in_chat())[-1]
    assert "Олена К." in seen.text
    assert "Перевіряю ваш платіж" in seen.text
    assert (await bench.in_topic())[-1].reactions == ["👌"]


async def test_an_answer_that_cannot_reach_the_customer_is_marked_so(bench: Bench) -> None:
    await bench.send(Kind.CARD)
    message = await bench.from_agent("Чи ви тут?")
    await bench.maria.block(bench.bot_id)
    delivered = await bench.deliver(bench.item(Kind.AGENT_REPLY, message=message, agent=bench.agent))
    assert delivered.unreachable
    assert (await bench.in_topic())[-1].reactions == ["👎"]


async def test_replies_stay_replies_in_both_directions(bench: Bench) -> None:
    await bench.send(Kind.CARD)
    question = await bench.from_customer("Де гроші?")
    relayed = await bench.send(Kind.RELAY_TO_AGENTS, message=question)
    answer = await bench.from_agent("Повернули", reply_to=question)
    answered = await bench.send(Kind.AGENT_REPLY, message=answer, agent=bench.agent)
    asked = await bench.rows.get(tables.message, question)
    assert (await bench.in_chat())[-1].reply_to == asked["message_id"]
    again = await bench.from_customer("Дякую", reply_to=answer)
    await bench.send(Kind.RELAY_TO_AGENTS, message=again)
    row = await bench.rows.get(tables.message, answer)
    assert (await bench.in_topic())[-1].reply_to == row["message_id"]
    assert (await bench.delivery(relayed))["state"] == (await bench.delivery(answered))["state"] == "sent"


async def test_a_reply_to_a_message_that_was_deleted_is_sent_without_it(bench: Bench) -> None:
    await bench.send(Kind.CARD)
    question = await bench.from_customer("Де гроші?")
    row = await bench.rows.get(tables.message, question)
    await bench.private.delete(row["message_id"])
    answer = await bench.from_agent("Повернули", reply_to=question)
    assert await bench.deliver(bench.item(Kind.AGENT_REPLY, message=answer, agent=bench.agent)) == SENT
    assert (await bench.in_chat())[-1].reply_to is None


async def test_an_agents_edit_changes_the_copy_that_the_customer_has(bench: Bench) -> None:
    await bench.send(Kind.CARD)
    message = await bench.from_agent("Завтра")
    await bench.send(Kind.AGENT_REPLY, message=message, agent=bench.agent)
    await bench.rows.set(tables.message, message, text="Сьогодні")
    await bench.send(Kind.AGENT_EDIT, message=message, agent=bench.agent)
    seen = [seen for seen in await bench.in_chat() if "Олена К." in seen.text]
    assert len(seen) == 1
    assert "Сьогодні" in seen[0].text


async def test_a_customers_edit_shows_both_the_new_words_and_the_old(bench: Bench) -> None:
    await bench.send(Kind.CARD)
    message = await bench.from_customer("500")
    await bench.send(Kind.RELAY_TO_AGENTS, message=message)
    for old, new in [("500", "600"), ("600", "700")]:
        await bench.rows.add(tables.message_version, {"message": message, "text": old, "entities": []})
        await bench.rows.set(tables.message, message, text=new)
        await bench.send(Kind.CUSTOMER_EDIT, message=message)
        seen = (await bench.in_topic())[-1]
        assert old in seen.text
        assert new in seen.text
    assert len(await bench.in_topic()) == 2, "the card and the one copy"


async def test_the_edit_of_a_caption_comes_as_an_answer_to_its_picture(bench: Bench) -> None:
    await bench.send(Kind.CARD)
    message = await bench.from_customer("було", files=[("a.png", PNG)])
    relayed = await bench.send(Kind.RELAY_TO_AGENTS, message=message)
    await bench.rows.set(tables.message, message, text="стало")
    await bench.send(Kind.CUSTOMER_EDIT, message=message)
    seen = (await bench.in_topic())[-1]
    assert "стало" in seen.text
    assert seen.reply_to == (await bench.delivery(relayed))["message_id"]


async def test_agents_are_called_by_name(bench: Bench) -> None:
    await bench.send(Kind.CARD)
    await bench.send(Kind.OPERATOR_CALL)
    seen = (await bench.in_topic())[-1]
    assert [entity["user"]["id"] for entity in seen.content["entities"] if entity["type"] == "text_mention"] == [
        bench.olena.id
    ]


async def test_a_deleted_topic_is_made_again_with_its_card_and_the_message_follows(bench: Bench) -> None:
    await bench.send(Kind.CARD)
    lost = (await bench.topic())["topic_thread"]
    await bench.telegram.post(f"chats/{bench.group}/topics/{lost}", user_id=bench.olena.id, action="delete")
    message = await bench.from_customer("Ви ще тут?")
    assert await bench.deliver(bench.item(Kind.RELAY_TO_AGENTS, message=message)) == SENT
    topic = await bench.topic()
    assert topic["topic_thread"] != lost
    card, relayed = await bench.in_topic()
    assert (topic["card_message"], topic["card_pinned"]) == (card.id, True)
    assert "Ви ще тут?" in relayed.text


async def test_a_closed_topic_is_opened_for_what_comes(bench: Bench) -> None:
    await bench.send(Kind.CARD)
    thread = (await bench.topic())["topic_thread"]
    await bench.telegram.post(f"chats/{bench.group}/topics/{thread}", user_id=bench.olena.id, action="close")
    await bench.lose_right("can_manage_topics")  # with it the bot may write in a closed topic
    message = await bench.from_customer("Ви ще тут?")
    assert await bench.deliver(bench.item(Kind.RELAY_TO_AGENTS, message=message)) == SENT
    assert "Ви ще тут?" in (await bench.in_topic())[-1].text
    assert not (await bench.telegram.topics(bench.group))[0]["is_closed"]


async def test_without_the_right_to_make_topics_the_lane_is_parked_and_goes_on_with_it(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    await bench.lose_right("can_manage_topics")
    card = bench.item(Kind.CARD)
    with pytest.raises(ApplicationError) as caught:
        await bench.deliver(card)
    assert (caught.value.type, list(caught.value.details)) == ("parked", ["can_manage_topics"])
    assert "lacks the right can_manage_topics" in caplog.text
    await bench.set_rights(RIGHTS)
    assert await bench.deliver(card) == SENT


async def test_a_group_without_topics_parks_the_lane_while_customers_are_served(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    await bench.telegram.post(f"chats/{bench.group}/forum", on=False)
    with pytest.raises(ApplicationError) as caught:
        await bench.deliver(bench.item(Kind.CARD))
    assert (caught.value.type, list(caught.value.details)) == ("parked", ["topics"])
    assert "has no topics" in caplog.text
    assert await bench.deliver(bench.item(Kind.RECEIPT)) == SENT


async def test_a_bot_put_out_of_the_group_parks_the_lane(bench: Bench) -> None:
    await bench.telegram.post(f"chats/{bench.group}/members", user_id=bench.bot_id, action="kick")
    with pytest.raises(ApplicationError) as caught:
        await bench.deliver(bench.item(Kind.CARD))
    assert list(caught.value.details) == ["membership"]


async def test_a_refused_command_is_explained_in_the_topic(bench: Bench) -> None:
    await bench.send(Kind.CARD)
    params = {"refusal": "answer_first", "command": "resolve"}
    assert await bench.deliver(bench.item(Kind.COMMAND_REFUSED, params=params, agent=bench.agent)) == SENT
