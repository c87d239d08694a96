"""The index at one moment: what is asked of it in several requests fits together."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from opensearchpy.exceptions import OpenSearchException

from search.engines.contract import IndexUnavailable
from search.engines.opensearch.cluster import Body, Cluster, refuse_parts
from search.engines.opensearch.compiling import BY_ID, Query

KEPT_FOR = "1m"
WINDOW = 10_000
"""Rows of one reply; what lies deeper is reached from the last row of the reply before."""
SHOWN = {"_source": False, "stored_fields": "_none_"}
"""Of a row, nothing but its place in the order, which tells its id, and the columns that are asked for."""
MOST_VALUES = 60_000
"""Values of a facet that are counted; where there are more, no counts are given rather than some."""


class PointInTime:
    """A point in time of an index. The same ``preference`` reads the same copies, so that scores are the same, too."""

    def __init__(self, cluster: Cluster, point: str) -> None:
        self._cluster, self._point = cluster, point
        self._ahead: dict[str, Body] = {}

    @classmethod
    @contextmanager
    def of(cls, cluster: Cluster, index: str, *, preference: str) -> Iterator["PointInTime"]:
        with cluster.talking() as client:
            opened = client.create_pit(
                index=index,
                params={
                    "keep_alive": KEPT_FOR,
                    "allow_partial_pit_creation": "false",
                    "preference": preference,
                },
            )
        refuse_parts(opened)
        point = opened["pit_id"]
        try:
            yield cls(cluster, point)
        finally:
            with suppress(OpenSearchException):  # it runs out by itself
                cluster.client.delete_pit(body={"pit_id": [point]})

    def ask_ahead(self, searches: Iterable[Body]) -> None:
        """Ask all of these at once; whoever asks one of them later has the reply already."""
        bodies = list({_key(search): search for search in searches}.values())
        if not bodies:
            return
        replies = self._cluster.searched_together([self._whole(body) for body in bodies])
        self._ahead.update(zip(map(_key, bodies), replies, strict=True))

    def asked(self, search: Body) -> Body:
        """A search as the cluster takes it, with ``scored``, where scores matter: then it does not matter for them in
        which shard an article lies."""
        key = _key(search)
        if key not in self._ahead:
            self.ask_ahead([search])
        return self._ahead[key]

    def count(self, query: Query) -> int:
        return total_of(self.asked(counting(query)))

    def rows(
        self, query: Query, sort: Sequence[Query] = BY_ID, *, skip: int = 0, take: int, **options: Any
    ) -> Iterator[Body]:
        """Hits from ``skip`` on, at most ``take`` of them, however deep they lie."""
        if not take:
            return
        search = paging(query, sort, skip=skip, take=take, **options)
        found = self.asked(search)["hits"]["hits"]
        if "from" in search:
            yield from found
            return
        left = skip + take
        while True:
            yield from found[skip:]
            skip, left = max(skip - len(found), 0), left - len(found)
            if not left or len(found) < WINDOW:
                return
            deeper = {**search, "size": min(left, WINDOW), "search_after": found[-1]["sort"]}
            found = self.asked(deeper)["hits"]["hits"]

    def _whole(self, search: Body) -> Body:
        return {**search, "pit": {"id": self._point, "keep_alive": KEPT_FOR}}


def counting(query: Query) -> Body:
    return {"query": query, "size": 0}


def paging(query: Query, sort: Sequence[Query] = BY_ID, *, skip: int = 0, take: int, **options: Any) -> Body:
    """The search for a page of hits, or, where that lies deep, for the first rows of the way there."""
    scored = sort is not BY_ID
    shown = {**SHOWN, "track_scores": scored, "scored": scored}
    place = {"from": skip, "size": take} if skip + take <= WINDOW else {"size": min(skip + take, WINDOW)}
    return {"query": query, "sort": sort, **shown, **place, **options}


def _key(search: Body) -> str:
    return json.dumps(search, sort_keys=True)


def total_of(reply: Body) -> int:
    total = reply["hits"]["total"]
    if total["relation"] != "eq":
        raise IndexUnavailable("the search cluster did not count to the end")
    return int(total["value"])


def id_of(hit: Body) -> int:
    """Every order ends with the article's id."""
    return int(hit["sort"][-1])


def values_of(terms: Body) -> dict[Any, int]:
    """A facet's counts, all of them and exact."""
    if terms["sum_other_doc_count"] or terms["doc_count_error_upper_bound"]:
        raise IndexUnavailable(f"a facet has more values than the {MOST_VALUES} that are counted")
    return {bucket["key"]: bucket["doc_count"] for bucket in terms["buckets"]}
