"""Saved web pages: digital newspapers, union sites.

Every visible line is kept in the order of the page; what is navigation, advertising or other news is marked
as furniture, not dropped. Scripts, styles, comments and hidden text are no text of the page.
"""

import logging
import re

import trafilatura

from archive.ingest.decoding import decode_page
from archive.ingest.readers.contract import ReadText, TextBuilder
from archive.ingest.readers.html_article import ArticleFinder, is_prose
from archive.ingest.readers.html_lines import Page, page_of
from archive.ingest.records import SourceText, UnreadableFile

MIME_PAGE = re.compile(
    rb"\A\s*(?:From|MIME-Version|Content-Type|Subject|Snapshot-Content-Location):[^\n]{0,400}\n", re.I
)
INLINE_DATA = re.compile(r"data:[\w/+.-]{1,60};base64,[A-Za-z0-9+/=\s]{200,}")
DEEPEST_FOR_TRAFILATURA = (
    200  # it walks the tree by recursion, and takes minutes for what nests thousands deep
)
FEWEST_WORDS = 40

logging.getLogger("trafilatura").setLevel(
    logging.CRITICAL
)  # its complaints about a page are no news to anyone


def parse(data: bytes, name: str) -> ReadText:
    """The text of a saved page with the roles that the page itself shows."""
    if MIME_PAGE.match(data):
        raise UnreadableFile(
            "format", f"“{name}”是 MHT 网页，请在浏览器中打开后另存为“网页，仅 HTML”（.html），再上传。"
        )
    decoded = decode_page(data, name)
    source = INLINE_DATA.sub("", decoded.text)
    page = _page(source)
    if not page.lines:
        if page.frames:
            raise UnreadableFile(
                "frames",
                f"“{name}”是框架网页，文章在框架里另一个文件中。请在浏览器中单独打开文章，再另存为 .html 上传。",
            )
        raise UnreadableFile(
            "no-article",
            f"“{name}”里没有可见的文字，正文可能由脚本显示。请在浏览器中打开，复制文字存为 .txt 后上传。",
        )

    def second_opinion() -> str:
        if page.depth > DEEPEST_FOR_TRAFILATURA:
            return ""
        return (
            trafilatura.extract(source, include_comments=False, include_tables=True, favor_precision=True)
            or ""
        )

    builder = TextBuilder()
    for row in ArticleFinder(page, second_opinion).rows():
        builder.add(row.text, row.hint, gap=row.gap, indent=row.indented)
    notices: tuple[tuple[str, str], ...] = ()
    if decoded.guessed:
        notices = (("encoding-guessed", f"网页编码按 {decoded.encoding} 读出，不完全可靠，请对照原件。"),)
    return ReadText(SourceText(builder.text, decoded.encoding, "text/html"), builder.hints, notices)


def _page(source: str) -> Page:
    """The page as a browser shows it; with what its styles hide, where without that there is no article."""
    page = page_of(source)
    if not any(is_prose(line) for line in page.lines):
        whole = page_of(source, show_hidden=True)
        if sum(len(line.text) for line in whole.lines if is_prose(line)) >= FEWEST_WORDS:
            return whole
    return page
