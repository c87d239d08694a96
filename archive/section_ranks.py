"""Which heading each section has in a document."""

from collections.abc import Iterable

from archive.models import Section


def heading_ranks(sections: Iterable[Section]) -> list[int]:
    """Which of HTML's headings each section has, below the title's ``h1``; no rank is ever skipped.

    （一）阵地建设 below 一、夯实基础 is an ``h3``; where a text has nothing but （一）（二）, they are ``h2``.
    """
    ranks: list[int] = []
    open_levels: list[int] = []
    for section in sections:
        if section.heading:
            open_levels = [level for level in open_levels if level < section.level] + [section.level]
        ranks.append(min(len(open_levels) + 1, 6))
    return ranks
