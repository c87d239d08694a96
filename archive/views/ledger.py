"""The ledger's pages: what many reports say in numbers, side by side."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from archive.figures.indicators import Indicator, indicators
from archive.ledger import asked, keeping
from archive.ledger.asked import Question
from archive.ledger.chart import MOST_TRACES, chart
from archive.ledger.left_out import left_out
from archive.ledger.listing import fulfilling, wanted_of
from archive.ledger.naming import aliases
from archive.ledger.ranking import greatest_of_year, known_of, mentions_by_indicator, places_by_year
from archive.ledger.sheet import Sheet
from archive.ledger.sheet import sheet as sheet_of
from archive.models import Region

PAGE_SIZE = 40
EXAMPLES = (
    "会员总数 > 5万",
    "新建工会 > 100个",
    "送温暖资金 10万元..50万元",
    "建会率 95%以上",
    "挽回经济损失 > 1000万元",
)


@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """Numbers by value: ``?q=会员总数>5万``, or ``?indicator=&least=&most=``; ``region=``, ``under=``, ``from=``, ``to=``, ``all=1``."""
    wanted = wanted_of(request.GET)
    if wanted.named.are_clear:
        return HttpResponseRedirect(_with_places(request.GET, wanted.named.found, "archive:numbers"))
    page = None
    if wanted.is_understood:
        page = Paginator(fulfilling(wanted), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "archive/numbers.html",
        {
            "section": "figures",
            "line": request.GET.get("q", "").strip(),
            "wanted": wanted,
            "page": page,
            "groups": grouped(indicators().values()),
            "chosen_codes": {indicator.code for indicator in wanted.indicators},
            "regions": [(region, _without(request.GET, region)) for region in wanted.regions],
            "examples": EXAMPLES,
            "waiting": keeping.waiting().published().count(),
        },
    )


@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """Divisions by indicators by years: ``?indicator=&region=&under=&from=&to=``; ``place=`` are names to be added."""
    question = asked.question(request.GET, usual=asked.USUAL)
    if question.named.are_clear:
        return HttpResponseRedirect(_with_places(request.GET, question.named.found, "archive:sheet"))
    return render(request, "archive/sheet.html", _context(request, question, sheet_of(question)))


@require_safe
def series(request: HttpRequest) -> HttpResponse:
    """One or several divisions over the years, a chart with its table: the address is that of the sheet."""
    question = asked.question(request.GET, usual=asked.USUAL[:1], most_regions=MOST_TRACES)
    if question.named.are_clear:
        return HttpResponseRedirect(_with_places(request.GET, question.named.found, "archive:series"))
    drawn = sheet_of(question)
    charts = [(table, chart(table, question.years)) for table in drawn.tables]
    return render(request, "archive/series.html", _context(request, question, drawn) | {"charts": charts})


def _context(request: HttpRequest, question: Question, shown: Sheet) -> dict[str, Any]:
    return {
        "section": "figures",
        "question": question,
        "sheet": shown,
        "left_out": list(left_out(question, request.GET)),
        "groups": grouped(indicators().values()),
        "chosen_codes": {indicator.code for indicator in question.indicators},
        "regions": [(region, _without(request.GET, region)) for region in question.regions],
        "waiting": keeping.waiting().published().count(),
    }


@require_safe
def indicator_list(request: HttpRequest) -> HttpResponse:
    """Every indicator with how often it is told."""
    told = mentions_by_indicator()
    groups = [
        (name, [(indicator, told.get(indicator.code, 0)) for indicator in rows])
        for name, rows in grouped(indicators().values())
    ]
    return render(request, "archive/indicators.html", {"section": "figures", "groups": groups})


@require_safe
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """What an indicator is, where it is told, and who tells the most: ``?year=2022&level=county``."""
    found = indicators().get(code)
    if found is None:
        raise Http404
    by_year = places_by_year(found)
    year = asked.year_asked(request.GET.get("year", "")) or (by_year[0][0] if by_year else None)
    level = request.GET.get("level", Region.Level.COUNTY)
    if level not in Region.Level:
        raise BadRequest("no level")
    return render(
        request,
        "archive/indicator.html",
        {
            "section": "figures",
            "indicator": found,
            "aliases": sorted(name for name, code in aliases().items() if code == found.code),
            "known": known_of(found),
            "by_year": by_year,
            "year": year,
            "level": Region.Level(level),
            "levels": Region.Level,
            "greatest": greatest_of_year(found, year, level) if year else None,
        },
    )


def grouped(rows: Iterable[Indicator]) -> list[tuple[str, list[Indicator]]]:
    """Indicators under the names of their groups, in the order of the authority."""
    found: dict[str, list[Indicator]] = {}
    for indicator in rows:
        found.setdefault(indicator.group, []).append(indicator)
    return list(found.items())


def _with_places(query: QueryDict, found: Iterable[Region], page: str) -> str:
    wanted = query.copy()
    wanted.pop("place", None)
    codes = dict.fromkeys([*wanted.getlist("region"), *(region.code for region in found)])
    wanted.setlist("region", [code for code in codes if code])
    return f"{reverse(page)}?{wanted.urlencode()}"


def _without(query: QueryDict, region: Region) -> str:
    """The same question without one of its divisions."""
    wanted = query.copy()
    wanted.setlist("region", [code for code in wanted.getlist("region") if code != region.code])
    return f"?{wanted.urlencode()}"
