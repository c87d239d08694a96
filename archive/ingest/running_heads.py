"""Heads and feet of pages that stand in a text which was copied over several pages: 青禾年鉴 2020 · 156 ·

A page's end cuts sentences, so what stands between the two halves of one tells of itself what it is.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from archive.ingest.furniture import PAGE_NUMBER
from archive.ingest.lines import Hint, Line
from archive.ingest.prose import is_prose, is_sentence
from archive.ingest.seams import (
    breaks_at_comma,
    figure_seam,
    goes_on,
    hard_seam,
    is_open,
    opens_something,
    surely_starts_afresh,
)

LONGEST_RUNNING_HEAD = 50
# A number that is set apart at the edge of a line: 青禾年鉴 2020 · 156 · but not 慰问职工 66
AT_EDGE = re.compile(
    r"(?:[-—–·•~|]\s*\d{1,4}\s*[-—–·•~|]*|[\s·•|](?:第\s?)?\d{1,4}(?:\s?页)?|第\s?[\d一二三四五六七八九十百〇零]{1,5}\s?页)$"
    r"|^(?:[-—–·•~|]\s*\d{1,4}\s*[-—–·•~|]|\d{1,4}(?=[\s·•|])|第\s?[\d一二三四五六七八九十百〇零]{1,5}\s?页)"
)
# A head names, it tells nothing: no clause, no verb of a sentence
TELLS = re.compile(r"[,。;!?、]|[了的把被将对是]")


def mark_running_heads(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Heads of pages: a short line that comes again beside a page number, its first place is its own; and what a
    page's end set between the two halves of a sentence, a number at its edge or beside it, or words that stood before.
    """
    numbers = {at for at, line in enumerate(lines) if PAGE_NUMBER.match(line.key)}
    seen: set[str] = set()
    marked: list[Line] = []
    for at, line in enumerate(lines):
        again = line.key in seen and len(line.key) <= LONGEST_RUNNING_HEAD
        beside = at - 1 in numbers or at + 1 in numbers
        numbered = beside or bool(AT_EDGE.search(line.key))
        is_head = (again and beside) or ((again or numbered) and _cuts_a_sentence(lines, at, numbers))
        marked.append(replace(line, hint=Hint.FURNITURE) if is_head and at not in numbers else line)
        seen.add(line.key)
    return tuple(marked)


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
