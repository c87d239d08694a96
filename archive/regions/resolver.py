"""From the words of an article to the division that its union belongs to.

The union as written decides: 宜宾市翠屏区总工会 says all. What it leaves open is settled by the other clues,
and by nothing but them: the parent of a shared name (鼓楼区), the name of a union that is only called
区总工会. What they do not settle stays open, with candidates where there are some.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from archive.regions.authority import RANK, Authority, Division, Level
from archive.regions.claims import Bare, Claim, bare, claims, of_kind, same_kind_of_zone, short_claims
from archive.regions.clues import (
    BASES,
    LAST_RESORTS,
    NOTE_AMBIGUOUS,
    NOTE_CONTRADICTION,
    NOTE_NEAREST,
    NOTE_SEVERAL,
    NOTE_UNCERTAIN,
    NOTE_UNKNOWN,
    NOTE_ZONE_NEAREST,
    TITLES,
    Clue,
    ClueSource,
    Phrase,
    RegionBasis,
    Resolution,
)
from archive.regions.corps import resolve_corps
from archive.regions.evidence import AHEAD, ENOUGH, Evidence, Found
from archive.regions.gazetteer import GENERIC, gazetteer
from archive.regions.tally import AHEAD as TALLY_AHEAD
from archive.regions.tally import ENOUGH as TALLY_ENOUGH
from archive.regions.tally import Standing, Tally, voice
from archive.regions.timing import at_time, one_a_code

__all__ = ["Clue", "ClueSource", "Resolution", "resolve"]

# 县总工会, 我市总工会, 市直机关工会: a union that is called by its level alone
_LEVEL = re.compile(r"[全我本该]?(?:自治区|自治州|地区|[省市区县州盟旗])(?:直|属|总?工会)")


def resolve(authority: Authority, clues: Sequence[Clue], *, year: int | None) -> Resolution:
    """The division of the article's union in that year; with no year, the one of today, or the last.

    What the article leaves open, and only that, is asked of the last resorts.
    """
    asked = [clue for clue in clues if not any(clue.source in sources for sources in LAST_RESORTS)]
    answer = _by(Evidence(gazetteer(authority), asked, year))
    for sources in LAST_RESORTS:
        if answer.division is not None or answer.note == NOTE_CONTRADICTION:
            break
        more = [clue for clue in clues if clue.source in sources]
        if more:
            asked += more
            evidence = Evidence(gazetteer(authority), asked, year)
            found = _by(evidence)
            if found.division is not None and not _is_anothers(evidence, found.division):
                answer = replace(found, basis=BASES[sources[0]])
    return answer


def _by(evidence: Evidence) -> Resolution:
    answer = _read(evidence)
    words = [row for row in _read_as_words(evidence) if row != answer.division]
    if words and answer.division is not None and answer.note is None:
        return replace(answer, candidates=tuple(words), note=NOTE_UNCERTAIN)
    return answer


def _read_as_words(evidence: Evidence) -> list[Division]:
    """The divisions that the union would be of, were 会同 in 会同县总工会 not read as a word."""
    issuers = [issuer.text for issuer in evidence.of("issuer")]
    names = [name for name in evidence.words_too if any(name in issuer for issuer in issuers)]
    return [row for name in names for row in _of_time(evidence, evidence.authority.named(name), name)[0]]


def _of_time(evidence: Evidence, rows: Iterable[Division], name: str) -> tuple[list[Division], str | None]:
    return at_time(evidence.authority, rows, evidence.year, name)


def _read(evidence: Evidence) -> Resolution:
    issuers, titles = evidence.of("issuer"), evidence.of(*TITLES, "page", "name")
    for phrase in (*issuers, *titles):
        answer = resolve_corps(evidence, phrase) or _named(evidence, phrase)
        if answer is not None:
            return answer
    for phrase in (*issuers, *titles):
        if (union := bare(phrase)) is not None:
            return _zone(evidence, union) if union.zone else _of_kind(evidence, union)
    if issuers:
        return _around(evidence, issuers[0])
    return _tallied(evidence, voice(evidence), None)


def _is_anothers(evidence: Evidence, row: Division) -> bool:
    """南兴县总工会 is in no table, and no last resort makes another county's union of it."""
    for issuer in evidence.of("issuer"):
        union = bare(issuer)
        if union is not None and not union.zone and not _LEVEL.match(issuer.text):
            return row.name not in issuer.text and row.short_name not in issuer.text
    return False


