"""The searched blocks of articles as they are printed, loaded for many articles at once; and their page matter."""

from collections.abc import Iterable, Iterator, Sequence

from archive.anchors import named
from archive.kept import OF_ARTICLES, KeptParts
from archive.models import Article, Caption, Section
from search.documents import Block, BlockField

SectionRow = tuple[int, int, str | None, str, list[int]]
CaptionRow = tuple[int, int, str]


Blocks = tuple[Block, ...]
MOST_CHARACTERS = 2_000_000
"""Of the articles whose blocks a process keeps for a state of the archive: some thousand, some 10 MB. The same ones stand at
the top of many results, and are read then."""


def _length(blocks: Blocks) -> int:
    return sum(len(block.text) for block in blocks)


_KEPT: KeptParts[Blocks] = KeptParts(MOST_CHARACTERS, _length, OF_ARTICLES)


def blocks_of(articles: Sequence[Article]) -> dict[int, Blocks]:
    """The blocks of each article in the order of its page, by two queries for however many articles that are not kept."""
    by_number = {article.pk: article for article in articles}
    return _KEPT.get_all(by_number, lambda missing: _read([by_number[number] for number in missing]))


def _read(articles: Sequence[Article]) -> dict[int, Blocks]:
    """Whose texts came along with the article, as on its page, is not asked for them."""
    sections: dict[int, list[SectionRow]] = {}
    captions: dict[int, list[CaptionRow]] = {}
    asked = []
    for article in articles:
        if getattr(article, "_prefetched_objects_cache", {}).keys() >= {"sections", "captions"}:
            own = article.sections.all()
            sections[article.pk] = [(article.pk, s.pk, s.heading, s.text, s.anchors) for s in own]
            captions[article.pk] = [(article.pk, note.pk, note.text) for note in article.captions.all()]
        else:
            asked.append(article.pk)
    if asked:
        rows = Section.objects.filter(article_id__in=asked).order_by("article_id", "order", "pk")
        for row in rows.values_list("article_id", "pk", "heading", "text", "anchors"):
            sections.setdefault(row[0], []).append(row)
        notes = Caption.objects.filter(article_id__in=asked).order_by("article_id", "order", "pk")
        for row_of_note in notes.values_list("article_id", "pk", "text"):
            captions.setdefault(row_of_note[0], []).append(row_of_note)
    parts = (
        (
            *head_blocks(article),
            *_body_blocks(sections.get(article.pk, ())),
            *(Block(BlockField.CAPTION, text, f"c{pk}") for _id, pk, text in captions.get(article.pk, ())),
        )
        for article in articles
    )
    # SQLite holds bytes in a column of texts, where someone or something put them there.
    return {
        article.pk: tuple(block for block in blocks if isinstance(block.text, str))
        for article, blocks in zip(articles, parts, strict=True)
    }


def searched_blocks(articles: Sequence[Article], *, matter: bool) -> dict[int, tuple[Block, ...]]:
    """The blocks that a search looks through: those of each article, with its page matter where that is asked for."""
    blocks = blocks_of(articles)
    if not matter:
        return blocks
    return {article.pk: (*blocks[article.pk], *matter_of(article)) for article in articles}


def matter_of(article: Article) -> tuple[Block, ...]:
    """The page matter of an article, line by line; each a block, so that no match crosses from one into another."""
    return tuple(Block(BlockField.MATTER, text, anchor) for anchor, text in article.page_matter)


def head_blocks(article: Article) -> Iterator[Block]:
    """Kicker, title, subtitle, issuer and bylines, as far as the article has them."""
    parts: Iterable[tuple[BlockField, str | None]] = (
        (BlockField.KICKER, article.kicker),
        (BlockField.TITLE, article.title),
        (BlockField.SUBTITLE, article.subtitle),
        (BlockField.ISSUER, article.issuer),
        *((BlockField.BYLINE, byline) for byline in article.bylines),
    )
    for field, text in parts:
        if text:
            yield Block(field, text)


def _body_blocks(sections: Iterable[SectionRow]) -> Iterator[Block]:
    for _article_id, pk, heading, text, anchors in sections:
        if heading:
            yield Block(BlockField.HEADING, heading, f"s{pk}")
        for anchor, paragraph in named(text.splitlines(), anchors, section=f"s{pk}"):
            yield Block(BlockField.PARAGRAPH, paragraph, anchor)
