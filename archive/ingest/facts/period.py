"""The years that a review reports on, and the words that say so.

Title and subtitle come first, then what the text says of itself, then the date of the paper. Years that are
reckoned rather than read are marked; 近年来 and masked years (201*年) give none unless the text dates itself.
"""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from archive.ingest.records import PeriodBasis
from archive.ingest.text.lines import Line
from archive.ingest.text.numerals import HAN_YEAR, han_number, han_year
from archive.ingest.text.patterns import pattern
from archive.years import is_period

YEAR = rf"(?:(?<![\d.])(?:19[5-9]|20[0-4])\d(?![\d.])|(?<![一二三四五六七八九十百千万亿第]){HAN_YEAR}(?=年|\s?[—~～至到-]))"
# 2016—2020年, 2018年至2022年, 2019-2020年度
RANGE = pattern(
    rf"({YEAR})\s?年?(?:度|初|底|\d{{1,2}}月)?\s?(?:—+|-+|~|～|至|到)\s?({YEAR})\s?年?",
    like="2016—2020年",
    unlike="2016年至今",
)
ONE_YEAR = pattern(rf"({YEAR})\s?年?", like="2019年", unlike="12019年")
# (2021年9月16日在代表大会上) is a day; 2018年以来 opens a span
NO_YEAR_OF_WORK = pattern(
    r"\s?\d{1,2}\s?月\s?\d{1,2}\s?日|(?:\d{1,2}月)?以来", like="9月16日", unlike="工作综述"
)
PLAN_AFTER = pattern(
    r"^\s?年?度?[^,。;]{0,10}?(?:计划|思路|要点|打算|安排|展望|目标)", like="年工作计划", unlike="年,计划生育"
)
# “十三五” is 2016 to 2020; 开局之年 its first year, 收官之年 its last
FIVE_YEAR_PLAN = pattern(
    r"\"?(十[一二三四五]|[八九])五\"?(?P<part>开局之年|收官之年|开局|收官)?",
    like='"十三五"收官',
    unlike="十三个",
)
EIGHTH_PLAN, PLAN_YEARS = (8, 1991), 5  # “八五” was 1991 to 1995
PLAN_AS_PERIOD = pattern(
    r"\"?十[一二三四]五\"?(?:时期|期间|以来|工作|五年|工会|回眸|综述|成就|总结|巡礼|成绩单|答卷|收官答卷|回顾|盘点|辉煌)",
    like='"十三五"时期',
    unlike='"十三五"规划',
)

