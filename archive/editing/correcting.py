"""Correcting an article, and settling what the reader was unsure of."""

from collections.abc import Collection

from django.contrib.auth.models import User
from django.utils import timezone

from archive.editing.clauses import ABOUT, CLAUSES, clause_of
from archive.editing.room import What, changing
from archive.editing.writing import put
from archive.models import Article
from archive.representation import ARTICLE_FIELDS, State, plain

OF_VALUES = ("kicker", "title", "subtitle", "issuer", "region", "period", "kind", "newspaper", "published_on")
"""Clauses that are one value: whoever gives another has seen what was doubted of it."""


def correct(
    pk: int,
    wanted: State,
    *,
    by: User | None,
    settled: Collection[int] = (),
    made_from: int | None = None,
) -> Article:
    """Give an article the values that ``wanted`` names, and settle these of its notices with it.

    Who gives a region has answered the doubt that none was found; doubts about lines are answered by name alone.
    ``made_from``: raises Overtaken where the article is no longer of this version. Its status is not corrected: publishing and withdrawing have ways of their own.
    """
    with changing(pk, What.CORRECTED, by=by, made_from=made_from) as article:
        values = _marked_as_the_editors(article, {k: v for k, v in wanted.items() if k != "status"})
        answered = _answered(article, values)
        put(article, values)
        _settle(article, {*settled, *answered}, by)
    return article


def settle(pk: int, notices: Collection[int], *, by: User | None) -> Article:
    """Answer these notices of an article: somebody has looked."""
    with changing(pk, What.SETTLED, by=by) as article:
        _settle(article, notices, by)
    return article


def _settle(article: Article, notices: Collection[int], by: User | None) -> None:
    article.notices.unsettled().filter(pk__in=notices).update(settled_at=timezone.now(), settled_by=by)


def _answered(article: Article, wanted: State) -> list[int]:
    """The doubts about values that are given now and were others before."""
    now = plain(article, ARTICLE_FIELDS)
    given = {name for name in wanted.keys() & now.keys() if wanted[name] and wanted[name] != now[name]}
    clauses = {clause for clause in OF_VALUES if given.intersection(CLAUSES[clause])}
    if "subtitle" in clauses:
        clauses.add(ABOUT["head"])  # kicker and subtitle are doubted together
    doubts = article.notices.unsettled() if clauses else ()
    return [doubt.pk for doubt in doubts if clause_of(doubt.code) in clauses]


def _marked_as_the_editors(article: Article, wanted: State) -> State:
    """What an editor decides rests on the editor, no longer on words of the text."""
    now = plain(article, ARTICLE_FIELDS)
    marked = dict(wanted)
    if "region" in wanted and wanted["region"] != now["region"]:
        basis = Article.RegionBasis.EDITOR if wanted["region"] else Article.RegionBasis.UNKNOWN
        marked |= {"region_basis": basis.value, "region_evidence": None}
    years = {name: wanted.get(name, now[name]) for name in ("period_start", "period_end")}
    if years != {name: now[name] for name in years}:
        basis_of_years = Article.PeriodBasis.EDITOR if years["period_start"] else Article.PeriodBasis.UNKNOWN
        marked |= {"period_basis": basis_of_years.value, "period_evidence": None, "period_inferred": False}
    return marked
