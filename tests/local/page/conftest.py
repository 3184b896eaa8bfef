"""One browser and one local Telegram for all tests of the page; each test brings its own people and topics."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
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


async def new_page(browser: Browser, errors: list[str], address: str, **options: Any) -> Page:
    given = {"viewport": DESKTOP, "locale": "uk-UA", "timezone_id": "Europe/Kyiv", **options}
    context = await browser.new_context(**given)
    page = await context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.on("pageerror", lambda error: errors.append(str(error)))
    await page.goto(address)
    await page.locator(".connection[data-status=live]").wait_for(state="attached")
    return page


@dataclass
class Shared:
    page: Page
    errors: list[str]


@pytest.fixture(scope="session")
async def shared(browser: Browser, desk: Desk) -> AsyncIterator[Shared]:
    """Loading the page takes longer than most tests: those that leave nothing behind share one."""
    errors: list[str] = []
    page = await new_page(browser, errors, desk.base)
    yield Shared(page, errors)
    await page.context.close()


@pytest.fixture
async def open_page(browser: Browser, desk: Desk, shared: Shared) -> AsyncIterator[Open]:
    """Shows a place (an address' hash) to a person in Kyiv; an error in a script fails the test.

    `fresh`, another server or any browser option gives a page of its own.
    """
    own: list[Page] = []
    errors: list[str] = []

    async def open_page(place: str = "", *, base: str = desk.base, fresh: bool = False, **options: Any) -> Page:
        if fresh or options or base != desk.base:
            own.append(await new_page(browser, errors, f"{base}/#{place}", **options))
            return own[-1]
        await shared.page.evaluate("place => { location.hash = place; }", place)
        return shared.page

    yield open_page
    for page in own:
        await page.context.close()
    await shared.page.evaluate("document.querySelectorAll('dialog, .menu, .toast').forEach(node => node.remove())")
    assert errors + shared.errors == []
