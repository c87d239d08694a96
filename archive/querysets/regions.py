"""Divisions, what became of them, and the years in which they published nothing."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q

from archive.querysets.marked import MarkedQuerySet

if TYPE_CHECKING:
    from archive.models import Absence, Region, RegionSuccession  # noqa: F401


class RegionQuerySet(MarkedQuerySet["Region"]):
    def current(self) -> "RegionQuerySet":
        return self.filter(valid_to=None)

    def provinces(self) -> "RegionQuerySet":
        return self.filter(level="province")

    def for_gazette(self) -> "RegionQuerySet":
        """In no order, without the other names, each of which is JSON to be read."""
        return self.order_by().defer("aliases")

    def with_path(self) -> "RegionQuerySet":
        """Parents come along: four levels are the deepest (省 › 市 › 县 › 开发区)."""
        return self.select_related("parent__parent__parent")

    def standing_in_place(self) -> dict[int, Any]:
        """All of these by their numbers, each with what stands above it, in one query."""
        found = self.only("code", "name", "parent").order_by().in_bulk()
        for region in found.values():
            region.parent = found.get(region.parent_id)
        return found

    def codes_among(self, codes: Iterable[str]) -> set[str]:
        """Those of the codes that some division has or had."""
        return set(self.filter(code__in=codes).values_list("code", flat=True))

    def newest_of_codes(self, codes: Iterable[str]) -> dict[str, Any]:
        """The newest row of each of these codes, as far as there is one."""
        found: dict[str, Any] = {}
        for region in (
            self.with_path().filter(code__in=list(codes)).order_by(F("valid_from").desc(nulls_last=True))
        ):
            found.setdefault(region.code, region)
        return found

    def of_rows(self, numbers: Iterable[int]) -> "RegionQuerySet":
        return self.filter(pk__in=list(numbers))

    def named_among(self, names: Iterable[str]) -> "RegionQuerySet":
        """Those of which one of these is the code, the name or the short name."""
        wanted = list(names)
        by_name = Q(name__in=wanted) | Q(short_name__in=wanted) | Q(code__in=wanted)
        return self.with_path().filter(by_name)

    def of_code(self, code: str) -> "RegionQuerySet":
        """All rows of a code, the newest first."""
        return self.filter(code=code).order_by(F("valid_from").desc(nulls_last=True))

    def shown_by(self, region: "Region") -> "RegionQuerySet":
        """Those whose articles a division shows: itself, what lies below it, and what they were before."""
        return self.filter(shown_by__region=region)


class RegionSuccessionQuerySet(MarkedQuerySet["RegionSuccession"]):
    def with_both(self) -> "RegionSuccessionQuerySet":
        return self.select_related("from_region", "to_region")

    def into(self, rows: "RegionQuerySet") -> "RegionSuccessionQuerySet":
        return self.filter(to_region__in=rows)

    def out_of(self, rows: "RegionQuerySet") -> "RegionSuccessionQuerySet":
        """By which these became something else, not one another."""
        return self.filter(from_region__in=rows).exclude(to_region__in=rows)

    def whole_with_years(self) -> "models.QuerySet[RegionSuccession, Any]":
        """(from, to, last year of the one, first year of the other) of each step that was whole."""
        years = ("from_region__valid_to", "to_region__valid_from")
        return self.filter(whole=True).values_list("from_region_id", "to_region_id", *years)


class AbsenceQuerySet(MarkedQuerySet["Absence"]):
    def standing(self) -> "AbsenceQuerySet":
        return self.filter(stands=True)

    def for_table(self) -> "AbsenceQuerySet":
        return self.only("region_id", "year", "note").order_by()

    def with_place(self) -> "AbsenceQuerySet":
        return self.select_related("region__parent__parent__parent", "user")
