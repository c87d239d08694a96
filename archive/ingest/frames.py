"""Pages that show other pages in frames: which of the files is the article, and which belong to it."""

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import unquote

from archive.ingest.file_names import PAGE, helpers_of_pages
from archive.ingest.patterns import pattern

FRAME = pattern(
    rb"<i?frame\b[^>]*?\bsrc\s*=\s*(?:\"([^\"]+)\"|'([^']+)'|([^\s>\"']+))",
    re.I,
    like=b"<frame name=main src=index.files/main.htm>",
    unlike=b"<frame name=main>",
)
FRAMESET = pattern(rb"<frameset\b", re.I, like=b"<frameset cols='180,*'>", unlike=b"<frame src=a.htm>")
NO_TEXT = pattern(
    rb"<(script|style|noframes)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>",
    re.I | re.S,
    like=b"<script>a</script>",
    unlike="综述".encode(),
)
SIGN = pattern(rb"[\x80-\xff]{2}|&#\w+;", like="综".encode(), unlike=b"news")
FEWEST_SIGNS = 100  # of a framed page, for it to be the article of the one that shows it
AHEAD = 4  # times as long as what stands around its frame
LARGEST_PAGE, MOST_FRAMES, DEEPEST = 4 * 1024 * 1024, 20, 3

Read = Callable[[str], bytes]


def belonging(names: Iterable[str], read: Read) -> frozenset[str]:
    """The files that are part of another: helpers of saved pages, but for a framed page that is the article itself.

    Where the frames of a page hold the article, the page and its other frames are no files of their own.
    """
    names = list(names)
    helpers = helpers_of_pages(names)
    known = {name.lower(): name for name in names}
    found, articles = set(helpers), set[str]()
    for name in names:
        if name in helpers or not PAGE.match(name):
            continue
        content = read(name)
        framed = dict(_framed(name, content, known, read, depth=0))
        article = max(framed, key=lambda frame: _signs(framed[frame]), default=None)
        if article is None or _signs(framed[article]) < max(FEWEST_SIGNS, AHEAD * _signs(content)):
            continue
        articles.add(article)
        found.add(name)
        found.update(framed if FRAMESET.search(content) else ())
    return frozenset(found - articles)


def _framed(
    name: str, content: bytes, known: dict[str, str], read: Read, *, depth: int
) -> Iterator[tuple[str, bytes]]:
    """The pages in the frames of a page, and in theirs, that are there as files."""
    for match in list(FRAME.finditer(content[:LARGEST_PAGE]))[:MOST_FRAMES]:
        source = next(filter(None, match.groups())).decode("utf-8", "replace")
        path = unquote(source.replace("\\", "/").split("#")[0].split("?")[0])
        frame = known.get(posixpath.normpath(posixpath.join(posixpath.dirname(name), path)).lower())
        if frame is None or frame == name:
            continue
        inner = read(frame)
        yield frame, inner
        if depth < DEEPEST:
            yield from _framed(frame, inner, known, read, depth=depth + 1)


def _signs(content: bytes) -> int:
    """About how many Chinese characters a page shows, in whatever encoding."""
    return sum(1 for _ in SIGN.finditer(NO_TEXT.sub(b" ", content[:LARGEST_PAGE])))
