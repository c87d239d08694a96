"""What is made of a result for a desk: places by years, passages with sources, a record of a search, the originals."""

import csv
import io
import re
from html import unescape
from io import BytesIO, StringIO
from zipfile import ZipFile

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode
from docx import Document
from pytest_django import DjangoAssertNumQueries

from archive.models import Article, SourceDocument
from search import originals_zip, passages_document, views_of_files
from search.box import names
from tests import factories
from tests.test_search_page import index

pytestmark = pytest.mark.django_db

STATION = [(None, "车站建成驿站八家。"), ("暖心", "驿站里有热水。\n别的一段。")]


def asked(view: str, query: str = "", /, **parameters: str | list[str]) -> str:
    pairs = {"q": query, **parameters} if query else parameters
    return f"{reverse(f'search:{view}')}?{urlencode(pairs, doseq=True)}"


def body(client: Client, address: str) -> bytes:
    response = client.get(address)
    assert response.status_code == 200
    return response.getvalue()


def text(client: Client, address: str) -> str:
    return unescape(body(client, address).decode())


# --- places by years


@pytest.fixture
def stations() -> None:
    """Two counties of 云川市, its own review of two years, and one of a county elsewhere."""
    factories.article(place="990102", years=(2019, 2019), sections=STATION)
    factories.article(place="990122", years=(2019, 2019), sections=STATION)
    factories.article(place="990100", years=(2019, 2020), sections=STATION)
    factories.article(place="990202", years=(2020, 2020), sections=STATION)
    factories.article(place="990102", years=(2020, 2020))
    factories.article(place=None, years=None, sections=STATION)
    index()


def table(client: Client, **parameters: str) -> list[dict[str, str]]:
    content = body(client, asked("by-place-csv", "驿站", **parameters)).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(content)))


@pytest.mark.usefixtures("stations")
def test_each_city_has_its_number_in_each_year_with_what_is_below_it(client: Client) -> None:
    lines = {row["地区"]: row for row in table(client)}
    assert list(lines) == ["示例省", "示例省 › 云川市", "示例省 › 海澜市", "地区不详", "全部"]
    city = lines["示例省 › 云川市"]
    assert (city["2020"], city["2019"], city["篇数"], city["区划代码"]) == ("1", "3", "3", "990100")
    assert (lines["示例省"]["2020"], lines["示例省"]["2019"], lines["示例省"]["篇数"]) == ("2", "3", "4")
    assert (lines["地区不详"]["年份不详"], lines["全部"]["篇数"]) == ("1", "5")


@pytest.mark.usefixtures("stations")
def test_every_number_is_that_of_the_search_that_it_leads_to(client: Client) -> None:
    for level in ("province", "prefecture", "county"):
        page = text(client, asked("by-place", "驿站", by=level))
        cells = re.findall(r'<td><a href="(/search/\?[^"]+)">(\d+)</a></td>', page)
        assert len(cells) > 5
        for address, number in dict(cells).items():
            assert f"共 <strong>{number}</strong> 篇" in text(client, address), address


@pytest.mark.usefixtures("stations")
def test_below_a_chosen_city_its_counties_are_listed(client: Client) -> None:
    lines = [row["地区"] for row in table(client, region="990100")]
    assert lines == ["示例省 › 云川市", "示例省 › 云川市 › 青禾区", "示例省 › 云川市 › 临江县", "全部"] or (
        "示例省 › 海澜市" not in lines and len(lines) == 4
    )


@pytest.mark.usefixtures("stations")
def test_the_table_is_a_workbook_that_says_what_was_asked(client: Client) -> None:
    book = openpyxl.load_workbook(BytesIO(body(client, asked("by-place-xlsx", "驿站"))))
    numbers, question = book.worksheets
    assert [cell.value for cell in numbers[1]][:2] == ["地区", "区划代码"]
    assert numbers["F2"].value == 4
    assert question["B2"].value == "驿站"


def test_an_unknown_level_is_the_usual_one_and_nothing_found_is_no_table(client: Client) -> None:
    index()
    assert "没有可以列出的地区" in text(client, asked("by-place", "驿站", by="x"))


# --- passages


def document(client: Client, query: str, /, **parameters: str | list[str]) -> list[str]:
    written = Document(BytesIO(body(client, asked("passages", query, **parameters))))
    return [paragraph.text for paragraph in written.paragraphs]


def test_all_paragraphs_on_a_word_stand_in_one_document_with_their_sources(client: Client) -> None:
    first = factories.article(sections=STATION, newspaper="云川日报", title="一篇")
    factories.article(years=(2020, 2020), sections=[(None, "没有写到。")])
    index()
    lines = document(client, "驿站")
    assert "车站建成驿站八家。" in lines
    assert "（暖心）驿站里有热水。" in lines
    assert not any("别的一段" in line or "没有写到" in line for line in lines)
    (reference,) = [line for line in lines if "一篇" in line]
    assert f"http://testserver{first.get_absolute_url()}" in reference


def test_the_words_that_were_looked_for_are_bold(client: Client) -> None:
    factories.article(sections=STATION)
    index()
    written = Document(BytesIO(body(client, asked("passages", "驿站"))))
    assert [run.text for p in written.paragraphs for run in p.runs if run.bold] == ["驿站", "驿站"]


def test_a_document_past_its_bound_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passages_document, "MOST_ARTICLES", 1)
    for _ in range(2):
        factories.article(sections=STATION)
    index()
    lines = document(client, "驿站")
    assert any("只摘录前 1 篇" in line for line in lines)
    assert lines.count("车站建成驿站八家。") == 1


