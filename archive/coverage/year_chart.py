"""The archive on a line of years: a bar a year on one scale, and its numbers as a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.coverage.counting import YearCount, with_gaps

HIGHEST = 84
"""Per cent of the picture that the highest bar takes; the years stand below it."""
MOST_LABELS = 9
NICE = (1, 2, 5)
"""1, 2, 5, 10, 20, 50: what the line across the chart may stand for."""


@dataclass(frozen=True, slots=True)
class Bar:
    """Places and sizes in per cent of the picture. What spans several years stands on top of what reports on one."""

    counted: YearCount
    left: float
    width: float
    single: float
    spanning: float
    is_here: bool
    is_labelled: bool

    @property
    def top_of_single(self) -> float:
        return HIGHEST - self.single

    @property
    def top(self) -> float:
        return round(HIGHEST - self.single - self.spanning, 2)

    @property
    def middle(self) -> float:
        return round(self.left + self.width / 2, 2)


@dataclass(frozen=True, slots=True)
class YearChart:
    """``years`` has every year from the first to the last, oldest first; ``line`` is a round number near the highest."""

    years: tuple[YearCount, ...]
    bars: tuple[Bar, ...]
    line: int
    line_at: float

    @classmethod
    def of(cls, counts: Mapping[int, YearCount], *, here: int | None = None) -> "YearChart":
        years = tuple(with_gaps(dict(counts)))
        highest = max((counted.count for counted in years), default=0)
        line = _round_number(highest)
        return cls(years, _bars(years, highest, here), line, _share(line, highest, above=True))

    @property
    def newest_first(self) -> Sequence[YearCount]:
        return self.years[::-1]

    def count_of(self, year: int) -> YearCount:
        return next((counted for counted in self.years if counted.year == year), YearCount(year))

    def before(self, year: int) -> int | None:
        """The year before, if the archive reaches so far."""
        return year - 1 if any(counted.year == year - 1 for counted in self.years) else None

    def after(self, year: int) -> int | None:
        return year + 1 if any(counted.year == year + 1 for counted in self.years) else None


def _bars(years: Sequence[YearCount], highest: int, here: int | None) -> tuple[Bar, ...]:
    room = 100 / max(len(years), 1)
    every = -(-len(years) // MOST_LABELS) or 1
    return tuple(
        Bar(
            counted,
            left=round(place * room + room * 0.1, 2),
            width=round(room * 0.8, 2),
            single=_share(counted.single, highest),
            spanning=_share(counted.spanning, highest),
            is_here=counted.year == here,
            is_labelled=(len(years) - 1 - place) % every == 0,
        )
        for place, counted in enumerate(years)
    )


def _share(number: int, highest: int, *, above: bool = False) -> float:
    share = HIGHEST * number / highest if highest else 0.0
    return round(HIGHEST - share if above else share, 2)


def _round_number(highest: int) -> int:
    """The greatest of 1, 2, 5, 10, 20, 50 … that is no greater."""
    found, power = 0, 1
    while power <= highest:
        found = max([found, *(power * nice for nice in NICE if power * nice <= highest)])
        power *= 10
    return found
