"""How well a document answers a term: BM25, weighed by the best place in which the term stands."""

from functools import cached_property
from math import log1p

import numpy as np
import numpy.typing as npt

from search.engines.whoosh.postings import FIELD_CODES, Postings
from search.engines.whoosh.snapshot import Snapshot
from search.weights import ELSEWHERE, K1, PLACE, B

Scores = npt.NDArray[np.float32]


def _weight_of_places() -> Scores:
    weights = np.ones(256, np.float32)
    for bits in range(256):
        for field, code in FIELD_CODES.items():
            if bits >> code & 1:
                weights[bits] = max(weights[bits], PLACE.get(field, ELSEWHERE))
    return weights


WEIGHT_OF_PLACES = _weight_of_places()


class Ranking:
    """BM25 over the live documents of a snapshot, so that it does not depend on how segments lie."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    @cached_property
    def _length_norm(self) -> Scores:
        lengths = self._snapshot.number("word_count").astype(np.float32)
        live = lengths[self._snapshot.live]
        average = float(live.mean()) if len(live) and live.any() else 1.0
        norm: Scores = np.float32(K1) * (np.float32(1 - B) + np.float32(B / average) * lengths)
        return norm

    @cached_property
    def live_count(self) -> int:
        return int(self._snapshot.live.sum())

    def rarity(self, postings: Postings) -> float:
        return self.rarity_of(int(self._snapshot.live[postings.docs].sum()))

    def rarity_of(self, holders: int) -> float:
        """Of what stands in so many live documents."""
        return log1p((self.live_count - holders + 0.5) / (holders + 0.5))

    def scores(self, postings: Postings, *, weight: float = 1.0, holders: int | None = None) -> Scores:
        """One score for each posting; ``holders`` of them are live, where that was counted before."""
        rarity = self.rarity(postings) if holders is None else self.rarity_of(holders)
        counts = postings.counts.astype(np.float32)
        saturated = counts * np.float32(K1 + 1) / (counts + self._length_norm[postings.docs])
        scores: Scores = np.float32(weight * rarity) * saturated * WEIGHT_OF_PLACES[postings.places]
        return scores
