"""One print of each article: reprints are found like anything else, and counted and listed once with their first."""

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from search.engines.contract import Request
from search.engines.whoosh.evaluation import Found
from search.engines.whoosh.snapshot import Flags, Snapshot

Ints = npt.NDArray[np.int64]


Fold = Callable[[Flags], Flags]
"""What leaves of these documents one of each article, or all."""


def every_print(matched: Flags) -> Flags:
    return matched


class Families:
    """Which documents are prints of one article."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    @cached_property
    def _family(self) -> Ints:
        return self._snapshot.number("family").astype(np.int64)

    @cached_property
    def _members(self) -> Ints:
        """The documents that are not alone, family by family: the canonical one before the others, these by id."""
        docs = np.flatnonzero(self._snapshot.live)
        family = self._family[docs]
        _, place, sizes = np.unique(family, return_inverse=True, return_counts=True)
        docs, family = docs[sizes[place] > 1], family[sizes[place] > 1]
        ids = self._snapshot.number("id")[docs].astype(np.int64)
        return docs[np.lexsort((ids, ids != family, family))]

    def one_of_each(self, matched: Flags, better: Sequence[Flags] = ()) -> Flags:
        """Of each family the one print that stands for it: the first among those that ``better`` has, then among
        all. ``better`` is a list of flags, the most wanted first."""
        found = self._members[matched[self._members]] if len(self._members) else self._members
        if len(found) < 2:
            return matched
        wanted = [~flags[found] for flags in better]
        order = np.lexsort((np.arange(len(found)), *reversed(wanted), self._family[found]))
        found = found[order]
        family = self._family[found]
        one = matched.copy()
        one[found[1:][family[1:] == family[:-1]]] = False
        return one

    def of(self, doc: int) -> Flags:
        """All prints of the article that this document is one of."""
        same: Flags = self._family == self._family[doc]
        return same


def better_prints(request: Request, found: Found, by_matter: Flags | None) -> tuple[Flags, ...]:
    """Which print of an article is shown: one that holds the words exactly, and in the article itself."""
    exact = () if found.all_exact else (found.exact,)
    if by_matter is None:
        return exact
    return (*exact, ~by_matter if request.matter else found.matched)
