"""What a term of a query means, worked out here for every engine and for the marks in what is shown."""

from dataclasses import dataclass

from search.analysis import fold_text, parts
from search.documents import ARTICLE_FIELDS, BlockField
from search.query import Term

BLOCKS_OF_FIELD: dict[str | None, frozenset[BlockField]] = {
    None: frozenset(ARTICLE_FIELDS),
    "title": frozenset({BlockField.KICKER, BlockField.TITLE, BlockField.SUBTITLE}),
    "heading": frozenset({BlockField.HEADING}),
    "issuer": frozenset({BlockField.ISSUER}),
    "body": frozenset({BlockField.PARAGRAPH}),
}
"""The blocks that each field of the query language looks in; the other fields look at a column of the article."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """``characters`` are folded; where they are empty the term holds of everything, as the empty string stands everywhere.

    ``words``: what may stand apart in their place, each of them side by side; none where only the characters count.
    Looked in are the ``blocks`` of one of these kinds, with ``beside`` the page matter too where that is searched, or,
    where there is a ``column``, the article's newspaper or the names of its region.
    """

    characters: str
    words: tuple[str, ...]
    blocks: frozenset[BlockField]
    beside: bool
    column: str | None


def meaning_of(term: Term) -> Meaning:
    blocks = BLOCKS_OF_FIELD.get(term.field, frozenset())
    return Meaning(
        characters=fold_text(term.text),
        words=() if term.quoted else parts(term.text),
        blocks=blocks,
        beside=term.field is None,
        column=None if blocks else term.field,
    )
