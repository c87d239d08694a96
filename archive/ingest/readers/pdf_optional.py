"""What the layers of a PDF hide: remarks of the editors, a second language, a stamp for the printer.

A layer (optional content) that is off is drawn by no viewer, but PDFium's text holds it. The words of such layers
are taken out of the file before it is read.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    ContentStream,
    DictionaryObject,
    IndirectObject,
    PdfObject,
    StreamObject,
)

from archive.ingest.text.patterns import pattern

MAY_HAVE_LAYERS = pattern(
    rb"/OCProperties|/ObjStm", like=b"/OCProperties", unlike=b"/Outlines"
)  # the catalogue may stand in a compressed stream
OPENS, CLOSES = (b"BDC", b"BMC"), b"EMC"
SHOWS = {
    b"Tj": b"",
    b"TJ": b"",
    b"'": b"T*",
    b'"': b"T*",
    b"Do": b"",
}  # what stays of each: the step to a new line
DEEPEST = 8
BROKEN = (
    PyPdfError,
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)


def without_layers_that_are_off(data: bytes) -> bytes:
    """The file without the words of its layers that are off; as it is where none is, or where they can't be read."""
    if not MAY_HAVE_LAYERS.search(data):
        return data
    try:
        reader = PdfReader(io.BytesIO(data))
        return _stripped(reader) if _layers(reader.root_object).off else data
    except BROKEN:
        return data  # PDFium repairs more than pypdf does


@dataclass(frozen=True, slots=True)
class Layers:
    """Which layers are off, by the number of their object."""

    off: frozenset[int]

    def hide(self, content: Any) -> bool:
        """True for what belongs to a layer that is off, or to a group of layers that shows nothing."""
        number = content.idnum if isinstance(content, IndirectObject) else None
        if number in self.off:
            return True
        group = _of(content)
        if not isinstance(group, DictionaryObject) or group.get("/Type") != "/OCMD":
            return False
        wanted = group.get("/VE")
        return not self._holds(wanted) if wanted else not self._shows(group)

    def _shows(self, group: DictionaryObject) -> bool:
        """True when the layers of the group are on as its policy asks."""
        members = (
            [member.idnum not in self.off for member in _members(group.raw_get("/OCGs"))]
            if "/OCGs" in group
            else []
        )
        policy = group.get("/P", "/AnyOn")
        if not members:
            return True
        if policy in ("/AllOff", "/AnyOff"):
            members = [not shown for shown in members]
        return all(members) if policy in ("/AllOn", "/AllOff") else any(members)

    def _holds(self, wanted: Any) -> bool:
        """True when an expression of layers holds: [/And layer [/Not layer]]."""
        if isinstance(wanted, IndirectObject) and not isinstance(_of(wanted), ArrayObject):
            return wanted.idnum not in self.off
        name, *parts = _of(wanted)
        held = [self._holds(part) for part in parts]
        if name == "/Not":
            return not any(held)
        return all(held) if name == "/And" else any(held)


def _of(content: Any) -> Any:
    return content.get_object() if isinstance(content, PdfObject) else content


def _members(content: Any) -> list[IndirectObject]:
    """The layers of a list, which may be one layer alone."""
    found = _of(content)
    listed = found if isinstance(found, ArrayObject) else [content]
    return [layer for layer in listed if isinstance(layer, IndirectObject)]


def _numbers(form: DictionaryObject, name: str) -> set[int]:
    return {layer.idnum for layer in _members(form.raw_get(name))} if name in form else set()


def _layers(root: DictionaryObject) -> Layers:
    """The layers as the file opens on a screen."""
    properties = _of(root.get("/OCProperties"))
    form = _of(properties.get("/D")) if isinstance(properties, DictionaryObject) else None
    if not isinstance(properties, DictionaryObject) or not isinstance(form, DictionaryObject):
        return Layers(frozenset())
    off = _numbers(properties, "/OCGs") if form.get("/BaseState") == "/OFF" else set()
    off = (off - _numbers(form, "/ON")) | _numbers(form, "/OFF")
    for layer, state in _states_on_a_screen(form):
        off = off - {layer} if state == "/ON" else off | {layer}
    return Layers(frozenset(off))


def _states_on_a_screen(form: DictionaryObject) -> Iterator[tuple[int, str]]:
    """What layers say of themselves for viewing: on paper only, on the screen only."""
    for usage in map(_of, form.get("/AS", [])):
        if usage.get("/Event") != "/View" or "/View" not in usage.get("/Category", []):
            continue
        for layer in _members(usage.raw_get("/OCGs")):
            view = _of(_of(_of(layer).get("/Usage", {})).get("/View", {}))
            if "/ViewState" in view:
                yield layer.idnum, str(view["/ViewState"])


def _stripped(reader: PdfReader) -> bytes:
    writer = PdfWriter(clone_from=reader)
    strip = _Strip(writer, _layers(writer.root_object))
    for page in writer.pages:
        contents = page.get_contents()
        if contents is not None and strip.takes_out(contents, page.get("/Resources")):
            page.replace_contents(contents)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


@dataclass(slots=True)
class _Strip:
    """Takes the words of layers out of the streams of a file, out of each stream once."""

    writer: PdfWriter
    layers: Layers
    done: set[int] = field(default_factory=set)

    def takes_out(self, contents: ContentStream, resources: Any, depth: int = 0) -> bool:
        """Takes what is hidden out of the stream and of the forms that it draws; True when the stream held any."""
        resources = _of(resources) or {}
        named, forms = _of(resources.get("/Properties", {})), _of(resources.get("/XObject", {}))
        marks: list[bool] = []  # of what is open: whether it is hidden
        kept: list[tuple[Any, bytes]] = []
        changed = False
        for operands, operator in contents.operations:
            if operator in OPENS:
                marks.append(operator == b"BDC" and self._is_off(operands, named))
            elif operator == CLOSES and marks:
                marks.pop()
            hidden = any(marks) or (
                operator == b"Do" and self._hides_form(operands[0], forms, resources, depth)
            )
            if hidden and operator in SHOWS:
                changed = True
                if SHOWS[operator]:
                    kept.append(([], SHOWS[operator]))
            else:
                kept.append((operands, operator))
        if changed:
            contents.operations = kept
        return changed

    def _is_off(self, operands: Any, named: Any) -> bool:
        """True for /OC /MC0 BDC when MC0 is a layer that is off."""
        kind, name = (*operands, None, None)[:2]
        return kind == "/OC" and name in named and self.layers.hide(named.raw_get(name))

    def _hides_form(self, name: Any, forms: Any, resources: Any, depth: int) -> bool:
        """True when all of the form belongs to a layer that is off; else only its hidden words are taken out."""
        form = _of(forms.get(name))
        if not isinstance(form, StreamObject):
            return False
        if "/OC" in form and self.layers.hide(form.raw_get("/OC")):
            return True
        number = forms.raw_get(name).idnum
        if form.get("/Subtype") == "/Form" and number not in self.done and depth < DEEPEST:
            self.done.add(number)
            contents = ContentStream(form, self.writer)
            if self.takes_out(contents, form.get("/Resources", resources), depth + 1):
                form.set_data(contents.get_data())
        return False
