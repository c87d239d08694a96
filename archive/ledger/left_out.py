"""What a sheet has no room for, in words, each with the address that shows it: nothing is cut without them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from archive.ledger import places
from archive.ledger.asked import MOST_INDICATORS, Question

MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class LeftOut:
    """``query`` asks for what is left out, beside what else was asked; empty where there is nothing to be asked."""

    words: str
    query: str = ""


def left_out(question: Question, query: QueryDict) -> Iterator[LeftOut]:
    rest = question.rest
    if rest.indicators:
        names = _named([one.name for one in rest.indicators])
        told = _("一次最多列 %(most)d 个指标，没有列出 %(names)s。")
        codes = [one.code for one in rest.indicators]
        yield LeftOut(told % {"most": MOST_INDICATORS, "names": names}, _asking(query, indicator=codes))
    if question.are_usual:
        shown = len(question.regions)
        if rest.regions or shown == places.USUAL_REGIONS:
            yield LeftOut(_("没有指定地区，列的是写到最多的 %(n)d 个。") % {"n": shown})
    elif rest.regions:
        names = _named([region.name for region in rest.regions])
        told = _("一次最多列 %(most)d 个地区，没有列出 %(names)s。")
        codes = [region.code for region in rest.regions]
        yield LeftOut(
            told % {"most": len(question.regions), "names": names}, _asking(query, region=codes, under=[])
        )
    if rest.years:
        first, last = str(rest.years[0]), str(rest.years[-1])
        told = _("一次最多列 %(most)d 年，没有列出 %(years)s。")
        if not question.span.is_set:
            told = _("没有指定年份，列的是最近 %(most)d 年，没有列出 %(years)s。")
        years = first if first == last else f"{first}—{last}"
        asked = _asking(query, **{"from": [first], "to": [last]})
        yield LeftOut(told % {"most": len(question.years), "years": years}, asked)


def _named(names: Sequence[str]) -> str:
    """甲、乙、丙、丁、戊等 12 个."""
    told = "、".join(names[:MOST_NAMED])
    return told if len(names) <= MOST_NAMED else _("%(names)s等 %(n)d 个") % {"names": told, "n": len(names)}


def _asking(query: QueryDict, **asked: Iterable[str]) -> str:
    wanted = query.copy()
    for name, values in asked.items():
        wanted.setlist(name, list(values))
    return f"?{wanted.urlencode()}"
