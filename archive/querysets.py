"""The words in which the rest of the site asks for rows."""

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from archive import outbox


class RegionQuerySet(models.QuerySet):
    def current(self) -> "RegionQuerySet":
        return self.filter(valid_to=None)

    def provinces(self) -> "RegionQuerySet":
        return self.filter(level="province")

    def upper_levels(self) -> "RegionQuerySet":
        """Provinces and what stands directly below them."""
        return self.filter(Q(level="province") | Q(parent__level="province"))

    def with_path(self) -> "RegionQuerySet":
        """Parents come along: four levels are the deepest (省 › 市 › 县 › 开发区)."""
        return self.select_related("parent__parent__parent")

    def codes_among(self, codes: Iterable[str]) -> set[str]:
        """Those of the codes that some division has or had."""
        return set(self.filter(code__in=codes).values_list("code", flat=True))

    def of_code(self, code: str) -> "RegionQuerySet":
        """All rows of a code, the newest first."""
        return self.filter(code=code).order_by(F("valid_from").desc(nulls_last=True))


class NotedQuerySet(models.QuerySet):
    """Bulk operations send no signals, so they write the outbox themselves, in the same transaction."""

    article_key = "pk"

    def _article_ids(self) -> list[int]:
        return list(self.order_by().values_list(self.article_key, flat=True).distinct())

    def update(self, **kwargs: Any) -> int:
        with transaction.atomic(using=self.db):
            # Ids first: the update may change what the filter matches.
            ids = self._article_ids()
            changed = super().update(**kwargs)
            outbox.note(ids)
        return changed

    update.alters_data = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        with transaction.atomic(using=self.db):
            created = super().bulk_create(objs, *args, **kwargs)
            outbox.note(self._ids_of(created))
        return created

    def bulk_update(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> int:
        with transaction.atomic(using=self.db):
            objs = list(objs)
            changed = super().bulk_update(objs, *args, **kwargs)
            outbox.note(self._ids_of(objs))
        return changed

    def _ids_of(self, objs: Iterable[Any]) -> list[int]:
        attribute = "pk" if self.article_key == "pk" else "article_id"
        return [getattr(obj, attribute) for obj in objs]


class ArticleQuerySet(NotedQuerySet):
    def published(self) -> "ArticleQuerySet":
        return self.filter(status="published")

    def in_region(self, region: models.Model) -> "ArticleQuerySet":
        """Of the division, everything below it, and the divisions that it succeeded."""
        return self.filter(region__shown_by__region=region)

    def region_unknown(self) -> "ArticleQuerySet":
        return self.filter(region=None)

    def covering(self, start: int, end: int) -> "ArticleQuerySet":
        """Whose period overlaps these years, both inclusive."""
        return self.filter(period_start__lte=end, period_end__gte=start)

    def period_unknown(self) -> "ArticleQuerySet":
        return self.filter(period_start=None)

    def newest_added(self) -> "ArticleQuerySet":
        """The last to be published for the first time: a draft may have waited for long."""
        return self.order_by("-first_published_at", "-pk")

    def update(self, **kwargs: Any) -> int:
        """Whoever publishes, in whatever way, notes when it was the first time."""
        if kwargs.get("status") == "published":
            kwargs.setdefault("first_published_at", Coalesce("first_published_at", timezone.now()))
        return super().update(**kwargs)

    update.alters_data = True  # type: ignore[attr-defined]

    def with_place(self) -> "ArticleQuerySet":
        return self.select_related("region__parent__parent__parent")

    def for_list(self) -> "ArticleQuerySet":
        """What a line in a list shows: no provenance, no page matter."""
        return self.with_place().defer("provenance", "furniture", "credits")

    def with_matter(self) -> "ArticleQuerySet":
        """The page matter comes along, which lists leave out."""
        return self.defer(None).defer("provenance")

    def with_open_notices(self) -> "ArticleQuerySet":
        return self.annotate(open_notices=Count("notices", filter=Q(notices__settled_at=None), distinct=True))


class ArticlePartQuerySet(NotedQuerySet):
    article_key = "article_id"


class NoticeQuerySet(models.QuerySet):
    def unsettled(self) -> "NoticeQuerySet":
        return self.filter(settled_at=None)


class SourceDocumentManager(models.Manager):
    """Leaves the bytes and the text in the database until they are asked for: they can be megabytes."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().defer("content", "raw_text")
