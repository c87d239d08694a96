"""Rows for tests, made the short way: an article with what the test says and sound defaults for the rest."""

import hashlib
import itertools
from base64 import b64decode
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.utils import timezone

from archive.models import Article, Caption, Region, ScannedPage, Section, SourceDocument

_numbers = itertools.count(1)


def region(code: str) -> Region:
    """The newest row of a code from the table of divisions."""
    return Region.objects.of_code(code).get() if code.startswith("99") else Region.objects.of_code(code)[0]


def source(content: bytes = b"") -> SourceDocument:
    number = next(_numbers)
    content = content or f"原文 {number}".encode()
    return SourceDocument.objects.create(
        name=f"综述-{number}.txt",
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        size=len(content),
        media_type="text/plain",
        encoding="utf-8",
        raw_text=content.decode(errors="replace").replace("\0", ""),
    )


EMPTY_PAGE = b64decode(
    "UklGRl4AAABXRUJQVlA4TFIAAAAv58NdAQfQ//73v/8BAUnS//9kRP8z/vOf//znP//5z3/+85///Oc///nPf/7zn//85z//+c9//vOf"
    "//znP//5z3/+85///Oc///nPf/7zf+AB"
)
"""A white page of 1000 by 1400."""


def scan(lines: Sequence[str], *, doubtful: str = "") -> SourceDocument:
    """A page that a machine read: these lines one below the other, 40 high, unsure of these signs."""
    scanned = source("\n".join(lines).encode())
    starts = itertools.accumulate((len(line) + 1 for line in lines), initial=0)
    rows = [
        [
            line,
            at,
            99,
            [100, 40 * n, 900, 40 * n, 900, 40 * n + 30, 100, 40 * n + 30],
            [place for place, sign in enumerate(line) if sign in doubtful],
        ]
        for n, (line, at) in enumerate(zip(lines, starts, strict=False), start=1)
    ]
    ScannedPage.objects.create(
        source=scanned, number=1, width=1000, height=1400, content=EMPTY_PAGE, lines=rows
    )
    return scanned


class ArticleFields(TypedDict, total=False):
    """The columns of an article that a test may fill by their own names."""

    kicker: str | None
    title: str | None
    subtitle: str | None
    issuer: str | None
    region_basis: str
    region_evidence: str | None
    period_basis: str
    period_evidence: str | None
    period_inferred: bool
    kind: str
    published_on: date | str | None
    newspaper: str | None
    issue: str | None
    page_label: str | None
    bylines: Sequence[str]
    credits: Sequence[str]
    furniture: Sequence[str]
    status: str
    source: SourceDocument
    reprint_of: Article | None
    provenance: dict[str, Any]
    first_published_at: datetime | None


def article(
    *,
    place: str | None = "990102",
    years: tuple[int, int] | None = (2019, 2019),
    sections: Sequence[tuple[str | None, str]] = ((None, "这一年，工会办了许多实事。"),),
    captions: Sequence[str] = (),
    **fields: Unpack[ArticleFields],
) -> Article:
    """A published article of 青禾区 on 2019, unless told otherwise. ``sections``: (heading, text)."""
    fields.setdefault("title", f"综述之{next(_numbers)}")
    fields.setdefault("status", Article.Status.PUBLISHED)
    fields.setdefault("kind", Article.Kind.ANNUAL_REVIEW)
    if fields["status"] == Article.Status.PUBLISHED:
        fields.setdefault("first_published_at", timezone.now())
    if "source" not in fields:
        fields["source"] = source()
    created = Article.objects.create(
        region=region(place) if place else None,
        period_start=years[0] if years else None,
        period_end=years[1] if years else None,
        **fields,
    )
    for order, (heading, text) in enumerate(sections):
        Section.objects.create(article=created, order=order, heading=heading, text=text)
    for order, text in enumerate(captions):
        Caption.objects.create(article=created, order=order, text=text)
    created.refresh_from_db()
    return created
