"""The handbook under docs/handbook as pages of the site: the same files are read in the repository.

A link to another chapter (``editor.md#上传``) leads to its page, anything else beside them is a static file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

CHAPTERS = ("reader", "editor", "administrator")
"""In this order; each a file of this name."""
COVER = "README"
"""The page that leads to them: what a visitor of the repository is shown first."""
FOLDER: Path = settings.BASE_DIR / "docs" / "handbook"
# Our own files, and still no markup but Markdown's: a page of the handbook is as safe as any other.
MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
PUNCTUATION = re.compile(r"[^\w\s-]")


@dataclass(frozen=True)
class Heading:
    anchor: str
    text: str


@dataclass(frozen=True)
class Chapter:
    name: str
    title: str
    headings: tuple[Heading, ...]
    html: SafeString


def chapter(name: str) -> Chapter:
    """A chapter, or the cover, as it stands in its file."""
    tokens = MARKDOWN.parse((FOLDER / f"{name}.md").read_text(encoding="utf-8"))
    (title, *headings) = _headings(tokens)
    for token in tokens:
        for part in token.children or []:
            _lead_to_the_site(part)
    html = MARKDOWN.renderer.render(tokens, MARKDOWN.options, {})
    return Chapter(name, title.text, tuple(headings), mark_safe(html))  # noqa: S308 - Markdown's own markup


def titles() -> list[tuple[str, str]]:
    """(name, title) of each chapter: a title is the first line of its file."""
    return [(name, _first_line(name).removeprefix("# ")) for name in CHAPTERS]


def _first_line(name: str) -> str:
    with (FOLDER / f"{name}.md").open(encoding="utf-8") as file:
        return file.readline().strip()


def _headings(tokens: list[Token]) -> Iterator[Heading]:
    """The title and what the chapter is divided by; each gets the anchor that its heading has in the repository."""
    for token, inline in pairwise(tokens):
        if token.type == "heading_open":
            text = "".join(part.content for part in inline.children or [])
            token.attrSet("id", anchor_of(text))
            yield Heading(anchor_of(text), text)


def anchor_of(heading: str) -> str:
    """As GitHub makes it: ``引用（脚注）`` -> ``引用脚注``."""
    return PUNCTUATION.sub("", heading.lower()).replace(" ", "-")


def _lead_to_the_site(part: Token) -> None:
    name = "src" if part.type == "image" else "href"
    file, mark, anchor = unquote(str(part.attrGet(name) or "")).partition("#")
    if not file or file.startswith(("http:", "https:")):
        return
    if file.endswith(".md"):
        part.attrSet(name, _page(file.removesuffix(".md")) + mark + anchor)
        return
    part.attrSet(name, static(f"handbook/{file}"))
    # Saved under its own name, not under that with a hash by which it is fetched.
    part.attrSet(*(("loading", "lazy") if part.type == "image" else ("download", Path(file).name)))


def _page(name: str) -> str:
    return reverse("archive:handbook") if name == COVER else reverse("archive:handbook-chapter", args=[name])
