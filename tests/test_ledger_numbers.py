"""Numbers looked for by value, drawn over the years, and looked at indicator by indicator."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from html import unescape
from typing import Unpack

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from archive.figures.indicators import indicators
from archive.ledger import keeping, ranking
from archive.ledger.condition import Condition, typed
from archive.models import Article, Figure, Indicator
from tests import factories
from tests.factories import ArticleFields

pytestmark = pytest.mark.django_db


def report(
    text: str,
    *,
    place: str = "990102",
    years: tuple[int, int] = (2021, 2021),
    **fields: Unpack[ArticleFields],
) -> Article:
    fields.setdefault("issuer", "某区总工会")
    article = factories.article(place=place, years=years, sections=[(None, text)], **fields)
    keeping.read_waiting()
    return article


def page(
    client: Client,
    name: str,
    query: Mapping[str, str] | None = None,
    *,
    status: int = 200,
    args: Sequence[str] = (),
) -> str:
    response = client.get(reverse(f"archive:{name}", args=args), query or {})
    assert response.status_code == status
    return response.content.decode()


def listed(client: Client, **query: str) -> list[str]:
    """The numbers in the order in which they are listed."""
    found = re.findall(r'<td class="number"><a[^>]*>(.*?)</a>', page(client, "numbers", query))
    return [unescape(one) for one in found]


@pytest.mark.parametrize(
    ("line", "code", "bounds"),
    [
        ("会员总数>5万", "members", (50000, None, True, False)),
        ("会员总数 ＞ ５万", "members", (50000, None, True, False)),
        ("工会会员 超过五万人", "members", (50000, None, True, False)),
        ("会员人数不少于3,000", "members", (3000, None, False, False)),
        ("慰问金 10万元..50万元", "warm_money", (100000, 500000, False, False)),
        ("慰问金 50万元-10万元", "warm_money", (100000, 500000, False, False)),
        ("建会率95%以上", "union_rate", (95, None, False, False)),
        ("职工书屋<20家", "reading_rooms", (None, 20, False, True)),
        ("劳动争议调处件数=638", "disputes", (638, 638, False, False)),
        ("基层工会数", "grassroots_unions", (None, None, False, False)),
    ],
)
def test_a_condition_is_read_as_it_is_written(
    line: str, code: str, bounds: tuple[int | None, int | None, bool, bool]
) -> None:
    asked = typed(line)
    least, most, above, below = bounds
    assert asked.indicator is indicators()[code]
    assert asked.condition == Condition(
        None if least is None else Decimal(least), None if most is None else Decimal(most), above, below
    )


@pytest.mark.parametrize(
    "line", ["会员总数>5万>6", "万>万", "乌有之数>3", "会员>" + "9" * 60, "<<>>", "会员>5.5.5", "\0"]
)
def test_what_is_no_condition_is_said(client: Client, line: str) -> None:
    assert typed(line).problem == line.strip()
    assert "没有看懂" in page(client, "numbers", {"q": line})


def test_names_that_editors_added_are_understood(client: Client) -> None:
    Indicator.objects.filter(code="stations").update(aliases=["暖心岗亭"])
    assert typed("暖心岗亭>20").indicator is indicators()["stations"]
    assert "暖心岗亭" in page(client, "indicator", args=["stations"])


def test_numbers_are_found_by_value_the_greatest_first(client: Client) -> None:
    for value, year in (("4.9万", 2019), ("5万", 2020), ("5.2万", 2021), ("30万", 2022)):
        report(f"会员总数{value}人。", years=(year, year))
    assert listed(client, q="会员总数>5万") == ["300,000 人", "52,000 人"]
    assert listed(client, indicator="members", least="5万", most="52000") == ["52,000 人", "50,000 人"]
    assert listed(client, q="会员总数", **{"from": "2019", "to": "2020"}) == ["50,000 人", "49,000 人"]


def test_more_than_fifty_thousand_holds_fifty_thousand_odd(client: Client) -> None:
    report("会员总数5万余人。", years=(2021, 2021))
    report("会员总数近5万人。", years=(2022, 2022))
    assert listed(client, q="会员总数>5万") == ["多于 50,000 人"]
    assert listed(client, q="会员总数<5万") == ["不到 50,000 人"]


def test_parts_and_plans_are_listed_only_when_asked_for(client: Client) -> None:
    report("会员总数5.2万人，比上年净增1.1万人。计划明年会员总数达到6万人。")
    assert listed(client, q="会员总数") == ["52,000 人"]
    assert listed(client, q="会员总数", all="1") == ["60,000 人", "52,000 人", "11,000 人"]


def test_numbers_of_one_place_or_below_one(client: Client) -> None:
    report("会员总数5.2万人。", place="990102")
    report("会员总数3万人。", place="990203")
    assert listed(client, q="会员总数", region="990203") == ["30,000 人"]
    assert listed(client, q="会员总数", under="990100") == ["52,000 人"]


def test_a_reprint_is_not_counted_beside_what_it_is_a_print_of(client: Client) -> None:
    first = report("会员总数5.2万人。")
    report("会员总数5.2万人。", reprint_of=first)
    assert len(listed(client, q="会员总数", all="1")) == 1


def test_nothing_asked_lists_nothing_and_gives_examples(client: Client) -> None:
    report("会员总数5.2万人。")
    text = page(client, "numbers")
    assert "52,000" not in text and "会员总数 &gt; 5万" in text


def test_bounds_that_are_no_numbers_are_said(client: Client) -> None:
    assert "数值请写成数字" in page(client, "numbers", {"indicator": "members", "least": "许多"})


def test_a_long_list_comes_in_pages_with_the_question_in_their_addresses(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for year in range(1960, 2010):
        report("会员总数5.2万人。", years=(year, year))
    with django_assert_max_num_queries(12):
        text = page(client, "numbers", {"q": "会员总数>1万"})
    assert text.count('<td class="number">') == 40
    assert re.search(r'rel="next" href="\?q=[^"]+page=2"', text)
    assert len(listed(client, q="会员总数>1万", page="2")) == 10
    assert len(listed(client, q="会员总数>1万", page="x")) == 40


@pytest.mark.parametrize("text", ["<script>alert(1)</script>会员总数5.2万人", "会员总数5.2万人<b>"])
def test_sentences_are_never_markup(client: Client, text: str) -> None:
    report(text)
    assert "<script>alert" not in page(client, "numbers", {"q": "会员总数"}) + page(client, "sheet")
    assert "<b>" not in page(client, "numbers", {"q": "会员总数"})


SERIES = {"indicator": "members", "region": "990102", "from": "2017", "to": "2022"}


def test_neighbouring_years_are_joined_and_a_gap_breaks_the_line(client: Client) -> None:
    for year, value in ((2017, "4万"), (2018, "4.5万"), (2020, "5万"), (2021, "5.2万"), (2022, "5.5万")):
        report(f"会员总数{value}人。", years=(year, year))
    text = page(client, "series", SERIES)
    lines = re.findall(r'<polyline points="([^"]+)"/>', text.split("<figcaption>")[0])
    assert [len(line.split()) for line in lines] == [2, 3]
    assert text.count("<circle") == 5


def test_a_number_for_five_years_is_a_bar_over_its_span_and_no_point(client: Client) -> None:
    report("五年来，新建工会组织312家。", years=(2018, 2022))
    text = page(client, "series", SERIES | {"indicator": "new_unions"})
    assert "<circle" not in text and "<polyline points" not in text.split("<figcaption>")[0]
    assert re.findall(r'class="sum"[^>]*>([^<]+)<', text) == ["2018—2022 312"]


def test_every_point_and_bar_opens_its_sentence_and_stands_in_the_table(client: Client) -> None:
    report("会员总数5.2万人。")
    text = page(client, "series", SERIES)
    address = Figure.objects.get().get_absolute_url().replace("&", "&amp;")
    assert text.count(f'href="{address}"') == 2


def test_people_and_visits_are_in_no_series_together(client: Client) -> None:
    report("全年培训职工2300人次。", years=(2021, 2021))
    report("全年培训职工2800人。", years=(2022, 2022))
    assert page(client, "series", SERIES | {"indicator": "training_people"}).count("<circle") == 1


def test_an_indicator_is_defined_with_its_caution_and_what_is_told_of_it(client: Client) -> None:
    report("会员总数5.2万人，比上年净增1.1万人。")
    text = page(client, "indicator", args=["members"])
    members = indicators()["members"]
    assert members.definition in text and members.caution in text
    assert "1 篇综述写到 2 处，1 个地区有可以比较的数字" in text


def test_places_of_one_level_stand_by_their_numbers_of_one_year_with_the_caution(client: Client) -> None:
    report("会员总数5.2万人。", place="990102")
    report("会员总数7万人。", place="990203")
    report("会员总数90万人。", place="990200")
    text = page(client, "indicator", {"year": "2021", "level": "county"}, args=["members"])
    assert re.findall(r'<td class="number"><a[^>]*>(.*?)</a>', text) == ["70,000 人", "52,000 人"]
    assert "这不是名次" in text


def test_every_indicator_has_its_page_and_is_listed(client: Client) -> None:
    text = page(client, "indicators")
    assert all(reverse("archive:indicator", args=[code]) in text for code in indicators())


@pytest.mark.parametrize(
    ("query", "status"), [({"year": "x"}, 400), ({"level": "x"}, 400), ({"year": "2099"}, 200)]
)
def test_nonsense_asked_of_an_indicator_is_refused(
    client: Client, query: dict[str, str], status: int
) -> None:
    page(client, "indicator", query, status=status, args=["members"])


def test_an_unknown_indicator_is_no_page(client: Client) -> None:
    page(client, "indicator", status=404, args=["nothing"])
    page(client, "numbers", {"indicator": "nothing"}, status=404)


def test_a_page_of_an_indicator_says_how_many_places_it_does_not_list(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking, "MOST_SHOWN", 1)
    report("会员总数5.2万人。")
    assert "这里是数字最大的" not in page(client, "indicator", {"year": "2021"}, args=["members"])
    report("会员总数3.1万人。", place="990103")
    told = page(client, "indicator", {"year": "2021"}, args=["members"])
    assert "共 2 个地区，这里是数字最大的 1 个。" in told
    assert f"{reverse('archive:numbers')}?indicator=members&amp;from=2021&amp;to=2021" in told


def test_a_condition_that_is_too_long_is_not_cut_but_told(client: Client) -> None:
    line = f"会员总数>5{'0' * 90}"
    assert "没有看懂" in page(client, "numbers", {"q": line})
    assert "数值请写成数字" in page(client, "numbers", {"least": "5" * 90})
