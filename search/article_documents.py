"""Published articles as the documents that engines index, loaded in batches."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.models import Article, Region, RegionScope
from archive.models.region import names_among
from search.documents import Document
from search.printed import blocks_of, matter_of

BATCH = 200
"""Articles loaded at a time: four queries for as many, and a few megabytes."""


@dataclass(frozen=True, slots=True)
class _Place:
    """What an article's division adds to its document."""

    codes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    sort: str = ""


def published_documents(ids: Iterable[int] | None = None) -> Iterator[Document]:
    """The documents of these articles, or of all, by id; what is not published is left out."""
    wanted = None if ids is None else sorted(set(ids))
    last = 0
    while True:
        batch = Article.objects.published().for_list().with_matter().order_by("pk")
        if wanted is None:
            articles = list(batch.filter(pk__gt=last)[:BATCH])
        else:
            part, wanted = wanted[:BATCH], wanted[BATCH:]
            articles = list(batch.filter(pk__in=part))
        if articles:
            last = articles[-1].pk
            yield from documents_of(articles)
        if not (articles if wanted is None else wanted):
            return


class LookUp:
    """Articles that an engine brings up to date: looked up when it asks, which it does under its lock."""

    def __init__(self, article_ids: Iterable[int]) -> None:
        self._wanted = set(article_ids)
        self._published: set[int] = set()

    def documents(self) -> Iterator[Document]:
        for document in published_documents(self._wanted):
            self._published.add(document.id)
            yield document

    def gone(self) -> Iterator[int]:
        """What was asked for and is not published; to be read after the documents."""
        yield from sorted(self._wanted - self._published)


def documents_of(articles: Sequence[Article]) -> Iterator[Document]:
    """The documents of articles at hand, published or not."""
    blocks = blocks_of(articles)
    places = _places({article.region for article in articles if article.region is not None})
    for article in articles:
        place = _Place() if article.region is None else places[article.region.pk]
        yield Document(
            id=article.pk,
            blocks=blocks[article.pk],
            region_codes=place.codes,
            region_names=place.names,
            region_sort=place.sort,
            year_start=article.period_start if article.has_period else None,
            year_end=article.period_end if article.has_period else None,
            newspaper=article.newspaper or None,
            kind=article.kind,
            added=article.first_published_at or article.created_at,
            matter=matter_of(article),
            family=article.reprint_of_id if isinstance(article.reprint_of_id, int) else None,
        )


def _places(regions: Iterable[Region]) -> dict[int, _Place]:
    """Each division with all that show its articles: those above it, and those that succeeded any of them."""
    by_pk = {region.pk: region for region in regions}
    if not by_pk:
        return {}
    rows = (
        RegionScope.objects.filter(member__in=list(by_pk))
        .order_by("region__code", "region_id")
        .values_list("member_id", "region__code", "region__name", "region__short_name", "region__aliases")
    )
    codes: dict[int, dict[str, None]] = {pk: {} for pk in by_pk}
    names: dict[int, dict[str, None]] = {pk: {} for pk in by_pk}
    for member, code, name, short_name, aliases in rows:
        codes[member][code] = None
        names[member].update(dict.fromkeys([name, short_name, *names_among(aliases)]))
    return {pk: _Place(tuple(codes[pk]), tuple(names[pk]), _sort_key(by_pk[pk])) for pk in by_pk}


def _sort_key(region: Region) -> str:
    return "/".join(step.pinyin or step.name for step in region.path)
