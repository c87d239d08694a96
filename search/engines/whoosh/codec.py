"""A Whoosh codec that keeps each posting list as flat arrays, read by offset without a Python step a posting.

Of a segment's files Whoosh's own classes keep the dictionary of terms and the columns. The postings of all
terms follow one another in three files (documents, counts, places), so that the grams with one first
character are one slice of each; positions have a fourth file. The dictionary gives a term its number, and
``.ofs`` gives each number the start of its postings and positions.
"""

import os
import struct
import weakref
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from zlib import crc32

import numpy as np
from whoosh.codec import whoosh3
from whoosh.filedb.compound import CompoundStorage
from whoosh.filedb.filetables import HashWriter, OrderedHashWriter
from whoosh.filedb.structfile import StructFile
from whoosh.matching import ListMatcher, NullMatcher
from whoosh.reading import TermInfo, TermNotFound
from whoosh.util.numlists import GrowableArray

from search.engines.whoosh.postings import NO_POSTINGS, Chunk, Docs, Ints, Postings

DOCS_EXT = ".pst"
COUNTS_EXT = ".cnt"
PLACES_EXT = ".plc"
POSITIONS_EXT = ".pos"
OFFSETS_EXT = ".ofs"
NUMBER_SIZE = 4
EMPTY_SLOT = (0, 0)
LENGTHS = struct.Struct("!ii")
"""Before each term in the dictionary: of how many bytes it is, and its number."""
SLOT = struct.Struct("!Iq")
"""A hash, and where the term that has it stands."""
MOST_KNOWN = 20_000
"""Terms of a segment whose numbers are remembered, some 3 MB: the page of an article asks for 256, most of them common."""
NOT_ASKED = -1


class DamagedSegment(Exception):
    """A file of the index is shorter than the index says, or holds something else than was written."""


class FlatCodec(whoosh3.W3Codec):  # type: ignore[misc]
    """Writes postings by the chunk (``FlatWriter`` hands them over) and reads them as arrays."""

    length_stats = False  # lengths are a column; no posting carries one

    def field_writer(self, storage: Any, segment: Any) -> "FlatFieldWriter":
        return FlatFieldWriter(self, storage, segment)

    def terms_reader(self, storage: Any, segment: Any) -> "FlatTermsReader":
        return FlatTermsReader(self, storage, segment)

    def new_segment(self, storage: Any, indexname: str) -> "FlatSegment":
        return FlatSegment(self, indexname)


class FlatSegment(whoosh3.W3Segment):  # type: ignore[misc]
    def open_compound_file(self, storage: Any) -> "FlatStorage":
        return FlatStorage(storage.open_file(self.make_filename(self.COMPOUND_EXT)))


class FlatStorage(CompoundStorage):  # type: ignore[misc]
    """The files inside a segment's one file, read at offsets.

    Whoosh maps the file into memory and then copies each inner file out; besides, reading a map of a file
    that somebody cuts short kills the process. Reading at an offset does neither, and needs no lock.
    """

    def __init__(self, dbfile: Any) -> None:
        super().__init__(dbfile, use_mmap=False)
        self._descriptor = os.dup(dbfile.fileno())
        weakref.finalize(self, os.close, self._descriptor)
        self._file.close()

    def open_file(self, name: str, *args: Any, **kwargs: Any) -> "OffsetFile":
        offset, length = self.range(name)
        return OffsetFile(self, self._descriptor, offset, length)

    def close(self) -> None:
        """Leaves the file open for as long as a reader of it lives."""


