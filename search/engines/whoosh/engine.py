"""The embedded engine: one folder of files, one writer at a time, any number of readers."""

import shutil
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from archive.storage.data_folder import sync_folder
from search import analysis
from search.documents import Document
from search.engines.contract import (
    Answer,
    EngineHit,
    Health,
    IndexUnavailable,
    MadeFrom,
    Order,
    Request,
)
from search.engines.whoosh.codec import DamagedSegment
from search.engines.whoosh.evaluation import Evaluation, Found, Literals, found_by_matter
from search.engines.whoosh.facets import Catalogue, Narrowed
from search.engines.whoosh.families import Families, Fold, better_prints, every_print
from search.engines.whoosh.home import (
    FileRecord,
    Home,
    Manifest,
    faults,
    secured,
)
from search.engines.whoosh.merging import MOST_AT_ONCE, Size, worth_merging
from search.engines.whoosh.ordering import Ordering
from search.engines.whoosh.postings import MOST_POSITIONS
from search.engines.whoosh.ranking import Ranking, Scores
from search.engines.whoosh.schema import SCHEMA_VERSION
from search.engines.whoosh.similar import similar
from search.engines.whoosh.snapshot import Flags, Snapshot
from search.engines.whoosh.writer import FlatWriter, PinnedIndex, toc_name

REBUILD_LOCK_SECONDS = 60.0
LOOK_AT_FILES_SECONDS = 1.0
"""How often the files of an open index are looked at; between two looks a lost one stays unnoticed."""
OPENING_TRIES = 5
OPENING_PAUSE_SECONDS = 0.05
SEGMENT_DOCUMENTS = 25_000
"""A rebuild starts another segment after so many, which bounds what it holds in memory."""


@dataclass(frozen=True)
class _View:
    """A snapshot with what is worked out of it once."""

    snapshot: Snapshot

    @cached_property
    def ranking(self) -> Ranking:
        return Ranking(self.snapshot)

    @cached_property
    def ordering(self) -> Ordering:
        return Ordering(self.snapshot)

    @cached_property
    def catalogue(self) -> Catalogue:
        return Catalogue(self.snapshot)

    @cached_property
    def families(self) -> Families:
        return Families(self.snapshot)


@dataclass
class _Opened:
    stamp: tuple[int, int]
    view: _View
    looked_at: float


class _OpenIndexes:
    """What this process has open, by folder; threads share it."""

    lock = threading.Lock()
    by_path: dict[Path, _Opened] = {}


