import pytest
from aiogram.types import Update

from local.telegram.person import PersonApiError
from tests.local.telegram.scene import Scene, photo


async def only(scene: Scene) -> Update:
    (update,) = await scene.drain()
    return update


async def test_a_persons_language_and_name_come_with_the_message(scene: Scene) -> None:
    await scene.chat.write("Привіт")

    message = (await only(scene)).message
    assert message is not None
    assert message.from_user is not None
    assert (message.from_user.first_name, message.from_user.language_code) == ("Марія", "uk")


async def test_a_persons_edit_is_told(scene: Scene) -> None:
    message = await scene.chat.write("Оплта")
    await scene.drain()

    await scene.chat.edit(message, "Оплата")

    edited = (await only(scene)).edited_message
    assert edited is not None
    assert (edited.message_id, edited.text) == (message.id, "Оплата")
    assert edited.edit_date is not None


async def test_a_persons_deletion_is_told_to_nobody(scene: Scene) -> None:
    message = await scene.chat.write("oops")
    await scene.drain()

    await scene.chat.delete(message)

    assert await scene.drain() == []


async def test_a_persons_reaction_is_told_in_private_and_to_administrators(scene: Scene) -> None:
    await scene.updates(wait=0, allowed_updates=["message_reaction"])
    mine = await scene.bot.send_message(scene.maria.id, "x")
    shared = await scene.bot.send_message(scene.group, "x")

    await scene.chat.react(mine.message_id, "👍")
    await scene.in_group().react(shared.message_id, "❤️")
    await scene.demote_bot()
    await scene.in_group().react(shared.message_id, "🔥")

    first, second = [update.message_reaction for update in await scene.drain()]
    assert first is not None
    assert first.user is not None
    assert first.user.id == scene.maria.id
    assert second is not None
    assert second.chat.id == scene.group


async def test_a_reply_of_a_person_carries_what_it_answers(scene: Scene) -> None:
    question = await scene.bot.send_message(scene.maria.id, "Який номер?")

    await scene.chat.write("55", reply_to=question.message_id)

    message = (await only(scene)).message
    assert message is not None
    assert message.reply_to_message is not None
    assert message.reply_to_message.message_id == question.message_id


async def test_a_persons_forward_names_where_it_came_from(scene: Scene) -> None:
    source = await scene.in_group().write("Внутрішнє")
    await scene.drain()

    await scene.maria.join(scene.group)
    await scene.chat.write(forward_from={"chat": str(scene.group), "message_id": source.id})

    message = (await scene.drain())[-1].message
    assert message is not None
    assert message.forward_origin is not None


async def test_blocking_and_unblocking_is_told(scene: Scene) -> None:
    await scene.maria.block(scene.bot.id)
    blocked = (await only(scene)).my_chat_member
    assert blocked is not None
    assert (blocked.old_chat_member.status, blocked.new_chat_member.status) == ("member", "kicked")
    assert blocked.chat.id == scene.maria.id
    with pytest.raises(PersonApiError, match="unblock"):
        await scene.chat.write("x")

    await scene.maria.unblock(scene.bot.id)

    unblocked = (await only(scene)).my_chat_member
    assert unblocked is not None
    assert unblocked.new_chat_member.status == "member"
    assert await scene.bot.send_message(scene.maria.id, "welcome back")


async def test_a_bot_hears_neither_itself_nor_other_bots(scene: Scene) -> None:
    other = await scene.telegram.bot("other_bot")
    await scene.telegram.post(f"chats/{scene.group}/members", user_id=other["id"], action="promote")
    await scene.drain()

    await scene.bot.send_message(scene.group, "mine")
    await scene.second_bot(other["token"]).send_message(scene.group, "its")

    assert await scene.drain() == []


async def heard(scene: Scene) -> list[str | None]:
    return [update.message.text for update in await scene.drain() if update.message]


async def test_privacy_mode_lets_through_what_is_meant_for_the_bot(scene: Scene) -> None:
    await scene.demote_bot()
    question = await scene.bot.send_message(scene.group, "?")
    await scene.drain()

    for line in ("just talk", "/stats", "/stats@nightdesk_bot", "/stats@other_bot", "ask @nightdesk_bot please"):
        await scene.in_group().write(line)
    await scene.in_group().write("reply", reply_to=question.message_id)

    assert await heard(scene) == ["/stats", "/stats@nightdesk_bot", "ask @nightdesk_bot please", "reply"]


async def test_an_administrator_bot_hears_all(scene: Scene) -> None:
    await scene.in_group().write("just talk")

    assert await heard(scene) == ["just talk"]


async def test_strangers_cannot_write_in_a_group(scene: Scene) -> None:
    with pytest.raises(PersonApiError, match="not a member"):
        await scene.maria.in_group(scene.group).write("x")


async def test_a_restricted_member_sends_only_what_is_left(scene: Scene) -> None:
    await scene.maria.join(scene.group)
    body = {"user_id": scene.maria.id, "action": "restrict", "rights": ["can_send_messages"]}
    await scene.telegram.post(f"chats/{scene.group}/members", by_user_id=scene.olena.id, **body)
    inside = scene.maria.in_group(scene.group)

    await inside.write("text is fine")

    with pytest.raises(PersonApiError, match="restricted"):
        await inside.write(files=[("a.png", photo().data)])


async def test_only_ones_own_messages_can_be_edited(scene: Scene) -> None:
    sent = await scene.bot.send_message(scene.maria.id, "x")

    with pytest.raises(PersonApiError, match="own messages"):
        await scene.chat.edit(sent.message_id, "y")


async def test_entities_of_a_person_reach_the_bot(scene: Scene) -> None:
    await scene.chat.write("дуже важливо", entities=[{"type": "bold", "offset": 0, "length": 4}])

    message = (await only(scene)).message
    assert message is not None
    assert message.html_text == "<b>дуже</b> важливо"


async def test_commands_and_links_are_found_in_plain_text(scene: Scene) -> None:
    await scene.chat.write("/help 🙂 https://example.com/a me@example.com @maria_sh #tag")

    message = (await only(scene)).message
    assert message is not None
    found = {entity.type: entity.extract_from(message.text or "") for entity in message.entities or []}
    assert found == {
        "bot_command": "/help",
        "url": "https://example.com/a",
        "email": "me@example.com",
        "mention": "@maria_sh",
        "hashtag": "#tag",
    }
