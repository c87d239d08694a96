"""The words of an article by which an engine looks for others like it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from math import sqrt

from search.analysis import fold_texts, index_words
from search.documents import Block

MOST_TOLD = 256
"""Words that an engine is asked about. An article of 2,000 characters has some 400 different ones, a chronicle of a
decade thousands: their number must not decide how long its page takes."""
LONGEST = 4
"""Characters up to which a longer word tells more: 户外劳动者 stands in fewer articles than 职工, whatever the archive."""


def telling_words(blocks: Iterable[Block]) -> Mapping[str, int]:
    """How often each word stands there; of many, those that are likely to be rare elsewhere and frequent here."""
    counts: Counter[str] = Counter()
    for folded in fold_texts([block.text for block in blocks]):
        counts.update(index_words(folded))
    if len(counts) <= MOST_TOLD:
        return counts
    strongest = sorted(
        counts.items(), key=lambda found: (-sqrt(found[1]) * min(len(found[0]), LONGEST), found[0])
    )
    return dict(strongest[:MOST_TOLD])
