"""Everything that a search page shows follows from its URL; this is that state, and the way back to a URL."""

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any
from urllib.parse import quote_plus

from archive.addresses import address_of_page
from search.engines.contract import Filters, Order

PAGE_SIZES = (10, 20, 50, 100)
DEFAULT_PAGE_SIZE = 20


# A page of results holds some three hundred links that differ in one parameter.
@lru_cache(maxsize=4096)
def _quoted(value: str) -> str:
    return quote_plus(value, errors="surrogatepass")  # halves of characters come from command lines


@dataclass(frozen=True, slots=True)
class SearchState:
    """What was asked, as it was typed and chosen. Its URL leaves out whatever has its usual value."""

    text: str = ""
    filters: Filters = field(default_factory=Filters)
    exact: bool = False
    matter: bool = False
    order: Order = Order.RELEVANCE
    page: int = 1
    size: int = DEFAULT_PAGE_SIZE

    def pairs(self) -> list[tuple[str, str]]:
        """The state as URL parameters, in one fixed order, so that equal states have equal URLs."""
        filters = self.filters
        found = [("q", self.text)] if self.text else []
        found += [("region", code) for code in filters.regions]
        found += [("year", str(year)) for year in filters.years]
        if filters.year_from is not None:
            found.append(("from", str(filters.year_from)))
        if filters.year_to is not None:
            found.append(("to", str(filters.year_to)))
        if filters.single_year:
            found.append(("single", "1"))
        found += [("newspaper", name) for name in filters.newspapers]
        found += [("kind", kind) for kind in filters.kinds]
        if self.exact:
            found.append(("exact", "1"))
        if self.matter:
            found.append(("matter", "1"))
        if self.order is not Order.RELEVANCE:
            found.append(("sort", self.order.value))
        if self.size != DEFAULT_PAGE_SIZE:
            found.append(("size", str(self.size)))
        if self.page != 1:
            found.append(("page", str(self.page)))
        return found

    def pairs_without(self, *names: str) -> list[tuple[str, str]]:
        """Parameters that a form has to carry as hidden fields beside the ones it shows."""
        return [(name, value) for name, value in self.pairs() if name not in (*names, "page")]

    def encoded(self) -> str:
        return "&".join(f"{name}={_quoted(value)}" for name, value in self.pairs())

    def url(self, view: str = "search:search", *args: object) -> str:
        """The page of this state, or another view of it such as ``search:csv``."""
        encoded = self.encoded()
        address = address_of_page(view, *args)
        return f"{address}?{encoded}" if encoded else address

    def asking(self, text: str) -> "SearchState":
        return replace(self, text=text, page=1)

    def filtered(self, **changes: Any) -> "SearchState":
        """With some of the filters changed; always back on the first page."""
        return replace(self, filters=replace(self.filters, **changes), page=1)

    def exactly(self, *, exact: bool) -> "SearchState":
        """With the wider hits left out, or listed again."""
        return replace(self, exact=exact, page=1)

    def with_matter(self, *, matter: bool) -> "SearchState":
        """With page matter searched too, or left out again."""
        return replace(self, matter=matter, page=1)

    def ordered(self, order: Order) -> "SearchState":
        return replace(self, order=order, page=1)

    def sized(self, size: int) -> "SearchState":
        return replace(self, size=size, page=1)

    def as_listed_first(self) -> "SearchState":
        """The search itself, however its list is turned over and sorted."""
        return replace(self, order=Order.RELEVANCE, size=DEFAULT_PAGE_SIZE, page=1)

    def on_page(self, page: int) -> "SearchState":
        return replace(self, page=page)
