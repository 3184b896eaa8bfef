"""Language, address, sizes, colours, keyboard, connection."""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect

from local.telegram.person_api import JumpRequest
from tests.local.page.conftest import Open
from tests.local.page.desk import Desk, key, keys
from tests.local.page.parts import bubble, chat, field, pane, topics
from tests.local.page.telegram import running

PHONE = {"width": 390, "height": 844}
ENOUGH_CONTRAST = 4.5


async def test_ukrainian_first_and_a_chosen_language_is_remembered(desk: Desk, open_page: Open) -> None:
    someone = await desk.customer()
    page = await open_page(f"customer={someone.id}", fresh=True)
    await expect(page.get_by_role("heading", name="Клієнти")).to_be_visible()
    await field(page).fill("Недописане")
    await page.get_by_role("button", name="English").click()
    await expect(page.get_by_role("heading", name="Customers")).to_be_visible()
    await expect(field(page)).to_have_value("Недописане")
    await page.reload()
    await expect(page.get_by_role("heading", name="Customers")).to_be_visible()
    assert await page.locator("html").get_attribute("lang") == "en"


async def test_a_reload_keeps_whom_and_what_one_looks_at(desk: Desk, open_page: Open) -> None:
    someone, topic = await desk.customer(), await desk.topic("#906 Адреса")
    await desk.customer()
    page = await open_page(fresh=True)
    await page.get_by_role("button", name=someone.name).click()
    await topics(page).get_by_role("button", name="#906 Адреса").click()
    await page.reload()
    await expect(chat(page).get_by_role("heading", name=someone.name)).to_be_visible()
    await expect(pane(page).get_by_role("heading", name="#906 Адреса")).to_be_visible()
    assert f"topic={topic}" in page.url
    await page.go_back()
    await expect(pane(page).get_by_role("heading", name="Загальна")).to_be_visible()


async def test_two_customers_side_by_side_on_a_wide_screen(desk: Desk, open_page: Open) -> None:
    first, second = await desk.customer(), await desk.customer()
    page = await open_page(f"customer={first.id}", viewport={"width": 1920, "height": 1000})
    await page.get_by_role("button", name=second.name, exact=False).first.hover()
    await page.get_by_role("button", name=f"Показати поруч: {second.name}").click()
    await expect(page.locator(".customers .pane:visible")).to_have_count(2)
    await page.locator(".customers .pane").nth(1).locator("textarea").fill("Я поруч")
    await page.keyboard.press("Enter")
    await expect(page.locator(".customers .pane").nth(1).locator(".row.mine").last).to_contain_text("Я поруч")


async def test_on_a_phone_a_list_leads_to_a_thread_and_back(desk: Desk, open_page: Open) -> None:
    someone = await desk.customer()
    topic = await desk.topic("#907 Телефон")
    await desk.bot.send_message(int(desk.group), "д" * 300, message_thread_id=topic)
    page = await open_page(viewport=PHONE)
    await page.get_by_role("button", name=someone.name).click()
    await expect(chat(page).get_by_role("heading", name=someone.name)).to_be_visible()
    await chat(page).get_by_role("button", name="Назад до списку").click()
    await page.get_by_role("navigation", name="Частини сторінки").get_by_role("button", name="Агенти").click()
    await topics(page).get_by_role("button", name="#907 Телефон").click()
    await expect(pane(page).locator("textarea")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert await pane(page).locator(".scroller").evaluate("node => node.scrollWidth === node.clientWidth")


CONTRASTS = """(selectors) => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const paint = (colour) => { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); };
  const light = () => {
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((part) => part / 255)
      .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (node) => {
    const line = [];
    for (let one = node; one; one = one.parentElement) line.unshift(getComputedStyle(one).backgroundColor);
    line.forEach(paint);
    const back = light();
    paint(getComputedStyle(node).color);
    const front = light();
    return (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
  };
  const worst = (node) => Math.min(...[...Array(8).keys()].map((hue) => {
    const coloured = node.closest("[data-hue]");
    if (coloured) coloured.dataset.hue = hue;
    return ratio(node);
  }));
  return Object.fromEntries(selectors.map((selector) => [selector, worst(document.querySelector(selector))]));
}"""
READ = [".sub", ".connection", ".entry-name", ".entry-last", ".entry time", ".mine .words", ".theirs .words",
        ".mine .foot time", ".theirs .foot time", ".sender", ".key", ".key.primary", ".service .hint", ".day",
        ".languages button", ".avatar", ".mine .reply-name", ".mine .reply-text", ".hint"]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_words_stand_out_in_light_and_dark(desk: Desk, open_page: Open, scheme: Any) -> None:
    someone, topic = await desk.customer(), await desk.topic()
    markup = keys([key("А"), key("Б", style="primary")])
    await desk.bot.send_message(int(desk.group), "Картка", message_thread_id=topic, reply_markup=markup)
    await desk.says(someone, "Відповідь", reply_to=(await desk.last(someone.key))["message_id"])
    await desk.bot.send_message(someone.id, "Дякуємо")
    page = await open_page(f"customer={someone.id}&topic={topic}", color_scheme=scheme)
    await expect(bubble(page, "Дякуємо")).to_be_visible()
    measured: dict[str, float] = await page.evaluate(CONTRASTS, READ)
    assert {name: ratio for name, ratio in measured.items() if ratio < ENOUGH_CONTRAST} == {}
    ground = await page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (ground == "rgb(18, 19, 27)") == (scheme == "dark")


async def test_a_name_from_right_to_left_does_not_turn_the_line_around(desk: Desk, open_page: Open) -> None:
    someone = await desk.customer(name="محمد الفارسي")
    page = await open_page(f"customer={someone.id}")
    name = await chat(page).get_by_role("heading", name=someone.name).locator("bdi").bounding_box()
    avatar = await chat(page).locator(".pane-head .avatar").bounding_box()
    assert name
    assert avatar
    assert 0 < name["x"] - avatar["x"] - avatar["width"] < 30


async def test_a_message_is_answered_by_the_keyboard_alone(desk: Desk, open_page: Open) -> None:
    someone = await desk.customer()
    await desk.bot.send_message(someone.id, "Допомогло?")
    page = await open_page(f"customer={someone.id}")
    menu = chat(page).locator(".row.theirs").get_by_role("button", name="Дії з повідомленням")
    await menu.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("menu")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(menu).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("menuitem").first).to_be_focused()
    for _ in range(12):
        await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await page.keyboard.type("Так")
    await page.keyboard.press("Enter")
    await expect(bubble(page, "Так").locator(".reply-bar")).to_contain_text("Допомогло?")


