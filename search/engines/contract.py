"""What every engine answers: one request, one answer, the same meaning everywhere."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from django.dispatch import Signal

from search.documents import Document
from search.query import Node


class Order(StrEnum):
    """How hits are sorted; ties are broken by the newer period (the oldest first: by the earlier end), then by id, so that pages never overlap."""

    RELEVANCE = "relevance"
    NEWEST_PERIOD = "period"
    OLDEST_PERIOD = "oldest"
    REGION = "region"
    ADDED = "added"


UNKNOWN = "unknown"
"""The facet value of an article without region, period or newspaper."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Constraints beside the query. Values of one facet are alternatives; facets narrow each other.

    ``regions`` are division codes, each with everything below it, or UNKNOWN. ``year_from``/``year_to``
    ask for overlap with the article's period; ``years`` are single years picked from the facet, or UNKNOWN.
    ``single_year`` leaves out articles whose period spans several years.
    """

    regions: tuple[str, ...] = ()
    years: tuple[int | str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    single_year: bool = False
    newspapers: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """``limit`` hits from ``offset`` on; ``want_ids`` asks for the ids of all that is listed, ascending.

    A hit is *exact* when the query finds it with every wanted term taken literally, its characters side by
    side; it is *wider* when some term is found only by its words standing apart. ``exact_only`` leaves the
    wider ones out of everything that is listed and counted by value. ``exact_first`` puts them behind the
    exact ones, each group in the order that was asked for.

    ``every_print`` lists reprints beside the articles that they are of, for who compares texts.

    ``matter`` has terms without a field looked for in the page matter too; ``want_matter`` asks which articles
    only that finds: they are told among the hits where it is searched, and counted besides where it is not.
    """

    query: Node
    filters: Filters = field(default_factory=Filters)
    order: Order = Order.RELEVANCE
    offset: int = 0
    limit: int = 20
    exact_only: bool = False
    exact_first: bool = True
    every_print: bool = False
    matter: bool = False
    want_matter: bool = False
    want_facets: bool = False
    want_ids: bool = False


@dataclass(frozen=True, slots=True)
class EngineHit:
    id: int
    score: float
    exact: bool = True
    only_matter: bool = False


@dataclass(frozen=True, slots=True)
class Facets:
    """Exact counts by value. A facet's counts ignore that facet's own constraint.

    ``years`` counts an article in each year of its period; UNKNOWN has its own count everywhere.
    """

    regions: Mapping[str, int]
    years: Mapping[int | str, int]
    newspapers: Mapping[str, int]
    kinds: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Answer:
    """``total`` articles are listed, ``exact`` of them exact; ``wider`` are found besides, listed or left out.

    An article and its reprints (``Document.family``) are one, listed by the print that fits best, and counted once
    everywhere: where one of them is found, the article is.

    ``only_matter`` articles are found by their page matter alone, or together with it: they are among the total
    where it is searched, and would come to it where it is not.
    """

    total: int
    exact: int
    wider: int
    hits: tuple[EngineHit, ...]
    only_matter: int = 0
    facets: Facets | None = None
    ids: tuple[int, ...] | None = None


class IndexUnavailable(Exception):
    """The index is missing, damaged, of another version, being repaired, or answers only for a part of it.

    Never shown as "no hits", nor as fewer hits: whoever can't answer for every article does not answer.
    """


class IndexUnreachable(IndexUnavailable):
    """It, or a part of it, does not answer just now. That is no reason to make it anew: it may be whole."""


class IndexLocked(Exception):
    """Another process is writing; nothing was changed. Which one, and since when, where that is known."""

    def __init__(self, *, waited: float, holder: int | None = None, since: str | None = None) -> None:
        who = "another process" if holder is None else f"process {holder} (since {since})"
        super().__init__(f"{who} is writing to the index; waited {waited:g} s")
        self.waited, self.holder = waited, holder
        self.since = since


@dataclass(frozen=True, slots=True)
class Health:
    """``problem`` is None when searches can be answered; ``documents`` is None where nobody can tell.

    A problem that is ``passing`` is one of reaching the index, as IndexUnreachable is.
    """

    documents: int | None
    problem: str | None
    passing: bool = False


lock_awaited = Signal()
"""Sent once by whoever waits for the writer's lock longer than a moment, with ``locked``: by whom, and for how long at most."""

MadeFrom = Callable[[], str | None]
"""Asked once the documents are read: which state of the database holds at least what they hold."""


class Engine(Protocol):
    """What the site and its Haystack adapter call. All methods raise IndexUnavailable.

    An answer is of one state of the index, in all of its parts, and of the whole of it. ``is_shared``: all web servers
    of this archive read and write the same index, wherever they run.
    """

    is_shared: bool

    def find(self, request: Request) -> Answer:
        """``Request.limit`` may be larger than any index."""
        ...

    def apply(
        self,
        documents: Iterable[Document],
        removed_ids: Iterable[int],
        *,
        lock_seconds: float,
        made_from: MadeFrom | None = None,
    ) -> None:
        """Replace these documents and remove those ids in one commit; IndexLocked after so long a wait.

        Both are read once, the documents first, while the lock is held, so that what is written is no older
        than what another process wrote before. Without ``made_from`` the index keeps the state that it names.
        """
        ...

    def replace_all(
        self,
        documents: Iterable[Document],
        *,
        lock_seconds: float = 60.0,
        made_from: MadeFrom | None = None,
    ) -> int:
        """Build a new index beside the live one and swap it in; the number of documents in it.

        The documents are read while the lock is held; searches are answered from the old index meanwhile.
        """
        ...

    def start_over(self, *, lock_seconds: float, only_where_missing: bool = False) -> None:
        """An empty index that answers no search until ``declare_complete`` says that all is in again.

        ``only_where_missing`` leaves any index that there is, be it whole, damaged or of another version.
        """
        ...

    def is_complete(self) -> bool:
        """False from ``start_over`` until ``declare_complete``."""
        ...

    def declare_complete(self, *, lock_seconds: float) -> None: ...

    def state(self) -> str | None:
        """The state of the database that the index was made from; None where nobody said."""
        ...

    def similar(self, article_id: int, words: Mapping[str, int], *, limit: int) -> tuple[EngineHit, ...]:
        """Articles that have these words too, the rarest of which tell the most; ``words``: how often the article has each."""
        ...

    def vocabulary(self, prefix: str, *, limit: int) -> tuple[tuple[str, int], ...]:
        """Words of the index that begin so, with the number of articles, the most frequent first."""
        ...

    def digests(self) -> Mapping[int, int]:
        """``Document.digest`` of everything in the index, by article id."""
        ...

    def health(self, *, read_through: bool = False) -> Health:
        """Whether searches can be answered; never raises. ``read_through`` looks at every byte."""
        ...

    def tidy(self, *, lock_seconds: float) -> bool:
        """Do what makes later searches quicker, however long it takes; whether there was anything to do."""
        ...
