"""Gaps as a table to send to those who may have what is missing: a row a federation."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from archive.coverage.gaps import Gap
from archive.files.spreadsheets import Sheet
from archive.files.table_cells import BYTE_ORDER_MARK, csv_line
from archive.models import Region
from archive.years import runs

Absolute = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: its head, what stands in it, and its width in a workbook."""

    head: str
    read: Callable[[Gap], object]
    width: int


def columns(absolute: Absolute) -> tuple[Column, ...]:
    return (
        Column(_("地区"), lambda gap: " › ".join(step.name for step in gap.path), 34),
        Column(_("区划代码"), lambda gap: gap.region.code, 10),
        Column(_("级别"), lambda gap: level_name(gap.region.level), 8),
        Column(_("单位"), lambda gap: gap.region.federation_name, 24),
        Column(_("缺的年份"), lambda gap: "、".join(runs(gap.years)), 34),
        Column(_("缺几年"), lambda gap: len(gap.years), 8),
        Column(_("已收录的年份"), lambda gap: "、".join(gap.held), 34),
        Column(_("备注"), _remark, 30),
        Column(_("链接"), lambda gap: absolute(gap.region.get_absolute_url()), 36),
    )


def level_name(level: str) -> str:
    """Of a level that a row may hold; one that is none speaks for itself."""
    return str(dict(Region.Level.choices).get(level, level))


def _remark(gap: Gap) -> str | None:
    if not gap.others:
        return None
    years = "、".join(map(str, gap.others))
    return _("%(years)s 年有文章，但不是本地工会的综述") % {"years": years}


def csv_lines(found: Iterable[Gap], absolute: Absolute) -> Iterator[str]:
    table = columns(absolute)
    yield BYTE_ORDER_MARK + csv_line(column.head for column in table)
    for gap in found:
        yield csv_line(column.read(gap) for column in table)


def workbook(found: Sequence[Gap], absolute: Absolute, name: str) -> IO[bytes]:
    table = columns(absolute)
    file = TemporaryFile()  # noqa: SIM115 - the response that sends it closes it
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        book.set_properties({"title": name, "created": timezone.now()})
        sheet = Sheet(book, _("缺的综述"))
        sheet.widths(column.width for column in table)
        sheet.head(column.head for column in table)
        for gap in found:
            sheet.row(column.read(gap) for column in table)
    file.seek(0)
    return file
