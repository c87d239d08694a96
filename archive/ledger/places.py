"""Which divisions a page of the ledger shows: those that are asked for, or those that tell the most."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.figures.indicators import Indicator
from archive.figures.reader import VERSION
from archive.models import Figure, Region

SEPARATORS = re.compile(r"[\s,，、;；]+")
MOST_REGIONS = 40
USUAL_REGIONS = 12
MOST_NAMES = 20
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Named:
    """Divisions that typed names stand for; ``unclear`` are the names that several have, ``unknown`` those that none has.

    ``unread`` are those beyond what is looked up at once.
    """

    found: tuple[Region, ...] = ()
    unclear: tuple[tuple[str, tuple[Region, ...]], ...] = ()
    unknown: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def are_clear(self) -> bool:
        """True where something was named, all of it was looked up, and every name is one division's, or none's."""
        return bool(self.found) and not (self.unclear or self.unread)


def named(text: str) -> Named:
    """The divisions of names or codes with blanks or commas between: ``临江县 361103``."""
    typed = [name[:LONGEST_NAME] for name in SEPARATORS.split(text) if name]
    names, unread = typed[:MOST_NAMES], typed[MOST_NAMES:]
    if not names:
        return Named()
    rows = Region.objects.current().named_among(names)
    by_name = {
        name: tuple(row for row in rows if name in (row.code, row.name, row.short_name)) for name in names
    }
    return Named(
        found=tuple(found[0] for found in by_name.values() if len(found) == 1),
        unclear=tuple((name, found) for name, found in by_name.items() if len(found) > 1),
        unknown=tuple(name for name, found in by_name.items() if not found),
        unread=tuple(unread),
    )


def usual(
    indicators: Sequence[Indicator], years: Sequence[int], *, under: Region | None, most: int
) -> tuple[Region, ...]:
    """The divisions right below one with itself, or else those that tell the most of what is asked for.

    Where there is room for no more than ``most``, these are the first.
    """
    if under is not None:
        return (under, *under.children.current().order_by("pinyin", "code"))
    if not years:
        return ()
    codes = [indicator.code for indicator in indicators]
    found = Figure.objects.for_readers(VERSION).in_series().busiest_places(codes, min(years), max(years))
    numbers = list(found[:USUAL_REGIONS])
    return (*in_order(numbers[:most]), *in_order(numbers[most:]))


def in_order(numbers: Iterable[int]) -> tuple[Region, ...]:
    """Divisions under their provinces, in the order of the page of divisions."""
    found = Region.objects.with_path().of_rows(numbers)
    return tuple(sorted(found, key=lambda region: [step.pinyin for step in region.path]))
