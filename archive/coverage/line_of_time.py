"""The reviews of one federation on a line of time, the newest first, with what is missing between them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.coverage.states import State
from archive.coverage.table import Stand
from archive.models import Article

EMPTY = frozenset((State.LACKING, State.ABSENT, State.VOID))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Years in a row of which nothing is there, for the same reason; ``note`` is what an editor found out."""

    first: int
    last: int
    state: State
    note: str = ""

    @property
    def length(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Entry:
    """An article, or a stretch without one."""

    last: int
    article: Article | None = None
    stretch: Stretch | None = None


def line_of_time(stand: Stand, articles: Iterable[Article]) -> list[Entry]:
    """``articles`` are the federation's own; those without a year come last."""
    found = [Entry(article.period_end if article.has_period else 0, article) for article in articles]
    found += [Entry(stretch.last, stretch=stretch) for stretch in _stretches(stand)]
    return sorted(found, key=lambda entry: -entry.last)


def _stretches(stand: Stand) -> Iterator[Stretch]:
    begun: Stretch | None = None
    for year in sorted(stand.years):
        state = stand.state(year)
        note = stand.absences[year].note if state is State.ABSENT else ""
        if begun and state is begun.state and note == begun.note and year == begun.last + 1:
            begun = Stretch(begun.first, year, state, note)
            continue
        if begun:
            yield begun
        begun = Stretch(year, year, state, note) if state in EMPTY else None
    if begun:
        yield begun
