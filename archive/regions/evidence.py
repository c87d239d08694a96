"""What all clues together say about a division: names above, beside and below it, newspapers, 赣 and 浙."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from archive.regions.authority import Division, Level
from archive.regions.claims import Claim, claim
from archive.regions.clues import TEXTS, TITLES, Clue, ClueSource, Phrase, phrase
from archive.regions.gazetteer import EVERYDAY, GENERIC, LONGEST_NAME, Gazetteer, Mention
from archive.regions.newspapers import place_of_newspaper
from archive.regions.union_names import WORDS_TOO, Own, is_cut, name_before

# The one-character names of provinces, those that are hardly anything else in running text: 赣工贷, 浙商.
PROVINCE_SIGNS = {
    "赣": "360000", "浙": "330000", "闽": "350000", "粤": "440000", "皖": "340000", "湘": "430000",
    "鄂": "420000", "豫": "410000", "冀": "130000", "陇": "620000", "黔": "520000", "滇": "530000",
    "蜀": "510000", "渝": "500000", "沪": "310000", "琼": "460000", "桂": "450000", "辽": "210000",
}  # fmt: skip
MUNICIPALITIES = frozenset(("110000", "120000", "310000", "500000"))
# Places that somebody came from or went to: 赴南昌市考察, 来自南京市的.
_FROM_OR_TO = re.compile(r"(?:赴|前往|来自|走进|援建|支援|对口帮扶|驰援)了?[^，。；,;]{0,6}$")
_VISITED = re.compile(r"[^，。；,;、]{0,6}(?:考察|学习|参观|取经|交流|疗养|疗休养|旅游)")

# The weights were set so that the cases of tests/test_regions_resolver.py come out as a careful reader would
# have them: one mention of the city in the text tells a shared name, one of the province does only when no
# other province is named, and a place that was only visited tells nothing.
ABOVE_CITY = 3.0  # 南京市 for 鼓楼区: one mention decides
ABOVE_PROVINCE = 1.5  # 江苏省 for it: enough alone, and not where another province is named too
BESIDE = 1.0  # 玄武区, a district of the same city; of a name that several cities have, its share
BELOW = 2.0  # for a city, a county in it: nearly as good as its own name
SIGN = 0.8  # 赣工贷: under ENOUGH, since one character alone settles nothing
VISIT = 0.25  # 赴南昌市考察: four such places weigh what one plain mention does
SHORT = 0.4  # 广丰 may be a part of some other word; 广丰区 is not
NEWSPAPER = 2.0  # times the weight of what it is the paper of: 上饶日报 outweighs any one name in the text
PLACES: dict[ClueSource, float] = {
    "text": 1.0, "lead": 1.0, "page": 1.0, "dateline": 2.0, "newspaper": 0.0, "name_paper": 0.0
}  # fmt: skip
IN_TITLE = 3.0  # said once, of the whole article
RUNNING: tuple[ClueSource, ...] = ("text", "lead")
_UNION = re.compile(r"总?工会")
_WORD_AND_UNION = re.compile(rf"(?:{'|'.join(sorted(WORDS_TOO))})[县区市]总?工会")
# Two unions as one: 宁晋县、|隆尧县总工会, 宁晋县总工会和|隆尧县总工会; and as the first of them sees it.
_JOINS_BEFORE = re.compile(r"(?:总?工会)?[、和与及同]$")
_JOINS_BEHIND = re.compile(r"(?:总?工会)?[、和与及同]")
LONGEST_JOIN = 4  # 总工会、 is the longest of them
ENOUGH = 1.0  # one plain mention of something near by
AHEAD = 2.0  # times the second: two cities of which each is named once leave it open


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a clue, and what it weighs there."""

    mention: Mention
    phrase: Phrase
    weight: float

    @property
    def words(self) -> Clue:
        return self.phrase.words(self.mention.start, self.mention.end)


