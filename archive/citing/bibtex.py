"""BibTeX, in the fields that biblatex-gb7714, gbt7714 and Zotero read."""

from collections.abc import Iterable, Iterator

from archive.citing.keys import keyed
from archive.citing.pages import page
from archive.citing.work import Work

# A brace is made wide: braces are counted even behind a backslash, so that none is left in a value.
SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash ",
        "{": "｛",
        "}": "｝",
        "%": r"\%",
        "&": r"\&",
        "#": r"\#",
        "_": r"\_",
        "$": r"\$",
        "~": r"\textasciitilde ",
        "^": r"\textasciicircum ",
    }
)
IN_ADDRESSES = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})


def bibtex(works: Iterable[Work]) -> str:
    return "\n".join(_entry(key, work) for key, work in keyed(works))


def _entry(key: str, work: Work) -> str:
    kind = "online" if work.is_web_page else "article"
    lines = "".join(f"  {name:<13}= {{{value}}},\n" for name, value in _fields(work))
    return f"@{kind}{{{key},\n{lines}}}\n"


def _fields(work: Work) -> Iterator[tuple[str, str]]:
    if names := [*map(_name, work.authors.names), *(["others"] if work.authors.others else [])]:
        yield "author", " and ".join(names)
    if work.title:
        yield "title", _plain(f"[{work.title}]" if work.title_is_own else work.title)
    if work.subtitle:
        yield "subtitle", _plain(work.subtitle)
    if work.newspaper:
        yield "journal", _plain(work.newspaper)
    if not work.is_web_page:
        yield "entrysubtype", "newspaper"
    if work.published:
        yield "date", work.published
        yield "year", work.published[:4]
    if work.page:
        yield "pages", _plain(page(work.page, comma=","))
    if work.url:
        yield "url", work.url.translate(IN_ADDRESSES)
        if work.accessed:
            yield "urldate", work.accessed
    if work.missing:
        yield "note", _plain("；".join(f"[{name}]" for name in work.missing))
    yield "langid", "chinese"


def _name(name: str) -> str:
    """In braces: a house that signs, or a name with a blank, is one name and is not turned round."""
    return f"{{{_plain(name)}}}"


def _plain(text: str) -> str:
    return text.translate(SPECIAL)
