"""A database of synthetic reviews, filled in bulk. Whoever calls this has set ARCHIVE_DATA to a folder of its own."""

import hashlib
from collections.abc import Iterator
from itertools import islice

from django.core.management import call_command
from django.db import transaction

from archive import outbox
from archive.models import Article, Caption, IndexChange, Region, Section, SourceDocument
from archive.region_table import load_regions
from archive.regions.authority import Authority
from benchmarks import synthetic

BATCH = 500


def fill(count: int) -> None:
    """Migrate, load the divisions and publish so many reviews of real counties. Nothing is indexed yet."""
    call_command("migrate", verbosity=0)
    load_regions(Authority.load())
    counties = list(_counties())
    made = synthetic.reviews(count, list(counties))
    regions = dict(Region.objects.filter(level=Region.Level.COUNTY, valid_to=None).values_list("code", "pk"))
    with outbox.held_back():
        while batch := list(islice(made, BATCH)):
            with transaction.atomic():
                _store(batch, regions)
    IndexChange.objects.all().delete()


def _counties() -> Iterator[synthetic.County]:
    for region in Region.objects.current().filter(level=Region.Level.COUNTY).with_path():
        yield synthetic.County(
            tuple(step.code for step in region.path), tuple(step.name for step in region.path)
        )


def _store(batch: list[synthetic.Review], regions: dict[str, int]) -> None:
    sources = SourceDocument.objects.bulk_create(
        SourceDocument(
            name=f"{review.number:06d}.txt",
            sha256=hashlib.sha256(content).hexdigest(),
            content=content,
            size=len(content),
            media_type="text/plain",
            encoding="utf-8",
            raw_text="",
        )
        for review in batch
        for content in [
            f"{review.number}\n".encode()
        ]  # whole, for the site that looks after its files at night
    )
    articles = Article.objects.bulk_create(
        Article(
            title=review.title,
            subtitle=review.subtitle,
            issuer=review.issuer,
            newspaper=review.newspaper,
            region_id=regions[review.county.codes[-1]] if review.county else None,
            period_start=review.years[0] if review.years else None,
            period_end=review.years[1] if review.years else None,
            kind=review.kind,
            status=Article.Status.PUBLISHED,
            source=source,
            next_anchor=1000,
        )
        for review, source in zip(batch, sources, strict=True)
    )
    Section.objects.bulk_create(
        section
        for review, article in zip(batch, articles, strict=True)
        for section in _sections(review, article)
    )
    Caption.objects.bulk_create(
        Caption(article=article, order=order, text=text)
        for review, article in zip(batch, articles, strict=True)
        for order, text in enumerate(review.captions)
    )


def _sections(review: synthetic.Review, article: Article) -> Iterator[Section]:
    anchor = 0
    for order, (heading, paragraphs) in enumerate(review.sections):
        anchors = list(range(anchor + 1, anchor + 1 + len(paragraphs)))
        anchor += len(paragraphs)
        yield Section(
            article=article, order=order, heading=heading, text="\n".join(paragraphs), anchors=anchors
        )
