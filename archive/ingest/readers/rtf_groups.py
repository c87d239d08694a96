"""What the words of an RTF file mean: its signs, its code pages, and which of its groups show something."""

from archive.ingest.readers.doc_paragraphs import PAGE
from archive.ingest.text.patterns import pattern

# A word \par or \u20849 with the blank behind it, a byte \'b9, a sign \{ or \*, a brace, what stands as it is
TOKEN = pattern(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)",
    like=rb"\par",
    unlike=b"\r\n",
)
WORDS = {
    "tab": "\t",
    "line": "\n",
    "lbr": "\n",
    "page": PAGE,
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "enspace": " ",
    "emspace": " ",
    "qmspace": " ",
}
SIGNS = {b"~": "\xa0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}"}

BODY, HEADER, FOOTER, NOTE, BOX = "body", "header", "footer", "note", "box"
SHOWN = (BODY, HEADER, FOOTER, NOTE, BOX)
SILENT, CODE, FONTS, STYLES, PICTURE = "silent", "code", "fonts", "styles", "picture"
PROPERTY, VALUE = "property", "value"
# What a group that begins with one of these words holds
GROUPS = {
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), HEADER),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), FOOTER),
    **dict.fromkeys(("shptxt", "dptxbxtext"), BOX),
    **dict.fromkeys(("colortbl", "info", "revtbl", "filetbl", "nonshppict", "objdata", "objclass"), SILENT),
    **dict.fromkeys(("annotation", "xe", "tc", "tcn", "rxe", "txe", "nonesttables", "private"), SILENT),
    **dict.fromkeys(("ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn"), SILENT),
    **dict.fromkeys(("shprslt", "upr", "mmathPict", "formfield", "listtable", "template"), SILENT),
    "footnote": NOTE,
    "fldinst": CODE,
    "fonttbl": FONTS,
    "stylesheet": STYLES,
    "pict": PICTURE,
    "sn": PROPERTY,
    "sv": VALUE,
}
# Groups that a program marks as its own with \*, and that show something all the same
SHOWN_OWN = frozenset(("shpinst", "fldinst", "shppict", "do", "nesttableprops"))
WORD_ART = "gtextUNICODE"

SYMBOLS = 2  # the character set of Symbol and Wingdings
CHARSETS = {  # of Windows, as fonts name them
    134: "gb18030",
    136: "big5hkscs",
    128: "cp932",
    129: "cp949",
    204: "cp1251",
    161: "cp1253",
    238: "cp1250",
    77: "mac_roman",
}
CODE_PAGES = {936: "gb18030", 54936: "gb18030", 10008: "gb18030", 950: "big5hkscs", 65001: "utf-8"}
WINDOWS = range(1250, 1259)
HAN_ONLY = pattern(
    r"\A(?:[\x00-\x7f]|[\u2014-\u2026\u3000-\u303f\u4e00-\u9fff\uff00-\uffef·])*\Z", like="综述", unlike="Ó"
)


def codec_of(code_page: int) -> str:
    """The codec of a Windows code page, empty for one that is not known."""
    return CODE_PAGES.get(code_page) or (f"cp{code_page}" if code_page in WINDOWS else "")


def decoded(data: bytes, codec: str) -> str:
    """The words; bytes of GBK that a program put down as Western are GBK."""
    if not data.isascii() and codec.startswith("cp125"):
        chinese = data.decode("gb18030", "replace")
        if HAN_ONLY.match(chinese):
            return chinese
    return data.decode(codec, "replace")
