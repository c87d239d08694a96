"""Numbers to take away: a workbook whose numbers are numbers and lead to their sentences, CSV, JSON."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from tempfile import TemporaryFile
from typing import IO, Any

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from archive.figures.indicators import Indicator, indicators
from archive.ledger.sheet import Cell, Row, Sheet, State
from archive.models import Figure
from archive.spreadsheets import MOST_LINKS, Linked
from archive.spreadsheets import Sheet as Page
from archive.table_cells import BYTE_ORDER_MARK, csv_line

MOST_ROWS = 10_000
"""What a page gives at once; the command gives all."""
Absolute = Callable[[str], str]


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


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the details: its head, what stands in it, its width in a workbook. Unknown is empty."""

    head: str
    read: Callable[[Figure], object]
    width: int = 12


def columns(absolute: Absolute) -> tuple[Column, ...]:
    """Each number with its sentence and all that is known of it."""
    known = indicators()
    return (
        Column(_("地区"), _place, 28),
        Column(_("区划代码"), lambda figure: figure.region and figure.region.code, 10),
        Column(_("指标"), lambda figure: _name(known.get(figure.indicator_id or "")), 18),
        Column(_("起始年份"), lambda figure: figure.told_years[0], 9),
        Column(_("截止年份"), lambda figure: figure.told_years[1], 9),
        Column(_("数值"), lambda figure: Linked(figure.value, absolute(figure.get_absolute_url())), 14),
        Column(_("下限"), lambda figure: figure.low, 12),
        Column(_("单位"), lambda figure: figure.unit, 6),
        Column(_("界限"), lambda figure: figure.get_bound_display(), 8),
        Column(_("原文"), lambda figure: figure.words, 14),
        Column(_("口径"), lambda figure: figure.get_scope_display(), 8),
        Column(_("计划"), lambda figure: _("是") if figure.planned else None, 6),
        Column(_("平均"), lambda figure: figure.per, 8),
        Column(_("主要数字"), lambda figure: _("是") if figure.is_headline else None, 8),
        Column(_("已核对"), lambda figure: _("是") if figure.is_confirmed else None, 8),
        Column(_("句子"), lambda figure: figure.sentence, 70),
        Column(_("标题"), lambda figure: figure.article.display_title, 30),
        Column(_("报纸"), lambda figure: figure.article.newspaper, 14),
        Column(_("刊发日期"), lambda figure: figure.article.published_on, 12),
        Column(_("链接"), lambda figure: absolute(figure.get_absolute_url()), 36),
    )


def _name(indicator: Indicator | None) -> str | None:
    return indicator.name if indicator else None


def _place(figure: Figure) -> str | None:
    """Another union by its words in the text, the article's by its full name."""
    return figure.place or (figure.region.full_name if figure.region else None)


def details_csv(figures: Iterable[Figure], absolute: Absolute, notes: Iterable[str] = ()) -> Iterator[str]:
    """One number a line."""
    table = columns(absolute)
    yield BYTE_ORDER_MARK + csv_line(column.head for column in table)
    for figure in figures:
        yield csv_line(_plain(column.read(figure)) for column in table)
    for note in notes:
        yield csv_line([note])


def _plain(cell: object) -> object:
    value = cell.value if isinstance(cell, Linked) else cell
    return f"{value.normalize():f}" if hasattr(value, "normalize") else value


def sheet_csv(shown: Sheet, absolute: Absolute) -> Iterator[str]:
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
        value = _plain(figure.value) if figure and cell.state is State.TOLD else None
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


def details_book(
    figures: Iterable[Figure], absolute: Absolute, *, asked: str, notes: Sequence[str] = ()
) -> IO[bytes]:
    """Details and notes."""
    with _Book() as book:
        codes = _write_details(book, figures, absolute)
        _write_notes(book, _of_codes(codes), asked, notes)
    return book.file


def sheet_book(shown: Sheet, figures: Iterable[Figure], absolute: Absolute, *, asked: str) -> IO[bytes]:
    """The table, the details of what stands in it, and notes."""
    with _Book() as book:
        page = Page(book.workbook, _("对比表"))
        page.widths((18, 6, 28, *(14 for _year in shown.years)))
        page.head((_("指标"), _("单位"), _("地区"), *map(str, shown.years)))
        for table in shown.tables:
            for row in table.rows:
                name, unit = table.indicator.name, table.indicator.unit
                page.row(
                    (name, unit, row.region.full_name, *(_in_book(cell, absolute) for cell in row.cells))
                )
        _write_details(book, figures, absolute)
        notes = [
            _("“%(former)s”到 %(year)s 年为止，此后为“%(region)s”；表中那几年取的是前者的数字。")
            % {"former": former.name, "year": former.valid_to, "region": region.name}
            for former, region in shown.formers
        ]
        _write_notes(book, [table.indicator for table in shown.tables], asked, notes)
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


def _write_details(book: _Book, figures: Iterable[Figure], absolute: Absolute) -> list[str]:
    """As many sheets as the links need; the codes of the indicators that were met."""
    table, codes = columns(absolute), dict[str, None]()
    rest = iter(figures)
    for number in range(1, 1_000):
        first = next(rest, None)
        if first is None and number > 1:
            break
        page = Page(book.workbook, _("明细") if number == 1 else _("明细 %(n)d") % {"n": number})
        page.widths(column.width for column in table)
        page.head(column.head for column in table)
        for figure in chain([first] if first else [], islice(rest, MOST_LINKS - 1)):
            page.row(column.read(figure) for column in table)
            codes.setdefault(figure.indicator_id or "")
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


def figure_json(figure: Figure, absolute: Absolute) -> dict[str, Any]:
    """A number in the names of ``import_reviews --format jsonl``, with where it stands."""
    value = figure.value
    return {
        "text": figure.words,
        "value": int(value) if value == value.to_integral_value() else float(value),
        "low": None if figure.low is None else float(figure.low),
        "unit": figure.unit,
        "bound": figure.bound,
        "indicator": figure.indicator_id,
        "scope": figure.scope,
        "planned": figure.planned,
        "per": figure.per,
        "period": {"start": figure.period_start, "end": figure.period_end, "basis": figure.basis},
        "series": {"start": figure.series_start, "end": figure.series_end},
        "headline": figure.is_headline,
        "checked": figure.is_confirmed,
        "region": figure.place,
        "sentence": figure.sentence,
        "article": figure.article_id,
        "anchor": figure.anchor,
        "url": absolute(figure.get_absolute_url()),
    }


def details_json(figures: Iterable[Figure], absolute: Absolute, *, total: int, asked: str) -> dict[str, Any]:
    rows = [
        figure_json(figure, absolute) | {"division": figure.region and figure.region.code}
        for figure in figures
    ]
    return {"url": asked, "total": total, "truncated": total > len(rows), "figures": rows}


def sheet_json(shown: Sheet, absolute: Absolute, *, asked: str) -> dict[str, Any]:
    """Every cell, the empty ones with their reason (``state``)."""
    return {
        "url": asked,
        "years": list(shown.years),
        "cells": [
            {
                "indicator": row.indicator.code,
                "division": row.region.code,
                "year": cell.year,
                "state": cell.state.name.lower(),
                "others": cell.others,
                "former": cell.former and cell.former.code,
                "leapt": cell.leapt,
                "figure": cell.figure and figure_json(cell.figure, absolute),
            }
            for row, cell in _cells(shown)
        ],
    }
