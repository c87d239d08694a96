"""Headings that open a paragraph: 夜校灯火越燃越旺。区总工会… · 【强化引领】2019年… · (一)建会。…"""

from collections.abc import Sequence
from dataclasses import replace

from archive.ingest.parts.blocks import Block, Role
from archive.ingest.parts.headings import (
    DIVIDING,
    bullet_opening,
    most_alike,
    numbered_opening,
    slogan_opening,
    style_of,
)

FEWEST_BULLETS = 2


def split_run_ins(blocks: Sequence[Block]) -> list[Block]:
    """The openings of paragraphs that are headings as headings of level 0, to be ranked later."""
    found = numbered(blocks)
    has_headings = any(block.role is Role.HEADING for block in blocks) or bool(found)
    for position, members in enumerate(_sections(blocks, found)):
        if members and not (position == 0 and has_headings):  # the lead has none
            found |= _slogans(blocks, members, has_headings=has_headings)
    split: list[Block] = []
    for index, block in enumerate(blocks):
        if index in found:
            split.append(Block(Role.HEADING, block.line.part(0, found[index]), level=0))
            split.append(replace(block, line=block.line.part(found[index])))
        else:
            split.append(block)
    return split


def numbered(blocks: Sequence[Block]) -> dict[int, int]:
    """Paragraphs that a numbered heading opens, with its length."""
    found = {
        index: length
        for index, block in enumerate(blocks)
        if block.role is Role.PARAGRAPH and (length := numbered_opening(block.line))
    }
    bullets = {
        index: length
        for index, block in enumerate(blocks)
        if block.role is Role.PARAGRAPH and (length := bullet_opening(block.line))
    }
    if len(bullets) >= FEWEST_BULLETS:
        found |= bullets
    if len(found) == 1 and style_of(blocks[next(iter(found))].line).name not in DIVIDING:
        return {}
    return found


def _sections(blocks: Sequence[Block], found: dict[int, int]) -> list[list[int]]:
    """The paragraphs below each heading that no numbered heading opens; those above the first come first."""
    sections: list[list[int]] = [[]]
    for index, block in enumerate(blocks):
        if block.role is Role.HEADING or index in found:
            sections.append([])
        if block.role is Role.PARAGRAPH and index not in found:
            sections[-1].append(index)
    return sections


def _slogans(blocks: Sequence[Block], members: Sequence[int], *, has_headings: bool) -> dict[int, int]:
    """Slogans that open paragraphs of one section, when there are enough and they are built alike.

    A text without other headings must show more of them, and its first paragraph is the lead.
    """
    openings = {at: length for at in members if (length := slogan_opening(blocks[at].line))}
    if not has_headings:
        openings.pop(members[0], None)
    needed = max(2, len(members) / 3) if has_headings else max(3, (len(members) - 2) * 0.6)
    alike = most_alike({at: blocks[at].line.key[:length] for at, length in openings.items()})
    return {at: openings[at] for at in alike} if len(alike) >= needed else {}
