"""Fields of a Word file: what they show, and the text that stands in nothing but a field's code.

Word shows the result of a field. Some fields have none: the formula EQ, with which Word sets pinyin above a
character and a ring around it, SYMBOL, QUOTE and the fields of forms. Their text is read from the code.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml.etree import _Element as Element

from archive.ingest.readers.docx_package import child, is_on, tag_of, value_of
from archive.ingest.readers.docx_symbols import sign
from archive.ingest.text.patterns import pattern

FORMATTING = pattern(
    r'\\[*#@!]\s*(?:"[^"]*"|\S+)', like="\\* MERGEFORMAT", unlike="MERGEFORMAT"
)  # \* MERGEFORMAT  \* "Font:宋体"
QUOTED = pattern(r'"([^"]*)"', like='"宋体"', unlike="宋体")
FONT = pattern(r'\\f\s*(?:"([^"]*)"|(\S+))', re.I, like='\\f "Wingdings"', unlike="\\s 12")
SWITCH = pattern(r"\\([abdfilorsx])(?![a-z])", re.I, like="\\o(", unlike="\\over")
OPTION = pattern(r"\s*\\([a-z]{2})\s*(?:\\([^\w\s]))?\s*(\d*)\s*", re.I, like="\\ac\\hs4", unlike="\\a(")
UNICODE = pattern(r"\\u\b", re.I, like="61472 \\u", unlike="61472 \\f")
OPENING = pattern(r"\s*\(", like=" (一", unlike="一")
RINGS = frozenset("○〇◯□△◇")
IN_RINGS = dict(zip([str(number) for number in range(1, 21)], "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", strict=True))
DEEPEST = 20
GBK_FROM = 0x8140  # numbers of SYMBOL from here on are two bytes of the system's code page


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a formula; ``raised`` when it stands above or below the line."""

    text: str
    raised: bool = False


class _Formula:
    r"""``\o\ad(\s\up 9(yī),一)``: switches with options and arguments, plain text between them."""

    def __init__(self, code: str) -> None:
        self._code = code
        self._at = 0

    def piece(self, stops: str = "", depth: int = 0) -> _Piece:
        """The text up to one of the stops."""
        found: list[_Piece] = []
        while self._at < len(self._code) and self._code[self._at] not in stops:
            match = SWITCH.match(self._code, self._at)
            if match and depth < DEEPEST:
                self._at = match.end()
                found.append(self._switch(match.group(1).lower(), depth))
                continue
            self._at += self._code[self._at] == "\\"
            found.append(_Piece(self._code[self._at : self._at + 1]))
            self._at += 1
        filled = [piece for piece in found if piece.text.strip()]
        raised = bool(filled) and all(piece.raised for piece in filled)
        return _Piece("".join(piece.text for piece in found), raised)

    def _switch(self, kind: str, depth: int) -> _Piece:
        options: list[tuple[str, str]] = []
        while match := OPTION.match(self._code, self._at):
            options.append((match.group(1).lower(), match.group(2) or ""))
            self._at = match.end()
        opening = OPENING.match(self._code, self._at)
        if not opening:
            return _Piece("")
        self._at = opening.end()
        arguments = [self.piece(",;)", depth + 1)]
        while self._code[self._at : self._at + 1] in (",", ";"):
            self._at += 1
            arguments.append(self.piece(",;)", depth + 1))
        self._at += 1
        return _shown(kind, options, arguments)


def _shown(kind: str, options: Sequence[tuple[str, str]], arguments: Sequence[_Piece]) -> _Piece:
    words = [piece.text for piece in arguments]
    if kind == "o":
        return _Piece(_overlaid(arguments))
    if kind == "s":
        return _Piece(" ".join(words), raised=any(name in ("up", "do") for name, _ in options))
    if kind == "f":
        return _Piece("/".join(words))
    if kind == "r":
        return _Piece("√".join(words) if len(words) > 1 else f"√{words[0]}")
    if kind == "b":
        signs = dict(options)
        both = signs.get("bc", "")
        left = signs.get("lc") or both or ("" if "rc" in signs else "(")
        pairs = {"(": ")", "[": "]", "{": "}", "<": ">"}
        right = signs.get("rc") or pairs.get(both, both) or ("" if "lc" in signs else ")")
        return _Piece(left + ",".join(words) + right)
    return _Piece({"l": ",", "a": " "}.get(kind, "").join(words))


