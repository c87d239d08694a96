"""Numbers are whole: where one begins and ends in a text, and how its digits say so.

A number of the text is found by that number and by nothing shorter: 3月5日 does not stand in 3月15日, 4期 not in 64期,
5.2万 not in 15.2万. So that plain searching for characters already keeps to this, the first and the last digit of a
number are written as signs of their own, those between as a third kind, a lone digit as a fourth.

1,234, 1，234 and 1 234 are 1234. Between two digits a point is a decimal point: 3、5 is no 3.5. 2019.3.5 is a date,
three numbers with points between.
"""

import re
from collections.abc import Iterator

FIRST, INNER, LAST, LONE = (0xF8A0, 0xF8AA, 0xF8B4, 0xF8C0)
"""Code points of 0 as the first, an inner, the last, the only digit of a number: private use, which no text keeps."""
POINT = "\uf8be"
"""The decimal point."""

RUN = re.compile(r"([0-9][0-9,. ]*年?)")
"""Digits with the signs that may belong to them. It begins with a digit, which is found much faster than a number is."""
NUMBER = re.compile(
    r"(?<![\d.])\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?"  # 1,234,567.8
    r"|(?<!\d )\d{1,3}(?: \d{3})+(?! ?\d)(?:\.\d+)?"  # 12 345
    # 5.2, but neither 2019.3.5 nor the 2.2019年 of a numbered item
    r"|(?<!\d\.)\d+(?:\.(?!(?:19|20)\d\d年)\d+)?(?!\.?\d)"
    r"|\d+"
)
_unmarked = {
    **{base + digit: str(digit) for base in (FIRST, INNER, LAST, LONE) for digit in range(10)},
    ord(POINT): ".",
}
MARKS = frozenset(map(chr, _unmarked))

WITH_UNIT = re.compile(
    r"第?\d[\d.]*(?:[-至到]\d[\d.]*)?[余多几来]?[十百千万亿]*[余多几]?(?:个百分点|平方米|平方公里|人次|[a-z%°/]+|[\u4e00-\u9fff])?"
)
"""A number with what it counts: 5.2万人, 300余人次, 7个百分点, 3月, 第64期, 100-300元."""


def numbers_in(text: str) -> Iterator[tuple[int, str]]:
    """Every number of a text with its place: of 第3、5批 and 12,345 the 3, the 5 and the whole 12,345."""
    for run in RUN.finditer(text):
        for number in NUMBER.finditer(run[0]):
            yield run.start() + number.start(), number[0]


def marked_number(number: str) -> str:
    """A number as it stands in a text with its ends marked, and without the signs that group thousands."""
    digits = [sign for sign in number if sign not in ", "]
    if len(digits) == 1:
        return chr(LONE + int(digits[0]))
    inner = "".join(POINT if sign == "." else chr(INNER + int(sign)) for sign in digits[1:-1])
    return chr(FIRST + int(digits[0])) + inner + chr(LAST + int(digits[-1]))


class _MarkedRuns(dict[str, str]):
    """A run to the same with its numbers marked; each is worked out once: 2019年 stands in every article."""

    def __missing__(self, run: str) -> str:
        marked = NUMBER.sub(lambda number: marked_number(number[0]), run)
        if len(self) < MOST_KEPT:
            self[run] = marked
        return marked


MOST_KEPT = 50_000
_marked = _MarkedRuns()


def marked(text: str) -> str:
    """The text with the ends of its numbers marked, and without the signs that group thousands."""
    pieces = RUN.split(text)  # every other piece is a run; half the time of a substitution
    pieces[1::2] = map(_marked.__getitem__, pieces[1::2])
    return "".join(pieces)


def unmarked(text: str) -> str:
    """The text with plain digits, character for character."""
    return text.translate(_unmarked) if not text.isascii() else text
