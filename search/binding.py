"""Whether the index was made from this database, in the state that it is in or was in.

Searches are only as true as this: after a power cut that lost the end of the write-ahead log, or with an older
copy of the database beside it, an index is whole in itself and answers from articles that are not there.
"""

from archive.models import StateMark
from search import replicas
from search.engines import engine
from search.engines.contract import IndexUnavailable, IndexUnreachable

LOOKS = 3
"""Another process may bring the index further between two questions; then both are asked again."""


def newest_mark() -> str | None:
    """The state that the database is in, to be asked after everything that is indexed was read."""
    return StateMark.objects.newest()


def refuse_another_history() -> None:
    """Raises IndexUnavailable where the index was made from another database, from one that was set back, or on a host
    for which the changes since then were not kept."""
    replicas.refuse_unbuilt()
    state = engine().state()
    if state == newest_mark():
        return
    if state is None or not StateMark.objects.filter(token=state).exists():
        raise IndexUnavailable("the index was made from another database, or from a state that it has lost")


def mismatch() -> str | None:
    """Why the index does not belong to the present state of the database; None where it does, or is on its way.

    Raises IndexUnreachable where nobody can tell.
    """
    for _ in range(LOOKS):
        try:
            state = engine().state()
            replicas.refuse_unbuilt()
            if state == newest_mark():
                return None
            refuse_another_history()
        except IndexUnreachable:
            raise
        except IndexUnavailable as reason:
            return str(reason)
        if replicas.waiting().exists():
            return None
        if state == engine().state():
            return "the index is older than the database, and nothing waits to be brought into it"
    return None


def forget_older_marks() -> None:
    """Marks below the oldest that an index names can never be asked for again."""
    named = replicas.marks()
    kept = StateMark.objects.filter(token__in=named).order_by("pk").values_list("pk", flat=True)
    if named and len(kept) == len(named):
        StateMark.objects.filter(pk__lt=kept[0]).delete()
