"""Brings the rows of an article into a state: the same way for a correction and for what is restored."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models

from archive.editing.numbering import numbered
from archive.models import Article, Caption, Notice, Region, Section
from archive.representation import ARTICLE_FIELDS, PART_FIELDS, State, fill, parts_of, plain


def put(article: Article, state: State) -> None:
    """Change a locked article to what ``state`` names; what it does not name stays. The caller saves the article.

    A section or caption with a number is that row, brought back under its number where it was deleted, so that
    links to it hold; one without is new. Paragraphs without anchors keep those of the words that they were.
    """
    fill(article, state, ARTICLE_FIELDS)
    if article.reprint_of_id is not None and not Article.objects.filter(pk=article.reprint_of_id).exists():
        article.reprint_of_id = None
    if article.region_id is not None and not Region.objects.filter(pk=article.region_id).exists():
        _forget_region(article)
    if "sections" in state:
        stored = parts_of(article, "sections")
        sections, article.next_anchor = numbered(state["sections"], stored, next_anchor=article.next_anchor)
        _put_rows(Section, article, sections)
    if "captions" in state:
        _put_rows(Caption, article, _within(article, state["captions"]))
    if "notices" in state:
        _put_rows(Notice, article, _of_known_users(state["notices"]))


def _forget_region(article: Article) -> None:
    """The division was deleted since."""
    article.region_id = None
    article.region_basis = Article.RegionBasis.UNKNOWN


def _put_rows(model: type[models.Model], article: Article, wanted: Sequence[State]) -> None:
    names, manager = PART_FIELDS[model], model._default_manager
    kept = {row.pk: row for row in manager.filter(article=article)}
    new, changed = [], []
    for place, item in enumerate(wanted):
        row = kept.pop(item.get("id"), None)
        if row is None:
            new.append(row := model(pk=item.get("id"), article=article))
            fill(row, {"order": place, **item}, names)
        elif _differs(row, item, names):
            changed.append(row)
            fill(row, item, names)
    if kept:
        manager.filter(pk__in=list(kept)).delete()
    if new:
        manager.bulk_create(new)
    if changed:
        manager.bulk_update(changed, names)


def _differs(row: models.Model, wanted: State, names: Iterable[str]) -> bool:
    return any(value != wanted[name] for name, value in plain(row, names).items() if name in wanted)


# Captions and notices: what they point to may be gone


def _within(article: Article, captions: Iterable[State]) -> list[State]:
    """A caption of a new section, which had no number before it was stored, says the order of it."""
    here = dict(Section.objects.filter(article=article).values_list("order", "pk"))
    placed = [
        item | {"section": here.get(item["section_order"])} if "section_order" in item else item
        for item in captions
    ]
    return [_pointing(item, "section", set(here.values())) for item in placed]


def _of_known_users(notices: Iterable[State]) -> list[State]:
    items = list(notices)
    users = get_user_model()._default_manager
    known = set(users.filter(pk__in=[item.get("settled_by") for item in items]).values_list("pk", flat=True))
    return [_pointing(item, "settled_by", known) for item in items]


def _pointing(item: State, name: str, known: set[Any]) -> State:
    return {**item, name: None} if item.get(name) is not None and item[name] not in known else item
