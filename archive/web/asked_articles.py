"""Articles that an address names by number: ``?article=12&article=15``."""

from django.core.exceptions import BadRequest
from django.http import QueryDict


def numbers_asked(query: QueryDict, *, most: int) -> list[int]:
    """Each once, in their order; what is no number of an article is refused."""
    asked = [text for text in query.getlist("article") if text][:most]
    if not all(text.isascii() and text.isdecimal() and len(text) < 12 for text in asked):
        raise BadRequest("no article")
    return list(dict.fromkeys(map(int, asked)))
