"""Numbers taken away: numbers are numbers, each leads to its sentence, and no text becomes a formula."""

import csv
import json
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, Unpack

import pytest
import xlsxwriter
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from archive.files import spreadsheets
from archive.files.spreadsheets import Linked
from archive.ledger import exports, keeping
from archive.models import Article, Figure
from tests import factories
from tests.factories import ArticleFields

pytestmark = pytest.mark.django_db
QUESTION = {"indicator": ["members", "new_unions"], "region": "990102", "from": "2019", "to": "2022"}


def report(text: str, *, years: tuple[int, int] = (2021, 2021), **fields: Unpack[ArticleFields]) -> Article:
    fields.setdefault("issuer", "青禾区总工会")
    return factories.article(years=years, sections=[(None, text)], **fields)


@pytest.fixture
def reports() -> None:
    report("会员总数突破5.2万人，比上年净增1.1万人。建会率97.8%。", title="=1+1的综述")
    report("会员总数4.9万人。", years=(2020, 2020))
    report("五年来，新建工会组织312家。", years=(2018, 2022))
    keeping.read_waiting()


def file(client: Client, kind: str, form: str, query: Any = None) -> bytes:
    response = client.get(reverse(f"archive:{kind}-file", args=[form]), QUESTION if query is None else query)
    assert response.status_code == 200
    return response.getvalue()


def test_the_workbook_of_the_sheet_has_numbers_that_lead_to_their_sentences(
    client: Client, reports: None
) -> None:
    book = load_workbook(BytesIO(file(client, "sheet", "xlsx")))
    assert book.sheetnames == ["对比表", "明细", "说明"]
    head, new_unions, members = book["对比表"].iter_rows()
    assert [cell.value for cell in head] == ["指标", "单位", "地区", "2022", "2021", "2020", "2019"]
    assert [cell.value for cell in members][3:] == ["未载", 52000, 49000, "未载"]
    assert [cell.value for cell in new_unions][3:] == ["跨年 312 (2018—2022)"] * 4
    figure = Figure.objects.get(words="突破5.2万人")
    assert members[4].hyperlink.target + "#" + members[4].hyperlink.location == (
        f"http://testserver{figure.get_absolute_url()}"
    )
    assert members[4].data_type == "n"


def test_every_number_of_the_details_has_its_sentence_and_its_link(client: Client, reports: None) -> None:
    book = load_workbook(BytesIO(file(client, "numbers", "xlsx", {"q": "会员总数", "all": "1"})))
    head, *rows = book["明细"].iter_rows()
    columns = {cell.value: place for place, cell in enumerate(head)}
    assert len(rows) == 3 and all(row[columns["数值"]].hyperlink for row in rows)
    assert {row[columns["数值"]].value for row in rows} == {52000, 49000, 11000}
    assert all(row[columns["原文"]].value in row[columns["句子"]].value for row in rows)


def test_no_text_becomes_a_formula_in_any_file(client: Client, reports: None) -> None:
    book = load_workbook(BytesIO(file(client, "numbers", "xlsx", {"q": "会员总数"})))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "=1+1的综述" in {cell.value for cell in cells} and "f" not in {cell.data_type for cell in cells}
    assert "'=1+1的综述" in file(client, "numbers", "csv", {"q": "会员总数"}).decode()


def test_the_notes_say_what_the_numbers_are_and_where_they_were_asked_for(
    client: Client, reports: None
) -> None:
    notes = load_workbook(BytesIO(file(client, "sheet", "xlsx")))["说明"]
    told = {row[0].value: row[1].value for row in notes.iter_rows()}
    assert "/figures/sheet/?" in told["网址"] and "在册" in told["会员人数"] and told["未载"]


def test_more_links_than_a_sheet_holds_go_on_in_the_next_one(
    client: Client, reports: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "MOST_LINKS", 2)
    book = load_workbook(BytesIO(file(client, "numbers", "xlsx", {"q": "会员总数", "all": "1"})))
    assert book.sheetnames == ["明细", "明细 2", "说明"]
    rows = [row for name in book.sheetnames[:2] for row in list(book[name].iter_rows())[1:]]
    assert len(rows) == 3 and all(row[5].hyperlink for row in rows)
    assert spreadsheets.MOST_LINKS < 65_530


def test_the_sheet_as_csv_says_why_cells_are_empty_and_opens_in_excel(client: Client, reports: None) -> None:
    text = file(client, "sheet", "csv").decode()
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))
    told = {(row["指标"], row["年份"]): (row["数值"], row["说明"]) for row in rows}
    assert told["会员人数", "2021"] == ("52000", "另 1 处")
    assert told["会员人数", "2019"] == ("", "未载")
    assert told["新建工会数", "2021"] == ("", "跨年 312 (2018—2022)")


def test_json_has_the_names_of_the_other_commands(client: Client, reports: None) -> None:
    found = json.loads(file(client, "sheet", "json"))
    states = {(cell["indicator"], cell["year"]): cell["state"] for cell in found["cells"]}
    assert states["members", 2021] == "told" and states["new_unions", 2021] == "span"
    told = json.loads(file(client, "numbers", "json", {"indicator": "union_rate"}))
    assert told["total"] == 1
    figure = told["figures"][0]
    assert (figure["value"], figure["unit"], figure["text"], figure["division"]) == (
        97.8,
        "%",
        "97.8%",
        "990102",
    )


