"""What is compared of a text: its run of characters, every number with the words around it, and the places named.

A form that two counties filled in, or one county in two years, shares its sentences and differs in its numbers:
新建工会46家 here, 新建工会52家 there. A reprint keeps its numbers, however it is cut, set or edited.
"""

import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterator
from functools import cached_property

from archive.ingest.text.folding import fold

CLAUSE = re.compile(r"(?:[^\W_]+|(?<=\d)[.](?=\d)|%)+")
GROUPING = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")  # 12,345人
NUMBER = re.compile(r"\d+(?:\.\d+)?[百千万亿%]*|[〇零一二两三四五六七八九十百千万亿]{2,}")
"""46, 5.2万, 98.5%, 八十六; a single Han numeral is mostly a word's (一是, 统一)."""
HAS_NUMBER = re.compile(r"\d|[〇零二两三四五六七八九十百千万亿]")
BEFORE, AFTER = 4, 2  # characters that a number is known again by: 新建工会46家, 欠薪120万元
PIECE = 5
"""Characters of a piece that counts as shared. Four are a commonplace (总工会全), six lose too much to every edit."""
LEVEL = r"(?=(?:[㐀-鿿]{1,3}族)?自治[州县旗]|[省市州盟县区旗])"
NO_NAME = "全我本各该社园厂小校街辖片超"
"""What stands before a level without naming a place: 引导全县职工, 进社区."""
PLACE = re.compile(rf"[㐀-鿿](?![{NO_NAME}])[㐀-鿿]{LEVEL}|(?<![㐀-鿿])(?![{NO_NAME}])[㐀-鿿](?=县)")
"""青禾 of 云川市青禾区总工会: the two characters before the level, whatever stood before them; 云岭 of 云岭彝族自治县;
和 of 和县 where nothing stands before it."""
NAMED_OFTEN = 2  # times; a place that is named once may be a visitor's
SAMPLED = 7  # characters of a run that texts are found by
ONE_IN, ONE_IN_WITH_A_NUMBER = 32, 12
"""Runs with a number are sampled more: counties that filled in one form share the others."""


class Profile:
    """What is compared of one text, each part when it is first asked for: most texts are told apart by ``pieces``."""

    def __init__(self, text: str) -> None:
        self._clauses = CLAUSE.findall(plain(text))
        self.run = "".join(self._clauses)
        """All characters of the clauses, side by side."""

    @cached_property
    def in_order(self) -> list[str]:
        """Every five characters of the run."""
        return [self.run[at : at + PIECE] for at in range(len(self.run) - PIECE + 1)]

    @cached_property
    def pieces(self) -> frozenset[str]:
        return frozenset(self.in_order)

    @cached_property
    def numbers(self) -> dict[str, set[float | str]]:
        """The words around a number, to the values that stand there."""
        found: dict[str, set[float | str]] = {}
        for clause in self._clauses:
            for around, value in _numbers_in(clause):
                found.setdefault(around, set()).add(value)
        return found

    @cached_property
    def places(self) -> Counter[str]:
        """How often each place is named, without its level."""
        return Counter(PLACE.findall("|".join(self._clauses)))

    def is_about_other_places(self, other: "Profile") -> bool:
        """Whether it is about a place that the other text does not name at all."""
        often = max(NAMED_OFTEN, max(self.places.values(), default=0) / 2)
        return any(times >= often for place, times in self.places.items() if place not in other.places)


def plain(text: str) -> str:
    """Simplified characters, half-width signs, no blanks, no commas within numbers."""
    folded = unicodedata.normalize("NFKC", fold(text))
    return GROUPING.sub("", "".join(folded.split()))


def _numbers_in(clause: str) -> Iterator[tuple[str, float | str]]:
    """Each number of a clause with the words around it; other numbers there are masked."""
    numbers = list(NUMBER.finditer(clause))
    masked = NUMBER.sub("#", clause) if numbers else clause
    at = -1
    for number in numbers:
        at = masked.index("#", at + 1)
        before, after = masked[max(0, at - BEFORE) : at], masked[at + 1 : at + 1 + AFTER]
        if before or after:
            yield f"{before}#{after}", value_of(number[0])


def value_of(number: str) -> float | str:
    """46 and 四十六 are one value, so are 5.2万 and 52000; 二〇一九 is read digit by digit.

    >>> value_of("一千九百零三"), value_of("5.2万"), value_of("二〇一九"), value_of("98.5%")
    (1903.0, 52000.0, 2019.0, '98.5%')
    """
    if number.endswith("%"):
        return number
    written = re.match(r"[\d.]*", number)[0]  # type: ignore[index]
    signs = [unicodedata.numeric(sign) for sign in number[len(written) :].replace("两", "二")]
    if not written and max(signs) < 10:
        return float("".join(str(int(sign)) for sign in signs))
    total, section, digit = 0.0, 0.0, float(written or 0)
    for sign in signs:
        if sign < 10:
            digit = sign
        elif sign < 10_000:
            section += (digit or 1) * sign
            digit = 0.0
        else:
            section += digit
            total = total + section * sign if total >= sign else (total + section) * sign
            section = digit = 0.0
    return total + section + digit


def fingerprints(text: str) -> set[int]:
    """A sample of the text's runs of seven characters, as 32-bit numbers: the same run is sampled in every text.

    Sampling by value ("0 mod p", Manber 1994) finds a part in the whole, which the smallest hashes (MinHash) do not.
    """
    clauses = "".join(CLAUSE.findall(plain(text)))
    written = clauses.encode(
        "utf-16-le", "surrogatepass"
    )  # two bytes a character: cut without encoding each run
    sampled = set()
    for at in range(len(clauses) - SAMPLED + 1):
        value = zlib.crc32(written[2 * at : 2 * (at + SAMPLED)])
        if value % ONE_IN == 0 or (
            value % ONE_IN_WITH_A_NUMBER == 0 and HAS_NUMBER.search(clauses, at, at + SAMPLED)
        ):
            sampled.add(value)
    return sampled
