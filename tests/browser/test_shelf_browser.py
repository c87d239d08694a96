"""The shelf in a real browser: kept there, shown by its address, taken off again."""

import pytest
from playwright.sync_api import Page, expect

from search import outbox
from tests import factories
from tests.browser.arrived import arrived

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_articles_put_on_the_shelf_stand_there_are_compared_and_taken_off(page: Page) -> None:
    articles = [factories.article(title=f"第{n}篇", years=(2019 + n, 2019 + n)) for n in range(2)]
    for article in articles:
        page.goto(article.get_absolute_url())
        arrived(page)
        page.get_by_role("button", name="放进书架").click()
        expect(page.get_by_role("button", name="已在书架，取下")).to_be_visible()
    page.goto("/shelf/")
    expect(page.locator(".article-list > li")).to_have_count(2)
    expect(page).to_have_url(f"/shelf/?article={articles[0].pk}&article={articles[1].pk}")
    page.get_by_role("button", name="取下").first.click()
    expect(page.locator(".article-list > li")).to_have_count(1)
    expect(page.locator(".article-list")).to_contain_text("第1篇")
    page.get_by_role("button", name="取下").click()
    expect(page.locator(".empty")).to_be_visible()


def test_recent_searches_that_differ_in_their_filters_alone_are_told_apart(page: Page) -> None:
    for years in ((2019, 2019), (2020, 2020)):
        factories.article(place="990102", years=years, sections=[(None, "签订集体协商合同。")])
    outbox.rebuild(lock_seconds=10)
    for asked in ("", "&region=990102&year=2020", "&sort=oldest", "&exact=1"):
        page.goto(f"/search/?q=集体协商{asked}")
        arrived(page)
    page.goto("/shelf/")
    entries = page.locator("[data-recent-searches] li")
    expect(entries).to_have_text(
        ["集体协商 只看原样含有的", "集体协商", "集体协商 示例省 › 云川市 › 青禾区 · 2020 年"]
    )
    entries.nth(2).get_by_role("link").click()
    expect(page.locator(".result-count")).to_contain_text("共 1 篇")


def test_searches_that_an_earlier_version_kept_are_still_listed(page: Page) -> None:
    page.goto("/shelf/")
    page.evaluate(
        """localStorage.setItem("searches", '["/search/?q=%E9%A9%BF%E7%AB%99", 7, "javascript:0"]')"""
    )
    page.reload()
    expect(page.locator("[data-recent-searches] li")).to_have_text(["驿站"])
