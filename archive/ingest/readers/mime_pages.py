"""The page in a message that a browser or Word saved: the one with the article, with the style sheets beside it."""

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import Message
from re import Match
from urllib.parse import urljoin

from archive.ingest.readers.frames import AHEAD, FEWEST_SIGNS, FRAME, LARGEST_PAGE, signs_in
from archive.ingest.readers.mime import PAGES, content_of, leaves, text_of
from archive.ingest.records import UnreadableFile
from archive.ingest.text.patterns import pattern

LINK = pattern(
    r"""(?i)<link\b[^>]*?\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))[^>]*>""",
    like='<link rel=stylesheet href="cid:css-1@mhtml.blink">',
    unlike="<a href=x>",
)
LARGEST_STYLES = 2 * 1024 * 1024  # characters of the style sheets of a page together


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the file: its text, the encoding that it was in, and whether that was a guess."""

    text: str
    encoding: str
    guessed: bool = False


def page_in(message: Message, name: str) -> Page:
    """The page that holds the article: the first one, or the one in its frame. Raises ``UnreadableFile``."""
    parts = list(leaves(message))
    pages = [part for part in parts if part.get_content_type() in PAGES]
    if not pages:
        pages = [part for part in parts if part.get_content_type() == "text/plain"]
    if not pages:
        raise UnreadableFile("no-article", name, case="message")
    page = _with_the_article(message, pages)
    decoded = text_of(page, name)
    text = decoded.text
    if page.get_content_type() in PAGES:
        text = _with_style_sheets(text, _address(page), _style_sheets(parts, name))
    return Page(text, decoded.encoding, decoded.guessed)


def _with_the_article(message: Message, pages: Sequence[Message]) -> Message:
    """The page that the file opens with; where that one shows another in a frame, the one with the text."""
    start = str(message.get_param("start") or "").strip("<> ")
    first = next((page for page in pages if start and _id(page) == start), pages[0])
    best = max(pages, key=_signs)
    enough = max(FEWEST_SIGNS, AHEAD * _signs(first))
    return best if FRAME.search(content_of(first)) and _signs(best) >= enough else first


def _signs(page: Message) -> int:
    return signs_in(content_of(page)[:LARGEST_PAGE])


def _style_sheets(parts: Sequence[Message], name: str) -> Mapping[str, str]:
    """The style sheets of the page by every address that it may call them by: what they hide is no text."""
    sheets = [part for part in parts if part.get_content_type() == "text/css"]
    texts = {part: content_of(part).decode("utf-8", "replace") for part in sheets}
    found = {f"cid:{_id(part)}": text for part, text in texts.items()}
    return found | {_address(part): text for part, text in texts.items()}


def _with_style_sheets(text: str, address: str, sheets: Mapping[str, str]) -> str:
    room = LARGEST_STYLES

    def sheet(link: Match[str]) -> str:
        nonlocal room
        href = html.unescape(next(filter(None, link.groups()), ""))
        style = sheets.get(href) or sheets.get(urljoin(address, href), "")
        room -= len(style)
        return f"<style>{style}</style>" if style and room > 0 else link.group()

    return LINK.sub(sheet, text)


def _id(part: Message) -> str:
    return str(part.get("Content-ID") or "").strip("<> \t\r\n")


def _address(part: Message) -> str:
    return "".join(str(part.get("Content-Location") or "").split())
