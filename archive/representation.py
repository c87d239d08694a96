"""An article as a dict of plain values: the form in which it is kept and compared, and that in which it is given out.

What is given out has the names of ``import_reviews --format jsonl``, whoever asks: the page's JSON, exports, commands.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models

from archive.article_figures import figures_of
from archive.figures.jsonl import figures_json
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
    Notice: ("code", "values", "message", "evidence", "settled_at", "settled_by"),
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


def record_head(article: Article) -> State:
    """What tells an article from others, as exports, commands and programs get it: no text, no notices."""
    region = article.region
    return {
        "kind": article.kind,
        "kicker": article.kicker,
        "title": article.title,
        "subtitle": article.subtitle,
        "issuer": article.issuer,
        "region": region
        and {
            "code": region.code,
            "path": [step.name for step in region.path],
            "basis": article.region_basis,
        },
        "period": {
            "start": article.period_start,
            "end": article.period_end,
            "basis": article.period_basis,
            "inferred": article.period_inferred,
        },
        "published_on": plain_value(article.published_on),
        "newspaper": article.newspaper,
        "issue": article.issue,
        "page": article.page_label,
        "bylines": article.bylines,
    }


def record(article: Article) -> State:
    """The whole article as programs get it, each paragraph with the fragment that its address ends in, and its figures."""
    return record_head(article) | {
        "id": article.pk,
        "version": article.version,
        "updated_at": plain_value(article.updated_at),
        "reprint_of": article.reprint_of_id,
        "file": article.source.name if article.source else None,
        "credits": article.credits,
        "sections": [_section(section) for section in article.sections.all()],
        "captions": [caption.text for caption in article.captions.all()],
        "furniture": article.furniture,
        "figures": figures_json(figures_of(article)),
    }


def _section(section: Section) -> State:
    return {
        "level": section.level,
        "heading": section.heading,
        "anchor": section.anchor,
        "paragraphs": [text for _anchor, text in section.paragraphs],
        "anchors": [anchor for anchor, _text in section.paragraphs],
    }
