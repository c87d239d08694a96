"""The grammar of a union's name: divisions in a row, a zone or an organisation or nothing, then the kind of union.

What stands before 总工会 in a text is rarely the name alone: 在市委和广丰区总工会, 凝心聚力谱新篇临江县总工会, 召开县总工会.
So a name begins where a clause or a line begins, after a word that leads in to it, or after words that run on for
long enough to be none of its own. A known name that is only the rest of an unknown one (南兴县 ends like 兴县) or of
a common word (召开|县 is not 开县) is not read as a place.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache

from archive.regions.authority import DATA
from archive.regions.gazetteer import EVERYDAY, LONGEST_NAME, Gazetteer, Mention

HAN_RUN = re.compile(rf"[\u4e00-\u9fff·]{{1,{LONGEST_NAME + 4}}}$")

# Words after which a name may begin. Those of one character are no part of an unknown name's beginning: 在|广丰区.
LEADS_IN = re.compile(
    r"(?:近年来|以来|年来|同时|此外|据悉|记者|日前|近日|获评|评为|授予|荣获|作为|写在|来自|走进|走访|慰问|前往|位于|地处|参加|参观|考察|调研|陪同|邀请|对接|帮扶|支援|携手|联手|联合|会同|配合|协助|支持|响应|"
    r"按照|根据|带着|其中|开展|组织|推动|指导|深化|聚焦|围绕|贯彻|落实|打造|加强|坚持|展现|彰显|体现|谱写|夸赞|感谢|称赞|信赖|要求|"
    r"汇报|主题|年度|领导下|总工会|工会|党委|政府|市委|县委|区委|省委|州委|人大|政协|"
    r"[由在向对为和与及跟同到从被受让使将把给经赴至往驻访看谢夸据按请邀获任即各的是了着我本该全原系属即年月日岁版讯电记写])$"
)
LONGEST_LEAD = 3  # of the words above
# A county of these names reads as a word and a kind where nothing else speaks for it: 随县总工会走访 is "with the
# county's union", 应县总工会要求 "at its request".
OPENS_A_CLAUSE = frozenset("随应")
# 县人社局会同|县总工会, 筹资新建|区总工会的帮扶中心, 深化校企合作|市总工会: behind other words these are words, at the
# beginning of a clause divisions.
WORDS_TOO = frozenset(("会同", "新建", "合作", "互助", "比如"))
# 开展合作|市总工会, 聚焦振兴|区总工会: what somebody does, where the word is a division, too.
_DOES = re.compile(r"(?:开展|推动|深化|聚焦|围绕|贯彻|落实|打造|加强|坚持|展现|彰显|体现|谱写)$")
# 市总工会和|县总工会: between two unions or offices 和 joins them, it is no 和县.
_AFTER_A_BODY = re.compile(r"(?:总工会|工会|党委|政府|[省市县区州]委|人大|政协)$")
KIND_OF_DIVISION = re.compile(r"(?:自治[区州县旗]|地区|林区|特区|[省市县区旗州盟])$")
# What can stand between a division and the kind of a zone: 国家, 太湖国家旅游, 边境经济.
ZONE = re.compile(
    r"(?:开发区|经开区|高新区|试验区|实验区|示范区|合作区|工业园区|产业园区|产业园|工业园|科技园|物流园|园区|工业区|"
    r"保税区|保税港区|港区|加工区|管理区|管委会|度假区|风景区|风景名胜区|景区|集聚区|聚集区|集中区|功能区|新区|新城|"
    r"自贸区|自贸试验区|自由贸易区|科学城|科技城|空港|垦区|矿区|林业局|农场)(?:管委会|管理委员会)?$"
)
# These are the zone's kind when they stand alone; 唐山 and 濮阳 once had districts of that name.
NO_NAMES = ("新区", "市区")
LONGEST_UNKNOWN = 6
"""积石山县, 小金山区: an unknown division below a known one has a name of so many characters at most."""
SHORTEST_RUNNING = 2
"""Characters that run on before a known name so that it may still be one: 情满|临江县; 西|青田县 is another county."""


class Own(Enum):
    """What a union's name says beside the divisions at its beginning."""

    NOTHING = auto()  # 上饶市广丰区总工会
    ZONE = auto()  # 茂名滨海新区总工会
    DIVISION = auto()  # 上饶市云丰县总工会: one that is in no table, or not there
    UNIT = auto()  # 广丰区教育工会


@dataclass(frozen=True, slots=True)
class UnionName:
    """A union's name without its kind: ``text[start:end]``, the divisions that it begins with, and the rest."""

    start: int
    end: int
    chain: tuple[Mention, ...]
    own: Own
    rest: str

    @property
    def says_a_kind(self) -> bool:
        """广丰区, 江西广丰: more than a short name alone, which may be any word."""
        return self.chain[-1].full or (len(self.chain) > 1 and self.chain[-1].name not in EVERYDAY)


def name_before(
    names: Gazetteer, text: str, end: int, *, recurring: Callable[[str], bool] = lambda name: False
) -> UnionName | None:
    """The name that stands before ``end`` and begins with a division; None when there is none.

    ``recurring`` says whether a name stands elsewhere in the article where a name begins: then what stands before
    it here are running words, however short.
    """
    run = HAN_RUN.search(text, max(0, end - LONGEST_NAME), end)
    if run is None or run.end() != end:
        return None
    starts = [at for at in range(run.start(), end - 1) if begins_clean(text, run.start(), at)]
    found = [name for at in starts if (name := _name_from(names, text, at, end)) is not None]
    complete = [name for name in found if name.own is Own.NOTHING and not _is_a_word(text, run.start(), name)]
    if complete:
        return complete[0]
    found = [name for name in found if name.own is not Own.NOTHING]
    if found:
        return found[0]
    for at in range(run.start(), end - 1):
        if at not in starts and _runs_into(names, text, run.start(), at, end, recurring):
            name = _name_from(names, text, at, end)
            if name is not None and name.own is Own.NOTHING:
                return name
    return None


