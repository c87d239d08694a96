"""What editors say of numbers: confirmed, another indicator, no number at all, one that was missed; taken back again."""

from collections.abc import Iterable
from decimal import Decimal

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from archive.article_figures import Numbered, passages_of
from archive.article_parts import Part, Place, parts_of
from archive.figures.indicators import Indicator
from archive.ledger import keeping
from archive.models import Article, FigureDecision, FigureReading, Notice

Verdict = FigureDecision.Verdict
LOST = "figure-decision-lost"


class NoSuchNumber(Exception):
    """The words no longer stand there, or are no number any more: somebody has edited the sentence since it was shown."""


class IsAdded(Exception):
    """The number is, or these words hold, what an editor added: that is taken back first. The message has its words."""


class DecidedMeanwhile(Exception):
    """Somebody has said something else of the number since it was shown."""


def decide(
    pk: int,
    place: Place,
    verdict: FigureDecision.Verdict,
    *,
    indicator: Indicator | None,
    value: Decimal | None = None,
    seen: str | None = None,
    by: User,
) -> None:
    """Keep what an editor said of a number; its article's figures are read anew with it.

    ``indicator`` is what a corrected number stands for, None for 其他数字; one that is added has an indicator and a ``value``.
    ``seen`` is when that was said which the editor saw, empty where nothing was, None where nobody knows.
    Raises NoSuchNumber, IsAdded, DecidedMeanwhile.
    """
    corrected: dict[str, str | None] = {}
    if verdict in {Verdict.CORRECTED, Verdict.ADDED}:
        corrected = {"indicator": indicator.code if indicator else None}
    if verdict == Verdict.ADDED:
        corrected |= {"value": str(value)}
    with transaction.atomic():
        article = Article.objects.select_for_update().kept().get(pk=pk)
        said = _said_of(pk, place)
        if said and (said.verdict, said.corrected) == (verdict, corrected):
            return  # a key that was pressed twice
        if verdict == Verdict.ADDED:
            _check_addition(place, article)
        else:
            _check_number(place, article)
            _check_seen(said, seen)
        FigureDecision.objects.update_or_create(
            article=article,
            anchor=place.anchor,
            words=place.words,
            occurrence=place.occurrence,
            defaults={"verdict": verdict, "corrected": corrected, "at": timezone.now(), "user": by},
        )
        _read_anew(pk)


def take_back(pk: int, place: Place, *, seen: str | None = None) -> None:
    """Let the number be again what the reader says. Raises DecidedMeanwhile."""
    with transaction.atomic():
        Article.objects.select_for_update().kept().get(pk=pk)
        if said := _said_of(pk, place):
            _check_seen(said, seen)
            said.delete()
        _read_anew(pk)


def _said_of(pk: int, place: Place) -> FigureDecision | None:
    decided = FigureDecision.objects.filter(article=pk, anchor=place.anchor, words=place.words)
    return decided.filter(occurrence=place.occurrence).first()


def _check_seen(said: FigureDecision | None, seen: str | None) -> None:
    if seen is not None and seen != (said.at.isoformat() if said else ""):
        raise DecidedMeanwhile


def _check_number(place: Place, article: Article) -> None:
    """It must be among those that a page shows: whatever else was said of it could not be seen, nor taken back."""
    number = next((one for one in _numbers_of(article) if one.place == place), None)
    if number is None:
        raise NoSuchNumber
    if number.is_added:
        raise IsAdded(number.place.words)


def _check_addition(place: Place, article: Article) -> None:
    """Its words must stand there, and hold nothing of another addition: of two that overlap one could not be seen."""
    part = next((part for part in parts_of(article) if part.anchor == place.anchor), None)
    if part is None or (start := place.offset_in(part.text)) < 0:
        raise NoSuchNumber
    for one in _numbers_of(article):
        figure, end = one.figure, start + len(place.words)
        if one.is_added and one.place.anchor == place.anchor and figure.start < end and start < figure.end:
            raise IsAdded(one.place.words)


def _numbers_of(article: Article) -> Iterable[Numbered]:
    return (one for passage in passages_of(article) for one in passage.figures)


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
