"""The places around one, always at hand: 省 › 市 › 县, and those beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.coverage.federations import Divisions, Federation, Life
from archive.coverage.holdings import Holdings
from archive.models import Region
from archive.regions.authority import Level


@dataclass(frozen=True, slots=True)
class Column:
    """The places directly below one (``above``, None for the provinces), in the order of their codes; ``chosen`` is the
    one on the way to the page's place."""

    above: int | None
    places: tuple[Life, ...]
    chosen: int | None


@dataclass(frozen=True, slots=True)
class Beside:
    """A place beside the page's, with the number of its own articles."""

    federation: Federation
    articles: int
    is_here: bool

    @property
    def region(self) -> Life:
        return self.federation.region


@dataclass(frozen=True, slots=True)
class Around:
    """``path`` leads from the province down to the place; it is empty where all of the country is shown."""

    path: tuple[Region, ...]
    below: Mapping[int | None, tuple[Life, ...]]

    @classmethod
    def of(cls, path: Sequence[Region]) -> "Around":
        divisions = Divisions.within(None)
        provinces = tuple(life for life in divisions.directly_in(None) if life.level == Level.PROVINCE)
        below: dict[int | None, tuple[Life, ...]] = {None: provinces}
        below |= {step.pk: tuple(divisions.directly_in(step.pk)) for step in path}
        return cls(tuple(path), below)

    @property
    def columns(self) -> list[Column]:
        """Of today's places: the provinces, the cities of this one's province, the counties of its city."""
        chosen = [step.pk for step in self.path]
        steps = zip([None, *chosen], [*chosen, None], strict=True)
        columns = [Column(above, self._today(above), step) for above, step in steps]
        return [column for column in columns if column.places]

    def _today(self, above: int | None) -> tuple[Life, ...]:
        return tuple(life for life in self.below.get(above, ()) if not life.is_former)

    def beside(self, pasts: Mapping[int, int], held: Holdings) -> list[Beside]:
        """One query at most: the federations directly below the same place as the page's, itself among them."""
        here = self.path[-1]
        lives = {life.pk: life for life in self.below.get(here.parent_id, ())}
        federations = Divisions(lives, pasts).federations(lives.values())
        own = held.reaching(lives)
        found = [
            Beside(
                federation,
                sum(own.count_of(life.pk) for life in federation.lives),
                any(life.pk == here.pk for life in federation.lives),
            )
            for federation in federations
        ]
        return [one for one in found if one.articles or one.is_here or not one.region.is_former]
