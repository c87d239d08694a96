"""Heads and feet of pages that stand in a text which was copied over several pages: 青禾年鉴 2020 · 156 ·

A page's end cuts sentences, so what stands between the two halves of one tells of itself what it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from archive.ingest.parts.furniture import PAGE_NUMBER
from archive.ingest.parts.seams import (
    breaks_at_comma,
    figure_seam,
    goes_on,
    hard_seam,
    is_open,
    opens_something,
    surely_starts_afresh,
)
from archive.ingest.text.lines import Hint, Line
from archive.ingest.text.patterns import pattern
from archive.ingest.text.prose import is_prose, is_sentence

LONGEST_RUNNING_HEAD = 50
# A number that is set apart at the edge of a line: 青禾年鉴 2020 · 156 · but not 慰问职工 66
AT_EDGE = pattern(
    r"(?:[-—–·•~|]\s*\d{1,4}\s*[-—–·•~|]*|[\s·•|](?:第\s?)?\d{1,4}(?:\s?页)?|第\s?[\d一二三四五六七八九十百〇零]{1,5}\s?页)$"
    r"|^(?:[-—–·•~|]\s*\d{1,4}\s*[-—–·•~|]|\d{1,4}(?=[\s·•|])|第\s?[\d一二三四五六七八九十百〇零]{1,5}\s?页)",
    like="青禾年鉴 2020 · 156 ·",
    unlike="新建家园66",
)
YEARS = range(1900, 2100)  # 建会 2018 … 建会 2019 counts no pages
NUMBER = pattern(r"\d{1,4}", like="156", unlike="青禾年鉴")
# 工运纵横 2010·3 and 工运纵横 2010年第3期(总第87期) are one name
NO_NAME = pattern(r"[\W\d_A-Za-z]|第|期|总|卷|版|年(?!鉴)", like="第3期", unlike="工运纵横")
SHORTEST_NAME, SHORTEST_HALF = 3, 2
FEWEST_BETWEEN = 3  # lines of a page
# A head names, it tells nothing: no clause, no verb of a sentence
TELLS = pattern(r"[,。;!?、]|[了的把被将对是]", like="走访了职工", unlike="青禾年鉴")


def mark_running_heads(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Heads of pages: a short line that comes again beside a page number, its first place is its own; lines with the
    numbers of pages that follow each other at their edge; and what a page's end set between the two halves of a
    sentence, a number at its edge or beside it, or words that stood before.
    """
    numbers = {at for at, line in enumerate(lines) if PAGE_NUMBER.match(line.key)}
    counted = _counted(lines)
    seen: set[str] = set()
    marked: list[Line] = []
    for at, line in enumerate(lines):
        name = _name(line)
        again = (line.key in seen or name in seen) and len(line.key) <= LONGEST_RUNNING_HEAD
        beside = bool({at - 1, at + 1} & (numbers | counted))
        numbered = beside or (len(line.key) <= LONGEST_RUNNING_HEAD and bool(AT_EDGE.search(line.key)))
        is_head = (again and beside) or ((again or numbered) and _cuts_a_sentence(lines, at, numbers))
        is_head = is_head or at in counted
        marked.append(replace(line, hint=Hint.FURNITURE) if is_head and at not in numbers else line)
        seen |= {line.key, name} if name else {line.key}
    return tuple(marked)


def _name(line: Line) -> str | None:
    """The words of a line that may be the name of a paper or a book."""
    if len(line.key) > LONGEST_RUNNING_HEAD or TELLS.search(line.key):
        return None
    name = _words(line)
    return name if len(name) >= SHORTEST_NAME else None


def _words(line: Line) -> str:
    return NO_NAME.sub("", line.key)


def _counted(lines: Sequence[Line]) -> set[int]:
    """Lines whose numbers at the edge count the pages: 人民团体 147 and, a page on, 148 云川年鉴2018.

    One half of the head may be as short as 群团 147 where the other has a name; 慰问 66 and 参训 67 have none.
    """
    pages = [
        (at, numbers)
        for at, line in enumerate(lines)
        if line.hint is None and len(line.key) <= LONGEST_RUNNING_HEAD and not TELLS.search(line.key)
        for numbers in [_pages(line)]
        if numbers
    ]
    return {
        at
        for (one, first), (two, second) in pairwise(pages)
        if two - one > FEWEST_BETWEEN and _count_on(lines[one], first, lines[two], second)
        for at in (one, two)
    }


def _count_on(one: Line, first: Mapping[int, bool], two: Line, second: Mapping[int, bool]) -> bool:
    """True where a number of the later line is the next one. 02 促发展 and 03 办实事, other words behind either, count parts."""
    if not (_name(one) or _name(two)):
        return False
    return any(
        number + 1 in second and not (opens and second[number + 1] and _words(one) != _words(two))
        for number, opens in first.items()
    )


def _pages(line: Line) -> dict[int, bool]:
    """The numbers that are set apart at the edges of a line of words, and whether they open it."""
    if len(_words(line)) < SHORTEST_HALF:
        return {}
    edges = ((NUMBER.search(edge.group()), edge.end() < len(line.key)) for edge in AT_EDGE.finditer(line.key))
    numbers = ((int(number.group()), opens) for number, opens in edges if number)
    return {number: opens for number, opens in numbers if number not in YEARS}


def _cuts_a_sentence(lines: Sequence[Line], at: int, numbers: set[int]) -> bool:
    """True for a line that names something between a line that breaks off and one that may go on with it."""
    line = lines[at]
    if line.hint is not None or len(line.key) > LONGEST_RUNNING_HEAD or TELLS.search(line.key):
        return False
    above = next((lines[one] for one in range(at - 1, -1, -1) if one not in numbers), None)
    below = next((lines[one] for one in range(at + 1, len(lines)) if one not in numbers), None)
    if above is None or below is None or not (is_prose(above) or breaks_at_comma(above)):
        return False
    carried = (
        is_open(above) and not hard_seam(above, line) and not goes_on(line) and not figure_seam(line, below)
    )
    rest = is_prose(below) or is_sentence(below) or breaks_at_comma(below)
    return carried and rest and not opens_something(above, below) and not surely_starts_afresh(below)
