"""Posting lists as flat arrays, made from a batch of texts in a few sorts and merged range by range.

The places of all characters of a segment are numbered through, with a free number after each block. A gram's
position holds that number and, in its three lowest bits, the field of the block: characters stand side by
side when their positions differ by ``STEP``, which no two characters of different blocks do. Page matter is
numbered along with the rest, but its grams are a field of their own.
"""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from search.analysis import fold_texts, index_pieces, is_word
from search.documents import ARTICLE_FIELDS, Block, BlockField

FIELD_CODES = {field: code for code, field in enumerate(ARTICLE_FIELDS)} | {BlockField.MATTER: 0}
"""Nobody asks in which part of the page matter something stands, and its postings are never among the others."""
FIELD_BITS = 3
STEP = 1 << FIELD_BITS
FIELD_MASK = STEP - 1
if len(ARTICLE_FIELDS) > STEP:
    raise AssertionError("a position has room for eight kinds of block")

MOST_POSITIONS = 1 << 28
"""Positions that a segment may hold; with the field's bits they leave a bit of 32 free, so that sums fit."""
BLOCK_END = "\0"  # folding drops control characters, so this one stands in no text
GRAM_SHIFT = 21  # code points take 21 bits
CHUNK = 4_000_000
"""Postings or positions handled at a time when runs are merged: some 200 MB of working space."""

GRAMS = "grams"
MATTER = "matter"
WORDS = "words"
INDEXED_FIELDS = (GRAMS, MATTER, WORDS)  # in the order of their names, as the file of terms wants them

Docs = npt.NDArray[np.uint32]
Small = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Postings:
    """Who holds a term: documents ascending, how often (at most 255), and the fields as one bit each."""

    docs: Docs
    counts: Small
    places: Small

    def __len__(self) -> int:
        return len(self.docs)

    def in_places(self, bits: int) -> "Postings":
        kept = (self.places & bits) != 0
        return Postings(self.docs[kept], self.counts[kept], self.places[kept])


_NOTHING: Docs = np.empty(0, np.uint32)
NO_POSTINGS = Postings(np.empty(0, np.uint32), np.empty(0, np.uint8), np.empty(0, np.uint8))


@dataclass(frozen=True, slots=True)
class Chunk:
    """The postings of some terms in a row; ``posting_counts[i]`` of them belong to the i-th term."""

    terms: Sequence[bytes]
    posting_counts: Ints
    postings: Postings
    position_counts: Ints
    positions: Docs


class Run(Protocol):
    """Sorted postings of some documents, in memory or in a segment's files."""

    @property
    def doc_count(self) -> int: ...

    @property
    def spans(self) -> Ints:
        """How many positions each document takes."""
        ...

    def terms(self, field: str) -> Sequence[bytes]: ...

    def posting_starts(self, field: str) -> Ints: ...

    def position_starts(self, field: str) -> Ints: ...

    def postings(self, field: str, start: int, end: int) -> Postings: ...

    def positions(self, field: str, start: int, end: int) -> Docs: ...


@dataclass(frozen=True, slots=True)
class FieldRun:
    terms: list[bytes]
    posting_starts: Ints
    postings: Postings
    position_starts: Ints
    positions: Docs


@dataclass(frozen=True, slots=True)
class MemoryRun:
    doc_count: int
    spans: Ints
    fields: dict[str, FieldRun]

    def terms(self, field: str) -> Sequence[bytes]:
        return self.fields[field].terms

    def posting_starts(self, field: str) -> Ints:
        return self.fields[field].posting_starts

    def position_starts(self, field: str) -> Ints:
        return self.fields[field].position_starts

    def postings(self, field: str, start: int, end: int) -> Postings:
        held = self.fields[field].postings
        return Postings(held.docs[start:end], held.counts[start:end], held.places[start:end])

    def positions(self, field: str, start: int, end: int) -> Docs:
        return self.fields[field].positions[start:end]


NO_WORD = -1


