"""Articles by year as a chart of bars, drawn here: no script, fit for print, its numbers beside it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from search.engines.contract import UNKNOWN
from search.state import SearchState

WIDTH, HEIGHT = 264, 104
BASELINE = 84
HEADROOM = 18
WIDEST_BAR = 22
GAP_SHARE = 0.28
LEAST_BAR = 2.0
"""One article among thousands still shows."""
COUNT_WIDTH = 12
"""Bars narrower than this have no number above them; the list below has it."""
LABEL_WIDTH = 44
"""Room for four digits and the space around them."""

SLOT = '<rect class="slot" x="{}" y="0" width="{}" height="{}"></rect>'
COLUMN = '<rect class="column" x="{}" y="{}" width="{}" height="{}" rx="1.5"></rect>'
NUMBER = '<text class="value" x="{}" y="{}" text-anchor="middle">{}</text>'


@dataclass(frozen=True, slots=True)
class Bar:
    """One year. Its slot is the whole column, so that a short bar is as easy to hit as a tall one."""

    year: int
    count: int
    chosen: bool
    url: str
    drawn: SafeString
    """The slot, the bar and the number above it, as SVG: a node of a template for each of sixteen numbers took longer
    than all the hits' titles."""
    label_x: float
    labelled: bool

    @property
    def title(self) -> str:
        return _("%(year)s 年 %(count)s 篇") % {"year": self.year, "count": self.count}


@dataclass(frozen=True, slots=True)
class Histogram:
    bars: tuple[Bar, ...]
    most: int
    width: int = WIDTH
    height: int = HEIGHT
    baseline: int = BASELINE


def histogram(state: SearchState, counts: Mapping[int | str, int]) -> Histogram | None:
    """Every year from the first to the last, the empty ones too; None when no year is known."""
    known = {int(year): count for year, count in counts.items() if year != UNKNOWN and count}
    if not known:
        return None
    years = range(min(known), max(known) + 1)
    scale = _Scale(years.start, WIDTH / len(years), max(known.values()), _label_step(len(years)))
    return Histogram(tuple(_bar(state, year, known.get(year, 0), scale) for year in years), most=scale.most)


@dataclass(frozen=True, slots=True)
class _Scale:
    first: int
    slot: float
    most: int
    label_step: int


def _label_step(count: int) -> int:
    """Every year, or every second, fifth, tenth …: the first round step whose labels do not touch."""
    return next((step for step in (1, 2, 5, 10, 20, 50) if step * WIDTH / count >= LABEL_WIDTH), count)


def _bar(state: SearchState, year: int, count: int, scale: _Scale) -> Bar:
    years = state.filters.years
    toggled = tuple(y for y in years if y != year) if year in years else (*years, year)
    place = year - scale.first
    width = min(scale.slot * (1 - GAP_SHARE), WIDEST_BAR)
    height = max(count / scale.most * (BASELINE - HEADROOM), LEAST_BAR) if count else 0.0
    middle, top = (place + 0.5) * scale.slot, BASELINE - height
    slot = _svg(SLOT, place * scale.slot, scale.slot, BASELINE)
    column = _svg(COLUMN, middle - width / 2, top, width, height)
    number = _svg(NUMBER, middle, top - 4, count) if scale.slot >= COUNT_WIDTH else ""
    return Bar(
        year=year,
        count=count,
        chosen=year in years or _within(state, year),
        url=state.filtered(years=toggled).url(),
        drawn=mark_safe(slot + column + number),  # noqa: S308 - numbers alone
        label_x=round(middle, 2),
        labelled=place % scale.label_step == 0,
    )


def _svg(shape: str, *numbers: float) -> str:
    return shape.format(*(round(number, 2) for number in numbers))


def _within(state: SearchState, year: int) -> bool:
    start, end = state.filters.year_from, state.filters.year_to
    if start is None and end is None:
        return False
    return (start is None or start <= year) and (end is None or year <= end)
