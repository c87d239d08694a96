"""Filters beside the query, and exact counts of what is left by region, year, newspaper and kind."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from search.engines.contract import UNKNOWN, Facets, Filters
from search.engines.whoosh.families import Fold
from search.engines.whoosh.schema import NO_YEAR, decoded_place
from search.engines.whoosh.snapshot import Flags, Shared, Snapshot

Ints = npt.NDArray[np.int64]
Counts = TypeVar("Counts")
Name = TypeVar("Name", str, bytes)


class Catalogue:
    """The columns of a snapshot as filters and facets read them; made once and kept with it."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    @property
    def first_years(self) -> npt.NDArray[np.int16]:
        return self._snapshot.number("year_start")

    @property
    def last_years(self) -> npt.NDArray[np.int16]:
        return self._snapshot.number("year_end")

    @cached_property
    def newspapers(self) -> Shared:
        return self._snapshot.shared("newspaper")

    @cached_property
    def kinds(self) -> Shared:
        return self._snapshot.shared("kind")

    @cached_property
    def place_numbers(self) -> Ints:
        return self._snapshot.shared("place").numbers

    @cached_property
    def codes_of_place(self) -> list[tuple[str, ...]]:
        return [decoded_place(value).codes for value in self._snapshot.shared("place").values]

    @cached_property
    def codes(self) -> list[str]:
        """Every region code of the index once; ``code_pairs`` speaks of them by their number here."""
        return list(dict.fromkeys(code for codes in self.codes_of_place for code in codes))

    @cached_property
    def code_pairs(self) -> tuple[Ints, Ints]:
        """(place, code) for each code of each place, so that counts of places become counts of codes."""
        number = {code: i for i, code in enumerate(self.codes)}
        pairs = [
            (place, number[code])
            for place, codes in enumerate(self.codes_of_place)
            for code in dict.fromkeys(codes)
        ]
        both = np.asarray(pairs, np.int64).reshape(-1, 2)
        return both[:, 0], both[:, 1]

    @cached_property
    def places_without_code(self) -> Ints:
        return np.asarray([place for place, codes in enumerate(self.codes_of_place) if not codes], np.int64)

    # Filters: each returns the documents that it leaves, or None where it asks for nothing

    def in_regions(self, wanted: tuple[str, ...]) -> Flags | None:
        if not wanted:
            return None
        asked = set(wanted)
        fits = [not asked.isdisjoint(codes) if codes else UNKNOWN in asked for codes in self.codes_of_place]
        return np.asarray(fits, np.bool_)[self.place_numbers]

    def in_years(self, filters: Filters) -> Flags | None:
        """Picked years are alternatives; they and the range narrow each other."""
        picked = self._in_picked_years(filters.years)
        ranged = self._in_range(filters.year_from, filters.year_to)
        if picked is None or ranged is None:
            return picked if ranged is None else ranged
        return picked & ranged

    def _in_picked_years(self, years: tuple[int | str, ...]) -> Flags | None:
        if not years:
            return None
        first, last = self.first_years, self.last_years
        kept = np.zeros(len(first), np.bool_)
        for year in years:
            if isinstance(year, str):  # UNKNOWN
                kept |= first == NO_YEAR
            else:
                kept |= (first != NO_YEAR) & (first <= year) & (last >= year)
        return kept

    def _in_range(self, start: int | None, end: int | None) -> Flags | None:
        if start is None and end is None:
            return None
        kept: Flags = self.first_years != NO_YEAR
        if start is not None:
            kept &= self.last_years >= start
        if end is not None:
            kept &= self.first_years <= end
        return kept

    def of_single_year(self) -> Flags:
        """What a known period of several years is not: single years stay, and so do unknown periods."""
        single: Flags = self.first_years == self.last_years
        return single

    @staticmethod
    def with_value(shared: Shared, wanted: tuple[str, ...]) -> Flags | None:
        if not wanted:
            return None
        asked = {b"" if value == UNKNOWN else value.encode() for value in wanted}
        return np.asarray([value in asked for value in shared.values], np.bool_)[shared.numbers]

    # Counts

    def count_regions(self, matched: Flags) -> dict[str, int]:
        of_place = np.bincount(self.place_numbers[matched], minlength=len(self.codes_of_place))
        places, codes = self.code_pairs
        of_code = np.bincount(codes, weights=of_place[places], minlength=len(self.codes)).astype(np.int64)
        counted = _counted_names(self.codes, of_code)
        unknown = int(of_place[self.places_without_code].sum())
        return counted | ({UNKNOWN: unknown} if unknown else {})

    def count_years(self, matched: Flags) -> dict[int | str, int]:
        """A document counts in each year of its period."""
        first, last = self.first_years[matched].astype(np.int64), self.last_years[matched].astype(np.int64)
        known = first != NO_YEAR
        unknown = int((~known).sum())
        counts: dict[int | str, int] = {}
        if known.any():
            first, last = first[known], last[known]
            base, size = int(first.min()), int(last.max() - first.min()) + 2
            entering = np.bincount(first - base, minlength=size)
            leaving = np.bincount(last + 1 - base, minlength=size)
            running = np.cumsum(entering - leaving)
            counts.update({base + i: int(count) for i, count in enumerate(running.tolist()) if count})
        if unknown:
            counts[UNKNOWN] = unknown
        return counts

    @staticmethod
    def count_values(shared: Shared, matched: Flags) -> dict[str, int]:
        counts = np.bincount(shared.numbers[matched], minlength=len(shared.values))
        return {
            value.decode() or UNKNOWN: count for value, count in _counted_names(shared.values, counts).items()
        }


