"""One request, answered from one moment of the index.

Prints are counted by the cluster. Reprints are counted once with the article that they are of: those that a query finds
are looked at one by one, with these articles, and what stands behind another print of its own is taken away from every
count. That costs what the reprints cost that are found, however many articles there are.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby, islice
from typing import Any

from search.engines.contract import UNKNOWN, Answer, EngineHit, Facets, IndexUnavailable, Order, Request
from search.engines.opensearch.cluster import Body
from search.engines.opensearch.compiling import (
    EVERYTHING,
    SORTS,
    Query,
    all_of,
    any_of,
    exists,
    filters_of,
    matching,
    none_of,
    worth,
)
from search.engines.opensearch.reading import (
    MOST_VALUES,
    WINDOW,
    Reading,
    counting,
    id_of,
    paging,
    values_of,
)
from search.query import literally

COLUMN_OF = {"regions": "regions", "years": "years", "newspapers": "newspaper", "kinds": "kind"}
"""The column that each facet counts."""
NO_YEAR = -(2**31)
MOST_AT_ONCE = 50_000
"""Ids in one list; the cluster takes 65,536."""
FOUND, EXACT, LISTED, OTHERWISE, BY_MATTER = "found", "exact", "listed", "otherwise", "by matter"
"""Sets of articles: what the query finds, what it finds literally, which of both is listed, what would be listed if
page matter were searched where it is not, or were not where it is, and what is listed only by page matter."""


@dataclass(frozen=True, slots=True)
class Print:
    """A found print of an article that has several; ``sets`` it is in, and the filters that leave it."""

    id: int
    family: int
    sets: frozenset[str]
    columns: Mapping[str, Sequence[Any]]


class Finding:
    """The sets of articles that a request speaks of, and what is answered from them."""

    def __init__(self, reading: Reading, request: Request) -> None:
        self._reading, self._request = reading, request
        asked, literal = request.query, literally(request.query)
        found, exact = (matching(node, matter=request.matter) for node in (asked, literal))
        listed = exact if request.exact_only else found
        other = matching(literal if request.exact_only else asked, matter=not request.matter)
        otherwise = other if request.want_matter else listed
        with_matter, alone = (listed, otherwise) if request.matter else (otherwise, listed)
        self._sets = {
            FOUND: found,
            EXACT: exact,
            LISTED: listed,
            OTHERWISE: otherwise,
            BY_MATTER: all_of(with_matter, but=alone),
        }
        self._all_exact, self._tells_matter = exact == found, with_matter != alone
        self._filters = filters_of(request.filters)

    def answer(self) -> Answer:
        request = self._request
        self._reading.ask_ahead(self._foreseen())
        listed: Body = self._reading.asked(self._counting())["aggregations"]
        total = listed["total"]["doc_count"] - len(self._behind(LISTED))
        exact = every = total
        if not self._all_exact:
            every = self._number(FOUND) if request.exact_only else total
            exact = total if request.exact_only else self._number(EXACT)
        return Answer(
            total=total,
            exact=exact,
            wider=every - exact,
            hits=tuple(self._hits(total, exact)),
            only_matter=self._only_matter(),
            facets=self._facets(listed) if request.want_facets else None,
            ids=self._ids(total) if request.want_ids else None,
        )

    def _foreseen(self) -> Iterator[Body]:
        """What will be asked where no print stands behind another, which is so of most searches."""
        yield self._counting()
        if not self._request.every_print:
            yield self._looking_at(exists("reprint_of"))
        if not self._all_exact:
            other = FOUND if self._request.exact_only else EXACT
            yield counting(all_of(self._sets[other], self._left()))
        if self._tells_matter:
            yield counting(all_of(self._sets[BY_MATTER], self._left()))
        skip, take = self._request.offset, self._request.limit
        if 0 < take <= WINDOW - skip:
            yield self._paging(self._sets[EXACT if self._parted else LISTED], EVERYTHING, skip, take)
            if self._parted and not skip:
                yield self._paging(self._wider, EVERYTHING, skip, take)

    # Counts

    def _left(self, but: str | None = None) -> Query:
        """What the filters leave, all of them or all but one."""
        return all_of(*(query for name, query in self._filters.items() if name != but))

    def _counting(self) -> Body:
        """How many are listed, and how many of each value, in one search."""
        aggregations: Body = {"total": {"filter": self._left()}}
        for facet in COLUMN_OF if self._request.want_facets else ():
            aggregations[facet] = {"filter": self._left(but=facet), "aggs": {"values": _values(facet)}}
        return {**counting(self._sets[LISTED]), "aggs": aggregations}

    def _number(self, name: str) -> int:
        return self._reading.count(all_of(self._sets[name], self._left())) - len(self._behind(name))

    def _only_matter(self) -> int:
        if not self._tells_matter:
            return 0
        # Where page matter is not searched, what it would add is asked of both together.
        behind = self._behind(LISTED) if self._request.matter else self._behind(LISTED, BY_MATTER)
        number = self._reading.count(all_of(self._sets[BY_MATTER], self._left()))
        return number - sum(BY_MATTER in one.sets for one in behind)

    def _facets(self, listed: Body) -> Facets:
        counts: dict[str, dict[Any, int]] = {}
        for facet in COLUMN_OF:
            found = values_of(listed[facet]["values"])
            counts[facet] = {UNKNOWN if value == NO_YEAR else value: n for value, n in found.items()}
            for one in self._behind(LISTED, but=facet):
                for value in one.columns[facet] or (UNKNOWN,):
                    counts[facet][value] -= 1
        return Facets(**{facet: {value: n for value, n in c.items() if n} for facet, c in counts.items()})

    # Hits

    @property
    def _parted(self) -> bool:
        """Whether wider hits come behind the exact ones."""
        return not self._all_exact and self._request.exact_first and not self._request.exact_only

    @property
    def _wider(self) -> Query:
        return all_of(self._sets[FOUND], but=self._sets[EXACT])

    def _hits(self, total: int, exact: int) -> Iterator[EngineHit]:
        """Exact ones first where that is asked for, then the others, each in the order that is asked for."""
        skip, take = self._request.offset, self._request.limit
        if skip + take > WINDOW:
            take = min(take, max(total - skip, 0))
        if not self._parted:
            yield from self._page(self._sets[LISTED], skip, take)
            return
        of_exact, lift = min(take, max(exact - skip, 0)), 0.0
        if of_exact and self._request.order is Order.RELEVANCE:
            # 林区流动工会: a review with the phrase scores above any that only has its words, however often.
            lift = next((hit.score for hit in self._page(self._wider, 0, min(take, WINDOW))), 0.0)
        if of_exact:
            for hit in self._page(self._sets[EXACT], skip, take):
                yield replace(hit, score=round(hit.score + lift, 4))
        if of_exact < take:
            yield from islice(self._page(self._wider, max(skip - exact, 0), take), take - of_exact)

    def _page(self, query: Query, skip: int, take: int) -> Iterator[EngineHit]:
        options = self._paging(query, self._first_prints(), skip, take)
        asked, sort = options["query"], SORTS[self._request.order]
        for hit in self._reading.rows(asked, sort, skip=skip, take=take):
            told = set(hit.get("matched_queries", ()))
            yield EngineHit(
                id_of(hit),
                round(float(hit["_score"]), 4),
                exact=EXACT in told,
                only_matter=self._request.matter and OTHERWISE not in told,
            )

    def _paging(self, query: Query, first_prints: Query, skip: int, take: int) -> Body:
        worthy = worth(self._request.query, matter=self._request.matter)
        scored = {
            "bool": {
                "filter": [query, self._left(), first_prints],
                "should": [*worthy, *self._named(EXACT, OTHERWISE)],
            }
        }
        return paging(scored, SORTS[self._request.order], skip=skip, take=take)

    def _ids(self, total: int) -> tuple[int, ...]:
        query = all_of(self._sets[LISTED], self._left(), self._first_prints())
        ids = tuple(map(id_of, self._reading.rows(query, take=total + 1)))
        if len(ids) != total:
            raise IndexUnavailable(f"the search cluster counted {total} articles and listed {len(ids)}")
        return ids

    def _first_prints(self) -> Query:
        """Leaves out what stands behind another print of its article."""
        behind = [one.id for one in self._behind(LISTED)]
        return all_of(
            *(
                none_of({"terms": {"id": behind[start : start + MOST_AT_ONCE]}})
                for start in range(0, len(behind), MOST_AT_ONCE)
            )
        )

    def _named(self, *names: str) -> list[Query]:
        """Clauses that add nothing to a score and tell of each hit which of these sets it is in."""
        return [{"bool": {"filter": [self._sets[name]], "_name": name}} for name in names]

    # Reprints

    def _behind(self, *names: str, but: str | None = None) -> list[Print]:
        """The prints of these sets, narrowed by the filters, that another one of them stands for.

        Shown is what holds the words exactly, and in the article itself; then the article before its reprints.
        """
        needed = {name for name in self._filters if name != but}
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
        rows = self._reading.rows(
            search["query"], take=sys.maxsize, docvalue_fields=search["docvalue_fields"]
        )
        for hit in rows:
            values: Mapping[str, Sequence[Any]] = hit["fields"]
            yield Print(
                id=int(values["id"][0]),
                family=int(values["family"][0]),
                sets=frozenset(hit.get("matched_queries", ())),
                columns={facet: values.get(column, ()) for facet, column in COLUMN_OF.items()},
            )

    def _looking_at(self, among: Query) -> Body:
        filters = [{"bool": {"filter": [query], "_name": name}} for name, query in self._filters.items()]
        query = {
            "bool": {
                "filter": [any_of(self._sets[FOUND], self._sets[OTHERWISE]), among],
                "should": [*self._named(*self._sets), *filters],
            }
        }
        return paging(query, take=sys.maxsize, docvalue_fields=["id", "family", *COLUMN_OF.values()])


def _values(facet: str) -> Query:
    nothing = NO_YEAR if facet == "years" else UNKNOWN
    return {"terms": {"field": COLUMN_OF[facet], "size": MOST_VALUES, "missing": nothing}}
