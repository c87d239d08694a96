"""Every page of the site by a name, readers' and editors', and what some become when something is done on them.

The contact sheet pictures them and axe-core looks at them, each over an archive of its own. Which pages the editors'
side has is asked of its routes; that no page for readers is forgotten holds a test.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from django.core.exceptions import PermissionDenied, TooManyFilesSent
from django.middleware import csrf
from django.shortcuts import render
from django.test import Client, RequestFactory
from playwright.sync_api import Page, expect

from archive.settings import BASE_DIR
from archive.views import errors
from tests import roles

ONE_IS_ENOUGH = ("history/", "delete/", "password/")
"""The last part of addresses whose pages are alike for every model."""
DESK = "admin/"
DESK_NAME = "desk-"
PRACTICE = BASE_DIR / "docs" / "handbook" / "practice"
BROKEN = "/pages/that/break/"
"""Where a page is shown that no address leads to while all is well."""

Step = Callable[[Page], None]


def for_readers(one: int, other: int) -> dict[str, str]:
    """Addresses over an archive that has reviews of 青禾区 and of 2019; the articles may be any two."""
    article, word = f"/articles/{one}/", quote("职工")
    return {
        "home": "/",
        "search": f"/search/?q={word}",
        "search-filtered": f"/search/?q={word}&region=990100&year=2019",
        "search-place": f"/search/?q={quote('青禾区2019')}",
        "search-shared-name": f"/search/?q={quote('鼓楼区')}",
        "search-successor": f"/search/?q={quote('临江县2014年')}",
        "search-number": f"/search/?q={quote('会员总数>5万')}",
        "search-mended": f"/search/?q={quote('“职工')}&from=abc",
        "search-nothing": f"/search/?q={quote('无此一说')}",
        "search-empty": "/search/",
        "search-record": f"/search/record/?q={word}",
        "search-table": f"/search/by-place/?q={word}",
        "search-places": f"/search/places/?q={quote('鼓楼')}",
        "help": "/search/help/",
        "regions": "/regions/",
        "region": "/regions/990100/",
        "county": "/regions/990102/",
        "county-year": "/regions/990102/2019/",
        "county-empty": "/regions/990103/1999/",
        "years": "/years/",
        "year": "/years/2019/",
        "year-unknown": "/years/unknown/",
        "coverage-country": "/coverage/",
        "coverage": "/coverage/?region=990000",
        "coverage-city": "/coverage/?region=990100",
        "coverage-year": "/coverage/?region=990100&year=2019",
        "article": article,
        "article-marks": f"{article}?q={word}&hit=1",
        "article-permalinks": f"{article}?permalinks",
        "article-original": f"{article}original/",
        "article-explained": f"{article}original/?explain=1",
        "article-figures": f"{article}figures/",
        "cite": f"{article}cite/",
        "report": f"{article}report/",
        "compare": f"/compare/?article={one}&article={other}",
        "compare-one": f"/compare/?article={one}",
        "numbers": "/figures/",
        "sheet": "/figures/sheet/",
        "series": "/figures/series/",
        "indicators": "/indicators/",
        "indicator": "/indicators/members/",
        "shelf": f"/shelf/?article={one}&article={other}",
        "shelf-empty": "/shelf/",
        "about": "/about/",
        "handbook": "/handbook/",
        "handbook-chapter": "/handbook/reader/",
        "bad-request": "/compare/?article=none",
        "not-found": "/nowhere/",
        "not-allowed": "/theme/",
        "sign-in": "/admin/login/",
    }


def of_editors(client: Client, rows: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each address below /admin/ that answers with a page, and states of some that a row alone does not show."""
    routes = [route for route in roles.routes() if route.startswith(DESK)]
    addresses = [(_name(route), roles.address(route, dict(rows))) for route in routes]
    addresses += [
        ("import-editing", f"/admin/archive/import/{rows['import']}/?edit={rows['article']}"),
        ("article-region", f"/admin/archive/article/{rows.get('scanned', rows['article'])}/region/"),
        ("article-scanned", f"/admin/archive/article/{rows.get('scanned', rows['article'])}/change/"),
        ("article-empty", "/admin/archive/article/?q=无此词"),
        ("article-mended", "/admin/archive/article/?status=foo"),
        ("article-filtered", "/admin/archive/article/?status__exact=draft"),
    ]
    for name, address in _without_repetitions(addresses):
        answer = client.get(address)
        if answer.status_code == 200 and b"<html" in b"".join(answer):
            yield f"{DESK_NAME}{name}", address


