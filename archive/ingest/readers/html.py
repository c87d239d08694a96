"""Saved web pages: digital newspapers, union sites.

Every visible line is kept in the order of the page; what is navigation, advertising or a list of other news
is marked as furniture, not dropped. Which text is the article is judged by trafilatura together with the
page's own structure; scripts, styles, comments and hidden text are no text of the page.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import trafilatura
from lxml import html
from lxml.etree import LxmlError
from lxml.html import HtmlElement

from archive.ingest.decoding import decode_page
from archive.ingest.lines import Hint
from archive.ingest.readers.contract import ReadText, TextBuilder
from archive.ingest.records import SourceText, UnreadableFile

INVISIBLE = frozenset(
    "script style noscript template head meta link title object embed applet svg canvas audio video map "
    "select option datalist textarea input iframe frame frameset noframes".split()
)
BLOCKS = frozenset(
    "address article aside blockquote body center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr li main nav ol p pre section table tbody tfoot thead tr ul caption details summary legend".split()
)
CELLS = frozenset(("td", "th"))
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
OUTSIDE = frozenset(("nav", "footer", "aside", "form", "button", "menu"))
# class="nav-list", id="footer", class="related-news", class="share_box"
OUTSIDE_NAME = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|topbar|toolbar|crumbs?|breadcrumbs?|sidebar|side|foot|footer|copyright|share|comment|comments|"
    r"related|relate|recommend|hot|rank|ranking|links?|friendlink|banner|advert|ads?|adv|login|search|pager|pagination|page-nav|qrcode|tags?|tool|tools)(?:$|[\s_-]|\d)",
    re.I,
)
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px)?\s*(?:;|$)", re.I)
# <div class="article-title">, <p id="title">, the founder CMS of digital newspapers: <founder-title>
TITLE_NAME = re.compile(r"^(?:article|main|news|content|doc|detail|art|text)?[_-]?(?:title|tit|bt|headline|biaoti)\d?$", re.I)
CAPTION_NAME = re.compile(r"(?:^|[\s_-])(?:caption|figcaption|imgdesc|img-desc|pic-?text|pictext|tushuo|pic_desc|image-note)(?:$|[\s_-])", re.I)
LINK_SHARE = 0.7  # of a line's characters in links: a line of other news
HEAD_WINDOW = 15  # lines above the first line of the article among which its title is looked for
LONGEST_TITLE = 60
SHORTEST_MAIN_LINE = 15
SITE_TAIL = re.compile(r"\s*(?:[_|\-—–]|>>|<)+\s*")


@dataclass(frozen=True, slots=True)
class Row:
    """A visible line of the page, the tag and the place that it stands in."""

    text: str
    tag: str
    outside: bool
    linked: float
    titled: bool
    caption: bool
    centered: bool = False


def _is_hidden(element: HtmlElement) -> bool:
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or bool(HIDDEN_STYLE.search(element.get("style") or ""))
    )


def _is_outside(element: HtmlElement) -> bool:
    if element.tag in OUTSIDE:
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return bool(OUTSIDE_NAME.search(names)) and element.tag in BLOCKS


@dataclass(slots=True)
class _Collector:
    """Gathers inline text until a block begins or ends."""

    rows: list[Row]
    words: list[str]
    letters: int = 0
    linked: int = 0

    def text(self, words: str | None, *, link: bool) -> None:
        if words:
            plain = re.sub(r"[ \t\r\n\f]+", " ", words)
            self.words.append(plain)
            count = len(plain.replace(" ", ""))
            self.letters += count
            self.linked += count if link else 0

    def end_row(self, stack: "list[_Frame]") -> None:
        text = "".join(self.words).strip()
        if text.strip():
            tags = [frame.tag for frame in stack]
            tag = next((tag for tag in reversed(tags) if tag in HEADINGS or tag in ("figcaption", "li", "p")), tags[-1] if tags else "body")
            self.rows.append(
                Row(
                    text,
                    tag,
                    any(frame.outside for frame in stack),
                    self.linked / max(1, self.letters),
                    any(frame.titled for frame in stack[-2:]),
                    any(frame.caption for frame in stack[-3:]),
                )
            )
        self.words.clear()
        self.letters = self.linked = 0


@dataclass(frozen=True, slots=True)
class _Frame:
    tag: str
    outside: bool
    titled: bool
    caption: bool


def rows_of(root: HtmlElement) -> list[Row]:
    """The visible lines of the page in order. Walks without recursion: pages nest thousands deep."""
    collector = _Collector([], [])
    stack: list[_Frame] = []
    links = 0
    for action, element in _walk(root):
        tag = str(element.tag).lower()
        if action == "start":
            links += tag == "a"
            if tag in BLOCKS:
                collector.end_row(stack)
                names = f"{element.get('class') or ''}", f"{element.get('id') or ''}"
                stack.append(
                    _Frame(
                        tag,
                        _is_outside(element),
                        any(TITLE_NAME.match(name) for value in names for name in value.split()),
                        tag == "figcaption" or any(CAPTION_NAME.search(value) for value in names),
                    )
                )
            elif tag == "br":
                collector.end_row(stack)
            elif tag in CELLS:
                collector.text("  ", link=False)
            collector.text(element.text, link=links > 0)
        else:
            if tag in BLOCKS:
                collector.end_row(stack)
                if stack:
                    stack.pop()
            links -= tag == "a"
            if element is not root:
                collector.text(element.tail, link=links > 0)
    collector.end_row(stack)
    return collector.rows


def _walk(root: HtmlElement) -> Iterator[tuple[str, HtmlElement]]:
    """Start and end of every visible element; what is invisible only gives its tail."""
    todo: list[tuple[str, HtmlElement]] = [("start", root)]
    while todo:
        action, element = todo.pop()
        if action == "end":
            yield action, element
            continue
        if action == "skip":
            yield "end", element
            continue
        yield "start", element
        todo.append(("end", element))
        for child in reversed(element):
            if not isinstance(child.tag, str) or child.tag.lower() in INVISIBLE or _is_hidden(child):
                todo.append(("skip", child))
            else:
                todo.append(("start", child))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def main_rows(rows: list[Row], article: str) -> tuple[int, int] | None:
    """The first and the last line of the article by what trafilatura found; else by the longest lines."""
    body = squeezed(article)
    found = [
        at for at, row in enumerate(rows)
        if len(squeezed(row.text)) >= SHORTEST_MAIN_LINE and squeezed(row.text) in body and row.linked < LINK_SHARE
    ]
    if not found:
        found = [at for at, row in enumerate(rows) if len(row.text) >= 60 and row.linked < LINK_SHARE and not row.outside]
    return (found[0], found[-1]) if found else None


def title_row(rows: list[Row], first: int) -> int | None:
    """The line above the article that the page itself sets as its title."""
    window = range(max(0, first - HEAD_WINDOW), first + 1)
    fit = [at for at in window if 4 <= len(squeezed(rows[at].text)) <= LONGEST_TITLE and rows[at].linked < LINK_SHARE and not rows[at].outside]
    for tag in ("h1", "h2"):
        tagged = [at for at in fit if rows[at].tag == tag]
        if tagged:
            return tagged[-1] if tag == "h1" else tagged[0]
    named = [at for at in fit if rows[at].titled]
    return named[-1] if named else None


def parse(data: bytes, name: str) -> ReadText:
    """The text of a saved page with the roles that its own structure shows."""
    decoded = decode_page(data, name)
    try:
        root = html.document_fromstring(decoded.text, parser=html.HTMLParser(huge_tree=False, remove_comments=True, remove_pis=True))
    except (LxmlError, ValueError) as error:
        raise UnreadableFile("damaged", f"“{name}”不是完整的网页,读不出来。") from error
    rows = rows_of(root)
    if not rows:
        raise UnreadableFile("no-article", f"“{name}”里没有可见的文字。")
    article = trafilatura.extract(decoded.text, include_comments=False, include_tables=True, favor_recall=True) or ""
    builder = TextBuilder()
    title = _page_title(root)
    bounds = main_rows(rows, article)
    if bounds is None:
        for row in rows:
            builder.add(row.text, Hint.FURNITURE if row.outside else None, gap=1)
    else:
        _add_rows(builder, rows, *bounds, title)
    source = SourceText(builder.text, decoded.encoding, "text/html")
    notices = (("encoding-guessed", f"网页编码按 {decoded.encoding} 读出,不完全可靠,请对照原件。"),) if decoded.guessed else ()
    return ReadText(source, builder.hints, notices)


def _page_title(root: HtmlElement) -> str:
    """The words of <title> before the name of the site."""
    words = " ".join((root.findtext(".//title") or "").split())
    return SITE_TAIL.split(words)[0] if len(SITE_TAIL.split(words)[0]) >= 4 else words


def _add_rows(builder: TextBuilder, rows: list[Row], first: int, last: int, title: str) -> None:
    at_title = title_row(rows, first)
    top = at_title if at_title is not None else first
    # kicker, paper and date stand right above the title
    top = max(0, top - 4)
    shown = any(squeezed(title) == squeezed(row.text) for row in rows) or at_title is not None
    if title and not shown and squeezed(title) and not any(squeezed(title) in squeezed(row.text) for row in rows[:first]):
        builder.add(title, Hint.TITLE)
    title_tag = rows[at_title].tag if at_title is not None else ""
    for at, row in enumerate(rows):
        hint: Hint | None = None
        inside = top <= at <= last
        if at_title is not None and (at == at_title or (row.tag == title_tag == "h1" and abs(at - at_title) <= 2 and inside and at <= first)):
            hint = Hint.TITLE
        elif row.caption:
            hint = Hint.CAPTION
        elif row.linked >= LINK_SHARE and len(squeezed(row.text)) > 1:
            hint = Hint.FURNITURE
        elif row.outside and not (inside and len(row.text) >= 60):
            hint = Hint.FURNITURE
        elif row.tag in HEADINGS and first < at <= last:
            hint = Hint.HEADING
        builder.add(row.text, hint, gap=1)
