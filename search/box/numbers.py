"""The box read as numbers that are looked for: 会员总数>5万, 青禾区2021年会员总数>5万. Nothing of it changes what is found."""

import re
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from archive.ledger.condition import compares, may_compare
from archive.ledger.listing import fulfilling, wanted_of
from archive.models import Figure, Region
from search.analysis import plain_text
from search.box.offer import place_reading
from search.box.reading import Span
from search.box.years import years_in
from search.query import Node, Told, canonical, leaves, wanted_leaves
from search.state import SearchState
from search.syntax import ParsedQuery, parse
from search.tokens import COMPARING_SIGNS
from search.wording import years_label

MOST_NAMED = 3
AROUND_SIGNS = re.compile(rf"\s*([{COMPARING_SIGNS}]+)\s*")


@dataclass(frozen=True, slots=True)
class Numbers:
    """A condition, and where and when it is to hold."""

    condition: str
    place: str | None = None
    place_name: str = ""
    years: Span | None = None

    @property
    def label(self) -> str:
        """青禾区 2021 年 会员总数>5万."""
        parts = (self.place_name, years_label(*self.years) if self.years else "", self.condition)
        return " ".join(part for part in parts if part)

    @property
    def sent(self) -> QueryDict:
        """As the page of numbers is asked for it."""
        first, last = self.years or (None, None)
        query = QueryDict(mutable=True)
        asked = {"q": self.condition, "under": self.place, "from": first, "to": last}
        query.update({name: str(value) for name, value in asked.items() if value is not None})
        return query

    def as_search(self, state: SearchState) -> SearchState:
        """The articles that tell such a number, as a search."""
        asked = state.asking(canonical(Told(self.condition)))
        if self.place is not None:
            asked = asked.filtered(regions=(self.place,))
        if self.years is not None:
            asked = asked.filtered(years=(), year_from=self.years[0], year_to=self.years[1])
        return asked


@dataclass(frozen=True, slots=True)
class NumbersOffer:
    """What the reading finds: ``figures`` are the greatest; ``articles_url`` is None where the search is just that."""

    reading: Numbers
    total: int
    figures: tuple[Figure, ...]
    url: str
    articles_url: str | None

    @property
    def label(self) -> str:
        """青禾区 2021 年 会员总数>5万."""
        return self.reading.label

    @property
    def found(self) -> str:
        """How many such numbers there are."""
        told = ngettext("这样的数字 %(n)s 处", "这样的数字 %(n)s 处", self.total)
        return told % {"n": self.total} if self.total else _("没有这样的数字。")

    @property
    def is_another_reading(self) -> bool:
        """Whether the search itself looks for something else, such as for these characters."""
        return self.articles_url is not None

    def as_json(self) -> dict[str, object]:
        """The offer as scripts get it."""
        asked = self.reading
        return {
            "condition": asked.condition,
            "place": asked.place,
            "name": asked.place_name or None,
            "years": list(asked.years) if asked.years else None,
            "total": self.total,
        }


def numbers_offer(state: SearchState, query: ParsedQuery) -> NumbersOffer | None:
    """None where the box compares no indicator with a number, or only to leave out what fulfils it."""
    is_written = any(isinstance(leaf, Told) for leaf in leaves(query.node))
    asked = _as_written(query.node) if is_written else _in_words(state)
    wanted = wanted_of(asked.sent) if asked else None
    if asked is None or wanted is None or not (wanted.is_understood and wanted.indicators):
        return None
    found = fulfilling(wanted)
    return NumbersOffer(
        asked,
        found.count(),
        tuple(found[:MOST_NAMED]),
        f"{reverse('archive:numbers')}?{asked.sent.urlencode()}",
        None if is_written else asked.as_search(state).url(),
    )


def _as_written(node: Node) -> Numbers | None:
    """The first condition of the query that is not excluded."""
    return next((Numbers(leaf.text) for leaf in wanted_leaves(node) if isinstance(leaf, Told)), None)


def _in_words(state: SearchState) -> Numbers | None:
    """A condition as it is typed, with a place and years around it."""
    if not may_compare(state.text):
        return None
    line = AROUND_SIGNS.sub(r"\1", state.text)
    place = place_reading(state.asking(line), parse(line))
    if place is None:
        asked = _of_years(line)
    elif Region.objects.codes_among([place.place.code]):
        asked = Numbers(place.rest or "", place.place.code, place.place.name, place.years)
    else:
        asked = None
    return asked if asked and compares(asked.condition) else None


def _of_years(line: str) -> Numbers:
    text = plain_text(line)
    found = years_in(text, this_year=timezone.localdate().year)
    if len(found) != 1:
        return Numbers(line)
    rest = text[: found[0].start] + text[found[0].end :]
    return Numbers(rest.strip("的,"), years=(found[0].first, found[0].last))
