"""Articles that share distinctive words with one: words that it uses and few others do."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import log1p, sqrt

from search.engines.opensearch.compiling import EVERYTHING, Query
from search.engines.opensearch.point_in_time import PointInTime, counting

WORDS = "words"
MOST_WORDS = 40
"""Distinctive words that are looked up; the first of them decide, the rest cost time."""
LARGEST_SHARE = 0.2
"""A word that stands in more than a fifth of all articles (工会, 职工) tells none of them from the others."""


@dataclass(frozen=True, slots=True)
class Distinctive:
    word: str
    weight: float


def likeness(words: list[Distinctive]) -> Query:
    return {
        "bool": {
            "should": [{"term": {WORDS: {"value": found.word, "boost": found.weight}}} for found in words]
        }
    }


def distinctive_words(moment: PointInTime, counts: Mapping[str, int]) -> list[Distinctive]:
    """Of an article's words those that at least one other has and few have, the most telling first."""
    if not counts:
        return []
    asked = {str(place): {"filter": {"term": {WORDS: word}}} for place, word in enumerate(counts)}
    reply = moment.asked({**counting(EVERYTHING), "aggs": asked})
    everything, found = reply["hits"]["total"]["value"], reply["aggregations"]
    most = max(2.0, LARGEST_SHARE * everything)
    telling = []
    for place, (word, count) in enumerate(counts.items()):
        holders = found[str(place)]["doc_count"]
        if 2 <= holders <= most:
            weight = sqrt(count)
            telling.append((-weight * log1p((everything - holders + 0.5) / (holders + 0.5)), word, weight))
    return [Distinctive(word, weight) for _, word, weight in sorted(telling)[:MOST_WORDS]]
