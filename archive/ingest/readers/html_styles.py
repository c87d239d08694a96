"""What the style sheets inside a page do to its text: hide it, size it, place it, number it.

Selectors are matched by cssselect2 against the open elements, while the page is read; what a selector could only
know from elements that come later (:last-child, :has()) is left out, so that it hides nothing. So is what can't be
read: a fault in a sheet costs the page that rule, no more.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import tinycss2
from cssselect2 import Matcher, SelectorError, compile_selector_list

from archive.ingest.text.patterns import pattern

READ = frozenset(
    (
        *(
            "display",
            "visibility",
            "opacity",
            "font-size",
            "color",
            "text-indent",
            "position",
            "left",
            "top",
            "bottom",
        ),
        *("clip", "clip-path", "overflow", "width", "height", "max-height", "transform"),
        *("list-style", "list-style-type"),
    )
)
STYLE = pattern(r"<style\b", re.I, like="<style>", unlike="<styled>")
COMMENT_MARKS = pattern(r"<!--|-->", like="<!-- .a{}", unlike=".a{}")
RULE = pattern(r"(?:^|(?<=[{}]))[^{}]+\{[^{}]*\}", like=".a{color:red}", unlike=".a{color:red")
TELLING = pattern(
    r"display|hidden|visib|opacity|font-size|transparent|indent|absolute|fixed|clip|scale|list-style",
    re.I,
    like="display:none",
    unlike="color:#333",
)
# What a sheet that does the first may undo with the second: .t{color:transparent} .art .t{color:#333}
UNDONE = (
    (
        pattern(r"transparent|rgba", re.I, like="color:transparent", unlike="color:#333"),
        pattern(r"(?<![\w-])color\s*:", re.I, like="color:#333", unlike="background-color:#333"),
    ),
    (
        pattern(r"absolute|fixed|(?:left|top)\s*:\s*-\d{3}", re.I, like="left:-999px", unlike="left:20px"),
        pattern(r"(?<![\w-])(?:position|left|top|bottom)\s*:", re.I, like="left:0", unlike="margin-left:0"),
    ),
    (
        pattern(r"overflow\s*:\s*hidden", re.I, like="overflow: hidden", unlike="overflow: auto"),
        pattern(
            r"(?<![\w-])(?:max-)?(?:height|width)\s*:|overflow",
            re.I,
            like="max-height:0",
            unlike="line-height:2",
        ),
    ),
)
# The last: selectors without tag, class or id, with which every element is tried
MOST_CSS, MOST_SELECTORS, MOST_UNNAMED = 400_000, 6_000, 100
DEEPEST_MATCHED = 300  # elements around one another; deeper than that no page that people read nests
MOST_SIBLINGS = 300  # elements beside one another that a selector is asked about
# What is known later, and :local-link, of which no browser knows and for which cssselect2 parses all addresses: http://[x
LEFT_OUT = pattern(
    r":(?:last-|only-|nth-last|empty|has|local-link)", re.I, like="p:last-child", unlike="p:first-child"
)
# What cssselect2 raises for what is no selector, is newer than itself or makes it stumble
NO_SELECTOR = (
    SelectorError,
    NotImplementedError,  # [*|name], an attribute in any namespace
    SyntaxError,  # p:is(), and what is nested too deep for the code that it makes
    AttributeError,  # p|, a name that is missing behind its namespace; :lang([zh])
    StopIteration,  # p:nth-child(+)
)
SCREEN = 1280  # pixels; the screen that conditions on its width are judged by
NUMBER = r"\d+(?:\.\d*)?|\.\d+"  # but 1.2.3px is none
WIDTH_CONDITION = pattern(
    rf"\((max|min)-(?:device-)?width\s*:\s*({NUMBER})(px|r?em)\s*\)",
    like="(max-width: 600px)",
    unlike="(max-width: 1.2.3px)",
)
GROUPS = frozenset(("supports", "layer", "container"))

FAR_OUT = pattern(r"^-\d{3,}", like="-9999px", unlike="-20px")
NOTHING = pattern(
    r"^0+(?:\.0+)?(?:px|pt|em|rem|%|vw|vh)?$|^0\.0\d*(?:px|pt|em|rem)?$|^[01]px$", like="0px", unlike="10px"
)
CLIPPED_AWAY = pattern(
    r"rect\(\s*(?:[01](?:px)?[\s,]*){4}\)|inset\(\s*(?:50|100)%|circle\(\s*0|scale\(\s*0\s*\)",
    like="rect(0, 0, 0, 0)",
    unlike="rect(0, 20px, 20px, 0)",
)
TRANSPARENT = pattern(
    r"^(?:transparent|rgba\([^)]*,\s*0(?:\.0+)?\s*\))$", like="rgba(0,0,0,0)", unlike="rgba(0,0,0,0.5)"
)
BLOCK_DISPLAYS = frozenset(("block", "list-item", "table", "flex", "grid", "table-row", "flow-root"))

LENGTH = pattern(rf"^({NUMBER})(px|pt|em|rem|%)?$", like="1.5em", unlike="auto")
USUAL_SIZE = 16.0
# <font size=5>, and what browsers make of headings
FONT_SIZES = {
    "1": 10.0,
    "2": 13.0,
    "3": 16.0,
    "4": 18.0,
    "5": 24.0,
    "6": 32.0,
    "7": 48.0,
    "+1": 18.0,
    "+2": 24.0,
}
TAG_SIZES = {"h1": 2.0, "h2": 1.5, "h3": 1.17, "h4": 1.0, "h5": 0.83, "h6": 0.67, "big": 1.2, "small": 0.83}
SIZE_WORDS = {
    "medium": 16.0,
    "small": 13.0,
    "x-small": 10.0,
    "large": 18.0,
    "x-large": 24.0,
    "xx-large": 32.0,
}

Declarations = Mapping[str, tuple[str, bool]]


class Element:
    """An open element, with what cssselect2 asks of one."""

    __slots__ = ("attrib", "classes", "depth", "id", "index", "last_child", "parent", "previous", "tag")

    in_html_document = True
    namespace_url = ""
    lang = ""
    in_disabled_fieldset = False

    def __init__(self, tag: str, attributes: Mapping[str, str], parent: "Element | None") -> None:
        self.tag = tag
        self.attrib = attributes
        self.parent = parent
        self.previous = parent.last_child if parent else None
        self.index: int = self.previous.index + 1 if self.previous else 0
        self.depth: int = parent.depth + 1 if parent else 0
        self.id = attributes.get("id")
        self.classes = frozenset(attributes.get("class", "").split())
        self.last_child: Element | None = None
        if self.previous and self.index > MOST_SIBLINGS:
            self.previous.previous = None
        if parent:
            parent.last_child = self

    @property
    def local_name(self) -> str:
        return self.tag

    @property
    def etree_element(self) -> "Element":
        return self

    def get(self, name: str, default: str | None = None) -> str | None:
        """An attribute of the element."""
        return self.attrib.get(name, default)

    @property
    def ancestors(self) -> "Iterator[Element]":
        """The elements around this one, the innermost first."""
        around = self.parent
        while around:
            yield around
            around = around.parent

    @property
    def previous_siblings(self) -> "Iterator[Element]":
        """The elements before this one beside it, the nearest first."""
        before = self.previous
        while before:
            yield before
            before = before.previous

    @property
    def etree_siblings(self) -> "list[Element]":
        """The elements beside this one as far as they are read, itself the last."""
        return [*reversed(list(self.previous_siblings)), self]


@dataclass(frozen=True, slots=True)
class Style:
    """How text in an element is shown. ``gone`` is an element that is not there at all, with all inside.

    ``lifted`` is one that stands at a place of its own: the text around it closes up.
    """

    gone: bool = False
    block: bool | None = None
    lifted: bool = False
    invisible: bool = False
    without_size: bool = False
    transparent: bool = False
    size: float = USUAL_SIZE
    left: float | None = None
    top: float | None = None
    numbering: str | None = None

    @property
    def shows_text(self) -> bool:
        return not (self.invisible or self.without_size or self.transparent)


def _sheets(page: str) -> Iterator[str]:
    """The texts of the <style> elements, but of those in comments, which are for browsers of old."""
    before, *pieces = STYLE.split(page)
    commented = before.rfind("<!--") > before.rfind("-->")
    for piece in pieces:
        css, _, after = piece.partition("</")
        if not commented:
            yield COMMENT_MARKS.sub("", css.partition(">")[2])
        last = after.rfind("<!--"), after.rfind("-->")
        commented = last[0] > last[1] if last != (-1, -1) else commented


class StyleSheet:
    """The rules of a page's own style sheets."""

    @classmethod
    def of(cls, page: str) -> "StyleSheet":
        """The rules that stand in a page."""
        return cls("\n".join(_sheets(page)))

    def __init__(self, css: str) -> None:
        self._matcher = Matcher()
        self.has_rules = False
        css = css[:MOST_CSS]
        telling = (TELLING, *(after for before, after in UNDONE if before.search(css)))
        css = RULE.sub(
            lambda rule: rule.group() if any(one.search(rule.group()) for one in telling) else "", css
        )
        if css.strip():
            self._read(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True))

    def _read(self, rules: Iterable[Any]) -> None:
        for rule in rules:
            try:
                if rule.type == "at-rule" and rule.content is not None and _applies(rule):
                    self._read(
                        tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
                    )
                elif rule.type == "qualified-rule":
                    self._add(rule)
            except RecursionError:  # :not(:not(…, a thousand brackets in one another
                continue

    def _add(self, rule: Any) -> None:
        said = {
            item.lower_name: (tinycss2.serialize(item.value).strip().lower(), item.important)
            for item in tinycss2.parse_blocks_contents(rule.content)
            if item.type == "declaration" and item.lower_name in READ
        }
        if not said or LEFT_OUT.search(tinycss2.serialize(rule.prelude)):
            return
        try:
            selectors = compile_selector_list(rule.prelude)
        except NO_SELECTOR:
            return
        for selector in selectors:
            if selector.pseudo_element is None and self._matcher.order < MOST_SELECTORS:
                self._matcher.add_selector(selector, said)
                self.has_rules = True
        del self._matcher.other_selectors[MOST_UNNAMED:]

    def declared(self, element: Element) -> dict[str, str]:
        """What the sheets and the element's own attribute say of it, by the order of the cascade."""
        said: dict[str, tuple[str, bool]] = {}
        layers: list[Declarations] = []
        if self.has_rules and element.depth <= DEEPEST_MATCHED:
            layers += (payload for *_, payload in self._matcher.match(element))
        if "style" in element.attrib:
            layers.append(_inline(element.attrib["style"]))
        for layer in layers:
            for name, (value, important) in layer.items():
                if important or not said.get(name, ("", False))[1]:
                    said[name] = (value, important)
        return {name: value for name, (value, _) in said.items()}


