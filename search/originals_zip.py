"""The original files of a result as one zip, byte for byte, with a table of what is in it."""

import io
import logging
from collections.abc import Iterable, Iterator
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from archive.feeds import Absolute
from archive.files.table_cells import BYTE_ORDER_MARK, csv_line
from archive.ingest.text.file_names import storable
from archive.models import Article, SourceDocument
from archive.web.originals import AlteredOriginal, whole
from search.exports import Selection

MOST_FILES = 1_000
MOST_BYTES = 300 * 1024 * 1024
"""Of originals together; a county's twenty-five reviews have some 5 MB."""

logger = logging.getLogger(__name__)


def zipped(chosen: Selection, absolute: Absolute) -> Iterator[bytes]:
    """The zip, a file at a time. What is left out, or is no longer what was handed in, is told in its table."""
    written = _Drained()
    table = [csv_line(_heads())]
    names: set[str] = set()
    kept: dict[int, str] = {}
    left = MOST_BYTES
    with ZipFile(written, "w", ZIP_DEFLATED) as zip_file:
        for article, document in _documents(chosen):
            name, remark = kept.get(document.pk), ""
            if name is None and len(kept) < MOST_FILES and document.size <= left:
                try:
                    content = whole(document)
                    name = _free_name(article, document, names)
                    zip_file.writestr(_entry(name), content)
                    kept[document.pk], left = name, left - document.size
                except AlteredOriginal:
                    logger.exception("original %d is not what was handed in", document.pk)
                    remark = _("原件已损坏，没有放进来")
            elif name is None:
                remark = _("超过一个压缩包的限度，没有放进来")
            table.append(csv_line(_row(article, document, name, remark, absolute)))
            yield written.drain()
        table += [csv_line([note]) for note in _notes(chosen)]
        zip_file.writestr(_entry(_("目录") + ".csv"), (BYTE_ORDER_MARK + "".join(table)).encode())
    yield written.drain()


class _Drained(io.RawIOBase):
    """Where the zip is written to, and taken from as it grows."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: object) -> int:
        self._pieces.append(bytes(piece))  # type: ignore[call-overload]
        return len(self._pieces[-1])

    def drain(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def _documents(chosen: Selection) -> Iterator[tuple[Article, SourceDocument]]:
    """The articles of the result in its order, each with its original."""
    ids = [hit.id for hit in chosen.found]
    articles = Article.objects.for_table().published_in_bulk(ids)
    for number in ids:
        article = articles.get(number)
        if article is not None and article.source is not None:
            yield article, article.source


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, timezone.localtime().timetuple()[:6])
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _free_name(article: Article, document: SourceDocument, taken: set[str]) -> str:
    """``2019 临江区 原来的名字.txt``; a second of the same name has a number."""
    years = article.period_label if article.has_period else _("年份不详")
    place = article.region.name if article.region else _("地区不详")
    stem, dot, suffix = document.name.replace("\\", "/").rpartition("/")[2].rpartition(".")
    base = storable(f"{years} {place} {stem if dot else suffix}")
    ending = f".{storable(suffix)}" if dot else ""
    numbers = (f" ({number})" if number > 1 else "" for number in range(1, len(taken) + 2))
    name = next(full for number in numbers if (full := f"{base}{number}{ending}").lower() not in taken)
    taken.add(name.lower())
    return name


def _heads() -> Iterable[str]:
    return (
        _("文件"),
        _("编号"),
        _("标题"),
        _("地区"),
        _("年份"),
        _("报纸"),
        _("刊发日期"),
        "SHA-256",
        _("链接"),
        _("备注"),
    )


def _row(
    article: Article, document: SourceDocument, name: str | None, remark: str, absolute: Absolute
) -> Iterable[object]:
    return (
        name,
        article.pk,
        article.display_title,
        article.region and article.region.full_name,
        article.period_label,
        article.newspaper,
        article.published_on,
        document.sha256,
        absolute(article.get_absolute_url()),
        remark,
    )


def _notes(chosen: Selection) -> Iterator[str]:
    if chosen.truncated:
        told = _("只放进前 %(shown)d 篇的，共 %(total)d 篇；请缩小范围。")
        yield told % {"shown": len(chosen.found), "total": chosen.total}
    yield from chosen.notes
