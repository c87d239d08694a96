"""Whole sentences out of halves: what stands between the two halves of one is a caption.

The nearest continuation wins. Further on is looked only past lines that read like captions, and only where the
two edges themselves show that the page was broken there; nothing is joined to or across a numbered line or a
marked heading, nor across a whole paragraph.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from archive.ingest.parts import captions
from archive.ingest.parts.blocks import ASIDE, Block, Role
from archive.ingest.parts.furniture import PAGE_NUMBER, is_entry
from archive.ingest.parts.headings import PLAIN, could_be_heading, style_of
from archive.ingest.parts.pictures import LONGEST_PICTURE_SENTENCE, PICTURE_GAP
from archive.ingest.parts.seams import (
    OPEN_END,
    OwnWords,
    breaks_at_comma,
    breaks_off,
    figure_seam,
    goes_on,
    hard_seam,
    is_open,
    opens_something,
    seam,
    surely_starts_afresh,
)
from archive.ingest.text.lines import Hint, Line, joined
from archive.ingest.text.patterns import pattern
from archive.ingest.text.prose import SHORTEST_PROSE, is_prose, is_sentence, is_table_row, stops_in

SHORTEST_FRAGMENT = 12
MOST_CAPTIONS_IN_A_SENTENCE = 4
LOOK_AHEAD = 14
GOOD_SEAM = 2
CERTAIN_SEAM = 4
LONGEST_UNMARKED_CAPTION = 45  # characters; a longer sentence that no picture left room for is a paragraph
# Paragraphs without a stop at their end: with so many the page just sets none, and lacking it says nothing
FEWEST_MARKED = 2  # headings that the format marks, so that a line which it does not mark is none
MARKED = (Hint.HEADING, Hint.SUBHEADING)
FEWEST_ALIKE, LONGEST_ALIKE = 3, 24  # headings of one make, and their characters
FEWEST_WITHOUT_STOP, SHARE_WITHOUT_STOP = 4, 0.4


# How running text begins and no heading does: 年初,区总工会… · 2019年,… · 区总工会…
TELLS = pattern(
    r"(?:(?:19|20)\d\d年|[今去当每]年|年[初底中末]|近年|\d{1,2}月|[一二三四五六七八九十]{1,2}月|[\u4e00-\u9fff]{0,8}[省市县区州旗]总工会)",
    like="年初,区总工会",
    unlike="织密服务网",
)


INNER_SIGN = pattern(r"[,:、]", like="年初,区总工会", unlike="织密服务网")


@dataclass(frozen=True, slots=True)
class _Page:
    """What the joining of one line asks of the whole page."""

    own: OwnWords
    gap: int | None
    indented: bool
    sets_stops: bool
    marks_headings: bool
    alike: frozenset[str]  # short lines of one make, which head parts of the text

    def leaves_room(self, line: Line) -> bool:
        """True for a line that stands so far off that a picture is above it."""
        return self.gap is not None and line.gap >= self.gap + PICTURE_GAP

    def shows_picture(self, line: Line) -> bool:
        """True for words that the page or their manner puts under a picture."""
        return self.leaves_room(line) or captions.manner(line) > 0


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A later line that may be the other half, and the evidence of its seam."""

    index: int
    line: Line
    seam: int
    past_heading: bool


def rejoin(blocks: Sequence[Block], gap: int | None) -> list[Block]:
    """Whole sentences; the short lines between the two halves of one become captions."""
    page = _page(blocks, gap)
    marked: list[Block | None] = list(blocks)
    for at, block in enumerate(blocks):
        whole = marked[at]
        below = _below_page(marked, at)
        if whole is not None and below is not None and (half := marked[below]) is not None:
            whole = replace(whole, line=joined(whole.line, half.line))
            marked[at], marked[below] = whole, None
        while whole is not None and _wants_more(whole):
            found = _continuation(whole.line, marked, at, page)
            half = marked[found] if found is not None else None
            if found is None or half is None:
                break
            for between in range(at + 1, found):
                other = marked[between]
                if other is not None and other.role is Role.OPEN:
                    marked[between] = replace(other, role=Role.CAPTION)
            whole = replace(block, line=joined(whole.line, half.line))
            marked[at], marked[found] = whole, None
    return [block for block in marked if block is not None]


