"""The blocks of an article in reading order, and the places of words in them, which no edit elsewhere moves."""

from collections.abc import Iterator
from dataclasses import dataclass

from archive.figures.records import BlockKind
from archive.models import Article


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, paragraph or caption with its anchor, as it is read."""

    anchor: str
    kind: BlockKind
    text: str


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a number stands: the words in their paragraph, and which of the same words there. No edit elsewhere moves it."""

    anchor: str
    words: str
    occurrence: int

    def offset_in(self, text: str) -> int:
        """Where the words begin in the text of their paragraph; -1 where they do not stand there so often."""
        at = -1
        for _ in range(self.occurrence):
            at = text.find(self.words, at + 1)
            if at < 0:
                break
        return at


def parts_of(article: Article) -> Iterator[Part]:
    """Headings and paragraphs in reading order, then the captions."""
    for section in article.sections.all():
        if section.heading:
            yield Part(section.anchor, BlockKind.HEADING, section.heading)
        for anchor, text in section.paragraphs:
            yield Part(anchor, BlockKind.PARAGRAPH, text)
    for caption in article.captions.all():
        yield Part(caption.anchor, BlockKind.CAPTION, caption.text)
