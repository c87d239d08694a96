"""Numbers in a real browser: every cell opens its sentence, and an editor checks numbers by keys."""

import re
from urllib.parse import unquote_plus

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from archive.ledger import keeping
from archive.models import Figure, FigureDecision, Region
from tests import factories
from tests.browser.arrived import press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
YEARS = range(2012, 2022)
OPENED = """async (addresses) => {
    const found = [];
    for (const address of addresses) {
        const page = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
        found.push(page.querySelectorAll("#told").length === 1 ? page.querySelector("#told").textContent : null);
    }
    return found;
}"""


def reports(places: list[str]) -> None:
    for place_number, place in enumerate(places):
        for year in YEARS:
            members, unions = 30_000 + 1_000 * place_number + year, 300 + 10 * place_number + year % 100
            factories.article(
                place=place,
                years=(year, year),
                issuer="某区总工会",
                sections=[
                    (None, f"走访企业12家。全区会员总数{members}人。"),
                    ("建会", f"这一年工会忙了许多事。全区基层工会总数{unions}家。"),
                ],
            )
    keeping.read_waiting()


@pytest.mark.slow
def test_each_of_two_hundred_cells_opens_its_sentence_marked(page: Page) -> None:
    places = sorted(
        set(
            Region.objects.current()
            .filter(code__startswith="99", level="county")
            .values_list("code", flat=True)
        )
    )[:10]
    reports(places)
    asked = "&".join(
        [*(f"region={code}" for code in places), "indicator=members&indicator=grassroots_unions"]
    )
    page.goto(f"/figures/sheet/?{asked}&from=2012&to=2021")
    cells = page.locator(".told-cell > a:not(.others)")
    expect(cells).to_have_count(200)
    addresses = cells.evaluate_all("links => links.map(link => link.href)")
    sentences = page.evaluate(OPENED, addresses)
    for address, number, sentence in zip(addresses, cells.all_inner_texts(), sentences, strict=True):
        words = re.search(r"words=([^&]+)", address)
        assert words is not None and sentence is not None, address
        assert unquote_plus(words[1]) in sentence, address
        assert number.replace(",", "") in sentence and sentence.startswith("全区"), address


def test_the_sentence_is_in_sight_also_after_an_edit_above(page: Page) -> None:
    article = factories.article(
        years=(2021, 2021), sections=[(None, "走访企业12家。" * 60), (None, "会员总数5.2万人。")]
    )
    keeping.read_waiting()
    address = Figure.objects.get(words="5.2万人").get_absolute_url()
    first = article.sections.first()
    assert first is not None
    first.text = f"新的一段。\n{first.text}"
    first.save()
    page.goto(address)
    expect(page.locator("#told")).to_have_text("会员总数5.2万人。")
    expect(page.locator("#told")).to_be_in_viewport(ratio=1)


def test_an_editor_checks_numbers_by_keys(page: Page, live_server: LiveServer) -> None:
    article = factories.article(years=(2021, 2021), sections=[(None, "基层工会总数486家，会员总数5.2万人。")])
    user = User.objects.create_user("一名编辑", is_staff=True)
    user.groups.add(Group.objects.get_or_create(name="编辑")[0])
    user.is_superuser = True
    user.save()
    client = Client()
    client.force_login(user)
    page.context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                "url": live_server.url,
            }
        ]
    )
    page.goto(f"/articles/{article.pk}/figures/?review=1")
    expect(page.locator(".figure.in-hand")).to_have_text("486家")
    press(page, "y")
    expect(page.locator(".verdict")).to_have_text("核对无误")
    expect(page.locator(".figure.in-hand")).to_have_text("5.2万人")
    press(page, "i")
    expect(page.locator("input[name=indicator]:focus")).to_have_count(1)
    page.keyboard.type("职工人数")
    page.keyboard.press("Enter")
    expect(page.locator(".verdict")).to_have_text(["核对无误", "已更正"])
    assert set(FigureDecision.objects.values_list("verdict", flat=True)) == {"confirmed", "corrected"}
