"""Every page of the admin as axe-core sees it, on a desk, a tablet and a phone, in light and in dark."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from archive.models import Article, Notice, Region
from archive.tables import room
from tests import factories, roles
from tests.browser.arrived import comes, top_of
from tests.browser.axe import DESK, LOOKS_BUT_SIZES, PHONE, looked_at
from tests.test_tables import as_csv, corrected

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ONE_IS_ENOUGH = ("history/", "delete/", "password/")
"""The last part of addresses whose pages are alike for every model."""


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("editor", password="a-long-password"))
    return client


def sign_in(page: Page, client: Client) -> None:
    page.goto("/")
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": page.url}])


def pages_of_the_admin(client: Client) -> Iterator[str]:
    """Every address below /admin/ that answers with a page, and the states of some that a row alone does not show."""
    rows = roles.archive_with_a_draft()
    Article.objects.filter(pk=rows["article"]).update(newspaper="云川日报", region_evidence="青禾区总工会")
    Notice.objects.create(article_id=rows["article"], code="title-uncertain", message="标题也可能是另一行")
    zone = Region.objects.create(
        code="990100Z01",
        name="云川经济开发区",
        short_name="云川经开区",
        level="zone",
        parent=factories.region("990100"),
        aliases=["云川开发区"],
    )
    wrong = corrected(client, {"体裁": "报道"}, {"标题": "表里改的标题", "地区": "云川市"})
    table = room.hand_in("更正.csv", as_csv(wrong), User.objects.get(username="editor"))
    routes = [route for route in roles.routes() if route.startswith("admin/")]
    addresses = [roles.address(route, rows) for route in routes]
    addresses += [
        f"/admin/archive/region/{zone.pk}/change/",
        table.get_absolute_url(),
        f"/admin/archive/import/{rows['import']}/?edit={rows['article']}",
        "/admin/archive/article/?q=无此词",
        "/admin/archive/article/?status=foo",
    ]
    for address in _without_repetitions(addresses):
        answer = client.get(address)
        if answer.status_code == 200 and b"<html" in b"".join(answer):
            yield address


def _without_repetitions(addresses: list[str]) -> Iterator[str]:
    seen: set[str] = set()
    for address in addresses:
        alike = next((end for end in ONE_IS_ENOUGH if address.endswith(f"/{end}")), None)
        if alike is None or "/article/" in address or "/region/" in address:
            yield address
        elif alike not in seen:
            seen.add(alike)
            yield address


@pytest.mark.slow
def test_no_page_of_the_admin_has_a_violation_at_any_width_in_light_or_dark(
    unguarded: Page, client: Client
) -> None:
    found = looked_at(unguarded, "/admin/login/", LOOKS_BUT_SIZES)
    sign_in(unguarded, client)
    pages = list(pages_of_the_admin(client))
    assert len(pages) > 40
    for address in pages:
        found |= looked_at(unguarded, address, LOOKS_BUT_SIZES)
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
