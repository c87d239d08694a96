"""What an editor makes of two articles that may be one: a reprint, a new version, or two."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from archive.editing.correcting import settle
from archive.editing.room import What, changing
from archive.models import Article, Notice, TwinPair
from archive.querysets.articles import REPRINT_NOTICE, NoticeQuerySet

Verdict = TwinPair.Verdict


def decide(pair: TwinPair, verdict: TwinPair.Verdict, *, by: User | None) -> None:
    """Keep the verdict, and put the family together or apart. Raises InTrash where one of the two lies there.

    A family is flat: all its reprints are of one article. The new version stands for the older one as soon as it
    is published; until then readers have the older.
    """
    later, earlier = pair.article_id, pair.other_id
    with transaction.atomic():
        match verdict:
            case Verdict.REPRINT:
                _join(later, _first_of(earlier, but=later), by)
            case Verdict.NEW_VERSION:
                _stand_alone(later, by)
                _join(earlier, later, by)
            case Verdict.DISTINCT:
                _part(later, earlier, by)
        pair.verdict, pair.decided_by, pair.decided_at = verdict, by, timezone.now()
        pair.save(update_fields=["verdict", "decided_by", "decided_at"])
        _settle(later, by)


def reopen(pk: int) -> None:
    """What was decided of an article waits again where going back took it out of a family, or opened the question."""
    for pair in TwinPair.objects.of_article(pk).joined().select_related("article", "other"):
        if _family(pair.article) != _family(pair.other):
            _wait(pair)
    pairs = TwinPair.objects.filter(article=pk)
    if _open_questions(pk).exists() and not pairs.suspected().exists():
        # Told apart it was without a change of its own: what answered the notice is what was taken back.
        last = pairs.order_by("-decided_at", "-pk").first()
        if last is not None and last.verdict == Verdict.DISTINCT:
            _wait(last)


def _wait(pair: TwinPair) -> None:
    pair.verdict, pair.decided_by, pair.decided_at = Verdict.SUSPECTED, None, None
    pair.save(update_fields=["verdict", "decided_by", "decided_at"])


def _family(article: Article) -> int:
    return article.reprint_of_id or article.pk


def _first_of(pk: int, *, but: int) -> int:
    """The article that a print is of; ``but`` gives way where it was that one."""
    first = Article.objects.values_list("reprint_of", flat=True).get(pk=pk)
    return pk if first in (None, but) else first


def _join(pk: int, first: int, by: User | None) -> None:
    """Make an article, and what was reprinted from it, reprints of another."""
    _stand_alone(first, by)
    for reprint in [
        pk,
        *Article.objects.filter(reprint_of=pk).exclude(pk=first).values_list("pk", flat=True),
    ]:
        with changing(reprint, What.JOINED, by=by) as article:
            article.reprint_of_id = first


def _stand_alone(pk: int, by: User | None) -> None:
    with changing(pk, What.JOINED, by=by) as article:
        article.reprint_of = None


def _part(one: int, other: int, by: User | None) -> None:
    for pk, first in ((one, other), (other, one)):
        if Article.objects.filter(pk=pk, reprint_of=first).exists():
            _stand_alone(pk, by)


def _settle(pk: int, by: User | None) -> None:
    """The notices are answered when no pair waits any more."""
    if not TwinPair.objects.filter(article=pk, verdict=Verdict.SUSPECTED).exists():
        settle(pk, list(_open_questions(pk).values_list("pk", flat=True)), by=by)


def _open_questions(pk: int) -> NoticeQuerySet:
    """The notices of an article that it may be a print of another."""
    return Notice.objects.unsettled().filter(article=pk, code=REPRINT_NOTICE)
