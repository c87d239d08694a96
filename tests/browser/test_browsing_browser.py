"""Coverage, places and years in a real browser: on a desk, on a phone, by keyboard, and as axe-core sees them."""

import pytest
from playwright.sync_api import Page, expect

from archive.models import Absence, Article
from search import lexicon
from tests import factories
from tests.browser.arrived import arrived, press
from tests.browser.axe import AXE, DESK, EVERYTHING, PHONE, Look, looked_at, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def archive_in_every_state(transactional_db: None) -> None:
    """Something of every state in 云川市."""
    lexicon.forget()
    factories.article(place="990100", years=(1998, 1998))
    factories.article(place="990102", years=(2018, 2022), kind=Article.Kind.MULTI_YEAR_REVIEW)
    factories.article(place="990103", years=(2019, 2019), period_inferred=True)
    first = factories.article(place="990122", years=(2020, 2020))
    factories.article(place="990122", years=(2020, 2020), reprint_of=first)
    factories.article(place="990181", years=(2021, 2021), kind=Article.Kind.PLAN)
    factories.article(place="990181", years=None)
    Absence.objects.create(region=factories.region("990191"), year=2019, note="问过管委会。")


def test_axe_finds_nothing_on_pages_of_places_years_and_coverage(unguarded: Page) -> None:
    looks: tuple[Look, ...] = ((DESK, "light", EVERYTHING), (PHONE, "light", EVERYTHING))
    found: dict[str, list[str]] = {}
    for address in (
        *("/coverage/?region=990100", "/coverage/?region=990100&year=2019", "/coverage/?year=2019"),
        *("/regions/990100/", "/regions/990181/", "/regions/990191/2019/", "/regions/990200/?without=1"),
        *("/years/", "/years/2019/", "/search/places/?q=鼓楼区"),
    ):
        found |= looked_at(unguarded, address, looks)
    assert found == {}


def test_axe_finds_nothing_where_the_way_to_other_places_is_open(unguarded: Page) -> None:
    unguarded.goto("/regions/990100/")
    unguarded.get_by_text("换一个地区").click()
    unguarded.locator("#place-q").press_sequentially("鼓楼")
    expect(unguarded.get_by_role("option").first).to_be_visible()
    unguarded.evaluate(AXE)
    assert list(violations(unguarded, EVERYTHING)) == []


def test_heads_of_the_table_stay_in_sight(page: Page) -> None:
    page.set_viewport_size({"width": 700, "height": 420})
    page.goto("/coverage/?region=990100")
    arrived(page)
    table = page.locator(".matrix-scroll")
    table.evaluate("table => table.scrollIntoView()")
    table.evaluate("table => table.scrollTo(table.scrollWidth, table.scrollHeight)")
    expect(table.locator("tbody tr").last.locator("td").last).to_be_in_viewport()
    expect(table.locator("thead th.corner")).to_be_in_viewport()
    expect(table.locator("tbody tr").last.locator("th")).to_be_in_viewport()
    expect(table.locator("tbody tr").first.locator("td").first).not_to_be_in_viewport()


def test_on_a_phone_the_table_is_a_list_that_fits(page: Page) -> None:
    page.set_viewport_size({"width": PHONE, "height": 800})
    page.goto("/coverage/?region=990100")
    expect(page.locator(".matrix-scroll")).to_be_hidden()
    row = page.locator(".coverage-list li").filter(has_text="石桥县")
    expect(row).to_contain_text("有 2020")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE


def test_another_place_is_gone_to_by_typing_its_initials(page: Page) -> None:
    page.goto("/regions/990102/")
    page.get_by_text("换一个地区").click()
    box = page.locator("#place-q")
    box.press_sequentially("sqx")
    expect(page.get_by_role("option").first).to_contain_text("石桥县")
    press(page, "ArrowDown", "Enter")
    expect(page.locator("h1")).to_have_text("石桥县")


def test_a_bar_of_the_chart_leads_to_its_year(page: Page) -> None:
    page.goto("/years/")
    page.locator(".year-chart svg a[aria-label^='2019']").click()
    expect(page.locator("h1")).to_have_text("2019 年")
    expect(page.locator(".year-chart [aria-current]")).to_have_count(1)
