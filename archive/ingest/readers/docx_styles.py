"""Paragraph styles of a Word file, and what they say of a paragraph."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from lxml.etree import _Element as Element

from archive.ingest.lines import Hint
from archive.ingest.readers.docx_lines import LONGEST_TITLE
from archive.ingest.readers.docx_package import child, is_on, tag_of, value_of

TITLE_STYLE = re.compile(r"^(?:title|标题|文章标题|大标题|主标题)$", re.I)
SUBTITLE_STYLE = re.compile(r"^(?:subtitle|副标题)$", re.I)
HEADING_STYLE = re.compile(r"^(?:heading|标题)\s*(\d)$", re.I)
CAPTION_STYLE = re.compile(r"^(?:caption|题注|图注|图片说明)", re.I)
CONTENTS_STYLE = re.compile(r"^(?:toc|目录)(?:\s*\d|\s*heading)", re.I)
TELLING_STYLES = (TITLE_STYLE, SUBTITLE_STYLE, HEADING_STYLE, CAPTION_STYLE, CONTENTS_STYLE)
BODY_TEXT_LEVEL = 9  # what <w:outlineLvl> says of text that is no heading
DEEPEST_STYLE = 12


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says, with what it takes from the styles that it is based on."""

    name: str = ""
    based_on: str = ""
    level: int | None = None
    indented: bool | None = None
    number: str | None = None
    number_level: int | None = None
    on_new_page: bool | None = None


class Styles:
    """The paragraph styles of a document by their ids."""

    def __init__(self, roots: Iterable[Element]) -> None:
        self._styles: dict[str, Style] = {}
        self._default = ""
        for root in roots:
            for element in root:
                if tag_of(element) == "style" and value_of(element, "type") in (None, "paragraph"):
                    key = value_of(element, "styleId") or ""
                    self._styles[key] = _style(element)
                    if value_of(element, "default") in ("1", "true"):
                        self._default = key

    def of(self, paragraph: Element) -> Style:
        """The style of a paragraph, with what the paragraph itself changes."""
        key = value_of(child(paragraph, "pPr", "pStyle")) or self._default
        style = self._whole(key, 0)
        own = _settings(child(paragraph, "pPr"), Style())
        return _merged(own, style)

    def _whole(self, key: str, depth: int) -> Style:
        style = self._styles.get(key, Style())
        if style.based_on and depth < DEEPEST_STYLE:
            return _merged(style, self._whole(style.based_on, depth + 1))
        return style


def _style(element: Element) -> Style:
    style = Style(value_of(child(element, "name")) or "", value_of(child(element, "basedOn")) or "")
    heading = HEADING_STYLE.match(style.name)
    if heading:
        style = replace(style, level=int(heading.group(1)) - 1)
    return _settings(child(element, "pPr"), style)


def _settings(properties: Element | None, style: Style) -> Style:
    """The style with what paragraph properties say."""
    level = value_of(child(properties, "outlineLvl"))
    indent = child(properties, "ind")
    first = [value_of(indent, name) for name in ("firstLine", "firstLineChars")]
    numbers = child(properties, "numPr")
    page = child(properties, "pageBreakBefore")
    return replace(
        style,
        level=int(level) if level and level.isdigit() else style.level,
        indented=any(words not in (None, "", "0") for words in first) if any(first) else style.indented,
        number=value_of(child(numbers, "numId")) or style.number,
        number_level=_digit(value_of(child(numbers, "ilvl")), style.number_level),
        on_new_page=is_on(page) if page is not None else style.on_new_page,
    )


def _digit(words: str | None, default: int | None) -> int | None:
    return int(words) if words and words.isdigit() else default


def _merged(own: Style, base: Style) -> Style:
    """A style over the one that it is based on. A style without a telling name goes by the name of its base."""
    telling = any(pattern.match(own.name) for pattern in TELLING_STYLES)
    return Style(
        own.name if telling else base.name or own.name,
        "",
        own.level if own.level is not None else base.level,
        own.indented if own.indented is not None else base.indented,
        own.number if own.number is not None else base.number,
        own.number_level if own.number_level is not None else base.number_level,
        own.on_new_page if own.on_new_page is not None else base.on_new_page,
    )


def role(style: Style, words: str) -> tuple[Hint | None, int | None]:
    """What the style says of the paragraph: a hint, or the level of a heading."""
    plain = " ".join(words.split())
    if TITLE_STYLE.match(style.name) and len(plain) <= LONGEST_TITLE:
        return (Hint.SUBTITLE if plain.startswith(("—", "-")) else Hint.TITLE), None
    if SUBTITLE_STYLE.match(style.name) and len(plain) <= LONGEST_TITLE:
        return Hint.SUBTITLE, None
    if CONTENTS_STYLE.match(style.name):
        return Hint.FURNITURE, None
    if CAPTION_STYLE.match(style.name):
        return Hint.CAPTION, None
    heading = style.level is not None and style.level < BODY_TEXT_LEVEL and len(plain) <= LONGEST_TITLE
    return None, style.level if heading and "。" not in plain[:-1] else None
