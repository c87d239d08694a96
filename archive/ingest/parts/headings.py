"""Headings: numbered, bracketed or slogans of one or two lines, and those that open a paragraph."""

import re
from dataclasses import dataclass

from archive.ingest.parts.furniture import is_entry
from archive.ingest.text.kept import kept
from archive.ingest.text.lines import Hint, Line
from archive.ingest.text.numerals import UNITS
from archive.ingest.text.patterns import pattern

LONGEST_HEADING = 46
LONGEST_RUN_IN = 42
MOST_COMMAS = 3
LONGEST_NUMBERING = 60  # characters of a line; no numbering and no 【】 reaches further

# The ranks of numbering in official Chinese texts, the highest first
NUMBERINGS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "part",
        pattern(
            r"^第[一二三四五六七八九十]{1,3}(?:(?:部分|章|节|编)[、:. ]?|篇[、: ])",
            like="第一部分 建会",
            unlike="第一时间建会",
        ),
    ),  # 第一部分
    (
        "han",
        pattern(
            r"^[一二三四五六七八九十]{1,3}[、.](?![一二三四五六七八九十]{1,2}(?:季度|月|日|期|产业|号|批|楼|组|线城|类|等))\s?|^[一二三四五六七八九十]{1,3}\s(?=\S)",
            like="一、建会",
            unlike="一、二季度",
        ),
    ),  # 一、建会
    (
        "labelled",
        pattern(
            r"^(?!图)[\u4e00-\u9fff]{1,3}[一二三四五六七八九十]{1,2}\s*[:]\s?(?=\S)",
            like="问题一:职工缺什么?",
            unlike="图一:夜校",
        ),
    ),  # 问题一:职工缺什么?
    (
        "bracketed-han",
        pattern(r"^\([一二三四五六七八九十]{1,3}\)(?!\()[、.]?\s?", like="(一)建会", unlike="(一)(二)班"),
    ),  # (一)建会
    (
        "arabic",
        pattern(
            r"^\d{1,2}[.、](?!\d)\s?|^0\d\s?(?:[/|]\s?)?(?=[\u4e00-\u9fff])", like="01 建会", unlike="1.5万名"
        ),
    ),  # 1.建会 · 01 建会, not 1.5万名
    (
        "bracketed-arabic",
        pattern(r"^\(\d{1,2}\)[、.]?\s?|^\d{1,2}\)\s?", like="(1)建会", unlike="(1.5万名)"),
    ),  # (1)建会
    ("circled", pattern(r"^[①-⑳]\s?", like="①建会", unlike="建会①")),
)
# The pieces of a collection: 篇一 · 第2则 · 材料三 · (之一) · Part 1
PIECE = pattern(
    r"^[【\[(《]?\s?(?:第\s?(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s?[篇则例份]"
    r"|(?:[篇例则之其]|范文|例文|样[本文]|材料|案例|示例|Part|No\.?)\s?(?:[一二三四五六七八九十]{1,3}|\d{1,2}))(?![\d年月])",
    re.I,
    like="材料三:县总工会工作总结",
    unlike="材料齐全当场办",
)
# What stands above a list and says what it is
NAMES_A_LIST = pattern(
    r"^(?:[\W_]{0,3}附?表[一二三四五六七八九十\d]{0,2}\s?:\s?\S.{1,24}"
    r"|[\W_]{0,3}[\u4e00-\u9fff\d·\s]{0,12}(?:大事记?|要事|月历|年历|年表|历程|荣誉(?:榜|墙|录|册|一览)?|光荣榜|红榜|获奖情况|账单|清单|一览表?|指标|关键词)[\W_]{0,3}"
    r"|[\W_]{0,3}(?:数(?:说|读|看|据)|数字(?!报|化|版|图书))[\u4e00-\u9fff\d·\s]{0,8}[\W_]{0,3})$",
    like="年度大事记",
    unlike="数字报",
)
LISTED = frozenset(name for name, _ in NUMBERINGS)
# One numbered opening is a heading only in the numberings that texts are divided by
DIVIDING = ("part", "han", "bracketed-han")
BRACKETED = pattern(
    r"^[【〖]([^【】〖〗]{2,36})[】〗]\s*[:]?\s*", like="【强化引领】", unlike="【】"
)  # 【强化引领】
# / 采:把人请进来 / · ~建会篇~: between two signs of one kind
FRAMED = pattern(r"^([/|~=·○◎☆★*#])\s?[^\s].*\1$", like="/ 采:把人请进来 /", unlike="采/把人请进来")
BULLET = pattern(r"^[■□●◆◇▲▼★☆◎◉※▌▍►▶•·]\s*(?=[\u4e00-\u9fff\"])", like="■ 建会", unlike="■2019")
# 问:这一年最难忘的是哪件事? is said by somebody, 问题一: is not
SPOKEN = pattern(
    r"^(?:问|答|[QA]|记者|主持人|嘉宾|主席|负责人)\s?:",
    like="问:这一年最难忘的是哪件事?",
    unlike="问题一:职工缺什么?",
)
BULLET_NAME = pattern(
    r"^[■□●◆◇▲★◎]\s?[\u4e00-\u9fff、]{2,12}\s+(?=[^\s].{12})",
    like="■ 劳动竞赛 组织开展各类竞赛四十六场次",
    unlike="■ 劳动竞赛",
)
FIGURE = pattern(r"\d", like="46家", unlike="四十六家")
UNIT_LINE = pattern(r"^\(?单位\s?:", like="单位:个、万人", unlike="单位建会")  # 单位:个、万人 above a table
# 签订工资集体协议3570份,覆盖职工48.6万人: a row of figures under "数说2023"
COUNTED = pattern(
    rf"\d[\d,.]*\s?(?:余|多)?(?:万|亿|千|百)?(?:余|多)?{UNITS}",
    like="3570份",
    unlike="第3570号",
)
PERSON_OR_SCENE = pattern(
    r"\((?:左|右|中|前|后)|(?:主席|书记)[\u4e00-\u9fff]{2,3}(?:到|在|为|向|深入)",
    like="主席张三到车间",
    unlike="主席团会议",
)

