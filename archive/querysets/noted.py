"""What writes many rows at once and yet tells the index of it."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import models, transaction

from archive import outbox

Row = TypeVar("Row", bound=models.Model)


class NotedQuerySet(models.QuerySet[Row]):
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
