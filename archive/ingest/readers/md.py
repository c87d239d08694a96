"""Markdown: notes of static sites, exports of note-taking programs, answers copied from assistants."""

import html
import re
from dataclasses import replace

from markdown_it import MarkdownIt

from archive.ingest.decoding import decode
from archive.ingest.readers.contract import ReadText
from archive.ingest.readers.html import parse as parse_page

# The data that static sites keep above the text: title: 暖心服务聚合力
FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.{0,4000}?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.S)
TITLE = re.compile(r"""(?m)^title\s*:\s*["']?(.+?)["']?\s*$""")
HEADLINE = re.compile(r"(?m)^#[ \t]+\S")
# Chinese signs beside the stars are no word borders, so that the standard leaves **“自家的灯”**是 as it is
STRONG = re.compile(r"(\*\*|__)(?=\S)([^*_\n]+?)(?<=\S)\1")
# An indent of four spaces opens a paragraph here, no program; each line end is one
MARKDOWN = MarkdownIt("commonmark", {"html": True, "breaks": True}).enable(["table", "strikethrough"])
MARKDOWN.disable(["code", "lheading"])


def parse(data: bytes, name: str) -> ReadText:
    """The text with the roles that its marks show."""
    decoded = decode(data, name)
    front = FRONT_MATTER.match(decoded.text)
    text = decoded.text[front.end() :] if front else decoded.text
    body = MARKDOWN.render(STRONG.sub(r"<b>\2</b>", text))
    page = f"<meta charset=utf-8>{_front(front.group(1), text) if front else ''}<div>{body}</div>"
    read = parse_page(page.encode(), name)
    notices = read.notices
    if decoded.guessed:
        notices += (("encoding-guessed", f"文字编码按 {decoded.encoding} 读出，不完全可靠，请对照原件。"),)
    source = replace(read.source, encoding=decoded.encoding, media_type="text/markdown")
    return replace(read, source=source, notices=notices)


def _front(rows: str, text: str) -> str:
    """The data above the text as page furniture, its title as the title where the text has none."""
    title = TITLE.search(rows)
    shown = bool(title) and not HEADLINE.search(text)
    left = "".join(
        f"<p>{html.escape(row)}</p>" for row in rows.splitlines() if not (shown and TITLE.match(row))
    )
    headline = f"<h1>{html.escape(title.group(1))}</h1>" if title and shown else ""
    return f"<aside>{left}</aside>{headline}"
