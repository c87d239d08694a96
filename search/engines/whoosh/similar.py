"""Articles that share distinctive words with one: words that it uses and few others do."""

from dataclasses import dataclass

import numpy as np

from search.engines.whoosh.postings import CHUNK, WORDS
from search.engines.whoosh.ranking import Ranking, Scores
from search.engines.whoosh.snapshot import Segment, Snapshot

MOST_WORDS = 40
"""Distinctive words that are looked up; the first of them decide, the rest cost time."""
LARGEST_SHARE = 0.2
"""A word that stands in more than a fifth of all articles (工会, 职工) tells none of them from the others."""


@dataclass(frozen=True, slots=True)
class Distinctive:
    word: str
    weight: float


def similar(snapshot: Snapshot, ranking: Ranking, doc: int) -> Scores:
    """A score for each document; that of ``doc`` itself and of those that share nothing is 0."""
    scores = np.zeros(snapshot.size, np.float32)
    for distinctive in distinctive_words(snapshot, ranking, doc):
        postings = snapshot.term(WORDS, distinctive.word)
        scores[postings.docs] += ranking.scores(postings, weight=distinctive.weight)
    scores[doc] = 0
    scores[~snapshot.live] = 0
    return scores


def distinctive_words(snapshot: Snapshot, ranking: Ranking, doc: int) -> list[Distinctive]:
    held = words_of(snapshot, doc)
    found = []
    most = max(2.0, LARGEST_SHARE * ranking.live_count)
    for word, count in held:
        postings = snapshot.term(WORDS, word)
        holders = int(snapshot.live[postings.docs].sum())
        if 2 <= holders <= most:
            found.append(Distinctive(word, float(np.sqrt(count))))
    rarity = {item.word: item.weight * ranking.rarity(snapshot.term(WORDS, item.word)) for item in found}
    found.sort(key=lambda item: (-rarity[item.word], item.word))
    return found[:MOST_WORDS]


def words_of(snapshot: Snapshot, doc: int) -> list[tuple[str, int]]:
    """The words of a document and how often it has each, read off the postings of its segment."""
    place = snapshot.place_of(doc)
    return _words_in_segment(snapshot.segments[place], doc - snapshot.bases[place])


def _words_in_segment(segment: Segment, doc: int) -> list[tuple[str, int]]:
    reader = segment.reader
    first, last = reader.field_numbers(WORDS)
    starts = reader.posting_starts(first, last)
    words = []
    for low in range(int(starts[0]), int(starts[-1]), CHUNK):
        high = min(low + CHUNK, int(starts[-1]))
        places = np.flatnonzero(reader.docs_between(low, high) == doc) + low
        numbers = np.searchsorted(starts, places, side="right") - 1 + first
        for number, place in zip(numbers.tolist(), places.tolist(), strict=True):
            count = int(reader.postings_between(place, place + 1).counts[0])
            words.append((reader.term(number).decode(), count))
    return words