_COUNT = r"(?<![\d一二三四五六七八九十])([两二三四五六七八九十]|[2-9]|10)"
# In a title: 五年工作综述, 砥砺五年, 三年来
YEARS_IN_HEADS = pattern(
    rf"{_COUNT}年(?!级|期|规划|计划|行动)|(?:过去|这|近|最近)的?{_COUNT}年", like="砥砺五年", unlike="五年级"
)
# In the lead: 五年来, 五年间, 过去五年; 近三年办夜校百余期 speaks of one thing, not of the whole report
YEARS_IN_LEAD = pattern(
    rf"{_COUNT}年(?:来|以来|间)|(?:过去|这|走过|以来)的?{_COUNT}年", like="五年来", unlike="近三年"
)
# 2018年以来 · 2016年县工会第七次代表大会召开至今
SINCE = pattern(
    rf"(?:自|从)?({YEAR})\s?年(?:\d{{1,2}}月)?[^,。;]{{0,24}}?(?:以来|至今|到现在)",
    like="2018年以来",
    unlike="2018年,以来",
)
# 2019年,区总工会… · 2019年以来 · 2019年全年 · 截至2019年底 · 2019年度: the text speaks of its own year
REPORTING = pattern(
    rf"(?:截至|截止|截至到|到)?({YEAR})\s?年(?:度|全年|以来|年?底|末|,|[全我]?[省市县区州]|里|来|是|对|工会|上半年|下半年|前三季度|一年|的[省市县区]|(?:有关|主要)?工作(?:的?情况|总结)?(?:向[^,。]{{1,20}})?(?:汇报|报告|总结|回顾))",
    like="2019年,区总工会",
    unlike="2019年3月",
)
# 2019年年初会员6.4万人,到2023年底17.4万人
AT_AN_END = pattern(
    rf"({YEAR})\s?年(?:年?[初底末终]|\d{{1,2}}月底)", like="到2023年底", unlike="2023年,区总工会"
)
YEARS_END = pattern(r"年[底末终]$|12月底$", like="2018年12月底", unlike="2018年6月底")
# Years of foundings, laws and congresses are history, not the report's
HISTORY = pattern(
    rf"(?:成立于|始建于|创办于|创建于|组建于|建于|修订的?|颁布的?|出生于?|生于|早在|自从|追溯到|当年|毕业|参加工作)[^,。]{{0,6}}({YEAR})|({YEAR})\s?年(?:\d{{1,2}}月)?[^,。;]{{0,6}}(?:成立|创办|始建|建成投产|参加工作|出生|生(?=[,。])|起任|起担任|毕业|下岗|退休|入职|进厂)",
    like="始建于1958年",
    unlike="2019年,区总工会",
)
AHEAD = pattern(
    rf"(?:迈向|展望|展望到|明年|面向|走进|踏入|跨入|步入|站在|力争到?|争取到?|计划到?|预计到?)\s?({YEAR})\s?年|({YEAR})\s?年[^。;]{{0,10}}(?:将|计划|力争|打算|要(?!求)|拟)",
    like="展望2020年",
    unlike="回望2020年",
)
IS_A_YEAR = pattern(r"^\s?年|^\s?[—\-至]", like="—2020年", unlike="名职工")
THIS_YEAR = pattern(r"今年以来|今年|本年度|年初以来", like="今年以来", unlike="当年")
PAST_YEAR = pattern(
    r"一年来|过去的?一年|这一年|全年|去年|回首[^,。]{0,6}年|又一年|一年间", like="一年来", unlike="五年来"
)
RECENT = pattern(r"近年来|近几年|近些年|多年来|几年来|连续多年", like="近年来", unlike="一年来")
MASKED = pattern(
    r"(?:20[xX*×]{2}|20\d[xX*×＊]|201＊|19\d[xX*×]|[xX×*]{2,4})\s?年", like="201*年", unlike="2019年"
)

CLEAR_SHARE = 0.6  # of the years that the text names, for one to be the text's own; below, several are
RIVAL_SHARE, SURE_SHARE, MOST_RIVALS = (
    0.25,
    0.7,
    2,
)  # another year is a doubt when it is so loud and the period is not
OPENING = 6  # paragraphs of a report in which 五年来 speaks of the whole of it
LATE_YEARS = 2  # a review is printed in its year or in the next
LATE_PAPER_MONTHS = 2  # a paper of January or February reports on the year before


@dataclass(frozen=True, slots=True)
class Period:
    """Years, what they rest on, and why there are none or why they are a guess.

    ``rivals`` are the other years that the text names nearly as loudly.
    """

    start: int | None = None
    end: int | None = None
    basis: PeriodBasis = PeriodBasis.UNKNOWN
    inferred: bool = False
    evidence: tuple[Line, ...] = ()
    masked: tuple[Line, ...] = ()
    rivals: tuple[Line, ...] = ()


def _year(words: str) -> int:
    return int(words) if words.isdigit() else han_year(words)


