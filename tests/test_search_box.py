"""What stands in the box is read as a place and years too: an offer above the hits, and no 未见 against it."""

# ruff: noqa: RUF001 (full-width signs are what people type)

import io
import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from archive.models import Article, Region
from search import lexicon
from search.box import names
from search.box.offer import PlaceOffer, place_offer
from search.state import SearchState
from search.syntax import parse
from tests import factories
from tests.test_search_page import index, links_of, page_of, plain, titles_of, url

pytestmark = pytest.mark.django_db
ASSURANCE = "逐字查过，不是漏检"


@pytest.fixture(autouse=True)
def fresh_names() -> Iterator[None]:
    names.forget()
    lexicon.forget()
    yield
    names.forget()
    lexicon.forget()


@pytest.fixture
def reviews() -> dict[str, Article]:
    made = {
        "former": factories.article(place="990121", years=(2014, 2014), title="江边有灯"),
        "later": factories.article(
            place="990103", years=(2019, 2019), title="潮头有声", sections=[(None, "签订集体协商合同。")]
        ),
        "city": factories.article(
            place="990100", years=(2018, 2020), title="同心", sections=[(None, "协商。")]
        ),
        "county": factories.article(place="990181", years=(2021, 2021), title="林子里的家"),
        "shared": factories.article(place="990203", years=(2019, 2019), title="檐下"),
        "far": factories.article(place="361103", years=(2019, 2019), title="杜鹃红"),
    }
    index()
    return made


def offer_for(text: str, **filters: Any) -> PlaceOffer | None:
    return place_offer(SearchState(text=text).filtered(**filters), parse(text))


def offer_of(text: str) -> PlaceOffer:
    found = offer_for(text)
    assert found is not None
    return found


