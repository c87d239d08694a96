"""From the words of an article to the division that its union belongs to.

The union as written decides: 宜宾市翠屏区总工会 says all. What it leaves open is settled by the other clues,
and by nothing but them: the parent of a shared name (鼓楼区), the name of a union that is only called
区总工会. What they do not settle stays open, with candidates where there are some.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from archive.regions.authority import DATA, RANK, Authority, Division, Level
from archive.regions.gazetteer import EVERYDAY, GENERIC, Gazetteer, Mention, gazetteer

ClueSource = Literal["issuer", "title", "subtitle", "kicker", "newspaper", "dateline", "text"]

NOTE_UNKNOWN = "region-unknown"
NOTE_AMBIGUOUS = "region-ambiguous"
NOTE_ZONE_NEAREST = "region-zone-nearest"  # the union of a zone; the division around it
NOTE_NEAREST = "region-nearest"  # the union of a company, a trade, a town; the division around it
NOTE_RENAMED = "region-renamed"  # the name is not of that year; the division that bore another name then


@dataclass(frozen=True, slots=True)
class Clue:
    """Words of the article that may say where it is from; ``start`` is their place in the raw text."""

    source: ClueSource
    text: str
    start: int = 0


@dataclass(frozen=True, slots=True)
class Resolution:
    """The division, or none; the words that it rests on; the others that it may be.

    ``basis`` is the strongest source that decided: issuer, title (also subtitle and kicker), newspaper, text
    (also dateline), or unknown. ``note`` is one of the codes above, or None when there is no doubt.
    """

    division: Division | None
    basis: str
    evidence: tuple[Clue, ...]
    candidates: tuple[Division, ...]
    note: str | None


BASES: dict[ClueSource, str] = {
    "issuer": "issuer",
    "title": "title",
    "subtitle": "title",
    "kicker": "title",
    "newspaper": "newspaper",
    "dateline": "text",
    "text": "text",
}
TITLES: tuple[ClueSource, ...] = ("subtitle", "title", "kicker")
TEXTS: tuple[ClueSource, ...] = ("dateline", "text")

UNION = re.compile(r"总工会|工会")
# 市总工会, 自治区总工会: a union that is named by its kind alone.
BARE_KIND = re.compile(r"(自治区|自治州|地区|[省市区县旗州盟])$")
# 开发区总工会, 高新区总工会: a zone, by its kind alone or after a name. 新区 is not here: 浦东新区 is a county.
ZONE_KIND = re.compile(
    r"(?:国家级|省级)?(?:经济技术|高新技术产业|高新技术|经济|高新|高技术产业|工业|产业|循环经济|旅游|农业|保税|"
    r"综合保税|出口加工|现代|科技|生态|文化)*"
    r"(?:开发区|经开区|高新区|工业园区|产业园区|园区|产业园|工业区|保税区|港区|管理区|示范区|实验区|试验区|度假区|"
    r"风景区|风景名胜区|集聚区|聚集区|加工区|新区|新城)(?:管委会|管理委员会)?$"
)
# 新疆生产建设兵团第一师 and its city are one body. The codes of the cities, from 阿拉尔市 to 白杨市.
CORPS = {
    "一": "659002", "二": "659006", "三": "659003", "四": "659008", "五": "659007", "六": "659004",
    "七": "659010", "八": "659001", "九": "659012", "十": "659005", "十三": "659011", "十四": "659009",
}  # fmt: skip
CORPS_NAME = re.compile(r"(?:生产建设)?兵团|[农第]?[一二三四五六七八九十]{1,2}师")
CORPS_DIVISION = re.compile(r"(十[一-四]?|[一二三四五六七八九])师")
XINJIANG = "650000"
# 赣鄱, 浙商, 闽西: the one-character names of provinces, those that are hardly anything else in running text.
PROVINCE_SIGNS = {
    "赣": "360000", "浙": "330000", "闽": "350000", "粤": "440000", "皖": "340000", "湘": "430000",
    "鄂": "420000", "豫": "410000", "冀": "130000", "陇": "620000", "黔": "520000", "滇": "530000",
    "蜀": "510000", "渝": "500000", "沪": "310000", "琼": "460000", "桂": "450000", "辽": "210000",
}  # fmt: skip
# 赴南昌市考察, 来自南京市的: places that somebody came from or went to.
ELSEWHERE = re.compile(r"(?:赴|前往|奔赴|来自|走进|远赴|援建|支援|对口帮扶|驰援)(?:了)?[^，。；,;]{0,6}$")
VISITED = re.compile(r"^[^，。；,;、]{0,6}(?:考察|学习|参观|取经|交流|疗养|疗休养|旅游)")

# The weights were set so that the cases of tests/test_regions_resolver.py come out as a careful reader would
# have them. A union named in full is the voice of the article; a short name may be part of any compound.
UNION_NAMED = 3.0
FULL_NAME = 1.0
SHORT_NAME = 0.4
IN_TITLE = 4.0
IN_DATELINE = 2.0
OWN_NEWSPAPER = 3.0
COUNTY_OF_CITY = 0.7  # each county named counts for its city, when a 市总工会 is looked for
COUNTED = 6  # mentions of one name after which more of them say nothing new
ENOUGH = 2.0
AHEAD = 1.5
# For telling shared names apart: what is above the candidate, beside it, below it.
ABOVE_CITY = 3.0
ABOVE_PROVINCE = 1.5
BESIDE = 1.0
BELOW = 2.0
SIGN = 0.8
VISIT = 0.25
PLAIN_AHEAD = 2.0


@dataclass(frozen=True, slots=True)
class _Claim:
    """A place that a phrase names as the union's own."""

    mention: Mention
    rows: tuple[Division, ...]  # of the mention, those that fit the names before it
    clue: Clue  # the words of the whole chain
    chained: bool = False  # there was a name above it
    nearest: str | None = None  # note, when the union is not the division's own


