"""What readers come for, by keyboard alone and on a page without scripts; whatever has the focus is seen to have it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from archive.models import Article, PageReport
from search import lexicon, outbox
from tests import factories
from tests.browser.arrived import arrived

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

FARTHEST = 150
"""Stops of the tab key: a page of results has some hundred."""
FOCUSED = """() => {
  const part = document.activeElement;
  if (part === document.body) return null;
  const frame = part.closest(".chip") || part, style = getComputedStyle(frame);
  const slot = part.querySelector(".slot, .room");
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const filled = slot && getComputedStyle(slot).fill !== "none";
  const box = part.getBoundingClientRect();
  const isOnScreen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return {shown: Boolean(outlined || filled) && isOnScreen, html: part.outerHTML.slice(0, 120)};
}"""


@pytest.fixture(autouse=True)
def reviews(transactional_db: None) -> Iterator[list[Article]]:
    """Two years of a county and one of another city."""
    lexicon.forget()
    text = [(None, "这一年签订集体合同120份。"), ("维权有力度", "再谈集体协商。\n调解争议36件。")]
    made = [
        factories.article(title="青禾之春", place="990102", years=(2019, 2019), sections=text),
        factories.article(title="青禾之秋", place="990102", years=(2020, 2020), sections=text),
        factories.article(title="望潮之声", place="990202", years=(2019, 2019), sections=text),
    ]
    outbox.rebuild(lock_seconds=10)
    yield made
    lexicon.forget()


def tab_to(page: Page, wanted: Locator) -> None:
    """Press the tab key until it is there; every stop on the way shows that it has the focus."""
    arrived(page)
    expect(wanted).to_be_visible()
    for _stop in range(FARTHEST):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        assert focused is None or focused["shown"], focused["html"]
        if wanted.evaluate("part => part === document.activeElement"):
            return
    pytest.fail(f"{FARTHEST} stops do not lead there")


def follow(page: Page, wanted: Locator) -> None:
    tab_to(page, wanted)
    page.keyboard.press("Enter")


def test_from_home_to_a_region_to_an_article_and_its_citation_by_keyboard(page: Page) -> None:
    page.goto("/")
    follow(page, page.get_by_role("navigation", name="主导航").get_by_role("link", name="地区"))
    expect(page.locator("h1")).to_have_text("按地区浏览")
    for place in ("示例省", "云川市", "青禾区"):
        follow(page, page.locator("main").get_by_role("link", name=place).first)
        expect(page.locator("h1")).to_have_text(place)
    follow(page, page.get_by_role("link", name="青禾之春").first)
    expect(page.locator("h1")).to_have_text("青禾之春")
    follow(page, page.locator(".citation [data-copy=reference]").first)
    expect(page.locator("[data-copied]")).not_to_be_empty()


def test_search_narrow_read_and_come_back_by_keyboard(page: Page) -> None:
    page.goto("/")
    tab_to(page, page.locator("#q"))
    page.keyboard.type("集体协商")
    page.keyboard.press("Enter")
    expect(page.locator(".result-count")).to_contain_text("共 3 篇")
    follow(page, page.locator(".facet-value", has_text="云川市"))
    expect(page.locator(".result-count")).to_contain_text("共 2 篇")
    follow(page, page.locator(".hit-title a").first)
    expect(page.locator(".reading-bar")).to_contain_text("第 1 篇，共 2 篇")
    follow(page, page.get_by_role("link", name="回到结果"))
    expect(page.locator(".result-count")).to_contain_text("共 2 篇")
    follow(page, page.locator(".chip", has_text="云川市").get_by_role("link"))
    expect(page.locator(".result-count")).to_contain_text("共 3 篇")


def test_two_years_are_compared_by_keyboard(page: Page, reviews: list[Article]) -> None:
    page.goto(reviews[1].get_absolute_url())
    follow(page, page.get_by_role("link", name="与 2019 年对照"))
    expect(page.locator(".compare-row").first).to_be_visible()


def test_what_is_missing_is_found_by_keyboard(page: Page) -> None:
    page.goto("/coverage/?region=990100&from=2019&to=2020")
    follow(page, page.locator(".matrix-scroll tbody tr", has_text="青禾区").locator("td a").first)
    expect(page.locator("h1")).to_contain_text("青禾")


def test_without_scripts_a_reader_browses_cites_compares_and_tells_the_editors(
    still_page: Page, reviews: list[Article]
) -> None:
    still_page.goto("/regions/990102/")
    still_page.get_by_role("link", name="青禾之秋").first.click()
    expect(still_page.locator("h1")).to_have_text("青禾之秋")
    expect(still_page.locator(".citation [data-reference]").first).to_contain_text("青禾之秋")
    still_page.locator(".citation").get_by_role("link", name="全部格式").click()
    expect(still_page.locator("main")).to_contain_text("BibTeX")
    still_page.goto(reviews[1].get_absolute_url())
    still_page.get_by_role("link", name="与 2019 年对照").click()
    expect(still_page.locator(".compare-row").first).to_be_visible()
    still_page.goto(reviews[1].get_absolute_url())
    still_page.get_by_role("link", name="告诉编辑这一页有错").click()
    still_page.fill("#id_words", "第二段的数字印错了。")
    still_page.get_by_role("button", name="发给编辑").click()
    expect(still_page.get_by_role("status")).to_contain_text("收到了")
    assert PageReport.objects.get().article == reviews[1]
    still_page.goto("/coverage/?region=990100")
    still_page.locator(".matrix-scroll tbody tr", has_text="青禾区").locator("td a").first.click()
    expect(still_page.locator("h1")).to_contain_text("青禾")


def test_enlarged_twice_a_reader_still_searches_narrows_and_reads(page: Page) -> None:
    page.set_viewport_size({"width": 640, "height": 450})
    page.goto("/")
    page.fill("#q", "集体协商")
    page.press("#q", "Enter")
    page.get_by_role("link", name="筛选").click()
    expect(page.locator("#facets")).to_be_in_viewport()
    page.locator(".facet-value", has_text="云川市").click()
    expect(page.locator(".result-count")).to_contain_text("共 2 篇")
    page.locator(".hit-title a").first.click()
    expect(page.locator("h1")).to_be_visible()
    page.locator(".outline-folded summary").click()
    page.locator(".outline-folded").get_by_role("link", name="维权有力度").click()
    expect(page.locator("section:target h2, section:target h3").first).to_be_in_viewport()
