"""A query tree over a snapshot: which documents it finds, and how well each answers it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache, reduce

import numpy as np

from search import analysis
from search.documents import ARTICLE_FIELDS, BlockField
from search.engines.whoosh.postings import FIELD_CODES, GRAMS, MATTER, NO_POSTINGS, WORDS, Postings
from search.engines.whoosh.ranking import Ranking, Scores
from search.engines.whoosh.schema import NO_YEAR, decoded_place
from search.engines.whoosh.snapshot import Flags, Snapshot
from search.meaning import Meaning, meaning_of
from search.query import And, Everything, Node, Not, Or, Term, Told, Years, leaves
from search.weights import BESIDE_THE_ARTICLE, SIDE_BY_SIDE


def _bits(fields: Iterable[BlockField]) -> int:
    return sum(1 << FIELD_CODES[field] for field in fields)


ANYWHERE = _bits(ARTICLE_FIELDS)


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

    def listed(self, *, exact_only: bool) -> Flags:
        return self.exact if exact_only else self.matched


class Literals:
    """Who holds the characters of one query's terms; each is asked of the index once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._kept: dict[tuple[str, str], Postings] = {}
        self._read: dict[Term, Meaning] = {}

    def read(self, term: Term) -> Meaning:
        if term not in self._read:
            self._read[term] = meaning_of(term)
        return self._read[term]

    def holding(self, characters: str, field: str = GRAMS) -> Postings:
        asked = (field, characters)
        if asked not in self._kept:
            self._kept[asked] = self.snapshot.literal(characters, field)
        return self._kept[asked]

    def speak_in_matter(self, node: Node) -> bool:
        """Whether a term, or a word of one, stands in any page matter; else it changes nothing to search there."""
        return self.snapshot.has_matter and any(
            len(self.holding(characters, MATTER))
            for leaf in leaves(node)
            if isinstance(leaf, Term) and (meaning := self.read(leaf)).beside
            for characters in (meaning.characters, *meaning.words)
            if characters
        )


class Evaluation:
    """Answers the nodes of one query, in the articles alone or with their page matter.

    Without a ranking it only tells who is found, which takes a fraction of the time.
    """

    def __init__(self, literals: Literals, ranking: Ranking | None = None, *, matter: bool = False) -> None:
        self._literals = literals
        self._snapshot = literals.snapshot
        self._ranking = ranking
        self._with_matter = matter
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
            case Told(_, articles):
                return self._flat(np.isin(self._snapshot.number("id"), list(articles)))
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
        meaning = self._literals.read(term)
        if not meaning.characters:
            return self._flat(np.ones(self._snapshot.size, np.bool_))
        if meaning.column is None:
            return self._in_blocks(meaning.characters, meaning.words, _bits(meaning.blocks))
        holds = self._by_value[meaning.column]
        exact = holds(meaning.characters)
        if not meaning.words:
            return self._flat(exact)
        return self._flat(exact | reduce(np.logical_and, map(holds, meaning.words)), exact)

    def _in_blocks(self, characters: str, words: Iterable[str], bits: int) -> Found:
        exact = matched = self._holding(characters, bits)
        if words:
            matched = exact | reduce(np.logical_and, (self._holding(word, bits) for word in words))
        wider = matched & ~exact
        if not wider.any():
            return Found(exact, exact, self._scores(characters, bits, exact))
        scores = self._scores(characters, bits, matched)
        # 林区流动工会: a review with the phrase comes before any that only has its words, however often.
        scores[exact] += scores[wider].max()
        return Found(matched, exact, scores)

    def _scores(self, characters: str, bits: int, matched: Flags) -> Scores:
        scores = np.zeros(self._snapshot.size, np.float32)
        if self._ranking is None:
            return scores
        _add(scores, self._ranking, self._literal(characters, bits), SIDE_BY_SIDE)
        _add(scores, self._ranking, self._beside(characters, bits), BESIDE_THE_ARTICLE)
        for word in dict.fromkeys(analysis.index_words(characters)):
            postings = self._snapshot.term(WORDS, word)
            _add(scores, self._ranking, postings if bits == ANYWHERE else postings.in_places(bits), 1.0)
        scores[~matched] = 0
        return scores

    def _literal(self, characters: str, bits: int) -> Postings:
        postings = self._literals.holding(characters)
        return postings if bits == ANYWHERE else postings.in_places(bits)

    def _beside(self, characters: str, bits: int) -> Postings:
        """In the page matter, where that is searched and the term is not bound to a part of the article."""
        if not self._with_matter or bits != ANYWHERE:
            return NO_POSTINGS
        return self._literals.holding(characters, MATTER)

    def _holding(self, characters: str, bits: int) -> Flags:
        matched = np.zeros(self._snapshot.size, np.bool_)
        matched[self._literal(characters, bits).docs] = True
        matched[self._beside(characters, bits).docs] = True
        return matched

    def _in_newspaper(self, characters: str) -> Flags:
        newspapers = self._snapshot.shared("newspaper")
        holds = [characters in _folded(value.decode()) for value in newspapers.values]
        return np.asarray(holds, np.bool_)[newspapers.numbers]

    def _in_region(self, characters: str) -> Flags:
        places = self._snapshot.shared("place")
        holds = [
            any(characters in _folded(name) for name in decoded_place(value).names) for value in places.values
        ]
        return np.asarray(holds, np.bool_)[places.numbers]


@lru_cache(maxsize=16_384)
def _folded(name: str) -> str:
    """Of a division or a newspaper: some thousand names, each asked for by every term of 地区:省 -地区:市 报纸:报."""
    return analysis.fold_text(name)


def found_by_matter(
    literals: Literals, node: Node, found: Found, *, searched: bool, exact_only: bool
) -> Flags | None:
    """Who is listed only where page matter is searched too; ``found`` was made with it where ``searched``."""
    if not literals.speak_in_matter(node):
        return None
    other = Evaluation(literals, matter=not searched).find(node)
    both, alone = (found, other) if searched else (other, found)
    return both.listed(exact_only=exact_only) & ~alone.listed(exact_only=exact_only)


def _add(scores: Scores, ranking: Ranking, postings: Postings, weight: float) -> None:
    if len(postings):
        scores[postings.docs] += ranking.scores(postings, weight=weight)


def _joined(parts: list[Found], join: Callable[[Flags, Flags], Flags]) -> Found:
    matched = reduce(join, (part.matched for part in parts))
    exact = matched
    if not all(part.all_exact for part in parts):
        exact = reduce(join, (part.exact for part in parts))
    scores: Scores = np.sum([part.scores for part in parts], axis=0, dtype=np.float32)
    return Found(matched, exact, scores)
