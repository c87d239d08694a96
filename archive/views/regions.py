"""Browsing by administrative division."""

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.coverage import counting
from archive.coverage.table import table
from archive.models import Article, Region, RegionSuccession
from archive.views.visible import private_to_editors

PAGE_SIZE = 40


@require_safe
def region_list(request: HttpRequest) -> HttpResponse:
    provinces = list(Region.objects.current().provinces())
    counts = counting.article_counts(provinces)
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
def region(request: HttpRequest, code: str) -> HttpResponse:
    place = _newest_row(code)
    rows = _own_rows(place)
    articles = Article.objects.listed().in_region(place)
    dates = articles.values_list("period_start", "period_end").annotate(number=Count("pk")).order_by()
    years = counting.year_counts(dates)
    page = Paginator(articles.for_list().with_prints(), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "archive/region.html",
        {
            "section": "regions",
            "region": place,
            "path": place.path,
            "children": _children(place),
            "former": _predecessors(rows),
            "later": _successors(rows),
            "years": list(reversed(counting.with_gaps(years))),
            "busiest": max((cell.count for cell in years.values()), default=0),
            "undated": counting.undated(dates),
            "page": page,
        },
    )


@require_safe
@private_to_editors
def region_year(request: HttpRequest, code: str, year: int) -> HttpResponse:
    place = _newest_row(code)
    found = table(place, (year,))
    articles = Article.objects.listed().in_region(place).covering(year, year)
    page = Paginator(articles.for_list().with_prints(), PAGE_SIZE).get_page(request.GET.get("page"))
    years = found.own.years if found.own else {}
    return render(
        request,
        "archive/region_year.html",
        {
            "section": "regions",
            "region": place,
            "path": place.path,
            "year": year,
            "own": found.own,
            "absence": found.own.stand.absences.get(year) if found.own else None,
            "earlier": max((other for other in years if other < year), default=None),
            "later": min((other for other in years if other > year), default=None),
            "page": page,
        },
    )


def _newest_row(code: str) -> Region:
    place = Region.objects.with_path().of_code(code).first()
    if place is None:
        raise Http404
    return place


def _children(place: Region) -> list[tuple[Region, int]]:
    """Divisions directly below with the number of their articles, former ones only where they have any."""
    children = list(place.children.order_by("pinyin", "code"))
    counts = counting.article_counts(children) if children else {}
    return [
        (child, counts.get(child.pk, 0)) for child in children if child.pk in counts or not child.is_former
    ]


def _own_rows(place: Region) -> list[Region]:
    """The rows that the page of a code stands for: 濂溪区, and 庐山区, which it was under the same code."""
    return list(Region.objects.of_code(place.code).filter(shown_by__region=place))


def _predecessors(rows: list[Region]) -> list[RegionSuccession]:
    steps = RegionSuccession.objects.filter(to_region__in=rows)
    return list(steps.select_related("from_region__parent__parent__parent"))


def _successors(rows: list[Region]) -> list[RegionSuccession]:
    """What became of the division or of parts of it; not that it is called otherwise under its own code."""
    steps = RegionSuccession.objects.filter(from_region__in=rows).exclude(to_region__in=rows)
    return list(steps.select_related("from_region", "to_region__parent__parent__parent"))
