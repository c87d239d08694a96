"""The provinces and their cities on the home page, with the number of articles of each."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from archive.coverage.shown import article_counts
from archive.gazette import gazette
from archive.models import Region

MOST_CITIES = 40
"""At 5,000 articles there were 340, and nobody found one among them."""
Counted = tuple[Region, int]
Branches = list[tuple[Counted, list[Counted]]]


@dataclass(frozen=True, slots=True)
class Tree:
    provinces: Branches

    @property
    def names_cities(self) -> bool:
        return any(cities for _province, cities in self.provinces)


def province_tree() -> Tree:
    """By their sound, as far as they have articles."""
    places = sorted(_upper_levels(gazette().regions.values()), key=_by_sound)
    return Tree(_cut(_tree_of(places, article_counts(places))))


def _upper_levels(regions: Iterable[Region]) -> Iterator[Region]:
    """Provinces and what stands directly below them."""
    for region in regions:
        above = region.parent
        if Region.Level.PROVINCE in (region.level, above and above.level):
            yield region


def _by_sound(region: Region) -> tuple[str, str, int]:
    return str(region.pinyin), str(region.code), region.valid_from or 0


def _cut(tree: Branches) -> Branches:
    """Provinces alone where there are too many cities to look through: the box knows every place by its name."""
    many = sum(len(cities) for _province, cities in tree) > MOST_CITIES and len(tree) > 1
    return [(province, []) for province, _cities in tree] if many else tree


def _tree_of(places: Iterable[Region], counts: Mapping[int, int]) -> Branches:
    """Provinces with articles, each with those of its divisions that have any, and how many that are."""
    below: dict[int | None, list[Counted]] = {}
    for place in places:
        if place.pk in counts:
            below.setdefault(place.parent_id, []).append((place, counts[place.pk]))
    return [(province, below.get(province[0].pk, [])) for province in below.get(None, [])]
