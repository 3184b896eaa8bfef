"""Photos, albums, files and voice, both ways."""

import base64
import struct
import zlib

from aiogram.types import BufferedInputFile, InputMediaPhoto
from playwright.async_api import FilePayload, Page, expect

from tests.local.page.conftest import Open
from tests.local.page.desk import Desk
from tests.local.page.parts import chat, field


def png(side: int = 40, shade: int = 120) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    rows = b"".join(b"\0" + bytes([shade, 90, 200]) * side for _ in range(side))
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def picture(name: str) -> FilePayload:
    return {"name": name, "mimeType": "image/png", "buffer": png()}


async def attach(page: Page, item: str, files: list[FilePayload]) -> None:
    await chat(page).get_by_role("button", name="Додати файл чи інше").click()
    async with page.expect_file_chooser() as chosen:
        await page.get_by_role("menuitem", name=item, exact=True).click()
    await (await chosen.value).set_files(files)


async def send(page: Page) -> None:
    await chat(page).get_by_role("button", name="Надіслати", exact=True).click()


async def test_a_photo_with_a_caption(desk: Desk, open_page: Open) -> None:
    someone = await desk.customer()
    page = await open_page(f"customer={someone.id}")
    await attach(page, "Фото або відео", [picture("screen.png")])
    await expect(chat(page).locator(".tray")).to_contain_text("screen.png")
    await field(page).fill("Ось знімок")
    await send(page)
    sent = chat(page).locator(".row.mine", has_text="Ось знімок")
    await expect(sent.get_by_role("img", name="Фото: Ось знімок")).to_be_visible()
    assert await sent.locator("img").evaluate("image => image.decode().then(() => image.naturalWidth)") == 40
    await sent.get_by_role("button", name="Фото").click()
    await expect(page.locator("dialog.lightbox img")).to_be_visible()
    assert (await desk.last(someone.key))["kind"] == "photo"


async def test_several_photos_are_one_album(desk: Desk, open_page: Open) -> None:
    someone = await desk.customer()
    page = await open_page(f"customer={someone.id}")
    await attach(page, "Фото або відео", [picture(f"{number}.png") for number in range(3)])
    await field(page).fill("Три знімки")
    await field(page).press("Enter")
    album = chat(page).locator(".album")
    await expect(album.locator("img")).to_have_count(3)
    await expect(album).to_have_count(1)
    *_, first, second, third = await desk.messages(someone.key)
    assert first["media_group_id"] == second["media_group_id"] == third["media_group_id"] is not None
    assert first["content"]["caption"] == "Три знімки"


async def test_pictures_and_papers_together_go_as_album_and_files(desk: Desk, open_page: Open) -> None:
    someone = await desk.customer()
    page = await open_page(f"customer={someone.id}")
    paper: FilePayload = {"name": "виписка.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 test"}
    await attach(page, "Фото або відео", [picture("a.png"), paper, picture("b.png")])
    await send(page)
    await expect(chat(page).locator("a.file")).to_contain_text("виписка.pdf")
    assert [one["kind"] for one in await desk.messages(someone.key)][1:] == ["photo", "photo", "document"]


async def test_a_picture_can_be_sent_as_a_file_and_a_photo_hidden(desk: Desk, open_page: Open) -> None:
    someone = await desk.customer()
    page = await open_page(f"customer={someone.id}")
    await attach(page, "Файл", [picture("scan.png")])
    await send(page)
    await expect(chat(page).locator("a.file")).to_contain_text("scan.png")
    await attach(page, "Фото або відео", [picture("card.png")])
    await chat(page).get_by_label("Сховати під спойлер").check()
    await send(page)
    await chat(page).get_by_role("button", name="Показати", exact=True).click()
    await expect(chat(page).locator(".covered")).to_have_count(0)
    kinds = [
        (one["kind"], one["content"].get("has_media_spoiler", False)) for one in await desk.messages(someone.key)
    ]
    assert kinds[1:] == [("document", False), ("photo", True)]


