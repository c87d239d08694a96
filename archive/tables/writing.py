"""The list of articles as a table to take away: CSV that Chinese Excel opens, and a workbook."""

from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from archive.files.spreadsheets import Sheet
from archive.files.table_cells import BYTE_ORDER_MARK, csv_line
from archive.models import Article
from archive.querysets.articles import ArticleQuerySet
from archive.tables.columns import CORRECTED, Absolute, heads, row, widths

CHUNK = 200
"""Articles that are in memory at once."""
FIRST_CORRECTED = 2
KIND_COLUMN = FIRST_CORRECTED + [column.name for column in CORRECTED].index("kind")


def file_name(suffix: str) -> str:
    return f"{_('综述目录')} {timezone.localtime():%Y-%m-%d %H%M}{suffix}"


def csv_lines(articles: ArticleQuerySet, absolute: Absolute) -> Iterator[str]:
    """The table line by line."""
    yield BYTE_ORDER_MARK + csv_line(heads())
    for article in _each(articles):
        yield csv_line(row(article, absolute))


def workbook(articles: ArticleQuerySet, absolute: Absolute) -> IO[bytes]:
    """The table on the first sheet; what may be done with it on the second."""
    file = TemporaryFile()  # noqa: SIM115 - the response that sends it closes it
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        book.set_properties({"title": _("综述目录"), "created": timezone.now()})
        sheet = Sheet(book, _("综述目录"))
        sheet.widths(widths())
        sheet.head(heads())
        for article in _each(articles):
            sheet.row(row(article, absolute))
        _offer_kinds(sheet)
        notes = Sheet(book, _("说明"))
        notes.widths([90])
        for line in _notes():
            notes.row([line])
    file.seek(0)
    return file


def _each(articles: ArticleQuerySet) -> Iterator[Article]:
    yield from articles.for_table().iterator(chunk_size=CHUNK)


def _offer_kinds(sheet: Sheet) -> None:
    """A cell of this column opens a list."""
    kinds = [str(label) for label in Article.Kind.labels]
    sheet.sheet.data_validation(
        1, KIND_COLUMN, 1_048_575, KIND_COLUMN, {"validate": "list", "source": kinds, "error_type": "warning"}
    )


def _notes() -> Iterator[str]:
    names = "、".join(str(column.head) for column in CORRECTED)
    yield _("可以改的列：%(names)s。") % {"names": names}
    yield _(
        "编号和版次请不要改：靠它们找到综述，也靠它们看出导出后有没有别人改过。其余各列只供参考，改了也不会读。"
    )
    yield _("清空一格表示“不详”。多位作者用“；”隔开。地区写名称、全路径或代码，改其中一列即可。")
    yield _(
        "不改的行和列可以删去。改完存成 XLSX 或 CSV，在“更正表”里上传；先逐行核对，确认后才写入，整批可以撤销。"
    )
