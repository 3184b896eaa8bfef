"""What a customer can do in the private chat."""

from playwright.async_api import expect

from tests.local.page.conftest import Open
from tests.local.page.desk import Desk
from tests.local.page.parts import act, bubble, chat, field


async def test_enter_sends_and_shift_enter_breaks_the_line(desk: Desk, open_page: Open) -> None:
    someone = await desk.customer()
    page = await open_page(f"customer={someone.id}")
    await field(page).type("Перший рядок")
    await field(page).press("Shift+Enter")
    await field(page).type("другий")
    await field(page).press("Enter")
    await expect(chat(page).locator(".row.mine .words").last).to_have_text("Перший рядок\nдругий")
    await expect(field(page)).to_have_value("")
    assert (await desk.last(someone.key))["content"]["text"] == "Перший рядок\nдругий"


async def test_messages_written_at_once_arrive_in_their_order(desk: Desk, open_page: Open) -> None:
    someone = await desk.customer()
    page = await open_page(f"customer={someone.id}")
    for number in range(8):
        await field(page).fill(f"слово {number}")
        await field(page).press("Enter")
    await expect(bubble(page, "слово 7")).to_be_visible()
    sent = [one["content"]["text"] for one in await desk.messages(someone.key)]
    assert sent[1:] == [f"слово {number}" for number in range(8)]


async def test_a_new_customer_starts_the_bot_from_the_empty_chat(desk: Desk, open_page: Open) -> None:
    page = await open_page()
    await page.get_by_role("button", name="Новий клієнт").click()
    await page.get_by_label("Ім’я", exact=True).fill("Соломія")
    await page.get_by_role("dialog").get_by_label("Мова").select_option("en")
    await page.get_by_role("button", name="Створити").click()
    await expect(chat(page).get_by_role("heading", name="Соломія")).to_be_visible()
    await chat(page).get_by_role("button", name="Почати", exact=True).click()
    await expect(chat(page).locator(".row.mine")).to_contain_text("/start")
    users = (await desk.call("GET", "state"))["users"]
    assert [one["language_code"] for one in users if one["first_name"] == "Соломія"] == ["en"]


async def test_a_deep_link_brings_its_payload(desk: Desk, open_page: Open) -> None:
    someone = await desk.customer()
    page = await open_page(f"customer={someone.id}")
    await chat(page).get_by_role("button", name="Дії в чаті").click()
    await page.get_by_role("menuitem", name="Почати за посиланням").click()
    await page.get_by_label("Параметр посилання").fill("help_channel")
    await page.keyboard.press("Enter")
    await expect(bubble(page, "/start help_channel")).to_be_visible()


async def test_a_link_to_the_bot_is_followed_inside_the_page(desk: Desk, open_page: Open) -> None:
    someone = await desk.customer()
    me = await desk.bot.me()
    await desk.bot.send_message(
        someone.id, f'<a href="https://t.me/{me.username}?start=faq">Питання</a>', parse_mode="HTML"
    )
    page = await open_page(f"customer={someone.id}")
    await chat(page).get_by_role("link", name="Питання").click()
    await expect(bubble(page, "/start faq")).to_be_visible()


async def test_a_reply_shows_what_it_answers_and_leads_there(desk: Desk, open_page: Open) -> None:
    someone = await desk.customer()
    asked = await desk.bot.send_message(someone.id, "Який номер картки магазину?")
    for number in range(30):
        await desk.bot.send_message(someone.id, f"Довідка {number}")
    page = await open_page(f"customer={someone.id}")
    await act(page, "Який номер", "Відповісти")
    await expect(chat(page).locator(".banner")).to_contain_text("Який номер")
    await field(page).fill("Не знаю")
    await field(page).press("Enter")
    await expect(bubble(page, "Не знаю").locator(".reply-bar")).to_contain_text("Який номер картки магазину?")
    assert (await desk.last(someone.key))["reply_to"] == asked.message_id
    await bubble(page, "Не знаю").locator(".reply-bar").click()
    await expect(chat(page).locator(".words", has_text="Який номер")).to_be_in_viewport()


