"""The raw text of an article with what became of each of its characters."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# Role in the article: the class that the page paints it with, and what readers call it. The order is that of
# the legend. What no role claims was white space, or was removed in cleaning.
ROLES: dict[str, Promise] = {
    "title": _("标题"),
    "byline": _("作者"),
    "dateline": _("刊载"),
    "heading": _("小标题"),
    "paragraph": _("正文"),
    "caption": _("图片说明"),
    "credit": _("编校署名"),
    "furniture": _("版面文字"),
    "removed": _("清理掉的"),
}
TITLE_FIELDS = ("kicker", "title", "subtitle")
DATELINE_FIELDS = ("published_on", "newspaper", "issue", "page")
EVIDENCE: dict[str, Promise] = {
    "region": _("地区所据"),
    "period": _("年份所据"),
    "issuer": _("单位所据"),
}


Span = tuple[int, int]
"""Characters of the raw text, from the first to before the second."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of raw characters with one role. ``evidence`` names what they were also read as the ground of.

    ``line`` is the line of a picture that they were read from, which some stretch ``begins``.
    """

    text: str
    role: str
    evidence: str | None = None
    line: str | None = None
    begins: bool = False
    is_doubtful: bool = False
    is_found: bool = False

    @property
    def label(self) -> str:
        names = [str(ROLES[self.role])] if self.role in ROLES else []
        if self.evidence:
            names.append(str(EVIDENCE[self.evidence]))
        if self.is_doubtful:
            names.append(gettext("识别把握不大"))
        return " · ".join(names)

    @property
    def css_class(self) -> str:
        marks = {"is-evidence": self.evidence, "is-doubtful": self.is_doubtful, "is-found": self.is_found}
        return " ".join([f"role-{self.role}", *(name for name, holds in marks.items() if holds)])


def stretches(raw: str, provenance: dict[str, Any]) -> list[Stretch]:
    """``raw`` cut where the role changes; joined again the stretches give ``raw``."""
    roles = ["removed"] * len(raw)
    grounds: list[str | None] = [None] * len(raw)
    # A dateline often lies within a line of page furniture: what says more is painted last.
    for role, start, end in sorted(_claims(provenance), key=lambda claim: _PAINTED[claim[0]]):
        for place in range(max(start, 0), min(end, len(raw))):
            roles[place] = role
    for name in EVIDENCE:
        for start, end in _spans(provenance.get(name)):
            for place in range(max(start, 0), min(end, len(raw))):
                grounds[place] = name
    found: list[Stretch] = []
    start = 0
    for place in range(1, len(raw) + 1):
        if place == len(raw) or (roles[place], grounds[place]) != (roles[start], grounds[start]):
            text = raw[start:place]
            role = "space" if roles[start] == "removed" and not text.strip() else roles[start]
            found.append(Stretch(text, role, grounds[start]))
            start = place
    return found


def cut(found: Sequence[Stretch], places: Sequence[int]) -> Iterator[tuple[int, Stretch]]:
    """The stretches, cut at these places too, each with where it begins."""
    starts = list(accumulate((len(stretch.text) for stretch in found), initial=0))
    edges = sorted({*starts, *(place for place in places if 0 < place < starts[-1])})
    for start, end in pairwise(edges):
        number = bisect_right(starts, start) - 1
        stretch, within = found[number], start - starts[number]
        text = stretch.text[within : end - starts[number]]
        yield start, replace(stretch, text=text, begins=stretch.begins and within == 0)


_PAINTED = {
    role: order
    for order, role in enumerate(
        ["furniture", "paragraph", "caption", "credit", "heading", "byline", "dateline", "title"]
    )
}


def _claims(provenance: dict[str, Any]) -> Iterator[tuple[str, int, int]]:
    """(role, start, end) for every span that the reader noted."""
    for name in TITLE_FIELDS:
        yield from (("title", start, end) for start, end in _spans(provenance.get(name)))
    for name in DATELINE_FIELDS:
        yield from (("dateline", start, end) for start, end in _spans(provenance.get(name)))
    lists = {"bylines": "byline", "credits": "credit", "captions": "caption", "furniture": "furniture"}
    for name, role in lists.items():
        yield from (
            (role, start, end) for spans in _listed(provenance.get(name)) for start, end in _spans(spans)
        )
    for section in _listed(provenance.get("sections")):
        if isinstance(section, dict):
            yield from (("heading", start, end) for start, end in _spans(section.get("heading")))
            for spans in _listed(section.get("paragraphs")):
                yield from (("paragraph", start, end) for start, end in _spans(spans))


def _listed(stored: Any) -> list[Any]:
    return stored if isinstance(stored, list) else []


def _spans(stored: Any) -> Iterator[tuple[int, int]]:
    """The pairs of whole numbers in what a row holds as spans."""
    for pair in _listed(stored):
        match pair:
            case [int(start), int(end)]:
                yield start, end
