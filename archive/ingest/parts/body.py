"""The body: captions out of the way, broken sentences whole, headings found and ranked, paragraphs left."""

from collections.abc import Sequence
from dataclasses import replace

from archive.ingest.parts.blocks import ASIDE, Block, Role
from archive.ingest.parts.bylines import closing_byline, is_byline, opening_byline
from archive.ingest.parts.furniture import RESIDUE, SIGNS_OF_RESIDUE
from archive.ingest.parts.heading_lines import mark_headings, rank_headings
from archive.ingest.parts.pictures import (
    mark_pictures_at_end,
    mark_pictures_behind_signs,
    mark_pictures_below_headings,
    mark_pictures_by_manner,
    mark_pictures_by_room,
    mark_words,
)
from archive.ingest.parts.rejoin import rejoin
from archive.ingest.parts.run_ins import split_run_ins
from archive.ingest.text.lines import Line, joined


def read_body(blocks: Sequence[Block], gap: int | None) -> list[Block]:
    """Every line below the title block with its role; ``gap`` is the page's usual one."""
    body = mark_pictures_behind_signs(mark_words(blocks))
    body = rejoin(body, gap)
    body = mark_pictures_by_room(body, gap)
    body = mark_pictures_by_manner(body)
    body = mark_pictures_at_end(body)
    body = mark_pictures_below_headings(body)
    body = mark_headings(body)
    body = mark_signature(body)
    body = [replace(block, role=Role.PARAGRAPH) if block.role is Role.OPEN else block for block in body]
    body = split_signed_ends(body)
    body = set_residue_aside(body)
    body = split_run_ins(body)
    return rank_headings(body)


def mark_signature(blocks: Sequence[Block]) -> list[Block]:
    """Writers named alone on the last line: 张三 李四."""
    marked = list(blocks)
    last = next(
        (at for at in reversed(range(len(marked))) if marked[at].role not in ASIDE | {Role.BYLINE}), None
    )
    if (
        last is not None
        and marked[last].role in (Role.OPEN, Role.PARAGRAPH)
        and is_byline(marked[last].line, bare=True)
    ):
        marked[last] = replace(marked[last], role=Role.BYLINE)
    return marked


def split_signed_ends(blocks: Sequence[Block]) -> list[Block]:
    """By-lines in brackets off the first and the last paragraph."""
    paragraphs = [index for index, block in enumerate(blocks) if block.role is Role.PARAGRAPH]
    if not paragraphs:
        return list(blocks)
    parts = list(blocks)
    last = parts[paragraphs[-1]]
    at = closing_byline(last.line)
    if at:
        parts[paragraphs[-1] : paragraphs[-1] + 1] = [
            replace(last, line=last.line.part(0, at)),
            Block(Role.BYLINE, last.line.part(at)),
        ]
    first = parts[paragraphs[0]]
    length = opening_byline(first.line)
    if length and length < len(first.line.text):
        parts[paragraphs[0] : paragraphs[0] + 1] = [
            Block(Role.BYLINE, first.line.part(0, length)),
            replace(first, line=first.line.part(length)),
        ]
    return parts


def set_residue_aside(blocks: Sequence[Block]) -> list[Block]:
    """Advertising and log-in words out of the middle of a paragraph."""
    parts: list[Block] = []
    for block in blocks:
        may_hold_some = block.role is Role.PARAGRAPH and not SIGNS_OF_RESIDUE.isdisjoint(block.line.key)
        matches = list(RESIDUE.finditer(block.line.key)) if may_hold_some else []
        if not matches:
            parts.append(block)
            continue
        kept: Line | None = None
        done = 0
        for start, end in [match.span() for match in matches] + [
            (len(block.line.text), len(block.line.text))
        ]:
            piece = block.line.part(done, start)
            if piece.text:
                kept = joined(kept, piece) if kept else piece
            if end > start:
                parts.append(Block(Role.FURNITURE, block.line.part(start, end)))
            done = end
        if kept:
            parts.append(replace(block, line=kept))
    return parts
