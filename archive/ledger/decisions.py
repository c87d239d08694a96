"""What editors say of numbers: confirmed, another indicator, no number at all; taken back again."""

from collections.abc import Iterable
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from archive.article_parts import Part, Place, parts_of
from archive.figures.indicators import Indicator
from archive.ledger import keeping
from archive.models import Article, FigureDecision, FigureReading, Notice

Verdict = FigureDecision.Verdict
LOST = "figure-decision-lost"


class NoSuchNumber(Exception):
    """The words no longer stand there: somebody has edited the sentence since it was shown."""


def decide(
    pk: int,
    place: Place,
    verdict: FigureDecision.Verdict,
    *,
    indicator: Indicator | None,
    value: Decimal | None = None,
    by: User,
) -> None:
    """Keep what an editor said of a number; its article's figures are read anew with it. Raises NoSuchNumber.

    ``indicator`` is what a corrected number stands for, None for 其他数字; one that is added has an indicator and a ``value``.
    """
    corrected: dict[str, str | None] = {}
    if verdict in {Verdict.CORRECTED, Verdict.ADDED}:
        corrected = {"indicator": indicator.code if indicator else None}
    if verdict == Verdict.ADDED:
        corrected |= {"value": str(value)}
    with transaction.atomic():
        article = Article.objects.select_for_update().kept().get(pk=pk)
        if not _stands(place, parts_of(article)):
            raise NoSuchNumber
        FigureDecision.objects.update_or_create(
            article=article,
            anchor=place.anchor,
            words=place.words,
            occurrence=place.occurrence,
            defaults={"verdict": verdict, "corrected": corrected, "at": timezone.now(), "user": by},
        )
        _read_anew(pk)


def take_back(pk: int, place: Place) -> None:
    """Let the number be again what the reader says."""
    with transaction.atomic():
        Article.objects.select_for_update().kept().get(pk=pk)
        decided = FigureDecision.objects.filter(article=pk, anchor=place.anchor, words=place.words)
        decided.filter(occurrence=place.occurrence).delete()
        _read_anew(pk)


def _read_anew(pk: int) -> None:
    FigureReading.objects.overtaken([pk])
    keeping.keep([pk])


def _stands(place: Place, parts: Iterable[Part]) -> bool:
    return any(place.offset_in(part.text) >= 0 for part in parts if part.anchor == place.anchor)


def note_lost(article: Article) -> None:
    """A notice for every decision whose words an edit took away. Where they come back, so does the decision."""
    decided = list(article.figure_decisions.all())
    if not decided:
        return
    parts = list(parts_of(article))
    noted = set(article.notices.filter(code=LOST).values_list("evidence", flat=True))
    lost = {one.words for one in decided if not _stands(Place(one.anchor, one.words, one.occurrence), parts)}
    Notice.objects.bulk_create(
        Notice(
            article=article,
            code=LOST,
            values={"words": words},
            evidence=words,
        )
        for words in sorted(lost - noted)
    )
