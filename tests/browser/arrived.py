"""Waiting for what a person waits for: a page that stands, a place that has come into view."""

import time
from collections.abc import Callable

from playwright.sync_api import Locator, Page

PATIENCE = 15.0  # seconds; a loaded machine is slow, and one that is not never waits
DRAWN = "performance.getEntriesByType('paint').length > 0"


def comes(page: Page, true: Callable[[], bool]) -> bool:
    """Whether it is true now or soon. The page's own words are asked from outside: its content policy forbids more."""
    deadline = time.monotonic() + PATIENCE
    while not (came := true()) and time.monotonic() < deadline:
        page.wait_for_timeout(50)
    return came


def arrived(page: Page) -> None:
    """The page is whole and was drawn once. Keys that are pressed sooner are lost: Chromium drops what is typed between
    a navigation and the first picture of the new page."""
    page.wait_for_load_state("load")
    assert comes(page, lambda: page.evaluate(DRAWN)), "the page was never drawn"


def press(page: Page, *keys: str) -> None:
    """Press the keys once the page has arrived."""
    arrived(page)
    for key in keys:
        page.keyboard.press(key)


def top_of(shown: Locator) -> float:
    """How far below the upper edge of the screen something begins that is on the page."""
    box = shown.bounding_box()
    assert box is not None
    return box["y"]


def comes_into_view(page: Page, selector: str) -> bool:
    """Whether the first of these stands on the screen, whole, now or soon: a browser goes to the place that an address
    names some time after the page's words are there. Also where no scripts run, which ``expect`` can't look into."""

    def stands_there() -> bool:
        box = page.locator(selector).first.bounding_box()
        return box is not None and box["y"] >= 0 and box["y"] + box["height"] <= page.evaluate("innerHeight")

    return comes(page, stands_there)
