"""What the box's place and years lead to, offered above the hits: 临江县 2014 年, 收录 1 篇."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.models import Article
from archive.regions.authority import Division
from archive.years import is_year
from search.box.names import Names, names
from search.box.reading import PlaceReading, Span, read
from search.counts import Count
from search.engines import engine
from search.engines.contract import Filters, Request
from search.query import Everything
from search.readings import readings
from search.service import count
from search.state import SearchState
from search.syntax import ParsedQuery
from search.wording import years_label

MOST_TITLES = 3
"""Articles that are named in the offer itself, so that a county's review of a year is one step away."""
MOST_CHOICES = 12


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the divisions of a shared name."""

    path: str
    count: int
    url: str


@dataclass(frozen=True)
class PlaceOffer:
    """A reading with what it finds. ``missing`` are divisions directly below of which these years have nothing."""

    reading: PlaceReading
    count: Count
    missing: tuple[Division, ...]
    choices: tuple[Choice, ...]
    state: SearchState
    path: str

    @property
    def url(self) -> str:
        """The page of the place, of the place in a year, or the search that the reading is."""
        return _url(self.state, self.reading.years)

    @property
    def originals_url(self) -> str | None:
        """The original files of what the offer finds, where it finds any of one place."""
        if not self.count.total or self.choices:
            return None
        return self.state.url("search:originals")

    @property
    def label(self) -> str:
        """云川市 2016—2020 年 集体协商."""
        years, rest = self.reading.years, self.reading.rest
        parts = [self.reading.place.name, years_label(*years) if years else "", rest or ""]
        return " ".join(part for part in parts if part)

    @property
    def heading(self) -> str:
        """The label; after a former name it says first what that became."""
        if not self.former:
            return self.label
        asked = self.label.removeprefix(self.reading.place.name).strip()
        return _("%(former)s，%(asked)s") % {"former": self.former, "asked": asked} if asked else self.former

    @property
    def found(self) -> str:
        """收录 1 篇，缺 4 个下级地区; how many articles a search finds."""
        if self.reading.rest:
            return str(self.count)
        total = self.count.total
        told = ngettext("收录 %(n)d 篇", "收录 %(n)d 篇", total) % {"n": total} if total else _("没有收录")
        if not self.missing:
            return told
        lacking = ngettext("缺 %(n)d 个下级地区", "缺 %(n)d 个下级地区", len(self.missing))
        return _("%(found)s，%(lacking)s") % {"found": told, "lacking": lacking % {"n": len(self.missing)}}

    @property
    def missing_url(self) -> str:
        """What is missing of the year, the place itself included; empty where several years are asked for or nothing is."""
        years = self.reading.years
        if not self.missing or years is None or years[0] != years[1] or not is_year(years[1]):
            return ""
        return f"{reverse('archive:coverage')}?{urlencode({'region': self.reading.place.code, 'year': years[1]})}"

    @property
    def former(self) -> str:
        """广丰县 2015 年起为广丰区; empty where the place bears the name that was typed."""
        named, place = self.reading.named, self.reading.place
        if named is None:
            return ""
        if place.valid_from is None or (named.valid_to or 0) > place.valid_from:
            return _("%(former)s %(year)s 年并入%(later)s") % _of_change(named, place)
        return _("%(former)s %(year)s 年起为%(later)s") % _of_change(named, place)

    @cached_property
    def articles(self) -> tuple[Article, ...]:
        """The articles themselves, where they are few and neither the place nor anything else is in question."""
        few = 0 < self.count.total <= MOST_TITLES
        if self.reading.rest or self.choices or not few:
            return ()
        asked = Request(Everything(), filters=self.state.filters, limit=MOST_TITLES)
        hits = engine().find(asked).hits
        listed = Article.objects.for_list().published_in_bulk(hit.id for hit in hits)
        return tuple(listed.values())

    def as_json(self) -> dict[str, object]:
        """The offer as scripts get it."""
        years = self.reading.years
        return {
            "place": self.reading.place.code,
            "name": self.reading.place.name,
            "years": list(years) if years else None,
            "words": self.reading.rest,
            "choices": [division.code for division in self.reading.choices],
        }


def _of_change(named: Division, place: Division) -> dict[str, object]:
    return {"former": named.name, "year": named.valid_to, "later": place.name}


def place_offer(state: SearchState, query: ParsedQuery) -> PlaceOffer | None:
    """The offer for a search; None where its text names no place, or places were chosen beside it already."""
    if state.filters.regions or not state.text:
        return None
    held = _Held()
    found = _read(state, query, held)
    return None if found is None else _offer(state, found, held)


def place_reading(state: SearchState, query: ParsedQuery) -> PlaceReading | None:
    """What the text of a search says of places, without what that finds."""
    return _read(state, query, _Held())


def _read(state: SearchState, query: ParsedQuery, held: "_Held") -> PlaceReading | None:
    this_year = timezone.localdate().year
    found = read(query.node, names(), this_year=this_year, held=held)
    if found is not None or not query.repairs:
        return found
    # “云川市 2021: what a quotation without an end may be read as besides names a place as well.
    others = [reading.query.node for reading in readings(state.text, query) if reading.asked]
    return next((read(node, names(), this_year=this_year, held=held) for node in others), None)


class _Held:
    """How many articles each division shows for some years, asked of the index once for each span of years."""

    def __init__(self) -> None:
        self._counts: dict[Span | None, Mapping[str, int]] = {}

    def __call__(self, years: Span | None) -> Mapping[str, int]:
        if years not in self._counts:
            first, last = years or (None, None)
            asked = Request(
                Everything(), filters=Filters(year_from=first, year_to=last), limit=0, want_facets=True
            )
            facets = engine().find(asked).facets
            self._counts[years] = facets.regions if facets else {}
        return self._counts[years]


def _offer(state: SearchState, found: PlaceReading, held: _Held) -> PlaceOffer:
    known, asked = names(), _narrowed(state, found, found.place)
    if found.rest:
        total = count(found.words, asked)
        of_choices = {
            other.code: count(found.words, _narrowed(state, found, other)).total for other in _few(found)
        }
    else:
        of_choices = dict(held(found.years))
        own = of_choices.get(found.place.code, 0)
        total = count(Everything(), asked) if _otherwise_narrowed(state) else Count(own)
    choices = [
        Choice(
            path_of(known, other),
            of_choices.get(other.code, 0),
            _url(_narrowed(state, found, other), found.years),
        )
        for other in _few(found)
    ]
    return PlaceOffer(
        found, total, _missing(known, found, held), tuple(choices), asked, path_of(known, found.place)
    )


def _few(found: PlaceReading) -> tuple[Division, ...]:
    return found.choices[:MOST_CHOICES]


def _narrowed(state: SearchState, found: PlaceReading, place: Division) -> SearchState:
    """The search that the reading is: its words, narrowed to the place and the years."""
    narrowed = state.asking(found.rest or "").filtered(regions=(place.code,))
    if found.years is None:
        return narrowed
    first, last = found.years
    return narrowed.filtered(years=(), year_from=first, year_to=last)


def _otherwise_narrowed(state: SearchState) -> bool:
    """Whether more was chosen than places and years have pages for."""
    return state.filters != Filters() or state.exact or state.matter


def _url(asked: SearchState, years: Span | None) -> str:
    """The page of the place, or of its year, where that shows the same; else the search."""
    (code,) = asked.filters.regions
    alone = replace(asked.filters, regions=(), year_from=None, year_to=None) == Filters()
    if asked.text or not alone or asked.exact or asked.matter:
        return asked.url()
    if years is None:
        return reverse("archive:region", args=[code])
    single = years[0] == years[1] and is_year(years[1])
    return reverse("archive:region-year", args=[code, years[1]]) if single else asked.url()


def _missing(known: Names, found: PlaceReading, held: _Held) -> tuple[Division, ...]:
    """Which divisions directly below were there in these years and have no article of them."""
    if found.years is None or found.rest:
        return ()
    first, last = found.years
    below = known.authority.children(known.authority.row(*found.place.key) or found.place)
    there = {
        child.code: child
        for child in below
        if (child.valid_from or 0) <= last and (first or 0) <= (child.valid_to or last)
    }
    counts = held(found.years)
    return tuple(child for code, child in there.items() if not counts.get(code))


def path_of(known: Names, place: Division) -> str:
    """示例省 › 海澜市 › 鼓楼区."""
    row = known.authority.row(*place.key) or place
    return " › ".join(known.as_printed(step).name for step in known.authority.path(row))
