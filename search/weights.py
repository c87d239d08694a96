"""What speaks for an article in the order by relevance, and how much: the same numbers for every engine."""

from search.documents import BlockField

K1 = 1.2
B = 0.5
"""Half of BM25's usual 0.75: reviews are of one kind, and a long one is not long for repeating itself."""

PLACE = {
    BlockField.TITLE: 4.0,
    BlockField.SUBTITLE: 3.0,
    BlockField.KICKER: 3.0,
    BlockField.HEADING: 2.0,
    BlockField.ISSUER: 1.5,
}
"""A term in the title outweighs any number of them in the text: BM25's count alone gives 2.2 at most."""

ELSEWHERE = 1.0

SIDE_BY_SIDE = 1.0
"""What the characters standing side by side add: times their rarity, where an engine knows that of many characters."""

BESIDE_THE_ARTICLE = 0.25
"""The same in page matter: a masthead tells less of an article than any of its own words does."""
