"""The styles and lists of an OpenDocument text, and what they say of a paragraph and of its words."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from lxml.etree import _Element as Element

from archive.ingest.readers.docx_numbering import DEEPEST_LEVEL, formatted, whole
from archive.ingest.readers.docx_package import value_of
from archive.ingest.readers.docx_styles import DEEPEST_STYLE, HEADING_STYLE, Style, merged

NAMESPACES = ("urn:oasis:names:tc:opendocument:xmlns:", "http://openoffice.org/2000/")
PARAGRAPH, TEXT = "paragraph", "text"
HIDDEN = frozenset(("none", "condition"))
# Formats of counts, as the standard and LibreOffice write them
FORMATS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "一, 二, 三, ...": "chineseCounting",
    "壹, 贰, 叁, ...": "chineseCounting",
    "甲, 乙, 丙, ...": "ideographTraditional",
    "子, 丑, 寅, ...": "ideographZodiac",
    "①, ②, ③, ...": "decimalEnclosedCircle",
}


def tag_of(element: Element) -> str:
    """``text:p`` for a paragraph, whatever prefix the file uses; empty for what is no element."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    namespace, _, local = tag[1:].partition("}")
    for known in NAMESPACES:
        if namespace.startswith(known):
            return f"{namespace[len(known) :].partition(':')[0]}:{local}"
    return local


def child(element: Element | None, tag: str) -> Element | None:
    return next((part for part in element if tag_of(part) == tag), None) if element is not None else None


class Styles:
    """The styles of a document by family and name; those that come later count before earlier ones of that name."""

    def __init__(self, roots: Iterable[Element]) -> None:
        self._styles: dict[tuple[str, str], Style] = {}
        for root in roots:
            for element in root.iter():
                if tag_of(element) in ("style:style", "style:default-style"):
                    key = value_of(element, "family") or "", value_of(element, "name") or ""
                    self._styles[key] = _style(element)

    def of(self, element: Element, family: str = PARAGRAPH) -> Style:
        return self._whole(family, value_of(element, "style-name") or "")

    def _whole(self, family: str, name: str, depth: int = 0) -> Style:
        style = self._styles.get((family, name), Style(name))
        if style.based_on and depth < DEEPEST_STYLE:
            return merged(style, self._whole(family, style.based_on, depth + 1))
        return style


def _style(element: Element) -> Style:
    name = value_of(element, "display-name") or (value_of(element, "name") or "").replace("_20_", " ")
    heading = HEADING_STYLE.match(name)
    level = whole(value_of(element, "default-outline-level"), 0) or (int(heading[1]) if heading else 0)
    paragraph = child(element, "style:paragraph-properties")
    words = child(element, "style:text-properties")
    indent = (value_of(paragraph, "text-indent") or "").strip()
    display = value_of(words, "display")
    return Style(
        name,
        value_of(element, "parent-style-name") or "",
        level - 1 if level else None,
        indented=indent[:1].isdigit() and bool(indent.strip("0.cmintp")) if indent else None,
        number=value_of(element, "list-style-name"),
        on_new_page=_opens_page(element, paragraph),
        hides=display in HIDDEN if display else None,
    )


def _opens_page(element: Element, paragraph: Element | None) -> bool | None:
    if value_of(element, "master-page-name"):
        return True
    before = value_of(paragraph, "break-before")
    return before == "page" if before else None


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how it counts, and the signs around the counts."""

    style: str = "none"
    before: str = ""
    after: str = ""
    start: int = 1
    shown: int = 1  # counts of the levels above that are shown, its own included
    pattern: str = ""  # （%1%）: newer programs write the whole label so


class Lists:
    """Counts the lists of a document; ``label`` is asked for each of its paragraphs in order."""

    def __init__(self, roots: Iterable[Element]) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        self._counts: dict[str, list[int]] = {}
        for root in roots:
            for element in root.iter():
                if tag_of(element) in ("text:list-style", "text:outline-style"):
                    name = OUTLINE if tag_of(element) == "text:outline-style" else value_of(element, "name")
                    self._levels[name or ""] = {
                        whole(value_of(level, "level"), 1) - 1: _level(level) for level in element
                    }

    def begin(self, name: str) -> None:
        """A list of this style begins anew."""
        self._counts.pop(name, None)

    def label(self, name: str, level: int, start: int | None = None) -> str:
        """The label of the next item on this level, empty for none."""
        levels = self._levels.get(name, {})
        if level not in levels or not 0 <= level < DEEPEST_LEVEL:
            return ""
        counts = self._counts.setdefault(name, [0] * DEEPEST_LEVEL)
        for above in range(level):
            counts[above] = counts[above] or levels.get(above, Level()).start
        following = counts[level] + 1 if counts[level] else levels[level].start
        counts[level] = start if start is not None else following
        counts[level + 1 :] = [0] * (DEEPEST_LEVEL - level - 1)
        return _label(levels, counts, level)


OUTLINE = "\0outline"  # no list of a file can be called so


def _level(element: Element) -> Level:
    if tag_of(element).endswith("bullet"):
        sign = value_of(element, "bullet-char") or ""
        return Level("bullet", before="•" if sign and "\ue000" <= sign <= "\uf8ff" else sign)
    return Level(
        FORMATS.get(
            value_of(element, "num-format") or "",
            "none" if not value_of(element, "num-format") else "decimal",
        ),
        value_of(element, "num-prefix") or "",
        value_of(element, "num-suffix") or "",
        whole(value_of(element, "start-value"), 1),
        whole(value_of(element, "display-levels"), 1),
        value_of(element, "num-list-format") or "",
    )


def _label(levels: dict[int, Level], counts: list[int], level: int) -> str:
    own = levels[level]
    if own.style == "bullet":
        return own.before
    if own.style == "none":
        return ""
    written = [formatted(count, levels.get(at, Level()).style) for at, count in enumerate(counts)]
    if own.pattern:
        label = own.pattern
        for at, words in enumerate(written):
            label = label.replace(f"%{at + 1}%", words)
        return label.strip()
    shown = written[max(0, level + 1 - own.shown) : level + 1]
    return f"{own.before}{'.'.join(filter(None, shown))}{own.after}".strip()


def on_own_level(style: Style, level: str | None) -> Style:
    """The style of a heading, which names its level itself."""
    found = whole(level, 0)
    return replace(style, level=found - 1) if found else style
