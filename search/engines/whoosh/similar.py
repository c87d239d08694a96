"""Articles that share distinctive words with one: words that it uses and few others do.

Its work is bounded, whatever the archive: so many words are looked up, and so many postings read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from search.engines.whoosh.postings import WORDS, Postings
from search.engines.whoosh.ranking import Ranking, Scores
from search.engines.whoosh.snapshot import Snapshot

MOST_WORDS = 40
"""Distinctive words that count; the first of them decide, the rest cost time."""
LARGEST_SHARE = 0.2
"""A word that stands in more than a fifth of all articles (工会, 职工) tells none of them from the others."""
MOST_POSTINGS = 160_000
"""Of all these words together, the rarest first: what forty words of a fifth of 20,000 articles have. At 200,000 the
words past it stand in thousands of articles each, and took three quarters of the time."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A word that the article has, with how much it tells of it, and in how many documents it stands, gone ones too."""

    word: str
    weight: float
    strength: float
    holders: int


def similar(snapshot: Snapshot, ranking: Ranking, doc: int, words: Mapping[str, int]) -> Scores:
    """A score for each document; that of ``doc`` itself and of those that share nothing is 0."""
    scores = np.zeros(snapshot.size, np.float32)
    for weight, holders, postings in _distinctive(snapshot, ranking, words):
        scores[postings.docs] += ranking.scores(postings, weight=weight, holders=holders)
    scores[doc] = 0
    scores[~snapshot.live] = 0
    return scores


def _distinctive(
    snapshot: Snapshot, ranking: Ranking, words: Mapping[str, int]
) -> Iterator[tuple[float, int, Postings]]:
    """Of the words that at least one other article has and few have the most telling, each with its weight and the
    number of articles that have it."""
    most = max(2.0, LARGEST_SHARE * ranking.live_count)
    told = sorted(_told(snapshot, ranking, words), key=lambda found: (-found.strength, found.word))
    chosen = read = 0
    for found in told:
        if chosen == MOST_WORDS:
            return
        if read and read + found.holders > MOST_POSTINGS:
            continue
        postings = snapshot.term(WORDS, found.word)
        read += found.holders
        holders = int(snapshot.live[postings.docs].sum())
        if 2 <= holders <= most:
            chosen += 1
            yield found.weight, holders, postings


def _told(snapshot: Snapshot, ranking: Ranking, words: Mapping[str, int]) -> Iterator[_Told]:
    for word, count in words.items():
        holders = snapshot.holders(WORDS, word)
        if holders >= 2:
            weight = float(np.sqrt(count))
            yield _Told(word, weight, weight * ranking.rarity_of(min(holders, ranking.live_count)), holders)