class _Vocabulary(dict[str, int]):
    """Each word's number, given when it is first met; NO_WORD for what stands between words."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def __missing__(self, piece: str) -> int:
        number = self[piece] = len(self.words) if is_word(piece) else NO_WORD
        if number != NO_WORD:
            self.words.append(piece)
        return number


class Batch:
    """Collects documents until they are sorted into a run."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._spans = array("q")
        self._block_spans = array("q")
        self._block_fields = array("B")
        self._block_is_matter = array("B")
        self._block_words = array("q")
        self._doc_words = array("q")
        self._vocabulary = _Vocabulary()
        self._word_numbers = array("I")
        self.characters = 0

    @property
    def doc_count(self) -> int:
        return len(self._spans)

    def add(self, blocks: Sequence[Block]) -> tuple[int, int]:
        """Take one document; returns how many positions and how many words it has.

        Page matter has no words: it is found, but nothing is ranked, suggested or taken for alike by it.
        """
        span = word_count = 0
        for block, folded in zip(blocks, fold_texts([block.text for block in blocks]), strict=True):
            if not folded:
                continue
            block_words = [] if block.field is BlockField.MATTER else self._words_in(folded)
            self._texts.append(folded)
            self._block_spans.append(len(folded) + 1)
            self._block_fields.append(FIELD_CODES[block.field])
            self._block_is_matter.append(block.field is BlockField.MATTER)
            self._block_words.append(len(block_words))
            self._word_numbers.extend(block_words)
            span += len(folded) + 1
            word_count += len(block_words)
        self._spans.append(span)
        self.characters += span
        self._doc_words.append(word_count)
        return span, word_count

    def _words_in(self, folded: str) -> list[int]:
        numbers = map(self._vocabulary.__getitem__, index_pieces(folded))
        return [number for number in numbers if number != NO_WORD]

    def run(self) -> MemoryRun:
        spans = np.asarray(self._spans, np.int64)
        return MemoryRun(self.doc_count, spans, {**self._grams(spans), WORDS: self._words()})

    def _grams(self, spans: Ints) -> dict[str, FieldRun]:
        text = BLOCK_END.join(self._texts) + (BLOCK_END if self._texts else "")
        code_points = np.frombuffer(text.encode("utf-32-le"), np.uint32)
        block_spans = np.asarray(self._block_spans, np.int64)
        fields = np.repeat(np.asarray(self._block_fields, np.uint8), block_spans)
        docs = np.repeat(np.arange(len(spans), dtype=np.uint32), spans)
        keys = code_points.astype(np.uint64) << np.uint64(GRAM_SHIFT)
        keys[:-1] |= code_points[1:]  # 0 after the last character of a block, so that it stands alone
        positions: Docs = (np.arange(len(code_points), dtype=np.uint32) << np.uint32(FIELD_BITS)) | fields
        is_matter = np.repeat(np.asarray(self._block_is_matter, np.bool_), block_spans)
        standing = code_points != 0
        return {
            field: _gram_run(np.flatnonzero(standing & inside), keys, docs, fields, positions)
            for field, inside in ((GRAMS, ~is_matter), (MATTER, is_matter))
        }

    def _words(self) -> FieldRun:
        vocabulary = sorted(self._vocabulary.words)  # code point order is the order of the UTF-8 bytes
        rank = np.empty(len(vocabulary), np.int64)
        numbers = np.fromiter((self._vocabulary[word] for word in vocabulary), np.int64, len(vocabulary))
        rank[numbers] = np.arange(len(vocabulary))
        keys = rank[np.asarray(self._word_numbers, np.uint32)]
        fields = np.repeat(np.asarray(self._block_fields, np.uint8), np.asarray(self._block_words, np.int64))
        docs = np.repeat(np.arange(self.doc_count, dtype=np.uint32), np.asarray(self._doc_words, np.int64))
        order = np.argsort(keys, kind="stable")
        _, posting_starts, _, postings = _grouped(keys[order], docs[order], fields[order])
        terms = [word.encode() for word in vocabulary]
        return FieldRun(terms, posting_starts, postings, np.zeros(len(terms) + 1, np.int64), _NOTHING)


