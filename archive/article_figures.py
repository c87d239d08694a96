"""The figures of an article as it stands now: read from its words, with what editors said of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from archive.added_figures import moved, with_added
from archive.article_parts import Part, Place, parts_of
from archive.figures.headline import Told, Years, headline, told, years_in_series
from archive.figures.indicators import Alias, Indicator, alias_of, indicators
from archive.figures.plausible import Doubt, doubts_of
from archive.figures.reader import read_figures
from archive.figures.records import Block, BlockKind, Figure, Scope, Setting
from archive.models import Article, FigureDecision
from archive.models import Indicator as Row

Verdict = FigureDecision.Verdict


@dataclass(frozen=True, slots=True)
class Numbered:
    """A figure with its place among those of the article, counted from 1, and its indicator.

    ``years`` are those of the series that it may stand in; a headline speaks for them in this article.
    """

    number: int
    place: Place
    figure: Figure
    indicator: Indicator | None
    years: Years | None
    is_headline: bool
    verdict: str | None
    decided_at: datetime | None
    doubts: tuple[Doubt, ...]

    @property
    def is_rejected(self) -> bool:
        return self.verdict == Verdict.REJECTED

    @property
    def is_added(self) -> bool:
        return self.verdict == Verdict.ADDED


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a passage, and the figure that they are."""

    text: str
    figure: Numbered | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading, paragraph or caption in pieces."""

    anchor: str
    kind: BlockKind
    text: str
    figures: tuple[Numbered, ...]

    @property
    def pieces(self) -> Iterator[Piece]:
        """The words in order, those of figures apart."""
        at = 0
        for numbered in self.figures:
            yield Piece(self.text[at : numbered.figure.start])
            yield Piece(self.text[numbered.figure.start : numbered.figure.end], numbered)
            at = numbered.figure.end
        yield Piece(self.text[at:])


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of one group of indicators; ``name`` is None for numbers that stand for none."""

    name: str | None
    figures: tuple[Numbered, ...]


def passages_of(article: Article, names: Sequence[Alias] | None = None) -> tuple[Passage, ...]:
    """The text of an article with its figures; whoever reads several looks the editors' ``names`` up once."""
    parts = tuple(parts_of(article))
    numbered = _numbers_of(article, parts, names)
    return tuple(
        Passage(
            part.anchor, part.kind, part.text, tuple(one for one in numbered if one.figure.block == block)
        )
        for block, part in enumerate(parts)
    )


def figures_of(article: Article, names: Sequence[Alias] | None = None) -> list[Figure]:
    """The figures as editors have them, without those that they rejected; ``names`` as for ``passages_of``."""
    kept = [one for one in _numbers_of(article, tuple(parts_of(article)), names) if not one.is_rejected]
    places = {one.number - 1: place for place, one in enumerate(kept)}
    return [replace(one.figure, part_of=moved(one.figure.part_of, places)) for one in kept]


def _numbers_of(
    article: Article, parts: Sequence[Part], names: Sequence[Alias] | None
) -> tuple[Numbered, ...]:
    known = aliases() if names is None else names
    return numbered_of(parts, setting_of(article), article.figure_decisions.all(), known)


def aliases() -> tuple[Alias, ...]:
    """The names that editors added to indicators."""
    known = indicators()
    rows = Row.objects.with_aliases().values_list("code", "aliases")
    return tuple(
        alias_of(known[code], name)
        for code, names in rows
        for name in names
        if code in known and name.strip()
    )


def numbered_of(
    parts: Sequence[Part],
    setting: Setting,
    decisions: Iterable[FigureDecision],
    names: Sequence[Alias],
) -> tuple[Numbered, ...]:
    """The figures of these parts, as decided by editors where they did; ``names`` are those that editors added."""
    decided = {Place(one.anchor, one.words, one.occurrence): one for one in decisions}
    found_there = read_figures([Block(part.text, part.kind) for part in parts], setting, names)
    read = with_added(found_there, decided, parts, setting)
    places = [_place(parts[figure.block], figure) for figure in read]
    figures = [_corrected(figure, decided.get(place)) for figure, place in zip(read, places, strict=True)]
    known = indicators()
    found = [
        Numbered(
            number=number,
            place=place,
            figure=figure,
            indicator=known.get(figure.indicator or ""),
            years=None,
            is_headline=False,
            verdict=decided[place].verdict if place in decided else None,
            decided_at=decided[place].at if place in decided else None,
            doubts=doubts,
        )
        for number, (figure, place, doubts) in enumerate(
            zip(figures, places, doubts_of(figures), strict=True), 1
        )
    ]
    return tuple(_in_series(found, parts))


def _place(part: Part, figure: Figure) -> Place:
    return Place(part.anchor, figure.text, part.text.count(figure.text, 0, figure.start) + 1)


def _corrected(figure: Figure, decision: FigureDecision | None) -> Figure:
    """What an editor corrected; a code or a scope that is no longer known is left as it was read."""
    if decision is None or decision.verdict != Verdict.CORRECTED:
        return figure
    wanted = decision.corrected
    if "indicator" in wanted and (wanted["indicator"] is None or wanted["indicator"] in indicators()):
        figure = replace(figure, indicator=wanted["indicator"])
    if wanted.get("scope") in set(Scope):
        figure = replace(figure, scope=Scope(wanted["scope"]))
    return replace(figure, planned=wanted["planned"]) if type(wanted.get("planned")) is bool else figure


def _in_series(found: Sequence[Numbered], parts: Sequence[Part]) -> list[Numbered]:
    """Each with the years of its series, and the one that speaks for them marked."""
    numbered = list(found)
    cells: defaultdict[tuple[str, Years], list[tuple[int, Told]]] = defaultdict(list)
    for index, one in enumerate(numbered):
        if one.indicator is None or one.is_rejected:
            continue
        says = told(one.figure, parts[one.figure.block].text)
        if years := years_in_series(says, one.indicator):
            numbered[index] = replace(one, years=years)
            cells[one.indicator.code, years].append((index, says))
    known = indicators()
    for (code, _), rivals in cells.items():
        if (first := headline([says for _, says in rivals], known[code])) is not None:
            index = rivals[first][0]
            numbered[index] = replace(numbered[index], is_headline=True)
    return numbered


def groups_of(passages: Sequence[Passage]) -> list[Group]:
    """Figures by group, in the order of the authority; those without an indicator come last."""
    found: dict[str | None, list[Numbered]] = {}
    for indicator in indicators().values():
        found.setdefault(indicator.group, [])
    for passage in passages:
        for numbered in passage.figures:
            group = numbered.indicator.group if numbered.indicator else None
            found.setdefault(group, []).append(numbered)
    return [Group(name, tuple(figures)) for name, figures in found.items() if figures]


def setting_of(article: Article) -> Setting:
    """What is known of an article."""
    return Setting(
        issuer=article.issuer,
        title=" ".join(head for head in (article.title, article.subtitle) if head),
        start=article.period_start,
        end=article.period_end,
        published=article.published_on.year if article.published_on else None,
        is_plan=article.kind == Article.Kind.PLAN,
    )
