"""The article of a page that has it only in the data of a script: JSON-LD, the state of a single-page application.

It is taken where it is plain: one string of running text under a name that says so, in data that reads as JSON.
Programs are not run.
"""

import html
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from archive.ingest.readers.html_lines import Script
from archive.ingest.text.patterns import pattern

# {"articleBody": …}, {"content": …}, {"detail": {"contentHtml": …}}
BODY_NAME = pattern(
    r"^(?:article_?|news_?|main_?|full_?|rich_?|html_?|doc_?)?(?:body|content|contents|text|txt|html|detail|details|desc)(?:_?(?:html|txt|text|body|content))?$",
    re.I,
    like="articleContent",
    unlike="contentType",
)
# The fields of the title block, each with its names; those of the page's own column, site and search are none
TITLE_NAME = pattern(
    r"^(?:article_?|news_?|main_?|doc_?)?(?:title|headline|name)$",
    re.I,
    like="news_title",
    unlike="siteTitle",
)
KICKER_NAME = pattern(
    r"^(?:intro_?|lead_?|pre_?|up_?|shoulder_?)title$", re.I, like="introTitle", unlike="title"
)
SUBTITLE_NAME = pattern(
    r"^(?:sub_?title|alternativeheadline|fu_?title)$", re.I, like="subtitle", unlike="title"
)
AUTHOR_NAME = pattern(
    r"^(?:author|authors|author_?name|writer|byline)$", re.I, like="author_name", unlike="authority"
)
SOURCE_NAME = pattern(
    r"^(?:source|source_?name|copy_?from|origin)$", re.I, like="copyFrom", unlike="sourceMap"
)
DATE_NAME = pattern(
    r"^(?:date_?published|publish_?(?:time|date|ed_?at)|pub_?(?:time|date)|release_?(?:time|date))$",
    re.I,
    like="publishTime",
    unlike="updateTime",
)

DATA_START = pattern(r"[{\[]", like='{"title":', unlike="title=")
ASSIGNED = pattern(
    r"(?:=|\bparse\(|\breturn)\s*(?=[{\[])", like='var page = {"title":', unlike="var page = 1"
)
MARKUP = pattern(r"<[a-z/!][^<>]*>", re.I, like="<p>一年来", unlike="1 < 2")
HAN = pattern(r"[\u4e00-\u9fff]", like="工会", unlike="union")
FEWEST_HAN = 100
MOST_STARTS = 50  # places of one script that are tried
MOST_VALUES = 100_000
LONGEST_FIELD = 200

Value = dict[str, Any] | list[Any] | str | int | float | None


def article_in(scripts: Sequence[Script]) -> tuple[int, str] | None:
    """The number of the script that holds the article, and the article as a page; None without one."""
    best: tuple[int, int, dict[str, Any], str] | None = None
    for number, script in enumerate(scripts):
        if len(HAN.findall(script.text)) < FEWEST_HAN and "\\u" not in script.text:
            continue
        for record, body in _bodies(script):
            weight = len(HAN.findall(MARKUP.sub("", body)))
            if weight >= FEWEST_HAN and (best is None or weight > best[1]):
                best = number, weight, record, body
    return (best[0], _as_page(best[2], best[3])) if best else None


def _data(script: Script) -> Iterator[Value]:
    """What of a script reads as JSON: all of it, or what is assigned somewhere."""
    text = script.text.strip()
    decoder = json.JSONDecoder(strict=False)
    starts = [0] if DATA_START.match(text) else []
    starts += [match.end() for _, match in zip(range(MOST_STARTS), ASSIGNED.finditer(text), strict=False)]
    done = 0
    for start in starts:
        if start < done:
            continue
        try:
            value, done = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            continue
        yield value


def _bodies(script: Script) -> Iterator[tuple[dict[str, Any], str]]:
    """Each object that has running text under a name that says so, and the text."""
    waiting: list[Any] = list(_data(script))
    seen = 0
    while waiting and seen < MOST_VALUES:
        value = waiting.pop()
        seen += 1
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            waiting += value.values()
            for name, words in value.items():
                if isinstance(words, str) and BODY_NAME.match(name):
                    yield value, words


def _field(record: dict[str, Any], name: re.Pattern[str]) -> str:
    """The first short text of an object under such a name; of an object in it (author: {name: …}) its name."""
    for key, value in record.items():
        if not name.match(key):
            continue
        parts = value if isinstance(value, list) else [value]
        words = [part.get("name") if isinstance(part, dict) else part for part in parts]
        found = " ".join(MARKUP.sub("", word).strip() for word in words if isinstance(word, str))
        if found and len(found) <= LONGEST_FIELD:
            return found
    return ""


def _as_page(record: dict[str, Any], body: str) -> str:
    """The title block and the text as a page of their own."""
    if "&lt;" in body and not MARKUP.search(body):
        body = html.unescape(body)
    if not MARKUP.search(body):
        body = "".join(f"<p>{html.escape(row)}</p>" for row in body.splitlines())
    title = _field(record, TITLE_NAME)
    opening = "".join(MARKUP.sub("", body).split())[: 2 * LONGEST_FIELD]
    head = []
    if title and "".join(title.split()) not in opening:
        head = [
            f"<p>{html.escape(_field(record, KICKER_NAME))}</p>",
            f"<h1>{html.escape(title)}</h1>",
            f"<p class=subtitle>{html.escape(_field(record, SUBTITLE_NAME))}</p>",
        ]
    author, source, date = (_field(record, name) for name in (AUTHOR_NAME, SOURCE_NAME, DATE_NAME))
    if author and author not in opening:
        head.append(f"<p>作者：{html.escape(author)}</p>")
    if source or date:
        head.append(f"<p>发布时间：{html.escape(date)} 来源：{html.escape(source)}</p>")
    return f"<title>{html.escape(title)}</title>{''.join(head)}<div>{body}</div>"
