"""The labels that Word sets before list paragraphs and numbered headings: 一、 （一） 1. ①.

They stand nowhere in the text of the file; Word counts them when it shows the page, and so does this.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from lxml.etree import _Element as Element

from archive.ingest.readers.docx_package import child, is_on, tag_of, value_of
from archive.ingest.text.numerals import HAN_DIGITS, in_han

HAN_FORMATS = frozenset(
    (
        *("chineseCounting", "chineseCountingThousand", "chineseLegalSimplified", "japaneseCounting"),
        *("taiwaneseCounting", "taiwaneseCountingThousand", "japaneseDigitalTenThousand", "koreanCounting"),
    )
)
CIRCLED_FORMATS = frozenset(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"))
SERIES = {
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
    "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
}
ROMAN = ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
DEEPEST_LEVEL = 9
HIGHEST_START = 10_000


def formatted(number: int, style: str) -> str:
    """A count in one of Word's number formats; a format that is not known gives figures."""
    if style in HAN_FORMATS:
        return in_han(number)
    if style in CIRCLED_FORMATS and 1 <= number <= 20:
        return chr(ord("①") + number - 1)
    if style in ("ideographDigital", "chineseDigital", "taiwaneseDigital"):
        return "".join(HAN_DIGITS[int(digit)] for digit in str(number))
    if style in SERIES and number > 0:
        signs = SERIES[style]
        return signs[(number - 1) % len(signs)] * ((number - 1) // len(signs) + 1)
    if style in ("upperRoman", "lowerRoman") and 0 < number < 90:
        words, rest = "", number
        for worth, sign in ROMAN:
            words += sign * (rest // worth)
            rest %= worth
        return words if style == "upperRoman" else words.lower()
    if style == "decimalZero":
        return f"{number:02}"
    return "" if style == "none" else str(number)


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how it counts, and the text around the count."""

    style: str = "decimal"
    text: str = ""
    start: int = 1


class Numbering:
    """Counts the lists of one document; ``label`` is asked for each of its paragraphs in order."""

    def __init__(self, roots: Iterable[Element]) -> None:
        self._lists: dict[str, dict[int, Level]] = {}  # abstract lists
        self._list_of: dict[str, str] = {}
        self._own: dict[str, dict[int, Level]] = {}  # levels that one use of a list changes
        self._counts: dict[str, list[int]] = {}
        self._begun: set[str] = set()
        for root in roots:
            for element in root:
                if tag_of(element) == "abstractNum":
                    self._lists[value_of(element, "abstractNumId") or ""] = _levels(element)
                elif tag_of(element) == "num":
                    self._read_use(element)

    def _read_use(self, element: Element) -> None:
        number = value_of(element, "numId") or ""
        self._list_of[number] = value_of(child(element, "abstractNumId")) or ""
        for change in element:
            if tag_of(change) != "lvlOverride":
                continue
            at = whole(value_of(change, "ilvl"), 0)
            base = self._lists.get(self._list_of[number], {}).get(at, Level())
            base = _levels(change).get(at, base)
            start = value_of(child(change, "startOverride"))
            self._own.setdefault(number, {})[at] = replace(base, start=whole(start, base.start))

    def label(self, number: str, level: int) -> str:
        """The label of the next paragraph on this level of this list, empty for none."""
        name = self._list_of.get(number)
        if name is None or not 0 <= level < DEEPEST_LEVEL:
            return ""
        levels = self._lists.get(name, {}) | self._own.get(number, {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(name, [0] * DEEPEST_LEVEL)
        if number not in self._begun:
            self._begun.add(number)
            for at in self._own.get(number, {}):
                counts[at] = 0  # "restart at 1"
        for above in range(level):
            counts[above] = counts[above] or levels.get(above, Level()).start
        counts[level] = counts[level] + 1 if counts[level] else levels[level].start
        counts[level + 1 :] = [0] * (DEEPEST_LEVEL - level - 1)
        return _label(levels, counts, level)


def _label(levels: dict[int, Level], counts: list[int], level: int) -> str:
    own = levels[level]
    if own.style == "bullet":
        sign = own.text.strip()
        return "•" if sign and "\ue000" <= sign[0] <= "\uf8ff" else sign  # Wingdings have no characters
    words = own.text
    for at in range(level + 1):
        words = words.replace(f"%{at + 1}", formatted(counts[at], levels.get(at, Level()).style))
    return words.strip()


def _levels(element: Element) -> dict[int, Level]:
    return {
        whole(value_of(level, "ilvl"), 0): Level(
            value_of(child(level, "numFmt")) or "decimal",
            "" if is_on(child(level, "rPr", "vanish")) else value_of(child(level, "lvlText")) or "",
            whole(value_of(child(level, "start")), 1),
        )
        for level in element
        if tag_of(level) == "lvl"
    }


def whole(words: str | None, default: int) -> int:
    """A number as XML writes it, within bounds."""
    try:
        return min(int(words or default), HIGHEST_START)
    except ValueError:
        return default
