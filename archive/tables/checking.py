"""A corrected table laid over the articles: what each row would change, and what keeps it from being written."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from archive.editing.clauses import CLAUSES
from archive.files.spreadsheets import in_a_cell
from archive.files.table_cells import harmless
from archive.imports.places import places
from archive.models import Article, ArticleEvent, Region
from archive.representation import State, plain
from archive.tables.cells import READ, BadCell, tidy, value, was_rewritten
from archive.tables.checks import Problem
from archive.tables.columns import CORRECTED, FIELDS
from archive.tables.reading import Row

AT_ONCE = 400
LARGEST_NUMBER = 2**63 - 1
CLAUSE_OF = {name: clause for clause, names in CLAUSES.items() for name in names}
MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class Checked:
    """A row as it was found. It may be written where it wants something and nothing is wrong with it."""

    line: int
    article_id: int | None = None
    title: str = ""
    made_from: int | None = None
    before: State = field(default_factory=dict)
    wanted: State = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def is_unchanged(self) -> bool:
        return not self.wanted and not self.problems


def check(rows: Sequence[Row]) -> Iterator[Checked]:
    """Each row against the article that it names, as it is now."""
    lines: dict[int, int] = {}
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        yield from _Checking(some, lines).checked()


class _Checking:
    """Some rows with what is stored of their articles; ``lines`` tells on which line each article stood first."""

    def __init__(self, rows: Sequence[Row], lines: dict[int, int]) -> None:
        self._rows, self._lines = rows, lines
        numbers = {number for row in rows if (number := _whole(row.cells.get("number", ""))) is not None}
        self._articles = Article.objects.for_list().in_bulk(numbers)
        versions = {
            number: _whole(row.cells.get("version", ""))
            for row in rows
            if (number := _whole(row.cells.get("number", ""))) is not None
        }
        self._earlier = _earlier_states(self._articles, versions)
        self._regions = _regions_of(
            [plain(article, FIELDS) for article in self._articles.values()], self._earlier.values()
        )

    def checked(self) -> Iterator[Checked]:
        for row in self._rows:
            yield self._checked(row)

    def _checked(self, row: Row) -> Checked:
        found = Checked(row.line)
        typed, typed_version = row.cells.get("number", ""), row.cells.get("version", "")
        number, version = _whole(typed), _whole(typed_version)
        if number is None:
            return replace(found, problems=(Problem("number", "", {"typed": typed.strip()[:40]}),))
        found = replace(found, article_id=number, title=row.cells.get("title", "").strip()[:300])
        article = self._articles.get(number)
        if article is None:
            return replace(found, problems=(Problem("gone", "", {"number": number}),))
        found = replace(found, title=article.display_title, made_from=article.version)
        if article.status == Article.Status.TRASHED:
            return replace(found, problems=(Problem("trashed"),))
        if (first := self._lines.setdefault(number, row.line)) != row.line:
            return replace(found, problems=(Problem("twice", "", {"line": first}),))
        if version is None or version > article.version:
            return replace(found, problems=(Problem("version", "", {"typed": typed_version.strip()[:40]}),))
        return self._compared(found, row, article, version)

    def _compared(self, found: Checked, row: Row, article: Article, version: int) -> Checked:
        now = plain(article, FIELDS)
        base = now if version == article.version else self._earlier.get((article.pk, version))
        wanted, problems = _wanted(row.cells, base or now, self._regions)
        if base is None and (wanted or problems):
            return replace(found, problems=(Problem("version", "", {"typed": str(version)}),))
        wanted = {name: value for name, value in wanted.items() if value != now[name]}
        if not wanted and not problems:
            return found
        if version != article.version:
            return replace(
                found, problems=(Problem("overtaken", "", {"then": version, "now": article.version}),)
            )
        clauses = {CLAUSE_OF[name] for name in wanted}
        whole = plain(article, [name for clause in clauses for name in CLAUSES[clause]])
        return replace(found, before=whole, wanted=wanted, problems=tuple(problems))


def _whole(cell: str) -> int | None:
    typed = tidy(cell).removesuffix(".0")
    if not typed.isascii() or not typed.isdigit() or len(typed) > 18:
        return None
    return int(typed)


def _earlier_states(
    articles: Mapping[int, Article], versions: Mapping[int, int | None]
) -> dict[tuple[int, int], State]:
    """What articles were at the versions that the rows were made from, where they are others by now."""
    older = {
        pk: version
        for pk, version in versions.items()
        if pk in articles and version is not None and version < articles[pk].version
    }
    events = ArticleEvent.objects.filter(article_id__in=older, version__in=set(older.values())).exclude(
        state=None
    )
    return {
        (event.article_id, event.version): {name: event.state.get(name) for name in FIELDS}
        for event in events.iterator(chunk_size=50)
        if older[event.article_id] == event.version
    }


def _regions_of(*states: Iterable[State]) -> dict[int, Region]:
    wanted = {state["region"] for some in states for state in some if state["region"]}
    return Region.objects.with_path().in_bulk(wanted)


def _wanted(
    cells: Mapping[str, str], base: State, regions: Mapping[int, Region]
) -> tuple[State, list[Problem]]:
    """What of the cells is other than the article was when the table was made."""
    wanted: State = {}
    problems: list[Problem] = []
    typed = {
        column.name: cells[column.name]
        for column in CORRECTED
        if column.name in cells and not _is_as_written(cells[column.name], column.cell(base, regions))
    }
    for name, cell in typed.items():
        if name in {"region", "region_code"}:
            continue
        try:
            found = value(name, cell)
        except BadCell as bad:
            problems.append(Problem(bad.code, name, bad.values))
            continue
        before = base[name]
        if name not in READ and before and was_rewritten(before, found or ""):
            problems.append(Problem("rewritten", name, {"before": before[:40], "typed": str(found)[:40]}))
        elif (found or None) != (before or None):
            wanted[name] = found
    _settle_years(wanted, base, problems)
    _settle_place(wanted, typed, base, problems)
    return wanted, problems


def _is_as_written(cell: str, written: object) -> bool:
    """Whether the cell holds what the table was made with: the text itself, or as a spreadsheet keeps it."""
    text = "" if written is None else str(written)
    return _plain(cell) in {_plain(text), _plain(harmless(text)), _plain(in_a_cell(text))}


def _plain(text: str) -> str:
    return "\n".join(text.split("\r\n")).strip()


def _settle_years(wanted: State, base: State, problems: list[Problem]) -> None:
    """One year alone is both, as in the form; and the first is not after the last."""
    if not wanted.keys() & {"period_start", "period_end"} or any(
        p.column.startswith("period_") for p in problems
    ):
        return
    start, end = (wanted.get(name, base[name]) for name in ("period_start", "period_end"))
    start, end = (start if start is not None else end), (end if end is not None else start)
    if start is not None and end is not None and start > end:
        problems.append(Problem("years", "period_start", {"start": start, "end": end}))
    for name, year in (("period_start", start), ("period_end", end)):
        if year != base[name]:
            wanted[name] = year
        else:
            wanted.pop(name, None)


def _settle_place(wanted: State, typed: Mapping[str, str], base: State, problems: list[Problem]) -> None:
    """The division by its name or its code, whichever was changed; where both were, they must be of one."""
    year = wanted.get("period_end", base["period_end"])
    named = {name: tidy(typed[name]) for name in ("region_code", "region") if name in typed}
    if not any(named.values()):
        if named:
            wanted["region"] = None
        return
    try:
        found = {name: _place(text, name, year) for name, text in named.items() if text}
    except BadCell as bad:
        problems.append(Problem(bad.code, "region", bad.values))
        return
    if len({region.pk for region in found.values()}) > 1:
        problems.append(
            Problem(
                "two-places", "region", {"typed": named["region"][:40], "code": named["region_code"][:40]}
            )
        )
    elif (pk := next(iter(found.values())).pk) != base["region"]:
        wanted["region"] = pk


def _place(text: str, name: str, year: int | None) -> Region:
    found = places(text[:100], year)
    if name == "region_code":
        found = [region for region in found if region.code.lower() == text.lower()]
    if not found:
        raise BadCell("place", typed=text[:40])
    if len(found) > 1:
        names = "；".join(region.full_name for region in found[:MOST_NAMED])
        raise BadCell("places", typed=text[:40], names=names)
    return found[0]
