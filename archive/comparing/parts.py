"""What is compared of an article: its paragraphs under their headings, as far as the bounds go."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from archive.models import Article

MOST_CHARACTERS, MOST_PARTS = 40_000, 60
"""Of one article; a newspaper page has some 8,000 characters in ten parts. Four at these bounds take two seconds."""

Anchored = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """Paragraphs with the headings above them that no other part has. Each text comes with its anchor in the article."""

    headings: tuple[Anchored, ...]
    paragraphs: tuple[Anchored, ...]
    is_lead: bool = False

    @property
    def text(self) -> str:
        return "\n".join(text for _anchor, text in (*self.headings, *self.paragraphs))


@dataclass(frozen=True, slots=True)
class Parts:
    """``cut``: the article goes on behind the last of them."""

    parts: tuple[Part, ...]
    cut: bool


def parts_of(article: Article) -> Parts:
    kept: list[Part] = []
    characters = 0
    for part in _all_parts(article):
        characters += len(part.text)
        if characters > MOST_CHARACTERS or len(kept) == MOST_PARTS:
            return Parts(tuple(kept), cut=True)
        kept.append(part)
    return Parts(tuple(kept), cut=False)


def _all_parts(article: Article) -> Iterator[Part]:
    """A heading with nothing below it but smaller ones (一、 above （一）) stands with the first of them. A text without
    headings is compared by its paragraphs."""
    sections = list(article.sections.all())
    if not any(section.heading for section in sections):
        paragraphs = chain.from_iterable(section.paragraphs for section in sections)
        yield from (Part((), (one,), is_lead=place == 0) for place, one in enumerate(paragraphs))
        return
    headings: list[Anchored] = []
    for section in sections:
        if section.heading:
            headings.append((section.anchor, section.heading))
        if paragraphs_below := tuple(section.paragraphs):
            yield Part(tuple(headings), paragraphs_below, is_lead=not headings)
            headings = []
    if headings:
        yield Part(tuple(headings), ())
