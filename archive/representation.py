"""An article as a dict of plain values: the one form in which it is kept, compared and given out."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models

from archive.models import Article, Caption, Notice, Section

State = dict[str, Any]

ARTICLE_FIELDS = (
    *("kicker", "title", "subtitle", "issuer", "region", "region_basis", "region_evidence"),
    *("period_start", "period_end", "period_basis", "period_inferred", "period_evidence", "kind"),
    *("published_on", "newspaper", "issue", "page_label", "bylines", "credits", "furniture", "status"),
    "reprint_of",
)
PART_FIELDS: dict[type[models.Model], tuple[str, ...]] = {
    Section: ("order", "level", "heading", "text", "anchors"),
    Caption: ("order", "text", "section"),
    Notice: ("code", "message", "evidence", "settled_at", "settled_by"),
}
PARTS: dict[str, type[models.Model]] = {"sections": Section, "captions": Caption, "notices": Notice}


def represent(article: Article) -> State:
    """The article with its sections, captions and notices, each with its number.

    Not in it: where it came from (``source``, ``provenance``), and what only ever goes forward (``version``,
    ``next_anchor``, ``first_published_at``, the clocks).
    """
    return plain(article, ARTICLE_FIELDS) | {name: parts_of(article, name) for name in PARTS}


def parts_of(article: Article, name: str) -> list[State]:
    """The stored ``sections``, ``captions`` or ``notices`` of an article, in order, each with its number."""
    model = PARTS[name]
    rows = model._default_manager.filter(article=article)
    return [{"id": row.pk, **plain(row, PART_FIELDS[model])} for row in rows]


def plain(row: models.Model, names: Iterable[str]) -> State:
    """These fields of a row as JSON has them: rows by number, days and times in ISO's form."""
    return {name: plain_value(getattr(row, row._meta.get_field(name).attname)) for name in names}  # type: ignore[union-attr]


def plain_value(value: Any) -> Any:
    if isinstance(value, models.Model):
        return value.pk
    return value.isoformat() if isinstance(value, date) else value


def fill(row: models.Model, values: State, names: Iterable[str]) -> None:
    """Give a row those of these fields that are named in ``values``."""
    for name in names:
        if name in values:
            field = row._meta.get_field(name)
            setattr(row, field.attname, field.to_python(values[name]))  # type: ignore[union-attr]