class Evidence:
    """The clues of one article, searched once and only when they are needed."""

    def __init__(self, names: Gazetteer, clues: Sequence[Clue], year: int | None) -> None:
        self.names = names
        self.authority = names.authority
        self.year = year
        self.phrases = [phrase(clue) for clue in clues if clue.text.strip()]
        self._everything: list[Found] | None = None
        self._newspapers: list[tuple[Clue, Division]] | None = None

    def of(self, *sources: ClueSource) -> list[Phrase]:
        """The clues of these sources, in the order of the sources."""
        return [phrase for source in sources for phrase in self.phrases if phrase.source == source]

    def everything(self) -> list[Found]:
        """All names in all clues but newspapers; everyday words and nouns like 新城区 are left out."""
        if self._everything is None:
            self._everything = [found for phrase in self.phrases for found in self._in(phrase)]
        return self._everything

    def newspapers(self) -> list[tuple[Clue, Division]]:
        """The newspapers, each with the division that it is of."""
        if self._newspapers is None:
            places = (
                (phrase.clue, place_of_newspaper(self.names, phrase.text, self.year))
                for phrase in self.of("newspaper", "name_paper")
            )
            self._newspapers = [(clue, place) for clue, place in places if place is not None]
        return self._newspapers

    @cached_property
    def words_too(self) -> frozenset[str]:
        """Names that are words here: 蒙阴县新增会员213人。会同县总工会走访 is "with the county's union".

        So where the name stands before a union alone, never in a title or behind what it lies in, and another county is told
        of oftener, or as often and earlier.
        """
        words: dict[str, list[int]] = {}
        others: dict[str, list[int]] = {}
        places: set[str] = set()
        for at, (text, mention) in enumerate(self._full_names()):
            name = mention.name
            if self._is_a_place(text, mention):
                places |= {row.short_name for row in mention.rows}
                others.setdefault(name, []).append(at)
            elif name[:-1] in WORDS_TOO:
                words.setdefault(name, []).append(at)
        return frozenset(
            name
            for name, used in words.items()
            if name[:-1] not in places
            and any(
                other[-1] == name[-1] and (len(told), used[0]) > (len(used), told[0])
                for other, told in others.items()
            )
        )

    def _full_names(self) -> Iterator[tuple[Phrase, Mention]]:
        """The full names of titles and text, where there is a word that is a name, too."""
        if any(_WORD_AND_UNION.search(words.text) for words in self.of(*TEXTS)):
            for words in self.of(*TITLES, *TEXTS):
                for mention in self.names.find(words.text):
                    if mention.full and len(mention.name) > 2:
                        yield words, mention

    def _is_a_place(self, words: Phrase, mention: Mention) -> bool:
        """Whether the text tells of the division: 会同县职工, 南昌市|新建区, and not the union's name alone."""
        if self.names.stands_below(words.text, mention):
            return True
        if is_cut(words.text, mention):
            return False
        in_title = words.source in TITLES
        return in_title or not (_UNION.match(words.text, mention.end) or only_visited(words.text, mention))

    def together(self, name: str) -> tuple[Claim, ...]:
        """Those whose unions report together with that of the name, itself among them; none, where it ever stands alone."""
        found: list[Claim] = []
        for words in self.of(*TITLES, *TEXTS):
            at = words.text.find(name)
            while at >= 0:
                joined = self._joined(words, at, at + len(name))
                if len(joined) < 2:
                    return ()
                found += joined
                at = words.text.find(name, at + 1)
        return tuple(found)

    def _joined(self, phrase: Phrase, start: int, end: int) -> list[Claim]:
        """南京市鼓楼区、|玄武区|、秦淮区总工会: what is joined to a name before it and behind it, up to a union."""
        own = name_before(self.names, phrase.text, end)
        chains = [list(own.chain)] if own and own.own is Own.NOTHING else []
        while chains and (before := self._before(phrase.text, chains[0][0].start)):
            chains.insert(0, before)
        joined = len(chains) if _UNION.match(phrase.text, end) else 0
        while chains and (behind := self._behind(phrase.text, chains[-1][-1].end)):
            chains.append(behind)
            if _UNION.match(phrase.text, behind[-1].end):
                joined = len(chains)
        return self._below_the_same(phrase, chains[:joined])

    def _before(self, text: str, start: int) -> list[Mention]:
        """宁晋县 before 隆尧县, in 宁晋县、|隆尧县总工会; 杭州 before 宁波市."""
        join = _JOINS_BEFORE.search(text, max(0, start - LONGEST_JOIN), start)
        name = name_before(self.names, text, join.start()) if join else None
        return list(name.chain) if name and name.own is Own.NOTHING else []

    def _behind(self, text: str, end: int) -> list[Mention]:
        """隆尧县 behind 宁晋县, in 宁晋县总工会|和隆尧县总工会."""
        join = _JOINS_BEHIND.match(text, end)
        chain = self.names.chain_from(text, join.end(), join.end() + LONGEST_NAME) if join else []
        return chain if chain and chain[-1].full else []

    def _below_the_same(self, phrase: Phrase, chains: list[list[Mention]]) -> list[Claim]:
        """玄武区 behind 南京市鼓楼区 is Nanjing's, too."""
        found: list[Claim] = []
        above: list[Mention] = []
        for chain in chains:
            item = claim(self.names, phrase, chain)
            inside = claim(self.names, phrase, [*above, *chain]) if len(chain) == 1 else item
            found.append(inside if inside.rows else item)
            above = above if inside.rows and len(chain) == 1 else chain[:-1]
        return found

    def divided(self, row: Division) -> bool:
        """Whether it had divisions below it in the article's year: 中山市 has none."""
        return any(
            child.level is not Level.ZONE and (self.year is None or child.covers(self.year))
            for child in self.authority.children(row)
        )

    def support(self, row: Division, name: str) -> float:
        """How much speaks for a division of that name, the name itself not counted."""
        return sum(weight for _, weight in self._supporting(row, name))

    def support_words(self, row: Division, name: str) -> tuple[Clue, ...]:
        """The words that speak most for it."""
        found = sorted(self._supporting(row, name), key=lambda item: -item[1])
        return tuple(clue for clue, _ in found[:3])

    def _in(self, phrase: Phrase) -> Iterator[Found]:
        place = PLACES.get(phrase.source, IN_TITLE)
        if not place:
            return
        for mention in self.names.find(phrase.text):
            if mention.name in EVERYDAY or mention.name in GENERIC or mention.name in self.words_too:
                continue
            if self._may_be_cut(phrase.text, mention):
                continue
            weight = place if mention.full and len(mention.name) > 2 else place * SHORT
            if phrase.source in RUNNING and only_visited(phrase.text, mention):
                weight *= VISIT
            yield Found(mention, phrase, weight)

    def _may_be_cut(self, text: str, mention: Mention) -> bool:
        """和县 in 各市和县级工会, 开县 in 召开县工会会议, 青田县 in 西青田县: the name is a piece of something else."""
        of_two = len(mention.name) == 2 and mention.name[-1] in "县市区州旗盟"
        if of_two and text.startswith("级", mention.end):
            return True
        return is_cut(text, mention) and not self.names.stands_below(text, mention)

    def _supporting(self, row: Division, name: str) -> Iterator[tuple[Clue, float]]:
        above = self.names.codes_above(row)
        best: dict[str, tuple[Found, float]] = {}
        for found in self.everything():
            if found.mention.name == name or found.phrase.source == "issuer":
                continue
            weight = found.weight * self._relation(row, above, found.mention.rows)
            if weight > best.get(found.mention.name, (found, 0.0))[1]:
                best[found.mention.name] = found, weight
        for found, weight in best.values():
            yield found.words, weight
        for clue, paper in self.newspapers():
            if paper.code == row.code or paper.code in above:
                yield clue, NEWSPAPER * (ABOVE_PROVINCE if paper.level is Level.PROVINCE else ABOVE_CITY)
        for text in self.of(*TEXTS):
            for sign, code in PROVINCE_SIGNS.items():
                if code in above and (at := text.text.find(sign)) >= 0:
                    yield text.words(at, at + 1), SIGN

    def _relation(self, row: Division, above: tuple[str, ...], rows: tuple[Division, ...]) -> float:
        """What a name says for a division, the name standing for all these rows alike."""
        codes = {other.code for other in rows}
        shared = codes.intersection(above)
        if shared:  # 天津 is directly above its 和平区, 辽宁 only the province of Shenyang's
            return ABOVE_CITY if shared != {above[0]} or len(above) == 1 else ABOVE_PROVINCE
        parents = [other.parent_code for other in rows if other.parent_code]
        if row.code in parents:
            return BELOW * parents.count(row.code) / len(parents)
        if row.code not in codes and above and above[-1] in parents and _is_of_neighbours(above[-1]):
            return BESIDE * parents.count(above[-1]) / len(parents)
        return 0.0


def _is_of_neighbours(code: str) -> bool:
    """Whether what lies directly below is near together: a city's, 北京市's; not what a province has no city above."""
    return code in MUNICIPALITIES or not code.endswith("0000")


def only_visited(text: str, mention: Mention) -> bool:
    """Whether the place is one that people went to, or came from: 赴南昌市考察."""
    before = text[max(0, mention.start - 10) : mention.start]
    after = text[mention.end : mention.end + 10]
    return bool(_FROM_OR_TO.search(before) or _VISITED.match(after))
