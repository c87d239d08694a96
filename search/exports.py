"""Results to take away: the selection behind a file, JSON for programs, a feed to follow a search by."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from archive.feeds import MOST_ENTRIES, Absolute, atom
from archive.ingest.text.file_names import storable
from archive.representation import record_head
from search import replicas
from search.counts import Count
from search.documents import BlockField
from search.engines import engine
from search.engines.contract import EngineHit, Order
from search.query import Node
from search.service import Hit, SearchResults, hits, request_of, search
from search.state import SearchState
from search.syntax import ParsedQuery, parse

MOST_ROWS = 10_000
CHUNK = 200
"""Articles whose texts are in memory at once."""


@dataclass(frozen=True, slots=True)
class Selection:
    """All articles of a result in its order. ``truncated``: there are more than a file may hold.

    ``notes`` say what was left out of the question or read otherwise than it was written.
    """

    state: SearchState
    query: ParsedQuery
    total: int
    count: Count
    only_matter: int
    found: tuple[EngineHit, ...]
    notes: tuple[str, ...]

    @property
    def truncated(self) -> bool:
        return self.total > len(self.found)

    def hits(self) -> Iterator[Hit]:
        """One chunk of them in memory at a time, each with its passages."""
        for start in range(0, len(self.found), CHUNK):
            chunk = self.found[start : start + CHUNK]
            yield from hits(chunk, self.query.node, self.state, first=start + 1, most_characters=None)


def selection(state: SearchState, *, problems: Iterable[str] = ()) -> Selection:
    """Raises QueryRefused and IndexUnavailable, as the page does."""
    query = parse(state.text)
    replicas.refuse_to_answer()
    asked = replace(request_of(query.node, state), offset=0, limit=MOST_ROWS)
    answer = engine().find(asked)
    notes = (*problems, *(repair.message for repair in query.repairs))
    return Selection(
        state, query, answer.total, Count.of(asked, answer), answer.only_matter, answer.hits, notes
    )


def file_name(told: str, suffix: str, *, kind: str | None = None) -> str:
    """A name that says what the file holds and that every system can store: 综述检索 含有“药” 2024-05-01.csv."""
    kind, what, day = kind or _("综述检索"), told or _("全部综述"), timezone.localdate().isoformat()
    return f"{kind} {storable(what)} {day}{suffix}"


def as_json(chosen: Selection, absolute: Absolute) -> dict[str, Any]:
    """The same articles for programs, in the names of ``import_reviews --format jsonl``."""
    return {
        "query": chosen.query.canonical,
        "url": absolute(chosen.state.url()),
        "total": chosen.total,
        "exact": chosen.count.exact,
        "wider": chosen.count.wider,
        "page_matter": chosen.only_matter,
        "with_page_matter": chosen.state.matter,
        "truncated": chosen.truncated,
        "notes": list(chosen.notes),
        "articles": [_record(hit, absolute) for hit in chosen.hits()],
    }


def _record(hit: Hit, absolute: Absolute) -> dict[str, Any]:
    """The record of the article, with where it was found."""
    article = hit.article
    address = absolute(article.get_absolute_url())
    found = {
        "id": article.pk,
        "url": address,
        "exact": hit.exact,
        "page_matter": hit.only_matter,
        "places": hit.found.count,
        "passages": [
            {
                "part": passage.field.value,
                "heading": passage.heading,
                "text": passage.text,
                "url": f"{address}#{passage.anchor}",
            }
            for passage in hit.passages
        ],
    }
    return found | record_head(article)


def feed(
    state: SearchState,
    absolute: Absolute,
    title: Callable[[Node, SearchState], str],
    *,
    problems: Iterable[str] = (),
) -> str:
    """The newest articles of a search as Atom, the most recently added first; ``problems`` stand below its title."""
    newest = replace(state, order=Order.ADDED, page=1, size=MOST_ENTRIES)
    results: SearchResults = search(newest, exact_first=False, want_facets=False)
    return atom(
        ((hit.article, _summary(hit)) for hit in results.hits),
        absolute,
        title=title(results.query.node, state),
        subtitle=" ".join([str(results.count), *problems]),
        page=state.url(),
        address=state.url("search:feed"),
    )


def _summary(hit: Hit) -> Iterator[str]:
    if not hit.exact:
        yield _("（分开写到）")
    for passage in hit.passages:
        where = _("（版面文字）") if passage.field is BlockField.MATTER else ""
        yield f"{where}{passage.text}"
