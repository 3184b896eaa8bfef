import asyncio
from typing import Any

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    CallbackQuery,
    CopyTextButton,
    InaccessibleMessage,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    WebAppInfo,
)

from local.telegram.person import PersonApiError
from tests.local.telegram.scene import Scene, keyboard


async def pressed(scene: Scene) -> CallbackQuery:
    """The press that the bot has to answer now."""
    while True:
        found = await scene.updates(wait=5)
        await scene.updates(offset=found[-1].update_id + 1, wait=0)
        for update in found:
            if update.callback_query:
                return update.callback_query


async def test_a_press_brings_the_bots_answer_back(scene: Scene) -> None:
    await scene.bot.send_message(scene.maria.id, "Тема?", reply_markup=keyboard([("Оплата", "t:pay")]))
    await scene.chat.next_message("Тема?")
    press = asyncio.create_task(scene.chat.press("Оплата"))

    query = await pressed(scene)
    assert (query.data, query.from_user.id) == ("t:pay", scene.maria.id)
    assert query.message is not None
    await scene.bot.answer_callback_query(query.id, "Прийнято", show_alert=True)

    answer = await press
    assert (answer["answered"], answer["text"], answer["show_alert"]) == (True, "Прийнято", True)


async def test_a_press_nobody_answers_says_so(scene: Scene) -> None:
    message = await scene.bot.send_message(scene.maria.id, "x", reply_markup=keyboard([("x", "x")]))

    answer = await scene.chat.press(on=message.message_id, data="x", wait=0.01)

    assert answer["answered"] is False


async def late(scene: Scene, seconds: float) -> Any:
    message = await scene.bot.send_message(scene.maria.id, "x", reply_markup=keyboard([("x", "x")]))
    await scene.chat.press(on=message.message_id, data="x", wait=0)
    query = await pressed(scene)
    await scene.telegram.advance_clock(seconds)
    return await scene.bot.answer_callback_query(query.id)


async def test_an_answer_in_time_is_taken(scene: Scene) -> None:
    assert await late(scene, 10)


async def test_an_answer_too_late_is_refused(scene: Scene) -> None:
    with pytest.raises(TelegramBadRequest, match="query is too old and response timeout expired"):
        await late(scene, 31)


async def test_a_second_answer_is_refused(scene: Scene) -> None:
    message = await scene.bot.send_message(scene.maria.id, "x", reply_markup=keyboard([("x", "x")]))
    await scene.chat.press(on=message.message_id, data="x", wait=0)
    query = await pressed(scene)
    await scene.bot.answer_callback_query(query.id)

    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await scene.bot.answer_callback_query(query.id)


@pytest.mark.parametrize(("length", "fits"), [(200, True), (201, False)])
async def test_an_answer_has_200_characters(scene: Scene, length: int, fits: bool) -> None:
    message = await scene.bot.send_message(scene.maria.id, "x", reply_markup=keyboard([("x", "x")]))
    await scene.chat.press(on=message.message_id, data="x", wait=0)
    query = await pressed(scene)

    if fits:
        assert await scene.bot.answer_callback_query(query.id, "x" * length)
    else:
        with pytest.raises(TelegramBadRequest, match="MESSAGE_TOO_LONG"):
            await scene.bot.answer_callback_query(query.id, "x" * length)


async def test_forged_data_reaches_the_bot(scene: Scene) -> None:
    message = await scene.bot.send_message(scene.maria.id, "x", reply_markup=keyboard([("x", "x")]))

    await scene.chat.press(on=message.message_id, data="t:steal", wait=0)

    assert (await pressed(scene)).data == "t:steal"


async def test_a_press_under_a_deleted_message_carries_an_inaccessible_one(scene: Scene) -> None:
    message = await scene.bot.send_message(scene.maria.id, "x", reply_markup=keyboard([("x", "x")]))
    await scene.bot.delete_message(scene.maria.id, message.message_id)

    await scene.chat.press(on=message.message_id, data="x", wait=0)

    assert isinstance((await pressed(scene)).message, InaccessibleMessage)


async def test_buttons_of_the_client_never_reach_the_bot(scene: Scene) -> None:
    buttons = [
        InlineKeyboardButton(text="Сайт", url="https://example.com"),
        InlineKeyboardButton(text="Застосунок", web_app=WebAppInfo(url="https://example.com/app")),
        InlineKeyboardButton(text="Номер", copy_text=CopyTextButton(text="55")),
    ]
    await scene.bot.send_message(scene.maria.id, "x", reply_markup=InlineKeyboardMarkup(inline_keyboard=[buttons]))
    await scene.chat.next_message("x")

    answers = [await scene.chat.press(button.text) for button in buttons]

    assert [(a["kind"], a["url"]) for a in answers] == [
        ("url", "https://example.com"),
        ("web_app", "https://example.com/app"),
        ("copy_text", "55"),
    ]
    assert await scene.drain() == []


async def test_a_button_that_is_not_there_cannot_be_pressed(scene: Scene) -> None:
    await scene.bot.send_message(scene.maria.id, "x", reply_markup=keyboard([("Так", "y")]))
    await scene.chat.next_message("x")

    with pytest.raises(LookupError, match="Ні"):
        await scene.chat.press("Ні")


async def test_a_stranger_cannot_press_in_a_group(scene: Scene) -> None:
    message = await scene.bot.send_message(scene.group, "x", reply_markup=keyboard([("x", "x")]))

    with pytest.raises(PersonApiError, match="not a member"):
        await scene.maria.in_group(scene.group).press(on=message.message_id, data="x")
