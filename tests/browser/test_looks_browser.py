"""Every page for readers, and every state that one can be in, as axe-core sees it: on a desk, a tablet and a phone, in light
and in dark, with all that can be unfolded; and on a screen half as wide, which is what a page enlarged twice has.
"""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from archive.ledger import keeping
from archive.models import Article
from search import lexicon, outbox
from tests import factories
from tests.browser import every_page
from tests.browser.arrived import arrived, press
from tests.browser.axe import AT_ONCE, DESK, LOOKS, as_it_stands, looked_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ENLARGED_TWICE, ENLARGED_FOUR_TIMES = 640, 320
"""What is left of 1280 pixels at 200 % and at 400 %."""
MANY = 10
"""Newspapers: more than a filter shows at once."""


@pytest.fixture(autouse=True)
def reviews(transactional_db: None) -> Iterator[list[Article]]:
    """Two years of a county, of which one has a reprint, a span, one without a year, and more newspapers than are shown."""
    lexicon.forget()
    text = [
        (None, "这一年签订集体合同120份。"),
        ("维权有力度", "职工满意，驿站添座。\n调解争议36件，会员总数5.2万人。"),
    ]
    one = factories.article(place="990102", years=(2019, 2019), sections=text, newspaper="云川日报")
    made = [
        one,
        factories.article(place="990102", years=(2020, 2020), sections=text, captions=["图为驿站。"]),
        factories.article(place="990102", years=(2019, 2019), sections=text, reprint_of=one),
        factories.article(place="990102", years=(2020, 2020), sections=[(None, "会员总数5.4万人。")]),
        factories.article(place="990122", years=(2018, 2022), sections=text, kind="multi_year_review"),
        factories.article(place="990122", years=None, sections=text, kind="plan"),
        *(
            factories.article(
                place="990202", years=(2010 + n, 2010 + n), sections=text, newspaper=f"示例{n}报"
            )
            for n in range(MANY)
        ),
    ]
    outbox.rebuild(lock_seconds=10)
    keeping.read_waiting()
    yield made
    lexicon.forget()


def pages_for_readers(reviews: list[Article]) -> Iterator[str]:
    yield from every_page.for_readers(reviews[0].pk, reviews[1].pk).values()


@pytest.mark.slow
def test_axe_finds_nothing_on_any_page_for_readers(unguarded: Page, reviews: list[Article]) -> None:
    found: dict[str, list[str]] = {}
    for address in pages_for_readers(reviews):
        found |= looked_at(unguarded, address)
    for name, body in every_page.of_faults().items():
        every_page.shown(unguarded, body)
        unguarded.add_style_tag(content=AT_ONCE)
        found |= as_it_stands(unguarded, name)
    assert found == {}


def with_completions(page: Page) -> None:
    page.locator("#q").fill("")
    page.locator("#q").press_sequentially("qhq")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[aria-selected=true]")).to_be_visible()


def with_the_keys(page: Page) -> None:
    press(page, "?")
    expect(page.get_by_role("dialog")).to_be_visible()


def with_words_selected(page: Page) -> None:
    page.locator("article.review section p").first.select_text()
    expect(page.locator("[data-selection-bar]")).to_be_visible()


def with_a_reference_copied(page: Page) -> None:
    arrived(page)
    page.locator(".citation [data-copy=reference]").first.click()
    expect(page.locator("[data-copied]")).not_to_be_empty()


def with_a_form_refused(page: Page) -> None:
    page.get_by_role("button", name="发给编辑").click()
    expect(page.get_by_role("alert")).to_be_visible()


def with_a_sign_in_refused(page: Page) -> None:
    page.fill("#id_username", "nobody")
    page.fill("#id_password", "nothing")
    page.get_by_role("button", name="登录").click()
    expect(page.locator(".errornote")).to_be_visible()


def with_other_places(page: Page) -> None:
    page.get_by_text("换一个地区").click()
    page.locator("#place-q").press_sequentially("鼓楼")
    expect(page.get_by_role("option").first).to_be_visible()


def with_something_on_the_shelf(page: Page) -> None:
    page.locator("[data-shelf-article]").click()
    expect(page.locator("[data-shelf-article][aria-pressed=true]")).to_be_visible()


def with_a_problem(page: Page) -> None:
    expect(page.locator(".note-warn").first).to_be_visible()


@pytest.mark.slow
def test_axe_finds_nothing_in_any_state_of_a_page(unguarded: Page, reviews: list[Article]) -> None:
    one = reviews[0].get_absolute_url()
    states: tuple[tuple[str, Callable[[Page], None]], ...] = (
        ("/", with_completions),
        ("/search/?q=职工", with_completions),
        ("/search/?q=职工", with_the_keys),
        (one, with_words_selected),
        (one, with_a_reference_copied),
        (one, with_something_on_the_shelf),
        (f"{one}report/", with_a_form_refused),
        ("/admin/login/", with_a_sign_in_refused),
        ("/regions/990102/", with_other_places),
        ("/search/?q=职工&from=abc&region=1", with_a_problem),
        (f"/search/?q={'驿' * 500}", with_a_problem),
    )
    found: dict[str, list[str]] = {}
    for address, bring_about in states:
        unguarded.set_viewport_size({"width": DESK, "height": 900})
        unguarded.goto(address)
        bring_about(unguarded)
        unguarded.add_style_tag(content=AT_ONCE)
        found |= as_it_stands(unguarded, f"{address} {bring_about.__name__}", LOOKS)
    assert found == {}


@pytest.mark.slow
def test_no_page_needs_sideways_scrolling_however_much_it_is_enlarged(
    page: Page, reviews: list[Article]
) -> None:
    wide = {}
    for address in pages_for_readers(reviews):
        page.goto(address)
        for width in (ENLARGED_TWICE, ENLARGED_FOUR_TIMES):
            page.set_viewport_size({"width": width, "height": 450})
            reached = page.evaluate("document.documentElement.scrollWidth")
            if reached > width:
                wide[f"{address} at {width}"] = reached
    assert wide == {}
