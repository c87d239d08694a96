"""The query language: text to a small tree with a canonical text form."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """Characters to find. ``quoted``: side by side and nothing else. ``field``: a key of FIELDS, or None for all."""

    text: str
    quoted: bool = False
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Years:
    """年份:2018..2021: articles whose period overlaps these years, both inclusive; an open end is None."""

    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class And:
    children: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Or:
    children: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    child: "Node"


@dataclass(frozen=True, slots=True)
class Everything:
    """The empty query: every published article."""


Node = Term | Years | And | Or | Not | Everything

FIELDS = {
    "title": "标题",  # kicker, title and subtitle
    "heading": "小标题",
    "newspaper": "报纸",
    "issuer": "单位",
    "region": "地区",
    "body": "正文",  # paragraphs
}
