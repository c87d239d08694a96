"""Pages of places and years: what is there on a line of time, what lies around, and the way to any other place."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from archive.coverage.counting import YearCount
from archive.coverage.line_of_time import line_of_time
from archive.coverage.table import table
from archive.coverage.year_chart import HIGHEST, YearChart
from archive.models import Absence, Article, Region
from search import lexicon
from tests import factories
from tests.markup import elements

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_lexicon_of_another_test() -> None:
    lexicon.forget()


def page_of(client: Client, url: str) -> html.HtmlElement:
    response = client.get(url)
    assert response.status_code == 200
    return html.document_fromstring(response.content.decode())


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def line_of(client: Client, code: str) -> list[str]:
    return [
        words(item)
        for item in page_of(client, f"/regions/{code}/").xpath("//ul[contains(@class, 'line-of-time')]/li")
    ]


# --- a place


def test_reviews_stand_on_a_line_of_time_with_the_gaps_named(client: Client) -> None:
    factories.article(title="甲篇", years=(2013, 2013))
    factories.article(title="乙篇", years=(2018, 2020))
    factories.article(place="990202", years=(2012, 2021))
    told = line_of(client, "990102")
    assert [item[:4] for item in told] == ["2021", "乙篇 2", "2014", "甲篇 2", "2012"]
    assert told[2] == "2014—2017 未收录 4 年"


def test_the_line_says_why_nothing_is_there(client: Client) -> None:
    factories.article(place="990100", years=(1999, 2003))
    Absence.objects.create(region=factories.region("990191"), year=2002, note="问过管委会。")
    assert line_of(client, "990191") == [
        "2003 未收录",
        "2002 确认无 问过管委会。",
        "2001 未收录",
        "1999—2000 无此区划 2 年",
    ]


def test_a_review_without_a_year_stands_at_the_end_of_the_line() -> None:
    factories.article(years=(2019, 2019))
    undated = factories.article(years=None)
    found = table(factories.region("990102"), (2019, 2018))
    entries = line_of_time(found.place.stand, Article.objects.listed())
    assert [entry.article for entry in entries if entry.article][-1] == undated
    assert entries[-1].article == undated


def test_reviews_of_the_place_stand_apart_from_those_below_it(client: Client) -> None:
    factories.article(title="市里的一篇", place="990100")
    factories.article(title="区里的一篇", place="990102")
    page = page_of(client, "/regions/990100/")
    (own,) = page.xpath("//section[@aria-labelledby='own']")
    (below,) = page.xpath("//section[@aria-labelledby='below']")
    assert "市里的一篇" in words(own)
    assert "区里的一篇" not in words(own)
    assert "区里的一篇" in words(below)
    assert "2 篇综述" in words(page)


def test_reviews_that_the_line_has_no_room_for_stand_in_the_list(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.views.regions.MOST_OWN", 2)
    for year in range(2015, 2020):
        factories.article(title=f"{year}年的一篇", years=(year, year))
    page = words(page_of(client, "/regions/990102/"))
    assert [year for year in range(2015, 2020) if f"{year}年的一篇" not in page] == []


def test_places_below_stand_in_the_order_of_their_codes(client: Client) -> None:
    factories.article(place="990181")
    names = page_of(client, "/regions/990100/").xpath("//ul[@class='tree']/li/a/text()")
    assert names == ["青禾区", "临江区", "石桥县", "松坪市", "云川经济技术开发区"]
    assert client.get("/regions/").context["provinces"][0][0].code == "110000"


def test_one_switch_leaves_the_places_of_which_nothing_is_there(client: Client) -> None:
    factories.article(place="990181")
    factories.article(place="990121", years=(2013, 2013))
    (switch,) = page_of(client, "/regions/990100/").xpath("//p[@class='switch']/a")
    assert words(switch) == "还没有收录的 3"
    page = page_of(client, f"/regions/990100/{switch.get('href')}")
    assert page.xpath("//ul[@class='tree']/li/a/text()") == ["青禾区", "石桥县", "云川经济技术开发区"]


def test_places_beside_tell_how_many_reviews_of_their_own_they_have(client: Client) -> None:
    factories.article(place="990121", years=(2013, 2013))
    factories.article(place="990103", years=(2016, 2016))
    beside = page_of(client, "/regions/990122/").xpath("//section[@class='beside']//li")
    assert [words(one) for one in beside] == [
        "青禾区 0",
        "临江区 2",
        "石桥县 0",
        "松坪市 0",
        "云川经济技术开发区 0",
    ]
    assert beside[2].xpath("strong/@aria-current") == ["page"]


def test_a_page_without_reviews_leads_on(client: Client) -> None:
    factories.article(place="990102")
    page = page_of(client, "/regions/990122/")
    assert "还没有收录这里的综述" in words(page)
    assert {"/regions/990100/", "/regions/990102/"} <= set(page.xpath("//main//a/@href"))
    page = page_of(client, "/regions/990122/2019/")
    assert "/coverage/?region=990100&year=2019" in page.xpath("//main//a/@href")


def test_the_way_to_any_other_place_is_at_hand(client: Client) -> None:
    factories.article()
    for address, opened in (
        ("/regions/990102/", ["示例省", "云川市", "青禾区"]),
        ("/regions/990100/2019/", ["示例省", "云川市"]),
        ("/coverage/?region=990200", ["示例省", "海澜市"]),
        ("/coverage/", []),
    ):
        page = page_of(client, address)
        columns = page.xpath("//div[@class='place-columns']/ul")
        assert page.xpath("//div[@class='place-columns']//a[@aria-current]/text()") == opened
        assert len(columns[0].xpath("li")) == 35
        assert len(columns) == min(len(opened) + 1, 3)


def test_a_place_is_typed_on_the_list_of_provinces_too(client: Client) -> None:
    assert page_of(client, "/regions/").xpath("//main//form/@action") == ["/search/places/"]


def test_a_row_whose_scope_was_never_derived_has_a_page(client: Client) -> None:
    above = factories.region("990100")
    Region.objects.bulk_create(
        [Region(code="990100Z9", name="新开发区", short_name="新开发区", level="zone", parent=above)]
    )
    for address in ("/regions/990100Z9/", "/coverage/?region=990100Z9", "/regions/990100Z9/2019/"):
        assert client.get(address).status_code == 200


# --- the way to a place by typing


@pytest.mark.parametrize("typed", ["青禾区", "青禾", "云岭苗族", "白塔县"])
def test_a_place_that_is_meant_alone_is_gone_to(client: Client, typed: str) -> None:
    assert client.get("/search/places/", {"q": typed}).headers["Location"] in {
        "/regions/990102/",
        "/regions/990321/",
        "/regions/990322/",
    }


@pytest.mark.parametrize("typed", ["qhq", "QHQ", "qinghequ", "qinghe"])
def test_places_that_letters_may_stand_for_are_offered_those_with_reviews_first(
    client: Client, typed: str
) -> None:
    factories.article(place="990102")
    links = page_of(client, f"/search/places/?q={typed}").xpath(
        "//ul[contains(@class, 'place-choices')]/li/a"
    )
    assert links[0].get("href") == "/regions/990102/"
    assert any("清河区" in words(link) for link in links)


def test_of_a_shared_name_every_place_is_offered(client: Client) -> None:
    factories.article(place="990203")
    page = page_of(client, "/search/places/?q=鼓楼区")
    links = page.xpath("//ul[contains(@class, 'place-choices')]/li/a")
    assert links[0].get("href") == "/regions/990203/"
    assert len(links) >= 4
    assert all("鼓楼区" in words(link) for link in links)


def test_a_name_of_no_place_leads_to_the_full_text(client: Client) -> None:
    page = page_of(client, "/search/places/?q=无此地名")
    assert "没有叫“无此地名”的地区" in words(page)
    assert client.get("/search/places/", {"q": "\x00"}).status_code in {200, 400}
    assert client.get("/search/places/", {"q": "区" * 5000}).status_code == 200


def test_completion_of_places_knows_those_of_which_nothing_is_there(client: Client) -> None:
    factories.article(place="990102")
    found = client.get("/search/places/suggest/?q=青禾").json()["suggestions"]
    assert found[0] | {"kind": ""} == {
        "kind": "",
        "label": "示例省 › 云川市 › 青禾区",
        "detail": "1 篇",
        "url": "/regions/990102/",
    }
    (empty,) = client.get("/search/places/suggest/?q=石桥县").json()["suggestions"]
    assert empty["url"] == "/regions/990122/"
    assert client.get("/search/places/suggest/").json() == {"suggestions": []}


# --- a year


def test_reviews_of_one_year_stand_apart_from_those_of_several(client: Client) -> None:
    factories.article(title="只写一年", place="990202")
    factories.article(title="写了五年", years=(2016, 2020))
    factories.article(title="也只一年", place="990102")
    response = client.get("/years/2019/")
    page = html.document_fromstring(response.content.decode())
    titles = [words(link) for link in elements(page, "//main//a[@class='title']")]
    assert titles == ["也只一年", "只写一年", "写了五年"]
    assert [words(head) for head in elements(page, "//main//h2")] == ["只写这一年", "跨年而涉及这一年"]
    assert "3 篇综述：只写这一年的 2 篇，跨年而涉及这一年的 1 篇。" in words(page)


def test_a_long_year_says_what_was_added_last(client: Client) -> None:
    for number in range(7):
        factories.article(title=f"第{number}篇")
    page = page_of(client, "/years/2019/")
    (newest,) = page.xpath("//details[@class='newest']")
    assert [words(link) for link in newest.xpath(".//a[@class='title']")] == [
        f"第{n}篇" for n in (6, 5, 4, 3, 2)
    ]


def test_the_chart_has_one_scale_and_a_table_of_its_numbers(client: Client) -> None:
    for _number in range(3):
        factories.article(years=(2021, 2021))
    factories.article(years=(2018, 2019))
    page = page_of(client, "/years/2021/")
    assert [link.get("href") for link in page.xpath("//figure//svg//a")] == [
        "/years/2018/",
        "/years/2019/",
        "/years/2021/",
    ]
    assert page.xpath("//svg//a[@aria-current]/@aria-label") == ["2021 年 3 篇"]
    rows = page.xpath("//table[@class='year-numbers']/tbody/tr")
    assert [[words(cell) for cell in row] for row in rows] == [
        ["2021", "3", "0", "3"],
        ["2020", "0", "0", "0"],
        ["2019", "0", "1", "1"],
        ["2018", "0", "1", "1"],
    ]


def test_bars_of_the_chart_are_as_high_as_their_numbers() -> None:
    chart = YearChart.of({2018: YearCount(2018, 30, 30), 2020: YearCount(2020, 15, 0)}, here=2020)
    full, gap, quarter = chart.bars
    assert (full.single + full.spanning, full.top) == (HIGHEST, 0)
    assert gap.single == gap.spanning == 0
    assert quarter.single == HIGHEST / 4
    assert (chart.line, chart.line_at) == (50, round(HIGHEST / 6, 2))
    assert [bar.is_here for bar in chart.bars] == [False, False, True]
    assert all(bar.left >= 0 and bar.left + bar.width <= 100 for bar in chart.bars)


def test_a_chart_of_nothing_is_empty() -> None:
    assert YearChart.of({}).years == ()


# --- the same for programs


def test_the_json_of_a_place_tells_what_its_page_tells(client: Client) -> None:
    factories.article(place="990102", years=(2018, 2018))
    factories.article(place="990202", years=(2021, 2021))
    Absence.objects.create(region=factories.region("990102"), year=2020, note="查过当年的日报。")
    found = client.get("/regions/990102.json").json()
    assert (found["missing"], found["absent"]) == ([2019, 2021], {"2020": "查过当年的日报。"})
    of_year = client.get("/regions/990102/2020.json").json()
    assert (of_year["state"], of_year["absent"], "below" in of_year) == ("absent", "查过当年的日报。", False)
    of_city = client.get("/regions/990100/2018.json").json()
    assert (of_city["state"], of_city["below"]) == ("lacking", {"have": 1, "of": 5})


def test_the_json_of_a_year_counts_as_its_page_does(client: Client) -> None:
    factories.article(title="五年", place="990102", years=(2016, 2020))
    factories.article(title="一年", place="990202")
    found = client.get("/years/2019.json").json()
    assert (found["single"], found["spanning"], found["total"]) == (1, 1, 2)
    assert [article["title"] for article in found["articles"]] == ["一年", "五年"]


# --- cost


@pytest.mark.parametrize(
    "address", ["/regions/990100/", "/regions/990102/", "/years/2019/", "/regions/990122/"]
)
def test_queries_do_not_grow_with_places_and_articles(client: Client, address: str) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    for place in 2 * ("990100", "990102", "990121", "990202"):  # enough for a list of the newest, too
        factories.article(place=place, years=(2019, 2020))
    before = asked()
    for place in ("990100", "990102", "990122", "990181", "990191", "990221"):
        factories.article(place=place, years=(2018, 2019))
    assert asked() <= before
    # with several writers it is asked once whether one of them is at work
    assert before <= (14 if connection.vendor == "sqlite" else 15)