class OffsetFile(StructFile):  # type: ignore[misc]
    """A part of a file. ``get`` keeps no state, so that threads can share it."""

    def __init__(self, owner: object, descriptor: int, offset: int, length: int) -> None:
        self._owner = owner  # keeps the descriptor open
        self._descriptor = descriptor
        self._offset = offset
        self._length = length
        self._place = 0
        self._name = ""
        self.file = self
        self.onclose = None
        self.is_closed = False
        self.is_real = False

    def get(self, position: int, length: int) -> bytes:
        data = os.pread(self._descriptor, length, self._offset + position)
        if len(data) != length:
            raise DamagedSegment(f"{length} bytes wanted, {len(data)} there")
        return data

    def read(self, size: int = -1) -> bytes:
        left = self._length - self._place
        data = self.get(self._place, left if size < 0 else min(size, left))
        self._place += len(data)
        return data

    def readline(self, size: int = -1) -> bytes:
        """Pickle asks for it, and calls it only for what stands in lines, as nothing does that is written here."""
        raise DamagedSegment("lines where none were written")

    def seek(self, position: int, whence: int = os.SEEK_SET) -> None:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._place, os.SEEK_END: self._length}[whence]
        self._place = base + position

    def tell(self) -> int:
        return self._place

    def close(self) -> None:
        self.is_closed = True


class TermsWriter(OrderedHashWriter):  # type: ignore[misc]
    """Whoosh's dictionary file, written many terms at a time and hashed by CRC-32.

    Whoosh itself takes an MD5 of each key and packs and writes each slot for itself: at 300 articles that was an
    eighth of all the work of building an index.
    """

    HASH_TYPE = 1
    """CRC-32 in Whoosh's list of hash functions; its reader finds the number in the head of the file."""
    SLOTS = np.dtype([("hash", ">u4"), ("position", ">i8")])

    def __init__(self, dbfile: Any) -> None:
        HashWriter.__init__(self, dbfile, hashtype=self.HASH_TYPE)  # what lies between asks for MD5
        self.index = GrowableArray("H")

    def add_terms(self, prefix: bytes, terms: Sequence[bytes], first_number: int) -> None:
        """Terms of a field in order, each with its number."""
        position = self.dbfile.tell()
        pieces: list[bytes] = []
        for number, term in enumerate(terms, start=first_number):
            key = prefix + term
            pieces += (LENGTHS.pack(len(key), NUMBER_SIZE), key, number.to_bytes(NUMBER_SIZE, "little"))
            self.index.append(position)
            hashed = crc32(key)
            self.buckets[hashed & 255].append((hashed, position))
            position += LENGTHS.size + len(key) + NUMBER_SIZE
        self.dbfile.write(b"".join(pieces))

    def _write_hashes(self) -> None:
        """256 tables of slots, in each of which a key stands at its hash or in the next free slot."""
        for entries in self.buckets:
            count = 2 * len(entries)
            self.directory.append((self.dbfile.tell(), count))
            slots = [EMPTY_SLOT] * count
            for hashed, position in entries:
                slot = (hashed >> 8) % count
                while slots[slot] is not EMPTY_SLOT:
                    slot = (slot + 1) % count
                slots[slot] = (hashed, position)
            self.dbfile.write(np.array(slots, self.SLOTS).tobytes())


class FlatFieldWriter(whoosh3.W3FieldWriter):  # type: ignore[misc]
    def __init__(self, codec: Any, storage: Any, segment: Any) -> None:
        super().__init__(codec, storage, segment)
        self._tindex: Any
        self._tindex.dbfile.close()
        self._tindex = TermsWriter(self._create_file(codec.TERMS_EXT))
        self._fieldmap: dict[str, int] = {}
        self._tindex.extras["fieldmap"] = self._fieldmap
        self._counts = self._create_file(COUNTS_EXT)
        self._places = self._create_file(PLACES_EXT)
        self._positions = self._create_file(POSITIONS_EXT)
        self._offsets = self._create_file(OFFSETS_EXT)
        self._posting_starts = [np.zeros(1, np.int64)]
        self._position_starts = [np.zeros(1, np.int64)]
        self._term_count = 0

    def write_field(self, fieldname: str, fieldobj: Any, chunks: Iterable[Chunk]) -> None:
        """All terms of a field in order; fields come in the order of their names."""
        self.start_field(fieldname, fieldobj)
        prefix = whoosh3.pack_ushort(self._fieldid)
        for chunk in chunks:
            self._postfile.write(chunk.postings.docs.astype("<u4", copy=False).tobytes())
            self._counts.write(chunk.postings.counts.tobytes())
            self._places.write(chunk.postings.places.tobytes())
            self._positions.write(chunk.positions.astype("<u4", copy=False).tobytes())
            self._posting_starts.append(self._posting_starts[-1][-1] + np.cumsum(chunk.posting_counts))
            self._position_starts.append(self._position_starts[-1][-1] + np.cumsum(chunk.position_counts))
            self._tindex.add_terms(prefix, chunk.terms, self._term_count)
            self._term_count += len(chunk.terms)
        self.finish_field()

    def close(self) -> None:
        for starts in (self._posting_starts, self._position_starts):
            self._offsets.write(
                np.concatenate([part for part in starts if len(part)]).astype("<u4").tobytes()
            )
        for file in (self._counts, self._places, self._positions, self._offsets):
            file.close()
        super().close()


