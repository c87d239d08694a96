"""Facets and chips as a page shows them: names, exact counts, and a plain link for every step."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.utils.translation import gettext as _

from archive.models import Article
from search.engines.contract import UNKNOWN, Facets, Filters
from search.places import Places
from search.query import Node, canonical, constraints, without
from search.state import SearchState
from search.wording import label, years_label

T = TypeVar("T")

SHOWN_AT_ONCE = 8
REGIONS_SHOWN_AT_ONCE = 24
MOST_SHOWN = 120
"""A province has about a hundred counties; an archive of twenty years may know a thousand newspapers."""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value: following its link chooses it, or lets it go when it is chosen."""

    label: str
    count: int
    url: str
    chosen: bool = False
    depth: int = 0
    note: str = ""
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """A facet with its values in the order of the page; ``shown`` come at once, ``rest`` on demand."""

    name: str
    label: str
    values: tuple[FacetValue, ...]
    at_once: int = SHOWN_AT_ONCE

    @property
    def shown(self) -> tuple[FacetValue, ...]:
        return tuple(value for place, value in enumerate(self.values) if self._at_once(place, value))

    @property
    def rest(self) -> tuple[FacetValue, ...]:
        rest = [value for place, value in enumerate(self.values) if not self._at_once(place, value)]
        return tuple(rest[:MOST_SHOWN])

    @property
    def known(self) -> tuple[FacetValue, ...]:
        return tuple(value for value in self.values if not value.unknown)

    @property
    def unknown(self) -> tuple[FacetValue, ...]:
        return tuple(value for value in self.values if value.unknown)

    def _at_once(self, place: int, value: FacetValue) -> bool:
        return place < self.at_once or value.chosen or value.unknown


@dataclass(frozen=True, slots=True)
class Chip:
    """One constraint in words, and the search without it; it is of the query, or ``narrows`` what that finds."""

    label: str
    kind: str
    remaining: SearchState
    narrows: bool = True

    @property
    def url(self) -> str:
        return self.remaining.url()


def chips(state: SearchState, node: Node, places: Places) -> tuple[Chip, ...]:
    """Every constraint of a search, those of the query first."""
    filters = state.filters
    found = [
        Chip(label(part), _("检索词"), state.asking(canonical(without(node, part))), narrows=False)
        for part in constraints(node)
    ]
    found += [
        Chip(region_label(code, places), _("地区"), state.filtered(regions=_dropped(filters.regions, code)))
        for code in filters.regions
    ]
    found += [
        Chip(year_label(year), _("年份"), state.filtered(years=_dropped(filters.years, year)))
        for year in filters.years
    ]
    if filters.year_from is not None or filters.year_to is not None:
        found.append(
            Chip(
                years_label(filters.year_from, filters.year_to),
                _("年份"),
                state.filtered(year_from=None, year_to=None),
            )
        )
    if filters.single_year:
        found.append(Chip(_("只要单一年份"), _("年份"), state.filtered(single_year=False)))
    found += [
        Chip(newspaper_label(name), _("报纸"), state.filtered(newspapers=_dropped(filters.newspapers, name)))
        for name in filters.newspapers
    ]
    found += [
        Chip(kind_label(kind), _("体裁"), state.filtered(kinds=_dropped(filters.kinds, kind)))
        for kind in filters.kinds
    ]
    if state.exact:
        found.append(Chip(_("只看原样含有的"), _("范围"), state.exactly(exact=False)))
    if state.matter:
        found.append(Chip(_("连同版面文字"), _("范围"), state.with_matter(matter=False)))
    return tuple(found)


def facet_groups(state: SearchState, facets: Facets, places: Places) -> tuple[FacetGroup, ...]:
    """Region, newspaper and kind; the years have a chart of their own (``search.histogram``)."""
    return (
        FacetGroup("region", _("地区"), _regions(state, facets, places), REGIONS_SHOWN_AT_ONCE),
        FacetGroup("newspaper", _("报纸"), _newspapers(state, facets.newspapers)),
        FacetGroup("kind", _("体裁"), _kinds(state, facets.kinds)),
    )


def years_group(state: SearchState, counts: Mapping[int | str, int]) -> FacetGroup:
    """The years, the newest first; the same numbers as the chart."""
    chosen = state.filters.years
    years = {year for year in counts if year != UNKNOWN and counts[year]} | (set(chosen) - {UNKNOWN})
    values = [_year_value(state, year, counts.get(year, 0)) for year in sorted(years, key=int, reverse=True)]
    if counts.get(UNKNOWN) or UNKNOWN in chosen:
        values.append(_year_value(state, UNKNOWN, counts.get(UNKNOWN, 0)))
    return FacetGroup("year", _("年份"), tuple(values))


