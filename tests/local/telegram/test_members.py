import pytest
from aiogram.exceptions import TelegramMigrateToChat
from aiogram.types import ChatMemberAdministrator, ChatMemberRestricted, ChatPermissions, Update

from local.telegram.person import PersonApiError
from tests.local.telegram.scene import Scene

ALL = ["message", "my_chat_member", "chat_member"]


async def changes(scene: Scene) -> list[Update]:
    return [update for update in await scene.drain() if update.event_type != "message"]


async def test_joins_and_leaves_are_told_to_an_administrator_who_asked(scene: Scene) -> None:
    await scene.updates(wait=0, allowed_updates=ALL)

    await scene.maria.join(scene.group)
    await scene.maria.leave(scene.group)

    joined, left = [update.chat_member for update in await changes(scene)]
    assert joined is not None
    assert joined.new_chat_member.status == "member"
    assert left is not None
    assert left.new_chat_member.status == "left"


async def test_joins_post_a_service_message(scene: Scene) -> None:
    await scene.maria.join(scene.group)

    message = (await scene.drain())[-1].message
    assert message is not None
    assert message.new_chat_members is not None
    assert message.new_chat_members[0].id == scene.maria.id


async def test_the_bots_own_rights_are_told(scene: Scene) -> None:
    await scene.demote_bot("can_pin_messages")

    (update,) = await changes(scene)
    change = update.my_chat_member
    assert change is not None
    assert isinstance(change.new_chat_member, ChatMemberAdministrator)
    assert change.new_chat_member.can_pin_messages
    assert not change.new_chat_member.can_manage_topics
    assert change.from_user.id == scene.olena.id


async def test_a_bot_is_added_and_removed(scene: Scene) -> None:
    group = await scene.telegram.group(creator_id=scene.olena.id)
    path = f"chats/{group['key']}/members"

    await scene.telegram.post(path, user_id=scene.bot.id, action="join", by_user_id=scene.olena.id)
    await scene.telegram.post(path, user_id=scene.bot.id, action="kick", by_user_id=scene.olena.id)

    added, removed = [update.my_chat_member for update in await changes(scene)]
    assert added is not None
    assert added.new_chat_member.status == "member"
    assert removed is not None
    assert removed.new_chat_member.status == "kicked"


async def test_members_and_administrators_are_listed(scene: Scene) -> None:
    await scene.maria.join(scene.group)

    owner = await scene.bot.get_chat_member(scene.group, scene.olena.id)
    member = await scene.bot.get_chat_member(scene.group, scene.maria.id)
    me = await scene.bot.get_chat_member(scene.group, scene.bot.id)
    admins = await scene.bot.get_chat_administrators(scene.group)

    assert (owner.status, member.status, me.status) == ("creator", "member", "administrator")
    assert {admin.user.id for admin in admins} == {scene.olena.id, scene.bot.id}
    assert await scene.bot.get_chat_member_count(scene.group) == 3


async def test_a_stranger_is_shown_as_left(scene: Scene) -> None:
    assert (await scene.bot.get_chat_member(scene.group, scene.maria.id)).status == "left"


async def test_a_ban_keeps_out_until_it_is_lifted(scene: Scene) -> None:
    await scene.maria.join(scene.group)

    await scene.bot.ban_chat_member(scene.group, scene.maria.id)
    with pytest.raises(PersonApiError, match="not a member"):
        await scene.maria.in_group(scene.group).write("x")

    await scene.bot.unban_chat_member(scene.group, scene.maria.id)
    await scene.maria.join(scene.group)
    assert await scene.maria.in_group(scene.group).write("x")


async def test_unbanning_a_member_removes_unless_told_otherwise(scene: Scene) -> None:
    await scene.maria.join(scene.group)

    await scene.bot.unban_chat_member(scene.group, scene.maria.id, only_if_banned=True)
    assert (await scene.bot.get_chat_member(scene.group, scene.maria.id)).status == "member"

    await scene.bot.unban_chat_member(scene.group, scene.maria.id)
    assert (await scene.bot.get_chat_member(scene.group, scene.maria.id)).status == "left"


async def test_a_restriction_is_enforced_and_lifted(scene: Scene) -> None:
    await scene.maria.join(scene.group)

    await scene.bot.restrict_chat_member(scene.group, scene.maria.id, ChatPermissions(can_send_messages=False))
    member = await scene.bot.get_chat_member(scene.group, scene.maria.id)
    assert isinstance(member, ChatMemberRestricted)
    with pytest.raises(PersonApiError, match="restricted"):
        await scene.maria.in_group(scene.group).write("x")

    everything = ChatPermissions(**dict.fromkeys(ChatPermissions.model_fields, True))
    await scene.bot.restrict_chat_member(scene.group, scene.maria.id, everything)
    assert await scene.maria.in_group(scene.group).write("x")


async def test_a_promotion_gives_the_named_rights(scene: Scene) -> None:
    await scene.maria.join(scene.group)

    await scene.bot.promote_chat_member(scene.group, scene.maria.id, can_pin_messages=True)

    member = await scene.bot.get_chat_member(scene.group, scene.maria.id)
    assert isinstance(member, ChatMemberAdministrator)
    assert member.can_pin_messages
    assert not member.can_manage_topics


async def test_a_converted_group_names_its_new_id(scene: Scene) -> None:
    old = await scene.telegram.group(type="group", creator_id=scene.olena.id, admins={str(scene.bot.id): True})
    new = await scene.telegram.post(f"chats/{old['key']}/migrate")

    with pytest.raises(TelegramMigrateToChat) as caught:
        await scene.bot.send_message(old["id"], "x")

    assert caught.value.migrate_to_chat_id == new["id"]
    assert "group chat was upgraded to a supergroup chat" in caught.value.message
    assert await scene.bot.send_message(new["id"], "x")
    service = [update.message for update in await scene.drain() if update.message]
    assert [message.migrate_to_chat_id for message in service] == [new["id"], None]
    assert service[1].migrate_from_chat_id == old["id"]


async def test_topics_in_a_basic_group_convert_it_first(scene: Scene) -> None:
    old = await scene.telegram.group(type="group", creator_id=scene.olena.id, admins={str(scene.bot.id): True})

    new = await scene.telegram.post(f"chats/{old['key']}/forum", on=True)

    assert new["type"] == "supergroup"
    assert new["is_forum"]
    assert new["id"] != old["id"]


async def test_a_channel_takes_posts_of_its_administrators(scene: Scene) -> None:
    admins = {str(scene.bot.id): ["can_post_messages"]}
    channel = await scene.telegram.group("News", type="channel", creator_id=scene.olena.id, admins=admins)
    await scene.maria.join(channel["key"])

    post = await scene.bot.send_message(channel["id"], "Оновлення")
    await scene.olena.in_group(channel["key"]).write("Новина")

    assert post.chat.type == "channel"
    assert [u.event_type for u in await scene.drain()] == ["channel_post", "channel_post"]
    with pytest.raises(PersonApiError, match="administrators"):
        await scene.maria.in_group(channel["key"]).write("x")
