"""Where things are on the page, as a person finds them."""

from playwright.async_api import Locator, Page


def chat(page: Page) -> Locator:
    return page.locator(".customers .pane").first


def field(page: Page) -> Locator:
    return chat(page).locator("textarea")


def bubble(page: Page, text: str) -> Locator:
    return chat(page).locator(".bubble", has_text=text)


async def act(page: Page, text: str, action: str) -> None:
    """Chooses an action in the menu of the message with this text."""
    row = chat(page).locator(".row", has_text=text)
    await row.hover()
    await row.get_by_role("button", name="Дії з повідомленням").click()
    await page.get_by_role("menuitem", name=action, exact=True).click()


def topics(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Теми групи")


def pane(page: Page) -> Locator:
    return page.get_by_role("region", name="Група агентів")


async def height(part: Locator) -> float:
    box = await part.bounding_box()
    assert box
    return box["height"]
