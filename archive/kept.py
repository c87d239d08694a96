"""What a process keeps of the archive for as long as nothing has changed that it was made of.

Counting 200,000 articles for each page that is looked at takes longer than all the rest of the page, and so does reading
4,000 divisions. What was counted names the newest mark of the database (``StateMark`` of the articles, ``DivisionMark`` of
the divisions), which every change writes in its own transaction: under another mark it is counted anew, so that a page
never shows a count of another state.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Generic, TypeVar

from django.db import connection

from archive.models.state_mark import DivisionMark, StateMark

Worked = TypeVar("Worked")
State = tuple[str | None, ...]
OF_ARTICLES = (StateMark,)
OF_DIVISIONS = (DivisionMark,)
OF_BOTH = (StateMark, DivisionMark)
Marks = tuple[type[StateMark | DivisionMark], ...]


Looked = dict[type[StateMark | DivisionMark], str | None]
_looked_at: ContextVar[Looked | None] = ContextVar("looked_at", default=None)


def state(marks: Marks) -> State:
    """The newest of each; None among them where there is no proof of anything."""
    looked_at = _looked_at.get()
    if looked_at is None:
        return tuple(mark.objects.newest() for mark in marks)
    for mark in marks:
        if mark not in looked_at:
            looked_at[mark] = mark.objects.newest()
    return tuple(looked_at[mark] for mark in marks)


@contextmanager
def of_one_state() -> Iterator[None]:
    """Within it each mark is asked for once: what is put together of several counts is of one state.

    For what changes nothing itself.
    """
    token = _looked_at.set({})
    try:
        yield
    finally:
        _looked_at.reset(token)


class Kept(Generic[Worked]):
    """What ``work_out`` finds, once for each state of what it is made of."""

    def __init__(self, work_out: Callable[[], Worked], of: Marks = OF_ARTICLES) -> None:
        self._work_out = work_out
        self._marks = of
        self._lock = threading.Lock()
        self._found: tuple[State, Worked] | None = None

    def get(self) -> Worked:
        """Of the present state; who comes while it is worked out waits for it rather than do the same beside."""
        now = state(self._marks)  # first: what is found then is of this state or of a later one
        found = self._found
        if found is not None and found[0] == now:
            return found[1]
        with self._lock:
            return self._of(now)

    def at_hand(self) -> Worked | None:
        """Of the present state where it was worked out before: for who wants only a part, which is quickly asked for."""
        found = self._found
        return found[1] if found is not None and found[0] == state(self._marks) else None

    def _of(self, now: State) -> Worked:
        found = self._found
        if found is not None and found[0] == now:
            return found[1]
        is_proof = None not in now and _none_is_behind(self._marks)
        worked = self._work_out()
        if is_proof:
            self._found = (now, worked)
        return worked


def _none_is_behind(marks: Marks) -> bool:
    """Whether no change with an older mark than the newest can still come.

    SQLite has one writer, and of the divisions there is one mark, for which whoever writes it waits. Elsewhere one that
    took its number earlier may be written later, and would not be the newest then: nothing is kept that was worked out while anybody was writing a mark. Who writes one holds its table until the
    transaction ends; other databases of the server, and changes of anything else, keep nobody from keeping.
    """
    if connection.vendor == "sqlite" or StateMark not in marks:
        return True
    with connection.cursor() as cursor:
        cursor.execute(_WRITING_A_MARK, [f'"{StateMark._meta.db_table}"'])
        return not cursor.fetchone()[0]


# The lock is taken before the number, and given back after the change can be seen by others; granted or waited for, it
# counts. The own connection's marks are in the state already.
_WRITING_A_MARK = """
SELECT EXISTS (
    SELECT FROM pg_locks
    WHERE locktype = 'relation'
      AND relation = %s::regclass
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND mode = 'RowExclusiveLock'
      AND pid IS DISTINCT FROM pg_backend_pid()
)
"""
