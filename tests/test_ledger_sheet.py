"""The sheet of numbers: every cell leads to its sentence, every empty one says why."""

import re
from html import unescape
from typing import Unpack
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from archive.figures.indicators import indicators
from archive.ledger import keeping, places
from archive.models import Article, Figure, Region, RegionSuccession
from tests import factories
from tests.factories import ArticleFields

pytestmark = pytest.mark.django_db
SHEET = reverse("archive:sheet")


def report(
    text: str,
    *,
    place: str = "990102",
    years: tuple[int, int] = (2021, 2021),
    **fields: Unpack[ArticleFields],
) -> Article:
    fields.setdefault("issuer", "某区总工会")
    sections = [(None, line) for line in text.splitlines()]
    article = factories.article(place=place, years=years, sections=sections, **fields)
    keeping.read_waiting()
    return article


def page(client: Client, query: str, *, status: int = 200, of: str = SHEET) -> str:
    response = client.get(f"{of}?{query}")
    assert response.status_code == status
    return response.content.decode()


def cells(client: Client, query: str) -> list[str]:
    """What the cells of the first row say, without their tags."""
    row = re.search(r"<tbody>\s*<tr>(.*?)</tr>", page(client, query), re.S)
    assert row
    found = re.findall(r"<td[^>]*>(.*?)</td>", row[1], re.S)
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split()) for cell in found]


MEMBERS = "indicator=members&region=990102"


def test_empty_cells_say_why_they_are_empty(client: Client) -> None:
    report("会员总数5.2万人。", years=(2022, 2022))
    report("工会办了许多实事。", years=(2020, 2020))
    assert cells(client, f"{MEMBERS}&from=2020&to=2022") == ["52,000", "未收", "未载"]


def test_a_number_for_several_years_is_never_divided(client: Client) -> None:
    report("五年来，新建工会组织312家。", years=(2018, 2022))
    report("全年新建工会组织40家。", years=(2021, 2021))
    found = cells(client, "indicator=new_unions&region=990102&from=2020&to=2022")
    assert found == ["跨年 312 (2018—2022)", "40", "跨年 312 (2018—2022)"]


def test_what_is_only_a_part_is_no_number_of_the_whole(client: Client) -> None:
    report("会员总数比上年净增1.1万人。")
    assert cells(client, f"{MEMBERS}&from=2021&to=2021") == ["部分 1 处"]


def test_further_mentions_are_counted_and_bounds_stand_as_printed(client: Client) -> None:
    report("全区会员总数突破9万人。\n会员总数比上年净增1.1万人。")
    assert cells(client, f"{MEMBERS}&from=2021&to=2021") == ["90,000 突破9万人 另 1 处"]


def test_a_stock_that_has_leapt_is_doubted(client: Client) -> None:
    report("会员总数5.2万人。", years=(2021, 2021))
    report("会员总数52万人。", years=(2022, 2022))
    found = cells(client, f"{MEMBERS}&from=2022&to=2022")
    assert found == ["520,000 与上一年相差三倍以上"]


def test_a_predecessor_stands_in_its_years_with_a_sentence(client: Client) -> None:
    county = Region.objects.create(
        code="990188",
        name="旧溪县",
        short_name="旧溪",
        level="county",
        valid_to=2020,
        parent=factories.region("9901") if Region.objects.of_code("9901").exists() else None,
    )
    RegionSuccession.objects.create(from_region=county, to_region=factories.region("990102"), year=2020)
    former = report("会员总数1.5万人。", years=(2020, 2020))
    Article.objects.filter(pk=former.pk).update(region=county)
    report("会员总数2万人。", years=(2021, 2021))
    assert cells(client, f"{MEMBERS}&from=2020&to=2021") == ["20,000", "15,000 旧溪县"]
    assert "表中那几年取的是" in page(client, f"{MEMBERS}&from=2020&to=2021")


