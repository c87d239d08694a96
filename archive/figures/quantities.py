"""Numbers that count something: where they stand, what they are worth, of which unit, and how exact.

``quantities(text)`` gives every one of a text, in order, never two over each other. What looks like one and is none
(dates, ordinals, names, classes such as 百人以下企业) is told by ``archive.figures.traps``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from itertools import islice

from archive.figures.measures import MEASURE, MEASURES, PEOPLE, PERCENT, Counts
from archive.figures.traps import Traps
from archive.ingest.text.folding import fold
from archive.ingest.text.numerals import ARABIC, HAN_SIGNS, WORTH, number_of, spread


class Bound(StrEnum):
    """How exact a number is."""

    EXACT = "exact"
    ABOUT = "about"  # 约200人, 260份左右
    ABOVE = "above"  # 2000余人, 95%以上, 上亿元
    BELOW = "below"  # 近400对, 不足一成
    SEVERAL = "several"  # 数百名, 几十家


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its measure word. ``low`` is the lower end of a range; ``unit`` is None where none is said."""

    start: int
    end: int
    value: Decimal
    low: Decimal | None
    unit: str | None
    counts: Counts
    bound: Bound


MOST_IN_TEXT = 1_000
"""Figures that a text may have: a long review has some 200. What a text of numbers holds beyond stays unread."""
LARGEST = Decimal(10) ** 15  # more than all the money there is; also what the database holds exactly

# What stands before a number. 不超过 is looked for before 超过; 约 in 签约, 近 in 附近, 达 in 发达 are no bounds.
BEFORE = re.compile(
    r"(?:(?P<below>不超过|不高于|不多于|不足|不到|接近|将近|(?<![附最临靠邻远])近)"
    r"|(?P<above>不低于|不少于|不小于|不下于?|超过|超出|突破|冲破|(?<![高赶])超|逾|(?<=[数已均都])过|至少|最少)"
    r"|(?P<about>大约|(?<![签节合条契公预特和制失集])约)"
    r"|(?P<exact>达到|高达|多达|(?<![到发表送传直通抵])达)) ?$"
)
LONGEST_BEFORE = 5  # 不超过, a blank, and the sign before, by which the 近 of 最近 is none
SCALES = "十百千万亿"
# A multiplier without a digit. 上 is a bound only there: 吃上六元 is none, nor 总数百分之三
VAGUE = re.compile(
    r"(?:(?P<above>(?<![线网以身会历路车船街马])上)|(?P<several>(?<![总人次户件家会指分系参岁])数|(?<![这那])几|好几|成))$"
)
# 4万零600, 3万5千, 1亿2000万: what is below a multiplier is said, too
MIXED = (
    r"\d{1,4}[万亿](?:零\d{1,4}|\d{3,4}(?![\d.])|\d{1,4}(?=[千百万]))[千百万]?(?:零?\d{1,4}[千百十]?){0,3}"
)
NUMERAL = re.compile(
    rf"(?<!\d)(?<!\d[.,])(?:{MIXED}|{ARABIC})(?!\d)|[{HAN_SIGNS}]{{1,24}}(?:点[{''.join(WORTH)}]{{1,6}}(?=[万亿%]))?"
)
_OVER = "[余多几来]"
TAIL = re.compile(
    rf" ?(?P<over>{_OVER})? ?(?P<scale>[十百千万亿]{{0,3}})(?P<over_scale>余|多)? ?(?P<unit>{MEASURE})(?P<over_unit>余(?=[,。;、)]))?"
    r"(?: ?(?:(?P<above>以上|之多|有余)|(?P<below>以下|以内)|(?P<about>左右|上下)))?"
)
UNSAID = re.compile(
    rf" ?(?P<over>{_OVER})? ?(?P<scale>[十百千万亿]{{0,3}})(?P<over_scale>余|多)?(?:(?P<above>以上)|(?P<about>左右))?"
)
TENTHS = re.compile(
    r" ?成(?![立为员长果就功效本绩熟品交都])(?P<hundredths>[一二三四五六七八九半])?(?P<over>多|余)?(?:(?P<above>以上)|(?P<below>以下)|(?P<about>左右))?"
)
PARTS = re.compile(
    rf"分之(?P<share>\d{{1,4}}(?:\.\d{{1,4}})?|[{HAN_SIGNS}]{{1,8}}(?:点[{''.join(WORTH)}]{{1,4}})?)(?P<over>多|余)?(?:(?P<above>以上)|(?P<below>以下)|(?P<about>左右))?"
)
TAIL_SIGNS = frozenset(" 余多几来十百千万亿分成—~～-至到").union(word[0] for word in MEASURES)
RANGE = re.compile(r" ?(?:[—~～]{1,2}|-|至|到) ?")
FROM = re.compile(r"(?:由|从)[^,。;]{0,14}$")  # 由36处至45处 is a change, 10至15家 a range
# 会员41.3万, 参加人数5.7万: the words before say that people are counted
OF_PEOPLE = re.compile(
    r"(?:人数|会员|职工|人员|选手|参赛者|参加者|工人|参保|参加的?)(?:为|是|共|有|已|约|总数|的有)*"
    r"(?:突破|超过|逾|达到?|涨到|扩大到|冲破|过|由|从|到|近|超)?$"
)
ENDS_CLAUSE = re.compile(r"[,。;、)!?:]|$")
LONGEST_OF_PEOPLE = 16  # of these with what may be repeated in them
IN_HUNDREDS_OF_MILLIONS = re.compile(r"(?P<high>[^亿]+亿)零?(?P<low>[^亿]+)")
IN_MYRIADS = re.compile(r"[万亿]")
LEAST_UNSAID = 1000  # 会员41.3万 and 参赛者逾四千 count; 会员三百 may be anything


