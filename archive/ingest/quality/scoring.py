"""How well a reading agrees with a label made by a careful reader, field by field.

Labels are JSON objects, one a line, with the words of each field or null. Words are compared without width,
case, white space, dashes, quotation marks and colons; nothing else is forgiven. What a label leaves null is
only asked not to be invented (period, region), and passed over otherwise.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

from archive.ingest.records import Kind, PeriodBasis
from archive.ingest.text.patterns import pattern

Label = Mapping[str, Any]
Item = Mapping[str, Any]

REVIEWS = (Kind.ANNUAL_REVIEW, Kind.MULTI_YEAR_REVIEW)
# endings by which one text saved in several forms has one label
FORMS = pattern(r"\.(?:gb18030\.txt|txt|html|docx|pdf)$", like="综述.gb18030.txt", unlike="综述.md")
UNCOUNTED_SIGNS = pattern(r"[\s\u3000\"'“”‘’「」『』—\-–•·:：]+", like="工会 综述", unlike="工会综述")
BYLINE_WORDS = pattern(
    r"本报|记者|通讯员|特约|撰稿|作者|文/图|图/文|文/|图/|摄影|[:：/]", like="本报记者 张三", unlike="张三"
)
BETWEEN_NAMES = pattern(r"[\s、,，]+", like="张三、李四", unlike="张三")
BODY_START, SEAM = (
    12,
    8,
)  # characters compared at the start of the body, and on each side of a broken sentence
SHORTEST_FURNITURE = 4
# By the first word of a field, how the codes of the notices begin that tell of a doubt about it,
TOLD_BY = {
    "kind": ("kind-",),
    "title": ("title-",),
    "kicker": ("head-",),
    "subtitle": ("head-",),
    "issuer": ("issuer-",),
    "region": ("region-",),
    "period": ("period-", "kind-plan"),
    "published_on": ("published-",),
    "newspaper": ("newspaper-",),
    "bylines": ("bylines-",),
    "headings": ("headings-",),
    "captions": ("captions-",),
    "body": ("body-",),
}
# and of those that do so where they name its words: a doubt about one line is none about all others
OF_LINES = ("title-", "head-", "bylines-", "headings-", "captions-", "page-matter-")
LEAST_NAMED = 0.5  # of a value's words, that a notice names


@dataclass(frozen=True, slots=True)
class Mark:
    """One field of one text: between 0 and 1, with what was read and what was wanted when it is below 1.

    ``told``: a notice tells of a doubt about the field. A wrong value without one is silent.
    """

    field: str
    value: float
    file: str
    got: object = None
    wanted: object = None
    told: bool = False

    @property
    def silent(self) -> bool:
        return self.value < 1 and not self.told

    @property
    def doubted(self) -> bool:
        """Right, with a notice all the same."""
        return self.value == 1 and self.told


def folded(words: object) -> str:
    """Words for comparison; None is as good as nothing."""
    return UNCOUNTED_SIGNS.sub("", unicodedata.normalize("NFKC", str(words or "")).lower())


def persons(parts: Iterable[str]) -> set[str]:
    """The names in by-lines and credits; a letter-spaced name (孟  凡) is one."""
    found: set[str] = set()
    for part in parts:
        single = ""
        for word in filter(None, BETWEEN_NAMES.split(BYLINE_WORDS.sub(" ", part))):
            if len(word) > 1:
                found.add(word)
                continue
            single += word
            if len(single) == 2:
                found.add(single)
                single = ""
    return found


def agreement(got: set[str], wanted: set[str]) -> float:
    """F1 of two sets; 1 when both are empty."""
    if not got and not wanted:
        return 1.0
    return 2 * len(got & wanted) / (len(got) + len(wanted))


def key_of(name: str) -> str:
    """The text that a file name stands for, whatever form it is saved in."""
    return FORMS.sub("", name.rsplit("/", 1)[-1])


def marks(label: Label, item: Item | None) -> Iterator[Mark]:
    """Every mark that one text gets."""
    file = str(label.get("file") or label["id"])
    if item is None or item.get("error"):
        yield Mark("read", 0.0, file, item and item.get("error"), "a record")
        return
    yield Mark("read", 1.0, file)
    notices = item.get("notices") or ()
    codes = [str(notice["code"]) for notice in notices]
    named = [
        folded(words)
        for notice in notices
        if str(notice["code"]).startswith(OF_LINES)
        for words in notice.get("evidence") or ()
    ]
    for row in _fields(label, item):
        told = _is_told(row.field, codes) or any(map(_names, repeat(named), row.at_stake))
        yield Mark(row.field, float(row.value), file, row.got, row.wanted, told)


def _is_told(field: str, codes: Sequence[str]) -> bool:
    beginnings = TOLD_BY.get(field.split(maxsplit=1)[0].rstrip(":"), ())
    return any(code.startswith(beginnings) for code in codes)


def _names(named: Sequence[str], words: str) -> bool:
    """True where a notice names these words, as they are or as a good part of the line that they stand in."""
    return any(
        words in line or (line in words and len(line) >= LEAST_NAMED * len(words)) for line in named if line
    )


@dataclass(frozen=True, slots=True)
class _Row:
    """What one field of a label is worth, and its words, folded, by which a notice may name it."""

    field: str
    value: float
    got: object
    wanted: object
    at_stake: tuple[str, ...] = ()


def _fields(label: Label, item: Item) -> Iterator[_Row]:
    kind = item.get("kind")
    if label["genre"] == "negative":
        yield _Row("kind: negatives told apart", kind not in REVIEWS, kind, "not a review")
        return
    if not label.get("borderline"):
        yield _Row("kind: reviews recognised", kind in (*REVIEWS, Kind.PLAN), kind, "a review")
    if label.get("articles"):
        return
    yield from _title_block(label, item)
    yield from _place_and_time(label, item)
    yield from _makers(label, item)
    yield from _parts(label, item)


def _title_block(label: Label, item: Item) -> Iterator[_Row]:
    standard = label.get("norm") or {}
    for field in ("title", "kicker", "subtitle"):
        wanted = label.get(field)
        if field == "title" and not wanted:
            continue  # a reader may name a text that has no title
        accepted = {folded(words) for words in (wanted, standard.get(field)) if words} or {""}
        got = folded(item.get(field))
        yield _Row(field, got in accepted, item.get(field), wanted, _at_stake(got, wanted))
    unions = {
        folded(words)
        for words in (label.get("union"), label.get("union_norm"), standard.get("union"))
        if words
    }
    if unions:
        got = folded(item.get("issuer"))
        agrees = any(got == union for union in unions)
        agrees = agrees or (bool(got) and any(got.endswith(union) or union.endswith(got) for union in unions))
        yield _Row("issuer", agrees, item.get("issuer"), label.get("union"))


def _place_and_time(label: Label, item: Item) -> Iterator[_Row]:
    path = [folded(name) for name in (item.get("region") or {}).get("path") or ()]
    levels = [label[level] for level in ("province", "city", "county") if label.get(level)]
    if levels:
        yield _Row("region: deepest level", folded(levels[-1]) in path, path, levels)
    elif not label.get("region_note"):
        yield _Row("region: not invented", not path, path, None)
    period = item.get("period") or {}
    got = period.get("start"), period.get("end"), period.get("basis")
    if label.get("year_from"):
        wanted = label["year_from"], label["year_to"]
        yield _Row("period", got[:2] == wanted, got, wanted)
    else:
        yield _Row("period: not invented", got[0] is None or got[2] == PeriodBasis.PUBLISHED, got, None)
    if label.get("published"):
        day = item.get("published_on")
        yield _Row("published_on", day == label["published"], day, label["published"])
    if label.get("newspaper"):
        agrees = folded(item.get("newspaper")) == folded(label["newspaper"])
        yield _Row("newspaper", agrees, item.get("newspaper"), label["newspaper"])


def _makers(label: Label, item: Item) -> Iterator[_Row]:
    if label.get("bylines"):
        got = persons([*(item.get("bylines") or ()), *(item.get("credits") or ())])
        wanted = persons(label["bylines"])
        yield _Row("bylines", wanted <= got, sorted(got), sorted(wanted))


def _parts(label: Label, item: Item) -> Iterator[_Row]:
    sections: Sequence[Item] = item.get("sections") or ()
    if not label.get("headings_partial") and not label.get("truncated"):
        wanted = {folded(heading) for heading in label.get("headings") or ()}
        got = {
            folded(part["heading"]) for part in sections if part.get("heading") and part.get("level", 1) == 1
        }
        yield _row_of_sets("headings F1", got, wanted)
    wanted = {folded(caption) for caption in label.get("captions") or ()}
    got = {folded(caption) for caption in item.get("captions") or ()}
    if wanted or got:
        yield _row_of_sets("captions F1", got, wanted)
    body = folded("\n".join(paragraph for part in sections for paragraph in part["paragraphs"]))
    for first, second in label.get("split_paragraphs") or ():
        whole = folded(first)[-SEAM:] + folded(second)[:SEAM] in body
        yield _Row("split sentences rejoined", whole, None, (first, second))
    article, page = _article(item, sections), folded("".join(item.get("furniture") or ()))
    for words in map(folded, _article_of(label)):
        kept = words in article or words not in page
        yield _Row("article kept out of page matter", kept, None, words, _at_stake(words))
    for words in label.get("boilerplate") or ():
        if len(folded(words)) >= SHORTEST_FURNITURE:
            out = folded(words) not in body
            yield _Row("furniture kept out of the body", out, None, words, _at_stake(words))
    starts = [
        folded(label.get(field))[:BODY_START] for field in ("body_first_chars", "lead") if label.get(field)
    ]
    if label.get("body_first_chars"):
        right = any(body.startswith(start) for start in starts)
        begin = body[:BODY_START]
        yield _Row(
            "body starts right", right, body[:24], label["body_first_chars"], _at_stake(begin, *starts)
        )


def _row_of_sets(field: str, got: set[str], wanted: set[str]) -> _Row:
    """What is in one of the sets only is told when they differ; all of it is at stake."""
    return _Row(
        field,
        agreement(got, wanted),
        sorted(got - wanted),
        sorted(wanted - got),
        _at_stake(*sorted(got | wanted)),
    )


def _at_stake(*words: object) -> tuple[str, ...]:
    return tuple(filter(None, map(folded, words)))


def _article(item: Item, sections: Sequence[Item]) -> str:
    """All words that were read as the article's, in whatever part of it."""
    heads = [item.get(field) for field in ("kicker", "title", "subtitle")]
    parts = [words for part in sections for words in (part["heading"], *part["paragraphs"])]
    everything = (*heads, *(item.get("bylines") or ()), *parts, *(item.get("captions") or ()))
    return "".join(folded(words) for words in everything)


