"""The ledger's pages: what many reports say in numbers, side by side."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from archive.coverage.counting import archive_years
from archive.figures.indicators import Indicator, indicators
from archive.ledger import asked, keeping, places
from archive.ledger.sheet import sheet as sheet_of
from archive.models import Region


@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """Divisions by indicators by years: ``?indicator=&region=&under=&from=&to=``; ``place=`` are names to be added."""
    chosen = asked.indicators_asked(request.GET, asked.USUAL)
    span = asked.years_asked(request.GET)
    years = span.within(archive_years())
    under = asked.region_asked(request.GET.get("under", ""))
    named = places.named(request.GET.get("place", ""))
    if named.found and not named.unclear:
        return HttpResponseRedirect(_with_places(request.GET, named.found))
    regions = asked.regions_asked(request.GET) or places.usual(chosen, years, under=under)
    return render(
        request,
        "archive/sheet.html",
        {
            "section": "figures",
            "sheet": sheet_of(chosen, regions, years[::-1]),
            "groups": grouped(indicators().values()),
            "chosen": chosen,
            "chosen_codes": {indicator.code for indicator in chosen},
            "regions": [(region, _without(request.GET, region)) for region in regions],
            "are_chosen": "region" in request.GET,
            "under": under,
            "named": named,
            "span": span,
            "waiting": keeping.waiting().published().count(),
        },
    )


def grouped(rows: Iterable[Indicator]) -> list[tuple[str, list[Indicator]]]:
    """Indicators under the names of their groups, in the order of the authority."""
    found: dict[str, list[Indicator]] = {}
    for indicator in rows:
        found.setdefault(indicator.group, []).append(indicator)
    return list(found.items())


def _with_places(query: QueryDict, found: Iterable[Region]) -> str:
    wanted = query.copy()
    wanted.pop("place", None)
    codes = dict.fromkeys([*wanted.getlist("region"), *(region.code for region in found)])
    wanted.setlist("region", [code for code in codes if code])
    return f"{reverse('archive:sheet')}?{wanted.urlencode()}"


def _without(query: QueryDict, region: Region) -> str:
    """The same question without one of its divisions."""
    wanted = query.copy()
    wanted.setlist("region", [code for code in wanted.getlist("region") if code != region.code])
    return f"?{wanted.urlencode()}"
