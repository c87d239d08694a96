"""Results to take away: what stands in the files, and that no spreadsheet reads it otherwise."""

# ruff: noqa: RUF001 (full-width signs belong to what is tested)

import csv
import json
from io import BytesIO, StringIO
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest
from django.test import Client

from archive.files.table_cells import starts_a_formula
from tests import factories
from tests.test_search_page import index, url

pytestmark = pytest.mark.django_db


def exported(client: Client, view: str, query: str, **parameters: str) -> tuple[bytes, str]:
    response = client.get(url(query, **parameters).replace("/search/", f"/search/{view}"))
    return response.getvalue(), response["Content-Disposition"]


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))


def sheets_of(content: bytes) -> list[list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(BytesIO(content))
    return [[tuple(cell.value for cell in row) for row in sheet.iter_rows()] for sheet in book.worksheets]


def test_files_tell_how_each_article_holds_the_search_and_show_its_passages(client: Client) -> None:
    factories.article(title="原样一", sections=[(None, "工会服务职工在身边。")])
    factories.article(title="原样二", sections=[(None, "工会服务职工不停步。")])
    factories.article(title="分开的", sections=[(None, "职工说工会好。"), (None, "优质服务。")])
    index()
    *exact, wider = rows_of(exported(client, "export.csv", "工会服务职工")[0])
    assert {row["怎样含有"] for row in exact} == {"原样"}
    assert (wider["标题"], wider["怎样含有"], wider["处数"]) == ("分开的", "分开写到", "3")
    assert wider["摘录 1"] == "职工说工会好。"
    data = json.loads(exported(client, "export.json", "工会服务职工")[0])
    assert (data["total"], data["exact"], data["wider"]) == (3, 2, 1)
    last = data["articles"][-1]
    assert (last["exact"], last["places"]) == (False, 3)
    assert last["passages"][0]["text"] == "职工说工会好。"
    assert len(rows_of(exported(client, "export.csv", "工会服务职工", exact="1")[0])) == 2


def test_every_place_of_a_search_is_counted_in_the_table(client: Client) -> None:
    factories.article(title="多处", sections=[(None, "药" * 3 + "，药。"), (None, "没有。药")])
    index()
    (row,) = rows_of(exported(client, "export.csv", "药")[0])
    assert row["处数"] == "5"


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "＝1+1",
        "＋1",
        "＠SUM(A1)",
        "－1",
        "-1",
        "−1",
        "﹣1",
        "\u200b=1+1",
        "\u3000＝1",
        "\ufeff=1",
        "+86 10",
    ],
)
def test_no_cell_of_a_table_can_be_run_as_a_formula(client: Client, text: str) -> None:
    assert starts_a_formula(text)
    factories.article(title="题", newspaper=text, sections=[(None, "药")])
    index()
    (row,) = rows_of(exported(client, "export.csv", "药")[0])
    assert row["报纸"].startswith("'")
    book = openpyxl.load_workbook(BytesIO(exported(client, "export.xlsx", "药")[0]))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value == text]
    assert [(cell.data_type, cell.quotePrefix) for cell in cells] == [("s", True)]


@pytest.mark.parametrize("text", ["——二〇一九年工作综述", "1-2", "（＝）", "", "\u200b"])
def test_dashes_and_signs_inside_are_left_as_they_are(text: str) -> None:
    assert not starts_a_formula(text)


@pytest.mark.parametrize("break_", ["\t", "\r", "\n"])
def test_a_break_before_a_sign_hides_no_formula(break_: str) -> None:
    assert starts_a_formula(f"{break_}=1+1")


def test_a_workbook_keeps_pages_dates_and_long_numbers_as_they_are_written(client: Client) -> None:
    for label in ("03", "1-2", "123456789012345678"):
        factories.article(title=f"版面{label}", page_label=label, place="990102", sections=[(None, "药")])
    index()
    result, question = sheets_of(exported(client, "export.xlsx", "药")[0])
    head, *rows = result
    assert sorted(row[head.index("版面")] for row in rows) == ["03", "1-2", "123456789012345678"]
    assert {row[head.index("区划代码")] for row in rows} == {"990102"}
    assert all(isinstance(row[head.index("处数")], int) for row in rows)
    told = dict(row[:2] for row in question)
    assert told["检索"] == "含有“药”"
    assert (told["原样含有"], told["分开写到"]) == (3, 0)
    assert told["网址"] == "http://testserver" + url("药")


def test_signs_that_xml_cannot_hold_do_not_spoil_a_workbook(client: Client) -> None:
    factories.article(title="坏\uffff字\x0b体", sections=[(None, "药" + "长" * 100)])
    index()
    result, _question = sheets_of(exported(client, "export.xlsx", "药")[0])
    assert str(result[1][1]).startswith("坏字")


@pytest.mark.parametrize(("view", "suffix"), [("export.xlsx", "xlsx"), ("export.csv", "csv")])
def test_files_are_named_after_the_search(client: Client, view: str, suffix: str) -> None:
    factories.article(place="990102", sections=[(None, "药")])
    index()
    _content, disposition = exported(client, view, 'a/b:"工会" | 职工*？', region="990100")
    assert disposition.startswith(f"attachment; filename=\"reviews.{suffix}\"; filename*=UTF-8''")
    name = unquote(disposition.partition("''")[2])
    assert name.startswith("综述检索 ")
    assert "工会" in name
    assert name.endswith(f".{suffix}")
    assert not set('/\\:*?"<>|') & set(name)
    _content, long = exported(client, view, "会" * 200)
    assert len(unquote(long.partition("''")[2]).encode()) < 255


def test_files_say_what_was_left_out_of_the_question(client: Client) -> None:
    factories.article(title="题", sections=[(None, "药")])
    index()
    told = "没有“foo”这种体裁，已略去。"
    for query, notes in (("药", [told]), ("（药", [told, "括号没有成对，已在末尾补上。"])):
        assert json.loads(exported(client, "export.json", query, kind="foo")[0])["notes"] == notes
        _row, *below = rows_of(exported(client, "export.csv", query, kind="foo")[0])
        assert [row["编号"] for row in below] == notes
        result, _question = sheets_of(exported(client, "export.xlsx", query, kind="foo")[0])
        assert [row[0] for row in result[2:]] == notes
    assert json.loads(exported(client, "export.json", "药")[0])["notes"] == []
