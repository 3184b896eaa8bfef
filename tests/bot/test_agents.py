"""What agents write in the topics of their group."""

import asyncio

import pytest
from sqlalchemy import func, select, update

from storage.tables import agent, delivery, fact, message, ticket
from tests.support.receiving import GROUP, MARIA, OLENA, Raw, Receiving, edited, in_topic, private

THREAD = 7


@pytest.fixture
async def desk(world: Receiving) -> Receiving:
    """With one registered ticket that has its topic."""
    await world.receive(private(MARIA))
    await world.register()
    async with world.database.begin() as connection:
        await connection.execute(update(ticket).values(group_chat=GROUP, topic_thread=THREAD))
    return world


async def told(desk: Receiving) -> list[tuple[str, Raw]]:
    """By the agents."""
    return (await desk.signals())[1:]


async def facts(desk: Receiving) -> int:
    count: int = await desk.scalar(select(func.count()).select_from(fact))
    return count


async def test_words_in_a_topic_are_a_reply_by_a_known_agent(desk: Receiving) -> None:
    await desk.receive(in_topic(OLENA, THREAD, "Вже дивлюся"))
    ((signal, value),) = await told(desk)
    assert signal == "agent_replied"
    row = (await desk.rows(select(agent.c.ref, agent.c.name)))[0]
    assert (value["agent"], row.name) == (row.ref, "Олена К.")
    written = (await desk.rows(select(message.c.author, message.c.text).where(message.c.id == value["message"])))[
        0
    ]
    assert tuple(written) == ("agent", "Вже дивлюся")


async def test_two_slashes_make_a_private_note(desk: Receiving) -> None:
    bold = {"type": "bold", "offset": 3, "length": 5}
    await desk.receive(in_topic(OLENA, THREAD, "// тихо сказано", entities=[bold]))
    ((signal, _),) = await told(desk)
    assert signal == "agent_noted"
    note = (await desk.rows(select(message.c.text, message.c.entities).where(message.c.note)))[0]
    assert note.text == "тихо сказано"
    assert note.entities == [{"type": "bold", "offset": 0, "length": 5}]


@pytest.mark.parametrize(
    ("text", "command", "words"),
    [
        ("/claim", "claim", None),
        ("/resolve Повернули кошти", "resolve", "Повернули кошти"),
        ("/resolve", "resolve", None),
        ("/ask@nightdesk_bot Яка сума?", "ask", "Яка сума?"),
        ("/reopen", "reopen", None),
    ],
)
async def test_commands_are_told_with_their_words_apart(
    desk: Receiving, text: str, command: str, words: str | None
) -> None:
    await desk.receive(in_topic(OLENA, THREAD, text))
    ((signal, value),) = await told(desk)
    assert (signal, value["command"]) == ("agent_commanded", command)
    stored = await desk.scalar(select(message.c.text).where(message.c.id == (value["message"] or 0)))
    assert stored == words


async def test_an_unknown_command_reaches_no_customer(desk: Receiving) -> None:
    raw = in_topic(OLENA, THREAD, "/explode")
    await desk.receive(raw)
    notice = await desk.notice(raw)
    assert notice
    assert (notice["kind"], notice["thread"]) == ("unknown_command", THREAD)
    assert notice["reply_to"] == raw["message"]["message_id"]
    assert await told(desk) == []


async def test_a_command_for_another_bot_is_left_alone(desk: Receiving) -> None:
    raw = in_topic(OLENA, THREAD, "/resolve@other_bot now")
    await desk.receive(raw)
    assert await desk.notice(raw) is None
    assert await told(desk) == []


async def test_edits_of_replies_and_notes_are_told(desk: Receiving) -> None:
    reply, note = in_topic(OLENA, THREAD, "Було"), in_topic(OLENA, THREAD, "// було")
    await desk.receive(reply)
    await desk.receive(note)
    await desk.receive(edited(reply, "Стало"))
    await desk.receive(edited(note, "// стало"))
    assert [signal for signal, _ in await told(desk)][2:] == ["agent_edited", "agent_edited"]
    texts = {row.text for row in await desk.rows(select(message.c.text))}
    assert {"Стало", "стало"} <= texts


async def test_an_answer_edited_into_a_note_does_not_show_the_note_to_the_customer(desk: Receiving) -> None:
    reply = in_topic(OLENA, THREAD, "Відповідь")
    await desk.receive(reply)
    await desk.receive(edited(reply, "// клієнт неправий"))
    assert [signal for signal, _ in await told(desk)] == ["agent_replied"]