def _year_value(state: SearchState, year: int | str, count: int) -> FacetValue:
    return FacetValue(
        year_label(year),
        count,
        state.filtered(years=_toggled(state.filters.years, year)).url(),
        chosen=year in state.filters.years,
        unknown=year == UNKNOWN,
    )


def _regions(state: SearchState, facets: Facets, places: Places) -> tuple[FacetValue, ...]:
    chosen = state.filters.regions
    above = {line.code: line.above for line in places.lines}
    values = [
        FacetValue(
            line.name,
            line.count,
            state.filtered(regions=_region_toggled(chosen, line.code, above)).url(),
            chosen=line.code in chosen,
            depth=line.depth,
            note="" if line.until is None else _("至 %(year)s 年") % {"year": line.until},
        )
        for line in places.lines
    ]
    unknown = facets.regions.get(UNKNOWN, 0)
    if unknown or UNKNOWN in chosen:
        url = state.filtered(regions=_toggled(chosen, UNKNOWN)).url()
        values.append(FacetValue(_("地区不详"), unknown, url, chosen=UNKNOWN in chosen, unknown=True))
    return tuple(values)


def _region_toggled(
    chosen: tuple[str, ...], code: str, above: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    """A county takes the place of its chosen city and the other way round; all others stand beside it."""
    if code in chosen:
        return _dropped(chosen, code)
    over = above.get(code, ())
    beside = [other for other in chosen if other not in over and code not in above.get(other, ())]
    return (*beside, code)


def _newspapers(state: SearchState, counts: Mapping[str, int]) -> tuple[FacetValue, ...]:
    chosen = state.filters.newspapers
    names = sorted(
        {name for name in counts if counts[name]} | set(chosen), key=lambda n: (-counts.get(n, 0), n)
    )
    return tuple(
        FacetValue(
            newspaper_label(name),
            counts.get(name, 0),
            state.filtered(newspapers=_toggled(chosen, name)).url(),
            chosen=name in chosen,
            unknown=name == UNKNOWN,
        )
        for name in sorted(names, key=lambda name: name == UNKNOWN)
    )


def _kinds(state: SearchState, counts: Mapping[str, int]) -> tuple[FacetValue, ...]:
    chosen = state.filters.kinds
    kinds = [kind for kind in (*Article.Kind.values, UNKNOWN) if counts.get(kind) or kind in chosen]
    return tuple(
        FacetValue(
            kind_label(kind),
            counts.get(kind, 0),
            state.filtered(kinds=_toggled(chosen, kind)).url(),
            chosen=kind in chosen,
            unknown=kind == UNKNOWN,
        )
        for kind in kinds
    )


def region_label(code: str, places: Places) -> str:
    return _("地区不详") if code == UNKNOWN else places.name(code)


def year_label(year: int | str) -> str:
    return _("年份不详") if year == UNKNOWN else _("%(year)s 年") % {"year": year}


def newspaper_label(name: str) -> str:
    return _("报纸不详") if name == UNKNOWN else name


def kind_label(kind: str) -> str:
    return _("体裁不详") if kind == UNKNOWN else str(Article.Kind(kind).label)


def filters_described(filters: Filters, places: Places) -> list[str]:
    """The filters as parts of a sentence: 地区为 广丰区, 年份为 2019 年 或 2020 年."""
    any_of = _(" 或 ")
    parts = []
    if filters.regions:
        names = any_of.join(region_label(code, places) for code in filters.regions)
        parts.append(_("地区为 %(names)s") % {"names": names})
    if filters.years:
        parts.append(_("年份为 %(names)s") % {"names": any_of.join(map(year_label, filters.years))})
    if filters.year_from is not None or filters.year_to is not None:
        parts.append(_("年份在 %(years)s") % {"years": years_label(filters.year_from, filters.year_to)})
    if filters.single_year:
        parts.append(_("只写一个年份"))
    if filters.newspapers:
        parts.append(_("刊于 %(names)s") % {"names": any_of.join(map(newspaper_label, filters.newspapers))})
    if filters.kinds:
        parts.append(_("体裁为 %(names)s") % {"names": any_of.join(map(kind_label, filters.kinds))})
    return parts


def _dropped(values: tuple[T, ...], value: T) -> tuple[T, ...]:
    return tuple(other for other in values if other != value)


def _toggled(values: tuple[T, ...], value: T) -> tuple[T, ...]:
    return _dropped(values, value) if value in values else (*values, value)
