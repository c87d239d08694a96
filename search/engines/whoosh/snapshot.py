"""The index as one commit left it, opened for reading. Nothing in it changes; later commits make another."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.codec.whoosh3 import W3PerDocReader
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from search.engines.whoosh.codec import FlatTermsReader
from search.engines.whoosh.home import Manifest
from search.engines.whoosh.postings import (
    FIELD_BITS,
    FIELD_MASK,
    GRAMS,
    MATTER,
    NO_POSTINGS,
    STEP,
    WORDS,
    Docs,
    Ints,
    Postings,
)
from search.engines.whoosh.schema import NUMBERS, SHARED

INDEX_NAME = "MAIN"
Flags = npt.NDArray[np.bool_]
DENSE = 16
"""A gram so many times as frequent as what is left of a phrase is searched rather than merged."""


class Segment:
    """One segment's files. They never change, so that snapshots share it and keep what is gone themselves."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self.name: str = segment.segment_id()
        self.doc_count: int = segment.doc_count_all()
        files = segment.open_compound_file(storage)
        codec = segment.codec()
        self.reader: FlatTermsReader = codec.terms_reader(files, segment)
        values: W3PerDocReader = codec.per_document_reader(files, segment)
        self.numbers: dict[str, npt.NDArray[Any]] = {
            name: values.column_reader(name, column).load() for name, column in NUMBERS.items()
        }
        shared = {name: values.column_reader(name, column) for name, column in SHARED.items()}
        self.shared_numbers: dict[str, Docs] = {name: column.numbers for name, column in shared.items()}
        self.shared_values: dict[str, list[bytes]] = {name: column.values for name, column in shared.items()}
        spans = self.numbers["span"].astype(np.int64)
        self.doc_starts: Docs = ((np.cumsum(spans) - spans) << FIELD_BITS).astype(np.uint32)

    # As a run that can be merged into a new segment

    @property
    def spans(self) -> Ints:
        return self.numbers["span"].astype(np.int64)

    def terms(self, field: str) -> Sequence[bytes]:
        return self.reader.terms_in(*self.reader.field_numbers(field))

    def posting_starts(self, field: str) -> Ints:
        return self.reader.posting_starts(*self.reader.field_numbers(field))

    def position_starts(self, field: str) -> Ints:
        return self.reader.position_starts(*self.reader.field_numbers(field))

    def postings(self, field: str, start: int, end: int) -> Postings:
        return self.reader.postings_between(start, end)

    def positions(self, field: str, start: int, end: int) -> Docs:
        return self.reader.positions_between(start, end)

    # What searches ask of it

    def holds(self, field: str) -> bool:
        first, last = self.reader.field_numbers(field)
        return first < last

    def term(self, field: str, term: bytes) -> Postings:
        number = self.reader.number(field, term)
        return NO_POSTINGS if number is None else self.reader.postings_of(number, number + 1)

    def holders(self, field: str, term: bytes) -> int:
        return int(self.reader.doc_frequency(field, term))

    def words_from(self, prefix: bytes, live: Flags) -> Iterator[tuple[str, int]]:
        """Words that begin with these bytes, with the number of live documents that have each."""
        first, last = self.reader.numbers_with_prefix(WORDS, prefix) if prefix else self._all_words()
        if first == last:
            return
        starts = self.reader.posting_starts(first, last)
        held = live[self.reader.docs_between(int(starts[0]), int(starts[-1]))]
        counts = np.add.reduceat(held.astype(np.int64), starts[:-1] - starts[0])
        for word, count in zip(self.reader.terms_in(first, last), counts.tolist(), strict=True):
            yield word.decode(), count

    def _all_words(self) -> tuple[int, int]:
        return self.reader.field_numbers(WORDS)

    def literal(self, characters: str, field: str = GRAMS) -> Postings:
        """Documents in which these folded characters stand side by side, in the article or in its page matter."""
        if len(characters) == 1:
            return self._single(characters, field)
        if len(characters) == 2:
            return self.term(field, characters.encode())
        return self._postings_at(self._matches(characters, field))

    def _single(self, character: str, field: str) -> Postings:
        """The grams that begin with a character follow one another, and so do their postings."""
        grams = self.reader.postings_of(*self.reader.numbers_with_prefix(field, character.encode()))
        if not len(grams):
            return NO_POSTINGS
        counts = np.bincount(grams.docs, weights=grams.counts, minlength=self.doc_count)
        places = np.zeros(self.doc_count, np.uint8)
        np.bitwise_or.at(places, grams.docs, grams.places)
        docs = np.flatnonzero(counts)
        return Postings(docs.astype(np.uint32), np.minimum(counts[docs], 255).astype(np.uint8), places[docs])

    def _matches(self, characters: str, field: str) -> Docs:
        """Positions where the characters begin: of the pairs that cover them, the rarest first."""
        offsets = [*range(0, len(characters) - 1, 2)]
        if len(characters) % 2:
            offsets.append(len(characters) - 2)
        reader = self.reader
        numbers: dict[int, int] = {}
        for offset in offsets:
            number = reader.number(field, characters[offset : offset + 2].encode())
            if number is None:
                return NO_POSTINGS.docs
            numbers[offset] = number
        offsets.sort(key=lambda offset: reader.position_count(numbers[offset]))
        found: Docs = NO_POSTINGS.docs
        for place, offset in enumerate(offsets):
            positions = reader.positions_of(numbers[offset], numbers[offset] + 1)
            before = np.uint32(offset * STEP)
            starts = positions[np.searchsorted(positions, before) :] - before
            found = starts if place == 0 else _common(found, starts)
            if not len(found):
                break
        return found

    def _postings_at(self, positions: Docs) -> Postings:
        if not len(positions):
            return NO_POSTINGS
        reached = np.searchsorted(positions, np.append(self.doc_starts, np.uint32(0xFFFFFFFF)))
        counts = np.diff(reached)
        docs = np.flatnonzero(counts)
        bits = np.left_shift(np.uint8(1), (positions & FIELD_MASK).astype(np.uint8))
        places = np.bitwise_or.reduceat(bits, reached[docs])
        return Postings(docs.astype(np.uint32), np.minimum(counts[docs], 255).astype(np.uint8), places)


