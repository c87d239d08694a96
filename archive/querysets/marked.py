"""What changes the divisions past the signals, and yet says that they have changed."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.apps import apps
from django.db import models, transaction

Row = TypeVar("Row", bound=models.Model)


class MarkedQuerySet(models.QuerySet[Row]):
    """Many rows at once send no signals, so they renew the mark themselves, in the same transaction."""

    def update(self, **kwargs: Any) -> int:
        with transaction.atomic(using=self.db):
            changed = super().update(**kwargs)
            renew()
        return changed

    update.alters_data = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        with transaction.atomic(using=self.db):
            created = super().bulk_create(objs, *args, **kwargs)
            renew()
        return created


def renew() -> None:
    apps.get_model("archive", "DivisionMark").objects.renew()
