"""An original that was read again: what today's reader says of an article otherwise, and what of that it gets.

What an editor changed stays as the editor left it, unless an editor says otherwise.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from django.contrib.auth.models import User
from django.utils.translation import gettext

from archive.as_read import kept_text, provenance_of, state_of
from archive.editing import lines as of_lines
from archive.editing.clauses import CLAUSES, NOT_RESTORED, changed, clause_of, label, of
from archive.editing.differences import Line, compared, lines_of
from archive.editing.room import What, changing
from archive.editing.writing import put
from archive.ingest.records import Reading, ReviewRecord
from archive.ingest.wording.notices import NOTICES
from archive.models import Article, ArticleEvent
from archive.representation import State, represent
from archive.twins.compare import compare
from archive.twins.profile import Profile, fingerprints
from archive.twins.shelves import remember, text_of

TEXT = ("kicker", "title", "subtitle", "bylines", "credits", "furniture", "sections", "captions")
"""Each line of the original stands in one of these: taken apart, a line would be lost, or stand there twice."""
NOT_READ = {*NOT_RESTORED, "notices", "reprint_of"}
FEWEST_SHARED = 0.5
"""Of the characters of the shorter one of two texts, from which they are one article."""


class AnotherText(Exception):
    """What the file gives today is not this article: it was taken apart otherwise, or is another file."""

    def __init__(self) -> None:
        super().__init__(gettext("原件现在读出的文章和这一篇对不上，没有比较。"))


class LinesLost(Exception):
    """What was chosen would lose lines of the original, or have them twice."""

    def __init__(self, lines: Iterable[str]) -> None:
        shown = "".join(f"“{line[:24]}”" for line in list(lines)[:3])
        super().__init__(
            gettext("这样选会丢掉或重复原文的一些行，例如%(lines)s；标题、正文、图片说明和版面文字请一起选。")
            % {"lines": shown}
        )


@dataclass(frozen=True, slots=True)
class Offer:
    """A clause that the reader now says otherwise: ``lines`` lead from what stands to what it says."""

    clause: str
    label: str
    lines: tuple[Line, ...]
    is_the_editors: bool
    is_taken: bool
    """Unless somebody says otherwise."""


def record_for(article: Article, reading: Reading) -> ReviewRecord:
    """The record that is this article. Raises AnotherText."""
    items = Article.objects.filter(source=article.source_id).values_list("source_item", flat=True)
    if len(reading.records) != 1 + max([article.source_item, *items]):
        raise AnotherText
    record = reading.records[article.source_item]
    texts = ("\n".join(_rows(state_of(record))), "\n".join(_rows(represent(article))))
    if compare(*map(Profile, texts)).shared < FEWEST_SHARED:
        raise AnotherText
    return record


def as_read_now(article: Article, record: ReviewRecord) -> State:
    """The article as it would be if all of the record were taken: what is the same keeps its numbers."""
    read, now = state_of(record), represent(article)
    gone = of_lines.Gone.of(article.pk)
    parts = of_lines.state_of(of_lines.lines_of(read), now, next_anchor=article.next_anchor, gone=gone)
    return now | read | parts


def offers(article: Article, read: State, regions: Mapping[int, str]) -> list[Offer]:
    """What the reader says otherwise, in the order of the form."""
    now, editors = represent(article), the_editors(article.pk)
    differing = [clause for clause in changed(now, read) if clause not in NOT_READ]
    taken = _left_to_the_reader(differing, editors)
    return [
        Offer(
            clause,
            label(clause),
            tuple(compared(lines_of(now, clause, regions), lines_of(_numbered(read), clause, regions))),
            is_the_editors=clause in editors,
            is_taken=clause in taken,
        )
        for clause in differing
    ]


def _numbered(read: State) -> State:
    """New sections and captions have no number yet; to be shown, each needs one of its own."""
    numbers = {
        part: [item | {"id": item["id"] or f"new-{place}"} for place, item in enumerate(read[part])]
        for part in ("sections", "captions")
    }
    return read | numbers


def the_editors(pk: int) -> set[str]:
    """The clauses that somebody changed after the reader. Of an article of before there was a history, all may be."""
    found = set(CLAUSES)
    events = ArticleEvent.objects.of_article(pk).order_by("version")
    for what, clauses in events.values_list("what", "changed"):
        match what:
            case What.IMPORTED:
                found = set()
            case What.REREAD:
                found -= set(clauses)
            case _:
                found |= set(clauses)
    return found


def _left_to_the_reader(clauses: Collection[str], editors: Collection[str]) -> set[str]:
    """Those that nobody changed; the lines of the text only together."""
    free = {clause for clause in clauses if clause not in editors}
    whole = not any(clause in editors for clause in clauses if clause in TEXT)
    return free if whole else free.difference(TEXT)


def take(
    pk: int,
    reading: Reading,
    *,
    by: User | None,
    clauses: Collection[str] | None = None,
    made_from: int | None = None,
) -> Article:
    """Give an article these clauses as its original is read now; unless said, those that no editor changed.

    One event, one undo. Raises AnotherText, LinesLost, Overtaken where it was ``made_from`` another version, InTrash.
    """
    with changing(pk, What.REREAD, by=by, made_from=made_from) as article:
        record = record_for(article, reading)
        now, read = represent(article), as_read_now(article, record)
        differing = {clause for clause in changed(now, read) if clause not in NOT_READ}
        chosen = differing & (
            _left_to_the_reader(differing, the_editors(pk)) if clauses is None else set(clauses)
        )
        wanted: State = dict(chain.from_iterable(of(read, clause).items() for clause in chosen))
        _refuse_loss(now, read, now | wanted)
        wanted["notices"] = list(_doubts(now, read, chosen=chosen, kept=differing - chosen))
        put(article, wanted)
        if chosen and article.source.raw_text == kept_text(reading.source.raw):
            article.provenance = provenance_of(record)  # else the places would be those of another text
            article.save(update_fields=["provenance"])
        if chosen & set(TEXT):
            remember(pk, fingerprints(text_of(pk)))
    return article


def _refuse_loss(now: State, read: State, wanted: State) -> None:
    before, after, chosen = (Counter(_rows(state)) for state in (now, read, wanted))
    wrong = [
        row
        for row in before | after
        if not min(before[row], after[row]) <= chosen[row] <= max(before[row], after[row])
    ]
    if wrong:
        raise LinesLost(wrong)


def _rows(state: State) -> Iterator[str]:
    """Every line of an article that stands in the original."""
    heads = (state[name] for name in ("kicker", "title", "subtitle"))
    sections = (row for item in state["sections"] for row in (item["heading"], *item["text"].splitlines()))
    captions = (item["text"] for item in state["captions"])
    lists = chain(state["bylines"], state["credits"], state["furniture"])
    return filter(None, chain(heads, sections, captions, lists))


def _doubts(now: State, read: State, *, chosen: Collection[str], kept: Collection[str]) -> Iterator[State]:
    """What was answered stays answered, and a doubt about what is kept stays open. An open one that the reader says
    otherwise today is said as it is today: a machine that is 94 % sure of its text, and was 93 %, doubts it still.
    """
    today = [_said(item) for item in read["notices"]]
    gone = set()
    for item in now["notices"]:
        if (
            item["settled_at"]
            or item["code"] not in _OF_THE_READER
            or clause_of(item["code"]) in kept
            or _said(item) in today
        ):
            yield item
        else:
            gone.add(item["code"])
    there = [_said(item) for item in now["notices"]]
    for item in read["notices"]:
        if (clause_of(item["code"]) in chosen or item["code"] in gone) and _said(item) not in there:
            yield item


_OF_THE_READER = {name.partition(":")[0] for name in NOTICES}


def _said(notice: State) -> tuple[str, State, str | None]:
    return notice["code"], notice.get("values") or {}, notice["evidence"]
