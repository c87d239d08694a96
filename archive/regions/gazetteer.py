"""Finds the names of divisions in a text: one pass over the characters, or side by side from a given place."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from archive.regions.authority import DATA, Authority, Division, Level

# What everyday words are made of, so that it says nothing when it stands alone: “安康杯”竞赛, 新建工会,
# 会同有关部门, 创新干事 (新干县), 大城市 (大城县). In a chain (桂林资源) they count like any other name.
EVERYDAY = frozenset((DATA / "everyday_words.txt").read_text(encoding="utf-8").split())
LONGEST_NAME = 22  # 临夏回族自治州积石山保安族东乡族撒拉族自治县
# Names that are nouns too, with their kind: 建设新城区 is no place. They need the name of what is above.
GENERIC = frozenset(
    (
        "城区",
        "郊区",
        "矿区",
        "新区",
        "市区",
        "东区",
        "西区",
        "市郊区",
        "新城区",
        "老城区",
        "新市区",
        "市中区",
        "城中区",
        "东郊区",
        "西郊区",
        "北郊区",
        "东矿区",
    )
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text. ``rows`` are all divisions of that name, of any time."""

    name: str
    start: int
    end: int
    rows: tuple[Division, ...]
    full: bool  # written with its kind: 广丰区, not 广丰

    @property
    def is_of_a_city(self) -> bool:
        """Whether a province or a prefecture may be meant: 安康 is a city beside a word, 新建 a district."""
        return any(row.level in (Level.PROVINCE, Level.PREFECTURE) for row in self.rows)


class Gazetteer:
    """All names of an authority, ready to be found."""

    def __init__(self, authority: Authority) -> None:
        self.authority = authority
        self._above: dict[tuple[str, int | None], tuple[str, ...]] = {}
        self._full = {name for row in authority.divisions for name in (row.name, *row.aliases)}
        heads: dict[str, list[str]] = defaultdict(list)
        for name in authority.names():
            heads[name[:2]].append(name)
        self._heads = {key: tuple(sorted(names, key=len, reverse=True)) for key, names in heads.items()}

    def find(self, text: str) -> Iterator[Mention]:
        """The names in reading order, the longest at each place, none inside another.

        A short name gives way to a full one that begins inside it: 山东|城区 in 中山东城区 is no 山东.
        """
        heads = self._heads
        at, last = 0, len(text) - 1
        while at < last:
            names = heads.get(text[at : at + 2])
            if names is None:
                at += 1
                continue
            name = next((name for name in names if text.startswith(name, at)), None)
            if name is None or (name not in self._full and self._full_inside(text, at + 1, at + len(name))):
                at += 1
                continue
            yield self._mention(name, at)
            at += len(name)

    def chain_from(self, text: str, start: int, end: int) -> list[Mention]:
        """The divisions that stand side by side from ``start`` on, each inside the one before; as far as they reach.

        广州市|广丰区 is 广州市 alone, because no 广丰区 is there; 青岛|市南区 reaches further than 青岛市.
        """
        best: list[Mention] = []
        for mention in self._at(text, start, end):
            chain = [mention, *self._inside(text, mention, end)]
            if not best or chain[-1].end > best[-1].end:
                best = chain
        return best

    def stands_below(self, text: str, mention: Mention) -> bool:
        """Whether what it lies in stands right before it: 南昌市|新建区, 马鞍山|和县."""
        return any(
            upper.end == mention.start and self._contains(upper.rows, mention.rows)
            for start in range(max(0, mention.start - LONGEST_NAME), mention.start - 1)
            for upper in self._at(text, start, mention.start)
        )

    def _inside(self, text: str, upper: Mention, end: int) -> list[Mention]:
        best: list[Mention] = []
        for mention in self._at(text, upper.end, end):
            if self._contains(upper.rows, mention.rows):
                chain = [mention, *self._inside(text, mention, end)]
                if not best or chain[-1].end > best[-1].end:
                    best = chain
        return best

    def _at(self, text: str, start: int, end: int) -> Iterator[Mention]:
        for name in self._heads.get(text[start : start + 2], ()):
            if start + len(name) <= end and text.startswith(name, start):
                yield self._mention(name, start)

    def codes_above(self, row: Division) -> tuple[str, ...]:
        """The codes of what is above it, the nearest last."""
        known = self._above.get(row.key)
        if known is None:
            known = self._above[row.key] = tuple(step.code for step in self.authority.path(row)[:-1])
        return known

    def _contains(self, upper: tuple[Division, ...], lower: tuple[Division, ...]) -> bool:
        codes = {row.code for row in upper}
        return any(codes.intersection(self.codes_above(row)) for row in lower)

    def _full_inside(self, text: str, start: int, end: int) -> bool:
        return any(
            text.startswith(name, at)
            for at in range(start, end)
            for name in self._heads.get(text[at : at + 2], ())
            if name in self._full and len(name) > 2
        )

    def _mention(self, name: str, start: int) -> Mention:
        rows = self.authority.named(name)
        return Mention(name, start, start + len(name), rows, name in self._full)


@lru_cache(maxsize=4)
def gazetteer(authority: Authority) -> Gazetteer:
    """The gazetteer of an authority, made once."""
    return Gazetteer(authority)