def style_of(element: Element, around: Style, sheet: StyleSheet) -> Style:
    """The style of an element inside one of the style ``around``."""
    attributes = element.attrib
    sized = element.tag in TAG_SIZES or (element.tag == "font" and "size" in attributes)
    if not (attributes or sized or sheet.has_rules):
        return around if around.block is None else replace(around, block=None, lifted=False)
    said = sheet.declared(element)
    size = around.size
    if sized:
        size = FONT_SIZES.get(attributes.get("size", ""), size * TAG_SIZES.get(element.tag, 1.0))
    if not said and size == around.size and around.block is None and "hidden" not in attributes:
        return around
    placed = said.get("position") in ("absolute", "fixed")
    return Style(
        gone=_is_gone(said) or ("hidden" in attributes and said.get("display") is None),
        block=True if placed or said.get("display") in BLOCK_DISPLAYS else None,
        lifted=placed,
        invisible=_inherited(said, "visibility", around.invisible, ("hidden", "collapse")),
        without_size=bool(NOTHING.match(said["font-size"])) if "font-size" in said else around.without_size,
        transparent=bool(TRANSPARENT.match(said["color"])) if "color" in said else around.transparent,
        size=_size(said.get("font-size", ""), size),
        left=_length(said.get("left", "")) if placed else around.left,
        top=_top(said) if placed else around.top,
        numbering=said.get("list-style-type", said.get("list-style", around.numbering)),
    )


