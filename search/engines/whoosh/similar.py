"""Articles that share distinctive words with one: words that it uses and few others do."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from search.engines.whoosh.postings import CHUNK, WORDS, Ints
from search.engines.whoosh.ranking import Ranking, Scores
from search.engines.whoosh.snapshot import Segment, Snapshot

MOST_WORDS = 40
"""Distinctive words that are looked up; the first of them decide, the rest cost time."""
CANDIDATES = 4 * MOST_WORDS
LARGEST_SHARE = 0.2
"""A word that stands in more than a fifth of all articles (工会, 职工) tells none of them from the others."""
MAIN_SEGMENT_SHARE = 0.8
"""Where an article's segment holds so much of the index, its own counts choose the candidates."""


@dataclass(frozen=True, slots=True)
class Distinctive:
    word: str
    weight: float


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a document by their numbers in its segment, with how often it has each."""

    numbers: Ints
    counts: Ints
    holders: Ints


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
    """The words that at least one other article has and few have, the most telling first."""
    place = snapshot.place_of(doc)
    segment = snapshot.segments[place]
    words = _words_of(segment, doc - snapshot.bases[place])
    most = max(2.0, LARGEST_SHARE * ranking.live_count)
    kept = words.holders <= most / MAIN_SEGMENT_SHARE
    if segment.doc_count >= MAIN_SEGMENT_SHARE * snapshot.size:
        kept &= words.holders >= 2
        kept = _strongest(kept, np.sqrt(words.counts) * np.log(segment.doc_count / words.holders))
    found = []
    for number, count in zip(words.numbers[kept].tolist(), words.counts[kept].tolist(), strict=True):
        word = segment.reader.term(number).decode()
        postings = snapshot.term(WORDS, word)
        if 2 <= int(snapshot.live[postings.docs].sum()) <= most:
            weight = float(np.sqrt(count))
            found.append((-weight * ranking.rarity(postings), word, weight))
    return [Distinctive(word, weight) for _, word, weight in sorted(found)[:MOST_WORDS]]


def _strongest(kept: npt.NDArray[np.bool_], strength: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    chosen = np.flatnonzero(kept)
    chosen = chosen[np.argsort(-strength[chosen], kind="stable")[:CANDIDATES]]
    narrowed = np.zeros(len(kept), np.bool_)
    narrowed[chosen] = True
    return narrowed


def _words_of(segment: Segment, doc: int) -> _Words:
    """Read off the postings of the segment, which follow one another in one file."""
    reader = segment.reader
    first, last = reader.field_numbers(WORDS)
    starts = reader.posting_starts(first, last)
    found = [
        np.flatnonzero(reader.docs_between(low, min(low + CHUNK, int(starts[-1]))) == doc) + low
        for low in range(int(starts[0]), int(starts[-1]), CHUNK)
    ]
    places = np.concatenate([*found, np.empty(0, np.int64)])
    numbers = np.searchsorted(starts, places, side="right") - 1
    counts = [reader.count_at(place) for place in places.tolist()]
    return _Words(numbers + first, np.asarray(counts, np.int64), np.diff(starts)[numbers])
