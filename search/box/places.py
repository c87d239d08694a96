"""The place that a box names: by its full name, a short one, letters, or a name of the same sound.

What stands in a box is no running text, so a name counts for more; but 城区改造, 各市和县工会, 延安精神 and 文化 2020
name no place, and an offer for one would be noise. A place is looked for by the surest way first.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache, lru_cache
from pathlib import Path

from archive.regions.authority import Division, Level
from archive.regions.evidence import PROVINCE_SIGNS
from archive.regions.gazetteer import EVERYDAY, GENERIC, Mention
from archive.regions.union_names import is_cut
from search.analysis import plain_text
from search.box.names import Names, Rows
from search.box.typed import Masked
from search.lexicon import HAN, LETTERS, alike, syllables

DATA = Path(__file__).parent.parent / "data"
SIGNS = PROVINCE_SIGNS | {
    "京": "110000",
    "津": "120000",
    "晋": "140000",
    "鲁": "370000",
    "苏": "320000",
    "陕": "610000",
    "内蒙": "150000",
}
"""粤 2020: what stands for a province, where it is a whole word and hardly any other."""
NOUNS_TOO = GENERIC - {"市中区", "城中区"}
"""城区, 新城区: no names where they stand alone. Nobody says 市中区 of anything but the district."""
TRADE = (
    *(
        "职工",
        "工匠",
        "帮扶",
        "驿站",
        "困难",
        "维权",
        "竞赛",
        "慰问",
        "协商",
        "集体",
        "劳动",
        "技能",
        "创新工作室",
    ),
    *(
        "就业",
        "助学",
        "户外",
        "疫情",
        "抗疫",
        "战疫",
        "复工",
        "脱贫",
        "扶贫",
        "乡村振兴",
        "党建",
        "建会",
        "女工",
        "综述",
    ),
)
"""With the terms of ``search/data/union_terms.txt``: what is asked for of a place in the same breath."""
UNION = re.compile(r"总工会|工会|总(?![\u4e00-\u9fff])|的")
"""What may follow a short name at once: 上饶总工会, 上饶市总, 上饶的."""
ENDS_A_WORD = "市县区州城省旗郊矿会"
"""市南区, 城东区, 会同县 within words are what is left of others: 城市南区, 总工会同县委."""
ENDS_A_NAME = "省市区县州盟旗"
GOES_WITH = {
    "市": "委直民场区长级政属郊容情县内辖",
    "县": "委直城域长级政属区情志内",
    "区": "域位委直间块划别分长级政属内",
    "州": "委直府长级政属",
    "省": "委直长级政属内会",
    "旗": "委帜舰下直级",
}
"""云川市委, 石桥县城, 云川区域: the kind belongs to the next word, and 云川, 石桥 are the places."""
WORDS_ON = "域位间块划别分"
"""新建区域, 解放区分 are words; 石桥县城, 公安县委 are of the county."""
KINDS = tuple(GOES_WITH)
SOUNDS_OF_KINDS = frozenset(("shi", "xian", "qu", "zhou", "sheng", "qi"))
ACRONYMS = {"gps", "dns", "css", "bbs", "sms"}
"""All of them are the initials of some city as well."""
SHORTEST_INITIALS, SHORTEST_LETTERS = 3, 4
SHORTEST_SPOKEN, LONGEST_SPOKEN = 3, 6
"""Characters of a name that is looked for by its sound."""

Held = Callable[[], Mapping[str, int]]
"""How many articles there are of each division that has any, by code."""


class By(Enum):
    NAME = auto()
    LETTERS = auto()
    INITIALS = auto()
    SOUND = auto()


@dataclass(frozen=True, slots=True)
class Place:
    """``close[start:end]`` of what was typed names one of ``rows``; ``short``: without its kind."""

    start: int
    end: int
    rows: Rows
    by: By
    short: bool = False


@cache
def _listed(name: str) -> tuple[str, ...]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return tuple(plain_text(line) for line in lines if line and not line.startswith("#"))


def place_in(typed: Masked, names: Names, *, dated: bool, held: Held) -> Place | None:
    """The first place that the words name by the surest way that finds one. ``dated``: years stand beside them."""
    ways = (_by_full_name, _by_short_name, _by_sign, _by_letters, _by_sound)
    search = _Search(typed, names, dated, held)
    place = next((place for way in ways if (place := way(search)) is not None), None)
    return place and _deeper(search, place)


def _deeper(search: "_Search", place: Place) -> Place:
    """The division inside it that follows, in letters or by its sound: 上饶市广封区, shangraoshi guangfengqu."""
    end = search.typed.end_of_word(place.end + 1)
    for at in range(end, place.end, -1):
        word = search.text[place.end : at]
        rows = search.names.by_full_letters.get(word) or _heard(search.names, word, whole=at == end)
        inside = _inside(search.names, rows, place.rows)
        if inside:
            return Place(place.start, at, inside, place.by)
    return place


def _inside(names: Names, rows: Rows, upper: Rows) -> Rows:
    codes = {row.code for row in upper}
    return tuple(row for row in rows if codes.intersection(names.gazetteer.codes_above(row)))


@dataclass(frozen=True, slots=True)
class _Search:
    typed: Masked
    names: Names
    dated: bool
    held: Held

    @property
    def text(self) -> str:
        return self.typed.close

    def rest(self, at: int) -> str:
        """What follows in the same word."""
        return self.text[at : self.typed.end_of_word(at)] if at not in self.typed.begins else ""

    def has_articles(self, rows: Rows) -> bool:
        counts = self.held()
        return any(counts.get(row.code) for row in rows)


def _by_full_name(search: _Search) -> Place | None:
    for mention in search.names.gazetteer.find(search.text):
        chain = _chain(search, mention)
        if chain and (len(chain) > 1 or _stands(search, mention)):
            return _place(search, chain)
    return None


def _chain(search: _Search, mention: Mention) -> list[Mention]:
    """The mention and the divisions inside it that follow; a short name at their end only as a word's end."""
    typed = search.typed
    if typed.crosses(mention.start, mention.end):
        return []
    end = typed.end_of_stretch(mention.end)
    chain = search.names.gazetteer.chain_from(search.text, mention.start, end)
    while len(chain) > 1 and not _closes(search, chain[-1]):
        chain.pop()
    full = any(step.full for step in chain)
    whole = mention.start in typed.begins and len(chain) > 1
    return chain if full or whole else []


