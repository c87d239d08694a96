"""Browsing by year."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from archive.counted_pages import CountedPaginator
from archive.coverage import counting
from archive.coverage.holdings import all_holdings
from archive.coverage.year_chart import YearChart
from archive.models import Article

PAGE_SIZE = 100
NEWEST = 5
"""Of a year, the last that were added; where no more are there, the page shows them anyway."""


@require_safe
def year_list(request: HttpRequest) -> HttpResponse:
    held = all_holdings()
    context = {"section": "years", "chart": YearChart.of(held.years), "undated": held.undated}
    return render(request, "archive/years.html", context)


@require_safe
def year(request: HttpRequest, year: int) -> HttpResponse:
    of_year = Article.objects.listed().covering(year, year)
    chart = YearChart.of(all_holdings().years, here=year)
    pages = CountedPaginator(of_year.spans_last().numbers(), PAGE_SIZE, count=chart.count_of(year).count)
    page = pages.get_page(request.GET.get("page"))
    shown = Article.objects.shown(page)
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
            "newest": Article.objects.shown(of_year.newest_added().numbers()[:NEWEST])
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
