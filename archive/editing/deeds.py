"""What was done to an article, in words: a correction is named by what it changed, a change of the text with its section."""

from collections.abc import Sequence

from django.utils.translation import gettext

from archive.editing.clauses import CLAUSES, label
from archive.models import ArticleEvent
from archive.representation import State

What = ArticleEvent.What
TEXT = {"sections", "captions", "bylines", "credits", "furniture", "notices"}
"""What the lines of an article make: cut otherwise, all of these may change at once."""
MOST_NAMED = 3
"""A row of a table corrects a dozen values; nobody reads a name as long as that."""


def as_done(
    what: ArticleEvent.What, clauses: Sequence[str], before: State, after: State
) -> ArticleEvent.What:
    """What a correction comes to: doubts that were looked at, a text that is cut otherwise, or values that changed."""
    if what != What.CORRECTED:
        return what
    if clauses == ["notices"]:
        return What.SETTLED
    return What.RESECTIONED if TEXT.issuperset(clauses) and _is_cut_otherwise(before, after) else what


def _is_cut_otherwise(before: State, after: State) -> bool:
    """A section more or less, one of another level or elsewhere, or a paragraph that went to another section."""
    old, new = before["sections"], after["sections"]
    if _cuts(old) != _cuts(new):
        return True
    stood, stands = _sections_of_paragraphs(old), _sections_of_paragraphs(new)
    return any(stood[anchor] != stands[anchor] for anchor in stood.keys() & stands.keys())


def _cuts(sections: Sequence[State]) -> list[tuple[int, int, bool]]:
    return [(item["id"], item["level"], bool(item["heading"])) for item in sections]


def _sections_of_paragraphs(sections: Sequence[State]) -> dict[int, int]:
    return {anchor: item["id"] for item in sections for anchor in item["anchors"]}


def deed(event: ArticleEvent, before: State | None = None) -> str:
    """The name of an event; with the state ``before`` it also with the sections whose text it changed."""
    clauses = [clause for clause in event.changed if clause in CLAUSES]
    values = [clause for clause in clauses if clause != "notices"]  # answered by what was given
    if event.what != What.CORRECTED or not values:
        return event.get_what_display()
    sections = _sections_changed(before, event.state) if before and event.state else []
    labels = [_named(clause, sections) for clause in values]
    if len(labels) <= MOST_NAMED:
        return gettext("改%(what)s") % {"what": gettext("、").join(labels)}
    named = {"what": gettext("、").join(labels[:MOST_NAMED]), "n": len(labels)}
    return gettext("改%(what)s等 %(n)d 项") % named


def _named(clause: str, sections: Sequence[str]) -> str:
    if clause != "sections" or not sections:
        return label(clause)
    if len(sections) <= MOST_NAMED:
        return gettext("%(what)s（%(where)s）") % {
            "what": label(clause),
            "where": gettext("、").join(sections),
        }
    named = {"what": label(clause), "where": gettext("、").join(sections[:MOST_NAMED]), "n": len(sections)}
    return gettext("%(what)s（%(where)s等 %(n)d 节）") % named


def _sections_changed(before: State, after: State) -> list[str]:
    """The headings, as they are now, of the sections that say something else."""
    old = {item["id"]: (item["heading"], item["text"]) for item in before["sections"]}
    return [
        item["heading"] or gettext("无小标题")
        for item in after["sections"]
        if old.get(item["id"]) != (item["heading"], item["text"])
    ]
