"""The smallest engine that keeps the contract: documents in memory, each of them looked at for every question.

It proves that nothing outside an engine's package needs more than the contract, and is written for no speed at all.
"""

import threading
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from search.analysis import index_words, plain_text
from search.documents import Document
from search.engines.contract import (
    UNKNOWN,
    Answer,
    EngineHit,
    Facets,
    Filters,
    Health,
    IndexLocked,
    IndexUnavailable,
    MadeFrom,
    Order,
    Request,
)
from search.query import Node
from tests import search_judge as judge

Ids = set[int]
Value = TypeVar("Value", int, str)


@dataclass(frozen=True)
class Kept:
    documents: Mapping[int, Document]
    complete: bool = True
    state: str | None = None


@dataclass
class Place:
    """What engines on the same folder share."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    kept: Kept | None = None


PLACES: dict[Path, Place] = {}


class ScanningEngine:
    is_shared = False

    def __init__(self, folder: Path) -> None:
        self._place = PLACES.setdefault(folder, Place())

    # Reading

    def find(self, request: Request) -> Answer:
        held = self._whole().documents
        look = Look(held, request)
        wider = look.folded(look.found) - look.exact
        listed = look.folded(look.listed)
        further = look.folded(look.listed | look.by_matter) - look.listed
        by_matter = (listed & look.by_matter) if request.matter else further
        scores = {number: float(number not in look.by_matter) for number in listed}
        behind = wider if request.exact_first else set()
        order = sorted(listed, key=lambda number: (number in behind, in_order(held[number], request, scores)))
        return Answer(
            total=len(listed),
            exact=len(listed - wider),
            wider=len(wider),
            hits=tuple(
                EngineHit(number, scores[number], number not in wider, request.matter and number in by_matter)
                for number in order[request.offset : request.offset + request.limit]
            ),
            only_matter=len(by_matter),
            facets=look.facets() if request.want_facets else None,
            ids=tuple(sorted(listed)) if request.want_ids else None,
        )

    def similar(self, article_id: int, words: Mapping[str, int], *, limit: int) -> tuple[EngineHit, ...]:
        held = self._whole().documents
        if article_id not in held:
            return ()
        of_each = {number: set(words_of(document)) for number, document in held.items()}
        often = Counter(word for of_one in of_each.values() for word in of_one)
        telling = {w for w in words if 2 <= often[w] <= max(2, len(held) // 5)}
        shared = {number: len(telling & of_one) for number, of_one in of_each.items()}
        family = family_of(held[article_id])
        others = [n for n in shared if shared[n] and family_of(held[n]) != family]
        others.sort(key=lambda number: (-shared[number], number))
        return tuple(EngineHit(number, float(shared[number])) for number in others[:limit])

    def vocabulary(self, prefix: str, *, limit: int) -> tuple[tuple[str, int], ...]:
        held = self._whole().documents.values()
        counts = Counter(word for document in held for word in set(words_of(document)))
        begins = [(word, number) for word, number in counts.items() if word.startswith(plain_text(prefix))]
        return tuple(sorted(begins, key=lambda item: (-item[1], item[0]))[:limit])

    def digests(self) -> Mapping[int, int]:
        return {number: document.digest() for number, document in self._there().documents.items()}

    def health(self, *, read_through: bool = False) -> Health:
        try:
            return Health(len(self._whole().documents), None)
        except IndexUnavailable as problem:
            return Health(None, str(problem))

    def state(self) -> str | None:
        return self._there().state

    def is_complete(self) -> bool:
        return self._there().complete

    def _there(self) -> Kept:
        if self._place.kept is None:
            raise IndexUnavailable("there is no index yet")
        return self._place.kept

    def _whole(self) -> Kept:
        if not self._there().complete:
            raise IndexUnavailable("the index was cleared and is not complete yet")
        return self._there()

    # Writing

    def apply(
        self,
        documents: Iterable[Document],
        removed_ids: Iterable[int],
        *,
        lock_seconds: float,
        made_from: MadeFrom | None = None,
    ) -> None:
        with self._locked(lock_seconds):
            before = self._there()
            new = {document.id: document for document in documents}
            kept = dict(before.documents)
            for number in removed_ids:
                kept.pop(number, None)
            state = before.state if made_from is None else made_from()
            self._place.kept = replace(before, documents=kept | new, state=state)

    def replace_all(
        self,
        documents: Iterable[Document],
        *,
        lock_seconds: float = 60.0,
        made_from: MadeFrom | None = None,
    ) -> int:
        with self._locked(lock_seconds):
            new = {document.id: document for document in documents}
            self._place.kept = Kept(new, state=None if made_from is None else made_from())
        return len(new)

    def start_over(self, *, lock_seconds: float, only_where_missing: bool = False) -> None:
        with self._locked(lock_seconds):
            if self._place.kept is None or not only_where_missing:
                self._place.kept = Kept({}, complete=False)

    def declare_complete(self, *, lock_seconds: float) -> None:
        with self._locked(lock_seconds):
            self._place.kept = replace(self._there(), complete=True)

    def tidy(self, *, lock_seconds: float) -> bool:
        return False

    @contextmanager
    def _locked(self, seconds: float) -> Iterator[None]:
        if not self._place.lock.acquire(timeout=seconds):
            raise IndexLocked(waited=seconds)
        try:
            yield
        finally:
            self._place.lock.release()


class Look:
    """What a request finds, article by article, before filters and before reprints are counted as one."""

    def __init__(self, held: Mapping[int, Document], request: Request) -> None:
        self._held, self._request = held, request
        self.found, self.exact = self._of(request.query), self._of(judge.exactly(request.query))
        self.listed = self.exact if request.exact_only else self.found
        self.by_matter: Ids = set()
        if request.want_matter:
            asked = judge.exactly(request.query) if request.exact_only else request.query
            alone, both = (self._of(asked, matter=matter) for matter in (False, True))
            self.by_matter = both - alone

    def _of(self, query: Node, *, matter: bool | None = None) -> Ids:
        beside = self._request.matter if matter is None else matter
        return {number for number, d in self._held.items() if judge.matches(d, query, matter=beside)}

    def folded(self, numbers: Ids, filters: Filters | None = None) -> Ids:
        """Those that the filters leave, one print of each article: with the words, in the article, the first."""
        asked = self._request.filters if filters is None else filters
        left = {number for number in numbers if judge.passes(self._held[number], asked)}
        if self._request.every_print:
            return left
        best: dict[int, int] = {}
        for number in sorted(left, key=self._standing):
            best.setdefault(family_of(self._held[number]), number)
        return set(best.values())

    def _standing(self, number: int) -> tuple[bool, bool, bool, int]:
        beside = number in self.by_matter if self._request.matter else number not in self.found
        return number not in self.exact, beside, number != family_of(self._held[number]), number

    def facets(self) -> Facets:
        filters = self._request.filters

        def counted(values: Mapping[int, Collection[Value]], **dropped: Any) -> Counter[Value | str]:
            left = self.folded(self.listed, replace(filters, **dropped))
            return Counter(value for number in left for value in values[number] or (UNKNOWN,))

        held = self._held.items()
        return Facets(
            regions=counted({n: d.region_codes for n, d in held}, regions=()),
            years=counted({n: years_of(d) for n, d in held}, years=(), year_from=None, year_to=None),
            newspapers=counted({n: [d.newspaper] if d.newspaper else [] for n, d in held}, newspapers=()),
            kinds=counted({n: [d.kind] for n, d in held}, kinds=()),
        )


def family_of(document: Document) -> int:
    return document.id if document.family is None else document.family


def years_of(document: Document) -> range:
    if document.year_start is None or document.year_end is None:
        return range(0)
    return range(document.year_start, document.year_end + 1)


def words_of(document: Document) -> Iterator[str]:
    for block in document.blocks:
        yield from index_words(judge.folded(block.text))


def in_order(document: Document, request: Request, scores: Mapping[int, float]) -> tuple[object, ...]:
    start, end = document.year_start, document.year_end
    newest = (-(end or 0), -(start or 0), document.id)
    match request.order:
        case Order.RELEVANCE:
            return (-scores[document.id], *newest)
        case Order.NEWEST_PERIOD:
            return newest
        case Order.OLDEST_PERIOD:
            return (start is None, start or 0, end or 0, document.id)
        case Order.REGION:
            return (not document.region_codes, document.region_sort, *newest)
        case Order.ADDED:
            return (-document.added.timestamp(), *newest)
