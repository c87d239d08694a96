"""Every page of the admin as axe-core sees it, on a desk, a tablet and a phone, in light and in dark."""

from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from archive.models import Article, Notice, Region
from archive.tables import room
from tests import factories, roles
from tests.browser import every_page
from tests.browser.arrived import comes, top_of
from tests.browser.axe import AT_ONCE, DESK, PHONE, as_it_stands, looked_at
from tests.test_tables import as_csv, corrected

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("editor", password="a-long-password"))
    return client


def sign_in(page: Page, client: Client) -> None:
    page.goto("/")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": page.url}])


@pytest.fixture
def rows(client: Client) -> dict[str, Any]:
    """Of every table, and states of some that a row alone does not show."""
    rows = roles.archive_with_a_draft()
    Article.objects.filter(pk=rows["article"]).update(newspaper="云川日报", region_evidence="青禾区总工会")
    Notice.objects.create(article_id=rows["article"], code="title-uncertain", message="标题也可能是另一行")
    wrong = corrected(client, {"体裁": "报道"}, {"标题": "表里改的标题", "地区": "云川市"})
    table = room.hand_in("更正.csv", as_csv(wrong), User.objects.get(username="editor"))
    zone = Region.objects.create(
        code="990100Z01",
        name="云川经济开发区",
        short_name="云川经开区",
        level="zone",
        parent=factories.region("990100"),
        aliases=["云川开发区"],
    )
    return rows | {"correctiontable": table.pk, "region": zone.pk}


@pytest.mark.slow
def test_no_page_of_the_admin_has_a_violation_at_any_width_in_light_or_dark(
    unguarded: Page, client: Client, rows: dict[str, Any]
) -> None:
    found = looked_at(unguarded, "/admin/login/")
    sign_in(unguarded, client)
    pages = dict(every_page.of_editors(client, rows))
    assert len(pages) > 40
    for address in pages.values():
        found |= looked_at(unguarded, address)
    assert found == {}


@pytest.mark.slow
def test_nor_has_what_a_page_of_the_admin_becomes_when_something_is_done_there(
    unguarded: Page, client: Client, rows: dict[str, Any]
) -> None:
    found: dict[str, list[str]] = {}
    sign_in(unguarded, client)
    for name, (address, step) in every_page.OF_EDITORS.items():
        unguarded.set_viewport_size({"width": DESK, "height": 900})
        unguarded.goto(address.format(**rows))
        step(unguarded)
        unguarded.add_style_tag(content=AT_ONCE)
        found |= as_it_stands(unguarded, name)
    assert found == {}


def test_a_list_is_cards_on_a_phone_and_each_value_says_what_it_is(page: Page, client: Client) -> None:
    factories.article(title="卡片上的一篇", issuer="青禾区总工会")
    sign_in(page, client)
    page.set_viewport_size({"width": PHONE, "height": 900})
    page.goto("/admin/archive/article/")
    row = page.locator("#result_list tbody tr")
    expect(row.locator(".field-issuer")).to_have_attribute("data-label", "单位")
    box, issuer = row.bounding_box(), row.locator(".field-issuer").bounding_box()
    assert box is not None
    assert issuer is not None
    assert box["width"] > 0.8 * PHONE
    assert issuer["width"] > 0.7 * PHONE
    page.set_viewport_size({"width": DESK, "height": 900})
    assert comes(page, lambda: len(heights_of(row.locator("td"))) == 1)


def heights_of(cells: Locator) -> set[int]:
    return {round(top_of(cell)) for cell in cells.all()}
