"""Saved web pages: digital newspapers, union sites.

Every visible line is kept in the order of the page; what is navigation, advertising or other news is marked
as furniture, not dropped. Scripts, styles, comments and hidden text are no text of the page.
"""

import logging

import trafilatura

from archive.ingest.readers.contract import ReadText, TextBuilder
from archive.ingest.readers.html_article import ArticleFinder, is_prose
from archive.ingest.readers.html_lines import Page, Shown, page_of
from archive.ingest.readers.html_places import in_reading_order
from archive.ingest.readers.html_scripts import article_in
from archive.ingest.records import SourceText, UnreadableFile
from archive.ingest.text.decoding import decode_page
from archive.ingest.text.patterns import pattern
from archive.ingest.wording import Values

INLINE_DATA = pattern(
    r"data:[\w/+.-]{1,60};base64,[A-Za-z0-9+/=\s]{200,}",
    like="data:image/png;base64,QUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJDQUJD",
    unlike="data:image/png;base64,QUJD",
)
DEEPEST_FOR_TRAFILATURA = (
    200  # it walks the tree by recursion, and takes minutes for what nests thousands deep
)
FEWEST_WORDS = 40  # characters of running text; with less a page shows no article
FEWEST_LETTERS = (
    200  # characters outside of links; with less of them, none of it running text, a page is empty
)
LINKED = 0.5

logging.getLogger("trafilatura").setLevel(
    logging.CRITICAL
)  # its complaints about a page are no news to anyone


def parse(data: bytes, name: str) -> ReadText:
    """The text of a saved page with the roles that the page itself shows."""
    decoded = decode_page(data, name)
    source = INLINE_DATA.sub("", decoded.text)
    page = page_of(source)
    notices: list[tuple[str, Values]] = []
    if _prose(page) < FEWEST_WORDS:
        page, notices = _elsewhere(source, page)
    if not page.lines and page.frames:
        raise UnreadableFile("frames", name)
    if not page.lines or (page.scripts and not _prose(page) and _letters(page) < FEWEST_LETTERS):
        raise UnreadableFile("no-article", name, case="script")

    page.lines[:] = in_reading_order(page.lines, [block.parent for block in page.blocks])

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
    if decoded.guessed:
        notices.append(("encoding-guessed", {"encoding": decoded.encoding}))
    return ReadText(SourceText(builder.text, decoded.encoding, "text/html"), builder.hints, tuple(notices))


def _prose(page: Page) -> int:
    return sum(len(line.text) for line in page.lines if is_prose(line))


def _letters(page: Page) -> int:
    return sum(len(line.text) for line in page.lines if line.linked < LINKED)


def _elsewhere(source: str, page: Page) -> tuple[Page, list[tuple[str, Values]]]:
    """The page with the article that a browser would show by a script, or shows where scripts are not.

    The page as it is where none of them holds more.
    """
    found: list[tuple[Page, list[tuple[str, Values]]]] = [
        (page_of(source, shown), []) for shown in (Shown(hidden=True), Shown(spare=True))
    ]
    script = article_in(page.scripts)
    if script:
        notices: list[tuple[str, Values]] = [("text-in-script", {})]
        found.append((page_of(source, Shown(script=script[0], text=script[1])), notices))
    best, notices = max(found, key=lambda one: _prose(one[0]))
    return (best, notices) if _prose(best) >= max(FEWEST_WORDS, 3 * _prose(page)) else (page, [])
