"""The table of coverage: what there is of each federation itself and of those below it, and what is missing."""

import csv
import io
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from archive.coverage.states import State
from archive.coverage.table import Cell, Row, Share, table
from archive.models import Absence, Article, Region, RegionSuccession
from archive.region_scopes import rebuild_scopes
from tests import factories
from tests.answers import streamed

pytestmark = pytest.mark.django_db

YEARS = range(2012, 2025)


def row_of(code: str, *, within: str | None = None, years: Any = YEARS) -> Row:
    """The row of a place in the table of another, or in its own."""
    place = factories.region(within or code)
    return next(row for row in table(place, tuple(years)).rows if row.region.code == code)


def cell_of(code: str, year: int, *, within: str | None = None) -> Cell:
    return row_of(code, within=within, years=(year,)).cells[0]


def below(code: str, year: int) -> tuple[int, int]:
    shares = row_of(code, years=(year,)).below
    assert shares is not None
    return shares[0].have, shares[0].of


# --- a state is told by what is there


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({}, State.HELD),
        ({"years": (2016, 2020), "kind": Article.Kind.MULTI_YEAR_REVIEW}, State.SPANNING),
        ({"period_inferred": True}, State.INFERRED),
        ({"years": (2016, 2020), "period_inferred": True}, State.SPANNING),
        ({"kind": Article.Kind.PLAN}, State.OTHER),
        ({"kind": Article.Kind.OTHER}, State.OTHER),
        ({"status": Article.Status.DRAFT}, State.LACKING),
        ({"years": None}, State.LACKING),
        ({"place": "990100"}, State.LACKING),
    ],
)
def test_a_year_has_the_state_of_what_is_there(fields: dict[str, Any], state: State) -> None:
    factories.article(**fields)
    assert cell_of("990102", 2019).state is state


def test_the_surest_of_several_articles_is_told() -> None:
    factories.article(years=(2016, 2020))
    assert cell_of("990102", 2019).state is State.SPANNING
    factories.article(period_inferred=True)
    assert cell_of("990102", 2019).state is State.INFERRED
    factories.article()
    cell = cell_of("990102", 2019)
    assert cell.state is State.HELD
    assert cell.articles == {State.SPANNING: 1, State.INFERRED: 1, State.HELD: 1}


def test_a_reprint_is_told_and_counted_once() -> None:
    first = factories.article()
    factories.article(reprint_of=first)
    cell = cell_of("990102", 2019)
    assert (cell.state, cell.count) == (State.REPRINTED, 1)


def test_a_reprint_alone_is_told_for_what_it_is() -> None:
    first = factories.article(status=Article.Status.WITHDRAWN)
    factories.article(reprint_of=first)
    assert cell_of("990102", 2019).state is State.REPRINTED


def test_an_editor_may_say_that_there_is_none_until_one_turns_up() -> None:
    Absence.objects.create(region=factories.region("990102"), year=2019, note="查过当年的日报。")
    assert cell_of("990102", 2019).state is State.ABSENT
    assert row_of("990102").missing_years == [year for year in YEARS if year != 2019]
    factories.article(years=(2018, 2020))
    assert cell_of("990102", 2019).state is State.SPANNING


def test_an_editor_may_say_so_of_a_year_of_which_another_text_is_there(admin_client: Client) -> None:
    factories.article(kind=Article.Kind.OTHER)
    assert "查实没有刊发过" in words(admin_client, "/regions/990102/2019/")
    Absence.objects.create(region=factories.region("990102"), year=2019, note="当年只有妇联的综述。")
    assert cell_of("990102", 2019).state is State.ABSENT
    assert 2019 not in row_of("990102").missing_years
    assert below("990100", 2019) == (0, 4)


def test_what_an_editor_took_back_is_lacking_again() -> None:
    Absence.objects.create(region=factories.region("990102"), year=2019, note="查过。", stands=False)
    assert cell_of("990102", 2019).state is State.LACKING


def test_nothing_is_asked_of_a_division_that_was_not_there() -> None:
    assert cell_of("990191", 2000).state is State.VOID
    assert cell_of("990191", 2001).state is State.LACKING
    assert cell_of("990121", 2016).state is State.VOID
    assert below("990100", 2000) == (0, 4)
    assert below("990100", 2001) == (0, 5)


# --- itself and those below are two things


def test_a_review_of_a_county_does_not_stand_for_its_city() -> None:
    factories.article(place="990102")
    assert cell_of("990100", 2019).state is State.LACKING
    assert below("990100", 2019) == (1, 5)
    assert below("990000", 2019) == (1, 15)