def quantities(text: str, folded: str | None = None) -> tuple[Quantity, ...]:
    """Every quantity of a text, in order of place; ``folded`` is the text as folded where that is known."""
    folded = fold(text) if folded is None else folded
    return tuple(islice(_ranges(folded, _Scan(text, folded).quantities()), MOST_IN_TEXT))


class _Scan:
    """One pass over a text, numeral by numeral: what is rejected is passed as a whole (四十六名 never gives 十六名)."""

    def __init__(self, text: str, folded: str) -> None:
        self._text = folded
        self._traps = Traps(text, folded)
        self._passed = 0  # where the last numeral ends
        self._trapped = -1  # where the last one ends that a trap caught

    def quantities(self) -> Iterator[Quantity]:
        at = 0
        while numeral := NUMERAL.search(self._text, at):
            found = self._quantity(numeral)
            at = self._passed = max(numeral.end(), found.end if found else 0)
            if found:
                yield found

    def _quantity(self, numeral: re.Match[str]) -> Quantity | None:
        following = self._text[numeral.end() : numeral.end() + 1]
        if following not in TAIL_SIGNS and len(numeral[0]) == 1:
            return None  # 一线, 三江: no measure word can follow
        parts = PARTS.match(self._text, numeral.end()) if following == "分" else None
        if parts:
            return self._share(numeral, parts, _fraction(numeral[0], parts["share"]))
        tenths = (
            TENTHS.match(self._text, numeral.end()) if len(numeral[0]) == 1 and numeral[0] != "十" else None
        )
        if tenths:
            return self._share(numeral, tenths, _tenths(numeral[0], tenths["hundredths"]))
        tail = TAIL.match(self._text, numeral.end())
        return self._counted(numeral, tail) if tail else self._of_unsaid_unit(numeral)

    def _share(self, numeral: re.Match[str], tail: re.Match[str], share: Decimal | None) -> Quantity | None:
        if share is None or self._traps.in_name(numeral.start()):
            return None
        start, bound = self._bound(numeral.start(), tail)
        return Quantity(start, tail.end(), share, None, PERCENT, Counts.SHARE, bound)

    def _counted(self, numeral: re.Match[str], tail: re.Match[str]) -> Quantity | None:
        worth = _worth(numeral[0], tail)
        if worth is None or self._is_trapped(numeral, tail):
            return None
        start, bound = self._bound(numeral.start(), tail)
        measure = MEASURES[tail["unit"]]
        low, high = worth
        return Quantity(
            start,
            tail.end(),
            high,
            low,
            measure.unit,
            measure.counts,
            Bound.ABOUT if low is not None else bound,
        )

    def _is_trapped(self, numeral: re.Match[str], tail: re.Match[str]) -> bool:
        """True for what counts nothing; so does the end of a range whose beginning does not: 第1-3名."""
        start = numeral.start()
        before = self._text[max(self._passed, start - LONGEST_BEFORE) : start]
        vague = numeral[0][0] in SCALES and VAGUE.search(self._text, max(self._passed, start - 2), start)
        over = tail["over"] or tail["over_scale"]
        unit = tail.groupdict().get("unit")
        trapped = RANGE.fullmatch(self._text, self._trapped, start) if self._trapped >= 0 else None
        if trapped or self._traps.catches(
            numeral[0] + tail["scale"],
            unit or "",
            start=start,
            end=tail.end("unit") if unit else tail.end(),
            vague=bool(vague or over),
            bound=bool(BEFORE.search(before)),
        ):
            self._trapped = tail.end() if not unit else numeral.end()
            return True
        return False

    def _of_unsaid_unit(self, numeral: re.Match[str]) -> Quantity | None:
        tail = UNSAID.match(self._text, numeral.end())
        worth = _worth(numeral[0], tail) if tail else None
        if not tail or worth is None or self._is_trapped(numeral, tail):
            return None
        start, bound = self._bound(numeral.start(), tail)
        low, high = worth
        if RANGE.match(self._text, tail.end()):  # the beginning of 10至15家, or nothing
            return Quantity(start, tail.end(), high, low, None, Counts.COUNT, bound)
        people = OF_PEOPLE.search(self._text, max(0, start - LONGEST_OF_PEOPLE), start)
        in_myriads = IN_MYRIADS.search(numeral[0] + tail["scale"])
        if high < LEAST_UNSAID or not ENDS_CLAUSE.match(self._text, tail.end()) or not (in_myriads or people):
            return None
        if not in_myriads and numeral[0].isdigit():
            return None  # (会员2019) may be a year
        unit, counts = (PEOPLE, Counts.PEOPLE) if people else (None, Counts.COUNT)
        return Quantity(start, tail.end(), high, low, unit, counts, bound)

    def _bound(self, start: int, tail: re.Match[str]) -> tuple[int, Bound]:
        """Where the words begin with what stands before the numeral, and the bound that all of them give."""
        bound = next(
            (Bound(name) for name in ("above", "below", "about") if tail.groupdict().get(name)), Bound.EXACT
        )
        over = next(
            (words for name in ("over", "over_scale", "over_unit") if (words := tail.groupdict().get(name))),
            None,
        )
        if over:
            bound = Bound.ABOUT if over == "来" else Bound.SEVERAL if over == "几" else Bound.ABOVE
        if self._text[start] in SCALES:
            vague = VAGUE.search(self._text, max(self._passed, start - 2), start)
            if vague and (vague[0] != "成" or self._text[start] in "百千"):  # 成百上千; but 切成十二个
                start, bound = vague.start(), Bound.ABOVE if vague["above"] else Bound.SEVERAL
        before = BEFORE.search(self._text, max(self._passed, start - LONGEST_BEFORE), start)
        if before:
            start = before.start()
            said = Bound(before.lastgroup or "exact")
            bound = said if said is not Bound.EXACT else bound
        return start, bound


