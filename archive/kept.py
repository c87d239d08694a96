"""What a process keeps of the archive for as long as no article has changed.

Counting 200,000 articles for each page that is looked at takes longer than all the rest of the page. What was counted
names the newest mark of the database (``StateMark``), which every change of an article writes in its own transaction:
under another mark it is counted anew, so that a page never shows a count of another state.
"""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from django.db import connection

from archive.models import StateMark

Worked = TypeVar("Worked")
State = tuple[str | None, object]


class Kept(Generic[Worked]):
    """What ``work_out`` finds, once for each state: of the articles, and of what ``beside`` tells the state of."""

    def __init__(self, work_out: Callable[[], Worked], *, beside: Callable[[], object] | None = None) -> None:
        self._work_out = work_out
        self._beside = beside
        self._lock = threading.Lock()
        self._found: tuple[State, Worked] | None = None

    def get(self) -> Worked:
        """Of the present state; who comes while it is worked out waits for it rather than do the same beside."""
        state = self._state()  # first: what is found then is of this state or of a later one
        found = self._found
        if found is not None and found[0] == state:
            return found[1]
        with self._lock:
            return self._of(state)

    def at_hand(self) -> Worked | None:
        """Of the present state where it was worked out before: for who wants only a part, which is quickly asked for."""
        found = self._found
        return found[1] if found is not None and found[0] == self._state() else None

    def _of(self, state: State) -> Worked:
        found = self._found
        if found is not None and found[0] == state:
            return found[1]
        is_proof = state[0] is not None and _none_is_behind()
        worked = self._work_out()
        if is_proof:
            self._found = (state, worked)
        return worked

    def _state(self) -> State:
        return StateMark.objects.newest(), self._beside and self._beside()


def _none_is_behind() -> bool:
    """Whether no change with an older mark than the newest can still come.

    SQLite has one writer. Elsewhere one that took its number earlier may be written later, and would not be the newest
    then: nothing is kept that was worked out while anybody was writing a mark. Who writes one holds its table until the
    transaction ends; other databases of the server, and changes of anything else, keep nobody from keeping.
    """
    if connection.vendor == "sqlite":
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