def _top(said: Mapping[str, str]) -> float | None:
    """How far down; a place that is counted from below counts the other way."""
    top, bottom = _length(said.get("top", "")), _length(said.get("bottom", ""))
    return -bottom if top is None and bottom is not None else top


def _inherited(said: Mapping[str, str], name: str, before: bool, values: tuple[str, ...]) -> bool:
    return said[name] in values if name in said and said[name] != "inherit" else before


def _is_gone(said: Mapping[str, str]) -> bool:
    """True for what takes no part in the page: not displayed, off the screen, cut to nothing."""
    if said.get("display") == "none" or ("opacity" in said and NOTHING.match(said["opacity"])):
        return True
    moved = said.get("position", "static") != "static"
    if any(
        FAR_OUT.match(said.get(name, "")) for name in ("text-indent", *(("left", "top") if moved else ()))
    ):
        return True
    if any(CLIPPED_AWAY.search(said.get(name, "")) for name in ("clip", "clip-path", "transform")):
        return True
    sides = (said.get(name, "") for name in ("width", "height", "max-height"))
    return said.get("overflow") == "hidden" and any(side and NOTHING.match(side) for side in sides)


def _inline(style: str) -> Declarations:
    said: dict[str, tuple[str, bool]] = {}
    for part in style.split(";"):
        name, colon, value = part.partition(":")
        name = name.strip().lower()
        if colon and name in READ:
            words = value.strip().lower()
            said[name] = (words.removesuffix("!important").strip(), words.endswith("!important"))
    return said


def _length(value: str) -> float | None:
    match = LENGTH.match(value.removeprefix("-"))
    if not match or match.group(2) in ("%", "em", "rem"):
        return None
    length = float(match.group(1)) * (4 / 3 if match.group(2) == "pt" else 1)
    return -length if value.startswith("-") else length


def _size(value: str, around: float) -> float:
    match = LENGTH.match(value)
    if not match:
        return SIZE_WORDS.get(value, around)
    number, unit = float(match.group(1)), match.group(2)
    factors = {"px": 1.0, "pt": 4 / 3, "em": around, "rem": USUAL_SIZE, "%": around / 100, None: 1.0}
    return number * factors[unit]


def _applies(rule: Any) -> bool:
    """True for a group of rules that holds on a screen of usual width."""
    if rule.lower_at_keyword in GROUPS:
        return True
    if rule.lower_at_keyword != "media":
        return False
    for query in tinycss2.serialize(rule.prelude).lower().split(","):
        medium = query.strip()
        if medium.startswith(("print", "not", "speech", "only print")) or "(" in WIDTH_CONDITION.sub(
            "", medium
        ):
            continue  # (orientation: portrait) is not asked
        conditions = (
            (side, float(width) * (1 if unit == "px" else USUAL_SIZE))
            for side, width, unit in WIDTH_CONDITION.findall(medium)
        )
        if all(width <= SCREEN if side == "min" else width >= SCREEN for side, width in conditions):
            return True
    return False
