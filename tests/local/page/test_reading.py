"""How messages of the bot look and what their buttons do."""

import asyncio
import time

import pytest
from aiogram.types import (
    CopyTextButton,
    DisabledButton,
    InlineKeyboardButton,
    KeyboardButton,
    MessageEntity,
    ReplyKeyboardMarkup,
)
from playwright.async_api import expect

from tests.local.page.conftest import Open
from tests.local.page.desk import Customer, Desk, key, keys
from tests.local.page.parts import bubble, chat, height


async def test_entities_become_elements_and_markup_stays_text(desk: Desk, open_page: Open) -> None:
    someone = await desk.customer()
    styled = "🌙 <b>жирний <i>і похилий</i></b> <code>a&lt;b</code>"
    linked = "<a href='https://example.org/?q=1'>посилання</a> &lt;img src=x&gt;"
    await desk.bot.send_message(someone.id, f"{styled} {linked}", parse_mode="HTML")
    page = await open_page(f"customer={someone.id}")
    words = chat(page).locator(".row.theirs .words")
    await expect(words).to_have_text("🌙 жирний і похилий a<b посилання <img src=x>")
    await expect(words.locator("strong em")).to_have_text("і похилий")
    await expect(words.locator("code")).to_have_text("a<b")
    await expect(words.get_by_role("link")).to_have_attribute("href", "https://example.org/?q=1")


async def test_a_script_link_is_made_harmless(desk: Desk, open_page: Open) -> None:
    someone = await desk.customer()
    entity = {"type": "text_link", "offset": 0, "length": 3, "url": "javascript:alert(1)"}
    await desk.says(someone, "сюди", entities=[entity])
    page = await open_page(f"customer={someone.id}")
    await expect(bubble(page, "сюди")).to_be_visible()
    assert await chat(page).locator("a[href^='javascript']").count() == 0


async def test_a_spoiler_hides_until_it_is_pressed(desk: Desk, open_page: Open) -> None:
    someone = await desk.customer()
    await desk.bot.send_message(someone.id, "Код: <tg-spoiler>4127</tg-spoiler>", parse_mode="HTML")
    page = await open_page(f"customer={someone.id}")
    secret = chat(page).get_by_text("4127").last
    await expect(secret).to_be_hidden()
    await chat(page).get_by_role("button", name="Прихований текст").press("Enter")
    await expect(secret).to_be_visible()


async def test_a_long_quote_expands(desk: Desk, open_page: Open) -> None:
    someone = await desk.customer()
    lines = "\n".join(f"рядок {number}" for number in range(9))
    await desk.bot.send_message(someone.id, f"<blockquote expandable>{lines}</blockquote>", parse_mode="HTML")
    page = await open_page(f"customer={someone.id}")
    quote = chat(page).locator("blockquote")
    low = await height(quote)
    await chat(page).get_by_role("button", name="Розгорнути").click()
    await expect(chat(page).get_by_role("button", name="Згорнути")).to_have_attribute("aria-expanded", "true")
    assert await height(quote) > 2 * low


@pytest.mark.parametrize(("zone", "shown"), [("Europe/Kyiv", "16:00"), ("America/New_York", "09:00")])
async def test_a_date_is_shown_in_the_readers_own_time(desk: Desk, open_page: Open, zone: str, shown: str) -> None:
    someone = await desk.customer()
    date = MessageEntity(type="date_time", offset=3, length=5, unix_time=1_793_973_600, date_time_format="t")
    await desk.bot.send_message(someone.id, "До 13:00 UTC", entities=[date])
    page = await open_page(f"customer={someone.id}", timezone_id=zone)
    await expect(chat(page).locator(".words time")).to_have_text(shown)


async def test_a_relative_date_counts_on(desk: Desk, open_page: Open) -> None:
    someone = await desk.customer()
    soon = int(time.time()) + 20
    date = MessageEntity(type="date_time", offset=0, length=5, unix_time=soon, date_time_format="r")
    await desk.bot.send_message(someone.id, "13:00", entities=[date])
    page = await open_page(f"customer={someone.id}")
    shown = chat(page).locator(".words time")
    await expect(shown).to_contain_text("через")
    before = await shown.inner_text()
    await expect(shown).not_to_have_text(before)


async def answer_one(
    desk: Desk, someone: Customer, text: str | None, *, alert: bool = False, url: str | None = None
) -> str:
    press = await desk.next_press()
    assert press.from_user.id == someone.id
    await desk.bot.answer_callback_query(press.id, text=text, show_alert=alert, url=url)
    return press.data or ""


async def test_a_press_reaches_the_bot_and_its_answer_is_shown(desk: Desk, open_page: Open) -> None:
    someone = await desk.customer()
    await desk.bot.send_message(
        someone.id, "Тема?", reply_markup=keys([key("Оплата", "pay"), key("Скарга", "claim")])
    )
    page = await open_page(f"customer={someone.id}")
    answering = asyncio.create_task(answer_one(desk, someone, "Прийнято"))
    await chat(page).get_by_role("button", name="Скарга").click()
    await expect(page.locator(".toast")).to_have_text("Прийнято")
    assert await answering == "claim"
    await expect(chat(page).get_by_role("button", name="Скарга")).not_to_have_attribute("aria-busy", "true")


