"""The visible lines of a web page, each with the place in the page that it stands in.

Built from the parser's events, not from a tree: a page that nests thousands deep costs no more than a flat one.
"""

import re
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import unquote_to_bytes

from lxml import etree

from archive.ingest.readers.html_notes import MARKED, is_mark
from archive.ingest.readers.html_styles import USUAL_SIZE, Element, Style, StyleSheet, style_of
from archive.ingest.text.numerals import in_han
from archive.ingest.text.patterns import pattern

# Elements without visible text of their own. The readings above characters (<rt>) are no part of the words.
UNSEEN = frozenset(
    (
        *(
            "script",
            "style",
            "template",
            "title",
            "object",
            "applet",
            "svg",
            "canvas",
            "audio",
            "video",
            "map",
        ),
        *("select", "datalist", "iframe", "math", "meter", "progress", "rt", "rp", "rtc"),
    )
)
# Shown where scripts, frames or forms are not: the article of a page that has it nowhere else
SPARE = frozenset(("noscript", "noframes", "textarea"))
RAW = frozenset(("script", "noframes", "textarea"))  # the parser gives what is in them as text, tags and all
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
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
LISTS = frozenset(("ul", "ol", "menu", "dir"))
# What an item begins with that was numbered by hand: 1、 · (2) · 三、 · ①
NUMBERED = pattern(
    r"^[(（]?[\d一二三四五六七八九十]{1,3}[)）、.．:：]|^[①-⑳]|^第[一二三四五六七八九十]",
    like="一、建会",
    unlike="建会一",
)
LINKED_ITEM = 0.5
FRAMES_WITHIN_FRAMES, MOST_FRAMES = 3, 40
PAGE_IN_ADDRESS = pattern(
    r"data:text/html([^,]{0,60}),(.*)",
    re.I | re.S,
    like="data:text/html;charset=utf-8,%3Cp%3E",
    unlike="data:image/png,x",
)
PICTURE_OF_A_PAGE = 80  # pixels; smaller ones are icons, dots and rules
MOST_BLANK_LINES = 4

SPACES = pattern(r"[ \t\r\n\f]+", like="工会 \n综述", unlike="工会　综述")
HAN_AND_SIGNS = r"\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’—…"
SOURCE_BREAK = pattern(
    rf"(?<=[{HAN_AND_SIGNS}])[ \t\r\f]*\n[ \t\r\n\f]*(?=[{HAN_AND_SIGNS}])",
    like="工会\n综述",
    unlike="union\nreview",
)
INDENT = pattern(r"^[ \t]*[\u3000\xa0\u2003]{2}", like="　　一年来", unlike="一年来")
# "<founder-title>…</founder-title>" in the comment that the system leaves in every article
FOUNDER_FIELD = pattern(
    r"<founder-([a-z]+)>(.{0,600}?)</founder-\1>",
    re.I | re.S,
    like="<founder-title>谱写新篇</founder-title>",
    unlike="<founder-title>谱写新篇</founder-author>",
)
LINE_END = pattern(r"\r\n|\r|\n", like="一行\n二行", unlike="一行 二行")
WHOLE_NUMBER = pattern(r"^-?\d{1,5}$", like="-3", unlike="3.5")
SIZE = pattern(r"^\d+", like="80px", unlike="auto")
MARKUP = pattern(r"<[^<>]{0,200}>|&nbsp;|<!\[CDATA\[|\]\]>", like="工会&nbsp;综述", unlike="工会 < 综述")


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
    size: float = USUAL_SIZE
    left: float | None = None
    top: float | None = None


@dataclass(frozen=True, slots=True)
class Script:
    """A script of a page, with its declared type."""

    kind: str
    text: str