def _gram_run(
    order: Ints, keys: npt.NDArray[np.uint64], docs: Docs, fields: Small, positions: Docs
) -> FieldRun:
    """The grams at these places, sorted."""
    order = order[np.argsort(keys[order], kind="stable")]
    keys, docs, fields, positions = keys[order], docs[order], fields[order], positions[order]
    distinct, posting_starts, position_starts, postings = _grouped(keys, docs, fields)
    return FieldRun(_gram_terms(distinct), posting_starts, postings, position_starts, positions)


def _grouped(
    keys: npt.NDArray[np.generic], docs: Docs, fields: Small
) -> tuple[npt.NDArray[np.generic], Ints, Ints, Postings]:
    """Sorted occurrences as postings: distinct keys, where the postings and occurrences of each start."""
    if not len(keys):
        return keys, np.zeros(1, np.int64), np.zeros(1, np.int64), NO_POSTINGS
    new_key = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    new_posting = np.concatenate(([True], (keys[1:] != keys[:-1]) | (docs[1:] != docs[:-1])))
    starts = np.flatnonzero(new_posting)
    counts = np.diff(starts, append=len(keys))
    postings = Postings(
        docs[starts],
        np.minimum(counts, 255).astype(np.uint8),
        np.bitwise_or.reduceat(np.left_shift(np.uint8(1), fields), starts),
    )
    posting_starts = np.append(np.searchsorted(starts, new_key), len(starts)).astype(np.int64)
    return keys[new_key], posting_starts, np.append(new_key, len(keys)).astype(np.int64), postings


def _gram_terms(keys: npt.NDArray[np.generic]) -> list[bytes]:
    pairs = np.asarray(keys, np.uint64)
    first = (pairs >> np.uint64(GRAM_SHIFT)).tolist()
    second = (pairs & np.uint64((1 << GRAM_SHIFT) - 1)).tolist()
    return [(chr(a) + chr(b) if b else chr(a)).encode() for a, b in zip(first, second, strict=True)]


def merged(runs: Sequence[Run], kept: Sequence[npt.NDArray[np.bool_] | None], field: str) -> Iterator[Chunk]:
    """The postings of a field of all runs, term by term, documents renumbered and the unwanted left out.

    ``kept`` says for each run which of its documents stay; None keeps all.
    """
    renumbered = _renumbered(runs, kept)
    own_terms = [run.terms(field) for run in runs]
    terms = sorted(set().union(*own_terms)) if len(runs) > 1 else own_terms[0]
    ordinals = _ordinals(terms, own_terms)
    weights = np.zeros(len(terms), np.int64)
    for run, ordinal in zip(runs, ordinals, strict=True):
        postings, positions = np.diff(run.posting_starts(field)), np.diff(run.position_starts(field))
        weights[ordinal] += np.maximum(postings, positions)
    sources = [_Source(*parts) for parts in zip(runs, renumbered, ordinals, strict=True)]
    for low, high in _ranges(weights):
        yield _chunk(sources, field, terms, (low, high))


def _ordinals(terms: Sequence[bytes], own_terms: Sequence[Sequence[bytes]]) -> list[Ints]:
    if len(own_terms) == 1:
        return [np.arange(len(terms), dtype=np.int64)]
    place = {term: i for i, term in enumerate(terms)}
    return [np.fromiter(map(place.__getitem__, own), np.int64, len(own)) for own in own_terms]


def _ranges(weights: Ints) -> Iterator[tuple[int, int]]:
    """Ranges of terms that hold about CHUNK postings; a range has one term at least."""
    reached = np.cumsum(weights)
    low = done = 0
    while low < len(weights):
        high = max(low + 1, int(np.searchsorted(reached, done + CHUNK, side="right")))
        yield low, high
        done = int(reached[high - 1])
        low = high


@dataclass(frozen=True, slots=True)
class _Renumbering:
    """New numbers of a run's documents (GONE where dropped) and how far the positions of each move."""

    docs: Docs
    old_starts: Ints
    moves: Ints
    drops: bool


GONE = np.uint32(0xFFFFFFFF)


