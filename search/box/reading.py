"""A box read as place, years and words: 临江县2014年 驿站 is 临江县, 2014 and 驿站. Nothing of it changes what is found."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from archive.regions.authority import RANK, Division
from archive.regions.timing import one_a_code
from search.box.names import Names, Rows
from search.box.places import By, Place, narrowed, place_in
from search.box.typed import Typed
from search.box.years import YearsFound, short_year, years_in
from search.query import Everything, Node, Or, Term, Years, canonical, conjunction, constraints

LONGEST_WORD = 20
"""A longer stretch beside a place is a sentence, which is looked for as it stands."""
FRAME = re.compile(
    r"(?:(?:总?工会|总)?(?:[一二两三四五]年来?的?|年度|全年|年)?(?:工作)?的?(?:综述|总结|报告|年报|回顾|纪实|文章)?)的?"
)
"""What every review is: 云川市总工会2021年工会工作综述 asks for the review, not for these words; nor does 五年工作的综述."""
OF_THE_UNION = re.compile("总工会|总(?![\u4e00-\u9fff])")
NO_WORDS = frozenset(
    ("在", "关于", "有关", "的", "年", "年度", "与", "和", "中", "里", "查", "找", "全文", "至", "到")
)
ASKING = re.compile(
    r"(?:请问|请|麻烦)?(?:我?[想要]+(?:查找|查询|查|找|看)|帮我找|帮我查|帮忙找|查找|查询|查一下|找一下|搜索|搜一下)(?:一下)?(?=[\u4e00-\u9fff])|请问"
    r"|(?:都)?有没有|有哪些|在哪里|在哪儿|在哪|哪里有|哪儿有|哪里(?:能|可以)?找到?|怎么样|是什么|[做干]了(?:些|点)?(?:什么|哪些(?:事情?|工作)?)"
    r"|(?:有)?[吗呢]$"
)
"""我想找云川市2021年的综述: how it is asked, not what for."""
SHORT_YEAR = r"([0-9]{2})年度?(?![代来间])"
AFTER, BEFORE = re.compile(rf"\s*{SHORT_YEAR}"), re.compile(rf"(?:^|(?<=\s)){SHORT_YEAR}\s*$")
PLAN = re.compile("十[一二三四五六]五")

Span = tuple[int | None, int]
Held = Callable[[Span | None], Mapping[str, int]]
"""How many articles each division shows for these years, by code; for all years with None."""


@dataclass(frozen=True, slots=True)
class PlaceReading:
    """``place`` in ``years``, and the rest as a query. ``choices``: all divisions that the name may mean, if several.

    ``named`` is the division as it was called in the box where it was no more in these years: 广丰县 for 广丰区.
    """

    place: Division
    years: Span | None
    words: Node
    choices: tuple[Division, ...]
    named: Division | None
    framed: bool = False
    """Whether words beside it only say what every review is: 青禾区总工会, 工作综述."""

    @property
    def rest(self) -> str | None:
        return canonical(self.words) or None


def read(query: Node, names: Names, *, this_year: int, held: Held) -> PlaceReading | None:
    """The reading of a query that names a place by bare words; None where it names none."""
    if isinstance(query, Or | Everything):
        return None
    parts = constraints(query)
    typed = Typed([term.text for part in parts if (term := _bare(part))])
    found = years_in(typed.text, this_year=this_year)
    years = [(year.first, year.last) for year in found]
    years += [
        (part.start, part.end or max(this_year, part.start or 0)) for part in parts if isinstance(part, Years)
    ]
    asking = [match.span() for match in ASKING.finditer(typed.text)]
    masked = typed.without([*((year.start, year.end) for year in found), *asking])
    place = place_in(masked, names, dated=bool(years), held=lambda: held(None))
    if place is None:
        return None
    rows, above = narrowed(place, masked, names) if len(place.rows) > 1 else (place.rows, [])
    taken = [*((year.start, year.end) for year in found), *asking]
    at = masked.in_text(place.start, place.end)
    if not years and (year := _short_year(typed.text, at, this_year)):
        taken.append((year.start, year.end))
        years.append((year.first, year.last))
    taken += [at, *(masked.in_text(*stretch) for stretch in above)]
    words = _words(typed, taken, at)
    if words is None:
        return None
    others = [part for part in parts if not _bare(part) and not isinstance(part, Years)]
    span = _whole(years)
    meant, choices, named = _settled(rows, place, span, names, held)
    framed = not words and any(typed.pieces(taken))
    return PlaceReading(meant, span, conjunction([*words, *others]), choices, named, framed)


def _bare(part: Node) -> Term | None:
    """Words as they are typed, and “十三五”, which is always written in quotation marks."""
    if not isinstance(part, Term) or part.field is not None:
        return None
    return part if not part.quoted or PLAN.fullmatch(part.text) else None


def _short_year(text: str, place: tuple[int, int], this_year: int) -> YearsFound | None:
    """云川市21年, 21年云川市: two digits are a year beside the place alone."""
    match = AFTER.match(text, place[1]) or BEFORE.search(text[: place[0]])
    if match is None:
        return None
    year = short_year(match[1], this_year=this_year)
    return YearsFound(match.start(), match.end(), year, year)


def _whole(years: Sequence[Span]) -> Span | None:
    """From the first of them to the last."""
    if not years:
        return None
    firsts = [first for first, _last in years if first is not None]
    return (min(firsts) if len(firsts) == len(years) else None), max(last for _first, last in years)


def _words(typed: Typed, taken: Sequence[tuple[int, int]], place: tuple[int, int]) -> list[Term] | None:
    """What is asked for beside place and years; None where it is a sentence rather than words."""
    found: list[Term] = []
    framed = True
    for piece in typed.pieces(taken):
        glued = piece[0] == place[1]
        start, end = _without_joints(typed.text, *piece, glued=glued)
        word = typed.text[start:end]
        if not word or word in NO_WORDS:
            continue
        if len(word) > LONGEST_WORD:
            return None
        # 云川市工会 is its union, 云川市 工会 has a word of its own; 综述 is what is asked for however it stands.
        framed = framed and FRAME.fullmatch(word) is not None and (glued or word != "工会")
        found.append(Term(typed.printed(start, end)))
    return [] if framed else found


def _without_joints(text: str, start: int, end: int, *, glued: bool) -> tuple[int, int]:
    """Without the 的 that joins words, and the 总工会 that follows the place at once."""
    if glued and (union := OF_THE_UNION.match(text, start, end)):
        start = union.end()
    if start < end and text[start] in "的之":
        start += 1
    if start < end and text[end - 1] == "的":
        end -= 1
    return start, end


def _settled(
    rows: Rows, place: Place, years: Span | None, names: Names, held: Held
) -> tuple[Division, tuple[Division, ...], Division | None]:
    """The division that is meant, all that may be, and the one that was named where it became another."""
    became = {row: _became(row, years, names) for row in _of_the_time(rows, years)}
    candidates = _outermost(one_a_code(became.values()), names)
    if place.by in (By.INITIALS, By.SOUND):
        counts = held(None)
        candidates = [row for row in candidates if counts.get(row.code)] or candidates
    if len(candidates) > 1:
        candidates = _likeliest_first(candidates, held(years), by_level=place.short)
    meant = candidates[0]
    named = next((row for row, later in became.items() if later.code == meant.code), meant)
    choices = tuple(map(names.as_printed, candidates)) if len(candidates) > 1 else ()
    return names.as_printed(meant), choices, names.as_printed(named) if named.name != meant.name else None


def _of_the_time(rows: Rows, years: Span | None) -> Sequence[Division]:
    """Of the rows of a name those of the years; without years those of today; else whatever bore it."""
    if years is None:
        return [row for row in rows if row.valid_to is None] or rows
    first, last = years
    there = [
        row
        for row in rows
        if (row.valid_from or 0) <= last and (first is None or row.valid_to is None or first <= row.valid_to)
    ]
    return there or [row for row in rows if row.valid_to is None] or rows


def _became(row: Division, years: Span | None, names: Names) -> Division:
    """What it had become by the last of the years; that shows the reviews of its predecessors as well.

    Followed as long as it became one other, or a district that took the most of it: of a county that was parted nobody can
    say which part is meant.
    """
    passed = {row}
    while row.valid_to is not None and (years is None or row.valid_to <= years[1]):
        heirs = names.authority.heirs(row)
        heir = heirs[0] if len(heirs) == 1 else names.authority.made_of(row)
        if heir is None or heir in passed:
            break
        row = heir
        passed.add(row)
    return row


def _outermost(rows: Sequence[Division], names: Names) -> list[Division]:
    """Without those inside another: 上饶 is the city, not 上饶县 in it."""
    codes = {row.code for row in rows}
    return [row for row in rows if codes.isdisjoint(names.gazetteer.codes_above(row))]


def _likeliest_first(
    rows: Sequence[Division], counts: Mapping[str, int], *, by_level: bool
) -> list[Division]:
    """Those with most articles first; of a short name the highest in rank: 海南 is the province."""

    def order(row: Division) -> tuple[int, int, str]:
        return (RANK[row.level] if by_level else 0), -counts.get(row.code, 0), row.code

    return sorted(rows, key=order)
