"""The orders in which hits can be asked for. Every order is total, so that pages never overlap."""

from functools import cached_property

import numpy as np
import numpy.typing as npt

from search.engines.contract import Order
from search.engines.whoosh.ranking import Scores
from search.engines.whoosh.schema import NO_YEAR, decoded_place
from search.engines.whoosh.snapshot import Flags, Snapshot

Ints = npt.NDArray[np.int64]

SCORE_STEPS = 10_000
"""Scores are compared to four places: rounding in sums of 32-bit numbers must not decide an order."""
TIE_BITS = 32
BEHIND = np.int64(1) << 61
"""More than any two keys differ by: the greatest score makes some 20 bits above the ties."""


class Ordering:
    """One number a document for each order, the smallest first."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    @cached_property
    def by_period(self) -> Ints:
        """Newer periods first, unknown ones last, then by id; the tie-break of all other orders."""
        first = self._snapshot.number("year_start").astype(np.int64)
        last = self._snapshot.number("year_end").astype(np.int64)
        return _ranks(np.lexsort((self._snapshot.number("id"), -first, -last)))

    @cached_property
    def by_oldest(self) -> Ints:
        """Periods that begin earlier first, unknown ones last as well, then by id: who was the first to write of it."""
        first = self._snapshot.number("year_start").astype(np.int64)
        last = self._snapshot.number("year_end").astype(np.int64)
        return _ranks(np.lexsort((self._snapshot.number("id"), last, first, first == NO_YEAR)))

    @cached_property
    def by_region(self) -> Ints:
        """Along the path by pinyin; articles without a region last."""
        places = self._snapshot.shared("place")
        known = [decoded_place(value) for value in places.values]
        path = [(not place.codes, place.sort, place.codes) for place in known]
        in_order = sorted(range(len(known)), key=path.__getitem__)
        rank_of_place = _ranks(np.asarray(in_order, np.int64))
        return _ranks(np.lexsort((self.by_period, rank_of_place[places.numbers])))

    @cached_property
    def by_added(self) -> Ints:
        return _ranks(np.lexsort((self.by_period, -self._snapshot.number("added"))))

    def page(
        self,
        docs: npt.NDArray[np.intp],
        scores: Scores,
        order: Order,
        *,
        last: Flags | None,
        offset: int,
        limit: int,
    ) -> npt.NDArray[np.intp]:
        """The documents from ``offset`` on, at most ``limit``, of all that were found; ``last`` behind the others."""
        end = min(offset + limit, len(docs))
        if offset >= end:
            return docs[:0]
        keys = self._keys(docs, scores, order)
        if last is not None:
            keys = np.where(last[docs], keys + BEHIND, keys)
        if end < len(docs):
            nearest = np.argpartition(keys, end - 1)[:end]
            docs, keys = docs[nearest], keys[nearest]
        return docs[np.argsort(keys)[offset:end]]

    def _keys(self, docs: npt.NDArray[np.intp], scores: Scores, order: Order) -> Ints:
        match order:
            case Order.RELEVANCE:
                steps = np.rint(scores[docs].astype(np.float64) * SCORE_STEPS).astype(np.int64)
                keys: Ints = self.by_period[docs] - (steps << TIE_BITS)
                return keys
            case Order.NEWEST_PERIOD:
                return self.by_period[docs]
            case Order.OLDEST_PERIOD:
                return self.by_oldest[docs]
            case Order.REGION:
                return self.by_region[docs]
            case Order.ADDED:
                return self.by_added[docs]


def _ranks(in_order: npt.NDArray[np.intp]) -> Ints:
    ranks = np.empty(len(in_order), np.int64)
    ranks[in_order] = np.arange(len(in_order))
    return ranks
