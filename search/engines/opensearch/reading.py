"""The index at one moment: what is asked of it in several requests fits together."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from opensearchpy.exceptions import OpenSearchException

from search.engines.contract import IndexUnavailable
from search.engines.opensearch.cluster import Body, Cluster, refuse_parts
from search.engines.opensearch.compiling import BY_ID, Query

KEPT_FOR = "1m"
WINDOW = 10_000
"""Rows of one reply; what lies deeper is reached from the last row of the reply before."""
MOST_VALUES = 60_000
"""Values of a facet that are counted; where there are more, no counts are given rather than some."""


class Reading:
    """A point in time of an index. The same ``preference`` reads the same copies, so that scores are the same, too."""

    def __init__(self, cluster: Cluster, point: str) -> None:
        self._cluster, self._point = cluster, point

    @classmethod
    @contextmanager
    def of(cls, cluster: Cluster, index: str, *, preference: str) -> Iterator["Reading"]:
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

    def asked(self, query: Query, *, scored: bool = False, **body: Any) -> Body:
        """``scored``: by what all shards together know of a term, so that it does not matter where an article lies."""
        return self._cluster.searched(
            {
                "query": query,
                "track_total_hits": True,
                "pit": {"id": self._point, "keep_alive": KEPT_FOR},
                **body,
            },
            search_type="dfs_query_then_fetch" if scored else "query_then_fetch",
        )

    def count(self, query: Query) -> int:
        return total_of(self.asked(query, size=0))

    def rows(
        self, query: Query, sort: Sequence[Query] = BY_ID, *, skip: int = 0, take: int, **body: Any
    ) -> Iterator[Body]:
        """Hits from ``skip`` on, at most ``take`` of them, however deep they lie."""
        scored = sort is not BY_ID
        body |= {"sort": sort, "_source": False, "stored_fields": "_none_"}
        body |= {"track_scores": scored, "scored": scored}
        if skip + take <= WINDOW:
            page: Body = {**body, "from": skip, "size": take}
            if take:
                yield from self.asked(query, **page)["hits"]["hits"]
            return
        left = skip + take
        while left:
            found = self.asked(query, **body, size=min(left, WINDOW))["hits"]["hits"]
            yield from found[skip:]
            skip, left = max(skip - len(found), 0), left - len(found)
            if len(found) < WINDOW:
                return
            body["search_after"] = found[-1]["sort"]


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