def _masked(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(line.part(*match.span()) for line in lines if (match := MASKED.search(line.key)))[:3]


def _reported_year(published: datetime.date) -> int:
    """The year that a paper of this date looks back on."""
    return published.year - (1 if published.month <= LATE_PAPER_MONTHS else 0)


def _span_back(count: int, published: datetime.date) -> tuple[int, int]:
    """五年来 from the publication date: October 2023 -> 2018 to 2023, January 2021 -> 2016 to 2020."""
    if published.month <= LATE_PAPER_MONTHS:
        return published.year - count, published.year - 1
    return published.year - count, published.year


def in_heads(line: Line) -> tuple[int, int, Line] | None:
    """Years that a title or subtitle states."""
    span = RANGE.search(line.key)
    if span and _year(span[1]) < _year(span[2]):
        return _year(span[1]), _year(span[2]), line.part(*span.span())
    years = [
        (match, _year(match[1]))
        for match in ONE_YEAR.finditer(line.key)
        if not NO_YEAR_OF_WORK.match(line.key[match.end() :])
    ]
    done = [(match, year) for match, year in years if not PLAN_AFTER.match(line.key[match.start(1) + 4 :])]
    for match, year in done or years:
        return year, year, line.part(*match.span())
    return None


def plan_in_heads(line: Line) -> tuple[int, int, Line] | None:
    """The five years of a plan that a title reports on, or the first or last of them."""
    return _five_year_plan(line, heads=True)


def _plan_start(words: str) -> int:
    """十三 of “十三五” -> 2016."""
    number, start = EIGHTH_PLAN
    return start + PLAN_YEARS * (han_number(words) - number)


def _five_year_plan(line: Line, *, heads: bool) -> tuple[int, int, Line] | None:
    for match in FIVE_YEAR_PLAN.finditer(line.key):
        start = _plan_start(match[1])
        if match["part"]:
            if heads:
                year = start if match["part"].startswith("开局") else start + 4
                return year, year, line.part(*match.span())
        elif PLAN_AS_PERIOD.match(line.key[match.start() :]):
            return start, start + 4, line.part(*match.span())
    return None


def _mentions(lines: Sequence[Line]) -> Iterator[tuple[int, int, Line]]:
    """Years in the text with a weight: the more a mention speaks of the report's own year, the more."""
    for line in lines:
        years = list(ONE_YEAR.finditer(line.key))
        if not years:
            continue
        away = {
            match.start(group)
            for other in (HISTORY, AHEAD)
            for match in other.finditer(line.key)
            for group in (1, 2)
            if match[group]
        }
        away |= {match.start(1) for match in SINCE.finditer(line.key)}
        own = {match.start(1) for match in REPORTING.finditer(line.key)}
        for match in years:
            if match.start(1) in away or not IS_A_YEAR.match(line.key[match.end(1) :]):
                continue
            yield _year(match[1]), 3 if match.start(1) in own else 1, line.part(*match.span())


@dataclass(frozen=True, slots=True)
class _Named:
    """The years that the text names, with their weights and the words that name each best."""

    weights: Counter[int]
    words: dict[int, tuple[int, Line]]

    @classmethod
    def of(cls, lines: Sequence[Line], published: datetime.date | None) -> "_Named":
        named = cls(Counter(), {})
        for year, weight, line in _mentions(lines):
            if published and year > published.year:
                continue
            named.weights[year] += weight
            if year not in named.words or weight > named.words[year][0]:
                named.words[year] = weight, line
        return named

    def share(self, *years: int) -> float:
        """How much of what is said of years is said of these."""
        return sum(self.weights[year] for year in years) / (sum(self.weights.values()) or 1)

    def own(self) -> tuple[int, int, Line] | None:
        """The one year that the text speaks of."""
        if not self.weights:
            return None
        year, weight = self.weights.most_common(1)[0]
        if self.share(year) >= CLEAR_SHARE and (weight >= 2 or self.words[year][0] >= 3):
            return year, year, self.words[year][1]
        return None

    def rivals(self, found: Period) -> tuple[Line, ...]:
        """The words for years beside the period that the text names as loudly as its own, or nearly."""
        if found.start is None or found.end is None:
            return ()
        inside = self.share(*range(found.start, found.end + 1))
        others = [year for year, _ in self.weights.most_common() if not found.start <= year <= found.end]
        loud = [
            year
            for year in others
            # a later year is mostly the outlook
            if self.share(year) >= (RIVAL_SHARE if year < found.start else max(RIVAL_SHARE, inside))
            and inside < SURE_SHARE
        ]
        return tuple(self.words[year][1] for year in loud[:MOST_RIVALS])


def find_period(
    *,
    kicker: Line | None,
    title: Line | None,
    subtitle: Line | None,
    lead: Sequence[Line],
    paragraphs: Sequence[Line],
    captions: Sequence[Line] = (),
    published: tuple[datetime.date, Line] | None,
) -> Period:
    """The years of the report with their basis, the strongest source first, and what else they could be."""
    named = _Named.of([*paragraphs, *captions], published[0] if published else None)
    heads = ((subtitle, PeriodBasis.SUBTITLE), (title, PeriodBasis.TITLE), (kicker, PeriodBasis.TITLE))
    found = _find(named, heads, lead, paragraphs, published)
    if found.start is not None and not is_period(found.start, found.end):
        found = Period(masked=found.masked)  # reckoned back from a date that is none
    rivals = named.rivals(found)
    if published and is_long_before(found, published[0]):
        rivals = (*rivals, published[1])  # 2000年 in a paper of 2012 is a year of somebody's life
    return replace(found, rivals=rivals)


def is_long_before(period: Period, published: datetime.date) -> bool:
    """True for years out of the text alone that the paper comes too late for."""
    in_text = period.end is not None and period.basis is PeriodBasis.TEXT
    return in_text and published.year - (period.end or 0) >= LATE_YEARS


def _find(
    named: _Named,
    heads: Sequence[tuple[Line | None, PeriodBasis]],
    lead: Sequence[Line],
    paragraphs: Sequence[Line],
    published: tuple[datetime.date, Line] | None,
) -> Period:
    (subtitle, _), (title, _), (kicker, _) = heads
    masked = _masked([line for line in (title, subtitle, kicker, *paragraphs[:4]) if line])
    stated = _stated_in_heads(heads[:2], kicker) or _since_in_heads(heads[:2], paragraphs, published)
    if stated:
        return stated

    back = years_back([line for line, _ in heads if line], lead)
    if back:
        return _from_years_back(*back, paragraphs, published, masked, heads)

    for line in [line for line in paragraphs[:OPENING] if ONE_YEAR.search(line.key)][:2]:
        span = RANGE.search(line.key)
        if span and 1 <= _year(span[2]) - _year(span[1]) <= 10:
            return Period(
                _year(span[1]), _year(span[2]), PeriodBasis.TEXT, evidence=(line.part(*span.span()),)
            )
    own = named.own()
    since = None if own else _since(lead, paragraphs, published)
    if since:
        return since
    back = None if own else years_back([], paragraphs[:OPENING])
    if back:
        found = _from_years_back(*back, paragraphs, published, masked, heads)
        if found.start is not None:
            return found
    this_year = next(
        (line.part(*match.span()) for line in paragraphs if (match := THIS_YEAR.search(line.key))), None
    )
    past_year = next(
        (line.part(*match.span()) for line in paragraphs if (match := PAST_YEAR.search(line.key))), None
    )
    if own:
        return Period(own[0], own[1], PeriodBasis.TEXT, evidence=(own[2],), masked=masked)
    if published and not masked:
        date, words = published
        if this_year and not (past_year and date.month <= LATE_PAPER_MONTHS):
            return Period(date.year, date.year, PeriodBasis.PUBLISHED, True, (this_year, words))
        if past_year:
            year = _reported_year(date)
            return Period(year, year, PeriodBasis.PUBLISHED, True, (past_year, words))
        if not any(RECENT.search(line.key) for line in (title, subtitle, *paragraphs[:3]) if line):
            year = _reported_year(date)
            return Period(year, year, PeriodBasis.PUBLISHED, True, (words,))
    return Period(masked=masked)


def years_back(heads: Sequence[Line], lead: Sequence[Line]) -> tuple[int, Line] | None:
    """五年 of 五年工作综述, or of 五年来 at the start of the text; one year is no span."""
    for years, lines in ((YEARS_IN_HEADS, heads), (YEARS_IN_LEAD, lead)):
        for line in lines:
            match = years.search(line.key)
            if match:
                words = match[1] or match[2]
                return int(words) if words.isdigit() else han_number(words), line.part(*match.span())
    return None


def _from_years_back(
    count: int,
    words: Line,
    paragraphs: Sequence[Line],
    published: tuple[datetime.date, Line] | None,
    masked: tuple[Line, ...],
    heads: Sequence[tuple[Line | None, PeriodBasis]],
) -> Period:
    """Years for 五年来: a range of that length in the text, a start that it names, else the paper's date."""
    for line in paragraphs:
        for span in RANGE.finditer(line.key):
            start, end = _year(span[1]), _year(span[2])
            if end - start in (count - 1, count):
                return Period(start, end, PeriodBasis.TEXT, evidence=(words, line.part(*span.span())))
    named = next((found for line in paragraphs[:OPENING] if (found := _first_and_last(line, count))), None)
    if named:
        return Period(named[0], named[1], PeriodBasis.TEXT, evidence=(words, named[2]))
    for line in paragraphs:
        found = _five_year_plan(line, heads=False) if count == 5 else None
        if found:
            return Period(found[0], found[1], PeriodBasis.TEXT, True, (words, found[2]))
    for line in paragraphs[:6]:
        since = SINCE.search(line.key)
        if since:
            start = _year(since[1])
            end = (
                published[0].year
                if published and 0 < published[0].year - start <= count + 1
                else start + count
            )
            return Period(start, end, PeriodBasis.TEXT, True, (words, line.part(*since.span())))
    if published:
        start, end = _span_back(count, published[0])
        basis = next(
            (
                basis
                for line, basis in heads
                if line and words.ranges[0] >= line.ranges[0] and words.ranges[-1] <= line.ranges[-1]
            ),
            PeriodBasis.PUBLISHED,
        )
        return Period(start, end, basis, True, (words, published[1]))
    return Period(masked=masked)


def _first_and_last(line: Line, count: int) -> tuple[int, int, Line] | None:
    """2019年初会员6.4万人,到2023年底17.4万人 of five years: the years between which a paragraph at the opening measures.

    2018年底 is the beginning of 2019, and 2023年初 the end of 2022, where that makes as many years.
    """
    years = [(_year(match[1]), match) for match in AT_AN_END.finditer(line.key)]
    if len(years) < 2:
        return None
    (start, first), (end, last) = years[0], years[-1]
    words = line.part(first.start(), last.end())
    whole = start + bool(YEARS_END.search(first.group())), end - last.group().endswith("初")
    if whole[1] - whole[0] == count - 1:
        return *whole, words
    if end - start not in (count - 1, count):
        return None
    return start, end, words


def _stated_in_heads(heads: Sequence[tuple[Line | None, PeriodBasis]], kicker: Line | None) -> Period | None:
    """Years or a five-year plan that the title block states; the kicker's year counts last."""
    for line, basis in heads:
        found = in_heads(line) if line else None
        if found:
            return Period(found[0], found[1], basis, evidence=(found[2],))
    for line, basis in heads:
        found = _five_year_plan(line, heads=False) if line else None
        if found:
            return Period(found[0], found[1], basis, inferred=True, evidence=(found[2],))
    found = in_heads(kicker) if kicker else None
    return Period(found[0], found[1], PeriodBasis.TITLE, evidence=(found[2],)) if found else None


def _since_in_heads(
    heads: Sequence[tuple[Line | None, PeriodBasis]],
    paragraphs: Sequence[Line],
    published: tuple[datetime.date, Line] | None,
) -> Period | None:
    """2018年以来工作回顾: the text's own range from that year on, else as if the text opened with the words."""
    for line, basis in heads:
        match = SINCE.search(line.key) if line else None
        if not line or not match:
            continue
        words = line.part(*match.span())
        for paragraph in paragraphs:
            for span in RANGE.finditer(paragraph.key):
                if _year(span[1]) == _year(match[1]) < _year(span[2]):
                    evidence = (words, paragraph.part(*span.span()))
                    return Period(_year(span[1]), _year(span[2]), basis, True, evidence)
        return _since([line], paragraphs, published)
    return None


def _since(
    opening: Sequence[Line], paragraphs: Sequence[Line], published: tuple[datetime.date, Line] | None
) -> Period | None:
    """2018年以来 at the start of the text: until the paper's year, or the last year that the text names."""
    for line in opening:
        match = SINCE.search(line.key)
        if not match:
            continue
        start = _year(match[1])
        later = [year for year, _, _ in _mentions(paragraphs) if year >= start]
        end = published[0].year if published else max(later, default=start)
        if published and published[0].month <= LATE_PAPER_MONTHS and end > start:
            end -= 1
        if 0 <= end - start <= 15:
            return Period(start, end, PeriodBasis.TEXT, end > start, (line.part(*match.span()),))
    return None
