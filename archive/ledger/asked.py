"""What an address asks of the ledger: indicators, divisions and years. All state is there, and nonsense is refused."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import BadRequest
from django.http import Http404, QueryDict

from archive.coverage.counting import archive_years
from archive.figures.indicators import Indicator, indicators
from archive.ledger import places
from archive.ledger.places import Named
from archive.models import Region
from archive.years import is_year

MOST_INDICATORS, MOST_YEARS = 10, 20
MOST_CODES = 1_000
"""Of divisions in one address: more than any province has; a longer list is refused, not cut."""
USUAL_YEARS = 8
USUAL = ("members", "grassroots_unions")


@dataclass(frozen=True, slots=True)
class Rest:
    """What of a question one sheet has no room for."""

    indicators: tuple[Indicator, ...] = ()
    regions: tuple[Region, ...] = ()
    years: tuple[int, ...] = ()


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
    rest: Rest

    @property
    def are_usual(self) -> bool:
        """Whether nobody said which divisions."""
        return not self.are_chosen and self.under is None


def question(query: QueryDict, *, usual: Iterable[str], most_regions: int = places.MOST_REGIONS) -> Question:
    """``?indicator=&region=&under=&from=&to=&place=``; what is not said is chosen from what there is."""
    indicators, span = indicators_asked(query, usual), years_asked(query)
    years = span.among(archive_years())
    shown, other = indicators[:MOST_INDICATORS], indicators[MOST_INDICATORS:]
    most_years = MOST_YEARS if span.is_set else USUAL_YEARS
    under, chosen = region_asked(query.get("under", "")), regions_asked(query)
    regions = chosen or places.usual(shown, years[-most_years:], under=under, most=most_regions)
    return Question(
        indicators=shown,
        regions=regions[:most_regions],
        are_chosen=bool(chosen),
        under=under,
        named=places.named(query.get("place", "")),
        span=span,
        years=years[-most_years:],
        rest=Rest(other, regions[most_regions:], years[:-most_years]),
    )


@dataclass(frozen=True, slots=True)
class Span:
    """Years, both inclusive; None is open."""

    start: int | None
    end: int | None

    def among(self, years: Iterable[int]) -> tuple[int, ...]:
        """Those of the archive's years that are asked for."""
        return tuple(year for year in years if self.holds(year))

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
    return tuple(indicator for code, indicator in known.items() if code in codes)


def regions_asked(query: QueryDict) -> tuple[Region, ...]:
    """The divisions of ``?region=``, in the order in which they are asked for."""
    codes = [code for code in dict.fromkeys(query.getlist("region")) if code]
    if len(codes) > MOST_CODES:
        raise BadRequest("too many divisions")
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
