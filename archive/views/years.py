"""Browsing by year."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe

from archive.coverage import counting
from archive.coverage.holdings import all_holdings
from archive.coverage.year_chart import YearChart
from archive.kept import of_one_state
from archive.models import Article, Region
from archive.querysets.articles import ArticleQuerySet
from archive.web.counted_pages import CountedPaginator

Groups = list[tuple[Region | None, list[Article]]]
PAGE_SIZE = 100
LAST_LOOKED_AT = 500
NEWEST = 5
"""Of a year, the last that were added; where no more are there, the page shows them anyway."""


@require_safe
@of_one_state()
def year_list(request: HttpRequest) -> HttpResponse:
    held = all_holdings()
    context = {"section": "years", "chart": YearChart.of(held.years), "undated": held.undated}
    return render(request, "archive/years.html", context)


@require_safe
@of_one_state()
def year(request: HttpRequest, year: int) -> HttpResponse:
    of_year = Article.objects.listed().covering(year, year)
    chart = YearChart.of(all_holdings().years, here=year)
    pages = CountedPaginator(of_year.spans_last().numbers(), PAGE_SIZE, count=chart.count_of(year).count)
    page = pages.get_page(request.GET.get("page"))
    shown = OfYear(year, of_year, page)
    return render(
        request,
        "archive/year.html",
        {
            "section": "years",
            "year": year,
            "page": page,
            "count": chart.count_of(year),
            "groups": SimpleLazyObject(shown.groups),
            "spanning": SimpleLazyObject(shown.spanning),
            "newest": SimpleLazyObject(shown.newest),
            "chart": chart,
            "earlier": chart.before(year),
            "later": chart.after(year),
        },
    )


@dataclass(frozen=True)
class OfYear:
    """What a page of a year lists, looked up when it is put together."""

    year: int
    articles: ArticleQuerySet
    page: Page[Any]

    @cached_property
    def _shown(self) -> list[Article]:
        return Article.objects.shown(self.page)

    def groups(self) -> Groups:
        return list(counting.by_place(article for article in self._shown if not article.spans_years))

    def spanning(self) -> Groups:
        return list(counting.by_place(article for article in self._shown if article.spans_years))

    def newest(self) -> list[Article]:
        is_asked_for = self.page.paginator.count > NEWEST and self.page.number == 1
        return _newest(self.articles, self.year) if is_asked_for else []


def _newest(of_year: ArticleQuerySet, year: int) -> list[Article]:
    """Among the last of the whole archive, which an index knows in their order, most years have some; sorting the 14,000
    articles of a year took as long as the rest of the page."""
    last = Article.objects.listed().newest_added().values_list("pk", "period_start", "period_end")
    found = [pk for pk, start, end in last[:LAST_LOOKED_AT] if start and end and start <= year <= end]
    if len(found) < NEWEST:
        found = list(of_year.newest_added().numbers()[:NEWEST])
    return Article.objects.shown(found[:NEWEST])


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
