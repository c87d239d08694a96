"""Markdown: notes of static sites, exports of note-taking programs, answers copied from assistants."""

import html
import re
from dataclasses import replace

from markdown_it import MarkdownIt

from archive.ingest.parts.bylines import is_byline
from archive.ingest.readers.contract import ReadText
from archive.ingest.readers.html import parse as parse_page
from archive.ingest.text.cleaning import LINE_ENDS
from archive.ingest.text.decoding import decode
from archive.ingest.text.lines import split_lines
from archive.ingest.text.patterns import pattern

# The data that static sites keep above the text: title: 暖心服务聚合力, or title = "暖心服务聚合力" between rows of +
FRONT_MATTER = pattern(
    r"\A\ufeff?(---|\+\+\+)[ \t]*\n(.{0,4000}?)\n\1[ \t]*(?:\n|\Z)",
    re.S,
    like="---\ntitle: 谱写新篇\n---\n",
    unlike="谱写新篇\n---\n",
)
TITLE = pattern(
    r"""(?m)^title\s*[:=]\s*["']?(.+?)["']?\s*$""", like='title: "谱写新篇"', unlike="subtitle: 谱写新篇"
)
HEADLINE = pattern(r"(?m)^#[ \t]+\S|^<h1\b", like="# 谱写新篇", unlike="#谱写新篇")
SIGNS = pattern(r"[\W_]+", like="谱写 新篇", unlike="谱写新篇")
# Chinese signs beside the stars are no word borders, so that the standard leaves **“自家的灯”**是 as it is
STRONG = pattern(r"(\*\*|__)(?=\S)([^*_\n]+?)(?<=\S)\1", like="**“自家的灯”**是", unlike="** 自家的灯 **")
# A headline above a row of = or -, by itself between blank lines; a writer or a sentence above --- stands above a rule
UNDERLINED = pattern(
    r"(?m)(?:\A|(?<=\n\n))(?![#>|—]|[-+*] )(?P<words>\S.{0,44}[^\s。；;，,])[ \t]*\n(?P<row>=+|-{2,})[ \t]*$",
    like="谱写新篇\n====",
    unlike="一年来，区总工会办起夜校。\n---",
)
FEWEST_UNDERLINED = 2  # above rows of -, where no row of = shows that headlines are set so
# [^1]: 数据由县总工会提供。 with the lines below it, and the mark [^1] in the text
NOTE = pattern(
    r"(?m)^ {0,3}\[\^([^\]\s]+)\]:[ \t]*(.*(?:\n(?!\s*(?:\[\^|\n|\Z)).+|\n\n[ \t]{2,}\S.*)*)",
    like="[^1]: 数据由县总工会提供。",
    unlike="[1]: 数据由县总工会提供。",
)
WRAP = pattern(
    r"(?<=[^\x00-\x7f])[ \t]*\n(?!\n)[ \t]*(?=[^\x00-\x7f])", like="工会\n综述", unlike="union\nreview"
)  # in the middle of a note
NOTE_MARK = pattern(r"\[\^([^\]\s]+)\]", like="数据[^1]", unlike="数据[1]")
# [注]:数据截至年底 is a line of text, though the standard takes it for an address and shows nothing
NO_ADDRESS = pattern(
    r"(?m)^( {0,3})(?=\[[^\]\n]+\]:[ \t]*\S*[^\x00-\x7f])",
    like="[注]:数据截至年底",
    unlike="[注]:https://example.com",
)
# ![夜校里,职工在学习焊接](1.jpg), as it is rendered
PICTURE = pattern(
    r'<img src="[^"]*" alt="([^"]*[\u4e00-\u9fff]{4}[^".]*)"[^>]*>',
    like='<img src="1.jpg" alt="夜校里,职工在学习焊接" />',
    unlike='<img src="1.jpg" alt="1.jpg" />',
)
# An indent of four spaces opens a paragraph here, no program; each line end is one
MARKDOWN = MarkdownIt("commonmark", {"html": True, "breaks": True}).enable(["table", "strikethrough"])
MARKDOWN.disable(["code", "lheading"])


def parse(data: bytes, name: str) -> ReadText:
    """The text with the roles that its marks show."""
    decoded = decode(data, name)
    whole = LINE_ENDS.sub("\n", decoded.text)
    front = FRONT_MATTER.match(whole)
    text, notes = _without_notes(_with_headlines(whole[front.end() :] if front else whole))
    above = ""
    if front:
        above, text = _front(front.group(2), text)
    page = f"<meta charset=utf-8>{above}<div>{_rendered(text)}</div><aside>{_rendered(notes)}</aside>"
    read = parse_page(page.encode(), name)
    notices = read.notices
    if decoded.guessed:
        notices += (("encoding-guessed", {"encoding": decoded.encoding}),)
    source = replace(read.source, encoding=decoded.encoding, media_type="text/markdown")
    return replace(read, source=source, notices=notices)


def _rendered(text: str) -> str:
    page = str(MARKDOWN.render(STRONG.sub(r"<b>\2</b>", NO_ADDRESS.sub(r"\1\\", text))))
    return PICTURE.sub(lambda picture: _with_words(picture, text), page)


def _with_words(picture: re.Match[str], text: str) -> str:
    """A picture with the words that its mark shows below it, unless the text says them too."""
    words = html.unescape(picture[1])
    if text.count(words) > 1:
        return picture[0]
    return f'{picture[0]}<br><span class="caption">{picture[1]}</span><br>'


def _with_headlines(text: str) -> str:
    """Headlines above a row of = or - with the marks that others have."""
    found = [match for match in UNDERLINED.finditer(text) if not _is_byline(match["words"])]
    rows = [match["row"][0] for match in found]
    if "=" not in rows and len(rows) < FEWEST_UNDERLINED:
        return text
    for match in reversed(found):
        mark = "#" if match["row"][0] == "=" else "##"
        text = f"{text[: match.start()]}{mark} {match['words']}{text[match.end() :]}"
    return text


def _is_byline(words: str) -> bool:
    return any(is_byline(line, bare=False) for line in split_lines(words))


def _without_notes(text: str) -> tuple[str, str]:
    """The text without its notes and the marks that lead to them, and the notes."""
    notes = {match.group(1): WRAP.sub("", match.group(2)) for match in NOTE.finditer(text)}
    text = NOTE.sub("", text)
    text = NOTE_MARK.sub(lambda mark: "" if mark.group(1) in notes else mark.group(), text)
    return text, "\n\n".join(NOTE_MARK.sub("", note) for note in notes.values())


def _front(rows: str, text: str) -> tuple[str, str]:
    """The data above the text as page furniture, and the text; the title is the headline of a text that has none."""
    title = TITLE.search(rows)
    if title is None or HEADLINE.search(text):
        return f"<aside>{_paragraphs(rows)}</aside>", text
    same = next((row for row in text.split("\n") if _plain(row) == _plain(title.group(1))), None)
    if same is not None:
        return f"<aside>{_paragraphs(rows)}</aside>", text.replace(same, f"# {same.strip()}", 1)
    left = "\n".join(row for row in rows.split("\n") if not TITLE.match(row))
    return f"<aside>{_paragraphs(left)}</aside><h1>{html.escape(title.group(1))}</h1>", text


def _plain(row: str) -> str:
    return SIGNS.sub("", row)


def _paragraphs(rows: str) -> str:
    return "".join(f"<p>{html.escape(row)}</p>" for row in rows.split("\n"))
