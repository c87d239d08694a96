"""The figures of an article as it stands now: read anew from its words, so that none is ever older than the text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.figures.indicators import Indicator, indicators
from archive.figures.reader import read_figures
from archive.figures.records import Block, BlockKind, Figure, Setting
from archive.models import Article


@dataclass(frozen=True, slots=True)
class Numbered:
    """A figure with its place among those of the article, counted from 1, and its indicator."""

    number: int
    figure: Figure
    indicator: Indicator | None


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


def passages_of(article: Article) -> tuple[Passage, ...]:
    """The text of an article with its figures."""
    parts = tuple(_parts(article))
    figures = read_figures([Block(text, kind) for _, kind, text in parts], setting_of(article))
    known = indicators()
    numbered = [
        Numbered(number, figure, known.get(figure.indicator or ""))
        for number, figure in enumerate(figures, 1)
    ]
    return tuple(
        Passage(anchor, kind, text, tuple(one for one in numbered if one.figure.block == block))
        for block, (anchor, kind, text) in enumerate(parts)
    )


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


def _parts(article: Article) -> Iterator[tuple[str, BlockKind, str]]:
    for section in article.sections.all():
        if section.heading:
            yield section.anchor, BlockKind.HEADING, section.heading
        for anchor, text in section.paragraphs:
            yield anchor, BlockKind.PARAGRAPH, text
    for caption in article.captions.all():
        yield caption.anchor, BlockKind.CAPTION, caption.text