async def test_a_voice_file_plays_as_audio(desk: Desk, open_page: Open) -> None:
    someone = await desk.customer()
    page = await open_page(f"customer={someone.id}")
    await attach(
        page, "Аудіофайл як голосове", [{"name": "v.ogg", "mimeType": "audio/ogg", "buffer": b"OggS" + bytes(60)}]
    )
    await expect(chat(page).get_by_label("Голосове повідомлення").and_(page.locator("audio"))).to_be_visible()
    assert (await desk.last(someone.key))["kind"] == "voice"


async def test_a_voice_message_is_recorded(desk: Desk, open_page: Open) -> None:
    someone = await desk.customer()
    page = await open_page(f"customer={someone.id}")
    await chat(page).get_by_role("button", name="Записати голосове").click()
    await expect(chat(page).get_by_text("триває запис")).to_be_visible()
    await chat(page).get_by_role("button", name="Надіслати запис", exact=True).click()
    await expect(chat(page).locator("audio")).to_be_visible()
    assert (await desk.last(someone.key))["content"]["voice"]["file_size"] > 0


async def test_a_recording_can_be_thrown_away(desk: Desk, open_page: Open) -> None:
    someone = await desk.customer()
    page = await open_page(f"customer={someone.id}")
    await chat(page).get_by_role("button", name="Записати голосове").click()
    await chat(page).get_by_role("button", name="Не надсилати запис").click()
    await expect(field(page)).to_be_visible()
    assert len(await desk.messages(someone.key)) == 1


HAND_OVER = """(node, [name, encoded]) => {
  const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
  const files = new DataTransfer();
  files.items.add(new File([bytes], "from-elsewhere.png", { type: "image/png" }));
  const how = { bubbles: true, cancelable: true };
  node.dispatchEvent(name === "paste"
    ? new ClipboardEvent(name, { ...how, clipboardData: files })
    : new DragEvent(name, { ...how, dataTransfer: files }));
}"""


async def test_a_picture_can_be_pasted_and_dropped(desk: Desk, open_page: Open) -> None:
    someone = await desk.customer()
    page = await open_page(f"customer={someone.id}")
    encoded = base64.b64encode(png()).decode()
    await field(page).evaluate(HAND_OVER, ["paste", encoded])
    await expect(chat(page).locator(".tray li")).to_have_count(1)
    await chat(page).evaluate(HAND_OVER, ["dragover", encoded])
    await expect(chat(page)).to_have_class("pane drop-here")
    await chat(page).evaluate(HAND_OVER, ["drop", encoded])
    await expect(chat(page).locator(".tray li")).to_have_count(2)
    await chat(page).get_by_role("button", name="Прибрати").first.click()
    await expect(chat(page).locator(".tray li")).to_have_count(1)


async def test_what_the_bot_sends_is_shown(desk: Desk, open_page: Open) -> None:
    someone = await desk.customer()
    first, second = (InputMediaPhoto(media=BufferedInputFile(png(shade=shade), "x.png")) for shade in (10, 250))
    await desk.bot.send_media_group(someone.id, [first, second])
    await desk.bot.send_document(someone.id, BufferedInputFile(b"a;b", "звіт.csv"))
    await desk.bot.send_location(someone.id, 50.45, 30.52)
    await desk.bot.send_contact(someone.id, "+380441112233", "Олена")
    page = await open_page(f"customer={someone.id}")
    await expect(chat(page).locator(".album img")).to_have_count(2)
    for text in ("звіт.csv", "50.4500, 30.5200", "+380441112233"):
        await expect(chat(page).locator(".bubble", has_text=text)).to_be_visible()


async def test_a_picture_that_is_none_says_so(desk: Desk, open_page: Open) -> None:
    someone = await desk.customer()
    await desk.bot.send_photo(someone.id, BufferedInputFile(png(), "x.png"))
    page = await open_page(fresh=True)
    await page.route("**/local/files/*", lambda route: route.fulfill(status=404))
    await page.get_by_role("button", name=someone.name).click()
    await expect(chat(page).get_by_text("Зображення не відкривається")).to_be_visible()
