"""A ledger of many articles: the figures of a few that were read, given to others of other places and years."""

import random
from collections.abc import Iterator
from itertools import cycle, islice
from typing import Any

from django.db import transaction

from archive import outbox
from archive.figures.reader import VERSION
from archive.models import Article, Figure, FigureReading, IndexChange, Region

FIGURES_AN_ARTICLE = 30
"""As many as real reviews tell; the shuffled sentences of synthetic ones hold more."""
BATCH = 500
Row = dict[str, Any]


def spread(count: int) -> None:
    """Publish articles without text, each with the figures of one that was read, until there are ``count``."""
    chance = random.Random(7)
    columns = ("pk", "title", "subtitle", "issuer", "newspaper", "kind", "source")
    read: list[Row] = [dict(row) for row in Article.objects.values(*columns)]
    told = {row["pk"]: _told(row["pk"]) for row in read}
    counties = list(Region.objects.current().filter(level=Region.Level.COUNTY).values_list("pk", flat=True))
    wanted = islice(enumerate(cycle(read), 1), max(0, count - len(read)))
    with outbox.held_back():
        while batch := list(islice(wanted, BATCH)):
            with transaction.atomic():
                made = Article.objects.bulk_create(
                    _elsewhere(row, number, chance, counties) for number, row in batch
                )
                figures = (
                    figure
                    for article, (_, row) in zip(made, batch, strict=True)
                    for figure in _of(article, told[row["pk"]], chance)
                )
                Figure.objects.bulk_create(figures)
                FigureReading.objects.bulk_create(FigureReading(article=one, reader=VERSION) for one in made)
    IndexChange.objects.all().delete()


def _told(article: int) -> list[Row]:
    rows = Figure.objects.filter(article=article).order_by("number").values()[:FIGURES_AN_ARTICLE]
    return [{name: value for name, value in row.items() if name != "id"} for row in rows]


def _elsewhere(row: Row, number: int, chance: random.Random, counties: list[int]) -> Article:
    """The same article of another county and year."""
    year = chance.randint(2008, 2024)
    return Article(
        title=row["title"],
        subtitle=row["subtitle"],
        issuer=row["issuer"],
        newspaper=row["newspaper"],
        kind=row["kind"],
        source_id=row["source"],
        source_item=number,
        region_id=chance.choice(counties),
        period_start=year,
        period_end=year,
        status=Article.Status.PUBLISHED,
    )


def _of(article: Article, told: list[Row], chance: random.Random) -> Iterator[Figure]:
    """Its figures: the same sentences, other values, told of its own county and year."""
    years = {"period_start": article.period_start, "period_end": article.period_end}
    series = {"series_start": article.period_start, "series_end": article.period_end}
    for row in told:
        yield Figure(
            **row
            | years
            | (series if row["series_end"] else {})
            | {
                "article_id": article.pk,
                "region_id": article.region_id if row["region_id"] else None,
                "value": row["value"] * chance.randint(1, 9),
            }
        )
