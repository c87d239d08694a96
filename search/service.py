"""One search, from its state to what a page, a file or a command shows of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from django.db.models import F
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from archive.gazette import gazette
from archive.models import Article, Figure
from search import replicas
from search.counts import Count
from search.documents import BlockField
from search.engines import engine
from search.engines.contract import EngineHit, Facets, Request
from search.facets import Chip
from search.lexicon import lexicon
from search.printed import blocks_of, searched_blocks
from search.query import Node, wanted_terms
from search.readings import readings
from search.snippets import (
    MOST_CHARACTERS_PER_HIT,
    Found,
    Marker,
    Passage,
    marked,
    opening,
    passages,
)
from search.state import SearchState
from search.suggestions import Correction, corrections
from search.syntax import ParsedQuery, parse
from search.telling import told_in
from search.telling_words import telling_words

MOST_RELAXATIONS = 16
MOST_NUMBERS = 3
"""Shown below one article; its page of numbers has all."""
CORRECTIONS_REBUILD_AFTER = 600.0
"""A search page does not wait for a new lexicon while completions may have brought one in the meantime."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An article of the result with what was found in it. ``position`` counts from 1 through all pages."""

    position: int
    article: Article
    url: str
    """The article with this search in its address: its terms are marked there, its neighbours linked."""
    score: float
    exact: bool
    only_matter: bool
    found: Found
    passages: tuple[Passage, ...]
    told: tuple[Figure, ...] = ()
    """The numbers that the search asks for, where it does."""

    @property
    def places_told(self) -> str:
        """3 处, or 至少 400 处 where not all of them were counted."""
        n = self.found.count
        if self.found.complete:
            return ngettext("%(n)s 处", "%(n)s 处", n) % {"n": n}
        return ngettext("至少 %(n)s 处", "至少 %(n)s 处", n) % {"n": n}

    @property
    def source_name(self) -> str:
        """The file that the article was read from."""
        return str(getattr(self.article, "source_name", ""))

    @property
    def title(self) -> SafeString:
        return self._marked(self.article.display_title, BlockField.TITLE)

    @property
    def kicker(self) -> SafeString:
        return self._marked(self.article.kicker or "", BlockField.KICKER)

    @property
    def subtitle(self) -> SafeString:
        return self._marked(self.article.subtitle or "", BlockField.SUBTITLE)

    @property
    def issuer(self) -> SafeString:
        return self._marked(self.article.issuer or "", BlockField.ISSUER)

    def _marked(self, text: str, field: BlockField) -> SafeString:
        return marked(text, self.found.spans_in(text, field))


