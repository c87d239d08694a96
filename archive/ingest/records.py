"""The values that travel through the pipeline.

Offsets are half-open character ranges into ``SourceText.raw``: the decoded text as it was read, before any
cleaning. A value that was rejoined across a page break rests on several ranges, one for each piece.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from archive.ingest.ocr.pages import ReadPage
from archive.ingest.wording import Values, in_words, quoted
from archive.regions.clues import RegionBasis


class Kind(StrEnum):
    """What a text is (体裁)."""

    ANNUAL_REVIEW = "annual_review"
    MULTI_YEAR_REVIEW = "multi_year_review"
    PLAN = "plan"
    OTHER = "other"


class PeriodBasis(StrEnum):
    """What a period rests on, the strongest source first."""

    TITLE = "title"
    SUBTITLE = "subtitle"
    TEXT = "text"
    PUBLISHED = "published"
    NAME = "name"  # of the file or its folders
    EDITOR = "editor"
    UNKNOWN = "unknown"


class UnreadableFile(Exception):
    """A file that gives no text at all. The only thing that ingest raises.

    ``code`` names the reason for programs (``empty``, ``binary``, ``too-large``, ``encoding`` …); with its
    ``values`` it is put into words for people, which say what to do instead (``wording``).
    """

    def __init__(self, code: str, name: str, /, **values: Any) -> None:
        self.code, self.name, self.values = code, name, values
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """The reason in Chinese, behind the name of the file."""
        return quoted(self.name) + in_words(self.code, self.values)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters ``start`` to ``end`` (exclusive) of the raw text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """Cleaned words and the places in the raw text that they came from, in reading order."""

    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class SourceText:
    """The decoded file. ``encoding`` is a Python codec name; None where the format is not plain text."""

    raw: str
    encoding: str | None
    media_type: str


@dataclass(frozen=True, slots=True)
class RegionGuess:
    """A division, or none (``code`` None, ``basis`` unknown), with the words that it rests on.

    ``path`` runs from the province down to the division: ``("江西省", "上饶市", "广丰区")``.
    ``valid_from`` tells rows of one code apart (襄樊市 and 襄阳市 are both 420600).
    """

    code: str | None = None
    valid_from: int | None = None
    path: tuple[str, ...] = ()
    basis: RegionBasis = RegionBasis.UNKNOWN
    evidence: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class PeriodGuess:
    """The years that the text reports on, both inclusive, or none, with the words that they rest on.

    ``inferred`` marks years that were reckoned, not read: 五年来 counted back from the publication date.
    """

    start: int | None = None
    end: int | None = None
    basis: PeriodBasis = PeriodBasis.UNKNOWN
    inferred: bool = False
    evidence: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionRecord:
    """A heading (None for the lead) and the paragraphs below it."""

    level: int
    heading: Passage | None
    paragraphs: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class CaptionRecord:
    """Words under a picture; ``section`` is the index of the section that it stood in, None outside the body."""

    passage: Passage
    section: int | None


@dataclass(frozen=True, slots=True)
class NoticeRecord:
    """A doubt of the reader's: its code, what its words need (``wording``), and where it arose."""

    code: str
    values: Values = field(default_factory=dict)
    evidence: tuple[Passage, ...] = ()

    @property
    def message(self) -> str:
        """The doubt in Chinese."""
        return in_words(self.code, self.values)


@dataclass(frozen=True, slots=True)
class ReviewRecord:
    """One article as read from a file. Unknown is None or an empty tuple, never an empty string."""

    kind: Kind
    title: Passage | None
    kicker: Passage | None = None
    subtitle: Passage | None = None
    issuer: Passage | None = None
    region: RegionGuess = field(default_factory=RegionGuess)
    period: PeriodGuess = field(default_factory=PeriodGuess)
    published_on: Passage | None = None  # text is an ISO date, the spans show the words
    newspaper: Passage | None = None
    issue: Passage | None = None
    page: Passage | None = None
    bylines: tuple[Passage, ...] = ()
    credits: tuple[Passage, ...] = ()
    sections: tuple[SectionRecord, ...] = ()
    captions: tuple[CaptionRecord, ...] = ()
    furniture: tuple[Passage, ...] = ()
    notices: tuple[NoticeRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file gave: its text and at least one record."""

    name: str
    source: SourceText
    records: tuple[ReviewRecord, ...]
    pages: tuple[ReadPage, ...] = ()  # where a machine read them from pictures
