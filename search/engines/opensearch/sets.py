"""The sets of articles that a request speaks of, and the searches that count and list them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from search.engines.contract import UNKNOWN, EngineHit, Order, Request
from search.engines.opensearch.cluster import Body
from search.engines.opensearch.compiling import (
    EVERYTHING,
    SORTS,
    Query,
    all_of,
    any_of,
    filters_of,
    matching,
    worth,
)
from search.engines.opensearch.point_in_time import MOST_VALUES, WINDOW, counting, id_of, values_of
from search.query import exclusions, literally

FOUND, EXACT, WIDER, LISTED = "found", "exact", "wider", "listed"
"""What the query finds, what of it literally and what not, and what is listed: what is found, or the exact part alone."""
OTHERWISE, BY_MATTER = "otherwise", "by matter"
"""What would be listed if page matter were searched where it is not, or were not where it is, and what is listed only by it."""
COLUMN_OF = {"regions": "regions", "years": "years", "newspapers": "newspaper", "kinds": "kind"}
"""The column that each facet counts."""
NO_YEAR = -(2**31)

Page = Callable[[str, int, int], Iterator[EngineHit]]
"""The hits of one set: its name, how many to skip, how many to take."""


@dataclass(frozen=True, slots=True)
class Set:
    wanted: Query
    but: Query | None = None

    @property
    def query(self) -> Query:
        return all_of(self.wanted, but=self.but)


class Sets:
    def __init__(self, request: Request) -> None:
        self.request = request
        asked, literal = request.query, literally(request.query)
        found, exact = (matching(node, matter=request.matter) for node in (asked, literal))
        listed = exact if request.exact_only else found
        other = matching(literal if request.exact_only else asked, matter=not request.matter)
        otherwise = other if request.want_matter else listed
        with_matter, alone = (listed, otherwise) if request.matter else (otherwise, listed)
        self.of = {
            FOUND: Set(found),
            EXACT: Set(exact),
            WIDER: Set(found, but=exact),
            LISTED: Set(listed),
            OTHERWISE: Set(otherwise),
            BY_MATTER: Set(with_matter, but=alone),
        }
        self.all_exact, self.tells_matter = exact == found, with_matter != alone
        self.filters = filters_of(request.filters)
        self.among = self._among(found, otherwise)

    def _among(self, found: Query, otherwise: Query) -> Query:
        """What holds all the others. Where nothing is excluded, looking in more finds more."""
        request = self.request
        if exclusions(request.query) or (request.exact_only and not request.matter):
            return any_of(found, otherwise)
        return otherwise if self.tells_matter and not request.matter else found

    def left(self, but: str | None = None) -> Query:
        """What the filters leave, all of them or all but one."""
        return all_of(*(query for name, query in self.filters.items() if name != but))

    def within(self, name: str, left: Query) -> Query:
        """The set, narrowed, for a search that looks among what holds all the others anyway."""
        those = self.of[name]
        return all_of(*(query for query in (those.wanted, left) if query != self.among), but=those.but)

    # Counts

    def counting(self) -> Body:
        """How many prints the filters leave of each set that is told of, and how many listed ones have each value."""
        counts: Body = {name: {"filter": self.within(name, self.left())} for name in self._told()}
        if self.request.want_facets:
            values = {
                facet: {"filter": self.left(but=facet), "aggs": {"values": _values(facet)}}
                for facet in COLUMN_OF
            }
            counts["facets"] = {"filter": self.within(LISTED, EVERYTHING), "aggs": values}
        return {**counting(self.among), "aggs": counts}

    def _told(self) -> Iterator[str]:
        yield LISTED
        if not self.all_exact:
            yield FOUND if self.request.exact_only else EXACT
        if self.tells_matter:
            yield BY_MATTER

    # Hits

    @property
    def parted(self) -> bool:
        """Whether wider hits come behind the exact ones."""
        return not self.all_exact and self.request.exact_first and not self.request.exact_only

    @property
    def first(self) -> str:
        """The set that the list begins with."""
        return EXACT if self.parted else LISTED

    def hits(self, total: int, exact: int, page: Page) -> Iterator[EngineHit]:
        """Exact ones first where that is asked for, then the others, each in the order that is asked for."""
        skip, take = self.request.offset, self.request.limit
        if skip + take > WINDOW:
            take = min(take, max(total - skip, 0))
        if not self.parted:
            yield from page(LISTED, skip, take)
            return
        of_exact, lift = min(take, max(exact - skip, 0)), 0.0
        if of_exact and self.request.order is Order.RELEVANCE:
            # 林区流动工会: a review with the phrase scores above any that only has its words, however often.
            lift = next((hit.score for hit in page(WIDER, 0, min(take, WINDOW))), 0.0)
        if of_exact:
            for hit in page(EXACT, skip, of_exact):
                yield replace(hit, score=round(hit.score + lift, 4))
        if of_exact < take:
            yield from islice(page(WIDER, max(skip - exact, 0), take), take - of_exact)

    def ranked(self, *among: Query) -> Query:
        """What all of these hold, with what each article is worth and, where a page does not tell it, in which sets it is."""
        clauses = [*worth(self.request.query, matter=self.request.matter), *map(self.named, self._marks())]
        return {"bool": {"filter": [*among], "should": clauses}}

    def named(self, name: str) -> Query:
        """A clause that adds nothing to a score and tells of each hit whether it is in this set."""
        return {"bool": {"filter": [self.of[name].query], "_name": name}}

    def _marks(self) -> Iterator[str]:
        if not (self.all_exact or self.parted or self.request.exact_only):
            yield EXACT
        if self.tells_matter and self.request.matter:
            yield OTHERWISE

    @property
    def sort(self) -> list[Query]:
        return SORTS[self.request.order]

    def hit_of(self, row: Body, name: str) -> EngineHit:
        """A row of the page of the set with this name."""
        told = row.get("matched_queries", ())
        return EngineHit(
            id_of(row),
            round(float(row["_score"]), 4),
            exact=self.all_exact or self.request.exact_only or EXACT in (name, *told),
            only_matter=self.request.matter and self.tells_matter and OTHERWISE not in told,
        )


def facet_counts(counted: Body) -> dict[str, dict[Any, int]]:
    """The values of each facet with their counts, from the reply to ``Sets.counting``."""
    found = {facet: values_of(counted["facets"][facet]["values"]) for facet in COLUMN_OF}
    return {
        facet: {UNKNOWN if value == NO_YEAR else value: number for value, number in values.items()}
        for facet, values in found.items()
    }


def _values(facet: str) -> Query:
    nothing = NO_YEAR if facet == "years" else UNKNOWN
    return {"terms": {"field": COLUMN_OF[facet], "size": MOST_VALUES, "missing": nothing}}