@dataclass(frozen=True, slots=True)
class _Found:
    """A mention, the clue that it stands in, and what it weighs there."""

    mention: Mention
    clue: Clue
    weight: float

    @property
    def words(self) -> Clue:
        return _words(self.clue, self.mention.start, self.mention.end)


def resolve(authority: Authority, clues: Sequence[Clue], *, year: int | None) -> Resolution:
    """The division of the article's union in that year; with no year, the one of today, or the last."""
    return _Case(gazetteer(authority), clues, year).resolve()


class _Case:
    """One article: its clues, read once and only as far as needed."""

    def __init__(self, names: Gazetteer, clues: Sequence[Clue], year: int | None) -> None:
        self.names = names
        self.authority = names.authority
        self.clues = [_without_spaces(clue) for clue in clues if clue.text.strip()]
        self.year = year
        self._found: list[_Found] | None = None
        self._papers: list[tuple[Clue, Division]] | None = None

    def resolve(self) -> Resolution:
        issuers = self._of("issuer")
        for source in (issuers, self._of(*TITLES)):
            for clue in source:
                if (answer := self._corps(clue)) is not None:
                    return answer
                for claim in self._claims(clue):
                    if (answer := self._settle(claim)) is not None:
                        return answer
        for clue in (*issuers, *self._of(*TITLES)):
            for end in _unions(clue.text):
                before = clue.text[:end]
                if zone := ZONE_KIND.search(before):
                    return self._bare_zone(zone[0], _words(clue, zone.start(), end))
                if kind := BARE_KIND.search(before):
                    return self._bare(kind[1], _words(clue, kind.start(), end))
        if issuers:
            return self._tallied(None, issuers[0], note=NOTE_NEAREST)
        return self._tallied(self._voice(), None)

    # What a phrase says by itself

    def _claims(self, clue: Clue) -> Iterator[_Claim]:
        """The places named in an issuer or a title, the surest first."""
        for end in _unions(clue.text):
            chain = self.names.chain_before(clue.text, end)
            if chain and self._is_name(chain):
                yield self._claim(clue, chain)
        for end in _unions(clue.text):
            zone = ZONE_KIND.search(clue.text[:end])
            if zone and (chain := self.names.chain_before(clue.text, zone.start())):
                yield self._claim(clue, chain, NOTE_ZONE_NEAREST)
        if clue.source == "issuer" or UNION.search(clue.text):
            bare = any(
                BARE_KIND.search(clue.text[:end]) or ZONE_KIND.search(clue.text[:end])
                for end in _unions(clue.text)
            )
            yield from self._loose(clue, bare=bare)

    def _loose(self, clue: Clue, *, bare: bool) -> Iterator[_Claim]:
        """A place that does not stand directly before 工会: 广丰区教育工会, 云川市2019年工会工作综述."""
        for mention in self.names.find(clue.text):
            chain = self.names.chain_before(clue.text, mention.end)
            if mention.full and self._is_name(chain) and (len(mention.name) > 2 or mention.start == 0):
                further = next(self._following(clue.text, mention.end), None)
                if further is not None and any(
                    mention.rows[0].code in self.names.codes_above(row) for row in further.rows
                ):
                    continue
                note = NOTE_NEAREST if clue.source == "issuer" and not bare else None
                yield self._claim(clue, chain or [mention], note)
                return
        if clue.source == "issuer" and not bare:
            for mention in self.names.find(clue.text):
                if not mention.full and mention.name not in EVERYDAY:
                    claim = self._claim(clue, [mention], NOTE_NEAREST)
                    highest = min(RANK[row.level] for row in claim.rows)
                    rows = tuple(row for row in claim.rows if RANK[row.level] == highest)
                    if self._support(rows[0], claim) > 0:
                        yield _Claim(mention, rows, claim.clue, nearest=NOTE_NEAREST)
                    return

    def _following(self, text: str, at: int) -> Iterator[Mention]:
        for mention in self.names.find(text[at:]):
            if mention.full:
                yield Mention(mention.name, mention.start + at, mention.end + at, mention.rows, mention.full)

    def _is_name(self, chain: list[Mention]) -> bool:
        """新建工会 and 安康工会 name no place; 江西新建总工会 and 新建区总工会 do. 新区总工会 is a zone's."""
        last = chain[-1]
        return len(chain) > 1 or (
            (last.full or last.name not in EVERYDAY) and last.name not in ("新区", "市区")
        )

    def _claim(self, clue: Clue, chain: list[Mention], nearest: str | None = None) -> _Claim:
        rows = chain[-1].rows
        for upper in chain[:-1]:
            # 襄樊市襄城区: the 襄城区 of the time when the city had that name, if there was one.
            own = {row.key for row in upper.rows}
            of_time = [row for row in rows if own & {step.key for step in self.authority.path(row)}]
            codes = {row.code for row in upper.rows}
            rows = tuple(of_time or (row for row in rows if codes & set(self.names.codes_above(row))))
        words = _words(clue, chain[0].start, chain[-1].end)
        return _Claim(chain[-1], rows, words, chained=len(chain) > 1, nearest=nearest)

    # One claim

    def _settle(self, claim: _Claim) -> Resolution | None:
        """The division of a claim; None when the claim is a noun that nothing supports."""
        rows, renamed = self._at_time(claim.rows)
        rows = self._prefer_unit(claim, rows)
        basis = BASES[claim.clue.source]
        note = claim.nearest or (NOTE_RENAMED if renamed else None)
        sure = claim.chained or claim.mention.name not in GENERIC
        if len(rows) == 1 and sure:
            return Resolution(rows[0], basis, (claim.clue,), (), note)
        if not rows:
            return None
        scores = {row.key: self._support(row, claim) for row in rows}
        ranked = sorted(rows, key=lambda row: -scores[row.key])
        best = scores[ranked[0].key]
        second = scores[ranked[1].key] if len(ranked) > 1 else 0.0
        if best >= BESIDE and best >= PLAIN_AHEAD * second:
            evidence = (claim.clue, *self._support_words(ranked[0], claim))
            return Resolution(ranked[0], basis, evidence, (), note)
        return Resolution(None, "unknown", (claim.clue,), tuple(ranked), NOTE_AMBIGUOUS)

    def _prefer_unit(self, claim: _Claim, rows: list[Division]) -> list[Division]:
        """A short name is that of the largest: 吉安工会 is 吉安市's, not 吉安县's; 恩施 the prefecture's."""
        if claim.mention.full or not rows:
            return rows
        highest = min(RANK[row.level] for row in rows)
        return [row for row in rows if RANK[row.level] == highest]

    def _at_time(self, rows: Iterable[Division]) -> tuple[list[Division], bool]:
        """Of the rows of one name, those of the year; whether another name had to be followed to it."""
        rows = list(rows)
        if self.year is None:
            today = [row for row in rows if row.valid_to is None]
            if today:
                return _latest(today), False
            last = max((row.valid_to or 0 for row in rows), default=0)
            return _latest(row for row in rows if row.valid_to == last), False
        valid = [row for row in rows if row.covers(self.year)]
        if valid:
            return _latest(valid), False
        # A review of 2014 that came out in 2015 already calls the county a district.
        near = [row for row in rows if row.covers(self.year + 1) or row.covers(self.year - 1)]
        if near:
            return _latest(near), False
        moved = {row.key: row for old in rows for row in self._followed(old, self.year)}
        if moved:
            return _latest(moved.values()), True
        return _latest(rows), False

    def _followed(self, row: Division, year: int) -> list[Division]:
        """What the division had become by a later year, or had been in an earlier one."""
        later = row.valid_to is not None and row.valid_to < year
        seen, todo, found = {row.key}, [row], []
        while todo:
            now = todo.pop()
            steps = self.authority.successors(now) if later else self.authority.predecessors(now)
            for step in steps:
                if step.key in seen:
                    continue
                seen.add(step.key)
                if step.covers(year):
                    found.append(step)
                else:
                    todo.append(step)
        same = [step for step in found if step.short_name == row.short_name]
        return same or found

    # Evidence from everywhere else

    def _support(self, row: Division, claim: _Claim) -> float:
        return sum(weight for _, weight in self._supporting(row, claim))

    def _support_words(self, row: Division, claim: _Claim) -> list[Clue]:
        found = sorted(self._supporting(row, claim), key=lambda item: -item[1])
        return [clue for clue, _ in found[:3]]

    def _supporting(self, row: Division, claim: _Claim) -> Iterator[tuple[Clue, float]]:
        """What speaks for a division: names of what is above it, beside it or below it, and newspapers."""
        above = self.names.codes_above(row)
        best: dict[str, tuple[Clue, float]] = {}
        for found in self._everything():
            if found.mention.name == claim.mention.name or found.clue.source == "issuer":
                continue
            weight = found.weight * self._relation(row, above, found.mention.rows)
            if weight > best.get(found.mention.name, (found.clue, 0.0))[1]:
                best[found.mention.name] = (found.words, weight)
        yield from best.values()
        for clue, paper in self._newspapers():
            if paper.code in above or paper.code == row.code:
                yield clue, 2 * (ABOVE_PROVINCE if paper.level is Level.PROVINCE else ABOVE_CITY)
        province = above[0] if above else row.code
        for clue in self._of(*TEXTS):
            for sign, code in PROVINCE_SIGNS.items():
                if code == province and (at := clue.text.find(sign)) >= 0:
                    yield _words(clue, at, at + 1), SIGN

    def _relation(self, row: Division, above: tuple[str, ...], rows: tuple[Division, ...]) -> float:
        codes = {other.code for other in rows}
        if codes & set(above):
            return ABOVE_PROVINCE if any(code.endswith("0000") for code in codes & set(above)) else ABOVE_CITY
        parents = [above_[-1] for other in rows if (above_ := self.names.codes_above(other))]
        if row.code in parents:
            return BELOW * parents.count(row.code) / len(parents)
        if above and above[-1] in parents and row.code not in codes and not above[-1].endswith("0000"):
            return BESIDE * parents.count(above[-1]) / len(parents)
        return 0.0

    def _everything(self) -> list[_Found]:
        """All names in all clues, everyday words left out, each weighed by where it stands."""
        if self._found is None:
            self._found = [found for clue in self.clues for found in self._in(clue)]
        return self._found

    def _in(self, clue: Clue) -> Iterator[_Found]:
        place = {"text": 1.0, "dateline": 2.0, "newspaper": 0.0}.get(clue.source, 3.0)
        if not place:
            return
        for mention in self.names.find(clue.text):
            if mention.name in EVERYDAY or mention.name in GENERIC:
                continue
            weight = place if mention.full and len(mention.name) > 2 else place * SHORT_NAME
            if clue.source == "text" and _elsewhere(clue.text, mention):
                weight *= VISIT
            yield _Found(mention, clue, weight)

    def _newspapers(self) -> list[tuple[Clue, Division]]:
        """The divisions that the newspapers are named after: 上饶日报 → 上饶市, 钱江晚报 → 浙江省."""
        if self._papers is None:
            self._papers = []
            for clue in self._of("newspaper"):
                place = self._place_of_newspaper(clue.text.strip("《》"))
                if place is not None:
                    self._papers.append((clue, place))
        return self._papers

    def _place_of_newspaper(self, name: str) -> Division | None:
        for known, code in _known_newspapers().items():
            if name.startswith(known):
                return (
                    self.authority.by_code(code, self.year) or self.authority.by_code(code) if code else None
                )
        mention = next(self.names.find(name), None)
        if mention is None or mention.start > 0:
            return None
        rows, _ = self._at_time(mention.rows)
        highest = min(RANK[row.level] for row in rows)
        rows = [row for row in rows if RANK[row.level] == highest]
        return rows[0] if len(rows) == 1 else None

    # Unions without a name

    def _bare(self, kind: str, clue: Clue) -> Resolution:
        """市总工会: which one, the titles, the newspaper and the text must say."""
        return self._tallied(kind, clue)

    def _bare_zone(self, kind: str, clue: Clue) -> Resolution:
        """开发区总工会: a zone that the text knows by name, or else the division around it."""
        counts: dict[str, float] = defaultdict(float)
        words: dict[str, _Found] = {}
        for found in self._everything():
            zones = [row for row in found.mention.rows if row.level is Level.ZONE]
            if len(zones) == 1 and _same_kind_of_zone(kind, zones[0]):
                full = found.mention.name == zones[0].name
                counts[zones[0].code] += found.weight * (ENOUGH if full else 1.0)
                words.setdefault(zones[0].code, found)
        ranked = sorted(counts, key=lambda code: -counts[code])
        if ranked and counts[ranked[0]] >= ENOUGH:
            second = counts[ranked[1]] if len(ranked) > 1 else 0.0
            rows, renamed = self._at_time(words[ranked[0]].mention.rows)
            rows = [row for row in rows if row.code == ranked[0]] or rows
            if rows and counts[ranked[0]] >= AHEAD * second:
                found = words[ranked[0]]
                basis = BASES[found.clue.source]
                note = NOTE_RENAMED if renamed else None
                return Resolution(rows[0], basis, (found.words, clue), (), note)
        return self._tallied(None, clue, note=NOTE_ZONE_NEAREST)

    def _voice(self) -> str | None:
        """What the text calls its union when it does not name it: 区总工会 more often than 市总工会."""
        counts: dict[str, int] = defaultdict(int)
        for clue in self._of("text"):
            for match in re.finditer("总工会", clue.text):
                kind = BARE_KIND.search(clue.text[max(0, match.start() - 3) : match.start()])
                if kind and not self.names.chain_before(clue.text, match.start()):
                    counts[kind[1]] += 1
        return max(counts, key=lambda kind: counts[kind]) if counts else None

    def _tallied(self, kind: str | None, clue: Clue | None, note: str | None = None) -> Resolution:
        """The place that titles, newspaper and text together are about, if they leave no doubt."""
        scores: dict[frozenset[str], float] = defaultdict(float)
        rows_of: dict[frozenset[str], list[Division]] = {}
        found_by: dict[frozenset[str], list[_Found]] = defaultdict(list)
        named = False
        counted: dict[tuple[str, bool], int] = defaultdict(int)
        for found in self._everything():
            if found.clue.source == "issuer":
                continue
            rows, _ = self._at_time(_of_kind(found.mention.rows, kind))
            rows = [row for row in rows if row.level is not Level.ZONE]
            if not rows:
                continue
            union = UNION.match(found.clue.text, found.mention.end) is not None and found.mention.full
            named = named or union
            counted[found.mention.name, union] += 1
            if counted[found.mention.name, union] > COUNTED:
                continue
            key = frozenset(row.code for row in rows)
            rows_of[key] = rows
            scores[key] += self._tally_weight(found, union=union)
            found_by[key].append(found)
        if kind in ("市", None):
            self._add_counties(scores, rows_of, found_by, kind)
        for paper_clue, paper in self._newspapers():
            self._add_newspaper(paper_clue, paper, kind, scores, rows_of)
        return self._verdict(kind, clue, note, scores, rows_of, found_by)

    def _tally_weight(self, found: _Found, *, union: bool) -> float:
        if union:
            return UNION_NAMED * (IN_TITLE if found.clue.source in TITLES else 1.0)
        weight = FULL_NAME if found.mention.full and len(found.mention.name) > 2 else SHORT_NAME
        if found.clue.source in TITLES:
            return weight * IN_TITLE
        if found.clue.source == "dateline":
            return weight * IN_DATELINE * (FULL_NAME / SHORT_NAME if not found.mention.full else 1.0)
        return weight * (VISIT if _elsewhere(found.clue.text, found.mention) else 1.0)

    def _add_counties(
        self,
        scores: dict[frozenset[str], float],
        rows_of: dict[frozenset[str], list[Division]],
        found_by: dict[frozenset[str], list[_Found]],
        kind: str | None,
    ) -> None:
        """三个县 of one city in the text speak for the city, when a city is looked for."""
        if kind is None:
            return
        seen: set[str] = set()
        for found in self._everything():
            rows, _ = self._at_time(found.mention.rows)
            counties = [row for row in rows if row.level is Level.COUNTY]
            if len(counties) != 1 or counties[0].code in seen or not found.mention.full:
                continue
            above = self.authority.parent(counties[0])
            if above is None or above.level is not Level.PREFECTURE or len(found.mention.name) < 3:
                continue
            seen.add(counties[0].code)
            key = frozenset((above.code,))
            rows_of.setdefault(key, [above])
            scores[key] += COUNTY_OF_CITY
            found_by[key].append(found)

    def _add_newspaper(
        self,
        clue: Clue,
        paper: Division,
        kind: str | None,
        scores: dict[frozenset[str], float],
        rows_of: dict[frozenset[str], list[Division]],
    ) -> None:
        """The newspaper of a city speaks for its 市总工会, and for those of its counties that the text names."""
        if kind is not None and _of_kind((paper,), kind):
            key = frozenset((paper.code,))
            rows_of.setdefault(key, [paper])
            scores[key] += OWN_NEWSPAPER
        for key, rows in rows_of.items():
            inside = [row for row in rows if paper.code in self.names.codes_above(row)]
            if inside:
                scores[key] += FULL_NAME
                if len(rows) > len(inside):
                    rows_of[key] = inside

    def _verdict(
        self,
        kind: str | None,
        clue: Clue | None,
        note: str | None,
        scores: dict[frozenset[str], float],
        rows_of: dict[frozenset[str], list[Division]],
        found_by: dict[frozenset[str], list[_Found]],
    ) -> Resolution:
        asked = (clue,) if clue is not None else ()
        ranked = sorted(scores, key=lambda key: -scores[key])
        if not ranked:
            return Resolution(None, "unknown", asked, (), NOTE_UNKNOWN)
        best = ranked[0]
        # 上饶市 and its 广丰区 do not compete: when both are named as often, the smaller is meant.
        rivals = [key for key in ranked[1:] if not self._encloses(rows_of[key], rows_of[best])]
        ahead = not rivals or scores[best] >= AHEAD * scores[rivals[0]]
        candidates = tuple(row for key in ranked[:4] if scores[key] >= FULL_NAME for row in rows_of[key])
        if scores[best] < ENOUGH or not ahead:
            return Resolution(None, "unknown", asked, candidates, NOTE_UNKNOWN)
        found = sorted(found_by[best], key=lambda item: (item.clue.source not in TITLES, item.clue.start))
        rows = rows_of[best]
        papers = [(c, p) for c, p in self._newspapers() if any(row.code == p.code for row in rows)]
        if found:
            basis = BASES[found[0].clue.source]
        else:
            basis = "newspaper" if papers else "text"
        evidence = (*asked, *(item.words for item in found[:3]), *(c for c, _ in papers[:1]))
        if len(rows) == 1:
            return Resolution(rows[0], basis, evidence, (), note)
        mention = found[0].mention
        claim = _Claim(mention, tuple(rows), found[0].words, nearest=note)
        answer = self._settle(claim)
        if answer is None:
            return Resolution(None, "unknown", evidence, tuple(rows), NOTE_AMBIGUOUS)
        return answer

    def _encloses(self, upper: list[Division], lower: list[Division]) -> bool:
        codes = {row.code for row in upper}
        return all(codes & set(self.names.codes_above(row)) for row in lower)

    # The corps

    def _corps(self, clue: Clue) -> Resolution | None:
        """第一师阿拉尔市总工会, 兵团第八师工会: the city of that division, or Xinjiang."""
        if "兵团" not in clue.text and not any("兵团" in other.text for other in self.clues):
            return None
        match = CORPS_DIVISION.search(clue.text)
        if match is None and not ("兵团" in clue.text and UNION.search(clue.text)):
            return None
        end = match.end() if match else clue.text.index("兵团") + 2
        words = _words(clue, match.start() if match else clue.text.index("兵团"), end)
        city = self.authority.by_code(CORPS.get(match[1], ""), self.year) if match else None
        if city is not None:
            return Resolution(city, BASES[clue.source], (words,), (), None)
        if next((m for m in self.names.find(clue.text) if m.full and m.rows[0].code != XINJIANG), None):
            return None
        region = self.authority.by_code(XINJIANG, self.year)
        return Resolution(region, BASES[clue.source], (words,), (), NOTE_NEAREST)

    def _of(self, *sources: ClueSource) -> list[Clue]:
        return [clue for source in sources for clue in self.clues if clue.source == source]


