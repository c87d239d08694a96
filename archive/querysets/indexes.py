"""What each index has not brought in, and which indexes there are."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models, transaction
from django.db.models import Count, Exists, Min, OuterRef
from django.db.models.functions import Now

if TYPE_CHECKING:
    from archive.models import IndexChange, Replica  # noqa: F401


class IndexChangeQuerySet(models.QuerySet["IndexChange"]):
    def lacking_in(self, replica: "Replica | None") -> "IndexChangeQuerySet":
        """What an index has not brought in; where it is the only one, and for one that nobody knows, all that is there."""
        return self if replica is None else self.exclude(held_by=replica)

    def number_and_oldest(self) -> tuple[int, datetime | None]:
        """How many there are, and since when the oldest waits."""
        found = self.order_by().aggregate(number=Count("pk"), oldest=Min("changed_at"))
        return found["number"], found["oldest"]

    def held_by_all(self) -> "IndexChangeQuerySet":
        """What every registered index has brought in. Where none is registered nobody waits for anything."""
        lacking = apps.get_model("archive", "Replica").objects.exclude(holds=OuterRef("pk"))
        return self.filter(~Exists(lacking))

    def brought_in(self, replica: "Replica", rows: Iterable[int]) -> None:
        """This index has these; they go when the last one has.

        The rows are locked in their order, so that of two that say so at the same time the second knows of the first.
        """
        with transaction.atomic():
            kept = list(
                self.filter(pk__in=rows).order_by("pk").select_for_update().values_list("pk", flat=True)
            )
            replica.holds.add(*kept)
            self.filter(pk__in=kept).held_by_all().delete()


class ReplicaQuerySet(models.QuerySet["Replica"]):
    def named(self, name: str) -> "ReplicaQuerySet":
        return self.filter(name=name)

    def built(self) -> "ReplicaQuerySet":
        return self.exclude(built_at=None)

    def silent_for(self, time: timedelta) -> "ReplicaQuerySet":
        """By the database's clock, which all hosts share."""
        return self.filter(seen_at__lt=Now() - time)

    def let_go(self) -> int:
        """Nothing is kept for these any more: one that comes back is a new one, and built anew. How many they were."""
        with transaction.atomic():
            _rows, gone = self.delete()
            apps.get_model("archive", "IndexChange").objects.held_by_all().delete()
        return gone.get("archive.Replica", 0)