def _article_of(label: Label) -> Iterator[str]:
    """The words of the article that the label names."""
    yield from (label[field] for field in ("kicker", "title", "subtitle") if label.get(field))
    for field in ("headings", "subheadings", "captions", "paragraphs"):
        yield from label.get(field) or ()
    yield from (words for pieces in label.get("split_paragraphs") or () for words in pieces)


@dataclass(frozen=True, slots=True)
class Score:
    """Marks of a whole folder, by field in the order in which the fields first came up."""

    marks: tuple[Mark, ...]

    @property
    def fields(self) -> dict[str, tuple[float, int]]:
        """The mean and the number of marks of each field."""
        values: dict[str, list[float]] = {}
        for mark in self.marks:
            values.setdefault(mark.field, []).append(mark.value)
        return {field: (sum(found) / len(found), len(found)) for field, found in values.items()}

    @property
    def mean(self) -> float:
        """The mean of the fields, each counting alike."""
        means = [mean for mean, _ in self.fields.values()]
        return sum(means) / max(1, len(means))

    @property
    def silent(self) -> dict[str, int]:
        """How many values of each field are wrong without a notice; fields with none are left out."""
        return dict(Counter(mark.field for mark in self.marks if mark.silent))

    @property
    def doubted(self) -> dict[str, int]:
        """How many right values of each field a notice doubts; fields with none are left out."""
        return dict(Counter(mark.field for mark in self.marks if mark.doubted))

    @property
    def silent_share(self) -> float:
        """The share of all values that is wrong without a notice."""
        return sum(mark.silent for mark in self.marks) / max(1, len(self.marks))

    @property
    def doubted_share(self) -> float:
        """The share of the right values whose field has a notice all the same."""
        right = [mark for mark in self.marks if mark.value == 1]
        return sum(mark.doubted for mark in right) / max(1, len(right))

    def notices(self, field: str) -> str:
        """What is to be told of a field's notices: wrong values without one, right values with one."""
        counts = ((self.silent.get(field, 0), "silent"), (self.doubted.get(field, 0), "doubted"))
        return "".join(f", {count} {what}" for count, what in counts if count)

    def summary(self) -> str:
        """The mean of the fields, and the shares of all values that are silent and of the right ones that are doubted."""
        return (
            f"{self.mean:6.3f}  mean of the fields; of all values {self.silent_share:.3f} silent, "
            f"of the right ones {self.doubted_share:.3f} doubted"
        )

    def misses(self, field: str) -> tuple[Mark, ...]:
        """The texts that lost something in a field."""
        return tuple(mark for mark in self.marks if mark.field == field and mark.value < 1)


def score(labels: Iterable[Label], items: Mapping[str, Item]) -> Score:
    """Marks for every label; ``items`` are the reader's objects by ``key_of`` their file."""
    return Score(
        tuple(
            mark
            for label in labels
            for mark in marks(label, items.get(key_of(str(label.get("file") or label["id"]))))
        )
    )