def _unions(text: str) -> list[int]:
    """Where 总工会 or 工会 begins."""
    return [match.start() for match in UNION.finditer(text)]


def _words(clue: Clue, start: int, end: int) -> Clue:
    return Clue(clue.source, clue.text[start:end], clue.start + start)


def _without_spaces(clue: Clue) -> Clue:
    """宜宾市 翠屏区总工会: spaces inside an issuer or a title part no names. Offsets are of the first word."""
    if clue.source == "text" or not re.search(r"\s", clue.text.strip()):
        return clue
    lead = len(clue.text) - len(clue.text.lstrip())
    return Clue(clue.source, re.sub(r"\s+", "", clue.text), clue.start + lead)


def _elsewhere(text: str, mention: Mention) -> bool:
    before = text[max(0, mention.start - 10) : mention.start]
    return bool(ELSEWHERE.search(before) or VISITED.match(text[mention.end : mention.end + 10]))


def _latest(rows: Iterable[Division]) -> list[Division]:
    """One row a code, the later where a change of the year gave it two."""
    found: dict[str, Division] = {}
    for row in rows:
        known = found.get(row.code)
        if known is None or (row.valid_from or 0) > (known.valid_from or 0):
            found[row.code] = row
    return list(found.values())


def _of_kind(rows: Iterable[Division], kind: str | None) -> list[Division]:
    """Of the rows, those that a 区总工会 or 市总工会 may belong to."""
    if kind is None:
        return list(rows)
    if kind == "省":
        return [row for row in rows if row.level is Level.PROVINCE]
    if kind == "自治区":
        return [row for row in rows if row.level is Level.PROVINCE and row.name.endswith("自治区")]
    return [row for row in rows if row.name.endswith(kind) and row.level is not Level.ZONE]


def _same_kind_of_zone(kind: str, zone: Division) -> bool:
    """高新区 is no 经济开发区; 开发区 may be either."""
    if "高新" in kind:
        return "高新" in zone.name
    if kind.endswith(("开发区", "经开区")):
        return "开发区" in zone.name or "产业园区" in zone.name
    return kind[-2:] in zone.name


@cache
def _known_newspapers() -> dict[str, str]:
    """Newspapers that are not named after their place, and those of the whole country, which have none."""
    with (DATA / "newspapers.tsv").open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["name"]: row["code"] for row in rows}
