"""Going back: the last change undone, or an earlier state restored, as a whole or in one clause."""

from collections.abc import Collection
from itertools import chain

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext

from archive.editing.clauses import CLAUSES, NOT_RESTORED, of
from archive.editing.families import reopen
from archive.editing.room import What, changing, record_what_was_found
from archive.editing.writing import put
from archive.models import Article, ArticleEvent
from archive.representation import State, represent


class NothingToUndo(Exception):
    """The article is as it came in."""


class NoSuchState(Exception):
    """The history holds no text of that version."""

    def __init__(self, version: int) -> None:
        super().__init__(gettext("历史里没有第 %(version)s 版。") % {"version": version})


def last_change(pk: int) -> ArticleEvent | None:
    """The change that an undo would take back: the last that is not undone yet; None at the beginning."""
    steps = {
        version: (what, about)
        for version, what, about in ArticleEvent.objects.of_article(pk).values_list(
            "version", "what", "about"
        )
    }
    version: int | None = max(steps, default=None)
    while version is not None and steps[version][0] == What.UNDONE:
        version = _before(steps, steps[version][1] or 0)
    if version is None or _before(steps, version) is None:
        return None
    found: ArticleEvent = ArticleEvent.objects.of_article(pk).get(version=version)
    return found


def _before(versions: Collection[int], version: int) -> int | None:
    return max((earlier for earlier in versions if earlier < version), default=None)


def undo(pk: int, *, by: User | None, only: int | None = None) -> Article:
    """Take back the last change that is not undone yet. Undone again and again, the article is as it came in.

    Raises NothingToUndo at the beginning, and where the change is not the one that made the version ``only``.
    """
    with transaction.atomic():
        _catch_up(pk)
        event = last_change(pk)
        if event is None or only not in {None, event.version}:
            raise NothingToUndo
        with changing(pk, What.UNDONE, by=by, about=event.version, from_trash=True) as article:
            put(article, event.earlier_state() or {})
        reopen(pk)
    return article


def _catch_up(pk: int) -> None:
    """What was changed past the room is a change as well, and the first to be undone."""
    article = Article.objects.select_for_update().get(pk=pk)
    record_what_was_found(article, represent(article))


def restore(pk: int, version: int, *, by: User | None, clauses: Collection[str] = tuple(CLAUSES)) -> Article:
    """Give an article these clauses of an earlier state. Whether it is published stays as it is.

    Raises NoSuchState.
    """
    with transaction.atomic():
        with changing(pk, What.RESTORED, by=by, about=version) as article:
            state = _state(pk, version)
            wanted = [of(state, clause) for clause in clauses if clause not in NOT_RESTORED]
            put(article, dict(chain.from_iterable(part.items() for part in wanted)))
        reopen(pk)
    return article


def _state(pk: int, version: int) -> State:
    event = ArticleEvent.objects.of_article(pk).filter(version=version).first()
    state: State | None = event.state if event else None
    if state is None:
        raise NoSuchState(version)
    return state