def _counted_names(names: Sequence[Name], counts: Ints) -> dict[Name, int]:
    """The names that something was counted for; the others, of thousands of regions most, cost nothing."""
    held = np.flatnonzero(counts)
    return {names[place]: count for place, count in zip(held.tolist(), counts[held].tolist(), strict=True)}


class Narrowed:
    """What the query found, narrowed by the filters, one print of each article; a facet is counted without its own
    filter. ``fold`` chooses the print."""

    def __init__(self, catalogue: Catalogue, matched: Flags, filters: Filters, fold: Fold) -> None:
        self._catalogue = catalogue
        self._found = matched
        self._fold = fold
        self._kept = {
            "single_year": catalogue.of_single_year() if filters.single_year else None,
            "regions": catalogue.in_regions(filters.regions),
            "years": catalogue.in_years(filters),
            "newspapers": catalogue.with_value(catalogue.newspapers, filters.newspapers),
            "kinds": catalogue.with_value(catalogue.kinds, filters.kinds),
        }

    @cached_property
    def matched(self) -> Flags:
        return self.narrow(self._found)

    def narrow(self, documents: Flags, *, but: str | None = None) -> Flags:
        """Of these documents those that the filters leave; ``but`` names one of them that is not asked."""
        for name, flags in self._kept.items():
            if name != but and flags is not None:
                documents = documents & flags
        return self._fold(documents)

    def further(self, documents: Flags) -> Flags:
        """Of these documents those that would come to what was found: no other print of an article that is there."""
        return self.narrow(self._found | documents) & ~self._found

    def facets(self) -> Facets:
        catalogue = self._catalogue
        return Facets(
            regions=self._counted("regions", catalogue.count_regions),
            years=self._counted("years", catalogue.count_years),
            newspapers=self._counted(
                "newspapers", lambda matched: catalogue.count_values(catalogue.newspapers, matched)
            ),
            kinds=self._counted("kinds", lambda matched: catalogue.count_values(catalogue.kinds, matched)),
        )

    def _counted(self, facet: str, count: Callable[[Flags], Counts]) -> Counts:
        return count(self.narrow(self._found, but=facet) if self._kept[facet] is not None else self.matched)
