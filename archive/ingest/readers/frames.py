"""Pages that show other pages in frames: which of the files is the article, and which belong to it."""

import codecs
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import unescape
from itertools import islice
from urllib.parse import unquote_to_bytes

from archive.ingest.text.file_names import PAGE, helpers_of_pages, name_of
from archive.ingest.text.patterns import pattern

FRAME = pattern(
    rb"<i?frame\b[^<>]*?\bsrc\s*=\s*(?:\"([^\"<>]+)\"|'([^'<>]+)'|([^\s<>\"']+))",
    re.I,
    like=b"<frame name=main src=index.files/main.htm>",
    unlike=b"<frame name=main>",
)
FRAMESET = pattern(rb"<frameset\b", re.I, like=b"<frameset cols='180,*'>", unlike=b"<frame src=a.htm>")
NOT_SHOWN = pattern(
    rb"<(?:(!--)|(script|style|noframes)\b)", re.I, like=b"<script>", unlike="综述<br>".encode()
)
LINK = pattern(
    rb"<a\b([^<>]*)>(?:(?!</?a\b).)*</a\s*>",
    re.I | re.S,
    like="<a href=1.htm>要闻</a>".encode(),
    unlike=b"<a name=top>",
)
TAG = pattern(rb"<[^<>]*>", like=b"<td width=180>", unlike="综述".encode())
SIGN = pattern(rb"[\x80-\xff]{2}|&#\w+;", like="综".encode(), unlike=b"news")
FEWEST_SIGNS = 100  # of a framed page, for it to be an article
AHEAD = 4  # times as long as what stands around its frame, and at the least a fourth of the article in another one
LARGEST_PAGE, MOST_FRAMES, DEEPEST = 4 * 1024 * 1024, 20, 4

Read = Callable[[str], bytes]


def belonging(names: Iterable[str], read: Read) -> frozenset[str]:
    """The files that are part of another: helpers of saved pages, but for framed pages that are articles themselves.

    Where a frame of a page holds an article, the page and its menus in other frames are no files of their own.
    """
    names = list(names)
    helpers = helpers_of_pages(names)
    known = {name.lower(): name for name in names if PAGE.match(name)}
    found, articles = set(helpers), set[str]()
    for name in names:
        if name in helpers or not PAGE.match(name):
            continue
        content = _page(read, name)
        framed = _framed(name, content, known, read)
        signs = {frame: signs_in(inner) for frame, inner in framed.items()}
        most = max(signs.values(), default=0)
        if most < FEWEST_SIGNS or most < AHEAD * signs_in(content):
            continue
        articles |= {
            frame for frame, count in signs.items() if count >= FEWEST_SIGNS and AHEAD * count >= most
        }
        found.add(name)
        found.update(framed if FRAMESET.search(content) else ())
    return frozenset(found - articles)


def _framed(name: str, content: bytes, known: Mapping[str, str], read: Read) -> dict[str, bytes]:
    """The pages in the frames of a page, and in theirs, that are there as files."""
    found: dict[str, bytes] = {}
    level = {name: content}
    for _ in range(DEEPEST):
        sources = (source for owner, page in level.items() for source in _sources(owner, page))
        frames = {known[source.lower()] for source in sources if source.lower() in known} - {name, *found}
        level = {frame: _page(read, frame) for frame in sorted(frames)[:MOST_FRAMES]}
        found |= level
    return found


def _sources(name: str, content: bytes) -> Iterator[str]:
    """The files that the frames of a page show, by their names."""
    for match in islice(FRAME.finditer(content), MOST_FRAMES):
        path = posixpath.join(posixpath.dirname(name), _path(next(filter(None, match.groups()))))
        yield posixpath.normpath(path)


def _path(source: bytes) -> str:
    """The file that a frame shows, however it is written: in GBK, as &#32508;&#36848;.htm, %D7%DB%CA%F6.htm?id=5."""
    address = unescape(name_of(source)).strip().replace("\\", "/")
    return name_of(unquote_to_bytes(address.split("#")[0].split("?")[0]))


def _page(read: Read, name: str) -> bytes:
    """A page in an encoding in which its tags are plain letters: one saved as Unicode is UTF-16."""
    content = read(name)[:LARGEST_PAGE]
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace").encode("utf-8", "replace")
    return content


def signs_in(content: bytes) -> int:
    """About how many Chinese characters a page shows, in whatever encoding, but for the words of its links.

    A menu may have more of those than the article beside it.
    """
    shown = LINK.sub(lambda link: b" " if b"href" in link[1].lower() else link[0], _shown(content))
    return sum(1 for _ in SIGN.finditer(TAG.sub(b" ", shown)))


def _shown(content: bytes) -> bytes:
    """A page without its comments and scripts, and without what it shows where frames are not."""
    lower, kept, at = content.lower(), [], 0
    while match := NOT_SHOWN.search(content, at):
        kept.append(content[at : match.start()])
        end = lower.find(b"-->" if match[1] else b"</" + match[2].lower(), match.end())
        at = end if end >= 0 else len(content)
    return b" ".join([*kept, content[at:]])
