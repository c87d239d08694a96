"""Keeps the figures of articles in the database, for the pages that look at many articles at once.

An article whose figures no present reader has read waits; whoever has a moment reads it: the request that changed it, the
command that imported it, the worker beside the web server. It does not matter who, when, or how often.
"""

import hashlib
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from django.db import DatabaseError, transaction
from django.db.models import Exists, OuterRef
from django.dispatch import receiver

from archive.article_figures import aliases, numbered_of, setting_of
from archive.article_parts import parts_of
from archive.figures.indicators import Alias
from archive.figures.reader import VERSION
from archive.models import Article, Figure, FigureReading
from archive.outbox import index_changes_committed, index_wanted_now
from archive.querysets.articles import ArticleQuerySet

logger = logging.getLogger(__name__)

AT_ONCE = 20
"""Articles in one transaction: some 200 ms in which nobody else can write."""
REQUEST_SECONDS = 0.5
"""What an editor's click may wait for it; an article takes some 15 ms, the worker reads the rest."""


def waiting() -> ArticleQuerySet:
    """Articles whose figures are not those of the present text, read by the present reader."""
    read = FigureReading.objects.by_reader(VERSION).filter(article=OuterRef("pk"))
    return Article.objects.kept().filter(~Exists(read)).order_by("-pk")


def read_waiting(
    *, seconds: float | None = None, progress: Callable[[int], object] = lambda count: None
) -> int:
    """Read articles that wait until none does or the time is up; how many that were.

    One whose figures can't be read keeps no other from it; what was wrong with the first such is raised at the end.
    """
    deadline = None if seconds is None else time.monotonic() + seconds
    done, failed = 0, dict[int, Exception]()
    while (deadline is None or time.monotonic() < deadline) and (
        numbers := list(waiting().exclude(pk__in=failed).values_list("pk", flat=True)[:AT_ONCE])
    ):
        failed |= _keep_what_can_be(numbers)
        done += len(numbers)
        progress(len(numbers))
    for error in failed.values():
        raise error
    return done


def _keep_what_can_be(numbers: Sequence[int]) -> dict[int, Exception]:
    """Those of these articles whose figures can't be read, and why; the others are kept."""
    try:
        with transaction.atomic():
            keep(numbers)
    except DatabaseError:  # nobody can write now: no article is to blame
        raise
    except Exception as error:  # noqa: BLE001 - raised once the others are read
        if len(numbers) > 1:
            return {pk: why for one in numbers for pk, why in _keep_what_can_be([one]).items()}
        error.add_note(f"while the figures of article {numbers[0]} were read")
        return {numbers[0]: error}
    return {}


def keep(numbers: Iterable[int]) -> None:
    """Read the figures of these articles and keep them in the place of those that were kept before.

    The rows are locked, so that no change gets between what is read and what is kept of it.
    """
    wanted = Article.objects.select_for_update().filter(pk__in=list(numbers)).order_by("pk")
    articles = list(wanted.defer("provenance").prefetch_related("sections", "captions", "figure_decisions"))
    kept = dict(FigureReading.objects.filter(article__in=articles).values_list("article", "digest"))
    names = aliases()
    digests = {article.pk: _digest(article, names) for article in articles}
    changed = [article for article in articles if kept.get(article.pk) != digests[article.pk]]
    Figure.objects.filter(article__in=[article.pk for article in changed if article.pk in kept]).delete()
    Figure.objects.bulk_create(chain.from_iterable(_rows(article, names) for article in changed))
    FigureReading.objects.bulk_create(
        [FigureReading(article=article, reader=VERSION, digest=digests[article.pk]) for article in articles],
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["reader", "digest"],
    )


def _digest(article: Article, names: Sequence[Alias]) -> str:
    """Of all that figures are made from: an article that was only published has the same as before."""
    decisions = article.figure_decisions.all()
    made_from = (
        VERSION,
        [(alias.indicator.code, alias.words.pattern) for alias in names],
        setting_of(article),
        article.region_id,
        [(part.anchor, part.kind.value, part.text) for part in parts_of(article)],
        [(one.anchor, one.words, one.occurrence, one.verdict, one.corrected) for one in decisions],
    )
    return hashlib.sha256(repr(made_from).encode(errors="surrogatepass")).hexdigest()


def _rows(article: Article, names: Sequence[Alias]) -> Iterator[Figure]:
    for one in numbered_of(
        list(parts_of(article)), setting_of(article), article.figure_decisions.all(), names
    ):
        figure = one.figure
        if one.is_rejected:
            continue
        yield Figure(
            article=article,
            number=one.number,
            anchor=one.place.anchor,
            start=figure.start,
            end=figure.end,
            words=figure.text,
            occurrence=one.place.occurrence,
            sentence=figure.sentence,
            value=figure.value,
            low=figure.low,
            unit=figure.unit,
            bound=figure.bound.value,
            indicator_id=one.indicator.code if one.indicator else None,
            scope=figure.scope.value,
            part_of=None if figure.part_of is None else figure.part_of + 1,
            planned=figure.planned,
            per=figure.per,
            period_start=figure.period.start,
            period_end=figure.period.end,
            basis=figure.period.basis.value,
            region_id=None if figure.region else article.region_id,
            place=figure.region,
            series_start=one.years.start if one.years else None,
            series_end=one.years.end if one.years else None,
            is_headline=one.is_headline,
            is_confirmed=one.verdict is not None,
        )


@receiver(index_changes_committed)
def read_at_once(**kwargs: object) -> None:
    """After a commit: what can be read in half a second. The rest is the worker's."""
    try:
        read_waiting(seconds=REQUEST_SECONDS)
    except Exception:
        # The change is committed and the article waits: whatever keeps its figures from it must not fail the answer.
        logger.exception("figures will be read later")


@receiver(index_wanted_now)
def read_all(**kwargs: object) -> None:
    """For commands that return when all follows what they did; figures that can't be kept now are read later."""
    try:
        read_waiting()
    except (OSError, DatabaseError):
        logger.exception("figures will be read later")
