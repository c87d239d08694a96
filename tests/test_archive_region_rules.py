"""What an editor types of a division is proved harmless before it is stored; what stands there already never harms."""

import io
import logging
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from archive import outbox
from archive.models import Article, Region, RegionSuccession
from archive.region_scopes import rebuild_scopes
from archive.site_authority import site_authority
from search import lexicon
from tests import factories
from tests.import_worker import read_what_waits
from tests.pages import ARTICLE

pytestmark = pytest.mark.django_db

ADD = "/admin/archive/region/add/"
NO_SUCCESSIONS = {"precessions-TOTAL_FORMS": "0", "precessions-INITIAL_FORMS": "0"}


def zone(**fields: Any) -> Region:
    return Region.objects.create(
        **{
            "code": "990198",
            "name": "云川高新区",
            "short_name": "云川高新区",
            "level": "zone",
            "parent": factories.region("990100"),
        }
        | fields
    )


def typed(region: Region | None = None, /, **changes: Any) -> dict[str, Any]:
    """The form as a person fills it in, with what the test says."""
    shown = region or zone()
    data = {
        name: getattr(shown, name) if getattr(shown, name) is not None else ""
        for name in ("code", "name", "short_name", "level", "valid_from", "valid_to")
    }
    if region is None:
        shown.delete()
    return data | {"parent": shown.parent_id or "", "aliases": ""} | NO_SUCCESSIONS | changes


def errors(client: Client, data: dict[str, Any], region: Region | None = None) -> dict[str, list[str]]:
    """The errors of the form; empty when it was saved."""
    address = f"/admin/archive/region/{region.pk}/change/" if region else ADD
    response = client.post(address, data)
    if response.status_code == 302:
        return {}
    assert response.status_code == 200
    return dict(response.context["adminform"].form.errors)


def test_a_division_is_not_above_itself(admin_client: Client) -> None:
    own = zone()
    assert "自己" in errors(admin_client, typed(own, parent=own.pk), own)["parent"][0]


def test_a_division_is_not_below_one_of_its_own(admin_client: Client) -> None:
    province = zone(code="980000", name="样例省", short_name="样例省", level="province", parent=None)
    city = zone(code="980100", name="样例市", short_name="样例市", level="prefecture", parent=province)
    county = zone(code="980101", name="样例县", short_name="样例县", level="county", parent=city)
    assert "下级" in errors(admin_client, typed(province, parent=county.pk), province)["parent"][0]
    assert "parent" in errors(admin_client, typed(city, parent=county.pk, level="zone"), city) | {
        "parent": errors(admin_client, typed(city, parent=county.pk), city)["parent"]
    }


@pytest.mark.parametrize("level", ["prefecture", "province"])
def test_a_division_stands_below_a_higher_level(admin_client: Client, level: str) -> None:
    assert "级别" in errors(admin_client, typed(level=level))["parent"][0]


def test_a_level_that_would_not_be_above_its_own_divisions_is_refused(admin_client: Client) -> None:
    city = zone(
        code="990391",
        name="样例市",
        short_name="样例市",
        level="prefecture",
        parent=factories.region("990000"),
    )
    zone(code="990392", name="样例县", short_name="样例县", level="county", parent=city)
    assert "下级" in errors(admin_client, typed(city, level="county"), city)["level"][0]


@pytest.mark.parametrize(
    ("field", "years"),
    [
        ("valid_to", {"valid_from": "2010", "valid_to": "2005"}),
        ("valid_from", {"valid_from": "3"}),
        ("valid_to", {"valid_to": "20190"}),
    ],
)
def test_years_of_a_division_are_years_in_order(
    admin_client: Client, field: str, years: dict[str, str]
) -> None:
    assert field in errors(admin_client, typed(**years))


def test_a_division_lives_while_the_one_above_it_does(admin_client: Client) -> None:
    gone = zone(
        code="990391",
        name="样例市",
        short_name="样例市",
        level="prefecture",
        parent=factories.region("990000"),
        valid_from=1990,
        valid_to=1999,
    )
    assert "不存在" in errors(admin_client, typed(parent=gone.pk, valid_from="2003"))["parent"][0]


@pytest.mark.parametrize(
    "code",
    [
        "a/b",
        "..",
        ".",
        "x?y",
        "代码",
        "a b",
        "#",
        "%2F",
        "unknown",
        "UNKNOWN",
        "-1",
        "1" * 13,
        "a\\b",
    ],
)
def test_a_code_that_makes_no_address_is_refused(admin_client: Client, code: str) -> None:
    assert "code" in errors(admin_client, typed(code=code))


def test_a_code_typed_in_full_width_is_the_same_code(admin_client: Client) -> None:
    assert not errors(admin_client, typed(code=" \uff19\uff19\uff10\uff11\uff19\uff13 "))
    assert Region.objects.get(code="990193").name == "云川高新区"
    assert admin_client.get("/regions/990193/").status_code == 200


def test_a_code_of_the_table_stays_the_tables(admin_client: Client) -> None:
    assert "区划表" in errors(admin_client, typed(code="990102", valid_from="2015"))["code"][0]