# A run-in heading is a slogan. It does not begin like a narrative, count, or report that something happened.
NARRATIVE = pattern(
    r"^(?:近年|今年|去年|当年|每年|年初|年底|五年|一年|几年|多年|[一二三四五六七八九十]年来|(?:19|20)\d\d|\d|目前|当前|同时|此外|另外|首先|其次|再次|最后|其中|据|为此|为了|为|在|自|截至|面对|对|与|和|但|而|如|若|这|那|他|她|我|你|"
    r"有了|有的|从此|从|通过|根据|按照|一直|如今|原来|其实|不过|于是|随着|正是|每|曾|[一二三四五六七八九十]是|第[一二三四五六七八九十]|[\"《—\-•·■▲●])",
    like="近年来,县总工会",
    unlike="织密服务网",
)
NOT_A_SLOGAN = pattern(
    r"[了过着呢吗吧啊](?:$|[,。])|(?:说|表示|介绍|告诉)|总工会$|[?!…:;]|.{3}是.{4}",
    like="把家安在车间了",
    unlike="织密服务网",
)
INNER_STOP = pattern(r"[。;]", like="一年来。区总工会", unlike="一年来,区总工会")
SUM = pattern(r"(?:达到?|共|突破|总数|参加人数|增至|约)\d[\d.]*", like="会员突破3万人", unlike="会员3万人")
RUN_IN_END = pattern(
    r"[。]|(?<=[\u4e00-\u9fff\"]) (?=[\u4e00-\u9fff\"])|[:](?=.{12})",
    like="(一)建会。区总工会",
    unlike="(一)建会,区总工会",
)
NUMBER = pattern(r"\d+", like="1.新建46家", unlike="一、建会")
SLOGAN_OPENING = pattern(
    r"^([^。!?;:\s]{4,28})(?:。\"?|\s)(?=\S{12})",
    like="夜校灯火越燃越旺。区总工会办起夜校,一年开班四十期",
    unlike="区总工会办起夜校,一年开班四十期。",
)
SHORTEST_SLOGAN, LONGEST_SLOGAN = 4, 20
LIKE_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Style:
    """How a heading is set: its numbering, or the lack of one."""

    name: str
    rank: int


PLAIN = Style("plain", 10)
STYLES = {name: Style(name, rank) for rank, (name, _) in enumerate(NUMBERINGS)} | {
    "bracketed": Style("bracketed", 8),
    "bullet": Style("bullet", 9),
    "plain": PLAIN,
}