async def test_news_are_announced_to_screen_readers(desk: Desk, open_page: Open) -> None:
    someone = await desk.customer()
    page = await open_page(f"customer={someone.id}")
    await desk.bot.send_message(someone.id, "Ваше звернення прийнято")
    await expect(page.locator("#announcer")).to_contain_text("Ваше звернення прийнято")


async def test_typing_is_shown(desk: Desk, open_page: Open) -> None:
    someone = await desk.customer()
    page = await open_page(f"customer={someone.id}")
    await desk.bot.send_chat_action(someone.id, "typing")
    await expect(chat(page).locator(".pane-title .hint")).to_contain_text("друкує…")


async def names_of_connection(page: Page, text: str) -> None:
    await expect(page.locator(".connection")).to_have_text(text)


async def test_a_lost_connection_is_told_and_comes_back_by_itself(tmp_path: Path, open_page: Open) -> None:
    async with running(tmp_path) as first:
        someone = await first.customer()
        page = await open_page(f"customer={someone.id}", base=first.base)
        await names_of_connection(page, "на зв’язку")
    await names_of_connection(page, "зв’язок втрачено, відновлюю…")
    await field(page).fill("Чи є хто?")
    await field(page).press("Enter")
    await expect(page.locator(".toast.error")).to_contain_text("Немає зв’язку")
    await expect(field(page)).to_have_value("Чи є хто?")
    port = int(first.base.rsplit(":", 1)[1])
    async with running(tmp_path, port=port) as again:
        await names_of_connection(page, "на зв’язку")
        await again.bot.send_message(someone.id, "Знову працюємо")
        await expect(bubble(page, "Знову працюємо")).to_be_visible()
        await page.goto("about:blank")


async def test_other_pages_are_linked_by_names_of_the_readers_language(tmp_path: Path, open_page: Open) -> None:
    async with running(tmp_path, links={"temporal": "http://127.0.0.1:1/", "web": "http://127.0.0.1:2/"}) as other:
        page = await open_page(base=other.base, fresh=True)
        links = page.get_by_role("navigation", name="Інші сторінки").get_by_role("link")
        await expect(links).to_have_text(["Temporal", "Стан служби"])
        await expect(links.last).to_have_attribute("href", "http://127.0.0.1:2/")


async def test_the_jump_is_offered_only_where_time_can_be_moved(
    tmp_path: Path, desk: Desk, open_page: Open
) -> None:
    someone = await desk.customer()
    page = await open_page(f"customer={someone.id}")
    await expect(page.get_by_role("button", name="До найближчого строку")).to_have_count(0)
    asked: list[JumpRequest] = []

    async def jump(place: JumpRequest) -> dict[str, Any]:
        asked.append(place)
        return {"deadline": "first_response", "by_seconds": 845}

    async with running(tmp_path, jump=jump) as movable:
        topic = await movable.topic()
        page = await open_page(f"topic={topic}", base=movable.base)
        await pane(page).get_by_role("button", name="До найближчого строку").click()
        await expect(page.locator(".toast")).to_have_text("Перемотано на 14 хв 5 с: перша відповідь.")
        assert asked == [JumpRequest(chat_id=int(movable.group), thread_id=topic)]
        await page.goto("about:blank")