def test_two_divisions_have_one_code_only_one_after_the_other(admin_client: Client) -> None:
    zone(valid_from=2001, valid_to=2010)
    later = {"code": "990198", "name": "云川经开区", "short_name": "云川经开区"}
    assert "code" in errors(admin_client, typed(**later, valid_from="2008") | {"parent": zone_parent()})
    assert not errors(admin_client, typed(**later, valid_from="2010") | {"parent": zone_parent()})


def zone_parent() -> int:
    return factories.region("990100").pk


def test_other_names_are_typed_one_a_line(admin_client: Client) -> None:
    assert not errors(admin_client, typed(aliases="云川高新\r\n\r\n  云川科技城 "))
    own = Region.objects.get(code="990198")
    assert own.aliases == ["云川高新", "云川科技城"]
    page = admin_client.get(f"/admin/archive/region/{own.pk}/change/").content.decode()
    assert "云川高新\n云川科技城" in page


@pytest.mark.parametrize(
    "name", ["5", "市", "总工会", "开发区", "高新技术产业开发区", '[["云川"]]', "云 川", "Zone"]
)
def test_a_name_that_every_text_or_none_has_is_refused(admin_client: Client, name: str) -> None:
    assert "aliases" in errors(admin_client, typed(aliases=name))
    assert "name" in errors(admin_client, typed(name=name))


def test_a_division_of_the_table_is_shown_with_its_other_names(admin_client: Client) -> None:
    own = factories.region("990102")
    Region.objects.filter(pk=own.pk).update(aliases=["青禾"])
    assert "青禾" in admin_client.get(f"/admin/archive/region/{own.pk}/change/").content.decode()


def test_a_division_did_not_become_itself_nor_what_it_came_from(admin_client: Client) -> None:
    first, second = zone(), zone(code="990192", name="云川经开区", short_name="云川经开区")
    RegionSuccession.objects.create(from_region=first, to_region=second, year=2010)
    row = {"precessions-TOTAL_FORMS": "1", "precessions-0-year": "2012", "precessions-0-whole": "on"}
    for former in (first, second):
        response = admin_client.post(
            f"/admin/archive/region/{first.pk}/change/",
            typed(first) | row | {"precessions-0-from_region": former.pk},
        )
        assert response.status_code == 200
        assert "from_region" in response.context["inline_admin_formsets"][0].formset.errors[0]
    assert RegionSuccession.objects.filter(to_region=first).count() == 0


# --- rows that stand there already


MISFITS: list[dict[str, Any]] = [
    {"aliases": 5},
    {"aliases": [["云川"]]},
    {"aliases": [1]},
    {"aliases": {"a": 1}},
    {"aliases": None},
    {"level": "village"},
    {"name": ""},
    {"name": "市"},
    {"code": "a/b"},
    {"code": ""},
    {"valid_from": 2010, "valid_to": 2000},
    {"parent": "itself"},
]


@pytest.fixture(params=MISFITS, ids=str)
def misfit(request: pytest.FixtureRequest) -> Region:
    stored = zone()
    values = dict(request.param)
    if values.get("parent") == "itself":
        values["parent"] = stored
    if values.get("aliases", "") is None:
        values = {"aliases": ""}
    Region.objects.filter(pk=stored.pk).update(**values)
    rebuild_scopes()
    lexicon.forget()
    stored.refresh_from_db()
    return stored


def test_a_row_that_does_not_fit_is_left_out_and_logged(misfit: Region, caplog: Any) -> None:
    with caplog.at_level(logging.WARNING, logger="archive.site_authority"):
        names = set(site_authority().names())
    assert "云川高新区" not in names or (misfit.name == "云川高新区" and not caplog.records)
    if misfit.aliases != "":
        assert str(misfit.pk) in caplog.text


def test_a_row_that_does_not_fit_takes_nothing_down(misfit: Region, admin_client: Client) -> None:
    article = factories.article(place=None)
    Article.objects.filter(pk=article.pk).update(region=misfit)
    outbox.wait_until_applied()
    for address in (
        "/", "/regions/", "/coverage/", "/regions/990100/", "/search/?q=工会", f"/search/?region={misfit.code}",
        "/search/suggest/?q=云川", "/admin/archive/region/", f"/admin/archive/region/{misfit.pk}/change/",
        f"/articles/{article.pk}/", "/admin/archive/article/",
    ):  # fmt: skip
        assert admin_client.get(address).status_code in {200, 404}, address
    call_command("load_regions", stdout=io.StringIO())
    file = SimpleUploadedFile("一.txt", ARTICLE.encode())
    admin_client.post("/admin/archive/article/upload/", {"files": [file], "text": ""})
    read_what_waits()
    assert Article.objects.filter(source__name="一.txt").count() == 1


def test_a_circle_of_divisions_ends(admin_client: Client) -> None:
    one = zone(code="980100", name="样例甲市", short_name="样例甲市", level="prefecture")
    two = zone(code="980101", name="样例乙县", short_name="样例乙县", level="county", parent=one)
    Region.objects.filter(pk=one.pk).update(parent=two, level="province")
    rebuild_scopes()
    factories.article(place=None)
    Article.objects.update(region=two)
    outbox.wait_until_applied()
    for address in (
        "/",
        "/regions/980101/",
        "/search/?region=980101",
        "/search/suggest/?q=样例",
        "/coverage/?region=980100",
    ):
        assert admin_client.get(address).status_code == 200, address
    two.refresh_from_db()
    assert [step.name for step in two.path] == ["样例甲市", "样例乙县"]
