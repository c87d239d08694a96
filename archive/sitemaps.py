"""What search engines are told of this site: the published articles, when they were changed, and what is closed."""

from datetime import datetime

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from archive.coverage.counting import archive_years
from archive.coverage.shown import article_counts
from archive.models import Article, Region


class ArticleSitemap(Sitemap[Article]):
    """Every published article; the site's index of sitemaps has a file for each so many of them."""

    limit = 5_000
    """The protocol allows 50,000 a file; a smaller one is made without keeping a server's worker."""

    def items(self) -> "QuerySet[Article]":
        return Article.objects.published().only("pk", "updated_at").order_by("pk")

    def lastmod(self, article: Article) -> datetime:
        return article.updated_at


class RegionSitemap(Sitemap[Region]):
    """The divisions that have articles, of their own or below them."""

    def items(self) -> list[Region]:
        places = list(Region.objects.current())
        counts = article_counts(places)
        return [place for place in places if place.pk in counts]


class YearSitemap(Sitemap[int]):
    def items(self) -> tuple[int, ...]:
        return archive_years()

    def location(self, year: int) -> str:
        return reverse("archive:year", args=[year])


SITEMAPS = {"articles": ArticleSitemap, "regions": RegionSitemap, "years": YearSitemap}


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Closed are the editors' pages, and searches, of which there are endlessly many with the same articles."""
    if not (settings.PUBLIC_READING and settings.SEARCH_ENGINES):
        return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain; charset=utf-8")
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('search:search')}",
        f"Allow: {reverse('search:search')}$",
        f"Allow: {reverse('search:help')}",
        *([f"Disallow: {reverse('admin:index')}"] if settings.ADMIN_PATH == "admin" else []),
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap-index'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