def _worth(words: str, tail: re.Match[str]) -> tuple[Decimal | None, Decimal] | None:
    """The lower end, where there are two, and the number that a numeral with its multiplier is worth."""
    scale = number_of(tail["scale"]) if tail["scale"] else Decimal(1)
    if scale is None:
        return None
    if scaled := IN_HUNDREDS_OF_MILLIONS.fullmatch(words) if scale > 1 else None:
        high, low = number_of(scaled["high"]), number_of(scaled["low"])  # 2亿3千多万
        return (None, high + low * scale) if high and low and high + low * scale < LARGEST else None
    number = number_of(words)
    if number is not None:
        return (None, number * scale) if 0 < number * scale < LARGEST or number == 0 else None
    ends = spread(words)
    return (ends[0] * scale, ends[1] * scale) if ends and ends[1] * scale < LARGEST else None


def _fraction(parts: str, share: str) -> Decimal | None:
    whole, of_them = number_of(parts), number_of(share)
    if not whole or of_them is None:
        return None
    return (of_them * 100 / whole).quantize(Decimal("0.0001")).normalize() + 0


def _tenths(tenths: str, hundredths: str | None) -> Decimal | None:
    """三成 is 30 %, 六成七 67 %, 两成半 25 %."""
    first = number_of(tenths)
    if not first:
        return None
    second = (
        Decimal(0)
        if not hundredths
        else Decimal(5)
        if hundredths == "半"
        else number_of(hundredths) or Decimal(0)
    )
    return first * 10 + second


def _ranges(folded: str, found: Iterator[Quantity]) -> Iterator[Quantity]:
    """Two numbers with 至 or a dash between become one; what was kept only to begin a range goes."""
    held: Quantity | None = None
    for quantity in found:
        if held is not None and _makes_range(folded, held, quantity):
            held = replace(quantity, start=held.start, low=held.value)
            continue
        if held is not None and _stands_alone(folded, held):
            yield held
        held = quantity
    if held is not None and _stands_alone(folded, held):
        yield held


def _makes_range(folded: str, first: Quantity, second: Quantity) -> bool:
    between = folded[first.end : second.start]
    same = first.unit == second.unit or first.unit is None
    change = FROM.search(folded, max(0, first.start - 16), first.start)
    return (
        bool(RANGE.fullmatch(between))
        and same
        and first.value < second.value
        and first.low is None
        and not change
    )


def _stands_alone(folded: str, quantity: Quantity) -> bool:
    """False for what was kept only because it might begin a range."""
    return quantity.unit is not None or not RANGE.match(folded, quantity.end)