class FlatEngine:
    """The contract's ``Engine`` on a folder. Cheap to make; what it opens is shared within the process."""

    is_shared = False

    def __init__(self, path: Path) -> None:
        self._home = Home(path)

    # Reading

    def find(self, request: Request) -> Answer:
        with self._reading() as view:
            literals = Literals(view.snapshot)
            found = Evaluation(literals, view.ranking, matter=request.matter).find(request.query)
            by_matter = self._by_matter(request, literals, found)
            fold: Fold = partial(view.families.one_of_each, better=better_prints(request, found, by_matter))
            if request.every_print:
                fold = every_print
            narrowed = Narrowed(view.catalogue, found.matched, request.filters, fold)
            wider = None if found.all_exact else narrowed.matched & ~found.exact
            wider_count = 0 if wider is None else int(wider.sum())
            if request.exact_only and not found.all_exact:  # facets also look beyond filters
                narrowed = Narrowed(view.catalogue, found.exact, request.filters, fold)
            docs = np.flatnonzero(narrowed.matched)
            page = view.ordering.page(
                docs,
                found.scores,
                request.order,
                last=wider if request.exact_first else None,
                offset=request.offset,
                limit=request.limit,
            )
            if by_matter is not None:
                by_matter = narrowed.matched & by_matter if request.matter else narrowed.further(by_matter)
            ids = view.snapshot.number("id")
            return Answer(
                total=len(docs),
                exact=len(docs) if request.exact_only else len(docs) - wider_count,
                wider=wider_count,
                hits=self._hits(view, page, found.scores, wider, by_matter),
                only_matter=0 if by_matter is None else int(by_matter.sum()),
                facets=narrowed.facets() if request.want_facets else None,
                ids=tuple(np.sort(ids[docs]).tolist()) if request.want_ids else None,
            )

    @staticmethod
    def _by_matter(request: Request, literals: Literals, found: Found) -> Flags | None:
        if not request.want_matter:
            return None
        return found_by_matter(
            literals, request.query, found, searched=request.matter, exact_only=request.exact_only
        )

    def similar(self, article_id: int, words: Mapping[str, int], *, limit: int) -> tuple[EngineHit, ...]:
        with self._reading() as view:
            doc = view.snapshot.doc_of_id.get(article_id)
            if doc is None:
                return ()
            scores = similar(view.snapshot, view.ranking, doc, words)
            others = (scores > 0) & ~view.families.of(doc)
            docs = np.flatnonzero(view.families.one_of_each(others))
            page = view.ordering.page(docs, scores, Order.RELEVANCE, last=None, offset=0, limit=limit)
            return self._hits(view, page, scores)

    def vocabulary(self, prefix: str, *, limit: int) -> tuple[tuple[str, int], ...]:
        """Words of the index that begin so, with the number of articles, the most frequent first."""
        with self._reading() as view:
            counts: dict[str, int] = {}
            start = analysis.plain_text(prefix).encode()
            for segment, live in zip(view.snapshot.segments, view.snapshot.live_by_segment, strict=True):
                for word, count in segment.words_from(start, live):
                    counts[word] = counts.get(word, 0) + count
        by_count = sorted(((w, n) for w, n in counts.items() if n), key=lambda item: (-item[1], item[0]))
        return tuple(by_count[:limit])

    def digests(self) -> Mapping[int, int]:
        """What the index holds, as ``Document.digest`` by article id, for comparison with the database."""
        with self._reading(complete=False) as view:
            live = view.snapshot.live
            ids, digests = view.snapshot.number("id")[live], view.snapshot.number("digest")[live]
            return dict(zip(ids.tolist(), digests.tolist(), strict=True))

    def health(self, *, read_through: bool = False) -> Health:
        """Whether searches can be answered, and if not why; ``read_through`` reads every file."""
        try:
            with self._reading() as view:
                manifest = view.snapshot.manifest
                wrong = faults(self._home.folder(manifest), manifest.files, read_through=read_through)
                return Health(documents=manifest.documents, problem="; ".join(wrong) or None)
        except IndexUnavailable as error:
            return Health(documents=None, problem=str(error))

    @staticmethod
    def _hits(
        view: _View,
        docs: npt.NDArray[np.intp],
        scores: Scores,
        wider: Flags | None = None,
        by_matter: Flags | None = None,
    ) -> tuple[EngineHit, ...]:
        ids = view.snapshot.number("id")[docs].tolist()
        exact = [True] * len(docs) if wider is None else (~wider[docs]).tolist()
        only_matter = [False] * len(docs) if by_matter is None else by_matter[docs].tolist()
        return tuple(
            EngineHit(article, round(float(score), 4), *told)
            for article, score, *told in zip(ids, scores[docs].tolist(), exact, only_matter, strict=True)
        )

    @contextmanager
    def _reading(self, *, complete: bool = True) -> Iterator[_View]:
        view = self._view()
        if complete and not view.snapshot.manifest.complete:
            raise IndexUnavailable("the index was cleared and is not complete yet")
        try:
            yield view
        except IndexUnavailable:
            raise
        except Exception as error:
            self._refuse_rot(view, error)
            raise

    def _refuse_rot(self, view: _View, error: Exception) -> None:
        """Whatever tripped: where the bits of a file have changed, it was that, and nobody may read on."""
        manifest = view.snapshot.manifest
        wrong = faults(self._home.folder(manifest), manifest.files, read_through=True)
        if not wrong and not isinstance(error, DamagedSegment | OSError):
            return
        self._forget()
        raise IndexUnavailable("the index is damaged: " + ("; ".join(wrong) or str(error))) from error

    def _view(self) -> _View:
        stamp = self._home.stamp()
        opened = _OpenIndexes.by_path.get(self._home.path)
        if opened is not None and opened.stamp == stamp:
            now = time.monotonic()
            if now - opened.looked_at > LOOK_AT_FILES_SECONDS:
                manifest = opened.view.snapshot.manifest
                self._refuse_faults(manifest, read=manifest)
                opened.looked_at = now
            return opened.view
        with _OpenIndexes.lock:
            return self._open()

    def _open(self) -> _View:
        """Open the present state; try again where a commit came between reading what it is and opening it."""
        for attempt in range(OPENING_TRIES):
            stamp = self._home.stamp()
            try:
                manifest = self._home.manifest()
                self._refuse_other_versions(manifest)
                opened = _OpenIndexes.by_path.get(self._home.path)
                self._refuse_faults(manifest, read=opened.view.snapshot.manifest if opened else None)
                view = self._opened_view(manifest, opened.view if opened else None)
            except Exception as error:
                if stamp != self._home.stamp() and attempt < OPENING_TRIES - 1:
                    time.sleep(OPENING_PAUSE_SECONDS)
                    continue
                self._forget()
                if isinstance(error, IndexUnavailable):
                    raise
                raise IndexUnavailable(f"the index is damaged: {error!r}") from error
            if stamp is not None:
                _OpenIndexes.by_path[self._home.path] = _Opened(stamp, view, time.monotonic())
            return view
        raise IndexUnavailable("the index changes faster than it can be opened")

    def _opened_view(self, manifest: Manifest, before: _View | None) -> _View:
        """The view that is open, where the commit changed nothing but the state that it names."""
        if before is not None and replace(manifest, state=before.snapshot.manifest.state) == (
            before.snapshot.manifest
        ):
            return before
        known = {segment.name: segment for segment in before.snapshot.segments} if before else {}
        return _View(Snapshot.open(self._home.folder(manifest), manifest, known))

    def _forget(self) -> None:
        _OpenIndexes.by_path.pop(self._home.path, None)

    def _refuse_faults(self, manifest: Manifest, *, read: Manifest | None) -> None:
        """What is opened is read through first: bits may rot while the time of the file stays. 0.15 s at 20,000."""
        known = read.files if read is not None and read.folder == manifest.folder else {}
        new = {name: record for name, record in manifest.files.items() if known.get(name) != record}
        folder = self._home.folder(manifest)
        wrong = faults(folder, manifest.files) or faults(folder, new, read_through=True)
        if wrong and manifest == self._home.manifest():
            self._forget()
            raise IndexUnavailable("the index is damaged: " + "; ".join(wrong))

    @staticmethod
    def _refuse_other_versions(manifest: Manifest) -> None:
        for name, value in versions().items():
            if manifest.versions.get(name) != value:
                raise IndexUnavailable(
                    f"the index was made with another {name}: {manifest.versions.get(name)}, now {value}"
                )

    # Writing

    def apply(
        self,
        documents: Iterable[Document],
        removed_ids: Iterable[int],
        *,
        lock_seconds: float,
        made_from: MadeFrom | None = None,
    ) -> None:
        with self._home.locked(lock_seconds):
            snapshot = self._view().snapshot
            wanted = {document.id: document for document in documents}
            replaced = [
                doc
                for article in {*wanted, *removed_ids}
                if (doc := snapshot.doc_of_id.get(article)) is not None
            ]
            before = self._home.manifest().state
            state = before if made_from is None else made_from()
            if wanted or replaced:
                self._commit(snapshot, wanted.values(), replaced, most_documents=MOST_AT_ONCE, state=state)
            elif state != before:
                self._home.publish(replace(self._home.manifest(), state=state))

    def tidy(self, *, lock_seconds: float) -> bool:
        """Merge what slows searches down, however long it takes; whether there was anything."""
        with self._home.locked(lock_seconds):
            snapshot = self._view().snapshot
            sizes = _sizes(snapshot, snapshot.live_by_segment)
            if not worth_merging(sizes, most_documents=None, most_positions=MOST_POSITIONS):
                return False
            self._commit(snapshot, (), (), most_documents=None, state=self._home.manifest().state)
            return True

    def replace_all(
        self,
        documents: Iterable[Document],
        *,
        lock_seconds: float = REBUILD_LOCK_SECONDS,
        made_from: MadeFrom | None = None,
    ) -> int:
        with self._home.locked(lock_seconds):
            return self._replace_all(documents, complete=True, made_from=made_from)

    def start_over(self, *, lock_seconds: float, only_where_missing: bool = False) -> None:
        with self._home.locked(lock_seconds):
            if not only_where_missing or self._home.stamp() is None:
                self._replace_all((), complete=False)

    def is_complete(self) -> bool:
        return self._home.manifest().complete

    def declare_complete(self, *, lock_seconds: float) -> None:
        with self._home.locked(lock_seconds):
            manifest = self._home.manifest()
            if not manifest.complete:
                self._home.publish(replace(manifest, complete=True))

    def state(self) -> str | None:
        return self._home.manifest().state

    def manifest(self) -> Manifest:
        return self._home.manifest()

    def _commit(
        self,
        snapshot: Snapshot,
        documents: Iterable[Document],
        gone: Iterable[int],
        *,
        most_documents: int | None,
        state: str | None,
    ) -> None:
        manifest = replace(snapshot.manifest, state=state)
        folder = self._home.folder(manifest)
        live = [flags.copy() for flags in snapshot.live_by_segment]

        def publish(toc: int, files: list[str]) -> None:
            kept = sum(int(flags.sum()) for flags in left) + writer.docnum
            self._publish(folder, manifest, toc, files, documents=kept)

        writer = FlatWriter(PinnedIndex(folder, manifest.toc), publish)
        try:
            for doc in gone:
                writer.delete_document(doc)
                _mark_gone(snapshot, live, doc)
            for document in documents:
                writer.add_review(document)
            merged = worth_merging(
                _sizes(snapshot, live), most_documents=most_documents, most_positions=MOST_POSITIONS
            )
            for place in merged:
                if live[place].any():
                    writer.take_in(snapshot.segments[place], live[place])
            writer.drop([snapshot.segments[place].name for place in merged])
            left = [flags for place, flags in enumerate(live) if place not in merged]
            writer.commit()
        except BaseException:
            if not writer.is_closed:
                writer.cancel()
            raise
        finally:
            self._home.sweep()

    def _replace_all(
        self, documents: Iterable[Document], *, complete: bool, made_from: MadeFrom | None = None
    ) -> int:
        folder = self._home.new_folder()
        try:
            manifest = self._built(folder, documents)
            state = None if made_from is None else made_from()
            self._home.publish(replace(manifest, complete=complete, state=state))
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        self._home.sweep()
        return manifest.documents

    def _built(self, folder: Path, documents: Iterable[Document]) -> Manifest:
        """A whole new index in an empty folder, not yet published."""
        PinnedIndex.create_in(folder)
        state = Manifest(folder.name, 0, 0, False, versions(), {toc_name(0): secured(folder / toc_name(0))})
        seen: set[int] = set()
        writer: FlatWriter | None = None

        def written(toc: int, files: list[str]) -> None:
            nonlocal state
            state = self._recorded(folder, state, toc, files, documents=len(seen))

        try:
            for document in documents:
                if document.id in seen:
                    continue
                if writer is None:
                    writer = FlatWriter(PinnedIndex(folder, state.toc), written)
                writer.add_review(document)
                seen.add(document.id)
                if writer.docnum >= SEGMENT_DOCUMENTS:
                    writer.commit()
                    writer = None
            if writer is not None:
                writer.commit()
        except BaseException:
            if writer is not None and not writer.is_closed:
                writer.cancel()
            raise
        return state

    def _publish(
        self, folder: Path, before: Manifest, toc: int, files: Iterable[str], *, documents: int
    ) -> None:
        self._home.publish(self._recorded(folder, before, toc, files, documents=documents))

    @staticmethod
    def _recorded(
        folder: Path, before: Manifest, toc: int, files: Iterable[str], *, documents: int
    ) -> Manifest:
        """The manifest of a commit, its new files brought to the disk."""
        records: dict[str, FileRecord] = {
            name: before.files.get(name) or secured(folder / name) for name in files
        }
        records[toc_name(toc)] = secured(folder / toc_name(toc))
        sync_folder(folder)
        return replace(before, toc=toc, documents=documents, files=records)


def versions() -> dict[str, str]:
    """What an index must have been made with to be read by this process."""
    return {"schema": str(SCHEMA_VERSION), **analysis.fingerprint()}


def _sizes(snapshot: Snapshot, live: Iterable[Flags]) -> list[Size]:
    return [
        Size(int(flags.sum()), segment.doc_count, int(segment.spans[flags].sum()))
        for segment, flags in zip(snapshot.segments, live, strict=True)
    ]


def _mark_gone(snapshot: Snapshot, live: list[Flags], doc: int) -> None:
    place = snapshot.place_of(doc)
    live[place][doc - snapshot.bases[place]] = False
