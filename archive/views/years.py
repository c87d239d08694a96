"""Browsing by year."""

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.coverage import counting
from archive.models import Article

PAGE_SIZE = 100


@require_safe
def year_list(request: HttpRequest) -> HttpResponse:
    dates = (
        Article.objects.listed()
        .values_list("period_start", "period_end")
        .annotate(number=Count("pk"))
        .order_by()
    )
    years = counting.year_counts(dates)
    return render(
        request,
        "archive/years.html",
        {
            "section": "years",
            "years": list(reversed(counting.with_gaps(years))),
            "busiest": max((cell.count for cell in years.values()), default=0),
            "undated": counting.undated(dates),
        },
    )


@require_safe
def year(request: HttpRequest, year: int) -> HttpResponse:
    articles = (
        Article.objects.listed().covering(year, year).for_list().with_prints().order_by("region__code", "pk")
    )
    page = Paginator(articles, PAGE_SIZE).get_page(request.GET.get("page"))
    years = counting.archive_years()
    return render(
        request,
        "archive/year.html",
        {
            "section": "years",
            "year": year,
            "page": page,
            "groups": list(counting.by_place(page)),
            "earlier": year - 1 if year - 1 in years else None,
            "later": year + 1 if year + 1 in years else None,
        },
    )


@require_safe
def unknown(request: HttpRequest) -> HttpResponse:
    articles = (
        Article.objects.listed().period_unknown().for_list().with_prints().order_by("region__code", "pk")
    )
    page = Paginator(articles, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "archive/year.html",
        {"section": "years", "year": None, "page": page, "groups": list(counting.by_place(page))},
    )