def test_every_number_opens_its_sentence_marked_also_after_an_edit_above(client: Client) -> None:
    article = report("走访企业12家。\n会员总数5.2万人。工会还新建爱心驿站24处。")
    link = re.search(r'href="([^"]+#told)"', page(client, f"{MEMBERS}&from=2021&to=2021"))
    section = article.sections.first()
    assert link is not None and section is not None
    section.text = f"新的一段，慰问职工300户。\n{section.text}"
    section.save()
    told = re.search(
        r'<mark class="told" id="told">(.*?)</mark>', client.get(unescape(link[1])).content.decode(), re.S
    )
    assert told is not None
    assert re.sub(r"<[^>]+>", "", told[1]) == "会员总数5.2万人。"


def test_a_link_to_a_sentence_that_was_changed_says_so(client: Client) -> None:
    article = report("会员总数5.2万人。")
    address = Figure.objects.get().get_absolute_url()
    section = article.sections.get()
    section.text = "会员总数6万人。"
    section.save()
    text = client.get(address).content.decode()
    assert "这一句改过了" in text and 'id="told"' not in text


def test_of_several_reports_that_of_the_year_itself_speaks(client: Client) -> None:
    report("2021年，会员总数5.1万人。", years=(2022, 2022))
    report("会员总数5.2万人。", years=(2021, 2021))
    assert cells(client, f"{MEMBERS}&from=2021&to=2021") == ["52,000 另 1 处"]


def test_numbers_of_drafts_and_of_other_unions_are_in_no_cell(client: Client) -> None:
    report("会员总数5.2万人。", status=Article.Status.DRAFT)
    report("石桥县总工会新建工会组织45家。")
    assert cells(client, f"{MEMBERS}&from=2021&to=2021") == ["未载"]
    assert cells(client, "indicator=new_unions&region=990102&from=2021&to=2021") == ["未载"]


def test_places_are_added_by_name_and_unclear_ones_are_asked_for(client: Client) -> None:
    region = factories.region("990102")
    answer = client.get(SHEET, {"indicator": "members", "place": region.name})
    assert answer.status_code == 302 and "region=990102" in answer["Location"]
    assert "没有这样的地区" in page(client, "place=乌有县")


def test_without_a_choice_the_places_stand_there_that_tell_the_most(client: Client) -> None:
    report("会员总数5.2万人。")
    assert factories.region("990102").name in page(client, "")


@pytest.mark.parametrize("query", ["indicator=nothing", "region=000000", "under=x"])
def test_what_there_is_not_is_no_page(client: Client, query: str) -> None:
    page(client, query, status=404)


@pytest.mark.parametrize("query", ["from=abcd", "to=12", "from=٢٠٢١", "from=9999"])
def test_years_that_are_none_are_refused(client: Client, query: str) -> None:
    page(client, query, status=400)


def test_nonsense_in_the_address_of_a_sentence_is_refused(client: Client) -> None:
    article = report("会员总数5.2万人。")
    address = reverse("archive:article-figures", args=[article.pk])
    for nth in ("0", "-1", "x", "²", "9" * 30):
        assert client.get(address, {"at": "p1", "words": "5.2万人", "nth": nth}).status_code == 400
    assert client.get(address, {"at": "p1", "words": "5.2万人"}).status_code == 200


