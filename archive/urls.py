"""Every address of the site."""

from django.conf import settings
from django.contrib import admin
from django.contrib.sitemaps.views import index as sitemap_index
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, register_converter
from django.views.decorators.http import require_safe

from archive.sitemaps import SITEMAPS, robots
from archive.views import (
    articles,
    citations,
    comparing,
    coverage,
    feeds,
    figures,
    ledger,
    ledger_files,
    pages,
    programs,
    regions,
    reports,
    scans,
    shelf,
    unapi,
    years,
)
from archive.web.codes_in_addresses import RegionCode
from archive.years import YearInAddress
from search import metrics, readiness

register_converter(RegionCode, "code")
register_converter(YearInAddress, "year")

archive_patterns = [
    path("", pages.home, name="home"),
    path("regions/", regions.region_list, name="regions"),
    path("regions/<code:code>/", regions.region, name="region"),
    path("regions/<code:code>/<year:year>/", regions.region_year, name="region-year"),
    path("regions/<code:code>.json", programs.region, name="region-json"),
    path("regions/<code:code>/<year:year>.json", programs.region_year, name="region-year-json"),
    path("years/", years.year_list, name="years"),
    path("years/unknown/", years.unknown, name="year-unknown"),
    path("years/<year:year>/", years.year, name="year"),
    path("years/<year:year>.json", programs.year, name="year-json"),
    path("coverage.json", programs.coverage, name="coverage-json"),
    path("coverage/feed/", feeds.gaps_filled, name="gaps-feed"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("coverage/wanted.csv", coverage.gaps_csv, name="wanted-csv"),
    path("coverage/wanted.xlsx", coverage.gaps_xlsx, name="wanted-xlsx"),
    path("articles/<int:pk>.json", programs.article, name="article-json"),
    path("articles/<int:pk>/", articles.article, name="article"),
    path("articles/<int:pk>/cite/", citations.cite, name="cite"),
    path("articles/<int:pk>/cite/<slug:style>/", citations.citation, name="citation"),
    path("articles/<int:pk>/article.docx", citations.docx, name="article-docx"),
    path("articles/<int:pk>/figures/", figures.figures, name="article-figures"),
    path("articles/<int:pk>/figures/decide/", figures.decide, name="decide-figure"),
    path("articles/<int:pk>/original/", articles.original, name="article-original"),
    path("articles/<int:pk>/pages/<int:number>/", scans.page, name="article-page"),
    path("articles/<int:pk>/source/", articles.source, name="article-source"),
    path("articles/<int:pk>/report/", reports.report, name="report"),
    path("figures/", ledger.numbers, name="numbers"),
    path("figures/numbers.<slug:form>", ledger_files.numbers_file, name="numbers-file"),
    path("figures/sheet.<slug:form>", ledger_files.sheet_file, name="sheet-file"),
    path("theme/", pages.theme, name="theme"),
    path("shelf/", shelf.shelf, name="shelf"),
    path("shelf/cite/<slug:style>/", shelf.citations, name="shelf-citations"),
    path("compare/", comparing.comparison, name="compare"),
    path("figures/sheet/", ledger.sheet, name="sheet"),
    path("figures/series/", ledger.series, name="series"),
    path("indicators/", ledger.indicator_list, name="indicators"),
    path("indicators/<slug:code>/", ledger.indicator, name="indicator"),
    path("about/", pages.about, name="about"),
    path("handbook/", pages.handbook, name="handbook"),
    path("handbook/<slug:name>/", pages.handbook, name="handbook-chapter"),
]

urlpatterns = [
    path("", include((archive_patterns, "archive"))),
    path("search/", include("search.urls")),
    path("language/", pages.language, name="set_language"),
    path(f"{settings.ADMIN_PATH}/", admin.site.urls),
    path("unapi", unapi.unapi, name="unapi"),
    path("health", readiness.health, name="health"),
    path("ready", readiness.ready, name="ready"),
    path("metrics", metrics.metrics, name="metrics"),
    path("robots.txt", robots, name="robots"),
    path(
        "sitemap.xml",
        require_safe(sitemap_index),
        {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap"},
        name="sitemap-index",
    ),
    path("sitemap-<section>.xml", require_safe(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
]

handler400 = "archive.views.errors.bad_request"
handler403 = "archive.views.errors.forbidden"
handler404 = "archive.views.errors.not_found"
handler500 = "archive.views.errors.server_error"