def _name(route: str) -> str:
    """``admin/archive/article/<path:object_id>/change/`` is article-one-change."""
    of_what = route.removeprefix(DESK).removeprefix("archive/")
    return "-".join(re.findall(r"[\w.]+", re.sub(r"\^?\(.*|<.*?>", "one", of_what))) or "home"


def _without_repetitions(addresses: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for name, address in addresses:
        alike = next((end for end in ONE_IS_ENOUGH if address.endswith(f"/{end}")), None)
        if alike is None or "/article/" in address or "/region/" in address:
            yield name, address
        elif alike not in seen:
            seen.add(alike)
            yield name, address


# --- what becomes of a page when somebody does something there


def with_a_question_before_publishing(page: Page) -> None:
    page.select_option("#id_kind", label="其他")
    page.locator("[name=_publish]:visible").first.click()
    expect(page.locator(".doubtful")).to_be_visible()


def with_a_form_refused(page: Page) -> None:
    page.fill("[name=period_start]", "2019")
    page.fill("[name=period_end]", "2018")
    page.locator("[name=_continue]:visible, [name=_save]:visible").first.click()
    expect(page.locator(".errornote, .errorlist").first).to_be_visible()


def with_a_choice_between_two_versions(page: Page) -> None:
    """What another tab saves meanwhile overtakes this one."""
    other = page.context.new_page()
    other.goto(page.url)
    title = page.input_value("#id_title")
    for tab, who in ((other, "对方"), (page, "我")):
        tab.fill("#id_title", f"{title}（{who}改）")
        tab.locator("[name=_save]:visible").first.click()
    expect(page.get_by_role("heading", name="这一篇已被他人修改")).to_be_visible()
    other.close()


def with_the_text_as_one(page: Page) -> None:
    page.get_by_role("button", name="改为整篇文字").click()
    expect(page.locator("#id_lines")).to_be_visible()


def with_files_chosen(page: Page) -> None:
    page.set_input_files("#id_files", sorted(PRACTICE.iterdir()))
    expect(page.locator(".chosen [role=status]")).to_contain_text("已选")


def with_an_empty_form_refused(page: Page) -> None:
    page.locator("#content-main form [type=submit]:visible").first.click()
    expect(page.locator(".errornote, .errorlist").first).to_be_visible()


def with_rows_chosen(page: Page) -> None:
    page.locator("#result_list .action-select").first.check()
    page.locator("[name=action]").select_option("delete_selected")
    page.locator("[name=index]").click()
    expect(page.locator("#content h1")).to_be_visible()


OF_EDITORS: dict[str, tuple[str, Step]] = {
    "desk-article-asked": ("/admin/archive/article/{article}/change/", with_a_question_before_publishing),
    "desk-article-refused": ("/admin/archive/article/{article}/change/", with_a_form_refused),
    "desk-article-overtaken": (
        "/admin/archive/article/{article}/change/",
        with_a_choice_between_two_versions,
    ),
    "desk-article-as-one-text": ("/admin/archive/article/{article}/change/", with_the_text_as_one),
    "desk-upload-chosen": ("/admin/archive/article/upload/", with_files_chosen),
    "desk-user-refused": ("/admin/auth/user/add/", with_an_empty_form_refused),
    "desk-list-delete": ("/admin/auth/user/", with_rows_chosen),
}
"""A name, where it begins (of the rows of the archive, in braces), and what is done there."""


def of_faults() -> dict[str, str]:
    """Pages that no address leads to while all is well, as the site sends them."""
    asked = RequestFactory().get("/", SERVER_NAME="localhost")
    asked.LANGUAGE_CODE = "zh-hans"
    pages = {
        "fault-forbidden": errors.forbidden(asked, PermissionDenied()),
        "fault-form-refused": errors.refused_form(asked, csrf.REASON_NO_CSRF_COOKIE),
        "fault-too-much": errors.bad_request(asked, TooManyFilesSent()),
        "fault-of-the-server": errors.server_error(asked),
        "fault-locked-out": render(asked, "admin/locked_out.html"),
    }
    return {name: answer.content.decode() for name, answer in pages.items()}


def shown(page: Page, body: str) -> None:
    """A page that is not asked of the site; its style sheets are."""
    page.route(f"**{BROKEN}", lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8"))
    page.goto(BROKEN)
    page.unroute(f"**{BROKEN}")