def test_what_nobody_published_is_not_due() -> None:
    Absence.objects.create(region=factories.region("990122"), year=2019, note="查过。")
    assert below("990100", 2019) == (0, 4)


def test_a_text_that_is_no_review_leaves_its_place_wanting() -> None:
    factories.article(kind=Article.Kind.OTHER)
    assert below("990100", 2019) == (0, 5)


def test_two_names_of_one_place_are_one_federation_also_in_the_year_of_the_change() -> None:
    factories.article(place="990121", years=(2014, 2014))
    factories.article(place="990103", years=(2016, 2016))
    assert [below("990100", year) for year in (2014, 2015, 2016)] == [(1, 5), (0, 5), (1, 5)]
    assert row_of("990103", within="990100").missing_years == [
        year for year in YEARS if year not in {2014, 2016}
    ]


def test_what_was_joined_to_another_that_lived_on_was_a_federation_of_its_own() -> None:
    """崇文区 was joined to 东城区 in 2010: a review of the one is none of the other."""
    beijing, years = Region.objects.of_code("110000").get(), (2011, 2009)
    factories.article(place="110103", years=(2009, 2009))
    rows = {row.region.name: row for row in table(beijing, years).rows}
    assert [cell.state for cell in rows["崇文区"].cells] == [State.VOID, State.HELD]
    assert [cell.state for cell in rows["东城区"].cells] == [State.LACKING, State.LACKING]
    assert "崇文区" not in {row.region.name for row in table(beijing, (2015, 2014)).parts if not row.total}


def test_a_circle_of_changes_ends() -> None:
    one, two = factories.region("990103"), factories.region("990121")
    RegionSuccession.objects.create(from_region=one, to_region=two, year=2016)
    Region.objects.filter(pk=two.pk).update(valid_from=2016)
    rebuild_scopes()
    assert row_of("990103", within="990100").missing_years


# --- the table equals the database


def held_in_database(code: str, year: int) -> bool:
    """A published review of the place itself, under its name or an earlier one, whose years cover this one."""
    names = {code, *({"990121"} if code == "990103" else ())}
    return any(
        article.region and article.region.code in names and article.period_start <= year <= article.period_end
        for article in Article.objects.published().select_related("region")
        if article.kind in {"annual_review", "multi_year_review"} and article.period_start
    )


def test_the_coverage_of_the_demo_province_equals_the_database() -> None:
    call_command("loaddemo", stdout=io.StringIO())
    first = Article.objects.get(source__name="gulou-2017.txt")
    factories.article(place="990203", years=(2017, 2017), reprint_of=first, title="鼓楼檐下（转载）")
    provinces = Region.objects.filter(code__startswith="99")
    lives = [place for place in provinces if place.code != "990121"]
    found = table(factories.region("990000"), tuple(YEARS))
    stands = {stand.region.code: stand for stand in found.stands}
    assert set(stands) == {place.code for place in lives}
    for place in lives:
        there = {year for year in YEARS if place.code != "990191" or year >= 2001}
        held = {year for year in YEARS if held_in_database(place.code, year)}
        assert stands[place.code].reviewed == held, place.name
        assert stands[place.code].wanted == sorted(there - held), place.name
    assert stands["990200"].state(2020) is State.SPANNING
    assert stands["990203"].state(2017) is State.REPRINTED
    assert stands["990202"].state(2021) is State.OTHER
    assert stands["990103"].state(2014) is State.HELD
    assert stands["990191"].state(2020) is State.HELD
    assert found.own is not None
    listed = Article.objects.listed().filter(region__code__startswith="99")
    assert found.own.total == listed.count()
    assert found.own.undated == listed.filter(period_start=None).count() == 1
    for row in found.rows:
        parts = [stand for code, stand in stands.items() if code != row.region.code]
        parts = [stand for stand in parts if row is found.own or stand.region.code[:4] == row.region.code[:4]]
        for share in row.below or ():
            assert share == Share(
                share.year,
                sum(share.year in stand.reviewed for stand in parts),
                sum(stand.state(share.year) is not State.VOID for stand in parts),
            )