def _page(blocks: Sequence[Block], gap: int | None) -> _Page:
    prose = [block.line for block in blocks if block.role is Role.OPEN and is_prose(block.line)]
    indented = sum(1 for line in prose if line.indent >= 2) > 0.6 * len(prose)
    text = [
        block.line
        for block in blocks
        if block.role is Role.OPEN and (is_prose(block.line) or _is_no_heading(block.line))
    ]
    # where paragraphs are set in, what goes on at the edge was broken there and says nothing of stops: 每户两吨洁 | 净煤
    broken = {line for line, below in pairwise(text) if indented and below.indent < 2}
    unstopped = sum(1 for line in text if is_open(line) and not breaks_at_comma(line) and line not in broken)
    without_stops = unstopped >= max(FEWEST_WITHOUT_STOP, SHARE_WITHOUT_STOP * len(text))
    headings = sum(block.line.hint in MARKED for block in blocks if block.role is Role.OPEN)
    own = OwnWords(block.line.key for block in blocks)
    return _Page(own, gap, indented, not without_stops, headings >= FEWEST_MARKED, _heads_alike(blocks))


def _heads_alike(blocks: Sequence[Block]) -> frozenset[str]:
    """一帆,引领航向 / 二帆,助力脱贫 / 三帆,护航维权: short lines whose clauses are as long, each above running text."""
    shapes: dict[tuple[int, ...], list[str]] = defaultdict(list)
    opens = [block.line for block in blocks if block.role is Role.OPEN]
    for line, below in pairwise(opens):
        clauses = tuple(len(clause) for clause in INNER_SIGN.split(line.key))
        if (
            len(clauses) > 1
            and sum(clauses) <= LONGEST_ALIKE
            and is_prose(below)
            and _reads_like_heading(line)
        ):
            shapes[clauses].append(line.key)
    return frozenset(key for keys in shapes.values() if len(keys) >= FEWEST_ALIKE for key in keys)


def _wants_more(block: Block) -> bool:
    return block.role is Role.OPEN and is_open(block.line) and not is_table_row(block.line)


def _below_page(marked: Sequence[Block | None], at: int) -> int | None:
    """The line on the next page that carries on a list of clauses: 慰问职工4215人次; / — 1 — / 医疗互助参保2.3万人."""
    block = marked[at]
    if block is None or block.role is not Role.OPEN or not block.line.key.endswith(";"):
        return None
    page, below = at + 1, at + 2
    if below >= len(marked) or style_of(block.line) is not PLAIN or not is_prose(block.line):
        return None
    mark, half = marked[page], marked[below]
    if mark is None or half is None or half.role is not Role.OPEN or not PAGE_NUMBER.match(mark.line.key):
        return None
    return below if is_prose(half.line) and style_of(half.line) is PLAIN else None


def _continuation(line: Line, marked: Sequence[Block | None], at: int, page: _Page) -> int | None:
    """The line that carries on the broken one, None when it just lacks its stop."""
    if line.key in page.alike:
        return None
    text = is_prose(line) or breaks_at_comma(line) or _is_no_heading(line)
    find = _other_half if text else _rest_of_fragment
    return find(line, marked, at, page)


def _is_no_heading(line: Line) -> bool:
    """True for a line too wordy for a heading, if too short for prose: 一年来,区总工会围绕中心、服务大局,把职工的急难愁盼"""
    wordy = len(line.key) >= SHORTEST_FRAGMENT and "," in line.key
    return wordy and not could_be_heading(line) and not is_entry(line.key)


