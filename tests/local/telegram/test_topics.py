import pytest
from aiogram.types import ForumTopic, Message

from local.telegram.forums import ICON_COLORS
from local.telegram.person import PersonApiError
from tests.local.telegram.scene import Scene


async def created(scene: Scene, name: str = "№1 Оплата", icon_color: int | None = None) -> ForumTopic:
    return await scene.bot.create_forum_topic(scene.group, name, icon_color=icon_color)


async def in_topic(scene: Scene, topic: ForumTopic, text: str = "card") -> Message:
    return await scene.bot.send_message(scene.group, text, message_thread_id=topic.message_thread_id)


async def news(scene: Scene) -> list[Message]:
    return [update.message for update in await scene.drain() if update.message]


async def test_a_topic_is_named_by_its_service_message(scene: Scene) -> None:
    topic = await created(scene)

    (service,) = await news(scene)
    assert service.message_id == topic.message_thread_id == service.message_thread_id
    assert service.forum_topic_created is not None
    assert service.forum_topic_created.name == "№1 Оплата"
    assert service.is_topic_message


async def test_general_is_never_given_as_an_id(scene: Scene) -> None:
    assert (await created(scene)).message_thread_id > 1


async def test_a_message_in_a_topic_knows_it_and_answers_nothing(scene: Scene) -> None:
    topic = await created(scene)

    message = await in_topic(scene, topic)

    assert message.message_thread_id == topic.message_thread_id
    assert message.is_topic_message
    assert message.reply_to_message is None


async def test_a_message_without_a_thread_lands_in_general(scene: Scene) -> None:
    message = await scene.bot.send_message(scene.group, "x")

    assert message.message_thread_id is None
    assert not message.is_topic_message


async def test_a_reply_without_a_thread_lands_in_the_topic_of_what_it_answers(scene: Scene) -> None:
    topic = await created(scene)
    card = await in_topic(scene, topic)

    answer = await scene.bot.send_message(scene.group, "x", reply_to_message_id=card.message_id)

    assert answer.message_thread_id == topic.message_thread_id


async def test_what_an_agent_writes_in_a_topic_reaches_the_bot_with_its_thread(scene: Scene) -> None:
    topic = await created(scene)
    await scene.drain()

    await scene.in_group(topic.message_thread_id).write("Вітаю!")

    (message,) = await news(scene)
    assert (message.text, message.message_thread_id) == ("Вітаю!", topic.message_thread_id)
    assert message.is_topic_message


async def test_a_name_is_cut_at_128(scene: Scene) -> None:
    assert (await created(scene, "x" * 200)).name == "x" * 128


async def test_edits_closing_and_reopening_post_service_messages(scene: Scene) -> None:
    topic = await created(scene)
    thread = topic.message_thread_id
    await scene.drain()

    await scene.bot.edit_forum_topic(scene.group, thread, name="№1 Вирішено")
    await scene.bot.close_forum_topic(scene.group, thread)
    await scene.bot.reopen_forum_topic(scene.group, thread)

    edited, closed, reopened = await news(scene)
    assert edited.forum_topic_edited is not None
    assert edited.forum_topic_edited.name == "№1 Вирішено"
    assert closed.forum_topic_closed is not None
    assert reopened.forum_topic_reopened is not None
    assert {m.message_thread_id for m in (edited, closed, reopened)} == {thread}


async def test_an_administrator_bot_writes_in_a_closed_topic(scene: Scene) -> None:
    topic = await created(scene)
    await scene.bot.close_forum_topic(scene.group, topic.message_thread_id)

    assert await in_topic(scene, topic)


async def test_a_bot_manages_the_topics_it_made_without_the_right(scene: Scene) -> None:
    topic = await created(scene)
    await scene.demote_bot("can_pin_messages")

    assert await scene.bot.edit_forum_topic(scene.group, topic.message_thread_id, name="still mine")


async def test_a_deleted_topic_goes_with_its_messages(scene: Scene) -> None:
    topic = await created(scene)
    await in_topic(scene, topic)
    await scene.in_group().next_message("card")

    await scene.bot.delete_forum_topic(scene.group, topic.message_thread_id)

    await scene.in_group().until(lambda messages: all(m.thread_id != topic.message_thread_id for m in messages))
    assert await scene.telegram.topics(scene.group) == []


async def test_icons_come_from_the_list(scene: Scene) -> None:
    stickers = await scene.bot.get_forum_topic_icon_stickers()
    emoji_id = stickers[0].custom_emoji_id
    assert emoji_id is not None

    topic = await scene.bot.create_forum_topic(scene.group, "x", icon_custom_emoji_id=emoji_id)

    assert topic.icon_custom_emoji_id == emoji_id


@pytest.mark.parametrize("color", ICON_COLORS)
async def test_six_colours_are_taken(scene: Scene, color: int) -> None:
    assert (await created(scene, icon_color=color)).icon_color == color


async def test_general_can_be_renamed_closed_and_hidden(scene: Scene) -> None:
    await scene.bot.edit_general_forum_topic(scene.group, "Лобі")
    await scene.bot.close_general_forum_topic(scene.group)
    await scene.bot.reopen_general_forum_topic(scene.group)
    await scene.bot.hide_general_forum_topic(scene.group)

    chat = scene.world.chats[str(scene.group)]
    assert (chat.general_name, chat.general_hidden, chat.general_closed) == ("Лобі", True, True)
    await scene.bot.unhide_general_forum_topic(scene.group)
    assert not chat.general_closed
    kinds = [m.content_type for m in await news(scene)]
    assert kinds == [
        "forum_topic_edited",
        "forum_topic_closed",
        "forum_topic_reopened",
        "general_forum_topic_hidden",
        "general_forum_topic_unhidden",
    ]


async def test_without_topics_a_thread_is_dropped_and_the_message_goes_to_the_group(scene: Scene) -> None:
    topic = await created(scene)
    await scene.telegram.post(f"chats/{scene.group}/forum", on=False)

    message = await in_topic(scene, topic)

    assert message.message_thread_id is None
    assert not message.chat.is_forum


async def test_a_person_can_make_close_and_delete_topics(scene: Scene) -> None:
    topic = await scene.telegram.post(f"chats/{scene.group}/topics", user_id=scene.olena.id, name="Чергування")
    path = f"chats/{scene.group}/topics/{topic['id']}"
    await scene.telegram.post(path, user_id=scene.olena.id, action="rename", name="Зміна")
    await scene.telegram.post(path, user_id=scene.olena.id, action="close")
    made, renamed, closed = await news(scene)
    assert made.forum_topic_created is not None
    assert renamed.forum_topic_edited is not None
    assert closed.forum_topic_closed is not None

    await scene.telegram.post(path, user_id=scene.olena.id, action="delete")

    assert await scene.telegram.topics(scene.group) == []
    assert await news(scene) == []  # nobody tells a bot of a deletion


async def test_a_member_cannot_write_in_a_closed_or_deleted_topic(scene: Scene) -> None:
    topic = await created(scene)
    await scene.maria.join(scene.group)
    inside = scene.maria.in_group(scene.group, topic.message_thread_id)
    await scene.bot.close_forum_topic(scene.group, topic.message_thread_id)

    with pytest.raises(PersonApiError, match="closed"):
        await inside.write("x")

    await scene.bot.delete_forum_topic(scene.group, topic.message_thread_id)
    with pytest.raises(PersonApiError, match="no topic"):
        await inside.write("x")
