"""Two editors changed one article from the same version: what each did, and what becomes of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from django.utils.translation import gettext

from archive.editing.clauses import CLAUSES, NOT_RESTORED, label, of
from archive.editing.differences import Line, compared, lines_of
from archive.editing.numbering import numbered
from archive.models import Article
from archive.representation import State

NOT_MERGED = {*NOT_RESTORED, "notices"}
"""Notices are settled one by one, by whoever does it first."""
SECTION = "section-"
MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that at least one of the two changed; the lines say from what to what. Empty lines: not changed."""

    key: str
    label: str
    mine: tuple[Line, ...]
    theirs: tuple[Line, ...]

    @property
    def is_contested(self) -> bool:
        return bool(self.mine and self.theirs)

    @property
    def offered(self) -> str | None:
        """What is chosen unless the editor says otherwise; nothing where both changed it."""
        if self.is_contested:
            return None
        return MINE if self.mine else THEIRS


def mine_of(article: Article, base: State, sent: State) -> State:
    """The whole state that an editor wanted: what was sent, on the version that it was made from."""
    mine = base | sent
    if "sections" in sent:
        mine["sections"], _ = numbered(sent["sections"], base["sections"], next_anchor=article.next_anchor)
    if "captions" in sent:
        known = {item["id"]: item for item in base["captions"]}
        mine["captions"] = [
            {"section": None} | known.get(item.get("id"), {}) | item for item in sent["captions"]
        ]
    return mine


def choices(base: State, mine: State, now: State, regions: Mapping[int, str]) -> list[Choice]:
    """What is to be chosen, in the order of the form. What both changed alike is no question."""
    found = chain.from_iterable(
        _of_sections(base, mine, now)
        if clause == "sections" and _same_sections(base, mine, now)
        else [_of_clause(clause, base, mine, now, regions)]
        for clause in CLAUSES
        if clause not in NOT_MERGED and of(mine, clause) != of(now, clause)
    )
    return [choice for choice in found if choice.mine or choice.theirs]


def _of_clause(clause: str, base: State, mine: State, now: State, regions: Mapping[int, str]) -> Choice:
    before = lines_of(base, clause, regions)

    def lines(state: State) -> tuple[Line, ...]:
        if of(base, clause) == of(state, clause):
            return ()
        return tuple(compared(before, lines_of(state, clause, regions)))

    return Choice(clause, label(clause), lines(mine), lines(now))


def _same_sections(*states: State) -> bool:
    ids = [[item.get("id") for item in state["sections"]] for state in states]
    return all(each == ids[0] for each in ids)


def _of_sections(base: State, mine: State, now: State) -> Iterator[Choice]:
    """The same sections in the same order: each is a question by itself."""
    for before, own, other in zip(base["sections"], mine["sections"], now["sections"], strict=True):
        if own != other:
            title = before["heading"] or gettext("导语")
            one = {
                name: base | {"sections": [item]} for name, item in (("b", before), ("m", own), ("n", other))
            }
            choice = _of_clause("sections", one["b"], one["m"], one["n"], {})
            yield Choice(f"{SECTION}{before['id']}", title, choice.mine, choice.theirs)


def merged(mine: State, now: State, picked: Mapping[str, str]) -> State:
    """What of ``mine`` is to be written over the present state, by what was picked for each key of the choices."""
    own = {key for key, choice in picked.items() if choice == MINE}
    wanted: State = {}
    for clause in CLAUSES:
        if clause in own and clause not in NOT_MERGED:
            wanted |= of(mine, clause)
    if any(key.startswith(SECTION) for key in own):
        changed = {item["id"]: item for item in mine["sections"] if f"{SECTION}{item['id']}" in own}
        wanted["sections"] = [changed.get(item["id"], item) for item in now["sections"]]
    return wanted
