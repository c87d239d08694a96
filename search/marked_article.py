"""An article read in the light of a search: its marks, and its neighbours in the result."""

from dataclasses import dataclass, field, replace

from django.http import QueryDict
from django.utils.html import escape
from django.utils.safestring import SafeString

from archive.models import Article
from search.engines.contract import IndexUnavailable
from search.forms import SearchForm
from search.printed import searched_blocks
from search.query import wanted_terms
from search.repairs import QueryRefused
from search.service import Neighbourhood, neighbourhood
from search.snippets import Found, FoundBlock, Marker, marked, printed_spans
from search.state import SearchState
from search.syntax import parse

MOST_LISTED_MARKS = 200


@dataclass(slots=True)
class MarkedArticle:
    """What a search means for one article page. Marks are numbered as they are printed, down the page."""

    article: Article
    state: SearchState
    position: int | None
    terms: str
    found: Found
    neighbourhood: Neighbourhood | None = None
    unavailable: bool = False
    numbered: int = field(default=0)

    @property
    def count(self) -> int:
        return self.found.count

    @property
    def opens_furniture(self) -> bool:
        """Whether a mark stands in what the article page shows folded."""
        folded = {anchor for anchor, _text in self.article.furniture_lines}
        return any(block.block.anchor in folded for block in self.found.blocks)

    @property
    def mark_numbers(self) -> range:
        return range(1, min(self.count, MOST_LISTED_MARKS) + 1)

    @property
    def results_url(self) -> str:
        """The page of the result that lists this article."""
        page = 1 if self.position is None else (self.position - 1) // self.state.size + 1
        url = self.state.on_page(page).url()
        return url if self.position is None else f"{url}#hit-{self.position}"

    def marked(self, text: str, anchor: str) -> SafeString:
        """The text, escaped, with its marks; numbered on from the last text."""
        block = self._block(text, anchor)
        if block is None:
            return SafeString(escape(text))
        spans = printed_spans(block)
        first = self.numbered + 1
        self.numbered += len(spans)
        return marked(text, spans, first_number=first)

    def _block(self, text: str, anchor: str) -> FoundBlock | None:
        return next((b for b in self.found.blocks if b.block.anchor == anchor and b.block.text == text), None)


def marked_article(article: Article, parameters: QueryDict) -> MarkedArticle | None:
    """The article with the marks that its address asks for; None where it carries no search."""
    hit = parameters.get("hit", "")
    position = int(hit) if hit.isascii() and hit.isdecimal() and 0 < len(hit) < 10 and int(hit) else None
    state = replace(SearchForm(parameters).state(), page=1)
    if position is None and not state.text:
        return None
    try:
        node = parse(state.text).node
    except QueryRefused:
        return None
    blocks = searched_blocks([article], matter=state.matter)[article.pk]
    found = Marker(node).find(blocks)
    terms = "、".join(dict.fromkeys(term.text for term in wanted_terms(node)))
    told = MarkedArticle(article, state, position, terms, found)
    if position is not None:
        try:
            told.neighbourhood = neighbourhood(state, article.pk, position)
        except IndexUnavailable:
            told.unavailable = True
    return told
