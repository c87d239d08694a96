"""Paragraphs out of lines that a page or a program broke at a fixed width."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from statistics import mode

from archive.ingest.parts.bylines import is_byline
from archive.ingest.parts.furniture import PAGE_NUMBER, is_credit, is_date_line, is_furniture, is_source_line
from archive.ingest.text.lines import Hint, Line, joined, width
from archive.ingest.text.patterns import pattern

# How the start of a line shows that a new paragraph begins there: 一、 （二） 3. ④ 【 ■ 图① —— 第二篇
OPENING_MARK = pattern(
    r"(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十]{1,3}\)|\d{1,2}[、.](?!\d)|\(\d{1,2}\)|[①-⑳]|"
    r"【|[■□●◆▲▼★]|图[\d①-⑨一二三四五六七八九]|——|第[一二三四五六七八九十]{1,3}[篇章部])",
    like="一、建会",
    unlike="一年来",
)

LONGEST_UPRIGHT = 12  # characters
# 一 / 二: numbers stand alone above what they head
ONE_CHARACTER = pattern(r"(?![一二三四五六七八九十])[\u4e00-\u9fff]", like="同", unlike="一")
SUBTITLE = pattern(r"^——?(?=\S)", like="——青禾区总工会2019年工作综述", unlike="青禾区——总工会")
NARROWEST_COLUMN = 16  # cells; a column of eight characters is the narrowest that newspapers set
WIDEST_COLUMN = 140  # cells; the longest line that a person would call wrapped
WRAP_SLACK = 4  # cells; a sign that may not open a line pulls up to two characters with it
FEWEST_WRAPPED_LINES = 8
FULL_SHARE = 0.4  # of the lines reach the column
# Short paragraphs have few full lines; that many of one width, and none wider, are no chance
FULL_SHARE_TO_THE_SIGN, FEWEST_TO_THE_SIGN = 0.25, 6
EXACT_SHARE, FEWEST_EXACT_LINES = (
    0.9,
    12,
)  # of the full lines end at the very column: the page was cut by count, no line is full by chance

CLOSERS = pattern(r"[。!?;,、)\]》\"'…]{1,3}", like='。"', unlike="一年来")

Measure = Callable[[Line], int]


def _cells(line: Line) -> int:
    return width(line.text) + line.indent


def _signs(line: Line) -> int:
    """Characters twice, so that both measures have one scale: some programs wrap by count, not by width."""
    return 2 * len(line.text) + line.indent


@dataclass(frozen=True, slots=True)
class Wrapping:
    """Where the page broke its lines: at what column, measured how, and how much shorter a full line may be."""

    column: int
    measure: Measure
    slack: int

    def is_full(self, line: Line) -> bool:
        return self.measure(line) >= self.column - self.slack


def join_upright(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Words that a page set upright, one character on each line, as one line: 同 / 心. A long run of such lines is none."""
    whole: list[Line] = []
    at = 0
    while at < len(lines):
        end = at + 1
        while end < len(lines) and _is_one_character(lines[at]) and _goes_on_below(lines[end]):
            end += 1
        run = lines[at:end]
        whole += [reduce(joined, run)] if len(run) <= LONGEST_UPRIGHT else run
        at = end
    return tuple(whole)


def _is_one_character(line: Line) -> bool:
    return line.hint is None and bool(ONE_CHARACTER.fullmatch(line.key))


def _goes_on_below(line: Line) -> bool:
    return _is_one_character(line) and not line.gap


def find_wrapping(lines: tuple[Line, ...]) -> Wrapping | None:
    """How the page broke its lines, or None where every line is a paragraph of its own."""
    if len(lines) < FEWEST_WRAPPED_LINES:
        return None
    best: tuple[int, Wrapping] | None = None
    for measure in (_cells, _signs):
        sizes = sorted(measure(line) for line in lines)
        widest = sizes[int(len(sizes) * 0.95)]
        if not NARROWEST_COLUMN <= widest <= WIDEST_COLUMN:
            continue
        # the commonest width near the widest: a closing sign that hangs over the edge makes a line longer
        column = mode(size for size in sizes if widest - 2 * WRAP_SLACK <= size <= widest)
        full = [line for line in lines if measure(line) >= column - WRAP_SLACK]
        broken = [line for line in full if not line.ends_sentence]
        exact = sum(1 for line in full if column <= measure(line) <= column + WRAP_SLACK)
        to_the_sign = exact == len(full) >= FEWEST_TO_THE_SIGN
        fewest = FULL_SHARE_TO_THE_SIGN if to_the_sign else FULL_SHARE
        if len(full) < len(lines) * fewest or len(broken) < len(full) * 0.6:
            continue
        by_count = exact >= max(EXACT_SHARE * len(full), FEWEST_EXACT_LINES)
        found = Wrapping(column, measure, 0 if by_count else WRAP_SLACK)
        if best is None or exact > best[0]:
            best = exact, found
    return best[1] if best else None


def _starts_anew(line: Line) -> bool:
    return _stands_alone(line) or is_byline(line, bare=False)


def _stands_alone(line: Line) -> bool:
    """A masthead, a navigation bar, a row of credits: as wide as the column by chance. The stop of a sentence is none."""
    if CLOSERS.fullmatch(line.key):
        return False
    return is_furniture(line) or is_date_line(line) or is_credit(line) or is_source_line(line)


def _is_short_head(line: Line, wrapping: Wrapping) -> bool:
    """A row that is not full and ends no sentence carries on no paragraph whose last row was full: a heading."""
    return not wrapping.is_full(line) and not line.ends_sentence and not CLOSERS.match(line.key)


def _ends_a_page(line: Line) -> bool:
    """A page's number, or its head, which were told from the text before: the text goes on behind them."""
    return line.hint is Hint.FURNITURE or bool(PAGE_NUMBER.match(line.key))


def unwrap(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Paragraphs from lines of a fixed width; other text is returned as it is."""
    wrapping = find_wrapping(lines)
    if wrapping is None:
        return lines
    usual_gap = min((line.gap for line in lines[1:]), default=0)  # every line double-spaced
    indented = sum(1 for line in lines if line.indent >= 2) >= 2
    whole: list[Line] = []
    last = 0  # where the last line of text stands in it
    before: Line | None = None
    for line in lines:
        if before is not None and _ends_a_page(line):
            whole.append(line)
            continue
        carries_on = (
            before is not None
            and wrapping.is_full(before)
            and line.gap <= usual_gap
            and line.hint is before.hint
            and not OPENING_MARK.match(line.key)
            and (wrapping.slack == 0 or not (_stands_alone(before) or _starts_anew(line)))
            and not (SUBTITLE.match(before.key) and is_byline(line, bare=True))
            and not (before.ends_sentence and _is_short_head(line, wrapping))
            and (line.indent < 2 if indented else not (before.ends_sentence and line.indent))
        )
        if carries_on and whole:
            whole[last] = joined(whole[last], line)
        else:
            last = len(whole)
            whole.append(line)
        before = line
    return tuple(whole)
