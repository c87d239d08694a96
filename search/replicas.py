"""The indexes of several web servers on one database: each brings every change into its own, and clears it for itself alone.

Each is registered in the database by the name of its host, and a change waits until the last of them has it. A host that
is new, that was let go, or whose index was not built since can't know what it lacks: it answers no search until it is
built anew. Nor does one that reads text by another dictionary, or whose signed-in readers the others would not know.

There is only something to be told apart where each host has an index of its own: the file of SQLite is one machine's,
and the index of a cluster is everybody's.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.models import IndexChange, Replica
from archive.querysets.indexes import IndexChangeQuerySet
from archive.server import this_host
from archive.site_authority import history_file
from search import analysis
from search.engines import engine
from search.engines.contract import IndexUnavailable

HOLDS_FOR = timedelta(days=7)
"""A host may be switched off for the longest holiday; for longer nothing is kept for it, and its index is built anew."""
BROUGHT = {
    "dictionary": gettext_lazy("词典 dictionary.txt"),
    "divisions": gettext_lazy("区划表 divisions.csv"),
    "key": gettext_lazy("密钥 secret_key"),
}
"""What an office brings to a host; the rest of a configuration comes with the program."""
VERSION = gettext_lazy("程序或其组件的版本")


class OtherConfiguration(IndexUnavailable):
    """This host is set up otherwise than the first; no rebuild mends that, a person does."""


def are_kept() -> bool:
    """Whether each host that uses this database has an index of its own."""
    return connection.vendor != "sqlite" and not engine().is_shared


def own() -> Replica | None:
    return Replica.objects.named(this_host.name()).first() if are_kept() else None


def waiting() -> IndexChangeQuerySet:
    """The changes that the index of this host has not brought in."""
    return IndexChange.objects.lacking_in(own())


def refuse_unbuilt() -> None:
    """Raises IndexUnavailable where this host's index may lack what nobody has kept for it."""
    if are_kept():
        _refuse_unbuilt(own())


def refuse_to_answer() -> None:
    """Raises IndexUnavailable where a search on this host could miss what it finds on another."""
    if are_kept():
        hosts = list(Replica.objects.all())
        _refuse_unbuilt(next((host for host in hosts if host.name == this_host.name()), None))
        differing = _differing(next(host for host in hosts if host.built_at))
        if differing:
            raise OtherConfiguration("; ".join(differing))


def _refuse_unbuilt(replica: Replica | None) -> None:
    if replica is None:
        raise IndexUnavailable(f"the index of {this_host.name()} is not registered, or was let go")
    if replica.built_at is None:
        raise IndexUnavailable(f"the index of {this_host.name()} was not built since it was registered")


def differing_from_the_first() -> list[str]:
    """In what this host is set up otherwise than the one that was registered first, in words; empty where in nothing."""
    first = Replica.objects.built().first() if are_kept() else None
    return _differing(first) if first else []


def _differing(first: Replica) -> list[str]:
    return [] if first.name == this_host.name() else in_words(configuration(), first.configuration)


def in_words(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    """What is not the same in two configurations."""
    names = [name for name in sorted({**one, **other}) if one.get(name) != other.get(name)]
    return list(dict.fromkeys(str(BROUGHT.get(name, VERSION)) for name in names))


def state_of(replica: Replica) -> str:
    """Whether a host answers searches, and why not, as far as it has told."""
    first = Replica.objects.built().first()
    if first is None or replica.built_at is None:
        return _("索引还没有建好")
    differing = in_words(replica.configuration, first.configuration)
    return _("与首台不同：%(parts)s") % {"parts": "、".join(differing)} if differing else _("可用")


def configuration() -> Mapping[str, str]:
    """What must be the same on all hosts, as checksums where it is secret or long."""
    key = salted_hmac("search.replicas", "key", settings.SECRET_KEY, algorithm="sha256").hexdigest()
    divisions = history_file()
    return {
        **analysis.fingerprint(),
        "divisions": sha256(divisions.read_bytes()).hexdigest()[:16] if divisions.exists() else "",
        "key": key[:16],
    }


def register() -> None:
    """From now on changes are kept for this host; what was before, a rebuild reads."""
    if are_kept():
        Replica.objects.get_or_create(name=this_host.name(), defaults={"seen_at": Now()})


def seen() -> None:
    """Tell the other hosts that this one is there with a whole index, and let those go that were silent for too long."""
    if are_kept():
        Replica.objects.named(this_host.name()).update(seen_at=Now(), configuration=configuration())
        Replica.objects.silent_for(HOLDS_FOR).let_go()


def brought_in(rows: Iterable[int]) -> None:
    """The index of this host has these changes; they go when those of all hosts have them.

    One that was let go while it wrote takes none away: the others may lack them, and its own index is built anew.
    """
    if not are_kept():
        IndexChange.objects.filter(pk__in=rows).delete()
        return
    replica = own()
    if replica is None:
        return
    with transaction.atomic():
        IndexChange.objects.brought_in(replica, rows)
        Replica.objects.filter(pk=replica.pk).update(mark=engine().state() or "", seen_at=Now())


def built() -> None:
    """The index of this host was built from the database after it had been registered, as this host is set up now."""
    if are_kept():
        Replica.objects.named(this_host.name()).update(
            mark=engine().state() or "", built_at=Now(), seen_at=Now(), configuration=configuration()
        )


def marks() -> set[str]:
    """The states that all indexes of this database are at; an empty one for an index that has not said it yet."""
    return set(Replica.objects.values_list("mark", flat=True)) if are_kept() else {engine().state() or ""}
