"""Pages by night and by day, and the switch between them."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.arrived import arrived

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAPER_BY_NIGHT = "rgb(23, 24, 26)"
PAPER_BY_DAY = "rgb(251, 250, 247)"


def test_a_reader_chooses_the_dark_and_keeps_it_whatever_the_system_has(page: Page) -> None:
    page.emulate_media(color_scheme="light")
    page.goto("/years/")
    expect(page.locator("html")).to_have_css("background-color", PAPER_BY_DAY)
    arrived(page)
    page.get_by_role("button", name="深色").click()
    expect(page.locator("html")).to_have_css("background-color", PAPER_BY_NIGHT)
    expect(page).to_have_url("/years/")
    page.goto("/regions/")
    expect(page.locator("html")).to_have_css("background-color", PAPER_BY_NIGHT)
    arrived(page)
    page.get_by_role("button", name="浅色").click()
    expect(page.locator("html")).to_have_css("background-color", PAPER_BY_DAY)
    page.emulate_media(color_scheme="dark")
    expect(page.locator("html")).to_have_css("background-color", PAPER_BY_DAY)


def test_without_a_choice_the_system_decides_and_paper_stays_white(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto("/about/")
    expect(page.locator("html")).to_have_css("background-color", PAPER_BY_NIGHT)
    page.emulate_media(color_scheme="dark", media="print")
    expect(page.locator("html")).to_have_css("background-color", "rgb(255, 255, 255)")
