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
from archive.models import Article, Notice, Region
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
    """``value`` names it in a form, ``label`` on the page; ``wanted`` is what an article gets by choosing it.

    What ``stands`` in the article already comes first: choosing it keeps it, and answers the doubt.
    """

    value: str
    label: str
    wanted: State
    stands: bool = False


def candidates_of(notice: Notice, article: Article) -> list[Candidate]:
    """What a doubt can be answered with by choosing; nothing where it must be answered in other ways."""
    offered: dict[str, Candidate] = {}
    for candidate in OFFERING.get(notice.code, _nothing)(article, notice):
        offered.setdefault(candidate.value, candidate)  # what stands is named among the others, too
    return list(offered.values())[:MOST]


def _nothing(article: Article, notice: Notice) -> Iterator[Candidate]:
    return iter(())


def _words(notice: Notice) -> list[str]:
    return (notice.evidence or "").splitlines()


def _titles(article: Article, notice: Notice) -> Iterator[Candidate]:
    return _texts("title", article.title, _words(notice))


def _issuers(article: Article, notice: Notice) -> Iterator[Candidate]:
    return _texts("issuer", article.issuer, _words(notice))


def _newspapers(article: Article, notice: Notice) -> Iterator[Candidate]:
    return _texts("newspaper", article.newspaper, _words(notice))


def _texts(field: str, own: str | None, others: list[str]) -> Iterator[Candidate]:
    if own:
        yield Candidate(own, own, {field: own}, stands=True)
    yield from (Candidate(text, text, {field: text}) for text in others if text)


def _regions(article: Article, notice: Notice) -> Iterator[Candidate]:
    """The division that stands, and those of the like name that the text may have meant."""
    own = article.region
    if own:
        yield Candidate(_number_of(own.code, own.valid_from), own.full_name, {"region": own.pk}, stands=True)
    for name, code, first_year in _offered(notice):
        number = _number_of(code, first_year)
        yield Candidate(number, name, {"division": number})


def _offered(notice: Notice) -> Iterator[tuple[str, str, int | None]]:
    """The divisions that a notice names; a row that lost something offers the less."""
    names, divisions = (notice.values.get(part) for part in ("names", "divisions"))
    if isinstance(names, list) and isinstance(divisions, list):
        for name, division in zip(names, divisions, strict=False):
            match division:
                case [str(code), int() | None as first_year]:
                    yield str(name), code, first_year


def _number_of(code: str, valid_from: int | None) -> str:
    """Rows of one code are told apart by their first year: 420600 was 襄樊市 and is 襄阳市."""
    return f"{code}-{valid_from or ''}"


def _periods(article: Article, notice: Notice) -> Iterator[Candidate]:
    """The period that stands, each that was named beside it, and all of them together."""
    own = (article.period_start, article.period_end)
    found = [own, *filter(None, map(_years, _words(notice)))]
    known = [year for period in found for year in period if year is not None]
    for start, end in [*found, (min(known, default=None), max(known, default=None))]:
        if is_period(start, end):
            label = Article(period_start=start, period_end=end).period_label
            wanted = {"period_start": start, "period_end": end}
            yield Candidate(f"{start}-{end}", label, wanted, stands=(start, end) == own)


def _years(text: str) -> tuple[int, int] | None:
    """2018年, 2018—2020年, in full width too, 二〇一八年."""
    found = YEARS.search(unicodedata.normalize("NFKC", text))
    return (han_year(found[1]), han_year(found[2] or found[1])) if found else None


def _kinds(article: Article, notice: Notice) -> Iterator[Candidate]:
    own = Article.Kind(article.kind)
    for kind in [own, *Article.Kind]:
        yield Candidate(kind.value, str(kind.label), {"kind": kind.value}, stands=kind is own)


OFFERING: dict[str, Callable[[Article, Notice], Iterator[Candidate]]] = {
    "title-uncertain": _titles,
    "issuer-uncertain": _issuers,
    "newspaper-uncertain": _newspapers,
    **dict.fromkeys(
        (
            *("region-ambiguous", "region-several", "region-contradiction", "region-uncertain"),
            *("region-nearest", "region-zone-nearest", "region-renamed", "region-undated"),
        ),
        _regions,
    ),
    "period-uncertain": _periods,
    "period-inferred": _periods,
    "kind-uncertain": _kinds,
    "kind-other": _kinds,
    "kind-plan": _kinds,
}
"""By the code of the notice."""


def choose(pk: int, notice: int, value: str, *, by: User | None) -> Candidate:
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
        if "division" in changed:
            changed = {"region": _region_of(changed["division"])}
        correct(pk, changed, by=by, settled=[notice])
        return offered[value]


def _region_of(number: str) -> int:
    code, _, first_year = number.partition("-")
    found = Region.objects.filter(code=code, valid_from=int(first_year) if first_year else None)
    pk: int | None = found.values_list("pk", flat=True).first()
    if pk is None:
        raise NoSuchCandidate
    return pk


def _with_title(article: Article, title: str) -> State:
    state = represent(article)
    lines, heads = retitled(state, title)
    return heads | state_of(lines, state, next_anchor=article.next_anchor, gone=Gone.of(article.pk))
