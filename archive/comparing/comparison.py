"""Two to four articles beside each other: subjects, what their texts have in common, and their numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.comparing.clauses import Clauses, marked
from archive.comparing.laying import Cell, Row, laid_out
from archive.comparing.numbers import NumbersOf, beside
from archive.comparing.parts import Anchored, Parts, parts_of
from archive.comparing.words import Asked, Shown, shown
from archive.models import Article

MOST = 4


@dataclass(frozen=True, slots=True)
class Column:
    """An article; ``cut``: only the beginning of it is compared."""

    article: Article
    cut: bool


@dataclass(frozen=True, slots=True)
class Block:
    """A part as it is shown."""

    headings: tuple[Anchored, ...]
    paragraphs: tuple[tuple[str, list[Shown]], ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """A row as it is shown: the blocks of each article."""

    cells: tuple[tuple[Column, tuple[Block, ...]], ...]
    is_shared: bool

    @property
    def subject(self) -> str:
        """The first heading of each article, by which a list of the rows names it."""
        return " ／ ".join(filter(None, (_heading(blocks) for _column, blocks in self.cells)))


@dataclass(frozen=True, slots=True)
class Comparison:
    """``rows`` are those that hold the asked words, all where none are asked or none is held (``is_nowhere``)."""

    columns: tuple[Column, ...]
    rows: tuple[Beside, ...]
    numbers: tuple[NumbersOf, ...]
    left_out: int
    is_nowhere: bool


def compare(articles: Sequence[Article], asked: Asked) -> Comparison:
    read = [parts_of(article) for article in articles]
    columns = tuple(Column(article, parts.cut) for article, parts in zip(articles, read, strict=True))
    rows = laid_out([parts.parts for parts in read])
    wanted = asked.rows(rows) or rows
    texts = [_clauses(parts) for parts in read]
    return Comparison(
        columns,
        tuple(_beside(row, columns, texts, asked) for row in wanted),
        tuple(beside(articles)),
        left_out=len(rows) - len(wanted),
        is_nowhere=bool(asked.words) and not asked.rows(rows),
    )


def _clauses(parts: Parts) -> Clauses:
    return Clauses([text for part in parts.parts for _anchor, text in part.paragraphs])


def _beside(row: Row, columns: Sequence[Column], texts: Sequence[Clauses], asked: Asked) -> Beside:
    cells = []
    for place, (column, cell) in enumerate(zip(columns, row.cells, strict=True)):
        # The nearest column first: of three years the one before tells most.
        others = sorted(
            (other for other in range(len(texts)) if other != place), key=lambda o: abs(o - place)
        )
        cells.append((column, tuple(_blocks(cell, [texts[other] for other in others], asked))))
    return Beside(tuple(cells), row.is_shared)


def _blocks(cell: Cell, others: Sequence[Clauses], asked: Asked) -> Iterator[Block]:
    for part in cell:
        paragraphs = ((anchor, shown(marked(text, others), asked)) for anchor, text in part.paragraphs)
        yield Block(part.headings, tuple(paragraphs))


def _heading(blocks: Sequence[Block]) -> str:
    return next((block.headings[-1][1] for block in blocks if block.headings), "")
