"""Writes segments: Whoosh's writer with the postings made by the batch instead of token by token."""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex
from whoosh.writing import SegmentWriter

from search.documents import Document
from search.engines.whoosh.codec import FlatCodec
from search.engines.whoosh.postings import (
    INDEXED_FIELDS,
    Batch,
    FieldRun,
    MemoryRun,
    Postings,
    Run,
    merged,
)
from search.engines.whoosh.schema import NUMBERS, SHARED, numbers_of, schema, shared_of
from search.engines.whoosh.snapshot import INDEX_NAME, Segment

BATCH_CHARACTERS = 4_000_000
"""Sorted in one go; about 150 MB of working space, and some 2,000 reviews."""

Kept = npt.NDArray[np.bool_] | None


class PinnedIndex(FileIndex):  # type: ignore[misc]
    """The index at the commit that the manifest names, whatever later files an interrupted writer left."""

    def __init__(self, folder: Path, toc: int) -> None:
        self.storage = FileStorage(str(folder), supports_mmap=False)
        self.indexname = INDEX_NAME
        self._schema = None
        self._pinned = toc

    @classmethod
    def create_in(cls, folder: Path) -> "PinnedIndex":
        TOC.create(FileStorage(str(folder), supports_mmap=False), schema(), INDEX_NAME)
        return cls(folder, 0)

    def latest_generation(self) -> int:
        return self._pinned

    def _read_toc(self) -> Any:
        return TOC.read(self.storage, self.indexname, gen=self._pinned)


class FlatWriter(SegmentWriter):  # type: ignore[misc]
    """Adds one segment at a commit. Whoever makes one holds the writer's lock of the index.

    ``publish`` is called with the number of the new table of contents and the segments' file names, once
    both are written; until it returns nobody reads the new state.
    """

    def __init__(self, index: PinnedIndex, publish: Callable[[int, list[str]], None]) -> None:
        super().__init__(index, codec=FlatCodec(), compound=True, _lk=False)
        self.segments: list[Any]
        self._publish = publish
        self._batch = Batch()
        self._runs: list[Run] = []
        self._kept: list[Kept] = []
        self._spill = tempfile.TemporaryDirectory(dir=index.storage.folder, prefix="runs-")

    def add_review(self, document: Document) -> None:
        span, word_count = self._batch.add((*document.blocks, *document.matter))
        self._add_row(numbers_of(document, span=span, word_count=word_count), shared_of(document))
        if self._batch.characters >= BATCH_CHARACTERS:
            self._runs.append(_spilled(self._batch.run(), Path(self._spill.name), len(self._runs)))
            self._kept.append(None)
            self._batch = Batch()

    def take_in(self, segment: Segment, live: npt.NDArray[np.bool_]) -> None:
        """Carry over the documents of a segment that is about to be dropped."""
        self._seal_batch()
        for doc in np.flatnonzero(live).tolist():
            self._add_row(
                {name: int(segment.numbers[name][doc]) for name in NUMBERS},
                {name: segment.shared_values[name][segment.shared_numbers[name][doc]] for name in SHARED},
            )
        self._runs.append(segment)
        self._kept.append(live)

    def drop(self, names: Sequence[str]) -> None:
        """Leave these segments out of the next table of contents."""
        self.segments = [segment for segment in self.segments if segment.segment_id() not in names]

    def _add_row(self, numbers: dict[str, int], shared: dict[str, bytes]) -> None:
        row = self.perdocwriter
        row.start_doc(self.docnum)
        for name, number in numbers.items():
            row.add_column_value(name, NUMBERS[name], number)
        for name, value in shared.items():
            row.add_column_value(name, SHARED[name], value)
        row.finish_doc()
        self.docnum += 1
        self._added = True

    def _seal_batch(self) -> None:
        if self._batch.doc_count:
            self._runs.append(self._batch.run())
            self._kept.append(None)
            self._batch = Batch()

    # Steps of Whoosh's commit

    def _merge_segments(self, mergetype: Any, optimize: Any, merge: Any) -> list[Any]:
        return list(self.segments)

    def _flush_segment(self) -> None:
        self._seal_batch()
        self.perdocwriter.close()
        for field in INDEXED_FIELDS:
            self.fieldwriter.write_field(field, self.schema[field], merged(self._runs, self._kept, field))
        self.fieldwriter.close()

    def _commit_toc(self, segments: list[Any]) -> None:
        folder = Path(self.storage.folder)
        # An interrupted commit may have left a table of contents with this number; nobody reads it.
        (folder / toc_name(self.generation)).unlink(missing_ok=True)
        TOC(self.schema, segments, self.generation).write(self.storage, self.indexname)
        self._publish(self.generation, [segment.make_filename(segment.COMPOUND_EXT) for segment in segments])

    def _finish(self) -> None:
        self._spill.cleanup()
        super()._finish()


def toc_name(number: int) -> str:
    name: str = TOC._filename(INDEX_NAME, number)
    return name


def _spilled(run: MemoryRun, folder: Path, number: int) -> MemoryRun:
    """The same run with its arrays on disk, read back as they are merged."""

    def on_disk(name: str, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        path = folder / f"{number}-{name}.npy"
        np.save(path, values)
        opened: npt.NDArray[Any] = np.load(path, mmap_mode="r" if len(values) else None)
        return opened

    fields = {
        name: FieldRun(
            field.terms,
            field.posting_starts,
            Postings(
                on_disk(f"{name}-docs", field.postings.docs),
                on_disk(f"{name}-counts", field.postings.counts),
                on_disk(f"{name}-places", field.postings.places),
            ),
            field.position_starts,
            on_disk(f"{name}-positions", field.positions),
        )
        for name, field in run.fields.items()
    }
    return MemoryRun(run.doc_count, run.spans, fields)
