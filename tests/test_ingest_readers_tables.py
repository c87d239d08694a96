"""Lists that archives keep, one review a row: the columns by their names, each row an article of its own."""

import io
from collections.abc import Sequence

import pytest
import xlsxwriter

from archive.ingest.pipeline import read_file
from archive.ingest.readers.registry import CONTAINERS, container_of
from archive.ingest.readers.review_tables import Row, page_of
from archive.ingest.records import ReviewRecord, UnreadableFile
from archive.intake import HandedIn, Outcome, open_packed
from tests.pages import BODY
from tests.saved_as import as_csv, as_workbook

HEAD = ("序号", "县区", "年份", "题名", "副题", "作者", "报纸", "日期", "版次", "正文")
TEXT = "\n".join((BODY[0], "建会入会有热度", BODY[1], "竞赛练兵有力度", BODY[2]))


def row(number: int, **changes: object) -> list[object]:
    values = dict(
        zip(
            HEAD,
            (number, "青禾区", 2019, f"一盏灯照亮{number}条街", "——青禾区总工会2019年工作综述", "涂远、方永昌", "示例日报", "2020-01-09", "07", TEXT),
            strict=True,
        )
    )  # fmt: skip
    return list((values | changes).values())


def merged(rows: Sequence[Sequence[object]], cells: str) -> bytes:
    """The rows with some cells of one column made one."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for line, values in enumerate(rows):
            sheet.write_row(line, 0, values)
        sheet.merge_range(cells, rows[1][HEAD.index("报纸")])
    return buffer.getvalue()


def opened(data: bytes, name: str = "列表.xlsx") -> list[HandedIn]:
    return list(open_packed(HandedIn(name, data)))


def read(data: bytes, name: str = "列表.xlsx") -> list[ReviewRecord]:
    records = []
    for file in opened(data, name):
        assert file.content, file.error_code
        (record,) = read_file(file.content, file.name).records
        records.append(record)
    return records


def test_each_row_is_an_article_with_the_roles_that_the_head_names() -> None:
    first, second = read(as_workbook([HEAD, row(1), row(2)]))
    assert first.title
    assert first.subtitle
    assert (first.title.text, first.subtitle.text) == ("一盏灯照亮1条街", "——青禾区总工会2019年工作综述")
    assert [line.text for line in first.bylines] == ["涂远、方永昌"]
    assert [section.heading.text for section in first.sections if section.heading] == [
        "建会入会有热度",
        "竞赛练兵有力度",
    ]
    assert [part.text for section in first.sections for part in section.paragraphs] == list(BODY)
    assert first.newspaper
    assert first.published_on
    assert first.page
    assert (first.newspaper.text, first.published_on.text, first.page.text) == (
        "示例日报",
        "2020-01-09",
        "第07版",
    )
    assert second.title
    assert second.title.text == "一盏灯照亮2条街"


def test_a_row_is_named_by_its_place_its_year_its_line_and_its_title() -> None:
    assert [file.name for file in opened(as_workbook([HEAD, row(1)]))] == [
        "列表.xlsx/青禾区 2019年/第2行 一盏灯照亮1条街.html"
    ]


@pytest.mark.parametrize("separator", [",", "\t", ";", "|", "，"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("name", ["列表.csv", "列表.xls", "列表.txt", "列表"])
def test_a_text_with_separators_is_such_a_list_under_any_name(
    name: str, encoding: str, separator: str
) -> None:
    data = as_csv([HEAD, row(1), row(2)], separator=separator, encoding=encoding)
    assert len(opened(data, name)) == 2
    assert read(data, name)[1].title


def test_a_page_with_a_table_is_such_a_list_where_it_is_called_a_as_workbook() -> None:
    cells = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in line) + "</tr>" for line in (HEAD, row(1))
    )
    page = f"<html><meta charset=utf-8><style>td{{}}</style><table>{cells}</table>".replace(
        "\n", "<br>"
    ).encode()
    (record,) = read(page, "导出.xls")
    assert next(section.heading.text for section in record.sections if section.heading) == "建会入会有热度"
    assert container_of(page, "导出.html") is None


def test_the_head_may_stand_below_a_title_and_names_may_be_written_in_other_ways() -> None:
    head = ["题 目*", "全文：", "刊发日期（年月日）", "媒体"]
    rows = [["2019年综述汇总"], [], head, ["一盏灯照亮一条街", TEXT, "2020/1/9", "示例日报"]]
    (record,) = read(as_workbook(rows))
    assert record.published_on
    assert record.published_on.text == "2020-01-09"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2020-01-09 00:00:00", "2020年1月9日"),
        ("20200109", "2020年1月9日"),
        ("43839", "2020年1月9日"),
        ("2020.1.9", "2020年1月9日"),
        ("元月九日", "元月九日"),
    ],
)
def test_days_are_read_as_lists_write_them(written: str, day: str) -> None:
    assert f"<aside><p>{day}</p></aside>" in page_of(Row(2, {"date": written, "body": TEXT}, ()))


def test_columns_that_are_not_known_stand_beside_the_article() -> None:
    (record,) = read(as_workbook([(*HEAD, "备注2"), [*row(1), "获一等奖"]]))
    assert any("备注2：获一等奖" in line.text for line in record.furniture)


def test_one_newspaper_beside_several_rows_is_that_of_each() -> None:
    rows = [HEAD, row(1), row(2, 报纸="")]
    column = chr(ord("A") + HEAD.index("报纸"))
    papers = [record.newspaper for record in read(merged(rows, f"{column}2:{column}3"))]
    assert [paper.text for paper in papers if paper] == ["示例日报", "示例日报"]


def test_every_sheet_with_a_head_is_read_and_hidden_ones_are_not() -> None:
    sheets: list[list[Sequence[object]]] = [[HEAD, row(1)], [HEAD, row(2)], [["说明"]], [HEAD, row(3)]]
    data = as_workbook(*sheets, names=["2018年", "2019年", "说明", "旧"], hidden=3)
    assert [file.name.split("/")[1] for file in opened(data)] == ["2018年", "2019年"]


def test_rows_that_sum_up_are_none_and_those_without_a_text_are_named() -> None:
    closing = ["合计", *[""] * 8, ""]
    *files, failed = opened(as_workbook([HEAD, row(1), row(2, 正文=""), [], closing]))
    assert [file.name for file in files] == ["列表.xlsx/青禾区 2019年/第2行 一盏灯照亮1条街.html"]
    assert (failed.content, failed.error_code) == (None, "rows-without-text")
    assert "第 3 行没有正文" in (Outcome.of_unopened(failed).error or "")


def test_a_text_in_one_piece_and_one_with_tags_have_their_paragraphs() -> None:
    for body in ("　　" + "　　".join(BODY), "".join(f"<p>{line}</p>" for line in BODY)):
        (record,) = read(as_workbook([HEAD, row(1, 正文=body)]))
        assert [part.text for section in record.sections for part in section.paragraphs] == list(BODY)


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (as_workbook([["单位", "会员数"], ["甲", 1]]), "表.xlsx", "no-text-column"),
        (as_workbook([HEAD]), "表.xlsx", "rows-without-text"),
        (as_workbook([HEAD, row(1)])[:-400], "表.xlsx", "damaged"),
        ("单位,会员数\n甲,1\n".encode(), "表.csv", "no-text-column"),
        (as_csv([HEAD]) + b'"' + "长".encode() * 1_200_000, "表.csv", "damaged"),
    ],
)
def test_what_is_no_such_list_says_what_is_missing(data: bytes, name: str, code: str) -> None:
    (failed,) = opened(data, name)
    assert (failed.content, failed.error_code) == (None, code)
    assert f"“{name}”" in (Outcome.of_unopened(failed).error or "")


def test_a_page_with_commas_is_no_list() -> None:
    for text in ("\n".join(BODY), "标题,内容丰富\n" + "\n".join(BODY)):
        assert container_of(text.encode(), "综述.txt") is None


def test_a_table_within_mails_and_zips_too_deep_is_told() -> None:
    with pytest.raises(UnreadableFile, match="表格"):
        read_file(as_workbook([HEAD, row(1)]), "表.xlsx")
    assert set(CONTAINERS) == {".zip", ".eml", ".xlsx", ".csv"}
