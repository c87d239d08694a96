"""What was handed in: files, imports, corrected tables."""

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

if TYPE_CHECKING:
    from archive.models import CorrectionRow, CorrectionTable, Import, ImportItem, SourceDocument  # noqa: F401


class SourceDocumentManager(models.Manager["SourceDocument"]):
    """Leaves the bytes and the text in the database until they are asked for: they can be megabytes."""

    def get_queryset(self) -> models.QuerySet["SourceDocument"]:
        return super().get_queryset().defer("content", "raw_text")


class ImportQuerySet(models.QuerySet["Import"]):
    def with_counts(self) -> "ImportQuerySet":
        """How many files came, wait, failed and were there already."""

        def files(**wanted: Any) -> Count:
            return Count("items", filter=Q(**wanted))

        return self.annotate(
            files=files(items__container=None),
            waiting=files(items__state__in=["waiting", "reading"]),
            already=files(items__state="duplicate"),
            failed=files(items__state="failed", items__dismissed_at=None),
        )

    def with_failures(self) -> "ImportQuerySet":
        failures = apps.get_model("archive", "ImportItem").objects.failures()
        return self.filter(Exists(failures.filter(batch=OuterRef("pk"))))


class ImportItemQuerySet(models.QuerySet["ImportItem"]):
    def in_turn(self) -> "ImportItemQuerySet":
        """What waits to be read: the first file of every import before the second of any, so that one pasted
        text does not wait for five thousand files; what a reader was ended at comes last."""
        return self.filter(state="waiting").order_by("attempts", "order", "pk")

    def being_read(self) -> "ImportItemQuerySet":
        return self.filter(state="reading")

    def unfinished(self) -> "ImportItemQuerySet":
        return self.filter(state__in=["waiting", "reading"])

    def failures(self) -> "ImportItemQuerySet":
        """Those that nobody has dismissed."""
        return self.filter(state="failed", dismissed_at=None)


class CorrectionTableQuerySet(models.QuerySet["CorrectionTable"]):
    def with_row_count(self) -> "CorrectionTableQuerySet":
        return self.annotate(row_count=Count("rows"))


class CorrectionRowQuerySet(models.QuerySet["CorrectionRow"]):
    def in_state(self, state: str) -> "CorrectionRowQuerySet":
        return self.filter(state=state)

    def refused_by(self, check: str) -> "CorrectionRowQuerySet":
        return self.filter(state="refused", refused_by=check)

    def counts(self) -> dict[tuple[str, str], int]:
        """How many rows there are by state and, of the refused, by check."""
        counted = self.order_by().values_list("state", "refused_by").annotate(Count("pk"))
        return {(state, check): count for state, check, count in counted}
