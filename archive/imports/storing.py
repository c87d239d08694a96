"""Records to rows: what a reading found, as an article with its sections, captions and notices."""

import hashlib

from django.contrib.auth.models import User
from django.db import transaction

from archive.as_read import fields_of, kept_text, notice_of, provenance_of, words_of
from archive.edge_lines import remember
from archive.ingest.records import Reading, ReviewRecord, SectionRecord
from archive.models import Article, Caption, Notice, Section, SourceDocument
from archive.scans.keeping import keep_pages
from archive.told import told
from archive.twins.noting import suspect
from archive.twins.text_key import key_of


class DuplicateFile(Exception):
    """These very bytes, or this very text in other bytes, are in the archive already, as ``article``."""

    same = ""

    def __init__(self, article: Article) -> None:
        trashed = "trashed" if article.status == Article.Status.TRASHED else ""
        case = "-".join(filter(None, (self.same, trashed)))
        self.article = article
        self.values = {"title": article.display_title, "number": article.pk} | (
            {"case": case} if case else {}
        )
        super().__init__(told("duplicate", self.values))


class DuplicateText(DuplicateFile):
    """The same text in another encoding, with other line ends or other blanks."""

    same = "text"


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def file_name(path: str) -> str:
    """The last part of a path or of a place in a zip: where a file lay on somebody's disk is nobody's business."""
    return path.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1] or path


def store(reading: Reading, content: bytes, *, user: User | None = None) -> list[Article]:
    """Keep the bytes and write every record as a draft, all or nothing. Raises DuplicateFile."""
    key, sha256 = key_of(reading.source.raw), sha256_of(content)
    with transaction.atomic():
        _refuse_the_same_text(key, sha256)
        # The source of a deleted article stays; the same bytes handed in again take it up anew.
        source, created = SourceDocument.objects.defer(None).get_or_create(
            sha256=sha256,
            defaults={
                "name": file_name(reading.name),
                "content": content,
                "size": len(content),
                "media_type": reading.source.media_type,
                "encoding": reading.source.encoding,
                "raw_text": kept_text(reading.source.raw),
                "text_key": key,
                "uploaded_by": user,
            },
        )
        missing = dict(enumerate(reading.records))
        if created:
            remember(source)
            keep_pages(source, reading.pages)
        else:
            missing = _missing(reading, source)
        return [_store_record(record, source, item) for item, record in missing.items()]


def _refuse_the_same_text(key: str, sha256: str) -> None:
    """Two files of one text would be counted twice by everything that counts."""
    twin = Article.objects.filter(source__text_key=key).exclude(source__sha256=sha256).order_by("pk").first()
    if twin is not None:
        raise DuplicateText(twin)


def _missing(reading: Reading, source: SourceDocument) -> dict[int, ReviewRecord]:
    """The records of a known file that no article holds any more. Raises DuplicateFile where there is none.

    Articles point into the text that they were read from: it is renewed when none of them is left, and while
    some are, another reading of the same bytes adds nothing to them.
    """
    kept = list(source.articles.order_by("source_item", "pk"))
    if not kept:
        source.raw_text = kept_text(reading.source.raw)
        source.text_key = key_of(reading.source.raw)
        source.encoding = reading.source.encoding
        source.media_type = reading.source.media_type
        source.save(update_fields=["raw_text", "text_key", "encoding", "media_type"])
        keep_pages(source, reading.pages)
        return dict(enumerate(reading.records))
    here = {article.source_item for article in kept}
    missing = {item: record for item, record in enumerate(reading.records) if item not in here}
    if not missing or source.raw_text != kept_text(reading.source.raw) or max(here) >= len(reading.records):
        raise DuplicateFile(kept[0])
    return missing


def _store_record(record: ReviewRecord, source: SourceDocument, item: int) -> Article:
    article = Article.objects.create(
        **fields_of(record),
        source=source,
        source_item=item,
        provenance=provenance_of(record),
        next_anchor=1 + sum(len(section.paragraphs) for section in record.sections),
    )
    sections = _store_sections(article, record.sections)
    Caption.objects.bulk_create(
        [
            Caption(
                article=article,
                order=order,
                text=caption.passage.text,
                section=sections[caption.section] if caption.section is not None else None,
            )
            for order, caption in enumerate(record.captions)
        ]
    )
    Notice.objects.bulk_create([Notice(article=article, **notice_of(notice)) for notice in record.notices])
    suspect(article, record)
    return article


def _store_sections(article: Article, records: tuple[SectionRecord, ...]) -> list[Section]:
    next_anchor = 1
    sections = []
    for order, record in enumerate(records):
        count = len(record.paragraphs)
        sections.append(
            Section(
                article=article,
                order=order,
                level=record.level,
                heading=words_of(record.heading),
                text="\n".join(passage.text for passage in record.paragraphs),
                anchors=list(range(next_anchor, next_anchor + count)),
            )
        )
        next_anchor += count
    return Section.objects.bulk_create(sections)