async def test_an_alert_stays_until_it_is_confirmed(desk: Desk, open_page: Open) -> None:
    someone = await desk.customer()
    await desk.bot.send_message(someone.id, "Тема?", reply_markup=keys([key("Взяти")]))
    page = await open_page(f"customer={someone.id}")
    answering = asyncio.create_task(answer_one(desk, someone, "Уже взято", alert=True))
    await chat(page).get_by_role("button", name="Взяти").click()
    await expect(page.get_by_role("alertdialog")).to_contain_text("Уже взято")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alertdialog")).to_have_count(0)
    await answering


async def test_a_press_shows_that_it_waits(desk: Desk, open_page: Open) -> None:
    someone = await desk.customer()
    await desk.bot.send_message(someone.id, "Тема?", reply_markup=keys([key("Повільно")]))
    page = await open_page(f"customer={someone.id}")
    button = chat(page).get_by_role("button", name="Повільно")
    await button.click()
    await expect(button).to_have_attribute("aria-busy", "true")
    await answer_one(desk, someone, None)
    await expect(button).not_to_have_attribute("aria-busy", "true")


async def test_a_press_that_nobody_answers_is_told_and_a_late_answer_still_shown(
    desk: Desk, open_page: Open
) -> None:
    someone = await desk.customer()
    await desk.bot.send_message(someone.id, "Тема?", reply_markup=keys([key("Пізно")]))
    page = await open_page(f"customer={someone.id}", fresh=True)
    await page.clock.install()
    button = chat(page).get_by_role("button", name="Пізно")
    await button.click()
    press = await desk.next_press()
    await page.clock.fast_forward(10_500)
    await expect(page.locator(".toast.error")).to_contain_text("Бот не відповів")
    await expect(button).not_to_have_attribute("aria-busy", "true")
    await desk.bot.answer_callback_query(press.id, text="Нарешті")
    await expect(page.locator(".toast", has_text="Нарешті")).to_be_visible()


async def test_buttons_that_are_no_callbacks(desk: Desk, open_page: Open) -> None:
    someone = await desk.customer()
    rows = keys(
        [InlineKeyboardButton(text="Кабінет", url="https://example.org/")],
        [InlineKeyboardButton(text="Номер", copy_text=CopyTextButton(text="4127"))],
        [key("Так", style="success"), InlineKeyboardButton(text="Взято", disabled=DisabledButton())],
    )
    await desk.bot.send_message(someone.id, "Що далі?", reply_markup=rows)
    page = await open_page(f"customer={someone.id}", permissions=["clipboard-read", "clipboard-write"])
    await expect(chat(page).get_by_role("link", name="Кабінет")).to_have_attribute("href", "https://example.org/")
    await chat(page).get_by_role("button", name="Номер").click()
    await expect(page.locator(".toast")).to_contain_text("4127")
    assert await page.evaluate("navigator.clipboard.readText()") == "4127"
    await expect(chat(page).get_by_role("button", name="Так")).to_have_class("key success")
    await expect(chat(page).get_by_role("button", name="Взято")).to_be_disabled()


async def test_focus_stays_on_a_button_whose_message_is_edited(desk: Desk, open_page: Open) -> None:
    someone = await desk.customer()
    sent = await desk.bot.send_message(someone.id, "1", reply_markup=keys([key("Далі", "1")]))
    page = await open_page(f"customer={someone.id}")
    await chat(page).get_by_role("button", name="Далі").focus()
    await desk.bot.edit_message_text(
        "2", chat_id=someone.id, message_id=sent.message_id, reply_markup=keys([key("Далі", "2")])
    )
    await expect(chat(page).locator(".row.theirs .words")).to_have_text("2")
    await expect(chat(page).get_by_role("button", name="Далі")).to_be_focused()


async def test_a_reply_keyboard_writes_for_the_person(desk: Desk, open_page: Open) -> None:
    someone = await desk.customer()
    rows = [[KeyboardButton(text="Так"), KeyboardButton(text="Мій номер", request_contact=True)]]
    markup = ReplyKeyboardMarkup(keyboard=rows, one_time_keyboard=True)
    await desk.bot.send_message(someone.id, "Допомогло?", reply_markup=markup)
    page = await open_page(f"customer={someone.id}")
    await chat(page).get_by_role("button", name="Так", exact=True).click()
    await expect(chat(page).locator(".row.mine .words").last).to_have_text("Так")
    await expect(chat(page).locator(".reply-keyboard")).to_have_count(0)


async def test_a_pinned_message_has_a_bar_that_leads_to_it(desk: Desk, open_page: Open) -> None:
    someone = await desk.customer()
    card = await desk.bot.send_message(someone.id, "Звернення №4127")
    for number in range(30):
        await desk.bot.send_message(someone.id, f"Довідка {number}")
    await desk.bot.pin_chat_message(someone.id, card.message_id)
    page = await open_page(f"customer={someone.id}")
    await chat(page).locator(".pinned-bar button").click()
    await expect(chat(page).locator(".words", has_text="№4127")).to_be_in_viewport()


async def test_news_below_are_counted_while_one_reads_above(desk: Desk, open_page: Open) -> None:
    someone = await desk.customer()
    for number in range(40):
        await desk.bot.send_message(someone.id, f"Довідка {number}")
    page = await open_page(f"customer={someone.id}")
    await expect(bubble(page, "Довідка 39")).to_be_in_viewport()
    await bubble(page, "Довідка 1").first.scroll_into_view_if_needed()
    await desk.bot.send_message(someone.id, "Нова відповідь")
    to_end = chat(page).get_by_role("button", name="До останнього повідомлення")
    await expect(to_end).to_contain_text("1 нове")
    await to_end.click()
    await expect(bubble(page, "Нова відповідь")).to_be_in_viewport()
    await expect(to_end).to_be_hidden()
