"""References as a table that spreadsheets open, a row a work."""

from collections.abc import Iterable

from django.conf import settings

from archive.citing.gbt7714 import edition
from archive.citing.pages import page
from archive.citing.work import Work
from archive.files.table_cells import BYTE_ORDER_MARK, csv_line

HEAD = (
    "作者",
    "题名",
    "副题名",
    "报纸",
    "日期",
    "版次",
    "网址",
    "引用日期",
    "缺",
    "GB/T 7714—2025",
    "GB/T 7714—2015",
)


def table(works: Iterable[Work]) -> str:
    return BYTE_ORDER_MARK + csv_line(HEAD) + "".join(csv_line(_cells(work)) for work in works)


def _cells(work: Work) -> tuple[object, ...]:
    return (
        "；".join([*work.authors.names, *(["等"] if work.authors.others else [])]),
        f"[{work.title}]" if work.title_is_own else work.title,
        work.subtitle,
        work.newspaper,
        work.published,
        page(work.page) if work.page else None,
        work.url,
        work.accessed,
        "；".join(work.missing),
        edition(2025, settings.CITATION_SIGNS).reference(work),
        edition(2015, settings.CITATION_SIGNS).reference(work),
    )