def _closes(search: _Search, last: Mention) -> bool:
    if search.typed.crosses(last.start, last.end):
        return False
    rest = search.rest(last.end)
    if last.full and len(last.name) > 2:
        return rest[:1] not in GOES_WITH.get(last.name[-1], "") or not rest
    return not rest or UNION.match(rest) is not None


def _stands(search: _Search, mention: Mention) -> bool:
    """Whether a lone full name is one: not 城区, not the 和县 of 各市和县工会, not the 市南区 of 城市南区."""
    if (
        not mention.full
        or mention.name[-1] not in ENDS_A_NAME
        or mention.name in NOUNS_TOO
        or _is_newspaper(search, mention.start)
    ):
        return False
    opens = mention.start in search.typed.begins
    rest = search.rest(mention.end)
    if len(mention.name) == 2:
        return opens and (not rest or UNION.match(rest) is not None or _is_of_the_trade(rest))
    return opens or not (mention.name[0] in ENDS_A_WORD or is_cut(search.text, mention))


def _place(search: _Search, chain: list[Mention]) -> Place | None:
    """The last of the chain; its kind may belong to the next word: 云川市委 is 云川 and 市委."""
    last = chain[-1]
    rows = within(search.names, chain)
    following = search.rest(last.end)[:1]
    if following and following in GOES_WITH.get(last.name[-1], ""):
        shorter = tuple(row for row in rows if row.short_name == last.name[:-1])
        if not shorter or (following in WORDS_ON and last.name[:-1] in EVERYDAY):
            return None
        return Place(chain[0].start, last.end - 1, shorter, By.NAME)
    return Place(chain[0].start, last.end, rows, By.NAME, short=not last.full)


def within(names: Names, chain: Sequence[Mention]) -> Rows:
    """The divisions of the last name that lie inside those of the names before it."""
    rows = chain[-1].rows
    for upper in chain[:-1]:
        rows = _inside(names, rows, upper.rows)
    return rows


def _by_short_name(search: _Search) -> Place | None:
    for start, end in search.typed.words():
        mention = next(iter(search.names.gazetteer.chain_from(search.text, start, end)), None)
        if mention is not None and not mention.full and _is_meant(search, mention):
            return Place(start, mention.end, mention.rows, By.NAME, short=True)
    return None


def _is_meant(search: _Search, mention: Mention) -> bool:
    """Whether a short name stands for its place: 上饶, 上饶总工会, 江西集体协商; not 文化 2020 nor 延安精神."""
    rest = search.rest(mention.end)
    everyday = mention.name in EVERYDAY
    if _is_newspaper(search, mention.start) or rest.startswith(_listed("names_go_on.txt")):
        return False
    if rest and mention.name + rest in _listed("union_terms.txt"):
        return False  # 云川工匠 is an honour
    if not rest:
        if everyday:
            return search.dated and (_has_a_city(mention.rows) or search.has_articles(mention.rows))
        return search.dated or mention.name not in _listed("words_like_places.txt")
    if UNION.match(rest):
        return not everyday
    # 江西集体协商: before a term of the trade. 朝阳产业, 长治久安 and 北京奥运 are words and names of their own.
    return not everyday and _is_of_the_trade(rest)


