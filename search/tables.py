"""A result as a table: CSV for programs and old habits, a workbook whose cells keep what they hold as text."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from archive.feeds import Absolute
from archive.files.spreadsheets import Sheet
from archive.files.table_cells import BYTE_ORDER_MARK, csv_line
from archive.models import Article
from archive.tables.columns import label_of
from search.documents import BlockField
from search.exports import Selection
from search.service import Hit
from search.snippets import PASSAGES_PER_HIT


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: its head, what stands in it, and its width in a workbook. Unknown is empty."""

    head: str
    read: Callable[[Hit], object]
    width: int = 12


def columns(absolute: Absolute) -> tuple[Column, ...]:
    passages = (
        Column(_("摘录 %(number)d") % {"number": place + 1}, _passage_reader(place), 50)
        for place in range(PASSAGES_PER_HIT)
    )
    return (
        Column(_("编号"), lambda hit: hit.article.pk, 7),
        Column(_("标题"), lambda hit: hit.article.display_title, 40),
        Column(_("引题"), lambda hit: hit.article.kicker, 20),
        Column(_("副标题"), lambda hit: hit.article.subtitle, 30),
        Column(_("单位"), lambda hit: hit.article.issuer, 20),
        Column(_("地区"), lambda hit: hit.article.region and hit.article.region.full_name, 26),
        Column(_("区划代码"), lambda hit: hit.article.region and hit.article.region.code, 10),
        Column(_("起始年份"), lambda hit: hit.article.period_start, 9),
        Column(_("截止年份"), lambda hit: hit.article.period_end, 9),
        Column(_("年份依据"), lambda hit: label_of(Article.PeriodBasis, hit.article.period_basis), 10),
        Column(_("体裁"), lambda hit: label_of(Article.Kind, hit.article.kind), 12),
        Column(_("报纸"), lambda hit: hit.article.newspaper, 14),
        Column(_("刊发日期"), lambda hit: hit.article.published_on, 12),
        Column(_("版面"), lambda hit: hit.article.page_label, 8),
        Column(_("作者"), lambda hit: "；".join(hit.article.bylines), 20),
        Column(_("怎样含有"), _how, 10),
        Column(_("处数"), lambda hit: hit.found.count, 7),
        *passages,
        Column(_("链接"), lambda hit: absolute(hit.article.get_absolute_url()), 36),
    )


def _passage_reader(place: int) -> Callable[[Hit], object]:
    def read(hit: Hit) -> object:
        if place >= len(hit.passages):
            return None
        passage = hit.passages[place]
        under = _("版面文字") if passage.field is BlockField.MATTER else passage.heading
        return f"【{under}】{passage.text}" if under else passage.text

    return read


def _how(hit: Hit) -> str:
    how = _("原样") if hit.exact else _("分开写到")
    return _("%(how)s，版面文字") % {"how": how} if hit.only_matter else how


def _notes(chosen: Selection) -> Iterator[str]:
    """What stands below the table: that it is not whole, that something was read otherwise. Mostly nothing."""
    if chosen.truncated:
        told = _("只列出前 %(shown)d 篇，共 %(total)d 篇；请缩小范围后再导出。")
        yield told % {"shown": len(chosen.found), "total": chosen.total}
    yield from chosen.notes


def csv_lines(chosen: Selection, absolute: Absolute) -> Iterator[str]:
    """The table line by line."""
    table = columns(absolute)
    yield BYTE_ORDER_MARK + csv_line(column.head for column in table)
    for hit in chosen.hits():
        yield csv_line(column.read(hit) for column in table)
    for note in _notes(chosen):
        yield csv_line([note])


def workbook(chosen: Selection, absolute: Absolute, told: str) -> IO[bytes]:
    """The table as XLSX: the result on the first sheet, what was asked and found on the second."""
    file = TemporaryFile()  # noqa: SIM115 - the response that sends it closes it
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        book.set_properties({"title": _("工会工作综述检索"), "created": timezone.now()})
        _write_result(Sheet(book, _("结果")), chosen, columns(absolute))
        _write_question(Sheet(book, _("检索")), chosen, absolute, told)
    file.seek(0)
    return file


def by_place_workbook(
    chosen: Selection, absolute: Absolute, told: str, rows: Iterable[Sequence[object]]
) -> IO[bytes]:
    """Places by years on the first sheet, what was asked and found on the second."""
    file = TemporaryFile()  # noqa: SIM115 - the response that sends it closes it
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        book.set_properties({"title": _("工会工作综述检索"), "created": timezone.now()})
        sheet = Sheet(book, _("地区和年份"))
        sheet.widths((30, 10))
        head, *lines = rows
        sheet.head(map(str, head))
        for line in lines:
            sheet.row(line)
        _write_question(Sheet(book, _("检索")), chosen, absolute, told)
    file.seek(0)
    return file


def _write_result(sheet: Sheet, chosen: Selection, table: tuple[Column, ...]) -> None:
    sheet.widths((column.width for column in table), naming=2)
    sheet.head(column.head for column in table)
    for hit in chosen.hits():
        sheet.row(column.read(hit) for column in table)
    for note in _notes(chosen):
        sheet.row([note])


def _write_question(sheet: Sheet, chosen: Selection, absolute: Absolute, told: str) -> None:
    """What a reader of the file has to know to cite it: the question, the two counts, the day, the address."""
    sheet.widths((16, 80))
    sheet.row((_("检索"), told or _("全部综述")))
    sheet.row((_("检索式"), chosen.query.canonical))
    sheet.row((_("原样含有"), chosen.count.exact))
    sheet.row((_("分开写到"), chosen.count.wider))
    sheet.row((_("其中在版面文字里") if chosen.state.matter else _("版面文字里另有"), chosen.only_matter))
    sheet.row((_("列出"), len(chosen.found)))
    sheet.row((_("导出时间"), timezone.localtime().strftime("%Y-%m-%d %H:%M")))
    sheet.row((_("网址"), absolute(chosen.state.url())))
