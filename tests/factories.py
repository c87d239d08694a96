"""Rows for tests, made the short way: an article with what the test says and sound defaults for the rest."""

import hashlib
import itertools
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from archive.models import Article, Caption, Region, Section, SourceDocument

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
        raw_text=content.decode(errors="replace"),
    )


def article(
    *,
    place: str | None = "990102",
    years: tuple[int, int] | None = (2019, 2019),
    sections: Sequence[tuple[str | None, str]] = ((None, "这一年，工会办了许多实事。"),),
    captions: Sequence[str] = (),
    **fields: Any,
) -> Article:
    """A published article of 青禾区 on 2019, unless told otherwise. ``sections``: (heading, text)."""
    fields.setdefault("title", f"综述之{next(_numbers)}")
    fields.setdefault("status", Article.Status.PUBLISHED)
    fields.setdefault("kind", Article.Kind.ANNUAL_REVIEW)
    if fields["status"] == Article.Status.PUBLISHED:
        fields.setdefault("first_published_at", timezone.now())
    created = Article.objects.create(
        region=region(place) if place else None,
        period_start=years[0] if years else None,
        period_end=years[1] if years else None,
        source=fields.pop("source", None) or source(),
        **fields,
    )
    for order, (heading, text) in enumerate(sections):
        Section.objects.create(article=created, order=order, heading=heading, text=text)
    for order, text in enumerate(captions):
        Caption.objects.create(article=created, order=order, text=text)
    created.refresh_from_db()
    return created
