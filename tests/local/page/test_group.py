"""The agents' group: topics, acting as an agent."""

from playwright.async_api import Page, expect

from tests.local.page.conftest import Open
from tests.local.page.desk import Desk
from tests.local.page.parts import pane, topics


async def write(page: Page, text: str) -> None:
    await pane(page).locator("textarea").fill(text)
    await pane(page).locator("textarea").press("Enter")


async def test_a_new_topic_appears_with_what_is_unread_and_opening_reads_it(desk: Desk, open_page: Open) -> None:
    page = await open_page()
    topic = await desk.topic("#901 Оплата")
    for text in ("Картка", "Платіж не пройшов"):
        await desk.bot.send_message(int(desk.group), text, message_thread_id=topic)
    entry = topics(page).get_by_role("button", name="#901 Оплата")
    await expect(entry.get_by_label("2 непрочитані")).to_be_visible()
    await expect(entry).to_contain_text("Платіж не пройшов")
    await entry.click()
    await expect(pane(page).locator(".words")).to_have_text(["Картка", "Платіж не пройшов"])
    await expect(entry.locator(".badge")).to_have_count(0)


async def test_one_writes_as_the_chosen_agent_in_the_open_topic(desk: Desk, open_page: Open) -> None:
    topic = await desk.topic()
    page = await open_page(f"topic={topic}")
    choice = page.get_by_label("Від імені")
    second = await choice.locator("option").nth(1).inner_text()
    await choice.select_option(label=second)
    await expect(pane(page).locator("textarea")).to_have_attribute("placeholder", f"{second}: повідомлення")
    await write(page, "Перевіряю")
    await expect(pane(page).locator(".row.mine .words")).to_have_text("Перевіряю")
    sent = await desk.last(desk.group, topic)
    people = {one["id"]: one for one in (await desk.call("GET", "state"))["users"]}
    assert second.startswith(people[sent["from_id"]]["first_name"])
    await choice.select_option(index=0)
    await expect(pane(page).locator(".row.theirs .sender")).to_have_text(second)


async def test_what_is_written_in_general_stays_out_of_topics(desk: Desk, open_page: Open) -> None:
    topic = await desk.topic("#902 Тиша")
    page = await open_page("topic=general")
    await write(page, "Усім доброї ночі")
    await expect(pane(page).locator(".words").last).to_have_text("Усім доброї ночі")
    await topics(page).get_by_role("button", name="#902 Тиша").click()
    await expect(pane(page).locator(".words")).to_have_count(0)
    assert (await desk.last(desk.group))["content"]["text"] == "Усім доброї ночі"
    assert topic


async def test_a_topic_is_closed_and_opened_again(desk: Desk, open_page: Open) -> None:
    topic = await desk.topic("#903 Закрити")
    page = await open_page(f"topic={topic}")
    await pane(page).get_by_role("button", name="Дії з темою").click()
    await page.get_by_role("menuitem", name="Закрити тему").click()
    await expect(
        topics(page).get_by_role("button", name="#903 Закрити").get_by_label("Тему закрито")
    ).to_be_visible()
    await pane(page).get_by_role("button", name="Відкрити знову").click()
    await expect(pane(page).locator(".service").last).to_contain_text("Тему знову відкрито")


async def test_a_refused_text_is_told_and_comes_back(desk: Desk, open_page: Open) -> None:
    topic = await desk.topic("#908 Замкнено")
    await desk.bot.close_forum_topic(int(desk.group), topic)
    page = await open_page(f"topic={topic}")
    await page.get_by_label("Від імені").select_option(label="Тарас Бондар")
    await write(page, "Ще одне")
    await expect(page.locator(".toast.error")).to_contain_text("Не вийшло")
    await expect(pane(page).locator("textarea")).to_have_value("Ще одне")


async def test_a_topic_is_made_renamed_and_deleted_by_an_agent(desk: Desk, open_page: Open) -> None:
    page = await open_page()
    await topics(page).get_by_role("button", name="Нова тема").click()
    await page.get_by_label("Назва").fill("Чернетка")
    await page.keyboard.press("Enter")
    await expect(pane(page).get_by_role("heading", name="Чернетка")).to_be_visible()
    await pane(page).get_by_role("button", name="Дії з темою").click()
    await page.get_by_role("menuitem", name="Перейменувати тему").click()
    await page.get_by_label("Назва").fill("Зміни на ніч")
    await page.keyboard.press("Enter")
    await expect(pane(page).get_by_role("heading", name="Зміни на ніч")).to_be_visible()
    await pane(page).get_by_role("button", name="Дії з темою").click()
    await page.get_by_role("menuitem", name="Видалити тему").click()
    await page.get_by_role("dialog").get_by_role("button", name="Видалити тему").click()
    await expect(topics(page).get_by_role("button", name="Зміни на ніч")).to_have_count(0)
    await expect(pane(page).get_by_text("Такої теми більше немає")).to_be_visible()


async def test_many_topics_can_be_searched(desk: Desk, open_page: Open) -> None:
    for number in range(10):
        await desk.topic(f"#95{number} Пошук")
    page = await open_page()
    await page.get_by_label("Знайти тему").fill("#957")
    await expect(topics(page).locator(".entry")).to_have_count(2)
    await topics(page).get_by_role("button", name="#957 Пошук").click()
    await expect(pane(page).get_by_role("heading", name="#957 Пошук")).to_be_visible()


async def test_a_link_to_a_message_opens_its_topic(desk: Desk, open_page: Open) -> None:
    topic = await desk.topic("#904 Ціль")
    target = await desk.bot.send_message(int(desk.group), "Саме це", message_thread_id=topic)
    link = f"https://t.me/c/{desk.group.removeprefix('-100')}/{topic}/{target.message_id}"
    other = await desk.topic("#905 Звідки")
    await desk.bot.send_message(
        int(desk.group), f'<a href="{link}">туди</a>', message_thread_id=other, parse_mode="HTML"
    )
    page = await open_page(f"topic={other}")
    await pane(page).get_by_role("link", name="туди").click()
    await expect(pane(page).get_by_role("heading", name="#904 Ціль")).to_be_visible()
    await expect(pane(page).get_by_text("Саме це")).to_be_in_viewport()