def begins_clean(text: str, run_start: int, at: int) -> bool:
    """Whether a name may begin here: at the beginning of a run of characters, or after a word that leads in."""
    return at == run_start or LEADS_IN.search(text, run_start, at) is not None


def residue(text: str, run_start: int, at: int) -> int:
    """How many characters stand between this place and the nearest one before it where a name may begin."""
    return next(
        at - before for before in range(at, run_start - 1, -1) if begins_clean(text, run_start, before)
    )


def is_cut(text: str, mention: Mention) -> bool:
    """Whether a name is the rest of a longer word: 南|兴县, 召|开县, 西|青田县; or opens a clause as a word: 随县."""
    run = HAN_RUN.search(text, max(0, mention.start - LONGEST_NAME), mention.start)
    start = run.start() if run and run.end() == mention.start else mention.start
    left = residue(text, start, mention.start)
    if len(mention.name) == 2 and mention.name[-1] in "县市区州旗盟":
        opens = mention.name[0] in OPENS_A_CLAUSE and text.startswith(("总工会", "工会"), mention.end)
        return left > 0 or opens or bool(_AFTER_A_BODY.search(text, start, mention.start))
    before_union = text.startswith(("总工会", "工会"), mention.end)
    words = EVERYDAY if before_union else WORDS_TOO
    done = before_union and _DOES.search(text, start, mention.start)
    return mention.full and (left == 1 or bool((left > 0 or done) and mention.name[:-1] in words))


def _name_from(names: Gazetteer, text: str, start: int, end: int) -> UnionName | None:
    """The name that begins with divisions at ``start`` and ends at ``end``."""
    chain = tuple(names.chain_from(text, start, end))
    if not chain:
        return None
    rest = text[chain[-1].end : end]
    own = _own(rest)
    if own is None or not _names_a_place(chain, own):
        return None
    return UnionName(start, end, chain, own, rest)


def _own(rest: str) -> Own | None:
    if not rest:
        return Own.NOTHING
    if ZONE.search(rest):
        return Own.ZONE
    if KIND_OF_DIVISION.search(rest):
        return Own.DIVISION if 1 < len(rest) <= LONGEST_UNKNOWN else None
    return Own.UNIT


def _names_a_place(chain: tuple[Mention, ...], own: Own) -> bool:
    """新建工会 and 安康工会 name no place; 江西新建总工会, 新建区总工会 and 安康高新区总工会 do."""
    first, last = chain[0], chain[-1]
    if own is Own.NOTHING:
        return is_name(chain)
    if own is Own.ZONE:
        return last.full or len(chain) > 1 or last.name not in EVERYDAY or first.is_of_a_city
    return last.full or len(chain) > 1 or (own is Own.DIVISION and last.name not in EVERYDAY)


def is_name(chain: Sequence[Mention]) -> bool:
    """新建工会 and 安康工会 name no place; 江西新建总工会 and 新建区总工会 do. 新区总工会 is a zone's."""
    last = chain[-1]
    return len(chain) > 1 or ((last.full or last.name not in EVERYDAY) and last.name not in NO_NAMES)


def _is_a_word(text: str, run_start: int, name: UnionName) -> bool:
    """Whether a lone county is rather a word and a kind: 市总工会和|县, 联合|应县, 随县, 开展合作|市."""
    last = name.chain[-1]
    if len(name.chain) > 1:
        return False
    if len(last.name) > 2:
        return last.name[:-1] in EVERYDAY and bool(_DOES.search(text, run_start, name.start))
    opens = last.name[0] in OPENS_A_CLAUSE
    at_start = name.start == run_start
    return (opens and (not at_start or run_start > 0)) or bool(
        not at_start and _AFTER_A_BODY.search(text, run_start, name.start)
    )


def _runs_into(
    names: Gazetteer, text: str, run_start: int, at: int, end: int, recurring: Callable[[str], bool]
) -> bool:
    """Whether the words before this place may run into a known name: 谱新篇|临江县, but not 南|兴县 or 召|开县.

    Nor into 乡村振兴|区总工会, 勠力同心|县总工会, unless the name stands elsewhere by itself.
    """
    if end - at < 3:
        return False
    runs_on = residue(text, run_start, at) >= SHORTEST_RUNNING and text[at : end - 1] not in EVERYDAY
    return runs_on or recurring(text[at:end])


def opens_a_clause(run: str) -> bool:
    """随县, 联合应县: what is rather "with the county's", "at the county's request" than a county's name."""
    return len(run) >= 2 and run[-2] in OPENS_A_CLAUSE and run[-1] == "县"


def ends_in_a_word(run: str, name: UnionName | None) -> bool:
    """召开县, 建成县, 勠力同心县: the kind of a division after a common word, no division's name.

    三亚市河西区 is one, be it in no table: 同心 and 河西 are words only where no division stands before them.
    """
    if len(run) < 3 or (name is not None and name.own in (Own.NOTHING, Own.ZONE)):
        return False
    return run[-3:-1] in common_words() or (name is None and len(run) > 3 and run[-3:-1] in EVERYDAY)


@cache
def common_words() -> frozenset[str]:
    """Everyday words of two characters that end like a county of two begins."""
    return frozenset((DATA / "words_before_kinds.txt").read_text(encoding="utf-8").split())


def names_in(names: Gazetteer, text: str, union: re.Pattern[str]) -> Iterator[UnionName]:
    """The names before each kind of union in the text."""
    for match in union.finditer(text):
        name = name_before(names, text, match.start())
        if name is not None:
            yield name
