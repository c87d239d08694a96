"""Which of an article's figures speaks for an indicator: the headline of its place and years. The rest stand behind it.

A pretty line through unlike things is the worst that a ledger can show, so whatever is not surely the whole thing of the
whole place stands in no series: a part, a growth, the state before a change, a plan, an average, another union's number, a
number of people where visits are counted, half a year, and a sum since nobody knows when.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from archive.figures.indicators import Indicator, Nature
from archive.figures.measures import MEASURES, Counts
from archive.figures.quantities import Bound
from archive.figures.records import Figure, Scope
from archive.figures.sentences import FARTHEST_BEFORE
from archive.ingest.text.folding import fold

SENTENCE_END = re.compile(r"[。!?\n]")
LONGEST_SPAN = 10  # years: 五年来, or a decade; what spans more is history
NEAR_ENOUGH = Decimal("0.1")  # 七万多名 is 7.35万人, said again in round numbers; 近百万 is 95.8万
CLAUSE_END = re.compile(r"[,;:]")
WHOLE = re.compile(r"全[省市区县州旗国]|总数|总量|总人数|总计|共计?|合计|累计|全年|总额")
# 上半年, 一季度, 1至6月: a flow of part of the year; a stock at the end of June is one of the year all the same
PART_OF_YEAR = re.compile(
    r"[上下]半年|[一二三四前后][一二三]?个?季度|\d{1,2}(?:月份?)?(?:至|到|—|-|~)\d{1,2}月|[一二三四五六七八九十]个月(?=[,来间里以]|接待|服务)"
)
WITHIN_THE_YEAR = re.compile(r"全年|今年|本年|当年|年内|一年来|这一年|年度")
OF_THINGS = {
    "个",
    "家",
    "处",
    "所",
    "间",
    "座",
}  # one measure word is as good as another: 职代会3420家, 区域职代会87个
LONGEST_ITEM = 10  # characters of the thing that is counted next in a row
GREATER_BY = 3
"""Times that a flow is the greater before it is the whole of another: 103万元 and 41.5万元 are two kinds of aid."""
# 受理891件,当场调成630件; 收到线索7428条,整改7391条: what came of what was said before
OUTCOME = re.compile(r"(?:调解?成功?|成功|办结|结案|整改|采纳|落实|解决)(?:了|率|各类)?$")
# 市级7家、区级19家, 五星级6家: numbers of one level each, none of which is the whole; 各级工会 and 省级以上 are all levels
OF_A_LEVEL = re.compile(
    r"(?:[一二三四五]星级|(?<!各)(?:国家|省部?|市|区|县|镇|乡)级(?!工会|以上|媒体|财政|配套)|全国(?=劳|五一|工|模)|(?<!全)[省市区县](?=劳动?模|五一|工匠|先进|工人先锋))[^,;。、@]{0,12}$"
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a figure tells for this, folded and without blanks. ``place`` is another union's, ``before`` what stands before the
    number in its sentence."""

    words: str
    value: Decimal
    unit: str | None
    bound: Bound
    scope: Scope
    planned: bool
    per: str | None
    place: str | None
    start: int | None
    end: int | None
    before: str


def told(figure: Figure, text: str) -> Told:
    """A figure with the text of its block."""
    before = fold(text[max(0, figure.start - FARTHEST_BEFORE) : figure.start])
    return Told(
        words=fold(figure.text).replace(" ", ""),
        value=figure.value,
        unit=figure.unit,
        bound=figure.bound,
        scope=figure.scope,
        planned=figure.planned,
        per=figure.per,
        place=figure.region,
        start=figure.period.start,
        end=figure.period.end,
        before=SENTENCE_END.split(before.replace(" ", ""))[-1],
    )


@dataclass(frozen=True, slots=True, order=True)
class Years:
    """The years that a number of a series stands for, both inclusive: one, or the span of a flow."""

    start: int
    end: int

    @property
    def is_span(self) -> bool:
        return self.start != self.end


