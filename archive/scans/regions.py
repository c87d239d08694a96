"""A page with several articles: what an editor marks of it is read as the article, the rest stays beside it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.utils.translation import gettext

from archive.as_read import provenance_of
from archive.editing.rereading import as_read_now
from archive.editing.room import What, changing
from archive.editing.writing import put
from archive.ingest.ocr.pages import PlacedLine, unpacked
from archive.ingest.pipeline import reading_of
from archive.ingest.readers.contract import ReadText
from archive.ingest.readers.scan_layout import SeenPage, chosen_first
from archive.ingest.records import Reading, ReviewRecord, SourceText
from archive.models import Article, ScannedPage, SourceDocument
from archive.representation import State, parts_of
from archive.scans.moving import moved, places_in
from archive.scans.original import original_of
from archive.site_authority import site_authority
from archive.twins import shelves
from archive.twins.profile import fingerprints

OF_THE_ENGINE = ("ocr", "ocr-poor", "ocr-doubtful")
"""Notices that stay: they are of the pages, whichever part of them is read."""


class NothingChosen(Exception):
    """The message says what is to be done."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Lines by the keys that they have on the page: 2-17. ``of_others`` stand in other articles and are left to these."""

    lines: frozenset[str]
    of_others: frozenset[str]

    def of(self, page: ScannedPage, lines: Sequence[PlacedLine]) -> tuple[SeenPage, SeenPage]:
        """The page with the chosen lines, and with the others."""
        keys = [f"{page.number}-{number}" for number in range(1, len(lines) + 1)]
        inside = tuple(line.seen for line, key in zip(lines, keys, strict=True) if key in self.lines)
        taken = self.lines | self.of_others
        outside = tuple(line.seen for line, key in zip(lines, keys, strict=True) if key not in taken)
        parts = (inside, outside)
        chosen, rest = (SeenPage(page.width, page.height, part) for part in parts)
        return chosen, rest


def read_region(
    article: Article, lines: Collection[str], *, by: User | None, made_from: int | None = None
) -> Article:
    """Give a draft what these lines of its pages hold. What other articles of its original hold stays theirs.

    Raises NothingChosen, UnreadableFile where they hold no article, and what ``editing`` raises.
    """
    # An editor's work: read again as a whole, the page would give another article
    with changing(article.pk, What.CORRECTED, by=by, made_from=made_from) as locked:
        if locked.is_published:
            raise NothingChosen(gettext("已发布的综述不能重新选范围，请先撤回。"))
        source = SourceDocument.objects.get(pk=locked.source_id)
        pages = list(source.pages.defer("content"))
        placed = [unpacked(page.lines) for page in pages]
        reading = _read(source, pages, placed, Chosen(frozenset(lines), _of_others(locked)))
        (record,) = reading.records
        put(locked, _state_of(locked, record))
        flat = [line for of_page in placed for line in of_page]
        locked.provenance = moved(provenance_of(record), places_in(source.raw_text, flat, reading.source.raw))
        locked.save(update_fields=["provenance"])
        shelves.remember(locked.pk, fingerprints(shelves.text_of(locked.pk)))
    return locked


def others_of(article: Article) -> list[Article]:
    """The other articles of its original."""
    return list(Article.objects.kept().filter(source=article.source_id).exclude(pk=article.pk).order_by("pk"))


def _of_others(article: Article) -> frozenset[str]:
    original = original_of(article)
    if original is None:
        return frozenset()
    return frozenset(key for other in others_of(article) for key in original.lines_of(other))


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
