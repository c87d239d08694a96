"""Pages by night and by day, as axe-core sees them, in the states that they can be in; and the switch between them."""

import pytest
from playwright.sync_api import Page, expect

from archive.models import Article
from search import lexicon, outbox
from tests import factories
from tests.browser.arrived import arrived
from tests.browser.axe import AT_ONCE, AXE, DESK, EVERYTHING, PHONE, Look, Scheme, looked_at, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NIGHT: tuple[Look, ...] = ((DESK, "dark", EVERYTHING), (PHONE, "dark", EVERYTHING))
PAPER_BY_NIGHT = "rgb(23, 24, 26)"
PAPER_BY_DAY = "rgb(251, 250, 247)"


@pytest.fixture(autouse=True)
def reviews(transactional_db: None) -> list[Article]:
    """Two years of a county, of which one has a reprint, a span and one without a year."""
    lexicon.forget()
    text = [(None, "这一年签订集体合同120份。"), ("维权有力度", "职工满意，驿站添座。\n调解争议36件。")]
    one = factories.article(place="990102", years=(2019, 2019), sections=text, newspaper="云川日报")
    made = [
        one,
        factories.article(place="990102", years=(2020, 2020), sections=text, captions=["图为驿站。"]),
        factories.article(place="990102", years=(2019, 2019), sections=text, reprint_of=one),
        factories.article(place="990122", years=(2018, 2022), sections=text, kind="multi_year_review"),
        factories.article(place="990122", years=None, sections=text, kind="plan"),
    ]
    outbox.rebuild(lock_seconds=10)
    return made


@pytest.mark.slow
def test_axe_finds_nothing_on_the_pages_of_readers_by_night(unguarded: Page, reviews: list[Article]) -> None:
    one, other = reviews[0].get_absolute_url(), reviews[1].pk
    found: dict[str, list[str]] = {}
    for address in (
        *("/", "/search/?q=职工", "/search/?q=无此一说", "/search/help/", "/search/by-place/?q=职工"),
        *("/regions/", "/regions/990100/", "/regions/990102/", "/years/2019/", "/coverage/?region=990100"),
        *(one, f"{one}?q=职工&hit=1", f"{one}original/", f"{one}cite/", f"{one}figures/"),
        *(f"/compare/?article={reviews[0].pk}&article={other}", f"/shelf/?article={other}", "/nowhere/"),
    ):
        found |= looked_at(unguarded, address, NIGHT)
    assert found == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_where_suggestions_chart_and_tree_are_open(unguarded: Page, scheme: Scheme) -> None:
    unguarded.emulate_media(color_scheme=scheme)
    unguarded.goto("/search/?q=职工")
    unguarded.add_style_tag(content=AT_ONCE)
    unguarded.get_by_text("逐年篇数").click()
    unguarded.locator("#q").fill("")
    unguarded.locator("#q").press_sequentially("qhq")
    expect(unguarded.get_by_role("option").first).to_be_visible()
    unguarded.evaluate(AXE)
    assert list(violations(unguarded, EVERYTHING)) == []


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
