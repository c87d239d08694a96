"""The home page and the page about the archive."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from archive.coverage import with_gaps, year_counts
from archive.models import Article, Region


def home(request: HttpRequest) -> HttpResponse:
    published = Article.objects.published()
    dates = published.values_list("period_start", "period_end").annotate(number=Count("pk")).order_by()
    years = year_counts(dates)
    provinces = (
        Region.objects.filter(shows__member__articles__status=Article.Status.PUBLISHED)
        .filter(Q(level=Region.Level.PROVINCE) | Q(parent__level=Region.Level.PROVINCE))
        .annotate(article_count=Count("shows__member__articles", distinct=True))
        .select_related("parent")
        .order_by("pinyin", "code")
    )
    return render(
        request,
        "archive/home.html",
        {
            "tree": tree_of(list(provinces)),
            "years": list(reversed(with_gaps(years))),
            "busiest": max((cell.count for cell in years.values()), default=0),
            "undated": sum(number for start, _end, number in dates if start is None),
            "unplaced": published.region_unknown().count(),
            "newest": published.newest_added().for_list()[:8],
            "total": sum(number for _start, _end, number in dates),
        },
    )


def tree_of(regions: list[Region]) -> list[tuple[Region, list[Region]]]:
    """Provinces with those of their divisions that were found beside them."""
    provinces = [region for region in regions if region.level == Region.Level.PROVINCE]
    return [
        (province, [region for region in regions if region.parent_id == province.pk])
        for province in provinces
    ]


def about(request: HttpRequest) -> HttpResponse:
    return render(request, "archive/about.html")
