"""A request answered by one search, which is of one moment by itself: nothing is opened before it nor closed after it.

That does where no print of what is found stands behind another, and where the page is not deep.
"""

from collections.abc import Iterator

from search.engines.contract import Answer, EngineHit, Facets
from search.engines.opensearch.cluster import Body, Cluster
from search.engines.opensearch.compiling import exists
from search.engines.opensearch.point_in_time import SHOWN, WINDOW
from search.engines.opensearch.sets import BY_MATTER, EXACT, FOUND, LISTED, WIDER, Sets, facet_counts

INNER_WINDOW = 100
"""Rows of a list inside another, of which the cluster gives no more."""


def at_a_glance(cluster: Cluster, index: str, sets: Sets, *, preference: str) -> Answer | None:
    """None where one search can't tell."""
    request = sets.request
    last = request.offset + request.limit
    if request.want_ids or last > (INNER_WINDOW if sets.parted else WINDOW):
        return None
    reply = cluster.searched(index, _everything(sets), preference=preference)
    counted = reply["aggregations"]
    if not request.every_print and counted["reprints"]["doc_count"]:
        return None
    number = {name: found["doc_count"] for name, found in counted.items()}
    total, every = number[LISTED], number.get(FOUND, number[LISTED])
    exact = total if request.exact_only else number.get(EXACT, total)

    def page(name: str, skip: int, take: int) -> Iterator[EngineHit]:
        rows = counted[WIDER]["rows"]["hits"]["hits"][skip:] if name == WIDER else reply["hits"]["hits"]
        return (sets.hit_of(row, name) for row in rows[:take])

    return Answer(
        total=total,
        exact=exact,
        wider=every - exact,
        hits=tuple(sets.hits(total, exact, page)),
        only_matter=number.get(BY_MATTER, 0),
        facets=Facets(**facet_counts(counted)) if request.want_facets else None,
    )


def _everything(sets: Sets) -> Body:
    request = sets.request
    search = sets.counting()
    if not request.every_print:
        search["aggs"]["reprints"] = {"filter": exists("reprint_of")}
    if not request.limit:
        return search
    shown = {**SHOWN, "sort": sets.sort, "track_scores": True}
    if sets.parted:
        rows = {"top_hits": {**shown, "size": request.offset + request.limit}}
        search["aggs"][WIDER] = {"filter": sets.within(WIDER, sets.left()), "aggs": {"rows": rows}}
    return {
        **search,
        **shown,
        "scored": True,
        "query": sets.ranked(sets.among),
        "post_filter": sets.within(sets.first, sets.left()),
        "from": request.offset,
        "size": request.limit,
    }
