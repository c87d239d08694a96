"""The names of all divisions as a box is searched for them: folded, by their letters, and by their sound."""

import threading
import time
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace

from archive.regions.authority import Authority, Division, Level
from archive.regions.gazetteer import Gazetteer
from archive.site_authority import authority_mark, site_authority
from search.analysis import plain_text
from search.lexicon import alike

LOOK_AGAIN_AFTER = 30.0
"""Seconds for which nobody asks whether an editor has added a division: the question costs a query."""

Rows = tuple[Division, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """``gazetteer`` finds folded names in folded text; ``printed`` gives each division as it is written."""

    gazetteer: Gazetteer
    printed: dict[tuple[str, int | None], Division]
    by_full_letters: dict[str, Rows]  # guangfengqu
    by_letters: dict[str, Rows]  # guangfeng
    by_initials: dict[str, Rows]  # gfq
    by_sound: dict[str, Rows]  # of the whole name, with sounds that many do not tell apart made one

    @property
    def authority(self) -> Authority:
        return self.gazetteer.authority

    def as_printed(self, division: Division) -> Division:
        return self.printed[division.key]


def names_of(authority: Authority) -> Names:
    """Fold the names and sort them by their letters; a tenth of a second for the nation."""
    folded = Authority(map(_folded, authority.divisions), authority.successions)
    spelt = [row for row in folded.divisions if row.level is not Level.ZONE and row.pinyin]
    return Names(
        Gazetteer(folded),
        {row.key: row for row in authority.divisions},
        _by((row.pinyin.replace(" ", ""), row) for row in spelt),
        _by((row.pinyin.split(" ")[0], row) for row in spelt if " " in row.pinyin),
        _by((row.initials, row) for row in spelt),
        _by((alike(row.pinyin.replace(" ", "")), row) for row in spelt),
    )


def _folded(row: Division) -> Division:
    return replace(
        row,
        name=plain_text(row.name),
        short_name=plain_text(row.short_name),
        aliases=tuple(map(plain_text, row.aliases)),
    )


def _by(pairs: Iterable[tuple[str, Division]]) -> dict[str, Rows]:
    found: dict[str, list[Division]] = defaultdict(list)
    for key, row in pairs:
        found[key].append(row)
    return {key: tuple(rows) for key, rows in found.items()}


class _Kept:
    """The names of this process, and which state of the divisions they were made from."""

    lock = threading.Lock()
    names: Names | None = None
    mark: Hashable = None
    looked_at = 0.0


def names() -> Names:
    """The names of this process, made anew soon after an editor has changed a division."""
    kept = _Kept.names
    if kept is not None and time.monotonic() < _Kept.looked_at + LOOK_AGAIN_AFTER:
        return kept
    with _Kept.lock:
        mark = authority_mark()
        if _Kept.names is None or mark != _Kept.mark:
            _Kept.names, _Kept.mark = names_of(site_authority()), mark
        _Kept.looked_at = time.monotonic()
        return _Kept.names


def forget() -> None:
    """Make them anew at the next use."""
    _Kept.names = None
