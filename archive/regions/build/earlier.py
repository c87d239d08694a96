"""Since when a name is used that the table of divisions begins with, as far back as yearly tables go."""

from archive.regions.authority import BEGINS
from archive.regions.build.packages import Timeline

EARLIEST = 1980
"""The year of the first table: what stands in it was there before."""
LEFT = {"50": "51", "46": "44"}
"""Chongqing left Sichuan in 1997, Hainan Guangdong in 1988; what lies in them kept its names."""
Name = tuple[str, int, str]


class Earlier:
    """The names of yearly tables, each with the year of its first."""

    def __init__(self, timeline: Timeline) -> None:
        self._first: dict[Name, int] = {}
        for (code, name), (first, _) in timeline.spans.items():
            key = _name(code, name)
            self._first[key] = min(self._first.get(key, BEGINS), first or EARLIEST)

    def since(self, code: str, name: str) -> int | None:
        """The year of the first table that has the name; None where that is the first of all, or none has it."""
        year = self._first.get(_name(code, name), EARLIEST)
        return year if EARLIEST < year < BEGINS else None


def _name(code: str, name: str) -> Name:
    """A county keeps its name when its code changes with its prefecture; 淮安市 the county is not 淮安市 of 320800."""
    depth = 0 if code.endswith("0000") else 1 if code.endswith("00") else 2
    return LEFT.get(code[:2], code[:2]), depth, name
