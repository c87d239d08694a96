"""The shelf in a real browser: kept there, shown by its address, taken off again."""

import pytest
from playwright.sync_api import Page, expect

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
