"""From bytes to records: read, clean, structure, metadata, record."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from archive.ingest.explain import Reason, explain
from archive.ingest.facts.metadata import conclude
from archive.ingest.facts.record import make_record, mojibake_notice
from archive.ingest.facts.told_by_name import NOTHING_TOLD, Told, told_by
from archive.ingest.parts.blocks import Draft
from archive.ingest.parts.no_article import without_article
from archive.ingest.parts.seen_again import Edges, Elsewhere, edges_of_text, nowhere
from archive.ingest.readers.contract import ReadText
from archive.ingest.readers.registry import read as read_format
from archive.ingest.records import NoticeRecord, Reading, ReviewRecord, UnreadableFile
from archive.ingest.structure import articles_of, structure
from archive.ingest.text.cleaning import clean
from archive.ingest.text.lines import Hint
from archive.ingest.text.mapped import MappedText
from archive.ingest.text.patterns import pattern
from archive.regions.authority import Authority

MOST_LINES = 100_000  # a review has a few hundred; bounds the time that a text of nothing but line ends takes
NAMES_ARTICLE = (Hint.KICKER, Hint.TITLE, Hint.SUBTITLE, Hint.HEADING, Hint.SUBHEADING)
LONG_LINE = pattern(
    r"[^\n]{300}", like="一年来一年来" * 50, unlike="一年来一年来一年来" * 33
)  # whatever the format calls it, it is no title and no heading
FORM_FEED = pattern(r"\f\s*", like="\x0c 一年来", unlike="一年来")
SHORTEST_ARTICLE = 20  # characters of running text; below it a file holds navigation only
SHORTEST_SENTENCE = (
    10  # 建家, 帮扶, 宣讲进车间, line by line, are a list of headings; 新建基层工会21家 is a sentence
)


def read_file(
    data: bytes,
    name: str,
    *,
    authority: Authority | None = None,
    elsewhere: Elsewhere = nowhere,
    pictures: bool = True,
) -> Reading:
    """What one file holds. Raises ``UnreadableFile`` when that is nothing; every other doubt is a notice.

    ``elsewhere`` knows the heads and feet of other texts; words in ``pictures`` take minutes.
    """
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise UnreadableFile("empty", name)
    return reading_of(
        read_format(data, name, pictures=pictures), name, authority or Authority.load(), elsewhere
    )


def reading_of(read: ReadText, name: str, authority: Authority, elsewhere: Elsewhere = nowhere) -> Reading:
    """What a text holds that a reader gave. Raises ``UnreadableFile``."""
    if sum(read.source.raw.count(sign) for sign in "\n\r") > MOST_LINES:
        raise UnreadableFile("too-large", name, case="lines")
    text = clean(read.source.raw)
    drafts = structure(text.text, *hints_and_pages(read, text), elsewhere)
    records = records_of(drafts, text, authority, told=told_by(name, authority))
    if not any(has_article(record) for record in records):
        raise without_article(text.text, drafts, name)
    extra = [NoticeRecord(code, values) for code, values in read.notices]
    extra += [notice for notice in (mojibake_notice(read.source.raw),) if notice]
    if len(records) > 1:
        extra.append(NoticeRecord("several-articles", {"count": len(records)}))
    return Reading(name, read.source, tuple(with_notices(record, extra) for record in records), read.pages)


def records_of(
    drafts: Sequence[Draft], text: MappedText, authority: Authority, *, told: Told = NOTHING_TOLD
) -> tuple[ReviewRecord, ...]:
    """What is concluded from the articles of one text, and ``told`` by the name of its file."""
    page = tuple(line for draft in drafts for line in draft.furniture) if len(drafts) > 1 else ()
    return tuple(
        make_record(draft, conclude(draft, authority, page_furniture=page, told=told), text, authority)
        for draft in drafts
    )


def edges_of_file(data: bytes, name: str) -> Edges:
    """The head and the foot of a file's text. Raises ``UnreadableFile``."""
    return edges_of_text(read_format(data, name, pictures=False).source.raw)


def explain_file(
    data: bytes, name: str, *, elsewhere: Elsewhere = nowhere, pictures: bool = True
) -> tuple[tuple[Reason, ...], ...]:
    """Why each line of a file was read as what it is, one list for each of its records: a reading of its own."""
    read = read_format(data, name, pictures=pictures)
    text = clean(read.source.raw)
    return tuple(map(explain, articles_of(text.text, *hints_and_pages(read, text), elsewhere)))


def hints_and_pages(read: ReadText, text: MappedText) -> tuple[dict[int, Hint], frozenset[int]]:
    """What the format says of lines, and where pages begin, by offset in the cleaned text."""
    return hints_after_cleaning(read.hints, text), pages_after_cleaning(read.source.raw, text)


def hints_after_cleaning(hints: dict[int, Hint], text: MappedText) -> dict[int, Hint]:
    """The reader's hints by offset in the cleaned text; a line whose first sign was cleaned away keeps its hint."""
    moved: dict[int, Hint] = {}
    for raw_at, hint in hints.items():
        if hint in NAMES_ARTICLE and LONG_LINE.match(text.text, bisect_left(text.starts, raw_at)):
            continue
        at = bisect_left(text.starts, raw_at)
        while at < len(text.text) and text.text[at].isspace() and text.text[at] != "\n":
            at += 1
        moved.setdefault(at, hint)
    return moved


def pages_after_cleaning(raw: str, text: MappedText) -> frozenset[int]:
    """The offsets in the cleaned text of what stands first behind each form feed of the raw text."""
    pages = set()
    for match in FORM_FEED.finditer(raw):
        at = bisect_left(text.starts, match.end())
        if at < len(text.text):
            pages.add(at)
    return frozenset(pages)


def has_article(record: ReviewRecord) -> bool:
    """True when there is any running text, be it only under pictures."""
    paragraphs = (paragraph for section in record.sections for paragraph in section.paragraphs)
    captions = (caption.passage for caption in record.captions)
    lengths = [len(passage.text) for passage in (*paragraphs, *captions)]
    return sum(lengths) >= SHORTEST_ARTICLE and max(lengths) >= SHORTEST_SENTENCE


def with_notices(record: ReviewRecord, notices: list[NoticeRecord]) -> ReviewRecord:
    return replace(record, notices=(*record.notices, *notices)) if notices else record