def _ahead(marked: Sequence[Block | None], at: int) -> Iterator[tuple[int, Block]]:
    """The next lines that are not joined to another and not set aside."""
    seen = 0
    for index in range(at + 1, len(marked)):
        block = marked[index]
        if block is None:
            continue
        seen += 1
        if seen > LOOK_AHEAD:
            return
        if block.role not in ASIDE:
            yield index, block


def _reads_like_heading(line: Line) -> bool:
    return could_be_heading(line) and not is_sentence(line)


def _may_be_passed(line: Line, page: _Page) -> bool:
    """True for one short sentence, or words without a stop, that may stand under a picture."""
    one = stops_in(line.key) <= 1 and (is_sentence(line) or not is_prose(line))
    longest = LONGEST_PICTURE_SENTENCE if page.shows_picture(line) else LONGEST_UNMARKED_CAPTION
    return one and len(line.text) <= longest and not line.key[0].isdigit()


def _rest_of_fragment(line: Line, marked: Sequence[Block | None], at: int, page: _Page) -> int | None:
    """The line that carries on a short one which looks like a heading: 始建于19 | 49年的云川机床厂.

    Only what needs no dictionary counts here, because a heading and the paragraph below it often make a word.
    """
    numbered = style_of(line) is not PLAIN
    wordy = bool(INNER_SIGN.search(line.key)) and len(line.key) >= SHORTEST_FRAGMENT
    for passed, (index, block) in enumerate(_ahead(marked, at)):
        if (
            block.role is not Role.OPEN
            or opens_something(line, block.line)
            or passed > MOST_CAPTIONS_IN_A_SENTENCE
            or (passed and numbered)
        ):
            return None
        score = hard_seam(line, block.line)
        set_off = page.gap is not None and block.line.gap >= max(page.gap, 1) and "," not in line.key
        if not passed and _is_narrative(line):
            score = max(score, 2 * seam(line, block.line, page.own))
        elif not passed and set_off and could_be_heading(line):
            # "建会入会:从312到361" stands off from the paragraph below it, a broken line does not
            score -= figure_seam(line, block.line)
        if score >= CERTAIN_SEAM or (passed and wordy and score >= GOOD_SEAM and is_sentence(block.line)):
            return index
        if not passed and _is_cut_short(line, block.line, marked[at + 1 : index], page):
            return index
        if _is_interrupted(line, marked[at + 1 : index]) and seam(line, block.line, page.own) >= GOOD_SEAM:
            return index
        in_quotation = line.key.count('"') % 2 == 1  # an open quotation goes on behind a picture
        if not (is_sentence(block.line) or in_quotation) or not _may_be_passed(block.line, page):
            return None
    return None


def _is_narrative(line: Line) -> bool:
    """True for a short line that tells something rather than heads it: 年初,区总工会把未建会企业 | 的名册摊在桌上."""
    return "," in line.key and (breaks_off(line) or bool(TELLS.match(line.key)))


def _is_interrupted(line: Line, between: Sequence[Block | None]) -> bool:
    """True for a line too long and too wordy for a heading that captions cut off: …等地新建职工服 | 图①:… | 务站11个."""
    return (
        len(line.key) >= SHORTEST_PROSE
        and "," in line.key
        and style_of(line) is PLAIN
        and any(block is not None and block.role is Role.CAPTION for block in between)
    )


def _is_cut_short(line: Line, below: Line, between: Sequence[Block | None], page: _Page) -> bool:
    """True for the first words of a paragraph: 五一前夕,全区表彰劳动 | (剩余62%未读) | 模范33名; …655件老物件都是 | 退休职工捐的.

    Before a picture or the page's own words, where the page marks its headings, the edges make a word (回拨基|层), or it
    has three clauses; those of a heading are even: 织密网络,暖了人心. 二、促发展,比贡献 is one by its number.
    """
    plain = line.hint is below.hint is None and style_of(line) is style_of(below) is PLAIN
    text = is_prose(below) or (is_sentence(below) and bool(INNER_SIGN.search(below.key)))
    if not plain or not text or surely_starts_afresh(below):
        return False
    if OPEN_END.search(line.key):
        return True
    if not any(block is not None and block.role in ASIDE for block in between):
        return False
    clauses = [len(clause) for clause in INNER_SIGN.split(line.key)]
    if len(set(clauses)) < 2:
        return False
    return len(clauses) > 2 or page.marks_headings or seam(line, below, page.own) >= GOOD_SEAM