def test_a_long_list_says_that_it_is_cut(
    client: Client, reports: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "MOST_ROWS", 2)
    found = json.loads(file(client, "numbers", "json", {"q": "会员总数", "all": "1"}))
    assert (found["total"], found["truncated"], len(found["figures"])) == (3, True, 2)
    assert "只列出前 2 处，共 3 处" in file(client, "numbers", "csv", {"q": "会员总数", "all": "1"}).decode()


def test_a_number_with_an_address_too_long_for_excel_is_written_without_it(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "long.xlsx") as book:
        sheet = spreadsheets.Sheet(book, "a")
        for length in (spreadsheets.LONGEST_LINK, spreadsheets.LONGEST_LINK + 1):
            address = f"http://a.cn/{'x' * (length - len('http://a.cn/'))}"
            sheet.row((Linked(Decimal("5.2"), address), Linked("五", address)))
    linked, plain = load_workbook(tmp_path / "long.xlsx")["a"].iter_rows()
    assert [cell.value for cell in linked] == [cell.value for cell in plain] == [5.2, "五"]
    assert all(cell.hyperlink for cell in linked) and not any(cell.hyperlink for cell in plain)


def test_details_tell_a_place_with_all_above_it_and_another_union_in_its_own_words(client: Client) -> None:
    report("会员总数5.2万人。石桥县总工会建成职工书屋12家。")
    keeping.read_waiting()
    text = file(client, "numbers", "csv", {"least": "1", "all": "1"}).decode().removeprefix("\ufeff")
    told = {row["原文"]: row for row in csv.DictReader(StringIO(text))}
    assert told["5.2万人"]["地区"].endswith(" › 青禾区") and told["5.2万人"]["区划代码"] == "990102"
    assert (told["12家"]["地区"], told["12家"]["区划代码"]) == ("石桥县", "")


def test_another_ending_is_no_file(client: Client) -> None:
    for kind in ("sheet", "numbers"):
        assert client.get(reverse(f"archive:{kind}-file", args=["exe"])).status_code == 404


def test_the_pages_offer_their_files(client: Client, reports: None) -> None:
    for kind in ("sheet", "numbers"):
        page = client.get(reverse(f"archive:{kind}"), QUESTION).content.decode()
        for form in ("xlsx", "csv", "json"):
            assert f'href="{reverse(f"archive:{kind}-file", args=[form])}?indicator=members' in page


def exported(*arguments: str) -> str:
    out = StringIO()
    call_command("export_figures", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_the_command_gives_every_number_with_its_address(reports: None) -> None:
    lines = [
        json.loads(line)
        for line in exported("--format", "jsonl", "--site", "https://zs.example.cn/").splitlines()
    ]
    assert len(lines) == Figure.objects.count()
    assert all(line["url"].startswith("https://zs.example.cn/articles/") for line in lines)


def test_the_command_takes_conditions(reports: None) -> None:
    rows = list(csv.DictReader(StringIO(exported("--where", "会员总数>5万").removeprefix("\ufeff"))))
    assert [row["原文"] for row in rows] == ["突破5.2万人"]
    assert "49000" in exported("--indicator", "members", "--to", "2020", "--headlines")


def test_the_command_writes_a_workbook(reports: None, tmp_path: Path) -> None:
    exported("--format", "xlsx", "--output", str(tmp_path / "数字.xlsx"), "--site", "http://zs.example.cn")
    book = load_workbook(tmp_path / "数字.xlsx")
    assert book.sheetnames == ["明细", "说明"]
    rows = list(book["明细"].iter_rows(min_row=2))
    assert len([row for row in rows if row[5].hyperlink]) == len(rows) == Figure.objects.count()


@pytest.mark.parametrize(
    "arguments",
    [
        ("--format", "xlsx", "--site", "http://zs.example.cn"),
        ("--format", "xlsx", "--output", "numbers.xlsx"),
        ("--where", "乌有之数>3"),
        ("--indicator", "nothing"),
        ("--from", "x"),
        ("--output", "/nowhere/at/all.csv"),
    ],
)
def test_the_command_says_what_is_wrong(reports: None, arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        exported(*arguments)


def test_a_file_asks_the_database_as_often_for_much_as_for_little(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for year in range(2000, 2022):
        report("会员总数5.2万人。新建工会组织45家。", years=(year, year))
    keeping.read_waiting()
    with django_assert_max_num_queries(10):
        file(client, "sheet", "xlsx", QUESTION | {"from": "2002", "to": "2021"})
    with django_assert_max_num_queries(10):
        file(client, "numbers", "xlsx", {"indicator": "members"})


def test_a_printed_workbook_has_its_heads_on_every_page_and_is_large_enough_to_be_read(
    client: Client, reports: None
) -> None:
    sheet, details = load_workbook(BytesIO(file(client, "sheet", "xlsx"))).worksheets[:2]
    for page in (sheet, details):
        assert page.page_setup.orientation == "landscape" and page.print_title_rows == "$1:$1"
        assert page.sheet_properties.pageSetUpPr.fitToPage and page.page_setup.fitToHeight == 0
    assert (sheet.page_setup.fitToWidth, sheet.print_title_cols) == (None, None)  # one page holds a row
    assert (details.page_setup.fitToWidth, details.print_title_cols) == (2, "$A:$A")  # twenty columns
    assert details.page_setup.pageOrder == "overThenDown"
