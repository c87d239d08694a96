"""Where the words of a query stand in an article, and the passages that show it.

Matching goes as in the engines: folded characters side by side; where a term of several words stands nowhere
side by side, its words count instead. ``marked`` is the one function that turns text and marks into HTML.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy

from search.analysis import fold, fold_texts, keeps_places
from search.documents import Block, BlockField
from search.meaning import meaning_of
from search.query import Node, Term, wanted_terms

Span = tuple[int, int]

PASSAGES_PER_HIT = 3
PASSAGE_LENGTH = 96
"""Folded characters of a passage: two lines and a half of the result list at its usual width."""
RUN_UP = 28
"""How far before its first mark a passage may begin, to begin with a sentence or a clause."""
MOST_MARKS_PER_BLOCK = 400
"""的 stands hundreds of times in an article; past this nobody steps from mark to mark."""
MOST_CHARACTERS_PER_HIT = 100_000
"""A result list does not read a book to the end for three passages; the longest real review has 20,000."""

ARTICLES_KEPT = 300
LONGEST_KEPT = 20_000
"""Characters of an article that is kept folded; 300 usual ones take some 4 MB, 300 of the longest 40."""

READ_AS_TEXT = frozenset({BlockField.HEADING, BlockField.PARAGRAPH, BlockField.CAPTION, BlockField.MATTER})
"""Blocks that a passage can be taken from; the others stand in the head of the hit anyway."""

LABELS = {
    BlockField.CAPTION: gettext_lazy("图片说明"),
    BlockField.MATTER: gettext_lazy("版面文字"),
    BlockField.HEADING: gettext_lazy("小标题"),
}

SENTENCE_END = re.compile("[。！？；!?;][”’」』）)]*")
IN_RUN = re.compile(r"[0-9A-Za-z.,%．]{2}")
CLAUSE_END = re.compile("[。！？；!?;，、,：:][”’」』）)]*")


@dataclass(frozen=True, slots=True)
class Needle:
    """A wanted term as folded characters, with the words that may stand apart in its place."""

    text: str
    words: tuple[str, ...]
    fields: frozenset[BlockField]


@dataclass(frozen=True, slots=True)
class FoundBlock:
    """A block with the folded spans in it, in order and without overlap."""

    block: Block
    heading: str | None
    folded: str
    spans: tuple[Span, ...]
    needles: tuple[int, ...]  # which needle each span belongs to


@dataclass(frozen=True, slots=True)
class Found:
    """What a query finds in one article. ``complete`` is False where there may be more than was counted."""

    blocks: tuple[FoundBlock, ...]
    complete: bool = True

    @property
    def count(self) -> int:
        return sum(len(block.spans) for block in self.blocks)

    def spans_in(self, text: str, field: BlockField) -> list[Span]:
        """Printed spans of one of the article's texts; none for a text that nothing was found in."""
        for found in self.blocks:
            if found.block.field is field and found.block.text == text:
                return printed_spans(found)
        return []


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a block with the spans of its marks, and where it stands."""

    piece: str
    spans: tuple[Span, ...]
    is_begun: bool
    is_cut_off: bool
    heading: str | None
    anchor: str
    field: BlockField

    @property
    def text(self) -> str:
        return self._within(self.piece)

    @property
    def html(self) -> SafeString:
        return mark_safe(self._within(marked(self.piece, self.spans)))  # noqa: S308 - marked() escapes

    def _within(self, piece: str) -> str:
        return f"{'…' if self.is_begun else ''}{piece}{'…' if self.is_cut_off else ''}"

    @property
    def label(self) -> str:
        """What stands above it: the heading, or what kind of text it is where that is not the running one."""
        return self.heading or str(LABELS.get(self.field, ""))


class Marker:
    """Finds the wanted terms of one query in any number of articles."""

    def __init__(self, node: Node) -> None:
        self.needles = tuple(_needles(wanted_terms(node)))

    def __bool__(self) -> bool:
        return bool(self.needles)

    def find(self, blocks: Iterable[Block], *, most_characters: int | None = None) -> Found:
        """The places of the terms; words standing apart count for a term only where all of them stand."""
        read, complete = _read(blocks, most_characters)
        texts = self._texts_to_find(read)
        found = []
        for block, heading, folded in read:
            here = [(text, n) for text, n, fields in texts if text in folded and block.field in fields]
            if here:
                found.append(FoundBlock(block, heading, folded, *_placed(folded, here)))
        return Found(tuple(found), complete and all(len(b.spans) < MOST_MARKS_PER_BLOCK for b in found))

    def _texts_to_find(
        self, read: Sequence[tuple[Block, str | None, str]]
    ) -> list[tuple[str, int, frozenset[BlockField]]]:
        texts: list[tuple[str, int, frozenset[BlockField]]] = []
        for needle in self.needles:
            inside = [folded for block, _heading, folded in read if block.field in needle.fields]
            number = len(texts)
            if any(needle.text in folded for folded in inside):
                texts.append((needle.text, number, needle.fields))
            elif needle.words and all(any(word in folded for folded in inside) for word in needle.words):
                texts += [(word, number + i, needle.fields) for i, word in enumerate(needle.words)]
        return texts


def _needles(terms: Iterable[Term]) -> Iterator[Needle]:
    for term in terms:
        meaning = meaning_of(term)
        # Whoever searches page matter hands it in.
        fields = meaning.blocks | {BlockField.MATTER} if meaning.beside else meaning.blocks
        if meaning.characters and fields:
            yield Needle(meaning.characters, meaning.words, fields)


@lru_cache(maxsize=ARTICLES_KEPT)
def _kept(texts: tuple[str, ...]) -> tuple[str, ...]:
    """The folded texts of an article. The same articles stand at the top of many results, and on the next page."""
    return tuple(fold_texts(texts))


def _read(
    blocks: Iterable[Block], most_characters: int | None
) -> tuple[list[tuple[Block, str | None, str]], bool]:
    """Blocks folded, each with the heading that it stands under."""
    taken: list[tuple[Block, str | None]] = []
    complete = True
    heading: str | None = None
    characters = 0
    for block in blocks:
        if block.field is BlockField.HEADING:
            heading = block.text
        characters += len(block.text)
        if most_characters is not None and characters > most_characters and taken:
            complete = False
            break
        # Captions and page matter come after the last section, but belong to none of the headings before them.
        taken.append((block, heading if block.field is BlockField.PARAGRAPH else None))
    texts = tuple(block.text for block, _heading in taken)
    folded = _kept(texts) if characters <= LONGEST_KEPT else fold_texts(texts)
    return [(block, under, text) for (block, under), text in zip(taken, folded, strict=True)], complete


def _placed(folded: str, texts: Sequence[tuple[str, int]]) -> tuple[tuple[Span, ...], tuple[int, ...]]:
    """Every occurrence, and which needle each is of; where two overlap, the earlier and longer one is kept."""
    if len(texts) == 1:
        ((text, number),) = texts
        spans = _occurrences(folded, text)
        return tuple(spans), (number,) * len(spans)
    places = [(start, end, number) for text, number in texts for start, end in _occurrences(folded, text)]
    places.sort(key=lambda place: (place[0], -place[1]))
    kept: list[tuple[int, int, int]] = []
    for start, end, number in places:
        if kept and start < kept[-1][1]:
            if end > kept[-1][1]:
                kept[-1] = (kept[-1][0], end, kept[-1][2])
        else:
            kept.append((start, end, number))
    kept = kept[:MOST_MARKS_PER_BLOCK]
    return tuple([(start, end) for start, end, _ in kept]), tuple([number for _, _, number in kept])


def _occurrences(folded: str, text: str) -> list[Span]:
    found: list[Span] = []
    start, length = folded.find(text), len(text)
    while start >= 0 and len(found) < MOST_MARKS_PER_BLOCK:
        found.append((start, start + length))
        start = folded.find(text, start + length)
    return found


def printed_spans(found: FoundBlock) -> list[Span]:
    """The spans as offsets into the text as printed."""
    text = found.block.text
    if keeps_places(text, found.folded):
        return list(found.spans)
    folded = fold(text)
    spans: list[Span] = []
    for start, end in (folded.printed(*span) for span in found.spans):
        if spans and start < spans[-1][1]:  # ㎡ found once for its m and once for its 2
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def passages(found: Found, *, limit: int = PASSAGES_PER_HIT) -> tuple[Passage, ...]:
    """The most telling pieces of the article: the best first, equals in the article's own order.

    Telling is what holds many different terms close together; each block gives one passage at most, so that
    the passages show different places.
    """
    windows = []
    for place, block in enumerate(found.blocks):
        if block.block.field in READ_AS_TEXT:
            first, last, different = _densest(block)
            windows.append((-different, -(last - first), place, first, last))
    chosen = sorted(sorted(windows)[:limit], key=lambda window: (window[0], window[2]))
    return tuple(_passage(found.blocks[place], first, last) for _d, _m, place, first, last in chosen)


def _densest(found: FoundBlock) -> tuple[int, int, int]:
    """(first, past the last, number of different needles) of the marks that fit one passage best."""
    best = (0, 1, 1)
    if len(found.spans) == 1:
        return best
    last = 0
    for first, (start, _end) in enumerate(found.spans):
        while last < len(found.spans) and found.spans[last][1] - start <= PASSAGE_LENGTH - RUN_UP:
            last += 1
        end = max(last, first + 1)
        different = len(set(found.needles[first:end]))
        if (different, end - first) > (best[2], best[1] - best[0]):
            best = (first, end, different)
    return best


def _passage(found: FoundBlock, first: int, last: int) -> Passage:
    text = found.block.text
    spans = printed_spans(found)
    # Where two marks were printed as one there are fewer of them now.
    shown = spans[min(first, len(spans) - 1) : last] or spans[-1:]
    start, end = _cut(text, shown[0][0], shown[-1][1])
    return Passage(
        piece=text[start:end],
        spans=tuple(
            [(max(s, start) - start, min(e, end) - start) for s, e in spans if s < end and e > start]
        ),
        is_begun=start > 0,
        is_cut_off=end < len(text),
        heading=found.heading,
        anchor=found.block.anchor,
        field=found.block.field,
    )


def _cut(text: str, first: int, last: int) -> Span:
    """A piece of the text around the marks from ``first`` to ``last``, cut at sentences or clauses."""
    earliest = max(first - RUN_UP, 0)
    start = earliest
    if earliest > 0:
        ends = [m.end() for m in SENTENCE_END.finditer(text, earliest, first)]
        ends = ends or [m.end() for m in CLAUSE_END.finditer(text, earliest, first)][:1]
        start = ends[-1] if ends else earliest
    latest = min(max(start + PASSAGE_LENGTH, last), len(text))
    end = latest
    if latest < len(text):
        ends = [m.end() for m in CLAUSE_END.finditer(text, last, latest) if m.end() >= latest - RUN_UP]
        end = ends[-1] if ends else _before_run(text, latest, last)
    # One mark can be longer than a passage: a quotation of 200 characters is shown in its beginning.
    return _around_run(text, start, first), min(end, start + 2 * PASSAGE_LENGTH)


def _around_run(text: str, start: int, most: int) -> int:
    """The start moved on past a number or word that it would cut: 11.2万 never begins as .2万."""
    while 0 < start < most and IN_RUN.fullmatch(text[start - 1 : start + 1]):
        start += 1
    return start


def _before_run(text: str, end: int, least: int) -> int:
    """The end moved back before a number or word that it would cut: 11.2万 never ends as 11."""
    while end > least and IN_RUN.fullmatch(text[end - 1 : end + 1]):
        end -= 1
    return end


def opening(blocks: Iterable[Block]) -> Passage | None:
    """The beginning of the text, for a hit that only its title was found by."""
    for block in blocks:
        if block.field is BlockField.PARAGRAPH:
            _start, end = _cut(block.text, 0, 0)
            return Passage(
                piece=block.text[:end],
                spans=(),
                is_begun=False,
                is_cut_off=end < len(block.text),
                heading=None,
                anchor=block.anchor,
                field=block.field,
            )
    return None


def marked(text: str, spans: Iterable[Span], *, first_number: int | None = None) -> SafeString:
    """The text as HTML: every slice escaped, the spans wrapped in <mark>.

    With ``first_number`` each mark gets an id (m1, m2, …) to be stepped to. Newspaper text and queries are
    untrusted; this is the only place where either becomes markup.
    """
    pieces: list[str] = []
    at = 0
    for count, (start, end) in enumerate(spans):
        identity = "" if first_number is None else f' id="m{first_number + count}"'
        pieces.append(f"{escape(text[at:start])}<mark{identity}>{escape(text[start:end])}</mark>")
        at = end
    pieces.append(escape(text[at:]))
    return mark_safe("".join(pieces))  # noqa: S308 - every slice above is escaped
