"""Which reader reads which file. A new format is one module under ``readers`` and one line here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from archive.ingest.ocr.engines import ENGINES, chosen, is_installed
from archive.ingest.readers import eml, review_tables, txt
from archive.ingest.readers import zip as packed
from archive.ingest.readers.content import SAMPLE, is_message, is_of_parts, kind_of, kind_of_text
from archive.ingest.readers.contract import Parser, ReadText
from archive.ingest.readers.page_set import MEDIA_TYPE as PAGES_OF_ONE
from archive.ingest.readers.page_set import PHOTOGRAPHS
from archive.ingest.readers.sandbox import USUAL, Bounds, Limits, sandbox_for
from archive.ingest.records import UnreadableFile
from archive.ingest.text.legible import is_legible
from archive.ingest.text.patterns import pattern
from archive.ingest.wording.marks import gettext_noop as _
from archive.ingest.wording.parts import FORMS

MEGABYTE = 1024 * 1024

# ## 建家:一个都不能少 in a text that was copied with its marks
MARKDOWN_HEADING, FEWEST_HEADINGS = (
    pattern(rb"(?m)^#{1,4} [^\s#]", like=b"## \xe5\xbb\xba\xe5\xae\xb6", unlike=b"#\xe5\xbb\xba\xe5\xae\xb6"),
    2,
)


@dataclass(frozen=True, slots=True)
class Format:
    """How to read one format: a parser of our own, or a module whose ``parse`` runs in a child process.

    ``name`` is what people call it, ``media_type`` what is kept with the file.
    """

    name: str
    media_type: str
    largest: int
    parser: Parser | None = None
    module: str = ""
    bounds: Bounds = USUAL

    def read(self, data: bytes, name: str) -> ReadText:
        if len(data) > self.largest:
            size, most = len(data) / MEGABYTE, self.largest // MEGABYTE
            raise UnreadableFile("too-large", name, case="format", size=round(size), most=most)
        return (
            self.parser(data, name) if self.parser else sandbox_for(self.module, self.bounds).read(data, name)
        )


FORMATS: dict[str, Format] = {
    ".txt": Format(_("纯文本"), "text/plain", 20 * MEGABYTE, parser=txt.read),
    ".html": Format(_("网页"), "text/html", 20 * MEGABYTE, module="archive.ingest.readers.html"),
    ".md": Format("Markdown", "text/markdown", 20 * MEGABYTE, module="archive.ingest.readers.md"),
    ".mht": Format(_("单文件网页"), "multipart/related", 50 * MEGABYTE, module="archive.ingest.readers.mht"),
    ".docx": Format(
        _("Word 文档"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        50 * MEGABYTE,
        module="archive.ingest.readers.docx",
    ),
    ".doc": Format(
        _("旧版 Word 文档"), "application/msword", 50 * MEGABYTE, module="archive.ingest.readers.doc"
    ),
    ".odt": Format(
        _("ODT 文档"),
        "application/vnd.oasis.opendocument.text",
        50 * MEGABYTE,
        module="archive.ingest.readers.odt",
    ),
    ".rtf": Format(_("RTF 文档"), "application/rtf", 50 * MEGABYTE, module="archive.ingest.readers.rtf"),
    ".pdf": Format("PDF", "application/pdf", 50 * MEGABYTE, module="archive.ingest.readers.pdf"),
    ".ofd": Format("OFD", "application/ofd", 50 * MEGABYTE, module="archive.ingest.readers.ofd"),
}
PICTURE = _("图片")
SCANS = {
    engine: Format(
        PICTURE,
        "image/*",
        64 * MEGABYTE,  # twelve photographs of a telephone; more than a single upload may have by itself
        module=f"archive.ingest.readers.{engine.reader}",
        bounds=Bounds(Limits(memory=4 * 1024 * MEGABYTE, cpu_seconds=150), wall_seconds=250.0),
    )
    for engine in ENGINES.values()
}
"""Pictures, and files of others that hold nothing else."""
PICTURES = PHOTOGRAPHS | {".page-set"}
SCANNED = frozenset((".pdf",))
Unpack = Callable[[bytes, str], Iterator[tuple[str, bytes]]]
CONTAINERS: dict[str, Unpack] = {
    ".zip": packed.unpack,
    ".eml": eml.unpack,
    ".xlsx": review_tables.unpack_workbook,
    ".csv": review_tables.unpack_text,
}
"""Files that hold files: each is opened into a name and the bytes of every one of them."""
ALIASES = {
    **dict.fromkeys((".htm", ".xhtml", ".shtml"), ".html"),
    ".text": ".txt",
    ".markdown": ".md",
    **dict.fromkeys((".jpeg", ".jfif", ".jpe"), ".jpg"),
    ".tiff": ".tif",
    ".mhtml": ".mht",
    **dict.fromkeys((".xlsm", ".xltx"), ".xlsx"),
    ".tsv": ".csv",
    ".dot": ".doc",
    **dict.fromkeys((".fodt", ".ott", ".sxw"), ".odt"),
    **dict.fromkeys((".docm", ".dotx", ".dotm"), ".docx"),
}
ZIPPED = frozenset((".docx", ".odt", ".ofd", ".xlsx"))  # zips whose parts make one file
SPREADSHEETS = frozenset((".xls", ".xlsx", ".et"))
NAMED_TEXTS = frozenset((".txt", ".html", ".md", ".csv"))
NO_TEXTS = frozenset((".js", ".css", ".json", ".jsonl", ".xml", ".py", ".sql", ".ini", ".log"))


NAMES = {form.media_type: form.name for form in FORMATS.values()} | {PAGES_OF_ONE: _("一篇的各页图片")}


def name_of(media_type: str) -> str:
    """What people call the files that are kept under a media type: 网页 of text/html; of one that nobody knows, itself."""
    if media_type.startswith("image/"):
        return PICTURE
    return NAMES.get(media_type, media_type)


def suffix_of(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).suffix.lower()


def is_picture(name: str) -> bool:
    """By its name alone."""
    suffix = suffix_of(name)
    return ALIASES.get(suffix, suffix) in PHOTOGRAPHS


def format_name(data: bytes, name: str) -> str:
    """What a file is, as the suffix of its format: by its content, by its name where the content says nothing."""
    suffix = suffix_of(name)
    suffix = ALIASES.get(suffix, suffix)
    kind = kind_of(data)
    if not kind and (suffix not in NAMED_TEXTS | NO_TEXTS or is_message(data)):
        kind = kind_of_text(data)
    if kind == ".zip" and suffix in ZIPPED and is_of_parts(data):
        kind = suffix  # its reader knows what is missing
    if kind in ("", ".txt") and suffix not in NO_TEXTS and review_tables.is_list(data):
        kind = ".csv"
    if kind == ".html" and suffix in SPREADSHEETS and review_tables.is_page_of_list(data):
        kind = ".xlsx"
    kind = kind or suffix
    if kind == ".txt" and len(MARKDOWN_HEADING.findall(data[:SAMPLE])) >= FEWEST_HEADINGS:
        kind = ".md"
    return kind


def container_of(data: bytes, name: str) -> Unpack | None:
    """How to open a file that holds files, whatever it is called; None for any other."""
    return CONTAINERS.get(format_name(data, name))


def format_of(data: bytes, name: str) -> Format:
    """The format of a file. ``UnreadableFile`` with what to do instead for what is not read."""
    suffix = suffix_of(name)
    suffix = ALIASES.get(suffix, suffix)
    kind = format_name(data, name)
    if kind in FORMATS:
        return FORMATS[kind]
    if kind in PICTURES and is_installed():
        return SCANS[chosen()]
    if kind in PICTURES:
        raise UnreadableFile("needs-ocr", name, by=chosen().by)
    if kind in FORMS:
        case = "not" if suffix in FORMATS else "is" if kind == suffix else "really"
        raise UnreadableFile("format", name, case=case, suffix=suffix, form={"code": "form", "case": kind})
    raise UnreadableFile("format", name, known=[*FORMATS, *sorted(PHOTOGRAPHS), *CONTAINERS])


def may_be_scan(data: bytes, name: str) -> bool:
    """True for a file whose words may stand in pictures alone, which take minutes to be read."""
    return is_installed() and format_name(data, name) in PICTURES | SCANNED


def read(data: bytes, name: str, *, pictures: bool = True) -> ReadText:
    """The text of a file by its format; rubbish is refused, not stored. Words in pictures are read where that is wanted."""
    found = _read(data, name, pictures=pictures)
    if not is_legible(found.source.raw):
        raise UnreadableFile("illegible", name)
    return found


def _read(data: bytes, name: str, *, pictures: bool) -> ReadText:
    form = format_of(data, name)
    if form is SCANS[chosen()] and not pictures:
        raise UnreadableFile("picture", name)
    try:
        return form.read(data, name)
    except UnreadableFile as refused:
        if refused.code != "no-text-layer" or form is not FORMATS[".pdf"]:
            raise
        if not is_installed():
            said = {"code": refused.code, **refused.values}
            raise UnreadableFile(refused.code, name, case="no-engine", said=said, by=chosen().by) from refused
        if not pictures:
            raise
        return SCANS[chosen()].read(data, name)
