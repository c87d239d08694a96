"""Names of the divisions that a search page speaks of, out of the gazette that is kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from archive.gazette import gazette
from archive.models import Region
from search.engines.contract import UNKNOWN


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One line of the region tree. ``above`` are the codes of the divisions over it, the province first."""

    code: str
    name: str
    count: int
    above: tuple[str, ...]
    until: int | None

    @property
    def depth(self) -> int:
        return len(self.above)


@dataclass(frozen=True, slots=True)
class Places:
    """The chosen divisions by code, and the lines of the tree around them."""

    chosen: Mapping[str, Region]
    lines: tuple[PlaceLine, ...]

    def name(self, code: str) -> str:
        """The full path of a chosen division; a code that is in no table speaks for itself."""
        return self.chosen[code].full_name if code in self.chosen else code


def places(chosen_codes: Sequence[str], counts: Mapping[str, int]) -> Places:
    """The provinces, the divisions over each chosen one with their siblings, and those directly below it."""
    codes = [code for code in chosen_codes if code != UNKNOWN]
    known = gazette()
    chosen = {code: known.newest[code] for code in codes if code in known.newest}
    opened = {step.code for region in chosen.values() for step in region.path}
    provinces = (known.regions[pk] for pk in known.below.get(None, ()))
    top = _worth_a_line((one for one in provinces if one.level == Region.Level.PROVINCE), counts, opened)
    if not opened and len(top) == 1:
        opened = {top[0].code}  # a single province is no choice: show what is below it at once
    below: dict[str, list[Region]] = {}
    if opened:
        # By code, not by row: a county that belonged to 襄樊市 is shown below 襄阳市, both are 420600.
        children = (
            region for region in known.regions.values() if region.parent and region.parent.code in opened
        )
        for region in _worth_a_line(children, counts, opened):
            if region.parent is not None:
                below.setdefault(region.parent.code, []).append(region)
    lines: list[PlaceLine] = []
    _add_lines(top, (), below, counts, lines)
    return Places(chosen, tuple(lines))


def latest_by_code(regions: Iterable[Region]) -> dict[str, Region]:
    """One row a code, the one in force or the last that was: 420600 is 襄阳市, not 襄樊市."""
    found: dict[str, Region] = {}
    for region in regions:
        known = found.get(region.code)
        if known is None or (known.valid_from or 0) < (region.valid_from or 0):
            found[region.code] = region
    return found


def _worth_a_line(regions: Iterable[Region], counts: Mapping[str, int], opened: set[str]) -> list[Region]:
    """Those with articles and those on the way to a chosen one, the fullest first."""
    found = latest_by_code(r for r in regions if counts.get(r.code) or r.code in opened)
    return sorted(found.values(), key=lambda r: (-counts.get(r.code, 0), r.pinyin, r.code))


def _add_lines(
    regions: Iterable[Region],
    above: tuple[str, ...],
    below: Mapping[str, list[Region]],
    counts: Mapping[str, int],
    lines: list[PlaceLine],
) -> None:
    for region in regions:
        if region.code in above:
            continue  # a division below itself: its rows contradict each other
        lines.append(PlaceLine(region.code, region.name, counts.get(region.code, 0), above, region.valid_to))
        _add_lines(below.get(region.code, ()), (*above, region.code), below, counts, lines)