def _is_of_the_trade(rest: str) -> bool:
    return rest.startswith((*_listed("union_terms.txt"), *TRADE))


def _has_a_city(rows: Rows) -> bool:
    return any(row.level in (Level.PROVINCE, Level.PREFECTURE) for row in rows)


def _is_newspaper(search: _Search, start: int) -> bool:
    """云川日报, 钱江晚报, 示例工人报: named after a place, and meant themselves."""
    word = search.text[start : search.typed.end_of_word(start + 1)]
    return word.endswith("报")


def _by_sign(search: _Search) -> Place | None:
    for start, end in search.typed.words():
        code = SIGNS.get(search.text[start:end])
        row = search.names.authority.by_code(code) if code else None
        if row is not None:
            return Place(start, end, (row,), By.NAME, short=True)
    return None


def _by_letters(search: _Search) -> Place | None:
    for start, end in search.typed.words():
        letters = search.text[start:end]
        if not LETTERS.fullmatch(letters):
            continue
        if letters in search.names.by_full_letters:
            return Place(start, end, search.names.by_full_letters[letters], By.LETTERS)
        whole = search.typed.end_of_word(end + 1) if end in search.typed.begins else end
        if rows := search.names.by_full_letters.get(search.text[start:whole], ()):
            return Place(start, whole, rows, By.LETTERS)  # shayu xian: as names are spelt
        if rows := _spelt_short(search, letters):
            return Place(start, end, rows, By.LETTERS, short=True)
        if rows := _initials(search, letters):
            return Place(start, end, rows, By.INITIALS)
    return None


def _initials(search: _Search, letters: str) -> Rows:
    """gfq; alone only where a single division has them or some articles: xcx is 小程序 as well as nine counties."""
    rows = search.names.by_initials.get(letters, ())
    if len(letters) < SHORTEST_INITIALS or letters in ACRONYMS or not rows:
        return ()
    one = len({row.code for row in rows}) == 1
    return rows if one or search.dated or search.has_articles(rows) else ()


def _spelt_short(search: _Search, letters: str) -> Rows:
    """guangfeng; the letters of a short name may be any word's (wenhua), so that little is known by them alone."""
    rows = tuple(row for row in search.names.by_letters.get(letters, ()) if row.short_name not in EVERYDAY)
    if len(letters) < SHORTEST_LETTERS or not rows:
        return ()
    return rows if search.dated or _has_a_city(rows) or search.has_articles(rows) else ()


def _by_sound(search: _Search) -> Place | None:
    """云穿市, 上绕市, 云川是: a name of the same sound, of which some character is right."""
    for start, end in search.typed.words():
        word = search.text[start:end]
        for length in range(min(len(word), LONGEST_SPOKEN), SHORTEST_SPOKEN - 1, -1):
            rows = _heard(search.names, word[:length], whole=length == len(word))
            if rows and (search.has_articles(rows) or _is_near_enough(word[:length], rows, search.dated)):
                return Place(start, start + length, rows, By.SOUND)
    return None


def _heard(names: Names, word: str, *, whole: bool) -> Rows:
    if not HAN.fullmatch(word) or names.authority.named(word):
        return ()
    if word[-1] not in KINDS and not (whole and _sound(word[-1]) in SOUNDS_OF_KINDS):
        return ()
    return tuple(
        row
        for row in names.by_sound.get(alike("".join(syllables(word))), ())
        if len(row.name) == len(word) and _nearly(word, row)
    )


def _is_near_enough(word: str, rows: Rows, dated: bool) -> bool:
    """Whether the sound is the same by the letter, and 大理石 no word: 新城市 and 兴城市 are alike to many alone."""
    letters = "".join(syllables(word))
    return any(row.pinyin.replace(" ", "") == letters and (dated or row.name[-1] == word[-1]) for row in rows)


@lru_cache(maxsize=5000)
def _sound(sign: str) -> str:
    return syllables(sign)[0]


def _nearly(word: str, row: Division) -> bool:
    """The kind is right and some character of the rest, or all of the rest is: 扶贫县 is no 阜平县."""
    if word[-1] != row.name[-1]:
        return word[:-1] == row.short_name and row.short_name not in EVERYDAY
    return any(one == other for one, other in zip(word[:-1], row.name[:-1], strict=True))


def narrowed(place: Place, typed: Masked, names: Names) -> tuple[Rows, list[tuple[int, int]]]:
    """The rows that lie inside another place among the words (鼓楼区 南京), and the words that said so."""
    for start, end in typed.words():
        if start < place.end and place.start < end:
            continue
        inside = _inside(names, place.rows, names.authority.named(typed.close[start:end]))
        if inside:
            return inside, [(start, end)]
    return place.rows, []
