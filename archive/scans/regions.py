"""A page with several articles: what an editor marks of it is read as the article, the rest stays beside it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from django.contrib.auth.models import User
from django.utils.translation import gettext

from archive import edge_lines
from archive.as_read import kept_text, provenance_of
from archive.editing.rereading import as_read_now
from archive.editing.room import What, changing
from archive.editing.writing import put
from archive.ingest.ocr.pages import PlacedLine, packed, unpacked
from archive.ingest.ocr.placing import Placing
from archive.ingest.pipeline import reading_of
from archive.ingest.readers.contract import ReadText
from archive.ingest.readers.scan_layout import SeenPage, chosen_first
from archive.ingest.records import Reading, ReviewRecord, SourceText
from archive.models import Article, ScannedPage, SourceDocument
from archive.representation import State, parts_of
from archive.site_authority import site_authority
from archive.twins import shelves
from archive.twins.profile import fingerprints
from archive.twins.text_key import key_of

OF_THE_ENGINE = ("ocr", "ocr-poor", "ocr-doubtful")
"""Notices that stay: they are of the pages, whichever part of them is read."""


class NothingChosen(Exception):
    """The message says what is to be done."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Lines by the keys that they have on the page: 2-17."""

    lines: frozenset[str]

    def of(self, page: ScannedPage, lines: Sequence[PlacedLine]) -> tuple[SeenPage, SeenPage]:
        """The page with the chosen lines, and with the others."""
        inside = tuple(f"{page.number}-{number}" in self.lines for number in range(1, len(lines) + 1))
        parts = (
            tuple(line.seen for line, is_in in zip(lines, inside, strict=True) if is_in is wanted)
            for wanted in (True, False)
        )
        chosen, rest = (SeenPage(page.width, page.height, part) for part in parts)
        return chosen, rest


def read_region(
    article: Article, lines: Collection[str], *, by: User | None, made_from: int | None = None
) -> Article:
    """Give a draft what these lines of its pages hold.

    Raises NothingChosen, UnreadableFile where they hold no article, and what ``editing`` raises.
    """
    # An editor's work: read again as a whole, the page would give another article
    with changing(article.pk, What.CORRECTED, by=by, made_from=made_from) as locked:
        source = SourceDocument.objects.defer(None).get(pk=locked.source_id)
        _refuse_shared(locked, source)
        pages = list(source.pages.defer("content"))
        placed = [unpacked(page.lines) for page in pages]
        reading = _read(source, pages, placed, Chosen(frozenset(lines)))
        (record,) = reading.records
        put(locked, _state_of(locked, record))
        locked.provenance = provenance_of(record)
        locked.save(update_fields=["provenance"])
        _keep(source, reading.source.raw, pages, placed)
        shelves.remember(locked.pk, fingerprints(shelves.text_of(locked.pk)))
    return locked


def _refuse_shared(article: Article, source: SourceDocument) -> None:
    if article.is_published:
        raise NothingChosen(gettext("已发布的综述不能重新选范围，请先撤回。"))
    if source.articles.exclude(pk=article.pk).exists():
        raise NothingChosen(gettext("这个文件里已读出几篇综述，不能再选范围。"))


def _read(
    source: SourceDocument,
    pages: Sequence[ScannedPage],
    placed: Sequence[Sequence[PlacedLine]],
    chosen: Chosen,
) -> Reading:
    parts = [chosen.of(page, lines) for page, lines in zip(pages, placed, strict=True)]
    inside, rest = [part for part, _ in parts], [part for _, part in parts]
    if not any(page.lines for page in inside):
        raise NothingChosen(gettext("请至少选一块文字。"))
    builder = chosen_first(inside, rest)
    read = ReadText(SourceText(builder.text, None, source.media_type), builder.hints)
    reading = reading_of(read, source.name, site_authority())
    if len(reading.records) > 1:
        raise NothingChosen(gettext("选的范围里读出 %(n)d 篇，请只选一篇的。") % {"n": len(reading.records)})
    return reading


def _state_of(article: Article, record: ReviewRecord) -> State:
    """The article as the record has it; what is the same keeps its numbers, and so does what the engine said."""
    read = as_read_now(article, record)
    kept = [notice for notice in parts_of(article, "notices") if notice["code"] in OF_THE_ENGINE]
    return read | {"notices": [*kept, *read["notices"]]}


def _keep(
    source: SourceDocument, raw: str, pages: Sequence[ScannedPage], placed: Sequence[Sequence[PlacedLine]]
) -> None:
    """The text with what was chosen first, and where each line begins in it now."""
    source.raw_text, source.text_key = kept_text(raw), key_of(raw)
    source.save(update_fields=["raw_text", "text_key"])
    edge_lines.remember(source)
    at = iter(Placing(raw).of([line.seen.text for lines in placed for line in lines]))
    for page, lines in zip(pages, placed, strict=True):
        page.lines = packed(replace(line, at=next(at)) for line in lines)
    ScannedPage.objects.bulk_update(pages, ["lines"])