def _renumbered(runs: Sequence[Run], kept: Sequence[npt.NDArray[np.bool_] | None]) -> list[_Renumbering]:
    result = []
    doc_base = position_base = 0
    for run, stays in zip(runs, kept, strict=True):
        staying = np.ones(run.doc_count, np.bool_) if stays is None else stays
        docs = np.where(staying, doc_base + np.cumsum(staying) - 1, GONE).astype(np.uint32)
        new_spans = np.where(staying, run.spans, 0)
        old_starts = np.cumsum(run.spans) - run.spans
        new_starts = position_base + np.cumsum(new_spans) - new_spans
        result.append(_Renumbering(docs, old_starts, new_starts - old_starts, not bool(staying.all())))
        doc_base += int(staying.sum())
        position_base += int(new_spans.sum())
    return result


@dataclass(frozen=True, slots=True)
class _Source:
    """A run on its way into a merge: its documents' new numbers, and its terms' numbers among all terms."""

    run: Run
    renumbering: _Renumbering
    ordinals: Ints


def _chunk(sources: Sequence[_Source], field: str, terms: Sequence[bytes], span: tuple[int, int]) -> Chunk:
    low, high = span
    posting_terms, position_terms, posting_parts, position_parts = [], [], [], []
    for source in sources:
        run = source.run
        first, last = np.searchsorted(source.ordinals, [low, high])
        own_terms = source.ordinals[first:last] - low
        starts = run.posting_starts(field)[first : last + 1]
        held = run.postings(field, int(starts[0]), int(starts[-1]))
        posting_parts.append(Postings(source.renumbering.docs[held.docs], held.counts, held.places))
        posting_terms.append(np.repeat(own_terms, np.diff(starts)))
        starts = run.position_starts(field)[first : last + 1]
        kept, positions = _moved(run.positions(field, int(starts[0]), int(starts[-1])), source.renumbering)
        position_parts.append(positions)
        position_terms.append(np.repeat(own_terms, np.diff(starts))[kept])
    term_of_posting, postings = _sorted_postings(posting_terms, posting_parts)
    term_of_position, positions = _sorted_positions(position_terms, position_parts)
    posting_counts = np.bincount(term_of_posting, minlength=high - low)
    position_counts = np.bincount(term_of_position, minlength=high - low)
    left = np.flatnonzero(posting_counts)
    return Chunk(
        [terms[low + i] for i in left.tolist()],
        posting_counts[left],
        postings,
        position_counts[left],
        positions,
    )


def _sorted_postings(term_parts: list[Ints], parts: list[Postings]) -> tuple[Ints, Postings]:
    term_of = np.concatenate(term_parts)
    docs = np.concatenate([part.docs for part in parts])
    counts = np.concatenate([part.counts for part in parts])
    places = np.concatenate([part.places for part in parts])
    if len(parts) > 1:
        order = np.argsort(term_of, kind="stable")
        term_of, docs, counts, places = term_of[order], docs[order], counts[order], places[order]
    kept = docs != GONE
    if not kept.all():
        term_of, docs, counts, places = term_of[kept], docs[kept], counts[kept], places[kept]
    return term_of, Postings(docs, counts, places)


def _moved(positions: Docs, renumbering: _Renumbering) -> tuple[slice | npt.NDArray[np.bool_], Docs]:
    """Which of the positions are kept, and these where their documents' new places begin."""
    kept: slice | npt.NDArray[np.bool_] = slice(None)
    if not len(positions):
        return kept, _NOTHING
    moves = renumbering.moves[:1]
    if renumbering.drops:
        docs = np.searchsorted(renumbering.old_starts, positions >> FIELD_BITS, side="right") - 1
        kept = renumbering.docs[docs] != GONE
        moves = renumbering.moves[docs[kept]]
    return kept, (positions[kept].astype(np.int64) + (moves << FIELD_BITS)).astype(np.uint32)


def _sorted_positions(term_parts: list[Ints], parts: list[Docs]) -> tuple[Ints, Docs]:
    term_of, positions = np.concatenate(term_parts), np.concatenate(parts)
    if len(parts) > 1:
        order = np.argsort(term_of, kind="stable")
        term_of, positions = term_of[order], positions[order]
    return term_of, positions
