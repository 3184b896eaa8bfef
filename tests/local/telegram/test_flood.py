import pytest
from aiogram.exceptions import TelegramRetryAfter
from aiogram.types import InputMediaPhoto

from tests.local.telegram.scene import Scene, photo

GROUP_WINDOW = 20


async def fill_group(scene: Scene, count: int = GROUP_WINDOW) -> None:
    for number in range(count):
        await scene.bot.send_message(scene.group, f"{number}")


async def test_a_group_takes_twenty_messages_a_minute(limited: Scene) -> None:
    await fill_group(limited)

    with pytest.raises(TelegramRetryAfter) as caught:
        await limited.bot.send_message(limited.group, "one more")

    assert 1 <= caught.value.retry_after <= 60
    assert f"Too Many Requests: retry after {caught.value.retry_after}" in caught.value.message
    assert limited.world.messages[str(limited.group)]
    await limited.telegram.advance_clock(caught.value.retry_after)
    assert await limited.bot.send_message(limited.group, "after the wait")


async def test_the_window_slides(limited: Scene) -> None:
    await limited.bot.send_message(limited.group, "early")
    await limited.telegram.advance_clock(40)
    await fill_group(limited, GROUP_WINDOW - 1)

    with pytest.raises(TelegramRetryAfter) as caught:
        await limited.bot.send_message(limited.group, "x")

    assert 15 <= caught.value.retry_after <= 20  # only the early one leaves the window soon


async def test_an_album_counts_by_its_items_and_goes_whole_or_not(limited: Scene) -> None:
    await fill_group(limited, GROUP_WINDOW - 1)
    album = [InputMediaPhoto(media=photo()), InputMediaPhoto(media=photo())]

    with pytest.raises(TelegramRetryAfter):
        await limited.bot.send_media_group(limited.group, album)  # type: ignore[arg-type]

    assert await limited.bot.send_message(limited.group, "the last one fits")


async def test_topics_and_pins_count_for_they_post_service_messages(limited: Scene) -> None:
    await fill_group(limited, GROUP_WINDOW - 2)
    topic = await limited.bot.create_forum_topic(limited.group, "№1")
    await limited.bot.close_forum_topic(limited.group, topic.message_thread_id)

    with pytest.raises(TelegramRetryAfter):
        await limited.bot.create_forum_topic(limited.group, "№2")
    card = next(m for m in limited.world.messages[str(limited.group)].values() if m.kind == "text")
    with pytest.raises(TelegramRetryAfter):
        await limited.bot.pin_chat_message(limited.group, card.message_id)


async def edits_until_refused(scene: Scene) -> int:
    message = await scene.bot.send_message(scene.group, "card")
    for number in range(2 * GROUP_WINDOW):
        try:
            await scene.bot.edit_message_text(f"{number}", chat_id=scene.group, message_id=message.message_id)
        except TelegramRetryAfter:
            return number
    return 2 * GROUP_WINDOW


@pytest.mark.parametrize(("edits", "expected"), [("shared", 19), ("separate", 20), ("free", 40)])
async def test_edits_count_as_the_setting_says(limited: Scene, edits: str, expected: int) -> None:
    await limited.telegram.settings(edits=edits, bot_per_second=1000)

    assert await edits_until_refused(limited) == expected


async def test_a_person_takes_three_at_once_and_then_one_a_second(limited: Scene) -> None:
    for number in range(3):
        await limited.bot.send_message(limited.maria.id, f"{number}")

    with pytest.raises(TelegramRetryAfter) as caught:
        await limited.bot.send_message(limited.maria.id, "fourth")

    assert caught.value.retry_after == 1
    await limited.telegram.advance_clock(1)
    assert await limited.bot.send_message(limited.maria.id, "fourth")


async def test_a_bot_sends_thirty_a_second_over_all_chats(limited: Scene) -> None:
    await limited.telegram.settings(bot_per_second=3, private_burst=100)
    for number in range(3):
        await limited.bot.send_message(limited.maria.id, f"{number}")

    with pytest.raises(TelegramRetryAfter):
        await limited.bot.send_message(limited.group, "x")


async def test_a_refused_call_costs_nothing(limited: Scene) -> None:
    await fill_group(limited)
    for _ in range(3):
        with pytest.raises(TelegramRetryAfter):
            await limited.bot.send_message(limited.group, "x")

    await limited.telegram.advance_clock(60)

    await fill_group(limited)


async def test_limits_can_be_switched_off(limited: Scene) -> None:
    await limited.telegram.settings(limits=False)

    await fill_group(limited, 25)


async def test_a_minute_can_be_made_short(limited: Scene) -> None:
    await limited.telegram.settings(window_scale=6000, bot_per_second=1000)

    await fill_group(limited, GROUP_WINDOW)
    await limited.telegram.advance_clock(0.02)

    await fill_group(limited, GROUP_WINDOW)
