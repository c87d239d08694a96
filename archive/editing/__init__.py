"""An editor changes an article: every way of doing so. Forms, admin, commands and programs only call these.

Each is one transaction that locks the article, raises its version by one and writes one ``ArticleEvent`` with the
state after it. django-simple-history keeps each row by itself; an article is its sections, captions and notices
together, and going back must bring all of them, with their numbers and anchors, or permalinks would break.
"""

from archive.editing.candidates import NoSuchCandidate, choose
from archive.editing.correcting import correct, settle
from archive.editing.families import decide
from archive.editing.history import NoSuchState, NothingToUndo, last_change, restore, undo
from archive.editing.publishing import (
    Doubt,
    NotSettled,
    Publish,
    doubts_among,
    doubts_of,
    publish,
    publish_among,
    publish_new,
    withdraw,
)
from archive.editing.room import InTrash, Overtaken, took_in
from archive.editing.trash import purge, purge_overdue, trash, untrash

__all__ = [
    "Doubt",
    "InTrash",
    "NoSuchCandidate",
    "NoSuchState",
    "NotSettled",
    "NothingToUndo",
    "Overtaken",
    "Publish",
    "choose",
    "correct",
    "decide",
    "doubts_among",
    "doubts_of",
    "last_change",
    "publish",
    "publish_among",
    "publish_new",
    "purge",
    "purge_overdue",
    "restore",
    "settle",
    "took_in",
    "trash",
    "undo",
    "untrash",
    "withdraw",
]