def style_of(line: Line) -> Style:
    """How the line would be set as a heading."""
    return _style_of(line.key[:LONGEST_NUMBERING])


@kept
def _style_of(key: str) -> Style:
    for name, numbering in NUMBERINGS:
        if numbering.match(key):
            return STYLES[name]
    if BRACKETED.match(key):
        return STYLES["bracketed"]
    if BULLET.match(key):
        return STYLES["bullet"]
    return PLAIN


def could_be_heading(line: Line) -> bool:
    """True for a short line that does not end a sentence and does not read like a caption."""
    if line.hint in (Hint.HEADING, Hint.SUBHEADING):
        return True
    if line.hint is Hint.ROW or not 2 <= len(line.key) <= LONGEST_HEADING:
        return False
    return _could_be_heading(line.key)


@kept
def _could_be_heading(key: str) -> bool:
    style = _style_of(key)
    if SPOKEN.match(key):
        return False
    if INNER_STOP.search(key[:-1]) or key[0] in ",、。!?;:)]》…":
        return False
    if style.name == "bullet" and key[-1] in "。;":
        return False
    if style.name != "plain":
        return not key.endswith(";") and (not key.endswith("。") or len(key) <= 24)
    if is_entry(key) or UNIT_LINE.match(key) or (len(key.split()) >= 3 and FIGURE.search(key)):
        return False  # a row of a table: 项目 2020年 2021年
    if key[-1] in "。;,、:(《" or PERSON_OR_SCENE.search(key):
        return False
    if sum(map(key.count, ",、")) >= MOST_COMMAS:
        return False
    if key.count('"') % 2:
        return False  # 职工说:"工会帮我 | …: a heading closes its quotation
    if len(COUNTED.findall(key)) >= 2 or SUM.search(key):
        return False
    return not (key[-1] in "!?…" and (len(key) > 26 or ("," in key[:-1] and len(key) > 20)))


def numbered_opening(line: Line) -> int:
    """Length of a numbered or bracketed heading that opens a paragraph, 0 for none.

    "(一)强化引领,把牢方向。区总工会…" opens with one; "1.5万名职工…" and "一是…" do not.
    """
    key = line.key
    bracketed = BRACKETED.match(key)
    if bracketed:
        return bracketed.end() if bracketed.end() < len(key) else 0
    style = style_of(line)
    if style.name in ("plain", "bullet"):
        return 0
    label = dict(NUMBERINGS)["labelled"].match(key)  # the colon of 细节一: is its own
    stop = RUN_IN_END.search(key, label.end() if label else 0)
    if not stop or stop.end() > LONGEST_RUN_IN or stop.end() >= len(key) - 8:
        return 0
    opening = key[: stop.start()]
    if style.name in ("arabic", "bracketed-arabic", "circled") and len(NUMBER.findall(opening)) > 2:
        return 0
    return stop.end()


def bullet_opening(line: Line) -> int:
    """Length of a name behind a bullet that opens a paragraph, 0 for none: ■ 劳动竞赛 组织开展…, as yearbooks set it."""
    match = BULLET_NAME.match(line.key)
    return match.end() if match else 0


def slogan_opening(line: Line) -> int:
    """Length of an unnumbered slogan that opens a paragraph and ends with 。 or a space, 0 for none."""
    match = SLOGAN_OPENING.match(line.key)
    if not match:
        return 0
    opening = match.group(1)
    if not SHORTEST_SLOGAN <= len(opening) <= LONGEST_SLOGAN:
        return 0
    if FIGURE.search(opening) or NARRATIVE.match(opening) or NOT_A_SLOGAN.search(opening):
        return 0
    return match.end()


def most_alike(openings: dict[int, str]) -> list[int]:
    """The largest group of slogans that are built alike: the same commas, the same end, about one length."""
    groups: dict[tuple[int, bool], list[int]] = {}
    for at, opening in openings.items():
        groups.setdefault((opening.count(","), opening.rstrip().endswith("。")), []).append(at)
    best: list[int] = []
    for members in groups.values():
        size = {at: len(openings[at].rstrip("。 ")) for at in members}
        middle = sorted(size.values())[len(size) // 2]
        alike = [at for at in members if abs(size[at] - middle) <= LIKE_LENGTH]
        best = max(best, alike, key=len)
    return best
