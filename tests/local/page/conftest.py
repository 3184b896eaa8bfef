"""One browser and one local Telegram for all tests of the page; each test brings its own people and topics."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, async_playwright

from tests.local.page.desk import Desk
from tests.local.page.telegram import running

FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--no-first-run", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"),
]
DESKTOP = {"width": 1440, "height": 900}
PATIENCE_MS = 5000

Open = Callable[..., Awaitable[Page]]


@pytest.fixture(scope="session")
async def browser(chromium: Path) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        await browser.close()


@pytest.fixture(scope="session")
async def desk(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Desk]:
    async with running(tmp_path_factory.mktemp("telegram")) as desk:
        yield desk


@pytest.fixture
async def open_page(browser: Browser, desk: Desk) -> AsyncIterator[Open]:
    """Opens the page at an address' hash, as a person in Kyiv; an error in a script fails the test."""
    contexts = []
    errors: list[str] = []

    async def open_page(place: str = "", *, base: str = desk.base, **options: Any) -> Page:
        given = {"viewport": DESKTOP, "locale": "uk-UA", "timezone_id": "Europe/Kyiv", **options}
        context = await browser.new_context(**given)
        contexts.append(context)
        page = await context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: errors.append(str(error)))
        await page.goto(f"{base}/#{place}")
        await page.locator(".connection[data-status=live]").wait_for(state="attached")
        return page

    yield open_page
    for context in contexts:
        await context.close()
    assert errors == []
