"""Browsing by year."""

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.coverage import counting
from archive.coverage.year_chart import YearChart
from archive.models import Article

PAGE_SIZE = 100
NEWEST = 5
"""Of a year, the last that were added; where no more are there, the page shows them anyway."""


@require_safe
def year_list(request: HttpRequest) -> HttpResponse:
    dates = _dates()
    chart = YearChart.of(counting.year_counts(dates))
    context = {"section": "years", "chart": chart, "undated": counting.undated(dates)}
    return render(request, "archive/years.html", context)


@require_safe
def year(request: HttpRequest, year: int) -> HttpResponse:
    of_year = Article.objects.listed().covering(year, year)
    listed = of_year.for_list().with_prints()
    page = Paginator(listed.spans_last(), PAGE_SIZE).get_page(request.GET.get("page"))
    chart = YearChart.of(counting.year_counts(_dates()), here=year)
    shown = list(page)
    return render(
        request,
        "archive/year.html",
        {
            "section": "years",
            "year": year,
            "page": page,
            "count": chart.count_of(year),
            "groups": list(counting.by_place(article for article in shown if not article.spans_years)),
            "spanning": list(counting.by_place(article for article in shown if article.spans_years)),
            "newest": listed.newest_added()[:NEWEST]
            if page.paginator.count > NEWEST and page.number == 1
            else (),
            "chart": chart,
            "earlier": chart.before(year),
            "later": chart.after(year),
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


def _dates() -> list[counting.Counted]:
    """Start and end of periods, with how many articles have them."""
    periods = Article.objects.listed().order_by().values_list("period_start", "period_end")
    return list(periods.annotate(number=Count("pk")))
