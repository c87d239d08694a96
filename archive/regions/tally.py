"""Which place titles, newspaper and text together are about, when no union is named in full."""

from dataclasses import dataclass, field

from archive.regions.authority import Division, Level
from archive.regions.claims import BARE_KIND, UNION, of_kind
from archive.regions.clues import TITLES, Clue
from archive.regions.evidence import Evidence, Found, only_visited
from archive.regions.gazetteer import Mention
from archive.regions.timing import at_time

# Set, like those of evidence.py, by the cases of the tests. A union named in full is the voice of the
# article; a name that is only mentioned must be mentioned twice, or agree with the newspaper.
UNION_NAMED = 3.0
FULL_NAME = 1.0
SHORT_NAME = 0.4  # as SHORT of evidence.py: five mentions of 广丰 are two of 广丰区
IN_TITLE = 4.0  # times: a name there settles it, were it a short one (1.6 with one full mention in the text)
IN_DATELINE = 2.0  # 本报广丰讯: short names are the rule there, and count as full ones
IN_LEAD = 2.0  # a last resort: 海澜市鼓楼区的老街坊这样说起工会, and not a word of the place behind it
VISITED = 0.25
OWN_NEWSPAPER = 3.0  # 上饶日报 for 市总工会: as good as the union's full name
COUNTY_OF_CITY = 0.7  # each county named counts for its city, when a 市总工会 is looked for
COUNTED = 6  # mentions of one name after which more of them say nothing new
ENOUGH = 2.0  # named twice in full
AHEAD = 1.5  # times the second: three mentions against two


@dataclass(slots=True)
class Standing:
    """One name's divisions, of the kind and the year, and what speaks for them."""

    rows: list[Division]
    score: float = 0.0
    found: list[Found] = field(default_factory=list)


class Tally:
    """Adds up what the clues say for each place of one kind (区, 市 …; None: of any)."""

    def __init__(self, evidence: Evidence, kind: str | None) -> None:
        self._evidence = evidence
        self._kind = kind
        self._standings: dict[frozenset[str], Standing] = {}
        self._add_names()
        if kind == "市":
            self._add_counties()
        for _, paper in evidence.newspapers():
            self._add_newspaper(paper)
        self.ranked = sorted(self._standings.values(), key=lambda standing: -standing.score)

    def winner(self) -> Standing | None:
        """The first, if it has enough and is well ahead of every other that it does not lie in."""
        if not self.ranked or self.ranked[0].score < ENOUGH:
            return None
        first = self.ranked[0]
        rivals = [other for other in self.ranked[1:] if not self._encloses(other, first)]
        return first if not rivals or first.score >= AHEAD * rivals[0].score else None

    def candidates(self) -> tuple[Division, ...]:
        """What it may be: the first few that were named at all."""
        return tuple(row for other in self.ranked[:4] if other.score >= FULL_NAME for row in other.rows)

    def papers(self, standing: Standing) -> list[Clue]:
        """The newspapers that are the place's own."""
        codes = {row.code for row in standing.rows}
        return [clue for clue, paper in self._evidence.newspapers() if paper.code in codes]

    def _add_names(self) -> None:
        counted: dict[tuple[str, bool], int] = {}
        for found in self._evidence.everything():
            if found.phrase.source == "issuer":
                continue
            rows = [row for row in self._rows(found.mention, self._kind) if row.level is not Level.ZONE]
            union = found.mention.full and bool(UNION.match(found.phrase.text, found.mention.end))
            count = counted[found.mention.name, union] = counted.get((found.mention.name, union), 0) + 1
            if rows and count <= COUNTED:
                self._add(rows, _weight(found, union=union), found)

    def _rows(self, mention: Mention, kind: str | None) -> list[Division]:
        rows = of_kind(mention.rows, kind)
        return at_time(self._evidence.authority, rows, self._evidence.year, mention.name)[0]

    def _add_counties(self) -> None:
        seen: set[str] = set()
        for found in self._evidence.everything():
            counties = [row for row in self._rows(found.mention, None) if row.level is Level.COUNTY]
            if len(counties) != 1 or not found.mention.full or counties[0].code in seen:
                continue
            above = self._evidence.authority.parent(counties[0])
            if above is not None and above.level is Level.PREFECTURE and len(found.mention.name) > 2:
                seen.add(counties[0].code)
                self._add([above], COUNTY_OF_CITY, found)

    def _add_newspaper(self, paper: Division) -> None:
        """The newspaper of a city speaks for its 市总工会, and for those of its counties that are named."""
        if self._kind is not None and of_kind([paper], self._kind):
            self._add([paper], OWN_NEWSPAPER, None)
        for standing in self._standings.values():
            names = self._evidence.names
            inside = [row for row in standing.rows if paper.code in names.codes_above(row)]
            if inside:
                standing.score += FULL_NAME
                standing.rows = inside

    def _add(self, rows: list[Division], score: float, found: Found | None) -> None:
        standing = self._standings.setdefault(frozenset(row.code for row in rows), Standing(rows))
        standing.score += score
        if found is not None:
            standing.found.append(found)

    def _encloses(self, upper: Standing, lower: Standing) -> bool:
        codes = {row.code for row in upper.rows}
        return all(codes.intersection(self._evidence.names.codes_above(row)) for row in lower.rows)


def voice(evidence: Evidence) -> str | None:
    """What the text calls its union: 区总工会 more often than 市总工会, with a name before it or none."""
    counts: dict[str, int] = {}
    for phrase in evidence.of("text"):
        for union in UNION.finditer(phrase.text):
            kind = BARE_KIND.search(phrase.text[max(0, union.start() - 3) : union.start()])
            if kind and union[0] == "总工会":
                counts[kind[0]] = counts.get(kind[0], 0) + 1
    return max(counts, key=lambda kind: counts[kind]) if counts else None


def _weight(found: Found, *, union: bool) -> float:
    if union:
        weight = UNION_NAMED
    else:
        sure = (found.mention.full and len(found.mention.name) > 2) or found.phrase.source == "dateline"
        weight = FULL_NAME if sure else SHORT_NAME
    if found.phrase.source in TITLES:
        return weight * IN_TITLE
    if found.phrase.source == "dateline":
        return weight * IN_DATELINE
    if found.phrase.source == "lead":
        weight *= IN_LEAD
    return weight if union or not only_visited(found.phrase.text, found.mention) else weight * VISITED
