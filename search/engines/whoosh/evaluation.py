"""A query tree over a snapshot: which documents it finds, and how well each answers it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce

import numpy as np

from search import analysis
from search.documents import BlockField
from search.engines.whoosh.postings import FIELD_CODES, WORDS, Postings
from search.engines.whoosh.ranking import SIDE_BY_SIDE, Ranking, Scores
from search.engines.whoosh.schema import NO_YEAR, decoded_place
from search.engines.whoosh.snapshot import Flags, Snapshot
from search.query import And, Everything, Node, Not, Or, Term, Years


def _bits(*fields: BlockField) -> int:
    return sum(1 << FIELD_CODES[field] for field in fields)


ANYWHERE = _bits(*BlockField)
FIELD_BITS_OF = {
    None: ANYWHERE,
    "title": _bits(BlockField.KICKER, BlockField.TITLE, BlockField.SUBTITLE),
    "heading": _bits(BlockField.HEADING),
    "issuer": _bits(BlockField.ISSUER),
    "body": _bits(BlockField.PARAGRAPH),
}
"""The blocks that each field of the query language looks in."""


@dataclass(frozen=True, slots=True)
class Found:
    """``matched`` for each document, live or not, and its score where it matches.

    ``exact``: those of them that hold every wanted term side by side; the same object where all do.
    """

    matched: Flags
    exact: Flags
    scores: Scores

    @property
    def all_exact(self) -> bool:
        return self.exact is self.matched


class Evaluation:
    """Answers the nodes of one query; asks each term's postings once."""

    def __init__(self, snapshot: Snapshot, ranking: Ranking) -> None:
        self._snapshot = snapshot
        self._ranking = ranking
        self._literals: dict[str, Postings] = {}
        self._by_value: dict[str, Callable[[str], Flags]] = {
            "newspaper": self._in_newspaper,
            "region": self._in_region,
        }

    def find(self, node: Node) -> Found:
        found = self._find(node)
        matched = found.matched & self._snapshot.live
        return Found(matched, matched if found.all_exact else matched & found.exact, found.scores)

    def _find(self, node: Node) -> Found:
        match node:
            case Everything():
                return self._flat(np.ones(self._snapshot.size, np.bool_))
            case Years(start, end):
                return self._flat(self.overlapping(start, end))
            case Not(child):
                return self._flat(~self._find(child).matched)
            case And(children):
                return _joined([self._find(child) for child in children], np.logical_and)
            case Or(children):
                return _joined([self._find(child) for child in children], np.logical_or)
            case Term():
                return self._term(node)

    def overlapping(self, start: int | None, end: int | None) -> Flags:
        """Documents whose period shares a year with this range. An unknown period shares none."""
        first, last = self._snapshot.number("year_start"), self._snapshot.number("year_end")
        matched: Flags = first != NO_YEAR
        if start is not None:
            matched &= last >= start
        if end is not None:
            matched &= first <= end
        return matched

    def _flat(self, matched: Flags, exact: Flags | None = None) -> Found:
        return Found(matched, matched if exact is None else exact, np.zeros(len(matched), np.float32))

    def _term(self, term: Term) -> Found:
        characters = analysis.fold_text(term.text)
        if not characters:  # the empty string stands in every text
            return self._flat(np.ones(self._snapshot.size, np.bool_))
        words = () if term.quoted else analysis.parts(term.text)
        if term.field in self._by_value:
            holds = self._by_value[term.field]
            exact = holds(characters)
            if not words:
                return self._flat(exact)
            return self._flat(exact | reduce(np.logical_and, map(holds, words)), exact)
        return self._in_blocks(characters, words, FIELD_BITS_OF[term.field])

    def _in_blocks(self, characters: str, words: Iterable[str], bits: int) -> Found:
        literal = self._literal(characters, bits)
        exact = matched = self._holding(literal)
        if words:
            parts = (self._holding(self._literal(word, bits)) for word in words)
            matched = exact | reduce(np.logical_and, parts)
        scores = np.zeros(self._snapshot.size, np.float32)
        self._add_scores(scores, literal, SIDE_BY_SIDE)
        for word in dict.fromkeys(analysis.index_words(characters)):
            postings = self._snapshot.term(WORDS, word)
            self._add_scores(scores, postings if bits == ANYWHERE else postings.in_places(bits), 1.0)
        scores[~matched] = 0
        wider = matched & ~exact
        if not wider.any():
            return Found(exact, exact, scores)
        # 林区流动工会: a review with the phrase comes before any that only has its words, however often.
        scores[exact] += scores[wider].max()
        return Found(matched, exact, scores)

    def _add_scores(self, scores: Scores, postings: Postings, weight: float) -> None:
        if len(postings):
            scores[postings.docs] += self._ranking.scores(postings, weight=weight)

    def _literal(self, characters: str, bits: int) -> Postings:
        if characters not in self._literals:
            self._literals[characters] = self._snapshot.literal(characters)
        postings = self._literals[characters]
        return postings if bits == ANYWHERE else postings.in_places(bits)

    def _holding(self, postings: Postings) -> Flags:
        matched = np.zeros(self._snapshot.size, np.bool_)
        matched[postings.docs] = True
        return matched

    def _in_newspaper(self, characters: str) -> Flags:
        newspapers = self._snapshot.shared("newspaper")
        holds = [characters in analysis.fold_text(value.decode()) for value in newspapers.values]
        return np.asarray(holds, np.bool_)[newspapers.numbers]

    def _in_region(self, characters: str) -> Flags:
        places = self._snapshot.shared("place")
        holds = [
            any(characters in analysis.fold_text(name) for name in decoded_place(value).names)
            for value in places.values
        ]
        return np.asarray(holds, np.bool_)[places.numbers]


def _joined(parts: list[Found], join: Callable[[Flags, Flags], Flags]) -> Found:
    matched = reduce(join, (part.matched for part in parts))
    exact = matched
    if not all(part.all_exact for part in parts):
        exact = reduce(join, (part.exact for part in parts))
    scores: Scores = np.sum([part.scores for part in parts], axis=0, dtype=np.float32)
    return Found(matched, exact, scores)