def _common(few: Docs, many: Docs) -> Docs:
    """What two ascending arrays share; ``many`` is the longer one."""
    if len(many) > DENSE * len(few):
        place = np.minimum(np.searchsorted(many, few), len(many) - 1)
        met: Docs = few[many[place] == few]
        return met
    both: Docs = np.concatenate((few, many))
    both.sort(kind="stable")  # two ascending runs: merged in one pass
    shared: Docs = both[:-1][both[1:] == both[:-1]]
    return shared


@dataclass(frozen=True)
class Shared:
    """A column of shared values over all segments: the distinct values, and each document's number of one."""

    values: tuple[bytes, ...]
    numbers: npt.NDArray[np.int64]


class Snapshot:
    """All segments together. Documents are numbered through; ``live`` says which are not gone."""

    def __init__(self, manifest: Manifest, segments: Sequence[Segment], live: Sequence[Flags]) -> None:
        self.manifest = manifest
        self.segments = tuple(segments)
        self.live_by_segment = tuple(live)
        self.live: Flags = np.concatenate([*live, np.empty(0, np.bool_)])
        sizes = [segment.doc_count for segment in segments]
        self.bases = tuple(int(base) for base in np.cumsum([0, *sizes])[:-1])
        self.size = sum(sizes)

    @classmethod
    def open(cls, folder: Path, manifest: Manifest, known: Mapping[str, Segment]) -> "Snapshot":
        """Open the files that a manifest names; segments that are open already are shared."""
        storage = FileStorage(str(folder), supports_mmap=False)
        toc = TOC.read(storage, INDEX_NAME, gen=manifest.toc)
        segments, live = [], []
        for segment in toc.segments:
            opened = known.get(segment.segment_id()) or Segment(storage, segment)
            flags = np.ones(opened.doc_count, np.bool_)
            flags[list(segment.deleted_docs())] = False
            segments.append(opened)
            live.append(flags)
        return cls(manifest, segments, live)

    @cached_property
    def has_matter(self) -> bool:
        return any(segment.holds(MATTER) for segment in self.segments)

    def number(self, name: str) -> npt.NDArray[Any]:
        """A column of numbers over all segments."""
        if name not in self._numbers:
            parts = [segment.numbers[name] for segment in self.segments]
            self._numbers[name] = np.concatenate([*parts, np.empty(0, NUMBERS[name].dtype)])
        return self._numbers[name]

    @cached_property
    def _numbers(self) -> dict[str, npt.NDArray[Any]]:
        return {}

    @cached_property
    def _shared(self) -> dict[str, Shared]:
        return {}

    def shared(self, name: str) -> Shared:
        if name not in self._shared:
            places: dict[bytes, int] = {}
            parts = []
            for segment in self.segments:
                own = [places.setdefault(value, len(places)) for value in segment.shared_values[name]]
                parts.append(np.asarray(own, np.int64)[segment.shared_numbers[name]])
            self._shared[name] = Shared(tuple(places), np.concatenate([*parts, np.empty(0, np.int64)]))
        return self._shared[name]

    def term(self, field: str, term: str) -> Postings:
        return self._together(segment.term(field, term.encode()) for segment in self.segments)

    def holders(self, field: str, term: str) -> int:
        """In how many documents the term stands, those that are gone counted; no posting is read for it."""
        key = term.encode()
        return sum(segment.holders(field, key) for segment in self.segments)

    def literal(self, characters: str, field: str = GRAMS) -> Postings:
        return self._together(segment.literal(characters, field) for segment in self.segments)

    def _together(self, parts: Iterator[Postings]) -> Postings:
        found = [(part, base) for part, base in zip(parts, self.bases, strict=True) if len(part)]
        if not found:
            return NO_POSTINGS
        if len(found) == 1 and found[0][1] == 0:
            return found[0][0]
        return Postings(
            np.concatenate([part.docs + np.uint32(base) for part, base in found]),
            np.concatenate([part.counts for part, _ in found]),
            np.concatenate([part.places for part, _ in found]),
        )

    def place_of(self, doc: int) -> int:
        """The segment that holds a document, by its place in ``segments``."""
        return next(
            place
            for place, base in reversed([*enumerate(self.bases)])
            if base <= doc < base + self.segments[place].doc_count
        )

    @cached_property
    def doc_of_id(self) -> dict[int, int]:
        docs = np.flatnonzero(self.live)
        return dict(zip(self.number("id")[docs].tolist(), docs.tolist(), strict=True))
