"""A record of the reader's as an article keeps it: its fields, its parts, and where in the original they stand."""

from datetime import date
from typing import Any

from archive.ingest.records import (
    CaptionRecord,
    NoticeRecord,
    Passage,
    PeriodGuess,
    RegionGuess,
    ReviewRecord,
)
from archive.models import Region
from archive.representation import ARTICLE_FIELDS, State, plain_value


def kept_text(raw: str) -> str:
    """A NUL is no character, and not every database holds one; what lies behind it stays where it is."""
    return raw.replace("\0", "\ufffd")


def fields_of(record: ReviewRecord) -> dict[str, Any]:
    """The fields of the article itself."""
    return {
        "kicker": words_of(record.kicker),
        "title": words_of(record.title),
        "subtitle": words_of(record.subtitle),
        "issuer": words_of(record.issuer),
        "region": _region(record.region),
        "region_basis": record.region.basis.value,
        "region_evidence": _evidence(record.region),
        "period_start": record.period.start,
        "period_end": record.period.end,
        "period_basis": record.period.basis.value,
        "period_inferred": record.period.inferred,
        "period_evidence": _evidence(record.period),
        "kind": record.kind.value,
        "published_on": date.fromisoformat(record.published_on.text) if record.published_on else None,
        "newspaper": words_of(record.newspaper),
        "issue": words_of(record.issue),
        "page_label": words_of(record.page),
        "bylines": [passage.text for passage in record.bylines],
        "credits": [passage.text for passage in record.credits],
        "furniture": [passage.text for passage in record.furniture],
    }


def notice_of(notice: NoticeRecord) -> dict[str, Any]:
    """The fields of a doubt."""
    evidence = "\n".join(passage.text for passage in notice.evidence)
    return {"code": notice.code, "values": dict(notice.values), "evidence": evidence or None}


def state_of(record: ReviewRecord) -> State:
    """As ``represent`` gives an article, its sections and captions numbered from 0 in the order of the page."""
    fields = {name: plain_value(value) for name, value in fields_of(record).items() if name in ARTICLE_FIELDS}
    sections = [
        {
            "id": order,
            "order": order,
            "level": section.level,
            "heading": words_of(section.heading),
            "text": "\n".join(passage.text for passage in section.paragraphs),
        }
        for order, section in enumerate(record.sections)
    ]
    captions = [_caption(order, caption) for order, caption in enumerate(record.captions)]
    return fields | {
        "sections": sections,
        "captions": captions,
        "notices": [notice_of(notice) for notice in record.notices],
    }


def _caption(order: int, caption: CaptionRecord) -> State:
    return {"id": order, "order": order, "text": caption.passage.text, "section": caption.section}


def words_of(passage: Passage | None) -> str | None:
    return passage.text if passage else None


def _evidence(guess: RegionGuess | PeriodGuess) -> str | None:
    return "；".join(passage.text for passage in guess.evidence) or None


def _region(guess: RegionGuess) -> Region | None:
    if guess.code is None:
        return None
    return Region.objects.filter(code=guess.code, valid_from=guess.valid_from).first()


def _spans(passage: Passage) -> list[list[int]]:
    return [[span.start, span.end] for span in passage.spans]


def provenance_of(record: ReviewRecord) -> dict[str, Any]:
    """Where in the raw text each value stands: lists of [start, end) in characters."""
    single = {
        name: _spans(passage)
        for name in ("kicker", "title", "subtitle", "issuer", "published_on", "newspaper", "issue", "page")
        if (passage := getattr(record, name)) is not None
    }
    return single | {
        "region": [span for passage in record.region.evidence for span in _spans(passage)],
        "period": [span for passage in record.period.evidence for span in _spans(passage)],
        "bylines": [_spans(passage) for passage in record.bylines],
        "credits": [_spans(passage) for passage in record.credits],
        "captions": [_spans(caption.passage) for caption in record.captions],
        "furniture": [_spans(passage) for passage in record.furniture],
        "sections": [
            {
                "heading": _spans(section.heading) if section.heading else None,
                "paragraphs": [_spans(passage) for passage in section.paragraphs],
            }
            for section in record.sections
        ],
    }
