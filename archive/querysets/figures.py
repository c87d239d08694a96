"""Numbers and their indicators."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Count, F, Q

if TYPE_CHECKING:
    from archive.models import Article, Figure, FigureReading, Indicator, Region  # noqa: F401


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    def with_aliases(self) -> "IndicatorQuerySet":
        """Those to which editors added names."""
        return self.exclude(aliases=[]).order_by("order")


class FigureReadingQuerySet(models.QuerySet["FigureReading"]):
    def all_overtaken(self) -> None:
        """What figures are read by has changed: every article waits to be read again."""
        self.exclude(reader=None).update(reader=None)

    def overtaken(self, articles: Iterable[int]) -> None:
        """These articles have changed: what was read of them is to be read again."""
        self.filter(article_id__in=list(articles)).exclude(reader=None).update(reader=None)

    def by_reader(self, version: int) -> "FigureReadingQuerySet":
        return self.filter(reader=version)


class FigureQuerySet(models.QuerySet["Figure"]):
    def for_readers(self, reader: int) -> "FigureQuerySet":
        """Of published articles as they are now; a reprint counts only where what it is a print of is not there.

        What is not shown is left out, as that is little: so a database keeps to the indexes of figures.
        """
        articles = apps.get_model("archive", "Article").objects.order_by()
        unread = articles.exclude(status="published", figure_reading__reader=reader)
        prints = articles.filter(reprint_of__status="published")
        return self.exclude(article__in=unread.values("pk")).exclude(article__in=prints.values("pk"))

    def in_series(self) -> "FigureQuerySet":
        """What speaks for a place and its years."""
        return self.filter(is_headline=True)

    def of_indicators(self, codes: Iterable[str]) -> "FigureQuerySet":
        return self.filter(indicator__in=list(codes))

    def of_places(self, regions: Iterable[int]) -> "FigureQuerySet":
        """Of these divisions themselves, nothing below them."""
        return self.filter(region__in=list(regions))

    def in_region(self, region: "Region") -> "FigureQuerySet":
        """Of the division, everything below it, and the divisions that it succeeded."""
        return self.filter(region__shown_by__region=region)

    def covering(self, start: int, end: int) -> "FigureQuerySet":
        """Of series in these years, or told of them."""
        in_series = Q(series_start__lte=end, series_end__gte=start)
        return self.filter(in_series | Q(series_end=None, period_end__gte=start, period_end__lte=end))

    def of_cells(
        self, indicators: Iterable[str], regions: Iterable[int], start: int, end: int
    ) -> "FigureQuerySet":
        """All that is told of these indicators in these places and years, in series or not."""
        return self.of_indicators(indicators).of_places(regions).covering(start, end)

    def busiest_places(
        self, indicators: Iterable[str], start: int, end: int
    ) -> "models.QuerySet[Figure, Any]":
        """Numbers of present divisions, those first of which the most is told."""
        wanted = self.of_indicators(indicators).covering(start, end).filter(region__valid_to=None)
        told = Count("series_end", distinct=True)
        counted = wanted.exclude(region=None).order_by().values("region").annotate(told=told)
        return counted.order_by("-told", "region").values_list("region", flat=True)

    def of_single_years(self) -> "FigureQuerySet":
        """Not for spans of years."""
        return self.filter(series_start=F("series_end"))

    def of_year(self, year: int) -> "FigureQuerySet":
        """For just this year."""
        return self.filter(series_start=year, series_end=year)

    def of_level(self, level: str) -> "FigureQuerySet":
        return self.filter(region__level=level)

    def places_by_year(self) -> "models.QuerySet[Figure, Any]":
        """(year, number of divisions), the newest first."""
        counted = self.order_by().values("series_end").annotate(places=Count("region", distinct=True))
        return counted.order_by("-series_end").values_list("series_end", "places")

    def of_rows(self, numbers: Iterable[int]) -> "FigureQuerySet":
        return self.filter(pk__in=list(numbers))

    def of_articles(self, numbers: Iterable[int]) -> "FigureQuerySet":
        return self.filter(article__in=list(numbers))

    def articles(self) -> "models.QuerySet[Figure, int]":
        """The numbers of the articles that tell these, each once."""
        return self.order_by().values_list("article", flat=True).distinct()

    def in_order_of(self, numbers: Iterable[int]) -> list[Any]:
        """These rows in this order, as a list shows them."""
        wanted = list(numbers)
        found = self.for_list().in_bulk(wanted)
        return [found[number] for number in wanted if number in found]

    def for_ranking(self) -> "FigureQuerySet":
        """No words, only what ranks."""
        return self.only("article", "region", "value", "is_headline", "is_confirmed", "basis").order_by()

    def at_least(self, value: Any, *, above: bool) -> "FigureQuerySet":
        """``above``: more than the value; 5万余人 are more than 5万.

        Told as a range without some of its end: a condition of two halves keeps a database from reading its index in order.
        """
        found = self.filter(value__gte=value)
        return found.exclude(Q(value=value) & ~Q(bound="above")) if above else found

    def at_most(self, value: Any, *, below: bool) -> "FigureQuerySet":
        """``below``: less than the value; 近5万人 are less than 5万."""
        found = self.filter(value__lte=value)
        return found.exclude(Q(value=value) & ~Q(bound="below")) if below else found

    def for_list(self) -> "FigureQuerySet":
        """What a line in a list of numbers shows, the greatest first."""
        shown = self.select_related("article", "indicator", "region__parent__parent__parent")
        heavy = ("provenance", "furniture", "credits")
        ordered = shown.order_by("-value", "-series_end", "article", "number")
        return ordered.defer("indicator__aliases", *(f"article__{name}" for name in heavy))
