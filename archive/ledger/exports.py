"""Numbers to take away: a workbook whose numbers are numbers and lead to their sentences, CSV, JSON."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from tempfile import TemporaryFile
from typing import IO, Any

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from archive.figures.indicators import Indicator, indicators
from archive.files.spreadsheets import MOST_LINKS, Linked
from archive.files.spreadsheets import Sheet as Page
from archive.files.table_cells import BYTE_ORDER_MARK, csv_line
from archive.ledger.details import Absolute, Detail, columns, detail_json, details_of, plain
from archive.ledger.sheet import Cell, Row, Sheet, State
from archive.models import Figure

MOST_ROWS = 10_000
"""What a page gives at once; the command gives all."""


def state_told(state: State) -> str:
    """Why a cell has no number, in words."""
    return {
        State.TOLD: "",
        State.SPAN: _("跨年"),
        State.PARTS: _("部分"),
        State.SILENT: _("未载"),
        State.MISSING: _("未收"),
        State.VOID: _("当年无此区划"),
    }[state]


def sheet_csv(shown: Sheet, absolute: Absolute, notes: Iterable[str] = ()) -> Iterator[str]:
    """One cell a line, the empty ones with their reason."""
    heads = (
        _("指标"),
        _("单位"),
        _("地区"),
        _("区划代码"),
        _("年份"),
        _("数值"),
        _("说明"),
        _("原文"),
        _("句子"),
        _("链接"),
    )
    yield BYTE_ORDER_MARK + csv_line(heads)
    for row, cell in _cells(shown):
        figure = cell.figure
        told = (figure.words, figure.sentence, absolute(figure.get_absolute_url())) if figure else (None,) * 3
        value = plain(figure.value) if figure and cell.state is State.TOLD else None
        yield csv_line(
            (
                row.indicator.name,
                row.indicator.unit,
                row.region.full_name,
                row.region.code,
                cell.year,
                value,
                _note(cell),
                *told,
            )
        )
    for note in notes:
        yield csv_line([note])


def _cells(shown: Sheet) -> Iterator[tuple[Row, Cell]]:
    for table in shown.tables:
        for row in table.rows:
            for cell in row.cells:
                yield row, cell


def _note(cell: Cell) -> str:
    """What stands beside a number, or in its place."""
    parts = [state_told(cell.state)]
    if cell.state is State.SPAN and cell.figure:
        parts.append(
            f"{cell.figure.value.normalize():,f} ({cell.figure.series_start}—{cell.figure.series_end})"
        )
    if cell.former:
        parts.append(cell.former.name)
    if cell.leapt:
        parts.append(_("与上一年相差三倍以上"))
    if cell.others:
        parts.append(_("另 %(n)s 处") % {"n": cell.others})
    return " ".join(part for part in parts if part)


def details_book(details: Iterable[Detail], *, asked: str, notes: Sequence[str] = ()) -> IO[bytes]:
    """Details and notes."""
    with _Book() as book:
        codes = _write_details(book, details)
        _write_notes(book, _of_codes(codes), asked, notes)
    return book.file


def sheet_book(shown: Sheet, absolute: Absolute, *, asked: str, notes: Iterable[str] = ()) -> IO[bytes]:
    """The table, the details of what stands in it, and notes."""
    with _Book() as book:
        page = Page(book.workbook, _("对比表"))
        page.widths((18, 6, 36, *(14 for _year in shown.years)), naming=3)
        page.head((_("指标"), _("单位"), _("地区"), *map(str, shown.years)))
        for table in shown.tables:
            for row in table.rows:
                name, unit = table.indicator.name, table.indicator.unit
                page.row(
                    (name, unit, row.region.full_name, *(_in_book(cell, absolute) for cell in row.cells))
                )
        _write_details(book, _details(shown, absolute).values())
        formers = [
            _("“%(former)s”到 %(year)s 年为止，此后为“%(region)s”；表中那几年取的是前者的数字。")
            % {"former": former.name, "year": former.valid_to, "region": region.name}
            for former, region in shown.formers
        ]
        _write_notes(book, [table.indicator for table in shown.tables], asked, [*notes, *formers])
    return book.file


def _in_book(cell: Cell, absolute: Absolute) -> object:
    """A number as a number with its sentence behind it; what is none as words."""
    if cell.figure is None:
        return _note(cell)
    address = absolute(cell.figure.get_absolute_url())
    return Linked(cell.figure.value if cell.state is State.TOLD else _note(cell), address)


class _Book:
    """A workbook in a file of its own, which the answer that sends it closes."""

    def __enter__(self) -> "_Book":
        self.file = TemporaryFile()
        self.workbook = xlsxwriter.Workbook(self.file, {"constant_memory": True})
        self.workbook.set_properties({"title": _("工会工作综述里的数字"), "created": timezone.now()})
        return self

    def __exit__(self, *error: object) -> None:
        self.workbook.close()
        self.file.seek(0)


def _details(shown: Sheet, absolute: Absolute) -> dict[int, Detail]:
    """The numbers of a sheet in its order."""
    wanted = [figure.pk for figure in shown.figures]
    found = {one.told.pk: one for one in details_of(Figure.objects.of_rows(wanted), absolute)}
    return {number: found[number] for number in wanted if number in found}


def _write_details(book: _Book, details: Iterable[Detail]) -> list[str]:
    """As many sheets as the links need; the codes of the indicators that were met."""
    table, codes = columns(), dict[str, None]()
    rest = iter(details)
    for number in range(1, 1_000):
        first = next(rest, None)
        if first is None and number > 1:
            break
        page = Page(book.workbook, _("明细") if number == 1 else _("明细 %(n)d") % {"n": number})
        page.widths(column.width for column in table)
        page.head(column.head for column in table)
        for detail in chain([first] if first else [], islice(rest, MOST_LINKS - 1)):
            page.row(column.read(detail) for column in table)
            codes.setdefault(detail.told.indicator_id or "")
    return list(codes)


def _of_codes(codes: Iterable[str]) -> list[Indicator]:
    known = indicators()
    return [known[code] for code in codes if code in known]


def _write_notes(book: _Book, shown: Iterable[Indicator], asked: str, notes: Iterable[str]) -> None:
    """What somebody has to know who was only sent the file."""
    page = Page(book.workbook, _("说明"))
    page.widths((22, 100))
    page.row((_("来源"), _("工会工作综述档案库")))
    page.row((_("网址"), asked))
    page.row((_("导出时间"), timezone.localtime().strftime("%Y-%m-%d %H:%M")))
    page.row((_("读法"), _("数字由程序读出，口径各地不一，引用前请看原句。")))
    page.row((state_told(State.SPAN), _("只有几年合计，不拆到各年")))
    page.row((state_told(State.PARTS), _("只写了其中一部分、计划或增减")))
    page.row((state_told(State.SILENT), _("收有当年的综述，没有写这个数字")))
    page.row((state_told(State.MISSING), _("没有收录涉及当年的综述")))
    for note in notes:
        page.row((_("注意"), note))
    for indicator in shown:
        page.row((indicator.name, f"{indicator.definition}。{indicator.caution}".replace("。。", "。")))


def sheet_json(shown: Sheet, absolute: Absolute, *, asked: str, notes: Sequence[str] = ()) -> dict[str, Any]:
    """Every cell, the empty ones with their reason (``state``); ``notes`` say what there was no room for."""
    details = {number: detail_json(one) for number, one in _details(shown, absolute).items()}
    return {
        "url": asked,
        "years": list(shown.years),
        "notes": list(notes),
        "cells": [
            {
                "indicator": row.indicator.code,
                "division": row.region.code,
                "year": cell.year,
                "state": cell.state.name.lower(),
                "others": cell.others,
                "former": cell.former and cell.former.code,
                "leapt": cell.leapt,
                "figure": cell.figure and details.get(cell.figure.pk),
            }
            for row, cell in _cells(shown)
        ],
    }
