"""What a process keeps of the archive for as long as nothing has changed that it was made of.

Counting 200,000 articles for each page that is looked at takes longer than all the rest of the page, and so does reading
4,000 divisions. What was counted names the newest mark of the database (``StateMark`` of the articles, ``DivisionMark`` of
the divisions), which every change writes in its own transaction: under another mark it is counted anew, so that a page
never shows a count of another state.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Generic, TypeVar

from django.db import connection

from archive.models.state_mark import DivisionMark, StateMark

Worked = TypeVar("Worked")
Key = TypeVar("Key", bound=Hashable)
State = tuple[str | None, ...]
OF_ARTICLES = (StateMark,)
OF_DIVISIONS = (DivisionMark,)
OF_BOTH = (StateMark, DivisionMark)
Marks = tuple[type[StateMark | DivisionMark], ...]


class _Looked:
    """The state that a page is made of, and whether no older change can still come into it.

    Both are asked before the page reads anything. An article that was read before it was asked whether anybody writes is
    of an older state where a change was committed between the two.
    """

    def __init__(self) -> None:
        self.newest = {mark: mark.objects.newest() for mark in OF_BOTH}
        self.none_is_behind = _none_is_writing()


_looked_at: ContextVar[_Looked | None] = ContextVar("looked_at", default=None)


def state(marks: Marks) -> State:
    """The newest of each; None among them where there is no proof of anything."""
    looked_at = _looked_at.get()
    return tuple(looked_at.newest[mark] if looked_at else mark.objects.newest() for mark in marks)


@contextmanager
def of_one_state() -> Iterator[None]:
    """A page that changes nothing is made of one state, which is asked for before anything else."""
    token = _looked_at.set(_Looked())
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
        self._begun = 0
        self._last: tuple[int, Worked] | None = None

    def get(self) -> Worked:
        """Of the present state; who comes while it is worked out waits for it rather than do the same beside."""
        now = state(self._marks)  # first: what is found then is of this state or of a later one
        found = self._found
        if found is not None and found[0] == now:
            return found[1]
        begun = self._begun
        with self._lock:
            return self._of(now, begun)

    def at_hand(self) -> Worked | None:
        """Of the present state where it was worked out before: for who wants only a part, which is quickly asked for."""
        found = self._found
        return found[1] if found is not None and found[0] == state(self._marks) else None

    def _of(self, now: State, begun: int) -> Worked:
        """What was begun after somebody came is of their state or a later one, whether or not it may be kept: while others
        write all the time, those who wait would work it out one after the other."""
        found = self._found
        if found is not None and found[0] == now:
            return found[1]
        if self._last is not None and self._last[0] > begun:
            return self._last[1]
        is_proof = None not in now and _none_is_behind(self._marks)
        self._begun += 1
        worked = self._work_out()
        if not connection.in_atomic_block:  # what others can't see yet is shared with nobody
            self._last = (self._begun, worked)
        if is_proof:
            self._found = (now, worked)
        return worked


class KeptParts(Generic[Worked]):
    """Parts of pages that are the same for whoever reads them, as they were put together, for one state.

    Only of pages that asked for the state first (``of_one_state``): what they show is of that state or of a later one.
    Those that nobody asked for the longest go where they are more than ``most`` characters together, which ``length``
    counts.
    """

    def __init__(self, most: int, length: Callable[[Worked], int], of: Marks = OF_BOTH) -> None:
        self._most = most
        self._length_of = length
        self._marks = of
        self._lock = threading.Lock()
        self._state: State = ()
        self._parts: OrderedDict[Hashable, Worked] = OrderedDict()
        self._length = 0

    def get(self, key: Hashable, put_together: Callable[[], Worked]) -> Worked:
        return self.get_all([key], lambda _missing: {key: put_together()})[key]

    def get_all(
        self, keys: Iterable[Key], put_together: Callable[[list[Key]], Mapping[Key, Worked]]
    ) -> dict[Key, Worked]:
        """The parts of all these, those that are not kept put together at once."""
        looked_at = _looked_at.get()
        if looked_at is None or None in looked_at.newest.values():
            return dict(put_together(list(keys)))
        now = state(self._marks)
        found, missing = self._kept(now, keys)
        if missing:
            is_proof = _none_is_behind(self._marks)
            made = put_together(missing)
            found |= made
            if is_proof:
                with self._lock:
                    self._keep(now, made)
        return found

    def _kept(self, now: State, keys: Iterable[Key]) -> tuple[dict[Key, Worked], list[Key]]:
        """Those that are kept, and the keys of the others."""
        found: dict[Key, Worked] = {}
        missing = []
        with self._lock:
            for key in keys:
                if self._state == now and key in self._parts:
                    self._parts.move_to_end(key)
                    found[key] = self._parts[key]
                else:
                    missing.append(key)
        return found, missing

    def _keep(self, now: State, made: Mapping[Key, Worked]) -> None:
        if self._state != now:
            self._state, self._length = now, 0
            self._parts.clear()
        for key, part in made.items():
            if key in self._parts:
                self._length -= self._length_of(self._parts.pop(key))
            self._length += self._length_of(part)
            self._parts[key] = part
        while self._length > self._most:
            self._length -= self._length_of(self._parts.popitem(last=False)[1])


def _none_is_behind(marks: Marks) -> bool:
    """Whether no change with an older mark than the newest can still come.

    SQLite has one writer, and of the divisions there is one mark, for which whoever writes it waits. Elsewhere one that
    took its number earlier may be written later, and would not be the newest then: nothing is kept that was worked out
    while anybody was writing a mark. Who writes one holds its table until the transaction ends; other databases of the
    server, and changes of anything else, keep nobody from keeping.
    """
    if StateMark not in marks:
        return True
    looked_at = _looked_at.get()
    return looked_at.none_is_behind if looked_at else _none_is_writing()


def _none_is_writing() -> bool:
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