def _overlaid(arguments: Sequence[_Piece]) -> str:
    """Characters on top of each other: the one under its pinyin, the one in its ring."""
    words = [piece.text.strip() for piece in arguments if not piece.raised]
    inner = [word for word in words if word not in RINGS]
    if len(inner) < len(words) and len(inner) == 1:
        return IN_RINGS.get(inner[0], inner[0])
    return "".join(inner or words or [piece.text for piece in arguments])


def text_of_code(code: str) -> str:
    """What a field without a result shows."""
    plain = FORMATTING.sub("", code).strip()
    kind, _, rest = plain.partition(" ")
    match kind.upper():
        case "EQ":
            return _Formula(rest.strip()).piece().text
        case "SYMBOL":
            return _symbol(rest)
        case "QUOTE":
            return "".join(QUOTED.findall(rest)) or rest.strip()
        case "MACROBUTTON" | "GOTOBUTTON":
            return rest.strip().partition(" ")[2].strip()
    if kind[:2].lower() == "eq" and kind[2:3] == "\\":  # eq\o\ac(○,1)
        return _Formula(plain[2:]).piece().text
    return ""


def _symbol(rest: str) -> str:
    number = rest.split(maxsplit=1)[0] if rest.split() else ""
    try:
        code = int(number, 16 if number.lower().startswith("0x") else 10)
    except ValueError:
        return number.strip('"')
    font = FONT.search(rest)
    name = (font.group(1) or font.group(2)) if font else ""
    if GBK_FROM <= code <= 0xFFFF and not UNICODE.search(rest):
        try:
            return code.to_bytes(2, "big").decode("gbk")
        except UnicodeDecodeError:
            pass
    return sign(code, name)


def form_value(data: Element | None) -> str:
    """What a field of a form shows that has no result: the chosen entry of a list, a box ticked or empty."""
    choices = child(data, "ddList")
    if choices is not None:
        entries = [value_of(entry) or "" for entry in choices if tag_of(entry) == "listEntry"]
        chosen = value_of(child(choices, "result")) or value_of(child(choices, "default")) or "0"
        return entries[int(chosen)] if chosen.isdigit() and int(chosen) < len(entries) else ""
    box = child(data, "checkBox")
    if box is not None:
        ticked = child(box, "checked")
        return "☑" if is_on(ticked if ticked is not None else child(box, "default")) else "☐"
    return ""


@dataclass(slots=True)
class _Field:
    form: str
    code: str = ""
    inside: str = ""  # words that stand in the code
    in_result: bool = False
    shown: bool = False


class Fields:
    """The fields that are open at one place of a document, the innermost last."""

    def __init__(self) -> None:
        self._open: list[_Field] = []

    def begin(self, data: Element | None) -> None:
        self._open.append(_Field(form_value(data)))

    def code(self, words: str) -> None:
        if self._open and not self._open[-1].in_result:
            self._open[-1].code += words

    def separate(self) -> None:
        if self._open:
            self._open[-1].in_result = True

    def word(self, words: str) -> str:
        """The words as they are seen: nothing while a code is open around them."""
        hiding = next((field for field in reversed(self._open) if not field.in_result), None)
        if hiding is not None:
            hiding.inside += words
            if hiding is not self._open[-1]:
                hiding.code += words
            return ""
        for field in self._open:
            field.shown = field.shown or bool(words.strip())
        return words

    def end(self) -> str:
        """Close a field; the words that it shows and that were not seen yet."""
        if not self._open:
            return ""
        field = self._open.pop()
        if field.shown:
            return ""
        return self.word(field.form or text_of_code(field.code) or field.inside)

    def end_paragraph(self) -> str:
        """A code that its paragraph does not close is broken: nothing that stands in it is lost."""
        left = ""
        while any(not field.in_result for field in self._open):
            left = self.end() + left
        return left
