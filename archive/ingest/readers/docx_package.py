"""The parts of a Word file: opened with bounds, parsed without entities, found by their relations."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import _Element as Element

from archive.ingest.readers.zipped_parts import Kind, ZippedParts
from archive.ingest.records import UnreadableFile

WORD = Kind("word")
OLE_HEAD = b"\xd0\xcf\x11\xe0"
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")

# Word's own namespaces: the usual one, and the one of "Strict Open XML"
NAMESPACES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a:",
    "http://purl.oclc.org/ooxml/drawingml/main": "a:",
    "urn:schemas-microsoft-com:vml": "v:",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
}
PACKAGE_ROOT = ""


def tag_of(element: Element) -> str:
    """``p`` for a paragraph of Word's, ``mc:Choice``, ``v:imagedata``; other names with their namespace."""
    tag = element.tag
    if not isinstance(tag, str) or not tag.startswith("{"):
        return ""
    namespace, _, local = tag[1:].partition("}")
    prefix = NAMESPACES.get(namespace)
    return tag if prefix is None else prefix + local


def value_of(element: Element | None, name: str = "val") -> str | None:
    """An attribute by its local name, whatever the namespace."""
    if element is None:
        return None
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


def child(element: Element | None, *path: str) -> Element | None:
    """The first element down a path of names: ``child(paragraph, "pPr", "pStyle")``."""
    for name in path:
        if element is None:
            return None
        element = next((found for found in element if tag_of(found) == name), None)
    return element


def is_on(element: Element | None) -> bool:
    """True for <w:vanish/>, false for <w:vanish w:val="0"/> and for none."""
    return element is not None and value_of(element) not in ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation of one part to another: its kind (``header``, ``styles``) and the other's path."""

    kind: str
    target: str


class Package(ZippedParts):
    """A Word file. Raises ``UnreadableFile`` for what is none, or unpacks to more than a document can have."""

    def __init__(self, data: bytes, name: str) -> None:
        self._of_main: list[Relation] | None = None
        if data.startswith(OLE_HEAD):
            raise _of_ole(data, name)
        super().__init__(data, name, WORD)
        mains = [
            relation.target
            for relation in self.relations(PACKAGE_ROOT).values()
            if relation.kind == "officeDocument"
        ]
        self.main = next((path for path in (*mains, "word/document.xml") if path in self), "")
        if not self.main:
            raise UnreadableFile("format", name, case="not-word")

    def relations(self, path: str) -> dict[str, Relation]:
        """The parts that a part names, by the id that it uses for them."""
        folder, _, file = path.rpartition("/")
        root = self.part(posixpath.join(folder, "_rels", f"{file}.rels"))
        found: dict[str, Relation] = {}
        for element in root if root is not None else ():
            if value_of(element, "TargetMode") == "External":
                continue
            kind = (value_of(element, "Type") or "").rpartition("/")[2]
            target = value_of(element, "Target") or ""
            inside = (
                target.lstrip("/")
                if target.startswith("/")
                else posixpath.normpath(posixpath.join(folder, target))
            )
            found[value_of(element, "Id") or ""] = Relation(kind, inside)
        return found

    def target(self, key: str) -> str:
        """The path of the part that the main part names by this id, empty for none."""
        relation = self.relations(self.main).get(key)
        return relation.target if relation else ""

    def related(self, kind: str) -> Iterator[Element]:
        """The parts of one kind that the main part names."""
        if self._of_main is None:
            self._of_main = list(self.relations(self.main).values())
        for relation in self._of_main:
            root = self.part(relation.target) if relation.kind == kind else None
            if root is not None:
                yield root


def _of_ole(data: bytes, name: str) -> UnreadableFile:
    if ENCRYPTED_STREAM in data:
        return UnreadableFile("encrypted", name, case="word")
    return UnreadableFile("format", name, case="old-word")
