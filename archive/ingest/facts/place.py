"""The clues to a region, in the order of their strength, for ``archive.regions`` to judge."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.ingest.facts.told_by_name import Told
from archive.ingest.parts.blocks import Draft
from archive.ingest.text.lines import Line
from archive.ingest.text.patterns import pattern
from archive.regions.authority import Authority
from archive.regions.clues import NOTE_UNCERTAIN, RegionBasis
from archive.regions.resolver import Clue, Resolution, resolve

# 本报云川1月5日电 · 本报临江讯: the place in a dateline
DATELINE = pattern(
    r"(?:本报|本网|新华社)([\u4e00-\u9fff]{2,8}?)(?:\d{1,2}月\d{1,2}日)?(?:电|讯)",
    like="本报云川1月5日电",
    unlike="本报综合消息",
)

# 岭西市城关区总工会编印 地址:岭西市矿山路8号: who made the page, or whose it is
IMPRINT = pattern(
    r"编印|主办|主管|承办|供稿|编辑出版|印制|地址[:|]|版权所有|copyright|©",
    re.I,
    like="岭西市城关区总工会编印",
    unlike="城关区总工会召开常委会",
)

LONGEST_CLUE = 3000  # a longer paragraph is several that lost their line ends


def clues(
    draft: Draft, *, issuer: Line | None, newspaper: Line | None, told: Told
) -> Iterator[tuple[Clue, Line]]:
    """Words that may say where the union is, each with the line that it stands in, those of last resort too.

    Of page furniture the imprint alone is a clue: the headlines of other counties stand there.
    """
    if issuer:
        yield Clue("issuer", issuer.key, issuer.ranges[0][0]), issuer
    if draft.title:
        yield Clue("title", draft.title.key, draft.title.ranges[0][0]), draft.title
    if draft.subtitle:
        yield Clue("subtitle", draft.subtitle.key, draft.subtitle.ranges[0][0]), draft.subtitle
    if draft.kicker:
        yield Clue("kicker", draft.kicker.key, draft.kicker.ranges[0][0]), draft.kicker
    if newspaper:
        yield Clue("newspaper", newspaper.key, newspaper.ranges[0][0]), newspaper
    for line in (*draft.bylines, *draft.paragraphs[:1]):
        match = DATELINE.search(line.key)
        if match:
            words = line.part(*match.span(1))
            yield Clue("dateline", words.key, words.ranges[0][0]), words
    for line in (*draft.headings, *draft.paragraphs, *(line for line, _ in draft.captions)):
        yield Clue("text", line.key[:LONGEST_CLUE], line.ranges[0][0]), line
    for line in draft.paragraphs[:1]:
        yield Clue("lead", line.key[:LONGEST_CLUE], line.ranges[0][0]), line
    for line in _imprints((*draft.furniture, *draft.credits)):
        yield Clue("page", line.key, line.ranges[0][0]), line
    for line in told.places:
        yield Clue("name", line.key), line
    if told.newspaper:
        yield Clue("name_paper", told.newspaper.key), told.newspaper


def doubted(region: Resolution, rivals: Sequence[Line], authority: Authority, year: int | None) -> Resolution:
    """The region of a union beside which another one may report: what would be that one's is a doubt."""
    if region.basis is not RegionBasis.ISSUER or region.note:
        return region
    theirs = [resolve(authority, [Clue("issuer", line.key)], year=year).division for line in rivals]
    others = tuple(division for division in theirs if division is not None and division != region.division)
    return replace(region, candidates=others, note=NOTE_UNCERTAIN) if others else region


def _imprints(lines: tuple[Line, ...]) -> Iterator[Line]:
    """What is an imprint by its words, or names a union on page after page."""
    counts = Counter(line.key for line in lines)
    return (
        line for line in lines if IMPRINT.search(line.key) or (counts[line.key] > 1 and "工会" in line.key)
    )
