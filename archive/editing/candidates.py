"""What the reader was unsure between, to be chosen from: each doubt with its candidates, what stands first."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext

from archive.editing.correcting import correct
from archive.editing.lines import Gone, state_of
from archive.editing.titles import retitled
from archive.ingest.text.numerals import DIGITS, han_year
from archive.models import Article, Notice
from archive.representation import State, represent
from archive.years import is_period

MOST = 9
"""As many as there are keys with digits."""
YEARS = re.compile(rf"([{''.join(DIGITS)}]{{4}})(?:\D{{1,4}}([{''.join(DIGITS)}]{{4}}))?")


class NoSuchCandidate(Exception):
    """Somebody else answered the doubt, or the article is another by now."""

    def __init__(self) -> None:
        super().__init__(gettext("这一条已经处理过，或者文章刚被改过；请刷新后再选。"))


@dataclass(frozen=True, slots=True)
class Candidate:
    """``value`` names it in a form, ``label`` on the page; ``wanted`` is what an article gets by choosing it."""

    value: str
    label: str
    wanted: State


def candidates_of(notice: Notice, article: Article) -> list[Candidate]:
    """What a doubt can be answered with by choosing; nothing where it must be answered in other ways."""
    found = OFFERING.get(notice.code, _nothing)(article, (notice.evidence or "").splitlines())
    return list({candidate.value: candidate for candidate in found}.values())[:MOST]


def _nothing(article: Article, words: list[str]) -> Iterator[Candidate]:
    return iter(())


def _titles(article: Article, words: list[str]) -> Iterator[Candidate]:
    return (Candidate(text, text, {"title": text}) for text in [article.title, *words] if text)


def _issuers(article: Article, words: list[str]) -> Iterator[Candidate]:
    return (Candidate(text, text, {"issuer": text}) for text in [article.issuer, *words] if text)


def _periods(article: Article, words: list[str]) -> Iterator[Candidate]:
    """The period that stands, each that was named beside it, and all of them together."""
    found = [(article.period_start, article.period_end), *filter(None, map(_years, words))]
    known = [year for period in found for year in period if year is not None]
    for start, end in [*found, (min(known, default=None), max(known, default=None))]:
        if is_period(start, end):
            label = Article(period_start=start, period_end=end).period_label
            yield Candidate(f"{start}-{end}", label, {"period_start": start, "period_end": end})


def _years(text: str) -> tuple[int, int] | None:
    """2018年, 2018—2020年, in full width too, 二〇一八年."""
    found = YEARS.search(unicodedata.normalize("NFKC", text))
    return (han_year(found[1]), han_year(found[2] or found[1])) if found else None


def _kinds(article: Article, words: list[str]) -> Iterator[Candidate]:
    own = Article.Kind(article.kind)
    for kind in [own, *Article.Kind]:
        yield Candidate(kind.value, str(kind.label), {"kind": kind.value})


OFFERING: dict[str, Callable[[Article, list[str]], Iterator[Candidate]]] = {
    "title-uncertain": _titles,
    "issuer-uncertain": _issuers,
    "period-uncertain": _periods,
    "period-inferred": _periods,
    "kind-uncertain": _kinds,
    "kind-other": _kinds,
    "kind-plan": _kinds,
}
"""By the code of the notice."""


def choose(pk: int, notice: int, value: str, *, by: User | None) -> Article:
    """Give an article a candidate of one of its doubts, which is answered by that. Raises NoSuchCandidate."""
    with transaction.atomic():
        article = Article.objects.select_for_update().get(pk=pk)
        found = article.notices.unsettled().filter(pk=notice).first()
        offered = {one.value: one for one in candidates_of(found, article)} if found else {}
        if value not in offered:
            raise NoSuchCandidate
        changed = offered[value].wanted
        if changed.get("title", article.title) != article.title:
            changed = _with_title(article, changed["title"])
        return correct(pk, changed, by=by, settled=[notice])


def _with_title(article: Article, title: str) -> State:
    state = represent(article)
    lines, heads = retitled(state, title)
    return heads | state_of(lines, state, next_anchor=article.next_anchor, gone=Gone.of(article.pk))
