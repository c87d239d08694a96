"""Numbers are whole: where one begins and ends in a text, and how its digits say so.

A number of the text is found by that number and by nothing shorter: 3月5日 does not stand in 3月15日, 4期 not in 64期,
5.2万 not in 15.2万. So that plain searching for characters already keeps to this, the first and the last digit of a
number are written as signs of their own, those between as a third kind, a lone digit as a fourth.

1,234, 1，234 and 1 234 are 1234. Between two digits a point is a decimal point: 3、5 is no 3.5. 2019.3.5 is a date,
three numbers with points between.
"""

import re

FIRST, INNER, LAST, LONE = (0xF8A0, 0xF8AA, 0xF8B4, 0xF8C0)
"""Code points of 0 as the first, an inner, the last, the only digit of a number: private use, which no text keeps."""
POINT = "\uf8be"
"""The decimal point."""

RUN = re.compile(r"([0-9][0-9,. ]*年?)")
"""Digits with the signs that may belong to them. It begins with a digit, which is found much faster than a number is."""
NUMBER = re.compile(
    r"(?<![\d.])\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?"  # 1,234,567.8
    r"|(?<!\d )\d{1,3}(?: \d{3})+(?! ?\d)(?:\.\d+)?"  # 12 345
    r"|(?<![\d.])\d(?: \d){3}(?= ?年)"  # 2 0 1 9年, letter-spaced
    # 5.2, but neither 2019.3.5 nor the 2.2019年 of a numbered item
    r"|(?<!\d\.)\d+(?:\.(?!(?:19|20)\d\d年)\d+)?(?!\.?\d)"
    r"|\d+"
)
_unmarked = {
    **{base + digit: str(digit) for base in (FIRST, INNER, LAST, LONE) for digit in range(10)},
    ord(POINT): ".",
}
_inner = {ord(str(digit)): chr(INNER + digit) for digit in range(10)} | str.maketrans(",.", f" {POINT}")
MARKS = frozenset(map(chr, _unmarked))
MARKED = re.compile(f"([{min(MARKS)}-{max(MARKS)}]+)")
"""What is made plain again, found in a quarter of the time that looking each character up takes."""

COUNT = re.compile(
    r"第?[0-9][0-9.]*[余多几来]?[十百千万亿]*[余多几]?(?:个(?=百分点))?"
    # 二〇一九年, 三月十五日: years and dates in Chinese numerals; 十分 and 一家 are words
    r"|[零一二三四五六七八九]{4}(?=年)|[一二三四五六七八九十]{1,3}(?=月[一二三四五六七八九十])|(?<=月)[一二三四五六七八九十]{1,3}(?=日)"
)
"""A number with what belongs to it before its unit: 5.2万, 300余, 第64. Takes unmarked folded text."""
UNITS = frozenset(
    [
        "小时",
        "分钟",
        "人次",
        "人份",
        "户次",
        "场次",
        "万元",
        "亿元",
        "千元",
        "百元",
        "万人",
        "亿人",
        "万户",
        "余人",
        "余名",
        "余家",
        "余个",
        "多人",
        "多名",
        "多家",
        "个人",
        "个月",
        "公里",
        "公斤",
        "公顷",
        "平方",
        "平米",
        "平方米",
        "百分点",
        "周年",
        "年度",
        "年代",
        "月份",
        "世纪",
        "季度",
    ]
)
"""Words of more than one character that count: 36小时; in 2019职工 the second is no unit."""


def marked_number(number: str) -> str:
    """A number as it stands in a text with its ends marked; the signs that group its thousands become blanks."""
    if len(number) == 1:
        return chr(LONE + int(number))
    return chr(FIRST + int(number[0])) + number[1:-1].translate(_inner) + chr(LAST + int(number[-1]))


class _MarkedRuns(dict[str, str]):
    """A run to the same with its numbers marked; each is worked out once: 2019年 stands in every article."""

    def __missing__(self, run: str) -> str:
        marked = NUMBER.sub(lambda number: marked_number(number[0]), run)
        if len(self) < MOST_KEPT:
            self[run] = marked
        return marked


class _PlainRuns(dict[str, str]):
    """A run of marks to the same in plain digits."""

    def __missing__(self, run: str) -> str:
        plain = run.translate(_unmarked)
        if len(self) < MOST_KEPT:
            self[run] = plain
        return plain


MOST_KEPT = 50_000
_marked = _MarkedRuns()
_plain = _PlainRuns()


def marked(text: str) -> str:
    """The text with the ends of its numbers marked and blanks for the signs that group thousands: no sign moves."""
    pieces = RUN.split(text)  # every other piece is a run; half the time of a substitution
    pieces[1::2] = map(_marked.__getitem__, pieces[1::2])
    return "".join(pieces)


def unmarked(text: str) -> str:
    """The text with plain digits, character for character."""
    pieces = MARKED.split(text)
    pieces[1::2] = map(_plain.__getitem__, pieces[1::2])
    return "".join(pieces)
