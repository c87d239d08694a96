"""Which years can be written anywhere in the archive: in forms, in rows, in addresses."""

from collections.abc import Iterable

FIRST_YEAR, LAST_YEAR = 1900, 2100


def is_year(value: object) -> bool:
    return isinstance(value, int) and FIRST_YEAR <= value <= LAST_YEAR


def is_period(start: object, end: object) -> bool:
    """Whether both are years, in their order; anything else that a row holds is no period."""
    return isinstance(start, int) and isinstance(end, int) and FIRST_YEAR <= start <= end <= LAST_YEAR


def runs(years: Iterable[int]) -> list[str]:
    """2015—2017, 2019: years with what follows on each."""
    found: list[tuple[int, int]] = []
    for year in sorted(years):
        if found and found[-1][1] == year - 1:
            found[-1] = (found[-1][0], year)
        else:
            found.append((year, year))
    return [str(first) if first == last else f"{first}—{last}" for first, last in found]


class YearInAddress:
    """``/years/2019/``; an address of a year that cannot be is no address."""

    regex = "[0-9]{4}"

    def to_python(self, value: str) -> int:
        if not is_year(int(value)):
            raise ValueError(value)
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)
