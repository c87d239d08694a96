"""The styles of a Word file, and what they say of a paragraph and of its runs."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from lxml.etree import _Element as Element

from archive.ingest.readers.docx_lines import LONGEST_TITLE
from archive.ingest.readers.docx_package import child, is_on, tag_of, value_of
from archive.ingest.text.lines import Hint
from archive.ingest.text.patterns import pattern

TITLE_STYLE = pattern(r"^(?:title|标题|文章标题|大标题|主标题)$", re.I, like="文章标题", unlike="副标题")
SUBTITLE_STYLE = pattern(r"^(?:subtitle|副标题)$", re.I, like="副标题", unlike="标题")
HEADING_STYLE = pattern(r"^(?:heading|标题)\s*(\d)$", re.I, like="heading 1", unlike="heading")
CAPTION_STYLE = pattern(r"^(?:caption|题注|图注|图片说明)", re.I, like="题注", unlike="正文题注")
CONTENTS_STYLE = pattern(r"^(?:toc|目录)(?:\s*\d|\s*heading)", re.I, like="toc 1", unlike="目录")
TELLING_STYLES = (TITLE_STYLE, SUBTITLE_STYLE, HEADING_STYLE, CAPTION_STYLE, CONTENTS_STYLE)
BODY_TEXT_LEVEL = 9  # what <w:outlineLvl> says of text that is no heading
DEEPEST_STYLE = 12
CHARACTER, PARAGRAPH = "character", "paragraph"


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says, with what it takes from the styles that it is based on."""

    name: str = ""
    based_on: str = ""
    level: int | None = None
    indented: bool | None = None
    number: str | None = None
    number_level: int | None = None
    on_new_page: bool | None = None
    hides: bool | None = None


class Styles:
    """The styles of a document, those of paragraphs and those of characters, by their ids."""

    def __init__(self, roots: Iterable[Element]) -> None:
        self._styles: dict[tuple[str, str], Style] = {}
        self._defaults: dict[str, str] = {}
        self._hides = False
        for root in roots:
            self._hides = self._hides or bool(_hides(child(root, "docDefaults", "rPrDefault", "rPr")))
            for element in root:
                kind = value_of(element, "type") or PARAGRAPH
                if tag_of(element) == "style" and kind in (CHARACTER, PARAGRAPH):
                    key = value_of(element, "styleId") or ""
                    self._styles[kind, key] = _style(element)
                    if value_of(element, "default") in ("1", "true"):
                        self._defaults[kind] = key

    def of(self, paragraph: Element) -> Style:
        """The style of a paragraph, with what the paragraph itself changes."""
        style = self._whole(PARAGRAPH, value_of(child(paragraph, "pPr", "pStyle")))
        own = _settings(child(paragraph, "pPr"), Style())
        return merged(own, style)

    def hides(self, properties: Element | None, paragraph: Style) -> bool:
        """True for a run with these properties in a paragraph of this style that is hidden text (w:vanish).

        What the run itself says holds. A style of its characters turns round what the style of the paragraph says.
        """
        own = _hides(properties)
        if own is not None:
            return own
        characters = self._whole(CHARACTER, value_of(child(properties, "rStyle")))
        if characters.hides is None and paragraph.hides is None:
            return self._hides
        return bool(characters.hides) is not bool(paragraph.hides)

    def _whole(self, kind: str, key: str | None, depth: int = 0) -> Style:
        style = self._styles.get((kind, key or self._defaults.get(kind, "")), Style())
        if style.based_on and depth < DEEPEST_STYLE:
            return merged(style, self._whole(kind, style.based_on, depth + 1))
        return style


def _style(element: Element) -> Style:
    style = Style(value_of(child(element, "name")) or "", value_of(child(element, "basedOn")) or "")
    heading = HEADING_STYLE.match(style.name)
    if heading:
        style = replace(style, level=int(heading.group(1)) - 1)
    style = replace(style, hides=_hides(child(element, "rPr")))
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


def _hides(properties: Element | None) -> bool | None:
    """What run properties say of hidden text, None where they say nothing."""
    vanish = child(properties, "vanish")
    return is_on(vanish) if vanish is not None else None


def _digit(words: str | None, default: int | None) -> int | None:
    return int(words) if words and words.isdigit() else default


def merged(own: Style, base: Style) -> Style:
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
        own.hides if own.hides is not None else base.hides,
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