def years_in_series(figure: Told, indicator: Indicator) -> Years | None:
    """The years for which a figure may stand in the series of its indicator; None for one that may not at all."""
    start, end = figure.start, figure.end
    if figure.words.startswith("一") and figure.value == 1:
        return None  # 建起一间妈咪小屋: one of them, not how many there are
    if end is None or figure.planned or figure.per or figure.place or not same_kind(figure.unit, indicator):
        return None
    if indicator.nature is not Nature.FLOW:
        return Years(end, end) if figure.scope in (Scope.STOCK, Scope.AFTER) else None
    years = Years(end if start is None else start, end)
    if figure.scope not in (Scope.FLOW, Scope.CUMULATIVE, Scope.AFTER) or end - years.start >= LONGEST_SPAN:
        return None
    if PART_OF_YEAR.search(figure.before):
        return None
    if figure.scope is Scope.CUMULATIVE and not years.is_span and not WITHIN_THE_YEAR.search(figure.before):
        return None
    return years


def same_kind(unit: str | None, indicator: Indicator) -> bool:
    """True where a number counts what the indicator does: 人 is no 人次, 户 no 户次; an unsaid unit may be the one."""
    if unit is None:
        return True
    mine, its = MEASURES.get(unit), MEASURES.get(indicator.unit)
    if mine is None or its is None:
        return unit == indicator.unit
    return mine.counts is its.counts and (mine.counts is not Counts.SHARE or unit == indicator.unit)


def headline(figures: Sequence[Told], indicator: Indicator) -> int | None:
    """Which of several figures of one indicator and the same years that speaks for them all, by its place among them.

    What is counted in the indicator's own unit comes before the rest, then what is told of the whole place, then the greatest:
    parts and examples are smaller. Of numbers that are nearly the same the exact one is told. Numbers of single levels are no
    whole, nor are the rates of several parts, nor flows beside each other: those have no headline.
    """
    if _are_one(figures):
        return 0
    whole = [place for place, figure in enumerate(figures) if not _is_part(figure)]
    if not whole or indicator.nature is Nature.RATE:
        return None
    first = figures[min(whole, key=lambda place: _rank(figures[place], indicator))]
    rivals = [figures[place] for place in whole if not _says_the_same(figures[place], first)]
    if indicator.nature is Nature.FLOW and any(_is_beside(rival, first) for rival in rivals):
        return None
    same = [place for place in whole if _says_the_same(figures[place], first)]
    return min(same, key=lambda place: _roundness(figures[place]))


def _rank(figure: Told, indicator: Indicator) -> tuple[bool, bool, bool, Decimal]:
    is_its_unit = figure.unit in (None, indicator.unit) or {figure.unit, indicator.unit} <= OF_THINGS
    return figure.bound is Bound.SEVERAL, not is_its_unit, not _says_whole(figure), -figure.value


def _is_part(figure: Told) -> bool:
    return bool(OF_A_LEVEL.search(figure.before) or OUTCOME.search(figure.before))


def _is_beside(rival: Told, first: Told) -> bool:
    """True for a flow beside another, not a part of it: the greater of two by little, or than one that is said to be the whole."""
    if _in_one_row(first, rival) or _in_one_row(rival, first):
        return True
    if rival.unit != first.unit:
        return False
    return rival.value > first.value or (not _says_whole(first) and rival.value * GREATER_BY > first.value)


def _in_one_row(earlier: Told, later: Told) -> bool:
    """True for 提示函29份、意见书8份."""
    row, sign, _ = later.before.rpartition("、")
    return bool(sign) and row.endswith(earlier.words) and len(later.before) - len(row) <= LONGEST_ITEM


def _says_whole(figure: Told) -> bool:
    return bool(WHOLE.search(CLAUSE_END.split(figure.before)[-1]))


def _are_one(figures: Sequence[Told]) -> bool:
    return len({figure.value for figure in figures}) == 1


def _says_the_same(figure: Told, first: Told) -> bool:
    return abs(figure.value - first.value) <= first.value * NEAR_ENOUGH and figure.unit == first.unit


def _roundness(figure: Told) -> tuple[bool, int]:
    """突破9万 is rounder than 90360."""
    digits = "".join(map(str, figure.value.as_tuple().digits)).rstrip("0")
    return figure.bound is not Bound.EXACT, -len(digits)
