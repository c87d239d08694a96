"""The room: an article is changed in a transaction of its own, under a lock, with one event that says so."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext

from archive.editing.clauses import changed
from archive.editing.deeds import as_done
from archive.ledger.decisions import note_lost
from archive.models import Article, ArticleEvent
from archive.representation import ARTICLE_FIELDS, State, represent

What = ArticleEvent.What
WRITTEN = (*ARTICLE_FIELDS, "first_published_at", "next_anchor", "version", "updated_at")


class InTrash(Exception):
    """What lies in the trash is taken out before anything else is done to it."""

    def __init__(self, article: Article) -> None:
        super().__init__(gettext("“%(title)s”在回收站里，请先取回。") % {"title": article.display_title})


class Overtaken(Exception):
    """Somebody has changed the article since the version that this change was made from."""


@contextmanager
def changing(
    pk: int,
    what: ArticleEvent.What,
    *,
    by: User | None,
    about: int | None = None,
    from_trash: bool = False,
    made_from: int | None = None,
) -> Iterator[Article]:
    """The locked article, to be changed. At the end it is written with its event; where nothing changed, nothing is.

    Raises Article.DoesNotExist, InTrash unless the change is one that leads out of it, and Overtaken where it was
    ``made_from`` another version.
    """
    with transaction.atomic():
        article = Article.objects.select_for_update().get(pk=pk)
        if article.status == Article.Status.TRASHED and not from_trash:
            raise InTrash(article)
        before = represent(article)
        record_what_was_found(article, before)
        if made_from not in {None, article.version}:
            raise Overtaken
        yield article
        note_lost(article)
        after = represent(article)
        if after == before and what != What.UNDONE:
            return  # an undo counts also where what it would bring back is gone
        article.version += 1
        article.save(update_fields=WRITTEN)
        clauses = list(changed(before, after))
        record(article, as_done(what, clauses, before, after), after, clauses, by=by, about=about)


def took_in(article: Article, *, by: User | None) -> None:
    """The first event of an article that was just read from a file."""
    record(article, What.IMPORTED, represent(article), [], by=by)


def record(
    article: Article,
    what: ArticleEvent.What,
    state: State | None,
    clauses: list[str],
    *,
    by: User | None,
    about: int | None = None,
) -> None:
    """The event that made an article's present version."""
    ArticleEvent.objects.create(
        article=article,
        version=article.version,
        title=article.display_title,
        what=what,
        user=by,
        user_name=name_of(by),
        changed=clauses,
        about=about,
        state=state,
    )


def name_of(user: User | None) -> str:
    """The name that the history keeps, also when the account is gone."""
    return "" if user is None else user.get_full_name() or user.get_username()


def record_what_was_found(article: Article, state: State) -> None:
    """Rows of before there was a history, or changed past this room: what they are is noted before it changes."""
    last = article.events.newest()
    if last is not None and last.state is not None and not any(changed(last.state, state)):
        return
    if last is not None:
        article.version = last.version + 1
    clauses = [] if last is None or last.state is None else list(changed(last.state, state))
    record(article, What.FOUND, state, clauses, by=None)