# --- a record for a report


def test_not_found_is_recorded_with_its_day_and_the_size_of_the_archive(client: Client) -> None:
    factories.article(years=(2012, 2012))
    factories.article(place="990122", years=(2024, 2024))
    factories.article(status=Article.Status.DRAFT, years=(1999, 1999))
    index()
    page = text(client, asked("record", "无人机"))
    assert re.search(
        r"20\d\d-\d\d-\d\d \d\d:\d\d 在工会工作综述档案库（2 篇综述，2012—2024 年，涉及 2 个地区", page
    )
    assert "检索含有“无人机”：未见。http://testserver/search/?q=" in page
    assert "逐字查过" in page
    words = body(client, asked("record-text", "无人机")).decode("utf-8-sig")
    assert "未见" in words.splitlines()[0]


def test_a_record_never_says_not_found_where_the_page_does_not(client: Client) -> None:
    factories.article(furniture=["无人机编辑部"])
    index()
    assert "还不能写作“未见”" in text(client, asked("record", "无人机"))
    factories.article(sections=[(None, "无人机来了。")])
    index()
    assert "：1 篇" in text(client, asked("record", "无人机"))


def test_the_page_of_a_result_leads_to_all_of_them(client: Client) -> None:
    factories.article(sections=STATION)
    index()
    page = text(client, asked("search", "驿站"))
    for view in ("by-place", "passages", "originals", "record"):
        assert f'href="{asked(view, "驿站")}"' in page
    assert f'href="{asked("record", "无人机")}"' in text(client, asked("search", "无人机"))


# --- the originals


def zipped(client: Client, **parameters: str | list[str]) -> tuple[dict[str, bytes], list[dict[str, str]]]:
    with ZipFile(io.BytesIO(body(client, asked("originals", **parameters)))) as files:
        content = {name: files.read(name) for name in files.namelist()}
    contents = content.pop("目录.csv").decode("utf-8-sig")
    return content, list(csv.DictReader(StringIO(contents)))


def test_the_originals_of_a_county_are_one_zip_byte_for_byte(client: Client) -> None:
    own = [
        factories.article(place="990102", source=factories.source(f"原文{n}\r\n".encode("gb18030")))
        for n in range(2)
    ]
    factories.article(place="990202")
    index()
    files, contents = zipped(client, region="990102")
    assert sorted(files.values()) == sorted(bytes(one.source.content) for one in own)
    assert all(name.startswith("2019 年 青禾区 综述-") for name in files)
    assert {row["文件"] for row in contents} == set(files)
    assert {int(row["编号"]) for row in contents} == {one.pk for one in own}


def test_files_of_one_name_and_several_articles_of_one_file_are_each_there_once(client: Client) -> None:
    shared = factories.source(b"two in one")
    for _ in range(2):
        factories.article(source=shared)
    other = factories.article(source=factories.source(b"other"))
    SourceDocument.objects.update(name="../../综述.txt")
    index()
    files, contents = zipped(client)
    assert sorted(files) == ["2019 年 青禾区 综述 (2).txt", "2019 年 青禾区 综述.txt"]
    assert len(contents) == 3
    assert bytes(other.source.content) in files.values()


def test_an_original_that_is_no_longer_what_was_handed_in_is_told_and_left_out(client: Client) -> None:
    factories.article()
    bad = factories.article()
    SourceDocument.objects.filter(pk=bad.source.pk).update(content=b"altered")
    index()
    files, contents = zipped(client)
    assert len(files) == 1
    assert [row["备注"] for row in contents if row["编号"] == str(bad.pk)] == ["原件已损坏，没有放进来"]


def test_a_zip_has_bounds_and_tells_what_is_left_out(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(originals_zip, "MOST_FILES", 1)
    for _ in range(2):
        factories.article()
    index()
    files, contents = zipped(client)
    assert len(files) == 1
    assert sorted(row["备注"] for row in contents) == ["", "超过一个压缩包的限度，没有放进来"]


@pytest.mark.parametrize(
    "view", ["by-place", "by-place-csv", "passages", "originals", "record", "record-text"]
)
def test_a_query_past_the_bounds_is_refused_with_the_reason(client: Client, view: str) -> None:
    index()
    assert client.get(asked(view, "（" * 60 + "甲")).status_code in {200, 400}
    assert client.get(asked(view, "词 " * 300)).status_code == 400


def test_queries_do_not_grow_with_the_result(
    client: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Names of places are looked at anew by the clock, which may fall between the two rounds on a slow machine.
    monkeypatch.setattr(names, "LOOK_AGAIN_AFTER", float("inf"))
    names.names()

    def counted(view: str) -> int:
        with django_assert_max_num_queries(14) as made:
            body(client, asked(view, "驿站"))
        return len(made)

    views = ("by-place", "passages", "record")
    places = ("990102", "990122", "990181", "990202", "990221")
    before: dict[str, int] = {}
    for repeat in range(2):
        for place in places:
            factories.article(place=place, years=(2015 + repeat, 2016 + repeat), sections=STATION)
        index()
        if not before:  # the divisions are read once for their state, by whoever is the first to ask
            counted("by-place")
        found = {view: counted(view) for view in views}
        assert not before or found == before
        before = found


def test_more_places_than_a_page_holds_stand_in_the_file(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views_of_files, "MOST_LINES", 1)
    factories.article(sections=STATION)
    index()
    assert "还有 1 个地区，在下载的表里" in text(client, asked("by-place", "驿站"))
    assert len(table(client)) == 3
