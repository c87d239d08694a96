"""What was handed in together: some of the files stand for all, and their heads and feet are known to each of them.

Files whose bytes have the smallest hashes stand for the rest, so that the same ones do in whatever order they come,
whatever they are called. Of forty files or fewer each is known to every other.
"""

from bisect import insort
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import blake2b

from archive.edge_lines import in_archive
from archive.ingest.parts.seen_again import Edges, Elsewhere, Mask, Memory
from archive.intake import HandedIn
from archive.models import ImportItem

MOST_LOOKED_AT = 40
MOST_BATCHES = 8
"""Imports that are read by turns, each with what stands for it in memory."""

Look = Callable[[HandedIn], Edges | None]


class Beside:
    """The files that stand for those handed in together; it keeps their lines, not their bytes."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._looked_at: list[tuple[bytes, Edges]] = []

    def add(self, file: HandedIn) -> None:
        """Look at a file, if it may be one that stands for the others."""
        if file.content is None:
            return
        rank = blake2b(file.content, digest_size=16).digest()
        if len(self._looked_at) == MOST_LOOKED_AT and rank >= self._looked_at[-1][0]:
            return
        edges = self._look(file)
        if edges is not None:
            insort(self._looked_at, (rank, edges), key=lambda pair: pair[0])
            del self._looked_at[MOST_LOOKED_AT:]

    def known(self) -> Elsewhere:
        """What these files and the archive know of a text's head and foot."""
        memory = Memory(edges for _, edges in self._looked_at)

        def elsewhere(edges: Edges) -> Mapping[Mask, int]:
            return more_of(memory(edges), in_archive(edges))

        return elsewhere


def more_of(one: Mapping[Mask, int], two: Mapping[Mask, int]) -> Mapping[Mask, int]:
    """The larger count of each: a file that was handed in may be in the archive by now."""
    return {mask: max(one.get(mask, 0), two.get(mask, 0)) for mask in one.keys() | two.keys()}


def beside(files: Iterable[HandedIn], look: Look) -> Beside:
    """What stands for these files."""
    found = Beside(look)
    for file in files:
        found.add(file)
    return found


class Batches:
    """For a worker: what stands for each import that it reads.

    Files arrive while others are read; when twice as many are there, some of those that wait are looked at.
    """

    def __init__(self, look: Look) -> None:
        self._look = look
        self._known: dict[int, tuple[int, Beside]] = {}

    def known(self, batch: int) -> Elsewhere:
        """What the files of an import and the archive know of a text's head and foot."""
        size, found = self._known.pop(batch, (1, Beside(self._look)))
        arrived = ImportItem.objects.filter(batch=batch).count()
        if arrived >= 2 * size:
            for file in _some_that_wait(batch):
                found.add(file)
            size = arrived
        self._known[batch] = size, found  # the last one in the row is the last one asked for
        for forgotten in list(self._known)[:-MOST_BATCHES]:
            del self._known[forgotten]
        return found.known()


def _some_that_wait(batch: int) -> Iterator[HandedIn]:
    """As many of an import's files as are looked at, evenly from among those that are still to be read."""
    waiting = list(
        ImportItem.objects.unfinished().filter(batch=batch).order_by("pk").values_list("pk", flat=True)
    )
    step = -(-len(waiting) // MOST_LOOKED_AT)
    for pk in waiting[:: max(step, 1)]:
        item = ImportItem.objects.get(pk=pk)
        yield HandedIn(item.name, item.content or None)
