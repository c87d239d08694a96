"""Whole sentences out of halves: what stands between the two halves of one is a caption."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from archive.ingest import captions
from archive.ingest.blocks import ASIDE, Block, Role
from archive.ingest.headings import PLAIN, could_be_heading, style_of
from archive.ingest.lines import Line, joined
from archive.ingest.pictures import LONGEST_PICTURE_SENTENCE
from archive.ingest.prose import SHORTEST_PROSE, is_prose, is_sentence, is_table_row
from archive.ingest.seams import OwnWords, hard_seam, is_open, may_carry_on, open_signs, seam

SHORTEST_FRAGMENT = 12
MOST_CAPTIONS_IN_A_SENTENCE = 4
LOOK_AHEAD = 14
GOOD_SEAM = 2
CERTAIN_SEAM = 4


@dataclass(frozen=True, slots=True)
class _Page:
    """What the joining of one line asks of the whole page."""

    own: OwnWords
    gap: int | None
    indented: bool


def rejoin(blocks: Sequence[Block], gap: int | None) -> list[Block]:
    """Whole sentences; the short lines between the two halves of one become captions."""
    opens = [block.line for block in blocks if block.role is Role.OPEN and is_prose(block.line)]
    indented = sum(1 for line in opens if line.indent >= 2) > 0.6 * len(opens)
    page = _Page(OwnWords(block.line.key for block in blocks), gap, indented)
    marked: list[Block | None] = list(blocks)
    for at, block in enumerate(blocks):
        whole = marked[at]
        while (
            whole is not None
            and whole.role is Role.OPEN
            and is_open(whole.line)
            and not is_table_row(whole.line)
        ):
            find = _other_half if is_prose(whole.line) else _rest_of_fragment
            found = find(whole.line, marked, at, page)
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


def _rest_of_fragment(line: Line, marked: Sequence[Block | None], at: int, page: _Page) -> int | None:
    """The line that carries on a short one which looks like a heading: 始建于19 | 49年的云川机床厂.

    Only what needs no dictionary counts here, because a heading and the paragraph below it often make a word.
    """
    wordy = bool(re.search(r"[,:、]", line.key)) and len(line.key) >= SHORTEST_FRAGMENT
    for passed, (index, block) in enumerate(_ahead(marked, at)):
        if block.role is not Role.OPEN or passed > MOST_CAPTIONS_IN_A_SENTENCE:
            return None
        score = hard_seam(line, block.line)
        set_off = page.gap is not None and block.line.gap >= max(page.gap, 1) and "," not in line.key
        if set_off and could_be_heading(line) and not passed:
            score = 0  # "建会入会:从312到361" stands off from the paragraph below it, a broken line does not
        if score >= CERTAIN_SEAM or (passed and wordy and score >= GOOD_SEAM and is_sentence(block.line)):
            return index
        if _is_interrupted(line, marked[at + 1 : index]) and seam(line, block.line, page.own) >= GOOD_SEAM:
            return index
        shows = is_sentence(block.line) or bool(
            open_signs(line.key)
        )  # an open quotation goes on behind a picture
        if not shows or len(block.line.text) > LONGEST_PICTURE_SENTENCE:
            return None
    return None


def _is_interrupted(line: Line, between: Sequence[Block | None]) -> bool:
    """True for a line too long and too wordy for a heading that captions cut off: …等地新建职工服 | 图①:… | 务站11个."""
    return (
        len(line.key) >= SHORTEST_PROSE
        and "," in line.key
        and style_of(line) is PLAIN
        and any(block is not None and block.role is Role.CAPTION for block in between)
    )


def _other_half(line: Line, marked: Sequence[Block | None], at: int, page: _Page) -> int | None:
    """The line that carries on the broken sentence, None when it just lacks its stop."""
    candidates = list(_candidates(line, marked, at, page))
    if not candidates:
        return None
    first_score, first, first_line = candidates[0]
    heading = could_be_heading(first_line) and not is_sentence(first_line)
    best, found, _ = max(candidates, key=lambda candidate: (candidate[0], -candidate[1]))
    if best >= CERTAIN_SEAM or (best >= GOOD_SEAM and not (heading and found == first)):
        return found
    if heading:
        alone = best >= GOOD_SEAM and len(candidates) == 1 and next(_ahead(marked, first), None) is None
        return found if alone else None
    if len(candidates) > 1 and len(first_line.text) <= LONGEST_PICTURE_SENTENCE and not first_score:
        room = page.gap is not None and first_line.gap > page.gap
        if room or captions.manner(first_line) > 0:
            return candidates[1][1]
    return None if page.indented and first_line.indent >= 2 else first


def _candidates(
    line: Line, marked: Sequence[Block | None], at: int, page: _Page
) -> Iterator[tuple[int, int, Line]]:
    """Lines that may be the other half, with the strength of the seam: the next, and those behind captions."""
    passed = 0
    for index, block in _ahead(marked, at):
        if block.role is Role.BYLINE:
            continue
        other = block.line
        if block.role is not Role.OPEN or passed > MOST_CAPTIONS_IN_A_SENTENCE:
            return
        score = seam(line, other, page.own)
        if passed and could_be_heading(other) and not is_sentence(other):
            score = min(score, hard_seam(line, other))
        if may_carry_on(other, paragraphs_indented=page.indented and score < CERTAIN_SEAM):
            yield score, index, other
        one_sentence = len(re.findall(r"[。!?]", other.key)) <= 1 and (
            is_sentence(other) or not is_prose(other)
        )
        if len(other.text) > captions.LONGEST_CAPTION or style_of(other) is not PLAIN or not one_sentence:
            return
        passed += 1
