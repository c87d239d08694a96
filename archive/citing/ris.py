"""RIS, which EndNote, NoteExpress, Zotero and Mendeley read."""

from collections.abc import Iterable, Iterator

from archive.citing.keys import keyed
from archive.citing.pages import page
from archive.citing.work import Work


def ris(works: Iterable[Work]) -> str:
    """Lines end as the format has it, whatever the machine."""
    return "".join(_entry(key, work) for key, work in keyed(works))


def _entry(key: str, work: Work) -> str:
    return "".join(f"{tag}  - {value}\r\n" for tag, value in _lines(key, work)) + "\r\n"


def _lines(key: str, work: Work) -> Iterator[tuple[str, str]]:
    yield "TY", "ELEC" if work.is_web_page else "NEWS"
    yield "ID", key
    for name in work.authors.names:
        yield "AU", name
    if work.title:
        title = f"[{work.title}]" if work.title_is_own else work.title
        yield "TI", f"{title}：{work.subtitle}" if work.subtitle else title
    if work.newspaper:
        yield "T2", work.newspaper
    if work.published:
        yield "PY", work.published[:4]
        yield "DA", _day(work.published)
    if work.page:
        yield "SP", page(work.page)
    if work.url:
        yield "UR", work.url
        if work.accessed:
            yield "Y2", _day(work.accessed)
    if work.missing:
        yield "N1", "；".join(f"[{name}]" for name in work.missing)
    yield "LA", "zh-CN"
    yield "ER", ""


def _day(iso: str) -> str:
    """``2017/01/19/``: three slashes always, the parts that are not known empty."""
    year, month, day = [*iso.split("-"), "", ""][:3]
    return f"{year}/{month}/{day}/"
