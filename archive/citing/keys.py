"""The short names by which BibTeX, RIS and CSL tell works apart: the same for the same work, always."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

from archive.citing.work import Work


def keyed(works: Iterable[Work]) -> Iterator[tuple[str, Work]]:
    """Each work with its key; a work that comes twice gets another one, for no file may hold a key twice."""
    given: Counter[str] = Counter()
    for work in works:
        key = _key(work)
        given[key] += 1
        yield (key if given[key] == 1 else f"{key}-{given[key]}"), work


def _key(work: Work) -> str:
    """``review2017-3f9a1c20``: the year, and a hash of what is cited. ASCII, as older programs want it."""
    said = "\n".join(
        part or ""
        for part in (work.title, work.subtitle, work.newspaper, work.published, work.page, work.url)
    )
    digest = hashlib.blake2b(said.encode(errors="surrogatepass"), digest_size=4).hexdigest()
    return f"review{(work.published or '')[:4]}-{digest}"
