"""What is cited: the parts of a reference, read out of the JSON form of an article. Nothing is made up."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from archive.citing.authors import Authors, authors
from archive.citing.dates import iso_date

DASHES = "—–―─‒－- \u3000"
BESIDE_SIGNS = re.compile(r"(?<=[：，。！？、；…]) | (?=[：，。！？、；…])")
NAMES_OF_KINDS = {
    "annual_review": "工作综述",
    "multi_year_review": "工作综述",
    "plan": "工作计划",
    "other": "文章",
}
ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")


class Uncitable(ValueError):
    """The JSON is none of an article; the message says why, in the user's language."""


@dataclass(frozen=True, slots=True)
class Work:
    """One article of a newspaper, or a page of the web where no newspaper is named.

    None is what the page does not give. ``title_is_own`` says that nobody printed the title: it was put together
    from the union, the years and the kind, and stands in square brackets. Days are ISO's, or as much as is known.
    """

    authors: Authors
    title: str | None
    title_is_own: bool
    subtitle: str | None
    newspaper: str | None
    published: str | None
    page: str | None
    url: str | None
    accessed: str | None

    @property
    def is_web_page(self) -> bool:
        """Where a page on the web names no newspaper, itself is cited."""
        return self.newspaper is None and self.url is not None

    @property
    def missing(self) -> tuple[str, ...]:
        """What a reference has to have and this one lacks, as it is said: 版次不详."""
        wanted = {"题名不详": self.title, "日期不详": self.published}
        if self.is_web_page:
            wanted["引用日期不详"] = self.accessed
        else:
            wanted |= {"报纸名不详": self.newspaper, "版次不详": self.page}
        return tuple(name for name, value in wanted.items() if value is None)


def work(record: Mapping[str, Any]) -> Work:
    """The parts of a reference in a record of ``import_reviews --format jsonl``, with ``url`` and ``accessed``."""
    if record.get("error"):
        raise Uncitable(f"这一条没有读出文章：{record['error']}")
    title, subtitle = _title(record, "title"), _subtitle(record)
    if title is None:
        title, subtitle = subtitle, None
    own = _own_title(record) if title is None else None
    return Work(
        authors=authors(_texts(record, "bylines")),
        title=title or own,
        title_is_own=own is not None,
        subtitle=subtitle,
        newspaper=_newspaper(record),
        published=_day(record, "published_on"),
        page=_text(record, "page"),
        url=_address(record),
        accessed=_day(record, "accessed"),
    )


def _text(record: Mapping[str, Any], name: str) -> str | None:
    """A text with its white space closed up; nothing where it is blank."""
    value = record.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise Uncitable(f"“{name}”应是文字，不是 {value!r}")
    return " ".join(value.split()) or None


def _texts(record: Mapping[str, Any], name: str) -> list[str]:
    values = record.get(name) or []
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise Uncitable(f"“{name}”应是文字的列表，不是 {values!r}")
    return values


def _title(record: Mapping[str, Any], name: str) -> str | None:
    """A couplet keeps the blank between its halves; one beside a full-width sign is an accident of lines."""
    text = BESIDE_SIGNS.sub("", _text(record, name) or "")
    return text.rstrip("：: ") or None


def _subtitle(record: Mapping[str, Any]) -> str | None:
    return (_title(record, "subtitle") or "").strip(DASHES) or None


def _own_title(record: Mapping[str, Any]) -> str | None:
    issuer = _text(record, "issuer")
    if issuer is None:
        return None
    kind = NAMES_OF_KINDS.get(str(record.get("kind")), NAMES_OF_KINDS["other"])
    return f"{issuer}{_years(record.get('period'))}{kind}"


def _years(period: object) -> str:
    if not isinstance(period, Mapping):
        return ""
    start, end = period.get("start"), period.get("end")
    if not (isinstance(start, int) and isinstance(end, int)):
        return ""
    return f"{start}年" if start == end else f"{start}—{end}年"


def _newspaper(record: Mapping[str, Any]) -> str | None:
    return (_text(record, "newspaper") or "").strip("《》 ") or None


def _day(record: Mapping[str, Any], name: str) -> str | None:
    text = _text(record, name)
    if text is None:
        return None
    day = iso_date(text)
    if day is None:
        raise Uncitable(f"“{name}”不是日期：{text}")
    return day


def _address(record: Mapping[str, Any]) -> str | None:
    text = _text(record, "url")
    if text is not None and not ADDRESS.fullmatch(text):
        raise Uncitable(f"“url”不是完整的网址：{text}")
    return text
