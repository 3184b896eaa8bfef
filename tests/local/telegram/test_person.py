"""The client that end-to-end tests use."""

import asyncio

import pytest

from tests.local.telegram.scene import Scene, keyboard


async def test_a_wait_takes_messages_in_order_each_once(scene: Scene) -> None:
    for text in ("one", "two", "three"):
        await scene.bot.send_message(scene.maria.id, text)

    chat = scene.chat
    assert (await chat.next_message()).text == "one"
    assert (await chat.next_message("three")).text == "three"
    with pytest.raises(TimeoutError, match="nothing in"):
        await chat.next_message("two", within=0.05)


async def test_every_conversation_reads_for_itself(scene: Scene) -> None:
    first, second = scene.chat, scene.chat
    await scene.bot.send_message(scene.maria.id, "one")

    assert (await first.next_message("one")).id == (await second.next_message("one")).id


async def test_a_wait_sees_what_comes_later(scene: Scene) -> None:
    waiting = asyncio.create_task(scene.chat.next_message("soon"))

    await scene.bot.send_message(scene.maria.id, "soon")

    assert (await waiting).from_id == scene.bot.id


async def test_an_edit_is_news_too(scene: Scene) -> None:
    sent = await scene.bot.send_message(scene.maria.id, "0 %")
    chat = scene.chat
    await chat.next_message("0 %")

    await scene.bot.edit_message_text("100 %", chat_id=scene.maria.id, message_id=sent.message_id)

    assert (await chat.next_message("100 %")).id == sent.message_id


async def test_a_wait_can_be_narrowed(scene: Scene) -> None:
    await scene.bot.send_message(scene.maria.id, "plain")
    await scene.bot.send_message(scene.maria.id, "with", reply_markup=keyboard([("Так", "y")]))

    assert (await scene.chat.next_message(where=lambda m: bool(m.buttons))).text == "with"


async def test_a_topic_is_read_apart(scene: Scene) -> None:
    topic = await scene.bot.create_forum_topic(scene.group, "№1")
    await scene.bot.send_message(scene.group, "general")
    await scene.bot.send_message(scene.group, "card", message_thread_id=topic.message_thread_id)

    inside = scene.in_group(topic.message_thread_id)

    assert (await inside.next_message(where=lambda m: m.kind == "text")).text == "card"
    assert [m.kind for m in inside.messages()] == ["forum_topic_created", "text"]


async def test_skipping_forgets_what_came(scene: Scene) -> None:
    chat = scene.chat
    await scene.bot.send_message(scene.maria.id, "old")
    await chat.until(lambda messages: messages[-1].text == "old")
    chat.skip_to_now()

    await scene.bot.send_message(scene.maria.id, "new")

    assert (await chat.next_message()).text == "new"
