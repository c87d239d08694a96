"""Who reports: the federation of a place through its changes of name, and which stand below which.

临江县 until 2015 and 临江区 since are one federation. Where several divisions became one, or one was joined to another that
lived on (崇文区 to 东城区), each was a federation of its own while it lasted.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from archive.addresses import address_of_page
from archive.gazette import gazette
from archive.kept import OF_DIVISIONS, Kept
from archive.models import Region, RegionSuccession


@dataclass(frozen=True, slots=True)
class Life:
    """A division for one span of years: what of its row tells where it stands and when it was there."""

    pk: int
    code: str
    name: str
    level: str
    parent: int | None
    since: int | None
    until: int | None

    @classmethod
    def of(cls, row: Region) -> "Life":
        return cls(row.pk, row.code, row.name, row.level, row.parent_id, row.valid_from, row.valid_to)

    def there_in(self, year: int) -> bool:
        return (self.since is None or self.since <= year) and (self.until is None or year <= self.until)

    def get_absolute_url(self) -> str:
        return address_of_page("archive:region", self.code)

    @property
    def federation_name(self) -> str:
        """In Chinese for everybody, as the name itself."""
        return f"{self.name}总工会"

    @property
    def is_former(self) -> bool:
        return self.until is not None


@dataclass(frozen=True, slots=True)
class Federation:
    """``lives``: the place as it was named, the last name first."""

    lives: tuple[Life, ...]

    @property
    def region(self) -> Life:
        return self.lives[0]

    @property
    def is_everlasting(self) -> bool:
        """There as long as the table of divisions goes back, and still."""
        return any(life.since is None and life.until is None for life in self.lives)

    def there_in(self, year: int) -> bool:
        return any(life.there_in(year) for life in self.lives)


@dataclass(frozen=True)
class Divisions:
    """The divisions within a place, or all of them. ``pasts``: what each was before, where that is known and one."""

    rows: Mapping[int, Life]
    pasts: Mapping[int, int]

    @classmethod
    def within(cls, place: Region | None) -> "Divisions":
        """With everything that the place was, and that what is below it was."""
        whole = _ALL.get()
        if place is None:
            return whole
        return cls({region.pk: whole.rows[region.pk] for region in gazette().within(place)}, whole.pasts)

    @cached_property
    def _below(self) -> dict[int | None, list[Life]]:
        below: dict[int | None, list[Life]] = {}
        for life in self.rows.values():
            below.setdefault(life.parent, []).append(life)
        return below

    @cached_property
    def _known(self) -> dict[int, Federation]:
        return {}

    def federation(self, life: Life) -> Federation:
        if life.pk not in self._known:
            self._known[life.pk] = self._with_past(life)
        return self._known[life.pk]

    def _with_past(self, life: Life) -> Federation:
        """A circle of changes ends where it began."""
        lives = {life.pk: life}
        past = self.rows.get(self.pasts.get(life.pk, 0))
        while past is not None and past.pk not in lives:
            lives[past.pk] = past
            past = self.rows.get(self.pasts.get(past.pk, 0))
        return Federation(tuple(lives.values()))

    def federations(self, lives: Iterable[Life]) -> list[Federation]:
        """Of these divisions, each once: none that another of them was before."""
        found = [self.federation(life) for life in lives]
        earlier = {life.pk for federation in found for life in federation.lives[1:]}
        return sorted(
            (federation for federation in found if federation.region.pk not in earlier),
            key=lambda federation: federation.region.code,
        )

    def directly_below(self, above: Federation | None) -> list[Federation]:
        """By code; the provinces, if above there is none."""
        return self.federations(self._children(above.lives) if above else self._below.get(None, []))

    def all_below(self, above: Federation | None) -> list[Federation]:
        if above is None:
            return self.federations(self.rows.values())
        found: dict[int, Life] = {}
        newest = list(above.lives)
        while newest:
            newest = [life for life in self._children(newest) if life.pk not in found]
            found |= {life.pk: life for life in newest}
        own = {life.pk for life in above.lives}
        return self.federations(life for pk, life in found.items() if pk not in own)

    def path(self, life: Life) -> list[Life]:
        """From the highest of these divisions down to it."""
        steps: dict[int, Life] = {}
        step: Life | None = life
        while step is not None and step.pk not in steps:
            steps[step.pk] = step
            step = self.rows.get(step.parent or 0)
        return list(reversed(steps.values()))

    def directly_in(self, above: int | None) -> list[Life]:
        """The divisions whose row names this one as that above them; without one, the provinces."""
        return self._below.get(above, [])

    def _children(self, lives: Iterable[Life]) -> Iterator[Life]:
        for life in lives:
            yield from self._below.get(life.pk, ())


def _all_divisions() -> Divisions:
    return Divisions({pk: Life.of(region) for pk, region in gazette().regions.items()}, sole_pasts())


def sole_pasts() -> dict[int, int]:
    """For each division that began where one other ended as a whole, and no more than one: which."""
    steps: dict[int, list[int]] = {}
    begun: set[int] = set()
    became: dict[int, int] = {}
    for past, later, ended, began in RegionSuccession.objects.whole_with_years():
        steps.setdefault(later, []).append(past)
        became[past] = became.get(past, 0) + 1
        if ended is not None and began is not None and began >= ended:
            begun.add(later)
    return {
        later: pasts[0]
        for later, pasts in steps.items()
        if later in begun and len(pasts) == 1 and became[pasts[0]] == 1
    }


_ALL = Kept(_all_divisions, OF_DIVISIONS)
