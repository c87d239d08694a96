"""What an issuer or a title says by itself: 宜宾市翠屏区总工会, 广丰经济开发区总工会, 区总工会."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from archive.regions.authority import Division, Level
from archive.regions.clues import NOTE_NEAREST, NOTE_ZONE_NEAREST, Clue, Phrase
from archive.regions.gazetteer import EVERYDAY, Gazetteer, Mention
from archive.regions.union_names import Own, UnionName, is_cut, is_name, names_in

UNION = re.compile(r"总工会|工会")
# 市总工会, 自治区总工会: a union that is named by its kind alone.
BARE_KIND = re.compile(r"(?:自治区|自治州|地区|[省市区县旗州盟])$")
# 市直机关工会: the union of the offices of a division that is named by its kind, too.
OFFICES = re.compile(r"^(?:中共)?([省市区县州])(?:直|属)")
# 开发区总工会, 高新区总工会: a zone, by its kind alone or after a name.
ZONE_KIND = re.compile(
    r"(?:国家级|省级)?(?:经济技术|高新技术产业|高新技术|经济|高新|高技术产业|工业|产业|循环经济|旅游|农业|"
    r"综合保税|保税|出口加工|现代|科技|生态|文化)*"
    r"(?:开发区|经开区|高新区|工业园区|产业园区|园区|产业园|工业区|保税区|港区|管理区|示范区|实验区|试验区|"
    r"度假区|风景区|风景名胜区|集聚区|聚集区|加工区|新区|新城)(?:管委会|管理委员会)?$"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A place that a phrase names as the union's own."""

    mention: Mention  # the last and smallest of the names
    rows: tuple[Division, ...]  # those of the mention that fit the names before it
    words: Clue  # all the names
    chained: bool = False  # there was a name above it
    nearest: str | None = None  # a note, when the union is not the division's own
    below: str | None = None  # the name of a division below that is in no table, or elsewhere: 广州市|广丰区


@dataclass(frozen=True, slots=True)
class Bare:
    """A union that a phrase names by its kind only."""

    kind: str
    zone: bool
    words: Clue


def claims(names: Gazetteer, phrase: Phrase) -> Iterator[Claim]:
    """The places that a phrase names for its union, the surest first.

    A place that does not stand directly before 工会 counts too: 广丰区教育工会, 云川市2019年工会工作综述. In
    an issuer it is the division around a union that is not its own, unless the union is just 区总工会.
    """
    found = list(names_in(names, phrase.text, UNION))
    for own in (Own.NOTHING, Own.ZONE, Own.DIVISION):
        for name in found:
            if name.own is own:
                note = NOTE_ZONE_NEAREST if own is Own.ZONE else None
                yield replace(claim(names, phrase, list(name.chain), note), below=_below(name))
    if phrase.source == "issuer" or UNION.search(phrase.text):
        own_union = bare(phrase) is not None or phrase.source != "issuer"
        chain = _first_full(names, phrase.text)
        if chain:
            yield claim(names, phrase, chain, None if own_union else NOTE_NEAREST)


def _below(name: UnionName) -> str | None:
    return name.rest if name.own is Own.DIVISION else None


def bare(phrase: Phrase) -> Bare | None:
    """区总工会, 开发区总工会: what kind of division or zone the union is of."""
    for match in UNION.finditer(phrase.text):
        before = phrase.text[: match.start()]
        if zone := ZONE_KIND.search(before):
            return Bare(zone[0], True, phrase.words(zone.start(), match.end()))
        if kind := BARE_KIND.search(before):
            return Bare(kind[0], False, phrase.words(kind.start(), match.end()))
    if offices := OFFICES.match(phrase.text):
        return Bare(offices[1], False, phrase.words(0, offices.end()))
    return None


def short_claims(names: Gazetteer, phrase: Phrase) -> Iterator[Claim]:
    """江西铜业集团工会: a short name in an issuer, that is worth something only if the text agrees."""
    for mention in names.find(phrase.text):
        if not mention.full and mention.name not in EVERYDAY:
            yield claim(names, phrase, [mention], NOTE_NEAREST)


def claim(names: Gazetteer, phrase: Phrase, chain: list[Mention], nearest: str | None = None) -> Claim:
    """The last name of the chain, and the divisions that it may be below the others."""
    rows = chain[-1].rows
    for upper in chain[:-1]:
        # 襄樊市襄城区: the 襄城区 of the time when the city had that name, if there was one.
        keys = {row.key for row in upper.rows}
        codes = {row.code for row in upper.rows}
        of_time = [row for row in rows if keys & {step.key for step in names.authority.path(row)}]
        rows = tuple(of_time or (row for row in rows if codes & set(names.codes_above(row))))
    words = phrase.words(chain[0].start, chain[-1].end)
    return Claim(chain[-1], rows, words, chained=len(chain) > 1, nearest=nearest)


def of_kind(rows: Iterable[Division], kind: str | None) -> list[Division]:
    """Of the rows, those whose union may be called 区总工会, or 市总工会; any, with no kind."""
    if kind is None:
        return list(rows)
    if kind in ("省", "自治区"):
        return [row for row in rows if row.level is Level.PROVINCE and row.name.endswith(kind)]
    if kind == "区":  # 自治区 ends so too
        return [row for row in rows if row.level is Level.COUNTY and row.name.endswith(kind)]
    return [row for row in rows if row.name.endswith(kind) and row.level is not Level.ZONE]


def same_kind_of_zone(kind: str, zone: Division) -> bool:
    """高新区 is no 经济开发区; 开发区 may be either."""
    if "高新" in kind:
        return "高新" in zone.name
    if kind.endswith(("开发区", "经开区")):
        return "开发区" in zone.name or "产业园区" in zone.name
    return kind[-2:] in zone.name


def _first_full(names: Gazetteer, text: str) -> list[Mention]:
    """The first chain that ends in a full name: 江西省 上饶市 广丰区 in 江西省上饶市广丰区教育工会."""
    for mention in names.find(text):
        if is_cut(text, mention):
            continue
        chain = names.chain_from(text, mention.start, len(text))
        while chain and not chain[-1].full:  # 怀化市|洪江, of 怀化市洪江区工会
            chain.pop()
        if chain and (len(chain[-1].name) > 2 or chain[-1].start == 0) and is_name(chain):
            return chain
    return []