class FlatTermsReader(whoosh3.W3TermsReader):  # type: ignore[misc]
    def __init__(self, codec: Any, storage: Any, segment: Any) -> None:
        def opened(extension: str) -> Any:
            return storage.open_file(segment.make_filename(extension))

        self._storage = storage
        length = storage.file_length(segment.make_filename(codec.TERMS_EXT))
        super().__init__(codec, opened(codec.TERMS_EXT), length, opened(DOCS_EXT))
        self._counts = opened(COUNTS_EXT)
        self._places = opened(PLACES_EXT)
        self._positions = opened(POSITIONS_EXT)
        offsets = np.frombuffer(opened(OFFSETS_EXT).read(), "<u4")
        self._posting_starts, self._position_starts = offsets.reshape(2, -1)
        self._known: dict[bytes, int | None] = {}

    # What this site asks

    def number(self, fieldname: str, term: bytes) -> int | None:
        """The term's number, or None where no document of the segment has it."""
        key: bytes = self._keycoder(fieldname, term)
        number = self._known.get(key, NOT_ASKED)
        if number == NOT_ASKED:
            number = self._looked_up(key)
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[key] = number
        return number

    def _looked_up(self, key: bytes) -> int | None:
        for position in self._entries(crc32(key)):
            entry = self._dbfile.get(position, LENGTHS.size + len(key) + NUMBER_SIZE)
            if LENGTHS.unpack_from(entry)[0] == len(key) and entry[LENGTHS.size : -NUMBER_SIZE] == key:
                return int.from_bytes(entry[-NUMBER_SIZE:], "little")
        return None

    def _entries(self, hashed: int) -> Iterator[int]:
        """Where terms of this hash stand. By Whoosh's own reader, made for any file, a look-up took five times as long."""
        start, count = self._tindex.tables[hashed & 255]
        for place in range(hashed >> 8, (hashed >> 8) + count):
            found, position = SLOT.unpack(self._dbfile.get(start + place % count * SLOT.size, SLOT.size))
            if not position:
                return
            if found == hashed:
                yield position

    def numbers_with_prefix(self, fieldname: str, prefix: bytes) -> tuple[int, int]:
        """The range of numbers of all terms that begin with these bytes."""
        key = self._keycoder(fieldname, prefix)
        return self._number_at_or_after(key), self._number_at_or_after(key + b"\xff")

    def field_numbers(self, fieldname: str) -> tuple[int, int]:
        if fieldname not in self._fieldmap:
            return 0, 0
        field = self._fieldmap[fieldname]
        return (
            self._number_at_or_after(whoosh3.pack_ushort(field)),
            self._number_at_or_after(whoosh3.pack_ushort(field + 1)),
        )

    def _number_at_or_after(self, key: bytes) -> int:
        keys = _Keys(self._tindex)
        return bisect_left(keys, key)

    def terms_in(self, first: int, last: int) -> list[bytes]:
        """The texts of the terms numbered from ``first`` to before ``last``."""
        if first >= last:
            return []
        index = self._tindex
        start = index._get_pos(index.indexbase + first * index.indexsize)
        found: list[bytes] = []
        for keypos, keylen, _, _ in index._ranges(pos=start):
            found.append(self._dbfile.get(keypos + whoosh3._SHORT_SIZE, keylen - whoosh3._SHORT_SIZE))
            if len(found) == last - first:
                break
        return found

    def postings_of(self, first: int, last: int) -> Postings:
        """The postings of the terms numbered from ``first`` to before ``last``, one term after another."""
        return self.postings_between(int(self._posting_starts[first]), int(self._posting_starts[last]))

    def postings_between(self, start: int, end: int) -> Postings:
        if start == end:
            return NO_POSTINGS
        return Postings(
            self.docs_between(start, end),
            np.frombuffer(self._counts.get(start, end - start), np.uint8),
            np.frombuffer(self._places.get(start, end - start), np.uint8),
        )

    def docs_between(self, start: int, end: int) -> Docs:
        return np.frombuffer(self._postfile.get(4 * start, 4 * (end - start)), "<u4")

    def positions_of(self, first: int, last: int) -> Docs:
        return self.positions_between(int(self._position_starts[first]), int(self._position_starts[last]))

    def positions_between(self, start: int, end: int) -> Docs:
        return np.frombuffer(self._positions.get(4 * start, 4 * (end - start)), "<u4")

    def posting_count(self, number: int) -> int:
        return int(self._posting_starts[number + 1] - self._posting_starts[number])

    def position_count(self, number: int) -> int:
        return int(self._position_starts[number + 1] - self._position_starts[number])

    def posting_starts(self, first: int, last: int) -> Ints:
        return self._posting_starts[first : last + 1].astype(np.int64)

    def position_starts(self, first: int, last: int) -> Ints:
        return self._position_starts[first : last + 1].astype(np.int64)

    # What Whoosh's own readers and searchers ask

    def term_info(self, fieldname: str, tbytes: bytes) -> TermInfo:
        number = self.number(fieldname, tbytes)
        if number is None:
            raise TermNotFound(f"No term {fieldname}:{tbytes!r}")
        return self._info(number)

    def _info(self, number: int) -> TermInfo:
        postings = self.postings_of(number, number + 1)
        weight = float(postings.counts.sum())
        return TermInfo(
            weight=weight,
            df=len(postings),
            maxweight=float(postings.counts.max()),
            minid=int(postings.docs[0]),
            maxid=int(postings.docs[-1]),
        )

    def frequency(self, fieldname: str, tbytes: bytes) -> float:
        weight: float = self.term_info(fieldname, tbytes).weight()
        return weight

    def doc_frequency(self, fieldname: str, tbytes: bytes) -> int:
        number = self.number(fieldname, tbytes)
        return 0 if number is None else self.posting_count(number)

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        for number, key in enumerate(self.terms()):
            yield key, self._info(number)

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        first = self._number_at_or_after(self._keycoder(fieldname, prefix))
        for number, key in enumerate(self.terms_from(fieldname, prefix), start=first):
            yield key, self._info(number)

    def matcher(self, fieldname: str, tbytes: bytes, format_: Any, scorer: Any = None) -> Any:
        number = self.number(fieldname, tbytes)
        if number is None:
            return NullMatcher()
        postings = self.postings_of(number, number + 1)
        return ListMatcher(
            postings.docs.tolist(),
            weights=postings.counts.astype(float).tolist(),
            format=format_,
            scorer=scorer,
            term=(fieldname, tbytes),
            terminfo=self._info(number),
        )

    def close(self) -> None:
        """The files go with the storage that they are parts of."""


class _Keys:
    """The keys of the dictionary of terms by number, for bisection."""

    def __init__(self, index: Any) -> None:
        self._index = index

    def __len__(self) -> int:
        return int(self._index.indexlen)

    def __getitem__(self, number: int) -> bytes:
        index = self._index
        key: bytes = index.key_at(index._get_pos(index.indexbase + number * index.indexsize))
        return key
