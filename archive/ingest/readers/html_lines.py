"""The visible lines of a web page, each with the place in the page that it stands in.

Built from the parser's events, not from a tree: a page that nests thousands deep costs no more than a flat one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from lxml import etree

# Elements without visible text of their own
UNSEEN = frozenset(
    (
        *("script", "style", "noscript", "template", "title", "object", "applet", "svg", "canvas", "audio"),
        *(
            "video",
            "map",
            "select",
            "datalist",
            "textarea",
            "iframe",
            "noframes",
            "math",
            "meter",
            "progress",
        ),
    )
)
BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div"),
        *(
            "dl",
            "dt",
            "fieldset",
            "figcaption",
            "figure",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
        ),
        *("header", "hr", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary"),
        *("table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "button"),
        # the publishing system of many digital newspapers has elements of its own
        *("founder-title", "founder-subtitle", "founder-author", "founder-content"),
    )
)
CELLS = frozenset(("td", "th"))
HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)|"
    r"font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:;|$)|(?:text-indent|left|top)\s*:\s*-\d{3,}|color\s*:\s*transparent",
    re.I,
)
CSS_RULE = re.compile(r"([^{}]{1,2000})\{([^{}]*)\}")
SIMPLE_SELECTOR = re.compile(r"[.#][\w-]+")
PICTURE_OF_A_PAGE = 80  # pixels; smaller ones are icons, dots and rules
MOST_CSS = 200_000
MOST_BLANK_LINES = 4

SPACES = re.compile(r"[ \t\r\n\f]+")
HAN_AND_SIGNS = r"\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’—…"
SOURCE_BREAK = re.compile(rf"(?<=[{HAN_AND_SIGNS}])[ \t\r\f]*\n[ \t\r\n\f]*(?=[{HAN_AND_SIGNS}])")
INDENT = re.compile(r"^[ \t]*[\u3000\xa0\u2003]{2}")
# "<founder-title>…</founder-title>" in the comment that the system leaves in every article
FOUNDER_FIELD = re.compile(r"<founder-([a-z]+)>(.{0,600}?)</founder-\1>", re.I | re.S)
MARKUP = re.compile(r"<[^<>]{0,200}>|&nbsp;|<!\[CDATA\[|\]\]>")


@dataclass(slots=True)
class Block:
    """An element that stands on lines of its own. ``names`` are its classes and its id."""

    tag: str
    parent: int
    depth: int
    names: str
    lines: int = 0
    pictures: int = 0


@dataclass(frozen=True, slots=True)
class PageLine:
    """One visible line. ``gap`` counts the blank lines above it, a picture as two."""

    text: str
    block: int
    linked: float = 0.0
    gap: int = 1
    indented: bool = False
    below_picture: bool = False


@dataclass(slots=True)
class Page:
    """What a reader sees of a page, and what the page says of itself."""

    lines: list[PageLine] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    title: str = ""
    meta: dict[str, str] = field(default_factory=dict)
    founder: dict[str, str] = field(default_factory=dict)
    frames: int = 0
    depth: int = 0

    def ancestors(self, block: int) -> list[int]:
        """The block and all blocks around it, the innermost first."""
        found = []
        while block >= 0:
            found.append(block)
            block = self.blocks[block].parent
        return found


def page_of(text: str, *, show_hidden: bool = False) -> Page:
    """The page as a browser shows it; ``show_hidden`` shows what only its styles hide."""
    collector: Any = _Collector(show_hidden=show_hidden)
    parser = etree.HTMLParser(target=collector, huge_tree=True)
    parser.feed(text)
    return cast(Page, parser.close())


def squeezed(text: str) -> str:
    """Without any white space, for comparing."""
    return "".join(text.split())


class _Collector:
    """Takes the parser's events; gathers inline text until a block begins or ends."""

    def __init__(self, *, show_hidden: bool) -> None:
        self._show_hidden = show_hidden
        self._page = Page(blocks=[Block("body", -1, 0, "")])
        self._stack = [0]
        self._unseen = 0  # depth below an element without visible text
        self._inside: str = ""  # title or style, whose text is read but not shown
        self._words: list[str] = []
        self._css: list[str] = []
        self._hidden_names: set[str] = set()
        self._letters = self._linked = self._links = self._pre = self._depth = 0
        self._gap = 0
        self._below_picture = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._unseen:
            self._unseen += 1
            return
        if tag in UNSEEN or self._is_hidden(attributes):
            self._unseen = 1
            self._inside = tag if tag == "style" or (tag == "title" and not self._page.title) else ""
            return
        if tag == "br":
            self._break_line()
        elif tag == "img":
            self._picture(attributes)
        elif tag in BLOCKS:
            self._start_block(tag, attributes)
        elif tag == "meta":
            key = attributes.get("name") or attributes.get("property")
            if key and attributes.get("content"):
                self._page.meta.setdefault(key.lower(), attributes["content"])
        elif tag in ("frame", "frameset"):
            self._page.frames += 1
        self._links += tag == "a"
        self._pre += tag == "pre"

    def end(self, tag: str) -> None:
        self._page.depth = max(self._page.depth, self._depth)
        self._depth -= 1
        if self._unseen:
            self._unseen -= 1
            if not self._unseen and self._inside == "style":
                self._read_css()
            self._inside = self._inside if self._unseen else ""
            return
        self._links -= tag == "a" and self._links > 0
        if tag in BLOCKS:
            self._end_block(tag)
        self._pre -= tag == "pre" and self._pre > 0

    def data(self, text: str) -> None:
        if self._inside == "title":
            self._page.title += text
        elif self._inside == "style":
            self._css.append(text[:MOST_CSS])
        elif self._unseen:
            return
        elif self._pre:
            for at, row in enumerate(re.split(r"\r\n|\r|\n", text)):
                if at:
                    self._break_line()
                self._add(row)
        else:
            self._add(text)

    def comment(self, text: str) -> None:
        for name, words in FOUNDER_FIELD.findall(text):
            plain = " ".join(MARKUP.sub(" ", words).split())
            if plain:
                self._page.founder.setdefault(name.lower(), plain)

    def pi(self, target: str, data: str | None = None) -> None:
        """Left out."""

    def doctype(self, *names: str) -> None:
        """Left out."""

    def close(self) -> Page:
        self._end_line()
        self._page.title = " ".join(self._page.title.split())
        return self._page

    def _is_hidden(self, attributes: Mapping[str, str]) -> bool:
        if self._show_hidden or not attributes:
            return False
        if "hidden" in attributes or attributes.get("type", "").lower() == "hidden":
            return True
        if HIDDEN_STYLE.search(attributes.get("style", "")):
            return True
        if not self._hidden_names:
            return False
        names = {f".{name}" for name in attributes.get("class", "").split()} | {
            f"#{attributes.get('id', '')}"
        }
        return bool(names & self._hidden_names)

    def _read_css(self) -> None:
        css = re.sub(r"/\*.*?\*/", "", "".join(self._css)[:MOST_CSS], flags=re.S)
        for selectors, rule in CSS_RULE.findall(css):
            if HIDDEN_STYLE.search(rule):
                plain = (selector.strip() for selector in selectors.split(","))
                self._hidden_names.update(name for name in plain if SIMPLE_SELECTOR.fullmatch(name))
        self._css.clear()

    def _picture(self, attributes: Mapping[str, str]) -> None:
        sizes = [re.match(r"\d+", attributes.get(name, "")) for name in ("width", "height")]
        if any(size and int(size.group()) < PICTURE_OF_A_PAGE for size in sizes):
            return
        self._end_line()
        self._gap += 2
        self._below_picture = True
        self._page.blocks[self._stack[-1]].pictures += 1

    def _start_block(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._end_line()
        self._gap = max(self._gap, 1)
        parent = self._stack[-1]
        names = f"{attributes.get('class', '')} {attributes.get('id', '')}"
        self._page.blocks.append(Block(tag, parent, self._page.blocks[parent].depth + 1, names))
        self._stack.append(len(self._page.blocks) - 1)

    def _end_block(self, tag: str) -> None:
        block = self._page.blocks[self._stack[-1]]
        if not self._end_line() and tag == "p" and not block.lines and not block.pictures:
            self._gap += 1  # <p>&nbsp;</p> is a blank line
        self._gap = max(self._gap, 1)
        if self._page.blocks[self._stack[-1]].tag == tag and len(self._stack) > 1:
            self._stack.pop()

    def _add(self, text: str) -> None:
        self._words.append(text)
        count = len(text) - sum(map(text.count, " \t\r\n"))
        self._letters += count
        self._linked += count if self._links else 0

    def _break_line(self) -> None:
        """A line break of the page; one on an empty line makes a blank line."""
        if not self._end_line():
            self._gap += 1

    def _end_line(self) -> bool:
        """Close the line that was being gathered; False when it held nothing."""
        raw = "".join(self._words)
        linked = self._linked / max(1, self._letters)
        self._words.clear()
        self._letters = self._linked = 0
        words = SPACES.sub(" ", SOURCE_BREAK.sub("", raw)).strip(" ")
        visible = words.strip()
        if not visible:
            return False
        block = self._stack[-1]
        self._page.blocks[block].lines += 1
        gap = min(self._gap, MOST_BLANK_LINES) if self._page.lines else 0
        self._page.lines.append(
            PageLine(visible, block, linked, gap, bool(INDENT.match(words)), self._below_picture)
        )
        self._gap = 0
        self._below_picture = False
        return True
