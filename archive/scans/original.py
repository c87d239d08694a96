"""An original beside its article: the text that was read, painted, and the pages that a machine read it from."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from archive.ingest.ocr.contract import Corner, Corners
from archive.ingest.ocr.pages import PlacedLine, unpacked
from archive.models import Article, ScannedPage
from archive.provenance import Span, Stretch, cut, stretches
from archive.scans.printed_places import PrintedPlaces

BESIDE = frozenset(("furniture", "removed", "space"))
"""What no character of an article is."""
Passage = tuple[str, Span]
"""A text of the article, and the words in it that were found."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line on its page. ``places`` are those of its signs in the raw text, but for white and what is not there."""

    key: str
    text: str
    corners: Corners
    places: tuple[int | None, ...]
    span: Span | None
    doubtful: frozenset[int]

    @property
    def points(self) -> str:
        return _points(self.corners)

    def part(self, span: Span) -> str | None:
        """The corners of those of its signs that stand there, each as wide as any other."""
        if self.span is None or span[1] <= self.span[0] or self.span[1] <= span[0]:
            return None
        inside = [
            n for n, place in enumerate(self.places) if place is not None and span[0] <= place < span[1]
        ]
        if not inside:
            return None
        return _points(_between(self.corners, inside[0] / len(self.text), (inside[-1] + 1) / len(self.text)))


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is shown; ``found`` are the corners of words that a search found."""

    number: int
    width: int
    height: int
    lines: tuple[Line, ...]
    found: tuple[str, ...] = ()

    @property
    def numeral(self) -> int:
        """The height of a number that is written on it."""
        return max(1, self.width // 28)


@dataclass(frozen=True, slots=True)
class Original:
    """What became of each character, and the pages, where there are any."""

    article: Article
    raw: str
    stretches: tuple[Stretch, ...]
    pages: tuple[Page, ...]

    @property
    def lines_of_it(self) -> frozenset[str]:
        """The lines of which something stands in the article, and not beside it."""
        return _of_an_article(self.stretches)

    def lines_of(self, other: Article) -> frozenset[str]:
        """The same of another article of this original."""
        lines = [line for page in self.pages for line in page.lines]
        return _of_an_article(_with_lines(stretches(self.raw, other.provenance), lines))

    @property
    def has_found(self) -> bool:
        return any(page.found for page in self.pages)

    def marking(self, passages: Iterable[Passage]) -> "Original":
        """With these words of the article marked, in the text and on the pages."""
        places = PrintedPlaces(self.raw)
        spans = [span for passage in passages if (span := places.of(*passage)) is not None]
        pages = tuple(
            replace(
                page, found=tuple(part for span in spans for line in page.lines if (part := line.part(span)))
            )
            for page in self.pages
        )
        edges = [edge for span in spans for edge in span]
        marked = tuple(
            replace(stretch, is_found=any(start <= at < end for start, end in spans))
            for at, stretch in cut(self.stretches, edges)
        )
        return replace(self, stretches=marked, pages=pages)


def original_of(article: Article) -> Original | None:
    """None where the article's original is gone."""
    if article.source is None:
        return None
    raw = article.source.raw_text
    pages = tuple(_page(page, raw) for page in article.source.pages.defer("content"))
    painted = stretches(raw, article.provenance)
    lines = [line for page in pages for line in page.lines]
    return Original(article, raw, tuple(_with_lines(painted, lines) if lines else painted), pages)


def _of_an_article(painted: Iterable[Stretch]) -> frozenset[str]:
    return frozenset(one.line for one in painted if one.line and one.begins and one.role not in BESIDE)


def _page(page: ScannedPage, raw: str) -> Page:
    lines = enumerate(unpacked(page.lines), start=1)
    return Page(
        page.number,
        page.width,
        page.height,
        tuple(_line(line, f"{page.number}-{number}", raw) for number, line in lines),
    )


def _line(line: PlacedLine, key: str, raw: str) -> Line:
    text = line.seen.text
    places = tuple(_places(text, line.at, raw))
    found = [place for place in places if place is not None]
    span = (found[0], found[-1] + 1) if found else None
    doubtful = frozenset(place for place in line.seen.doubtful if 0 <= place < len(text))
    return Line(key, text, line.seen.corners, places, span, doubtful)


def _places(text: str, at: int | None, raw: str) -> Iterator[int | None]:
    """Where each sign of a line stands in the raw text, which sets white in its own way."""
    for sign in text:
        if at is None or sign.isspace():
            yield None
            continue
        while at < len(raw) and raw[at].isspace():
            at += 1
        yield at if 0 <= at < len(raw) else None
        at += 1


def _with_lines(painted: Sequence[Stretch], lines: Sequence[Line]) -> Iterator[Stretch]:
    """The stretches cut at the lines of the pages and around doubtful signs."""
    line_at: dict[int, str] = {}
    doubtful: set[int] = set()
    edges: list[int] = []
    for line in lines:
        if line.span is None:
            continue
        line_at |= dict.fromkeys(range(*line.span), line.key)
        doubtful |= {place for n in line.doubtful if (place := line.places[n]) is not None}
        edges += line.span
    edges += [edge for place in doubtful for edge in (place, place + 1)]
    begun: set[str | None] = {None}
    for at, stretch in cut(painted, edges):
        key = line_at.get(at)
        yield replace(stretch, line=key, begins=key not in begun, is_doubtful=at in doubtful)
        begun.add(key)


def _between(corners: Corners, start: float, end: float) -> Corners:
    upper_left, upper_right, lower_right, lower_left = corners
    return (
        _on_the_way(upper_left, upper_right, start),
        _on_the_way(upper_left, upper_right, end),
        _on_the_way(lower_left, lower_right, end),
        _on_the_way(lower_left, lower_right, start),
    )


def _on_the_way(first: Corner, last: Corner, share: float) -> Corner:
    return first[0] + share * (last[0] - first[0]), first[1] + share * (last[1] - first[1])


def _points(corners: Corners) -> str:
    return " ".join(f"{x:.0f},{y:.0f}" for x, y in corners)
