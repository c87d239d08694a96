"""Word files: paragraphs, tables and text boxes in the order of the document, page headers and footers aside."""

import io
import re
import zipfile
from collections.abc import Iterator

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from archive.ingest.lines import Hint
from archive.ingest.readers.contract import ReadText, TextBuilder
from archive.ingest.records import SourceText, UnreadableFile

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LARGEST_UNPACKED = 200 * 1024 * 1024
LARGEST_PART = 40 * 1024 * 1024  # the XML of a book of a thousand pages has ten
MOST_PARTS = 5000
OLE_HEAD = b"\xd0\xcf\x11\xe0"

TITLE_STYLE = re.compile(r"^(?:title|标题)$", re.I)
SUBTITLE_STYLE = re.compile(r"^(?:subtitle|副标题)$", re.I)
HEADING_STYLE = re.compile(r"^(?:heading|标题)\s*(\d)$", re.I)
CAPTION_STYLE = re.compile(r"^(?:caption|题注|图注)", re.I)

W_P, W_TBL, W_TR, W_TC, W_SDT = (qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc", "sdt"))
W_T, W_TAB, W_BR, W_CR = (qn(f"w:{name}") for name in ("t", "tab", "br", "cr"))
W_DEL, W_TXBX, W_VANISH, W_R = (qn(f"w:{name}") for name in ("del", "txbxContent", "vanish", "r"))
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
V_IMAGE = "{urn:schemas-microsoft-com:vml}imagedata"


def check_archive(data: bytes, name: str) -> None:
    """Refuse what is no Word file, or unpacks to more than a document can have."""
    if data.startswith(OLE_HEAD):
        raise UnreadableFile(
            "encrypted", f"“{name}”是加密的 Word 文档或旧版 .doc。请在 Word 或 WPS 中去掉密码,另存为 .docx 后再上传。"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise UnreadableFile("damaged", f"“{name}”不是完整的 Word 文档,请重新保存后再上传。") from error
    if not any(part.filename == "word/document.xml" for part in parts):
        raise UnreadableFile("format", f"“{name}”不是 Word 文档(.docx)。")
    too_big = any(part.file_size > LARGEST_PART and part.filename.endswith(".xml") for part in parts)
    if too_big or sum(part.file_size for part in parts) > LARGEST_UNPACKED or len(parts) > MOST_PARTS:
        raise UnreadableFile("too-large", f"“{name}”解开后太大,不像是一篇文章,没有读取。")


def words_of(paragraph: BaseOxmlElement) -> str:
    """The visible words of a paragraph without those of its text boxes; deleted and hidden runs left out."""
    words: list[str] = []
    todo = [paragraph]
    while todo:
        element = todo.pop()
        tag = element.tag
        if tag in (W_TXBX, W_DEL, FALLBACK) or (tag == W_R and element.find(f"{qn('w:rPr')}/{W_VANISH}") is not None):
            continue
        if tag == W_T:
            words.append(element.text or "")
        elif tag == W_TAB:
            words.append(" ")
        elif tag in (W_BR, W_CR):
            words.append("\n")
        else:
            todo.extend(reversed(element))
    return "".join(words)


def text_boxes(paragraph: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
    """The text boxes anchored in a paragraph, each once: Word keeps a second copy for old programs."""
    for box in paragraph.iter(W_TXBX):
        if not any(parent.tag == FALLBACK for parent in box.iterancestors()):
            yield box


def _hint(paragraph: BaseOxmlElement, styles: dict[str, str]) -> Hint | None:
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    name = styles.get(style.get(qn("w:val"), ""), "") if style is not None else ""
    if TITLE_STYLE.match(name):
        return Hint.TITLE
    if SUBTITLE_STYLE.match(name):
        return Hint.SUBTITLE
    if CAPTION_STYLE.match(name):
        return Hint.CAPTION
    heading = HEADING_STYLE.match(name)
    if heading:
        return Hint.HEADING if heading.group(1) in "12" else Hint.SUBHEADING
    return None


def _add(builder: TextBuilder, container: BaseOxmlElement, styles: dict[str, str], gap: int) -> int:
    """The paragraphs and tables of a container; returns the blank lines that are due before the next one."""
    for element in container:
        if element.tag == W_P:
            words = words_of(element)
            if words.strip():
                builder.add(words, _hint(element, styles), gap=min(gap, 4), indent=_indented(element))
                gap = 0
            else:
                gap += 1
            for box in text_boxes(element):
                _add(builder, box, styles, 1)
        elif element.tag == W_TBL:
            for row in element.iter(W_TR):
                cells = (" ".join(words_of(p).strip() for p in cell.iter(W_P)) for cell in row.iter(W_TC))
                builder.add("  ".join(cell for cell in cells if cell.strip()).replace("\n", " "), gap=min(gap, 4))
                gap = 0
        elif element.tag == W_SDT:
            content = element.find(qn("w:sdtContent"))
            if content is not None:
                gap = _add(builder, content, styles, gap)
    return gap


def _indented(paragraph: BaseOxmlElement) -> bool:
    indent = paragraph.find(f"{qn('w:pPr')}/{qn('w:ind')}")
    if indent is None:
        return False
    return any((indent.get(qn(f"w:{name}")) or "0").lstrip("-") not in ("0", "") for name in ("firstLine", "firstLineChars"))


def _margins(document: Document) -> Iterator[str]:
    """Words of page headers and footers, each once."""
    seen: set[str] = set()
    for section in document.sections:
        for part in (section.header, section.footer, section.first_page_header, section.first_page_footer):
            for paragraph in part._element.iter(W_P) if not part.is_linked_to_previous else ():
                words = words_of(paragraph).strip()
                if words and words not in seen:
                    seen.add(words)
                    yield words


def parse(data: bytes, name: str) -> ReadText:
    """The text of a Word file with what its styles say."""
    check_archive(data, name)
    document = docx.Document(io.BytesIO(data))
    styles = {style.style_id: style.name or "" for style in document.styles}
    body = document.element.body
    builder = TextBuilder()
    _add(builder, body, styles, 0)
    for words in _margins(document):
        builder.add(words, Hint.FURNITURE, gap=1)
    if not builder.text.strip():
        raise UnreadableFile("no-text", f"“{name}”里没有文字,可能只有图片。请上传文字稿。")
    images = sum(1 for _ in body.iter(BLIP)) or sum(1 for _ in body.iter(V_IMAGE))
    notices = (("images-left-out", f"文档中有 {images} 张图片,没有读入,图片仍在原件里。"),) if images else ()
    return ReadText(SourceText(builder.text, None, MEDIA_TYPE), builder.hints, notices)
