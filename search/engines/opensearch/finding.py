"""One request, answered from one moment of the index in several searches.

Prints are counted by the cluster. Reprints are counted once with the article that they are of: those that a query finds
are looked at one by one, with these articles, and what stands behind another print of its own is taken away from every
count. That costs what the reprints cost that are found, however many articles there are.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from search.engines.contract import UNKNOWN, Answer, EngineHit, Facets, IndexUnavailable
from search.engines.opensearch.cluster import Body
from search.engines.opensearch.compiling import Query, all_of, exists, none_of
from search.engines.opensearch.point_in_time import WINDOW, PointInTime, id_of, paging
from search.engines.opensearch.sets import (
    BY_MATTER,
    COLUMN_OF,
    EXACT,
    FOUND,
    LISTED,
    WIDER,
    Sets,
    facet_counts,
)

MOST_AT_ONCE = 50_000
"""Ids in one list; the cluster takes 65,536."""


@dataclass(frozen=True, slots=True)
class Print:
    """A found print of an article that has several; ``sets`` it is in, and the filters that leave it."""

    id: int
    family: int
    sets: frozenset[str]
    columns: Mapping[str, Sequence[Any]]


class Finding:
    """What is answered from the sets of articles that a request speaks of."""

    def __init__(self, moment: PointInTime, sets: Sets) -> None:
        self._moment, self._sets, self._request = moment, sets, sets.request

    def answer(self) -> Answer:
        request = self._request
        self._moment.ask_ahead(self._counts())
        total = exact = every = self._number(LISTED)
        if not self._sets.all_exact:
            every = self._number(FOUND) if request.exact_only else total
            exact = total if request.exact_only else self._number(EXACT)
        self._moment.ask_ahead(self._lists())
        return Answer(
            total=total,
            exact=exact,
            wider=every - exact,
            hits=tuple(self._sets.hits(total, exact, self._page)),
            only_matter=self._only_matter(),
            facets=self._facets() if request.want_facets else None,
            ids=self._ids(total) if request.want_ids else None,
        )

    def _counts(self) -> Iterator[Body]:
        yield self._sets.counting()
        if not self._request.every_print:
            yield self._looking_at(exists("reprint_of"))

    def _lists(self) -> Iterator[Body]:
        """What the hits are taken from, where they lie in the first rows."""
        skip, take = self._request.offset, self._request.limit
        if 0 < take <= WINDOW - skip:
            yield self._paging(self._sets.first, skip, take)
            if self._sets.parted and not skip:
                yield self._paging(WIDER, skip, take)

    # Counts

    @property
    def _counted(self) -> Body:
        counted: Body = self._moment.asked(self._sets.counting())["aggregations"]
        return counted

    def _number(self, name: str) -> int:
        return int(self._counted[name]["doc_count"]) - len(self._behind(name))

    def _only_matter(self) -> int:
        if not self._sets.tells_matter:
            return 0
        # Where page matter is not searched, what it would add is asked of both together.
        behind = self._behind(LISTED) if self._request.matter else self._behind(LISTED, BY_MATTER)
        return int(self._counted[BY_MATTER]["doc_count"]) - sum(BY_MATTER in one.sets for one in behind)

    def _facets(self) -> Facets:
        counts = facet_counts(self._counted)
        for facet in COLUMN_OF:
            for one in self._behind(LISTED, but=facet):
                for value in one.columns[facet] or (UNKNOWN,):
                    counts[facet][value] -= 1
        return Facets(**{facet: {value: n for value, n in c.items() if n} for facet, c in counts.items()})

    # Hits

    def _page(self, name: str, skip: int, take: int) -> Iterator[EngineHit]:
        asked = self._paging(name, skip, take)
        for row in self._moment.rows(asked["query"], self._sets.sort, skip=skip, take=take):
            yield self._sets.hit_of(row, name)

    def _paging(self, name: str, skip: int, take: int) -> Body:
        among = all_of(self._sets.of[name].query, self._sets.left(), self._first_prints)
        return paging(self._sets.ranked(among), self._sets.sort, skip=skip, take=take)

    def _ids(self, total: int) -> tuple[int, ...]:
        query = all_of(self._sets.of[LISTED].query, self._sets.left(), self._first_prints)
        ids = tuple(map(id_of, self._moment.rows(query, take=total + 1)))
        if len(ids) != total:
            raise IndexUnavailable(f"the search cluster counted {total} articles and listed {len(ids)}")
        return ids

    @cached_property
    def _first_prints(self) -> Query:
        """Leaves out what stands behind another print of its article."""
        behind = [one.id for one in self._behind(LISTED)]
        return all_of(
            *(
                none_of({"terms": {"id": behind[start : start + MOST_AT_ONCE]}})
                for start in range(0, len(behind), MOST_AT_ONCE)
            )
        )

    # Reprints

    def _behind(self, *names: str, but: str | None = None) -> list[Print]:
        """The prints of these sets, narrowed by the filters, that another one of them stands for.

        Shown is what holds the words exactly, and in the article itself; then the article before its reprints.
        """
        needed = {name for name in self._sets.filters if name != but}
        found = [one for one in self._prints if one.sets >= needed and not one.sets.isdisjoint(names)]
        found.sort(key=lambda one: (one.family, *self._standing(one)))
        families = groupby(found, key=lambda one: one.family)
        return [one for _, prints in families for place, one in enumerate(prints) if place]

    def _standing(self, one: Print) -> tuple[bool, bool, bool, int]:
        beside = BY_MATTER in one.sets if self._request.matter else FOUND not in one.sets
        return EXACT not in one.sets, beside, one.id != one.family, one.id

    @cached_property
    def _prints(self) -> list[Print]:
        """Whatever is found, filtered or not, of articles of which a reprint is found."""
        if self._request.every_print:
            return []
        reprints = list(self._looked_at(exists("reprint_of")))
        families = sorted({one.family for one in reprints})
        for start in range(0, len(families), MOST_AT_ONCE):
            reprints += self._looked_at({"terms": {"id": families[start : start + MOST_AT_ONCE]}})
        return list({one.id: one for one in reprints}.values())

    def _looked_at(self, among: Query) -> Iterator[Print]:
        search = self._looking_at(among)
        rows = self._moment.rows(search["query"], take=sys.maxsize, docvalue_fields=search["docvalue_fields"])
        for hit in rows:
            values: Mapping[str, Sequence[Any]] = hit["fields"]
            yield Print(
                id=int(values["id"][0]),
                family=int(values["family"][0]),
                sets=frozenset(hit.get("matched_queries", ())),
                columns={facet: values.get(column, ()) for facet, column in COLUMN_OF.items()},
            )

    def _looking_at(self, among: Query) -> Body:
        sets = self._sets
        filters = [{"bool": {"filter": [query], "_name": name}} for name, query in sets.filters.items()]
        query = {"bool": {"filter": [sets.among, among], "should": [*map(sets.named, sets.of), *filters]}}
        return paging(query, take=sys.maxsize, docvalue_fields=["id", "family", *COLUMN_OF.values()])
