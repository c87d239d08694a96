"""Which reader reads which file. A new format is one module under ``readers`` and one line here."""

from collections.abc import Callable
from pathlib import PurePosixPath

from archive.ingest.readers import txt
from archive.ingest.readers.contract import ReadText
from archive.ingest.records import UnreadableFile

Reader = Callable[[bytes, str], ReadText]

# LEAD TO INGEST AUTHOR: a colleague writes html, docx, pdf, zip (see archive/ingest/readers/) and adds them here.
READERS: dict[str, Reader] = {
    ".txt": txt.read,
}

ADVICE = {
    ".doc": "旧版 Word 文档,请在 Word 或 WPS 中另存为 .docx 后再上传",
    ".wps": "WPS 文档,请在 WPS 中另存为 .docx 后再上传",
    ".rtf": "RTF 文档,请在 Word 或 WPS 中另存为 .docx 后再上传",
    ".odt": "ODT 文档,请另存为 .docx 后再上传",
    ".xls": "电子表格,请把文字粘贴到 .txt 或 .docx 中",
    ".xlsx": "电子表格,请把文字粘贴到 .txt 或 .docx 中",
    ".ppt": "演示文稿,请把文字粘贴到 .txt 或 .docx 中",
    ".pptx": "演示文稿,请把文字粘贴到 .txt 或 .docx 中",
    ".rar": "RAR 压缩包,请解压后上传,或改用 .zip",
    ".7z": "7z 压缩包,请解压后上传,或改用 .zip",
    ".caj": "CAJ 文件,请在 CAJViewer 中另存为 .pdf 或复制为文本",
    ".ofd": "OFD 文件,请导出为带文字层的 .pdf",
    ".mht": "MHT 网页,请在浏览器中另存为 .html",
    ".jpg": "图片,请先做文字识别,再上传文字稿",
    ".jpeg": "图片,请先做文字识别,再上传文字稿",
    ".png": "图片,请先做文字识别,再上传文字稿",
    ".tif": "图片,请先做文字识别,再上传文字稿",
    ".bmp": "图片,请先做文字识别,再上传文字稿",
}


def suffix_of(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).suffix.lower()


def reader_for(name: str) -> Reader:
    """The reader for a file of this name, or ``UnreadableFile`` with what to do instead."""
    suffix = suffix_of(name)
    if suffix in READERS:
        return READERS[suffix]
    if suffix in ADVICE:
        raise UnreadableFile("format", f"“{name}”是{ADVICE[suffix]}。")
    known = "、".join(READERS)
    raise UnreadableFile("format", f"“{name}”的格式读不了。可以上传的格式:{known}。")
