"""A footnote in the box: the reviews that it cites, whatever the search for its characters finds."""

from archive.citing.footnote import footnote
from archive.models import Article
from search.syntax import MAX_CHARACTERS

MOST_CITED = 6


def cited(text: str) -> list[Article]:
    """The reviews that a footnote names by paper and day; none where the text is no footnote."""
    named = footnote(text[:MAX_CHARACTERS])
    if named is None:
        return []
    printed = Article.objects.published().for_list().printed_on(named.newspaper, named.day)
    return list(printed[:MOST_CITED])