@dataclass(frozen=True, slots=True)
class SearchResults:
    """``total`` articles are listed; ``count`` tells exact and wider ones apart, whether or not they are listed.

    ``only_matter`` of the total are found by their page matter alone, where that is searched.
    ``pending`` articles were changed just now and are on their way to the index.
    """

    state: SearchState
    query: ParsedQuery
    total: int
    count: Count
    only_matter: int
    hits: tuple[Hit, ...]
    facets: Facets | None
    ids: tuple[int, ...] | None
    pending: int

    @property
    def pages(self) -> int:
        return max(-(-self.total // self.state.size), 1)

    @property
    def first_wider(self) -> int | None:
        """The position from which on the hits are wider; None where the list has no such hit."""
        return self.count.exact + 1 if self.total > self.count.exact else None


@dataclass(frozen=True, slots=True)
class OtherReading:
    """Another query that the same text may stand for, and what it finds."""

    text: str
    count: Count
    asked: bool


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A constraint and how many articles there are without it."""

    chip: Chip
    count: Count


def search(
    state: SearchState, *, exact_first: bool = True, want_facets: bool = True, want_ids: bool = False
) -> SearchResults:
    """Answer a search. Raises QueryRefused and IndexUnavailable, both with words for the reader."""
    query = parse(state.text)
    replicas.refuse_to_answer()
    asked = replace(
        request_of(query.node, state), exact_first=exact_first, want_facets=want_facets, want_ids=want_ids
    )
    answer = engine().find(asked)
    last_page = max(-(-answer.total // state.size), 1)
    if state.page > last_page:
        state = state.on_page(last_page)
        answer = engine().find(replace(asked, offset=(last_page - 1) * state.size))
    return SearchResults(
        state=state,
        query=query,
        total=answer.total,
        count=Count.of(asked, answer),
        only_matter=answer.only_matter if state.matter else 0,
        hits=hits(answer.hits, query.node, state, first=(state.page - 1) * state.size + 1),
        facets=answer.facets,
        ids=answer.ids,
        pending=replicas.waiting().values("article_id").distinct().count(),
    )


def request_of(node: Node, state: SearchState) -> Request:
    """What a state asks of the engine: the page of hits that it shows."""
    return Request(
        query=node,
        filters=state.filters,
        order=state.order,
        offset=(state.page - 1) * state.size,
        limit=state.size,
        exact_only=state.exact,
        matter=state.matter,
        want_matter=True,
    )


def hits(
    found: Sequence[EngineHit],
    node: Node,
    state: SearchState,
    *,
    first: int,
    most_characters: int | None = MOST_CHARACTERS_PER_HIT,
) -> tuple[Hit, ...]:
    """The articles with their passages, numbered from ``first``; three queries, whatever their number, and one for each number that is asked for."""
    listed = Article.objects.for_lines_of_known_places().with_prints()
    rows = (listed.with_matter() if state.matter else listed).annotate(source_name=F("source__name"))
    articles = rows.published_in_bulk(hit.id for hit in found)
    gazette().give_places(articles.values())
    blocks = searched_blocks(list(articles.values()), matter=state.matter)
    marker, told = Marker(node), told_in(articles, node)
    encoded = _encoded(state)
    shown = []
    for place, hit in enumerate(found):
        article = articles.get(hit.id)
        if article is None:  # withdrawn a moment ago, and the index has not heard of it yet
            continue
        here = marker.find(blocks[hit.id], most_characters=most_characters)
        numbers = tuple(told.get(hit.id, ())[:MOST_NUMBERS])
        pieces = passages(here)
        if not pieces and not numbers:
            pieces = tuple(piece for piece in [opening(blocks[hit.id])] if piece)
        url = _url(article, encoded, first + place)
        shown.append(
            Hit(first + place, article, url, hit.score, hit.exact, hit.only_matter, here, pieces, numbers)
        )
    return tuple(shown)


def count(node: Node, state: SearchState) -> Count:
    """How many articles another query finds under the filters of a search and where that looks, nothing else."""
    asked = Request(query=node, filters=state.filters, limit=0, matter=state.matter, want_matter=True)
    return Count.of(asked, engine().find(asked))


def relaxations(chips: Iterable[Chip]) -> tuple[Relaxation, ...]:
    """For an empty result: what each constraint alone takes away; each is a search of its own."""
    return tuple(
        Relaxation(chip, count(parse(chip.remaining.text).node, chip.remaining))
        for chip in islice(chips, MOST_RELAXATIONS)
    )


def other_readings(results: SearchResults) -> tuple[OtherReading, ...]:
    """What else the text may ask for, with what that finds.

    Where articles hold the text as it was typed, only what the text itself leaves open is worth a word.
    """
    return tuple(
        OtherReading(reading.query.canonical, found, reading.asked)
        for reading in readings(results.state.text, results.query)
        if reading.asked or not results.count.exact
        if (found := count(reading.query.node, results.state)).anywhere or reading.asked
    )


def did_you_mean(results: SearchResults) -> list[Correction]:
    """Queries of the same sound that find much more; none where there is nothing to be misheard."""
    if not wanted_terms(results.query.node):
        return []
    return corrections(
        results.query.node,
        count=results.count,
        lexicon=lexicon(rebuild_after=CORRECTIONS_REBUILD_AFTER),
        find_count=lambda node: count(node, results.state),
    )


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """Where an article stands in the result that its reader came from."""

    position: int
    total: int
    exact: bool
    state: SearchState

    @property
    def previous_url(self) -> str | None:
        return self.state.url("search:hit", self.position - 1) if self.position > 1 else None

    @property
    def next_url(self) -> str | None:
        return self.state.url("search:hit", self.position + 1) if self.position < self.total else None


def hit_at(state: SearchState, position: int) -> tuple[EngineHit | None, int]:
    """(what stands at this position of the result, total); None past the end."""
    replicas.refuse_to_answer()
    asked = request_of(parse(state.text).node, state)
    answer = engine().find(replace(asked, offset=position - 1, limit=1))
    return (answer.hits[0] if answer.hits else None), answer.total


def neighbourhood(state: SearchState, article_id: int, position: int) -> Neighbourhood | None:
    """The article's place in the result; None when it does not stand there (any more)."""
    found, total = hit_at(state, position)
    if found is None or found.id != article_id:
        return None
    return Neighbourhood(position, total, found.exact, replace(state, page=1))


def article_url(article: Article, state: SearchState, position: int) -> str:
    """The article's address with the search that led to it: ``?q=…&hit=7``."""
    return _url(article, _encoded(state), position)


def _encoded(state: SearchState) -> str:
    """The search, on whatever page of it."""
    return replace(state, page=1).encoded()


def _url(article: Article, encoded: str, position: int) -> str:
    return f"{article.get_absolute_url()}?{encoded}{'&' if encoded else ''}hit={position}"


def similar_articles(article: Article, *, limit: int) -> list[Article]:
    """Published articles that share the article's distinctive words, the likest first."""
    words = telling_words(blocks_of([article])[article.pk])
    found = engine().similar(article.pk, words, limit=limit)
    articles = Article.objects.for_lines_of_known_places().published_in_bulk(hit.id for hit in found)
    gazette().give_places(articles.values())
    return [articles[hit.id] for hit in found if hit.id in articles]