async def test_a_reply_to_a_relayed_message_stays_a_reply(desk: Receiving) -> None:
    customers = await desk.scalar(select(message.c.id))
    async with desk.database.begin() as connection:
        sent = {"key": "k", "kind": "relay_to_agents", "state": "sent", "chat": GROUP, "message_id": 500}
        await connection.execute(delivery.insert().values(message=customers, **sent))
    relayed = {
        "message_id": 500,
        "date": 1,
        "chat": {"id": GROUP, "type": "supergroup", "title": "A"},
        "text": "?",
    }
    await desk.receive(in_topic(OLENA, THREAD, "Ось", reply_to_message=relayed))
    assert await desk.scalar(select(message.c.reply_to).where(message.c.author == "agent")) == customers


async def test_the_topics_own_service_message_is_no_reply(desk: Receiving) -> None:
    made = {
        "message_id": THREAD,
        "date": 1,
        "chat": {"id": GROUP, "type": "supergroup", "title": "A"},
        "forum_topic_created": {"name": "№1001", "icon_color": 7322096},
    }
    await desk.receive(in_topic(OLENA, THREAD, "Ось", reply_to_message=made))
    assert [signal for signal, _ in await told(desk)] == ["agent_replied"]


@pytest.mark.parametrize(
    "sender",
    [
        {"id": 1087968824, "is_bot": True, "first_name": "Group"},
        {"id": 136817688, "is_bot": True, "first_name": "Channel"},
    ],
)
async def test_anonymous_admins_are_told_why_they_are_not_relayed(desk: Receiving, sender: Raw) -> None:
    behind = {"id": GROUP, "type": "supergroup", "title": "Agents"}
    raw = in_topic(sender, THREAD, "Від імені групи", sender_chat=behind)
    await desk.receive(raw)
    notice = await desk.notice(raw)
    assert notice
    assert notice["kind"] == "anonymous"
    assert await told(desk) == []


async def test_bots_service_messages_and_general_are_not_relayed(desk: Receiving) -> None:
    robot = {"id": 900, "is_bot": True, "first_name": "Robot"}
    await desk.receive(in_topic(robot, THREAD, "Реклама"))
    await desk.receive(in_topic(OLENA, THREAD, None, forum_topic_closed={}))
    general = in_topic(OLENA, THREAD, "Розмова")
    del general["message"]["message_thread_id"], general["message"]["is_topic_message"]
    await desk.receive(general)
    assert await facts(desk) == 1


async def test_a_topic_whose_id_is_just_being_saved_is_found(world: Receiving) -> None:
    await world.receive(private(MARIA))
    written = asyncio.create_task(world.receive(in_topic(OLENA, 12, "Швидко")))
    await asyncio.wait({written}, timeout=0.3)
    assert not written.done()
    async with world.database.begin() as connection:
        await connection.execute(update(ticket).values(group_chat=GROUP, topic_thread=12))
    await written
    assert [signal for signal, _ in await world.signals()] == ["customer_wrote", "agent_replied"]


async def test_in_a_topic_of_no_ticket_its_people_are_told_once_and_wait_once(
    world: Receiving, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(world.parts.topics, "_look_for", 0.3)
    first, second = in_topic(OLENA, 99, "Кава?"), in_topic(OLENA, 99, "Чай?")
    await world.receive(first)
    notice = await world.notice(first)
    assert notice
    assert (notice["kind"], notice["thread"]) == ("unknown_topic", 99)
    await world.receive(second)
    assert await world.notice(second) is None


async def test_words_for_a_ticket_that_ended_are_answered_in_its_topic(desk: Receiving) -> None:
    (workflow_id,) = await desk.workflow_ids()
    await desk.end(workflow_id)
    raw = in_topic(OLENA, THREAD, "Ви ще тут?")
    await desk.receive(raw)
    fact_id = await desk.scalar(select(func.max(fact.c.id)))
    notice = await desk.notice_by_key(f"notice/fact/{fact_id}")
    assert notice
    assert (notice["kind"], notice["thread"]) == ("ticket_ended", THREAD)
    assert notice["reply_to"] == raw["message"]["message_id"]
    assert await desk.workflow_ids() == [workflow_id]


async def test_a_group_that_gets_another_id_is_told_to_the_operator(
    desk: Receiving, caplog: pytest.LogCaptureFixture
) -> None:
    raw = in_topic(OLENA, THREAD, None, migrate_to_chat_id=-1009)
    del raw["message"]["message_thread_id"], raw["message"]["is_topic_message"]
    await desk.receive(raw)
    assert "set AGENTS_CHAT_ID=-1009 and restart" in caplog.text
