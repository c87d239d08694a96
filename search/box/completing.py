"""Completions of a box that holds a place, years or both: the page of the place, its years, its review of a year."""

import re
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.years import is_year
from search.analysis import plain_text
from search.box.offer import PlaceOffer, place_offer
from search.engines import engine
from search.engines.contract import UNKNOWN, Filters, IndexUnavailable, Request
from search.lexicon import EntryKind
from search.query import Everything, Years, leaves
from search.readings import readings
from search.repairs import QueryRefused
from search.state import SearchState
from search.suggestions import Suggestion
from search.syntax import parse
from search.wording import years_label
from search.written_years import read_years, spoken_years

MOST_YEARS = 3
YEAR_BEGUN = re.compile(r"(.*?)\s*(?<![0-9.])([12][0-9]{1,2})")
"""云川市 20, 云川市202: a year of which some digits are there."""


def place_completions(state: SearchState) -> list[Suggestion]:
    """What the whole text of the box leads to; none while anything else is chosen, nor without an index."""
    if state.filters != Filters() or state.exact or state.matter:
        return []
    try:
        return list(_completions(state))
    except (QueryRefused, IndexUnavailable):
        return []


def _completions(state: SearchState) -> Iterator[Suggestion]:
    if parse(state.text).repairs:
        return
    begun = YEAR_BEGUN.fullmatch(plain_text_of(state.text))
    if begun is not None:
        text, digits = begun.groups()
        offer = _offer(state, text) if text else None
        if offer is not None and not offer.reading.rest and offer.reading.years is None:
            yield from _years_of_place(offer, digits)
        elif not text:
            yield from _years(digits)
        return
    offer = _offer(state, state.text)
    if offer is not None and not offer.reading.framed:  # 青禾区总 is on its way to the name of a union
        yield from _of_offer(offer)
    elif offer is None:
        yield from _read_as_years(state)


def plain_text_of(text: str) -> str:
    """The text word by word in plain signs: full-width digits are digits."""
    return " ".join(map(plain_text, text.split()))


def _offer(state: SearchState, text: str) -> PlaceOffer | None:
    return place_offer(state.asking(text), parse(text))


def _of_offer(offer: PlaceOffer) -> Iterator[Suggestion]:
    """The review itself where there is one alone, the page, and the newest years of a place without any."""
    reading = offer.reading
    dated = reading.years is not None
    if dated and len(offer.articles) == 1:
        (article,) = offer.articles
        whose = article.region.name if article.region else ""
        label = f"{whose} {article.period_label} {article.display_title}".strip()
        yield Suggestion(EntryKind.ARTICLE, label, _("打开这一篇"), article.get_absolute_url())
    where = offer.path if offer.label == reading.place.name else offer.label
    found = offer.found if dated or reading.rest else _("地区页 · %(found)s") % {"found": offer.found}
    yield Suggestion(EntryKind.PLACE, where, found, offer.url)
    if not dated and not reading.rest:
        yield from _years_of_place(offer, "")


def _years_of_place(offer: PlaceOffer, digits: str) -> Iterator[Suggestion]:
    """The newest years of the place; under a former name those that it bore it in."""
    place = offer.reading.named or offer.reading.place
    for year, number in _counts(Filters(regions=(place.code,)), digits):
        url = reverse("archive:region-year", args=[place.code, year])
        yield Suggestion(EntryKind.YEAR, f"{place.name} {years_label(year, year)}", _articles(number), url)


def _years(digits: str) -> Iterator[Suggestion]:
    for year, number in _counts(Filters(), digits):
        yield _of_year(year, number)


def _of_year(year: int, number: int) -> Suggestion:
    url = reverse("archive:year", args=[year])
    return Suggestion(EntryKind.YEAR, years_label(year, year), _articles(number), url)


def _read_as_years(state: SearchState) -> Iterator[Suggestion]:
    """2019年, 二〇一九年, 十三五 as those years; with words beside them as a search in these years."""
    years = read_years(state.text) or spoken_years(state.text)
    if isinstance(years, Years):
        yield _of_span(state, years)
        return
    for reading in readings(state.text, parse(state.text)):
        if any(isinstance(leaf, Years) for leaf in leaves(reading.query.node)):
            number = engine().find(Request(reading.query.node, limit=0)).total
            url = state.asking(reading.query.canonical).url()
            yield Suggestion(EntryKind.YEAR, reading.query.canonical, _articles(number), url)


def _of_span(state: SearchState, years: Years) -> Suggestion:
    asked = state.asking("").filtered(year_from=years.start, year_to=years.end)
    number = engine().find(Request(Everything(), filters=asked.filters, limit=0)).total
    if years.start is not None and years.start == years.end and is_year(years.start):
        return _of_year(years.start, number)
    return Suggestion(EntryKind.YEAR, years_label(years.start, years.end), _articles(number), asked.url())


def _counts(filters: Filters, digits: str) -> list[tuple[int, int]]:
    """The newest years that begin with these digits, with their articles."""
    facets = engine().find(Request(Everything(), filters=filters, limit=0, want_facets=True)).facets
    counts = facets.years if facets else {}
    years = sorted((int(year) for year in counts if year != UNKNOWN and counts[year]), reverse=True)
    return [(year, counts[year]) for year in years if str(year).startswith(digits)][:MOST_YEARS]


def _articles(number: int) -> str:
    return ngettext("%(n)d 篇", "%(n)d 篇", number) % {"n": number}