@dataclass(slots=True)
class Page:
    """What a reader sees of a page, and what the page says of itself."""

    lines: list[PageLine] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    title: str = ""
    meta: dict[str, str] = field(default_factory=dict)
    founder: dict[str, str] = field(default_factory=dict)
    scripts: list[Script] = field(default_factory=list)
    frames: int = 0
    depth: int = 0

    def ancestors(self, block: int) -> list[int]:
        """The block and all blocks around it, the innermost first."""
        found = []
        while block >= 0:
            found.append(block)
            block = self.blocks[block].parent
        return found


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown beyond what a browser with scripts shows."""

    hidden: bool = False  # by the page's styles
    spare: bool = False  # <noscript> and its like
    script: int | None = None  # the script in whose place stands the text that it holds
    text: str = ""


def page_of(text: str, shown: Shown = Shown()) -> Page:
    """The page as a browser shows it."""
    collector = _Collector(text, shown)
    _feed(collector, text)
    return collector.finished()


def _feed(target: object, text: str) -> None:
    parser = etree.HTMLParser(target=cast(Any, target), huge_tree=True)
    parser.feed(text)
    parser.close()


def squeezed(text: str) -> str:
    """Without any white space, for comparing."""
    return "".join(text.split())


class _Collector:
    """Takes the parser's events; gathers inline text until a block begins or ends."""

    def __init__(self, source: str, shown: Shown) -> None:
        self._shown = shown
        self._page = Page(blocks=[Block("body", -1, 0, "")])
        self._stack = [0]
        self._sheet = StyleSheet.of(source)
        self._element: Element | None = None
        self._styles = [Style()]
        self._unseen = 0  # depth below an element without visible text
        self._inside = ""  # title or script, whose text is read but not shown
        self._kind = ""
        self._words: list[str] = []
        self._read: list[str] = []
        self._lists: list[_List] = []
        self._marker = ""
        self._letters = self._linked = self._links = self._pre = self._depth = self._frames = self._pages = 0
        self._gap = 0
        self._size = 0.0
        self._marks: list[
            tuple[int, int, int]
        ] = []  # where the open elements began of which marks of notes are made
        self._waiting: list[tuple[list[str], int, int, float, str]] = []  # what stands around lifted elements
        self._below_picture = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._unseen:
            self._unseen += 1
            return
        self._element = Element(tag, attributes, self._element)
        style = style_of(self._element, self._styles[-1], self._sheet)
        self._styles.append(style)
        if self._is_unseen(tag, attributes) or (style.gone and not self._shown.hidden):
            self._unseen = 1
            self._inside = tag if tag in RAW or (tag == "title" and not self._page.title) else ""
            self._kind = attributes.get("type", "").lower()
            if tag == "iframe" and not style.gone:
                self._frame(attributes)
            return
        if tag == "br":
            self._break_line()
        elif tag == "img":
            self._picture(attributes)
        elif tag in BLOCKS or style.block:
            if style.lifted:
                self._lift()
            self._start_block(tag, attributes)
        elif tag == "meta":
            key = attributes.get("name") or attributes.get("property")
            if key and attributes.get("content"):
                self._page.meta.setdefault(key.lower(), attributes["content"])
        elif tag in ("frame", "frameset"):
            self._page.frames += 1
            self._frame(attributes)
        elif tag == "q":
            self._add("“")
        if tag in LISTS:
            self._lists.append(_List.of(tag, attributes))
        elif tag == "li" and self._lists:
            self._marker = self._lists[-1].next_marker(attributes, style.numbering)
        if tag in MARKED:
            self._marks.append((len(self._words), self._letters, self._linked))
        self._links += tag == "a"
        self._pre += tag == "pre"

    def end(self, tag: str) -> None:
        self._page.depth = max(self._page.depth, self._depth)
        self._depth -= 1
        if self._unseen > 1:
            self._unseen -= 1
            return
        if self._unseen:
            self._unseen = 0
            self._end_script()
        else:
            self._end_shown(tag)
        self._element = self._element.parent if self._element else None
        if len(self._styles) > 1:
            self._styles.pop()

    def _end_shown(self, tag: str) -> None:
        self._links -= tag == "a" and self._links > 0
        if tag in MARKED and self._marks:
            self._take_out_a_mark(tag, *self._marks.pop())
        if tag == "q":
            self._add("”")
        if tag in BLOCKS or self._styles[-1].block:
            self._end_block(tag)
            if self._styles[-1].lifted:
                self._set_down()
        if tag in LISTS and self._lists:
            self._lists.pop()
        self._pre -= tag == "pre" and self._pre > 0

    def _take_out_a_mark(self, tag: str, began: int, letters: int, linked: int) -> None:
        """What an element holds that only leads to a note is no word of the text."""
        attributes = self._element.attrib if self._element else {}
        if len(self._words) > began and is_mark(tag, attributes, "".join(self._words[began:])):
            del self._words[began:]
            self._letters, self._linked = letters, linked

    def _lift(self) -> None:
        """Keep the line that was being gathered until the element that stands elsewhere is read."""
        self._waiting.append((self._words, self._letters, self._linked, self._size, self._marker))
        self._words, self._letters, self._linked, self._size, self._marker = [], 0, 0, 0.0, ""

    def _set_down(self) -> None:
        self._words, self._letters, self._linked, self._size, self._marker = self._waiting.pop()

    def _is_unseen(self, tag: str, attributes: Mapping[str, str]) -> bool:
        if tag == "template" and ("shadowrootmode" in attributes or "shadowroot" in attributes):
            return False
        if tag == "dialog" and "open" not in attributes:
            return not self._shown.hidden
        return tag in UNSEEN or tag in RAW or (tag in SPARE and not self._shown.spare)

    def _end_script(self) -> None:
        text = "".join(self._read)
        self._read.clear()
        if self._inside == "title":
            self._page.title += text
        elif self._inside == "script":
            if self._shown.script == len(self._page.scripts):
                self._within(self._shown.text)
            self._page.scripts.append(Script(self._kind, text))
        elif self._inside and self._shown.spare:
            self._within(text if "<" in text else f"<pre>{text}</pre>")
        self._inside = ""

    def _frame(self, attributes: Mapping[str, str]) -> None:
        """The page that a frame holds in its own attribute, as programs that save whole pages write it."""
        text = attributes.get("srcdoc") or _page_in_address(attributes.get("src", ""))
        if text:
            self._within(text)

    def _within(self, text: str) -> None:
        """The lines of a page inside the page, in their place."""
        self._pages += 1
        if self._frames >= FRAMES_WITHIN_FRAMES or self._pages > MOST_FRAMES:
            return
        outer = self._sheet, self._element, self._styles, self._stack, self._unseen, self._inside, self._lists
        self._sheet = StyleSheet.of(text)
        self._element, self._styles, self._unseen, self._inside, self._lists = None, [Style()], 0, "", []
        title, self._page.title = self._page.title, ""
        self._end_line()
        self._frames += 1
        self._start_block("article", {})
        self._stack = [self._stack[-1]]
        _feed(self, text)
        self._end_line()
        self._frames -= 1
        if title:
            self._page.meta.setdefault("title", self._page.title)
            self._page.title = title
        self._sheet, self._element, self._styles, self._stack, self._unseen, self._inside, self._lists = outer
        self._gap = max(self._gap, 1)

    def data(self, text: str) -> None:
        if self._inside:
            self._read.append(text)
        elif self._unseen or not (self._shown.hidden or self._styles[-1].shows_text):
            return
        elif self._pre:
            for at, row in enumerate(LINE_END.split(text)):
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

    def close(self) -> None:
        """Nothing: a page inside the page closes too."""

    def finished(self) -> Page:
        self._end_line()
        self._page.title = " ".join(self._page.title.split())
        return self._page

    def _picture(self, attributes: Mapping[str, str]) -> None:
        sizes = [SIZE.match(attributes.get(name, "")) for name in ("width", "height")]
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
        if tag in HEADINGS and self._page.lines and self._page.blocks[self._page.lines[-1].block].tag != tag:
            self._gap = max(self._gap, 2)  # a heading stands off from what is above it
        names = " ".join(attributes.get(name, "") for name in ("class", "id", "role"))
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
        if count:
            self._size = max(self._size, self._styles[-1].size)

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
        self._marks = [(0, 0, 0) for _ in self._marks]
        words = SPACES.sub(" ", SOURCE_BREAK.sub("", raw)).strip(" ")
        visible = words.strip()
        if not visible:
            return False
        block = self._stack[-1]
        if self._marker:
            if linked < LINKED_ITEM and not NUMBERED.match(visible):
                visible = self._marker + visible
            self._marker = ""
        self._page.blocks[block].lines += 1
        gap = min(self._gap, MOST_BLANK_LINES) if self._page.lines else 0
        style = self._styles[-1]
        self._page.lines.append(
            PageLine(
                visible,
                block,
                linked,
                gap,
                bool(INDENT.match(words)),
                self._below_picture,
                size=self._size or style.size,
                left=style.left,
                top=style.top,
            )
        )
        self._gap = 0
        self._size = 0.0
        self._below_picture = False
        return True