def test_the_page_and_its_json_say_what_the_table_says(client: Client) -> None:
    factories.article(place="990102", years=(2018, 2020))
    factories.article(place="990121", years=(2014, 2014))
    shown = client.get("/coverage/?region=990100").context["matrix"]
    given = client.get("/coverage.json?region=990100").json()
    assert given["years"] == sorted(shown.years)
    for row, told in zip(shown.rows, given["rows"], strict=True):
        assert (row.region.code, row.total, row.missing_years) == (
            told["code"],
            told["total"],
            told["missing"],
        )
        for cell, share in row.pairs:
            of_year = told["years"].get(str(cell.year), {"state": "void"})
            assert of_year["state"] == cell.state
            if share:
                assert of_year["below"] == {"have": share.have, "of": share.of}
    wanted = {gap["code"]: gap["years"] for gap in given["wanted"]}
    assert wanted["990102"] == [2014, 2015, 2016, 2017]


# --- the page


def words(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_every_province_is_listed_also_where_nothing_is_there(client: Client) -> None:
    factories.article()
    rows = client.get("/coverage/").context["matrix"].rows
    assert {row.region.name for row in rows} >= {"示例省", "江西省", "西藏自治区"}
    assert [row.region.code for row in rows] == sorted(row.region.code for row in rows)


@pytest.mark.parametrize("address", ["/coverage/", "/coverage/?year=2019"])
def test_of_the_whole_country_those_come_first_of_which_something_is_there(
    client: Client, address: str
) -> None:
    factories.article(place="990102", years=(2019, 2019))
    factories.article(place="990202", years=(2019, 2019))
    shown = [row.region.code for row in client.get(address).context["matrix"].shown]
    assert shown[:2] == ["990000", "110000"]
    assert shown[1:] == sorted(shown[1:])
    page = words(client, address).split("<h1", 1)[1]
    assert page.index("示例省") < page.index("北京市")


def test_every_cell_leads_on(client: Client) -> None:
    factories.article(place="990191", years=(2000, 2021))
    page = words(client, "/coverage/?region=990100")
    body = page.split("<tbody>")[1].split("</tbody>")[0]
    cells = [cell for cell in body.split("<td")[1:] if cell.startswith(" class=")]
    assert len(cells) == 6 * 22
    assert all("<a href=" in cell for cell in cells)
    assert "当年无此区划" in page


def test_a_year_lists_what_is_missing_of_it(client: Client) -> None:
    factories.article(place="990102", years=(2021, 2021))
    factories.article(place="990122", years=(2018, 2018))
    response = client.get("/coverage/?region=990000&year=2021")
    groups = {above.name: [gap.region.name for gap in gaps] for above, gaps in response.context["groups"]}
    assert groups["示例省"] == ["云川市", "海澜市", "岭西市"]
    assert groups["云川市"] == ["临江区", "石桥县", "松坪市", "云川经济技术开发区"]
    page = response.content.decode()
    assert "已收录 2018 年" in page
    assert "/coverage/wanted.csv?region=990000&amp;year=2021" in page
    assert "2022" in words(client, "/coverage/?year=2021")


def test_a_year_of_which_nothing_is_missing_says_so(client: Client) -> None:
    for place in ("990302", "990321", "990322"):
        factories.article(place=place)
    assert "下级一个也不缺。" in words(client, "/coverage/?region=990300&year=2019")


def test_a_range_of_years_is_shown_whichever_way_round_it_was_typed(client: Client) -> None:
    factories.article(years=(2012, 2020))
    for asked in ("from=2017&to=2019", "from=2019&to=2017"):
        page = client.get(f"/coverage/?region=990100&{asked}")
        assert page.context["matrix"].years == (2019, 2018, 2017)
    assert client.get("/coverage/?from=2019").context["matrix"].years == (2020, 2019)


@pytest.mark.parametrize(
    "asked", ["year=abc", "year=99999", "year=-1", "from=x", "to=20", "year=²²²²", "year=1000"]
)
def test_a_year_that_cannot_be_is_refused_with_a_word(client: Client, asked: str) -> None:
    for address in ("/coverage/", "/coverage/wanted.csv", "/coverage/wanted.xlsx", "/coverage.json"):
        assert client.get(f"{address}?{asked}").status_code == 400
    assert client.get("/coverage/wanted.csv?region=nowhere").status_code == 404


@pytest.mark.parametrize(("held", "mood"), [(1, "empty"), (2, "mixed"), (3, "full")])
def test_what_is_rare_is_what_the_table_shows(client: Client, held: int, mood: str) -> None:
    for place in ("990300", "990302", "990321")[:held]:
        factories.article(place=place)
    assert f'"matrix coverage is-{mood}"' in words(client, "/coverage/?region=990300")


def test_the_states_that_are_drawn_all_have_a_word_and_a_meaning(client: Client) -> None:
    factories.article()
    page = words(client, "/coverage/?region=990100")
    legend = page.split('<dl class="matrix-legend coverage-legend">')[1]
    assert [state for state in State if f'<dt class="{state}">' not in legend] == []


# --- the list to send


def test_the_list_of_what_is_missing_has_a_row_for_each_federation(client: Client) -> None:
    factories.article(place="990102", years=(2019, 2021))
    factories.article(place="990202", years=(2020, 2020), kind=Article.Kind.OTHER)
    response = client.get("/coverage/wanted.csv?region=990000&from=2019&to=2021")
    assert "attachment" in response["Content-Disposition"]
    text = streamed(response).decode("utf-8-sig")
    rows = {row["区划代码"]: row for row in csv.DictReader(io.StringIO(text))}
    assert "990102" not in rows
    assert rows["990122"] | {"链接": ""} == {
        "地区": "示例省 › 云川市 › 石桥县",
        "区划代码": "990122",
        "级别": "县级",
        "单位": "石桥县总工会",
        "缺的年份": "2019—2021",
        "缺几年": "3",
        "已收录的年份": "",
        "备注": "",
        "链接": "",
    }
    assert rows["990202"]["备注"] == "2020 年有文章，但不是本地工会的综述"
    book = load_workbook(
        io.BytesIO(client.get("/coverage/wanted.xlsx?region=990000&from=2019&to=2021").getvalue())
    )
    (sheet,) = book.worksheets
    listed = list(sheet.values)
    assert len(listed) == len(rows) + 1
    assert {row[1] for row in listed[1:]} == set(rows)


def test_no_name_of_a_place_is_run_as_a_formula(client: Client) -> None:
    factories.article()
    Region.objects.filter(code="990122").update(name="=1+1")
    text = streamed(client.get("/coverage/wanted.csv?region=990100")).decode()
    assert ",'=1+1总工会," in text


# --- an editor's word


def test_an_editor_says_with_a_note_that_there_is_none_and_readers_see_it(admin_client: Client) -> None:
    place = factories.region("990122")
    page = words(admin_client, "/regions/990122/2019/")
    assert f"/admin/archive/absence/add/?region={place.pk}&amp;year=2019" in page
    form = {"region": place.pk, "year": "2019", "note": "问过石桥县总工会。", "stands": "on"}
    assert admin_client.post("/admin/archive/absence/add/", form).status_code == 302
    absence = Absence.objects.get()
    assert absence.user == User.objects.get(username="admin")
    assert "问过石桥县总工会。" in words(Client(), "/regions/990122/2019/")
    assert "查实没有刊发过" not in words(Client(), "/regions/990122/2020/")
    assert admin_client.post("/admin/archive/absence/add/", form).status_code == 200
    change = f"/admin/archive/absence/{absence.pk}/change/"
    assert admin_client.post(change, form | {"note": "又问了一次。"}).status_code == 302
    assert "又问了一次。" in words(Client(), "/regions/990122/2019/")
    history = words(admin_client, f"/admin/archive/absence/{absence.pk}/history/")
    assert history.count("说明") >= 1


def test_an_absence_needs_a_note_and_a_year_that_can_be(admin_client: Client) -> None:
    form = {"region": factories.region("990122").pk, "year": "2019", "note": " ", "stands": "on"}
    for wrong in (form, form | {"note": "有", "year": "20199"}):
        assert admin_client.post("/admin/archive/absence/add/", wrong).status_code == 200
    assert not Absence.objects.exists()


# --- cost


@pytest.mark.parametrize(
    "address",
    [
        *("/coverage/?region=990000", "/coverage/", "/coverage/?region=990000&year=2015"),
        *("/coverage/wanted.csv?region=990000", "/coverage.json?region=990000", "/regions/990100/2015/"),
    ],
)
def test_queries_do_not_grow_with_what_is_held_or_found_absent(client: Client, address: str) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address)
            assert len(b"".join(response))
        return len(captured)

    for number in range(8):
        place = ("990100", "990102", "990121", "990202")[number % 4]
        factories.article(place=place, years=(2010 + number, 2012 + number))
        Absence.objects.create(region=factories.region("990321"), year=2010 + number, note="查过。")
    before = asked()
    for number in range(8):
        factories.article(place="990221", years=(2010 + number, 2010 + number))
        Absence.objects.create(region=factories.region("990322"), year=2010 + number, note="查过。")
    # with several writers it is asked once whether one of them is at work
    assert asked() == before <= (12 if connection.vendor == "sqlite" else 13)