def test_the_sheet_asks_the_database_as_often_for_much_as_for_little(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for year in range(2012, 2022):
        report("基层工会486家，会员总数5.2万人。\n新建工会组织12家。", years=(year, year))
        report("会员总数3万人。", years=(year, year), place="990103")
    query = "indicator=members&indicator=new_unions&indicator=grassroots_unions&region=990102&region=990103&from=2012&to=2021"
    with django_assert_max_num_queries(12):
        assert page(client, query).count("told-cell") == 40


def left_out(client: Client, query: str, *, of: str = SHEET) -> dict[str, str]:
    """What a page says that it has no room for, with the address that it gives for it."""
    notes = re.findall(r'<p class="note">(.*?)</p>', page(client, query, of=of))
    told = [(note, re.search(r'<a href="(.*?)"', note)) for note in notes]
    return {re.sub("<.*?>", "", note): unescape(link[1]) if link else "" for note, link in told}


def test_indicators_beyond_what_a_sheet_holds_are_named_and_linked(client: Client) -> None:
    report("会员总数5.2万人。")
    codes = list(indicators())[:12]
    asked = "&".join(f"indicator={code}" for code in codes) + "&region=990102&from=2021&to=2021"
    ((words, link),) = left_out(client, asked).items()
    names = "、".join(indicators()[code].name for code in codes[10:])
    assert words == f"一次最多列 10 个指标，没有列出 {names}。 看没有列出的"
    rest = page(client, link.removeprefix("?"))
    assert indicators()[codes[11]].name in rest and "没有列出" not in rest


def test_years_beyond_what_a_sheet_holds_are_named_and_linked(client: Client) -> None:
    for year in (1990, 2021):
        report(f"会员总数{year}人。", years=(year, year))
    ((words, link),) = left_out(client, f"{MEMBERS}&from=1990&to=2021").items()
    assert words.startswith("一次最多列 20 年，没有列出 1990—2001。")
    assert "1,990" in cells(client, link.removeprefix("?"))
    assert any("最近 8 年，没有列出 1990—2013" in words for words in left_out(client, MEMBERS))


def test_divisions_beyond_what_a_page_holds_are_named_and_linked(client: Client) -> None:
    report("会员总数5.2万人。")
    codes = list(Region.objects.current().order_by("code").values_list("code", flat=True)[:12])
    asked = "indicator=members&from=2021&to=2021" + "".join(f"&region={code}" for code in codes)
    ((words, link),) = left_out(client, asked, of=reverse("archive:series")).items()
    assert "一次最多列 6 个地区" in words and "等 6 个" in words
    assert QueryDict(link.removeprefix("?")).getlist("region") == codes[6:]
    assert not left_out(client, asked)


def test_divisions_that_nobody_asked_for_are_said_to_be_chosen(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    report("会员总数5.2万人。")
    assert not left_out(client, "indicator=members&from=2021&to=2021")
    monkeypatch.setattr(places, "USUAL_REGIONS", 1)
    assert "没有指定地区，列的是写到最多的 1 个。" in left_out(client, "indicator=members&from=2021&to=2021")


def test_a_chart_that_nobody_named_divisions_for_has_those_told_the_most_and_says_so(client: Client) -> None:
    current = Region.objects.current().with_path().filter(level="county")[:8]
    regions = sorted(current, key=lambda region: [step.pinyin for step in region.path])
    for region in regions:
        report("会员总数5.2万人。", place=region.code)
    for region in regions[-2:]:
        report("会员总数5.1万人。", place=region.code, years=(2020, 2020))
    asked, series = "indicator=members&from=2020&to=2021", reverse("archive:series")
    shown = client.get(f"{series}?{asked}").context["question"].regions
    assert len(shown) == 6 and set(regions[-2:]) <= set(shown)
    assert "没有指定地区，列的是写到最多的 6 个。" in left_out(client, asked, of=series)
    assert not left_out(client, asked)


def test_the_files_of_a_sheet_say_what_there_was_no_room_for(client: Client) -> None:
    for year in (1990, 2021):
        report(f"会员总数{year}人。", years=(year, year))
    asked = QueryDict(f"{MEMBERS}&from=1990&to=2021")
    told = {
        form: b"".join(client.get(reverse("archive:sheet-file", args=[form]), asked)).decode(errors="replace")
        for form in ("csv", "json")
    }
    assert all("一次最多列 20 年，没有列出 1990—2001。" in text for text in told.values())


def test_names_beyond_what_is_looked_up_at_once_are_told(client: Client) -> None:
    names = " ".join(f"乌有{number}县" for number in range(22))
    assert "没有加上：乌有20县 乌有21县" in page(client, urlencode({"place": names}))


def test_more_divisions_than_there_can_be_are_refused(client: Client) -> None:
    page(client, "&".join(f"region={code}" for code in range(1_001)), status=400)
