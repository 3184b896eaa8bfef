import asyncio

import pytest
from aiogram.exceptions import TelegramConflictError

from tests.local.telegram.scene import Scene


async def texts(scene: Scene, offset: int | None = None, limit: int | None = None) -> list[str | None]:
    found = await scene.bot.get_updates(offset=offset, limit=limit)
    return [update.message.text for update in found if update.message]


async def written(scene: Scene, *lines: str) -> list[int]:
    for line in lines:
        await scene.chat.write(line)
    return [update.update_id for update in await scene.bot.get_updates()]


async def test_updates_stay_until_an_offset_confirms_them(scene: Scene) -> None:
    ids = await written(scene, "one", "two", "three")

    assert await texts(scene) == ["one", "two", "three"]
    assert await texts(scene, offset=ids[1]) == ["two", "three"]
    assert await texts(scene) == ["two", "three"]  # what lay below is gone for ever


async def test_update_ids_follow_each_other(scene: Scene) -> None:
    ids = await written(scene, "one", "two")

    assert ids[1] == ids[0] + 1


async def test_a_limit_takes_the_oldest(scene: Scene) -> None:
    await written(scene, "one", "two")

    assert await texts(scene, limit=1) == ["one"]


async def test_a_negative_offset_forgets_all_but_the_last(scene: Scene) -> None:
    await written(scene, "one", "two", "three")

    assert await texts(scene, offset=-1) == ["three"]
    assert await texts(scene) == ["three"]


async def test_an_offset_from_the_future_is_ignored(scene: Scene) -> None:
    ids = await written(scene, "one")

    assert await texts(scene, offset=ids[0] + 1000) == ["one"]


async def test_a_long_poll_answers_when_something_comes(scene: Scene) -> None:
    polling = asyncio.create_task(scene.updates(wait=30))
    await scene.chat.write("hello")

    found = await asyncio.wait_for(polling, 5)

    assert found[0].message is not None
    assert found[0].message.text == "hello"


async def test_a_long_poll_ends_empty(scene: Scene) -> None:
    assert await scene.updates(wait=1) == []


async def test_a_second_poller_ends_the_first(scene: Scene) -> None:
    first = asyncio.create_task(scene.updates(wait=30))
    await scene.poller_waits()
    second = asyncio.create_task(scene.updates(wait=30))

    with pytest.raises(TelegramConflictError, match="terminated by other getUpdates request"):
        await asyncio.wait_for(first, 5)

    await scene.chat.write("for the second")
    assert len(await asyncio.wait_for(second, 5)) == 1


async def test_a_poll_is_refused_while_a_webhook_is_set(scene: Scene) -> None:
    await scene.bot.set_webhook("http://127.0.0.1:9/hook")

    with pytest.raises(TelegramConflictError, match="can't use getUpdates method while webhook is active"):
        await scene.updates()

    await scene.bot.delete_webhook()
    assert await scene.updates(wait=0) == []


async def test_setting_a_webhook_ends_a_waiting_poll(scene: Scene) -> None:
    polling = asyncio.create_task(scene.updates(wait=30))
    await scene.poller_waits()

    await scene.bot.set_webhook("http://127.0.0.1:9/hook")

    with pytest.raises(TelegramConflictError, match="terminated by setWebhook request"):
        await asyncio.wait_for(polling, 5)


async def test_updates_live_for_a_day(scene: Scene) -> None:
    await written(scene, "old")
    await scene.telegram.advance_clock(24 * 3600 - 60)
    assert await texts(scene) == ["old"]

    await scene.telegram.advance_clock(61)

    assert await texts(scene) == []


async def test_a_press_in_the_queue_lives_for_150_seconds(scene: Scene) -> None:
    message = await scene.bot.send_message(scene.maria.id, "x")
    await scene.chat.press(on=message.message_id, data="x", wait=0)
    await scene.telegram.advance_clock(149)
    assert len(await scene.bot.get_updates()) == 1

    await scene.telegram.advance_clock(2)

    assert await scene.bot.get_updates() == []


async def test_after_a_week_of_silence_ids_start_anywhere(scene: Scene) -> None:
    (before,) = await written(scene, "one")
    await scene.telegram.advance_clock(7 * 24 * 3600 + 1)

    (after,) = await written(scene, "two")

    assert after != before + 1


async def test_reactions_and_members_come_only_when_asked_for(scene: Scene) -> None:
    message = await scene.chat.write("x")
    await scene.drain()
    await scene.chat.react(message, "👍")
    await scene.maria.join(scene.group)
    assert [u.event_type for u in await scene.drain()] == ["message"]  # the join's service message

    await scene.updates(wait=0, allowed_updates=["message", "message_reaction", "chat_member"])
    await scene.chat.react(message, "🔥")
    await scene.maria.leave(scene.group)

    kinds = [u.event_type for u in await scene.drain()]
    assert kinds == ["message_reaction", "chat_member", "message"]


async def test_the_list_of_asked_updates_outlives_the_call(scene: Scene) -> None:
    await scene.updates(wait=0, allowed_updates=["callback_query"])

    await scene.chat.write("not wanted")
    assert await scene.updates(wait=0) == []

    await scene.updates(wait=0, allowed_updates=[])  # an empty list means the defaults
    await scene.chat.write("wanted")
    assert len(await scene.updates(wait=0)) == 1


async def test_a_raw_update_is_delivered_as_it_is(scene: Scene) -> None:
    strange = {"hologram": {"depth": 3}}
    answer = await scene.telegram.post("updates", bot_id=scene.bot.id, update=strange)

    (found,) = await scene.updates(wait=0)

    assert found.update_id == answer["update_id"]
    assert found.model_extra == strange


async def test_the_same_update_can_come_twice(scene: Scene) -> None:
    await scene.chat.write("once")
    (first,) = await scene.drain()
    body = first.model_dump(mode="json", exclude_none=True, by_alias=True)
    body["message"]["from"] = body["message"].pop("from_user", body["message"].get("from"))
    await scene.telegram.post("updates", bot_id=scene.bot.id, update=body)

    (again,) = await scene.updates(offset=first.update_id + 1, wait=0)

    assert again.update_id == first.update_id
    assert await scene.updates(offset=first.update_id + 1, wait=0) == []