def _other_half(line: Line, marked: Sequence[Block | None], at: int, page: _Page) -> int | None:
    """The line that carries on running text which breaks off."""
    candidates = list(_candidates(line, marked, at, page))
    if not candidates:
        return None
    nearest, *further = candidates
    best = max(further, key=lambda candidate: candidate.seam, default=None)
    if best and _is_jump(line, nearest, best, page):
        return best.index
    if _reads_like_heading(nearest.line):
        return nearest.index if _carries_on_as_heading(line, nearest, marked) else None
    if nearest.seam >= GOOD_SEAM:
        return nearest.index
    if further and _stands_under_picture(nearest, page) and _may_follow_picture(further[0]):
        return further[0].index
    starts = surely_starts_afresh(nearest.line) or (page.indented and nearest.line.indent >= 2)
    return nearest.index if breaks_off(line) or (page.sets_stops and not starts) else None


def _stands_under_picture(nearest: _Candidate, page: _Page) -> bool:
    """True for one sentence below the room of a picture, or with a caption's manner, that carries on nothing."""
    line = nearest.line
    return not nearest.seam and page.shows_picture(line) and is_sentence(line) and not goes_on(line)


def _may_follow_picture(candidate: _Candidate) -> bool:
    line = candidate.line
    return not candidate.past_heading and not _reads_like_heading(line) and not surely_starts_afresh(line)


def _is_jump(line: Line, nearest: _Candidate, best: _Candidate, page: _Page) -> bool:
    """True when a line further on is the other half, and the nearest one stands under a picture."""
    if best.seam <= nearest.seam:
        return False
    if best.seam >= CERTAIN_SEAM:
        return not breaks_at_comma(line) or not (nearest.seam or best.past_heading)
    weak = goes_on(nearest.line) or (breaks_off(line) and not page.shows_picture(nearest.line))
    return best.seam >= GOOD_SEAM and not nearest.seam and not best.past_heading and not weak


def _carries_on_as_heading(line: Line, nearest: _Candidate, marked: Sequence[Block | None]) -> bool:
    """True for a line without its stop that carries on all the same.

    The second row of a heading (夯实基础, | 织密网络有新进展), a seam that leaves no doubt, and the last line of all.
    """
    if breaks_at_comma(line) and not is_prose(line):
        return nearest.line.gap <= max(line.gap, 1) and could_be_heading(joined(line, nearest.line))
    last = next(_ahead(marked, nearest.index), None) is None
    return nearest.seam >= (GOOD_SEAM if last else CERTAIN_SEAM)


def _candidates(line: Line, marked: Sequence[Block | None], at: int, page: _Page) -> Iterator[_Candidate]:
    """Lines that may be the other half: the next, and those behind what may be captions."""
    passed = 0
    past_heading = False
    for index, block in _ahead(marked, at):
        if block.role is Role.BYLINE:
            continue
        other = block.line
        if (
            block.role is not Role.OPEN
            or opens_something(line, other)
            or passed > MOST_CAPTIONS_IN_A_SENTENCE
        ):
            return
        evidence = hard_seam(line, other)
        if not (passed and _reads_like_heading(other)):
            evidence = seam(line, other, page.own)
        indented = page.indented and other.indent >= 2
        if not indented or evidence >= CERTAIN_SEAM or (breaks_at_comma(line) and not passed):
            yield _Candidate(index, other, evidence, past_heading)
        if not _may_be_passed(other, page):
            return
        past_heading = past_heading or (_reads_like_heading(other) and not page.shows_picture(other))
        passed += 1