def heads(*arguments: str) -> list[dict[str, Any]]:
    out = io.StringIO()
    call_command("search_reviews", "--format", "jsonl", "--limit", "0", *arguments, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def offered(page: str) -> str:
    found = re.search(r'<section class="place-offer".*?</section>', page, re.DOTALL)
    return found[0] if found else ""


def link_of(page: str) -> str:
    found = re.search(r'class="place-offer-link" href="([^"]+)"', page)
    assert found, page
    return unescape(found[1])


# --- what is offered


def test_a_place_and_a_year_lead_to_the_page_of_both(client: Client, reviews: dict[str, Article]) -> None:
    page = page_of(client, url("云川市 2021"))
    assert "云川市 2021 年 收录 1 篇，缺 4 个下级地区" in plain(offered(page))
    assert link_of(page) == "/regions/990100/2021/"
    assert "林子里的家" in page_of(client, link_of(page))


def test_the_review_of_a_county_and_a_year_is_named_in_the_offer(
    client: Client, reviews: dict[str, Article]
) -> None:
    page = page_of(client, url("临江县2014年"))
    assert reviews["former"].get_absolute_url() in links_of(offered(page))


def test_a_former_name_leads_to_what_the_place_became(client: Client, reviews: dict[str, Article]) -> None:
    page = page_of(client, url("广丰县"))
    assert "广丰县 2015 年起为广丰区 收录 1 篇" in plain(offered(page))
    assert link_of(page) == "/regions/361103/"
    assert "崇文区 2010 年并入东城区" in page_of(client, url("崇文区"))


def test_a_place_of_which_nothing_is_there_says_so(client: Client, reviews: dict[str, Article]) -> None:
    assert "没有收录" in offered(page_of(client, url("和县")))


def test_words_beside_the_place_are_a_search_within_it(client: Client, reviews: dict[str, Article]) -> None:
    page = page_of(client, url("示例省 2019 集体协商"))
    assert titles_of(page) == []
    assert "示例省 2019 年 集体协商 1 篇" in plain(offered(page))
    assert titles_of(page_of(client, link_of(page))) == ["潮头有声"]


def test_a_span_of_years_is_a_search_without_words(client: Client, reviews: dict[str, Article]) -> None:
    page = page_of(client, url("云川市 十三五"))
    assert "2016—2020 年" in offered(page)
    assert sorted(titles_of(page_of(client, link_of(page)))) == ["同心", "潮头有声"]


def test_a_shared_name_offers_each_of_its_places_with_their_counts(
    client: Client, reviews: dict[str, Article]
) -> None:
    page = plain(offered(page_of(client, url("鼓楼区 2019"))))
    assert "这个名称有 5 处" in page
    assert "示例省 › 海澜市 › 鼓楼区 1" in page
    assert "江苏省 › 南京市 › 鼓楼区 0" in page


@pytest.mark.parametrize(
    ("written", "years"),
    [
        ("2019", (2019, 2019)),
        ("2019年", (2019, 2019)),
        ("2019 年", (2019, 2019)),
        ("２０１９", (2019, 2019)),
        ("二〇一九年", (2019, 2019)),
        ("二O一九年度", (2019, 2019)),
        ("19年", (2019, 2019)),
        ("2018—2020年", (2018, 2020)),
        ("十三五", (2016, 2020)),
        ("“十三五”期间", (2016, 2020)),
        ("年份:2018..2020", (2018, 2020)),
    ],
)
def test_years_in_every_writing_are_the_same_years(
    reviews: dict[str, Article], written: str, years: tuple[int, int]
) -> None:
    assert offer_of(f"云川市 {written}").reading.years == years


def test_recent_years_end_with_this_one(reviews: dict[str, Article]) -> None:
    this = timezone.localdate().year
    assert offer_of("云川市近三年 集体协商").reading.years == (this - 2, this)
    assert offer_of("云川市去年").reading.years == (this - 1, this - 1)


def test_letters_lead_to_the_place_that_has_articles(reviews: dict[str, Article]) -> None:
    assert offer_of("gfq 2019").reading.place.name == "广丰区"
    assert offer_of("ljq").reading.place.code == "990103"


def test_a_quotation_asks_for_just_these_signs(client: Client, reviews: dict[str, Article]) -> None:
    assert offer_for("“广丰县”") is None
    assert offer_for("地区:云川市") is None


def test_a_quotation_without_an_end_is_read_both_ways(client: Client, reviews: dict[str, Article]) -> None:
    page = page_of(client, url("“云川市 2021"))
    assert "收录 1 篇" in offered(page)
    assert "“云川市 2021” 0 篇，列在下面" in plain(page).replace('"云川市 2021"', "“云川市 2021”")
    assert "云川市 2021 0 篇" in plain(page)


def test_no_offer_is_made_where_a_place_was_chosen_already(
    client: Client, reviews: dict[str, Article]
) -> None:
    assert offered(page_of(client, url("云川市 2021", region="990200"))) == ""


def test_other_choices_stay_in_the_search_that_is_offered(reviews: dict[str, Article]) -> None:
    found = offer_for("云川市 2019", kinds=("plan",))
    assert found is not None
    assert found.count.total == 0
    assert "kind=plan" in found.url


def test_a_division_that_an_editor_added_is_known(reviews: dict[str, Article]) -> None:
    Region.objects.create(
        code="990100Z9",
        name="云川湖畔新区",
        short_name="云川湖畔新区",
        level="zone",
        parent=factories.region("990100"),
    )
    names.forget()
    assert offer_of("云川湖畔新区 2019").reading.place.code == "990100Z9"


# --- literal results


@pytest.mark.parametrize(
    "text", ["云川市 2021", "临江县2014年", "广丰县", "鼓楼区", "云川市近三年 协商", "gfq 2019"]
)
def test_what_is_found_is_what_stands_there(
    client: Client, reviews: dict[str, Article], monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    with_offer = page_of(client, url(text))
    assert offered(with_offer)
    monkeypatch.setattr("search.views.place_offer", lambda state, query: None)
    without = page_of(client, url(text))
    assert titles_of(with_offer) == titles_of(without)


# --- 未见


@pytest.mark.parametrize(
    "text", ["临江县2014年", "广丰县", "临江县", "云川市近十年 集体协商", "临疆县2014年"]
)
def test_not_found_is_not_assured_where_the_place_has_it(
    client: Client, reviews: dict[str, Article], text: str
) -> None:
    page = page_of(client, url(text))
    assert titles_of(page) == []
    assert "未见：" not in page
    assert ASSURANCE not in page
    assert "按地区和年份读就查得到" in page


def test_not_found_says_what_was_tried(client: Client, reviews: dict[str, Article]) -> None:
    page = plain(page_of(client, url("石桥县 2013")))
    assert "未见：" in page
    assert ASSURANCE in page
    assert "按地区和年份读作“石桥县 2013 年”，连同前身和后继也查过" in page
    assert "检索词里没有读出地区" in plain(page_of(client, url("没有的字")))


# --- scripts


def test_the_command_tells_the_offer_beside_the_other_readings(reviews: dict[str, Article]) -> None:
    (place,) = heads("临江县2014年")
    assert place["total"] == 0
    assert place["offer"] == {
        "place": "990121",
        "name": "临江县",
        "years": [2014, 2014],
        "words": None,
        "choices": [],
    }
    (words,) = heads("云川市近三年 集体协商")
    assert words["offer"]["words"] == "集体协商"
    (shared,) = heads("鼓楼区")
    assert shared["offer"]["choices"][0] == shared["offer"]["place"] == "990203"
    assert set(shared["offer"]["choices"]) == {"990203", "320106", "320302", "350102", "410204"}
    (none,) = heads("集体协商")
    assert none["offer"] is None


def test_the_command_says_it_in_words_too(reviews: dict[str, Article]) -> None:
    out = io.StringIO()
    call_command("search_reviews", "云川市 2021", stdout=out)
    assert "云川市 2021 年：收录 1 篇，缺 4 个下级地区" in out.getvalue()


# --- completion


def completed(client: Client, typed: str, **parameters: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = client.get("/search/suggest/", {"q": typed, **parameters}).json()[
        "suggestions"
    ]
    return found


def test_a_place_and_a_year_complete_to_the_review_and_to_the_page(
    client: Client, reviews: dict[str, Article]
) -> None:
    review, page = completed(client, "临江县2014")[:2]
    assert (review["kind"], review["url"]) == ("article", reviews["former"].get_absolute_url())
    assert "临江县" in review["label"]
    assert (page["kind"], page["label"]) == ("place", "临江县 2014 年")
    assert page["url"] == "/regions/990121/2014/"


def test_a_review_from_below_is_told_with_its_own_place(client: Client, reviews: dict[str, Article]) -> None:
    review = completed(client, "云川市 2021")[0]
    assert review["label"] == "松坪市 2021 年 林子里的家"


def test_a_place_leads_to_its_page_and_its_newest_years(client: Client, reviews: dict[str, Article]) -> None:
    place, *years = completed(client, "云川市")
    assert (place["label"], place["detail"], place["url"]) == (
        "示例省 › 云川市",
        "地区页 · 收录 4 篇",
        "/regions/990100/",
    )
    assert [item["label"] for item in years if item["kind"] == "year"] == [
        "云川市 2021 年",
        "云川市 2020 年",
        "云川市 2019 年",
    ]


def test_a_year_that_was_begun_is_completed(client: Client, reviews: dict[str, Article]) -> None:
    assert [item["url"] for item in completed(client, "云川市 201") if item["kind"] == "year"] == [
        "/regions/990100/2019/",
        "/regions/990100/2018/",
        "/regions/990100/2014/",
    ]
    assert completed(client, "202")[0]["url"] == "/years/2021/"


def test_a_former_name_completes_to_the_years_in_which_it_was_borne(
    client: Client, reviews: dict[str, Article]
) -> None:
    assert completed(client, "临江县 20")[0]["url"] == "/regions/990121/2014/"


@pytest.mark.parametrize("typed", ["2019", "２０１９", "2019年", "二〇一九年"])
def test_years_alone_lead_to_the_page_of_the_year(
    client: Client, reviews: dict[str, Article], typed: str
) -> None:
    (year, *_others) = completed(client, typed)
    assert (year["label"], year["detail"], year["url"]) == ("2019 年", "4 篇", "/years/2019/")


def test_words_and_years_complete_to_a_search_in_these_years(
    client: Client, reviews: dict[str, Article]
) -> None:
    (years, *_others) = completed(client, "集体协商 二〇一九年")
    assert (years["label"], years["detail"]) == ("集体协商 年份:2019", "1 篇")


def test_newspapers_are_completed_and_narrow_the_search(client: Client) -> None:
    factories.article(newspaper="云川日报", title="在报上")
    factories.article(title="不在报上")
    index()
    (paper,) = [item for item in completed(client, "云川日") if item["kind"] == "newspaper"]
    assert (paper["label"], paper["detail"]) == ("云川日报", "报纸 · 1 篇")
    assert titles_of(page_of(client, paper["url"])) == ["在报上"]


def test_completion_stays_within_what_was_chosen(client: Client, reviews: dict[str, Article]) -> None:
    kinds = {item["kind"] for item in completed(client, "云川市 2021", year="2021")}
    assert not kinds & {"place", "year", "article"}


# --- did you mean


def test_the_word_that_is_there_is_meant_and_not_one_that_is_frequent_elsewhere(client: Client) -> None:
    for _number in range(3):
        factories.article(sections=[(None, "建起工会驿站，歇脚喝水。")])
    for _number in range(6):
        factories.article(sections=[(None, "工会一张清单，办事一站到底。")])
    index()
    page = page_of(client, url("工会驿占"))
    meant = re.search(r'<p class="corrections">.*?</p>', page, re.DOTALL)
    assert meant
    assert re.findall(r'lang="zh-Hans">(.*?)</span>', meant[0]) == ["工会驿站"]


def test_words_that_stand_apart_are_meant_where_nothing_holds_them_together(client: Client) -> None:
    for _number in range(3):
        factories.article(sections=[(None, "工会办实事。建起驿站。")])
    index()
    assert "工会 驿站" in page_of(client, url("工会驿占"))