def _named(evidence: Evidence, phrase: Phrase) -> Resolution | None:
    """What an issuer or a title names. A title answers for an issuer only with a place that it can be of."""
    issuers = evidence.of("issuer") if phrase.source != "issuer" else []
    union = next((union for issuer in issuers if (union := bare(issuer)) is not None), None)
    if union is not None and union.zone:
        return None  # 开发区总工会 under a title that names its city: the text may name the zone
    for named in claims(evidence.names, phrase):
        if named.mention.name in evidence.words_too and not named.chained:
            continue
        claim = named
        if union is not None:
            claim = replace(named, rows=tuple(of_kind(named.rows, union.kind)))
        elif issuers:
            claim = replace(named, nearest=NOTE_NEAREST)
        answer = _settled(evidence, claim)
        if answer is not None:
            return answer
    return None


def _settled(evidence: Evidence, claim: Claim) -> Resolution | None:
    """The division of a claim, or its candidates; None when no division fits it."""
    if claim.below is not None:
        return _not_there(evidence, claim, claim.below)
    name, basis = claim.mention.name, BASES[claim.words.source]
    rows, other_name = _of_time(evidence, claim.rows, name)
    if evidence.year is None and claim.mention.full and not claim.chained:
        rows = _with_former(evidence, claim, rows)
    if not claim.mention.full:
        rows = _largest(rows)
    if not rows:
        return None
    if together := _together(evidence, claim, rows):
        return Resolution(None, RegionBasis.UNKNOWN, (claim.words,), together, NOTE_SEVERAL)
    note = claim.nearest or other_name
    if len(rows) == 1 and (claim.chained or name not in GENERIC):
        return Resolution(rows[0], basis, (claim.words,), (), note)
    scores = {row.key: evidence.support(row, name) for row in rows}
    ranked = sorted(rows, key=lambda row: -scores[row.key])
    best, second = scores[ranked[0].key], max((scores[row.key] for row in ranked[1:]), default=0.0)
    if best >= ENOUGH and best >= AHEAD * second:
        words = (claim.words, *evidence.support_words(ranked[0], name))
        return Resolution(ranked[0], basis, words, (), note)
    return Resolution(None, RegionBasis.UNKNOWN, (claim.words,), tuple(ranked), NOTE_AMBIGUOUS)


def _together(evidence: Evidence, claim: Claim, rows: list[Division]) -> tuple[Division, ...]:
    """宁晋县、隆尧县总工会: the divisions whose unions report together; none where the one named reports alone."""
    if not claim.mention.full or claim.nearest:
        return ()
    joined = [_called(evidence, item, rows[0].level) for item in evidence.together(claim.mention.name)]
    above = {item[0].parent_code for item in joined if len(item) == 1}
    near = [[row for row in item if row.parent_code in above] or item for item in joined]
    found = one_a_code(row for item in near for row in item)
    return tuple(found) if {row.code for row in found} - {row.code for row in rows} else ()


def _called(evidence: Evidence, item: Claim, level: Level) -> list[Division]:
    """Of the rows of a name, those of the year and the level; 上饶 alone is the city's, not 上饶县's."""
    rows, _ = _of_time(evidence, item.rows, item.mention.name)
    return [row for row in (rows if item.mention.full else _largest(rows)) if row.level is level]


def _not_there(evidence: Evidence, claim: Claim, name: str) -> Resolution:
    """The union of a division that the table does not have below the one before it.

    中山市南区: a city that has no districts calls its streets so, and is the nearest. 广州市广丰区: the words contradict
    each other. 上饶市云丰县: nobody knows it.
    """
    rows, _ = _of_time(evidence, claim.rows, claim.mention.name)
    of_streets = name.endswith("区") and name != "地区" and (claim.mention.full or claim.mention.is_of_a_city)
    if (
        of_streets
        and len(rows) == 1
        and rows[0].level is not Level.PROVINCE
        and not evidence.divided(rows[0])
    ):
        return Resolution(rows[0], BASES[claim.words.source], (claim.words,), (), NOTE_NEAREST)
    elsewhere = one_a_code(evidence.authority.named(name, evidence.year))
    note = NOTE_CONTRADICTION if elsewhere else NOTE_UNKNOWN
    return Resolution(None, RegionBasis.UNKNOWN, (claim.words,), (*rows, *elsewhere), note)


def _with_former(evidence: Evidence, claim: Claim, rows: list[Division]) -> list[Division]:
    """Undated, 东乡县 may be Jiangxi's, a district since 2016, though today the name is another county's.

    What once had the name is taken only when the other clues speak for it, and not for one that has it now.
    """
    codes = {row.code for row in rows}
    former = one_a_code(row for row in claim.rows if row.code not in codes)
    name = claim.mention.name
    supported = [row for row in former if evidence.support(row, name) >= ENOUGH]
    if supported and not any(evidence.support(row, name) >= ENOUGH for row in rows):
        return supported
    return rows