async def test_an_edited_message_says_so(desk: Desk, open_page: Open) -> None:
    someone = await desk.customer()
    await desk.says(someone, "Сума 50")
    page = await open_page(f"customer={someone.id}")
    await act(page, "Сума 50", "Редагувати")
    await field(page).fill("Сума 500")
    await field(page).press("Enter")
    await expect(bubble(page, "Сума 500").locator(".foot")).to_contain_text("змінено")
    assert (await desk.last(someone.key))["edit_date"]


async def test_the_up_key_edits_the_last_own_message_and_escape_leaves_it(desk: Desk, open_page: Open) -> None:
    someone = await desk.customer()
    await desk.says(someone, "Добрий ранок")
    page = await open_page(f"customer={someone.id}")
    await field(page).press("ArrowUp")
    await expect(field(page)).to_have_value("Добрий ранок")
    await field(page).press("Escape")
    await expect(field(page)).to_have_value("")
    await expect(chat(page).locator(".banner")).to_be_hidden()


async def test_a_deleted_message_is_gone_and_a_reply_to_it_says_so(desk: Desk, open_page: Open) -> None:
    someone = await desk.customer()
    secret = await desk.says(someone, "Мій пароль")
    await desk.says(someone, "Ой", reply_to=secret["message_id"])
    page = await open_page(f"customer={someone.id}")
    row = chat(page).locator(".row", has=page.locator(".words", has_text="Мій пароль"))
    await row.hover()
    await row.get_by_role("button", name="Дії з повідомленням").click()
    await page.get_by_role("menuitem", name="Видалити").click()
    await expect(bubble(page, "Мій пароль")).to_have_count(0)
    await expect(bubble(page, "Ой").locator(".reply-bar")).to_have_text("Повідомлення видалено")


async def test_a_reaction_is_given_and_taken_back(desk: Desk, open_page: Open) -> None:
    someone = await desk.customer()
    await desk.bot.send_message(someone.id, "Готово")
    page = await open_page(f"customer={someone.id}")
    await act(page, "Готово", "🔥")
    given = chat(page).locator(".reaction", has_text="🔥")
    await expect(given).to_have_attribute("aria-pressed", "true")
    assert (await desk.last(someone.key))["reactions"][0]["emoji"] == "🔥"
    await given.click()
    await expect(given).to_have_count(0)


async def test_blocking_stops_the_bot_and_unblocking_lets_it_write_again(desk: Desk, open_page: Open) -> None:
    someone = await desk.customer()
    page = await open_page(f"customer={someone.id}")
    await chat(page).get_by_role("button", name="Дії в чаті").click()
    await page.get_by_role("menuitem", name="Заблокувати бота").click()
    await expect(field(page)).to_be_hidden()
    await chat(page).get_by_role("button", name="Розблокувати бота").click()
    await expect(field(page)).to_be_visible()
    await desk.bot.send_message(someone.id, "Знову тут")
    await expect(bubble(page, "Знову тут")).to_be_visible()


async def test_a_text_too_long_for_one_message_becomes_several(desk: Desk, open_page: Open) -> None:
    someone = await desk.customer()
    page = await open_page(f"customer={someone.id}")
    words = " ".join(f"слово{number}" for number in range(900))
    await field(page).fill(words)
    await field(page).press("Enter")
    await expect(chat(page).locator(".row.mine")).to_have_count(3)
    sent = [one["content"]["text"] for one in await desk.messages(someone.key)][1:]
    assert " ".join(sent) == words
    assert max(map(len, sent)) <= 4096


async def test_what_was_begun_waits_while_another_chat_is_looked_at(desk: Desk, open_page: Open) -> None:
    first, second = await desk.customer(), await desk.customer()
    page = await open_page(f"customer={first.id}")
    await field(page).fill("Недописане")
    await page.get_by_role("button", name=second.name).click()
    await expect(field(page)).to_have_value("")
    await page.get_by_role("button", name=first.name).click()
    await expect(field(page)).to_have_value("Недописане")
