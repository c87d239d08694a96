"""The way to the page of a place: a name, its pinyin or its initials, as far as they are typed."""

from django.urls import reverse
from django.utils.translation import gettext as _

from search.analysis import plain_text
from search.lexicon import Entry, EntryKind, Lexicon
from search.suggestions import MOST_SUGGESTIONS, Suggestion, rank

MOST_PLACES = 40
"""Of one name; the most that counties share is some ten."""


def place_pages(typed: str, lexicon: Lexicon, *, most: int = MOST_SUGGESTIONS) -> list[Suggestion]:
    """The likeliest first; places of which nothing is there have a page, too."""
    return [_page(entry) for _rank, entry in _ranked(typed, lexicon)[:most]]


def named(typed: str, lexicon: Lexicon) -> list[Suggestion]:
    """The places that bear just this name; if none does, all that it may be the beginning of."""
    folded, found = plain_text(typed), _ranked(typed, lexicon)
    exact = [entry for _rank, entry in found if folded in entry.texts]
    return [_page(entry) for entry in (exact or [entry for _rank, entry in found])[:MOST_PLACES]]


def _ranked(typed: str, lexicon: Lexicon) -> list[tuple[int, Entry]]:
    folded = plain_text(typed)
    if not folded:
        return []
    ranked = (
        (place, entry)
        for entry in lexicon.entries
        if entry.kind is EntryKind.REGION and (place := rank(entry, folded)) is not None
    )
    return sorted(ranked, key=lambda pair: (pair[0], -pair[1].weight, len(pair[1].name), pair[1].code))


def _page(entry: Entry) -> Suggestion:
    detail = _("%(count)d 篇") % {"count": entry.weight} if entry.weight else _("暂无收录")
    return Suggestion(entry.kind, entry.label, detail, reverse("archive:region", args=[entry.code]))
