"""What an address asks of the ledger: indicators, divisions and years. All state is there, and nonsense is refused."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import BadRequest
from django.http import Http404, QueryDict

from archive.coverage.counting import archive_years
from archive.figures.indicators import Indicator, indicators
from archive.ledger import places
from archive.ledger.places import MOST_REGIONS, Named
from archive.models import Region
from archive.years import is_year

MOST_INDICATORS, MOST_YEARS = 10, 20
USUAL_YEARS = 8
USUAL = ("members", "grassroots_unions")


@dataclass(frozen=True, slots=True)
class Question:
    """What a sheet is asked for. ``are_chosen``: its divisions are named in the address; ``years`` in their order."""

    indicators: tuple[Indicator, ...]
    regions: tuple[Region, ...]
    are_chosen: bool
    under: Region | None
    named: Named
    span: "Span"
    years: tuple[int, ...]


def question(query: QueryDict, *, usual: Iterable[str], most_regions: int | None = None) -> Question:
    """``?indicator=&region=&under=&from=&to=&place=``; what is not said is chosen from what there is."""
    indicators, span = indicators_asked(query, usual), years_asked(query)
    years = span.within(archive_years())
    under, chosen = region_asked(query.get("under", "")), regions_asked(query)
    return Question(
        indicators=indicators,
        regions=(chosen or places.usual(indicators, years, under=under))[:most_regions],
        are_chosen=bool(chosen),
        under=under,
        named=places.named(query.get("place", "")),
        span=span,
        years=years,
    )


@dataclass(frozen=True, slots=True)
class Span:
    """Years, both inclusive; None is open."""

    start: int | None
    end: int | None

    def within(self, years: Sequence[int]) -> tuple[int, ...]:
        """Those of the archive's years that are asked for, the last ones where too many are."""
        if not self.is_set:
            return tuple(years[-USUAL_YEARS:])
        chosen = [year for year in years if self.holds(year)]
        return tuple(chosen[-MOST_YEARS:])

    @property
    def is_set(self) -> bool:
        return self.start is not None or self.end is not None

    def holds(self, year: int) -> bool:
        return (self.start is None or self.start <= year) and (self.end is None or year <= self.end)


def indicators_asked(query: QueryDict, usual: Iterable[str] = ()) -> tuple[Indicator, ...]:
    """The indicators of ``?indicator=``, in the order of the authority. An unknown one is no page."""
    known = indicators()
    codes = set(query.getlist("indicator")) - {""} or set(usual)
    if codes - known.keys():
        raise Http404
    chosen = [indicator for code, indicator in known.items() if code in codes]
    return tuple(chosen[:MOST_INDICATORS])


def regions_asked(query: QueryDict) -> tuple[Region, ...]:
    """The divisions of ``?region=``, in the order in which they are asked for."""
    codes = [code for code in dict.fromkeys(query.getlist("region")) if code][:MOST_REGIONS]
    found = Region.objects.newest_of_codes(codes)
    if len(found) < len(codes):
        raise Http404
    return tuple(found[code] for code in codes)


def region_asked(code: str) -> Region | None:
    """The division of one code; None where none is asked for."""
    if not code:
        return None
    found: Region | None = Region.objects.newest_of_codes([code]).get(code)
    if found is None:
        raise Http404
    return found


def years_asked(query: QueryDict) -> Span:
    """``?from=2018&to=2023``; the other way round is the same."""
    start, end = year_asked(query.get("from", "")), year_asked(query.get("to", ""))
    if start is not None and end is not None and start > end:
        start, end = end, start
    return Span(start, end)


def year_asked(text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if len(text) != 4 or not text.isascii() or not text.isdecimal() or not is_year(int(text)):
        raise BadRequest("no year")
    return int(text)
