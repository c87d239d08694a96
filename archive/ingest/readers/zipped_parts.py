"""Files that are a zip of parts in XML (docx, odt, ofd): opened with bounds, parsed without entities."""

import io
import zipfile
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element as Element

from archive.ingest.readers.zip_damage import ZIP_DAMAGE
from archive.ingest.records import UnreadableFile
from archive.ingest.wording import Values

LARGEST_UNPACKED = 300 * 1024 * 1024
LARGEST_PART = 40 * 1024 * 1024  # the XML of a book of a thousand pages has ten
MOST_PARTS = 5000


@dataclass(frozen=True, slots=True)
class Kind:
    """By which the sentences call a file of this kind, and say what to do with one that is damaged."""

    name: str

    @property
    def values(self) -> Values:
        return {part: {"code": part, "case": self.name} for part in ("document", "remedy")}


class ZippedParts:
    """The parts of one file. Raises ``UnreadableFile`` for what is none, or unpacks to more than a document can have."""

    def __init__(self, data: bytes, name: str, kind: Kind) -> None:
        self._name, self._kind = name, kind
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            self._infos = {path_of(info.filename): info for info in self._archive.infolist()}
        except ZIP_DAMAGE as error:
            raise UnreadableFile("damaged", name, case="zipped", **kind.values) from error
        if (
            len(self._infos) > MOST_PARTS
            or sum(info.file_size for info in self._infos.values()) > LARGEST_UNPACKED
        ):
            raise self._too_large()

    def __contains__(self, path: str) -> bool:
        return path_of(path) in self._infos

    def content(self, path: str) -> bytes | None:
        """The bytes of a part, None when there is none of that name."""
        info = self._infos.get(path_of(path))
        if info is None:
            return None
        if info.file_size > LARGEST_PART:
            raise self._too_large()
        if info.flag_bits & 0x1:
            raise UnreadableFile("encrypted", self._name)
        try:
            with self._archive.open(info) as stream:
                return stream.read(LARGEST_PART)
        except ZIP_DAMAGE as error:
            raise self._damaged() from error

    def part(self, path: str) -> Element | None:
        """The root element of a part, None when there is none of that name."""
        content = self.content(path)
        return None if content is None else self._parsed(content)

    def _parsed(self, content: bytes) -> Element:
        try:
            return root_of(content)
        except (*ZIP_DAMAGE, etree.XMLSyntaxError) as error:
            raise self._damaged() from error
        except ForeignReference as error:
            raise UnreadableFile("damaged", self._name, case="foreign", **self._kind.values) from error

    def _damaged(self) -> UnreadableFile:
        return UnreadableFile("damaged", self._name, case="part", **self._kind.values)

    def _too_large(self) -> UnreadableFile:
        return UnreadableFile("too-large", self._name, case="unpacked")


class ForeignReference(Exception):
    """The XML declares entities or a type of its own, which no word processor writes."""


def root_of(content: bytes) -> Element:
    """The root of a part. Raises ``XMLSyntaxError``, and ``ForeignReference`` for XML with declarations of its own."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise ForeignReference
    return root


def path_of(name: str) -> str:
    """The name of a part for looking it up: some programs write backslashes, or begin with a slash."""
    return name.replace("\\", "/").lstrip("/").lower()