@dataclass(slots=True)
class _List:
    """An open list and the number of its next item."""

    kind: str
    next: int = 1
    step: int = 1

    @classmethod
    def of(cls, tag: str, attributes: Mapping[str, str]) -> "_List":
        if tag != "ol":
            return cls("none")
        start = attributes.get("start", "").strip()
        first = int(start) if WHOLE_NUMBER.match(start) else 1
        return cls(attributes.get("type", "1").strip() or "1", first, -1 if "reversed" in attributes else 1)

    def next_marker(self, attributes: Mapping[str, str], numbering: str | None) -> str:
        """What a browser shows before an item: 1. · a. · 一、; nothing where the styles say none."""
        value = attributes.get("value", "").strip()
        if WHOLE_NUMBER.match(value):
            self.next = int(value)
        number, self.next = self.next, self.next + self.step
        if self.kind == "none" or (numbering and "none" in numbering):
            return ""
        if numbering and ("cjk" in numbering or "chinese" in numbering) and 0 < number < 100:
            return f"{in_han(number)}、"
        letters = "A" if self.kind == "A" or "upper-" in (numbering or "") else "a"
        if (self.kind in "aA" or "alpha" in (numbering or "")) and 0 < number <= 26:
            return f"{chr(ord(letters) + number - 1)}."
        return f"{number}."


def _page_in_address(address: str) -> str:
    """The page inside a data: address, empty for any other."""
    match = PAGE_IN_ADDRESS.match(address)
    if not match:
        return ""
    data = unquote_to_bytes(match.group(2))
    if "base64" in match.group(1).lower():
        try:
            data = b64decode(data, validate=False)
        except ValueError:
            return ""
    return data.decode("utf-8", "replace")
