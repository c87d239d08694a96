"""Years as people write them into a box: 2019, 2019年度, 二〇一九年, 2018—2021, 十三五, 近三年, 去年, 2016年以来.

Takes plain text (``search.analysis.plain_text``), in which digits and dashes are of one make and typed zeros are 零.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from archive.years import FIRST_YEAR, LAST_YEAR

HAN_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
# 2020人, 2000万元 and 2018-05 are no years; 2020年代 is ten of them, which nobody asks a review for.
YEAR = (
    r"(?:(?<![0-9.])(?:19|20)[0-9]{2}(?![0-9]|年代|[人元名家个万亿余多次户项件%‰])"
    r"|(?<![零一二三四五六七八九])[一二][零〇○一二三四五六七八九]{3}(?![零一二三四五六七八九]))"
)
OF_THE_YEAR = r"(?:\s*年(?:度|份)?(?![代间来]))?"
BETWEEN = r"\s*(?:-|至|到|…|,,)\s*"
LISTED = r"\s*(?:,|/|和|与|及)\s*"
NUMBER = "[0-9一二两三四五六七八九十]{1,2}"
FIRST_PLAN = 1953
"""一五 begins; each plan has five years. The years from 1963 to 1965 stood between the second and the third."""
CONGRESSES = {"十五": 1997, "十六": 2002, "十七": 2007, "十八": 2012, "十九": 2017, "二十": 2022}


@dataclass(frozen=True, slots=True)
class YearsFound:
    """``text[start:end]`` means these years, both inclusive; ``first`` is None where they have no beginning.

    ``lasting``: they are the same years whenever it is said; 近三年 and 去年 are others a year later.
    """

    start: int
    end: int
    first: int | None
    last: int
    lasting: bool = True


def years_in(text: str, *, this_year: int) -> list[YearsFound]:
    """Every mention of years in reading order; none lies within another."""
    found: list[YearsFound] = []
    for match in ANY.finditer(text):
        way = next(name for name in WAYS if match[f"way_{name}"])
        years = WAYS[way][1](match, this_year)
        if years is not None and FIRST_YEAR <= (years[0] or FIRST_YEAR) <= years[1] <= LAST_YEAR:
            found.append(YearsFound(match.start(), match.end(), *years, lasting=way not in PASSING))
    return found


def short_year(digits: str, *, this_year: int) -> int:
    """21 in 云川市21年 is 2021, 98 is 1998."""
    year = int(digits)
    return year + (2000 if year <= this_year % 100 + 1 else 1900)


def as_number(written: str) -> int:
    """3, 三, 两, 十, 十二, 二十."""
    if written.isascii():
        return int(written)
    tens, has_tens, ones = written.rpartition("十")
    return (HAN_DIGITS.get(tens, 1) * 10 if has_tens else 0) + HAN_DIGITS.get(ones, 0)


def _year(written: str) -> int:
    return int("".join(str(HAN_DIGITS.get(digit, digit)) for digit in written))


Span = tuple[int | None, int]
Reader = Callable[[re.Match[str], int], Span | None]


def _range(match: re.Match[str], this_year: int) -> Span:
    first, last = _year(match["first"]), match["last"] or match["short_last"]
    end = _year(last) if len(last) == 4 else first // 100 * 100 + int(last)
    return min(first, end), max(first, end)


def _listed(match: re.Match[str], this_year: int) -> Span:
    years = [_year(year) for year in re.findall(YEAR, match["way_listed"])]
    return min(years), max(years)


def _since(match: re.Match[str], this_year: int) -> Span | None:
    year = _year(match["since_year"])
    return (year, this_year) if year <= this_year else None


def _until(match: re.Match[str], this_year: int) -> Span:
    return None, _year(match["until_year"])


def _single(match: re.Match[str], this_year: int) -> Span:
    year = _year(match["single_year"])
    return year, year


def _plan(match: re.Match[str], this_year: int) -> Span | None:
    number = as_number(match["plan_number"] or match["early_plan"] or match["long_plan"])
    first = FIRST_PLAN + 5 * (number - 1) + (3 if number > 2 else 0)
    return first, first + 4


def _recent(match: re.Match[str], this_year: int) -> Span | None:
    count = as_number(match["recent_count"])
    return (this_year - count + 1, this_year) if count else None


def _relative(match: re.Match[str], this_year: int) -> Span:
    year = this_year - {"今": 0, "本": 0, "去": 1, "上": 1, "前": 2}[match["relative"][0]]
    return year, year


def _congress(match: re.Match[str], this_year: int) -> Span:
    return CONGRESSES[match["congress_number"]], this_year


WAYS: dict[str, tuple[str, Reader]] = {
    # 2018-2021, 2018年至2021年, 2018—21年
    "range": (
        rf"(?:自|从)?(?P<first>{YEAR}){OF_THE_YEAR}{BETWEEN}"
        rf"(?:(?P<last>{YEAR})|(?P<short_last>(?:1[3-9]|[2-9][0-9])(?![0-9]))){OF_THE_YEAR}",
        _range,
    ),
    # 2020、2021年, 2020和2021
    "listed": (rf"{YEAR}{OF_THE_YEAR}(?:{LISTED}{YEAR}{OF_THE_YEAR})+", _listed),
    # 2016年以来, 自2016年起, 2016年至今
    "since": (rf"(?:自|从)?(?P<since_year>{YEAR})\s*年?\s*(?:以来|以后|之后|至今|起|后|[-至到]今)", _since),
    "until": (rf"(?P<until_year>{YEAR})\s*年?\s*(?:以前|之前|前)", _until),
    "single": (rf"(?P<single_year>{YEAR}){OF_THE_YEAR}", _single),
    # 十三五, “十三五”期间; the first ten only with their word, 三五 and 十五 being numbers: 一五计划
    "plan": (
        r"[\"「『]?(?:(?<![一二三四五六七八九十百])(?P<plan_number>十[一二三四五六])五[\"」』]?(?:规划|计划|时期|期间)*"
        r"|(?<![一二三四五六七八九十百])(?P<early_plan>[一二三四五六七八九十])五[\"」』]?(?:规划|计划|时期|期间)+"
        r"|第?(?P<long_plan>十[一二三四五六]?|[一二三四五六七八九])个五年(?:规划|计划))",
        _plan,
    ),
    # 近三年, 最近3年, 过去五年; 近年来 says no number
    "recent": (rf"(?:最近|过去|近)(?P<recent_count>{NUMBER})年(?:来|间)?", _recent),
    "relative": (r"(?P<relative>今年|去年|前年|本年度|上年度|上一年度?)(?:度|底|初)?", _relative),
    "congress": (
        rf"(?:党的)?(?<![二三])(?P<congress_number>{'|'.join(CONGRESSES)})大(?:以来|之后|召开以来)",
        _congress,
    ),
}
PASSING = ("since", "recent", "relative", "congress")
ANY = re.compile("|".join(f"(?P<way_{name}>{pattern})" for name, (pattern, _reader) in WAYS.items()))
"""One pass; the longer ways stand before those that begin them."""