def _largest(rows: list[Division]) -> list[Division]:
    """A short name is that of the largest: 吉安工会 is 吉安市's, not 吉安县's."""
    highest = min((RANK[row.level] for row in rows), default=0)
    return [row for row in rows if RANK[row.level] == highest]


def _of_kind(evidence: Evidence, union: Bare) -> Resolution:
    answer = _tallied(evidence, union.kind, union.words)
    if answer.division is None and not answer.candidates and union.kind == "区":
        # 全区 and 区总工会 are said of an autonomous region, too.
        return _tallied(evidence, "自治区", union.words)
    return answer


def _tallied(evidence: Evidence, kind: str | None, asked: Clue | None, note: str | None = None) -> Resolution:
    """市总工会: which one, the titles, the newspaper and the text must say."""
    tally = Tally(evidence, kind)
    words = (asked,) if asked is not None else ()
    first = tally.winner()
    if first is None:
        return Resolution(None, RegionBasis.UNKNOWN, words, tally.candidates(), NOTE_UNKNOWN)
    return _of_standing(evidence, tally, first, words, note)


def _of_standing(
    evidence: Evidence, tally: Tally, standing: Standing, words: tuple[Clue, ...], note: str | None
) -> Resolution:
    found = sorted(standing.found, key=lambda item: item.phrase.source not in TITLES)
    papers = tally.papers(standing)
    words = (*words, *(item.words for item in found[:3]), *papers[:1])
    basis = BASES[found[0].phrase.source] if found else RegionBasis.NEWSPAPER
    if len(standing.rows) == 1:
        return Resolution(standing.rows[0], basis, words, (), note)
    claim = Claim(found[0].mention, tuple(standing.rows), found[0].words, nearest=note)
    answer = _settled(evidence, claim)
    return answer or Resolution(None, RegionBasis.UNKNOWN, words, tuple(standing.rows), NOTE_AMBIGUOUS)


def _zone(evidence: Evidence, union: Bare) -> Resolution:
    """开发区总工会: a zone that the clues know by name (下沙), or else the division around it."""
    named: dict[str, list[Found]] = {}
    scores: dict[str, float] = {}
    for found in evidence.everything():
        zones = [row for row in found.mention.rows if row.level is Level.ZONE]
        if len(zones) == 1 and same_kind_of_zone(union.kind, zones[0]):
            code = zones[0].code
            weight = TALLY_ENOUGH if found.mention.name == zones[0].name else 1.0
            named.setdefault(code, []).append(found)
            scores[code] = scores.get(code, 0.0) + weight
    ranked = sorted(scores, key=lambda code: -scores[code])
    if ranked and scores[ranked[0]] >= TALLY_ENOUGH:
        first = named[ranked[0]]
        rows, note = _of_time(evidence, first[0].mention.rows, first[0].mention.name)
        second = max((scores[code] for code in ranked[1:]), default=0.0)
        if len(rows) == 1 and scores[ranked[0]] >= TALLY_AHEAD * second:
            words = (union.words, *(found.words for found in first[:3]))
            return Resolution(rows[0], BASES[first[0].phrase.source], words, (), note)
    return _tallied(evidence, None, union.words, NOTE_ZONE_NEAREST)


def _around(evidence: Evidence, issuer: Phrase) -> Resolution:
    """A company's, a trade's, a town's union: the division that its own short name and the clues agree on."""
    whole = issuer.words(0, len(issuer.text))
    if "全国" in issuer.text:  # 中华全国总工会, 中国教科文卫体工会全国委员会
        return Resolution(None, RegionBasis.UNKNOWN, (whole,), (), NOTE_UNKNOWN)
    for claim in short_claims(evidence.names, issuer):
        rows, _ = _of_time(evidence, claim.rows, claim.mention.name)
        for row in _largest(rows):
            inside = any(
                row.code in (other.code, *evidence.names.codes_above(other))
                for found in evidence.everything()
                if found.phrase.source != "issuer" and found.mention.full
                for other in of_kind(found.mention.rows, None)
            )
            if not inside and not any(paper.code == row.code for _, paper in evidence.newspapers()):
                continue
            nearer = _tallied(evidence, None, claim.words, NOTE_NEAREST)
            if nearer.division is not None and row.code in evidence.names.codes_above(nearer.division):
                return nearer
            return Resolution(row, RegionBasis.ISSUER, (claim.words,), (), NOTE_NEAREST)
    return _tallied(evidence, None, whole, NOTE_NEAREST)
