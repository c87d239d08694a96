"""Browsing by administrative division."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.coverage import counting
from archive.coverage.line_of_time import line_of_time
from archive.coverage.shown import article_counts
from archive.coverage.table import table
from archive.gazette import gazette
from archive.kept import of_one_state
from archive.models import Article, Region, RegionSuccession
from archive.places_around import Around
from archive.views.visible import private_to_editors
from archive.web.counted_pages import CountedPaginator

PAGE_SIZE = 40
MOST_OWN = 60
"""Reviews on a place's line of time: twenty-five years of them, and some twice; any more stand in the list below it."""


@require_safe
@of_one_state()
def region_list(request: HttpRequest) -> HttpResponse:
    provinces = list(Region.objects.current().provinces().order_by("code"))
    counts = article_counts(provinces)
    unplaced = Article.objects.listed().region_unknown().for_list().with_prints()
    return render(
        request,
        "archive/regions.html",
        {
            "section": "regions",
            "provinces": [(province, counts.get(province.pk, 0)) for province in provinces],
            "unplaced": unplaced[:PAGE_SIZE],
        },
    )


@require_safe
@of_one_state()
def region(request: HttpRequest, code: str) -> HttpResponse:
    """``?without=1``: of the places below, those of which nothing is there yet."""
    place = _newest_row(code)
    found = table(place, counting.archive_years())
    around = Around.of(place.path)
    listed = Article.objects.listed().for_list().with_prints()
    own = list(listed.of_places(life.pk for life in found.place.stand.federation.lives)[:MOST_OWN])
    others = listed.of_places(found.divisions.rows).exclude(pk__in=[article.pk for article in own])
    pages = CountedPaginator(others, PAGE_SIZE, count=max(found.place.total - len(own), 0))
    page = pages.get_page(request.GET.get("page"))
    former, later = _steps([life.pk for life in found.divisions.rows.values() if life.code == place.code])
    empty = [row for row in found.parts if not row.total]
    without = request.GET.get("without") == "1"
    return render(
        request,
        "archive/region.html",
        {
            "section": "regions",
            "region": place,
            "path": place.path,
            "own": found.place,
            "children": empty if without else found.parts,
            "without": without,
            "empty": len(empty),
            "parts": len(found.parts),
            "former": former,
            "later": later,
            "line": line_of_time(found.place.stand, own) if page.number == 1 else [],
            "years": list(reversed(counting.with_gaps(dict(found.place.years)))),
            "busiest": max((cell.count for cell in found.place.years.values()), default=0),
            "page": page,
            "around": around,
            "beside": around.beside(found.divisions.pasts, found.holdings),
        },
    )


@require_safe
@private_to_editors
@of_one_state()
def region_year(request: HttpRequest, code: str, year: int) -> HttpResponse:
    place = _newest_row(code)
    found = table(place, (year,))
    articles = Article.objects.listed().of_places(found.divisions.rows).covering(year, year)
    page = Paginator(articles.for_list().with_prints(), PAGE_SIZE).get_page(request.GET.get("page"))
    years = found.place.years
    return render(
        request,
        "archive/region_year.html",
        {
            "section": "regions",
            "region": place,
            "path": place.path,
            "year": year,
            "around": Around.of(place.path),
            "own": found.place,
            "absence": found.place.stand.absences.get(year),
            "earlier": max((other for other in years if other < year), default=None),
            "later": min((other for other in years if other > year), default=None),
            "page": page,
        },
    )


def _newest_row(code: str) -> Region:
    place = gazette().newest.get(code)
    if place is None:
        raise Http404
    return place


def _steps(rows: list[int]) -> tuple[list[RegionSuccession], list[RegionSuccession]]:
    """What the rows of a code came from, and what became of them; not that one is called otherwise under its own code."""
    known = gazette().steps
    steps = list(dict.fromkeys(step for row in rows for step in known.get(row, ())))
    return (
        [step for step in steps if step.to_region_id in rows],
        [step for step in steps if step.from_region_id in rows and step.to_region_id not in rows],
    )
