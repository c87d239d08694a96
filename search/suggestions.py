"""What a reader may have meant: completions while typing, characters of the same sound afterwards."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from search.analysis import plain_text
from search.counts import Count
from search.lexicon import HAN, LETTERS, Entry, EntryKind, Lexicon, syllables
from search.query import (
    BARE_RUN,
    BREAKING_SIGNS,
    EXCLUSION_SIGNS,
    FIELD_PREFIX,
    Node,
    Term,
    canonical,
    conjunction,
    replaced,
    wanted_terms,
)
from search.state import SearchState

MOST_SUGGESTIONS = 10
MOST_OF_A_KIND = 4
"""So that the counties that begin so leave room for papers, unions and words."""
SHORTEST_LATIN = 2
"""One letter begins the pinyin of hundreds of names."""
EXACT = 1

LONGEST_CORRECTED = 20
MOST_CANDIDATES = 6
MOST_CORRECTIONS = 2
SHORTEST_PART = 2
WORTH_SAYING = 4
"""A correction is offered when it finds this many times as much: 职工惠及 holds 工惠, yet 工会 is meant."""

ORDER_OF_KINDS = (
    EntryKind.REGION, EntryKind.NEWSPAPER, EntryKind.ISSUER, EntryKind.TERM, EntryKind.HEADING,
)  # fmt: skip
FIELD_OF_KIND = {EntryKind.ISSUER: "issuer", EntryKind.HEADING: "heading", EntryKind.TERM: None}


Ranked = tuple[int, int, int, Entry]
"""Rank, negative weight and length of an entry: the order in which entries of a kind are suggested."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A search that one step leads to from what stands in the box."""

    kind: EntryKind
    label: str
    detail: str
    url: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A query of the same sound, with what it finds."""

    text: str
    count: Count


def suggestions(state: SearchState, lexicon: Lexicon) -> list[Suggestion]:
    """Completions of the last word in the box; the rest of the search stays as it is."""
    rest, typed = _last_word(state.text)
    if not typed:
        return []
    ranked: dict[EntryKind, list[Ranked]] = {}
    for entry in lexicon.entries:
        place = rank(entry, typed)
        if place is not None:
            ranked.setdefault(entry.kind, []).append((place, -entry.weight, len(entry.name), entry))
    found: list[tuple[int, int, Entry]] = []
    for place, kind in enumerate(ORDER_OF_KINDS):
        best = sorted(_worth_showing(ranked.get(kind, [])), key=lambda item: item[:3])[:MOST_OF_A_KIND]
        found += [(rank, place, entry) for rank, _weight, _length, entry in best]
    found.sort(key=lambda item: item[:2])
    return [_suggestion(state, rest, entry) for _rank_, _place, entry in found[:MOST_SUGGESTIONS]]


def _worth_showing(ranked: list[Ranked]) -> list[Ranked]:
    """Divisions without articles step back behind those with some, unless they are just what was typed."""
    if all(entry.kind is not EntryKind.REGION or not entry.weight for *_order, entry in ranked):
        return ranked
    return [item for item in ranked if item[0] <= EXACT or item[3].weight]


def _last_word(text: str) -> tuple[str, str]:
    """(what stands before, folded last word); no word inside quotation marks, after a field or a minus."""
    start = max((text.rfind(sign) for sign in f" {BREAKING_SIGNS}"), default=-1) + 1
    word = text[start:]
    if not BARE_RUN.fullmatch(word) or word[0] in EXCLUSION_SIGNS or FIELD_PREFIX.match(word):
        return text, ""
    if start and text[start - 1] != " ":
        return text, ""
    return text[:start].rstrip(), plain_text(word)


def rank(entry: Entry, typed: str) -> int | None:
    """0: begins so; 1, 2: its initials or pinyin are or begin so; 3: holds it; None: none of these."""
    if LETTERS.fullmatch(typed):
        return _rank_of_letters(entry, typed)
    if entry.kind is EntryKind.TERM and typed in entry.texts:
        return None  # it stands in the box already
    if any(text.startswith(typed) for text in entry.texts):
        return 0
    # Of 3,300 divisions many hold 山 or 服务 somewhere in their name; those without articles would be noise.
    worth = len(typed) > 1 and (entry.weight or entry.kind is not EntryKind.REGION)
    return 3 if worth and any(typed in text for text in entry.texts) else None


def _rank_of_letters(entry: Entry, typed: str) -> int | None:
    spellings = (entry.initials, entry.pinyin)
    if len(typed) < SHORTEST_LATIN or not any(spelling.startswith(typed) for spelling in spellings):
        return None
    # 首批, 视频 and 水平 are all sp: for common words initials alone say little.
    return EXACT if typed in spellings and entry.kind is not EntryKind.TERM else EXACT + 1


def _suggestion(state: SearchState, rest: str, entry: Entry) -> Suggestion:
    if entry.kind is EntryKind.REGION:
        regions = tuple(dict.fromkeys((*state.filters.regions, entry.code)))
        detail = _("%(count)d 篇") % {"count": entry.weight} if entry.weight else _("暂无收录")
        return Suggestion(entry.kind, entry.label, detail, state.asking(rest).filtered(regions=regions).url())
    if entry.kind is EntryKind.NEWSPAPER:
        newspapers = tuple(dict.fromkeys((*state.filters.newspapers, entry.name)))
        detail = _("报纸 · %(count)d 篇") % {"count": entry.weight}
        return Suggestion(
            entry.kind, entry.label, detail, state.asking(rest).filtered(newspapers=newspapers).url()
        )
    field = FIELD_OF_KIND[entry.kind]
    term = canonical(Term(entry.name, quoted=field is not None, field=field))
    text = f"{rest} {term}".strip()
    details = {
        EntryKind.ISSUER: _("单位 · %(count)d 篇") % {"count": entry.weight},
        EntryKind.HEADING: _("小标题"),
        EntryKind.TERM: _("词语"),
    }
    return Suggestion(entry.kind, entry.label, details[entry.kind], state.asking(text).url())


@dataclass(frozen=True, slots=True)
class Guess:
    """A term as it may have been meant: its parts, one of them a known name, and how many characters differ."""

    parts: tuple[str, ...]
    changed: int
    weight: int

    def as_query(self, term: Term, *, apart: bool) -> Node | None:
        """The whole term corrected, or its parts each by itself; None where they are too short for that."""
        if not apart:
            return replace(term, text="".join(self.parts))
        if term.quoted or len(self.parts) == 1 or min(map(len, self.parts)) < SHORTEST_PART:
            return None
        return conjunction(replace(term, text=part) for part in self.parts)


def corrections(
    node: Node, *, count: Count, lexicon: Lexicon, find_count: Callable[[Node], Count]
) -> list[Correction]:
    """Queries in which a term is replaced by one of the same sound that finds much more as it stands.

    Of those that are there, the ones that change the fewest characters, what finds most first. Where nothing holds a corrected
    term as a whole, its parts are looked for: 工会驿占 is 工会驿站, or else 工会 and 驿站.
    """
    guesses = [(term, guess) for term in wanted_terms(node) for guess in _guesses(term, lexicon)]
    guesses.sort(key=lambda pair: (pair[1].changed, -pair[1].weight))
    for apart in (False, True):
        candidates: dict[Node, int] = {}
        for term, guess in guesses:
            meant = guess.as_query(term, apart=apart)
            if meant is not None:
                candidates.setdefault(replaced(node, {term: meant}), guess.changed)
        found = [
            (changed, Correction(canonical(candidate), there))
            for candidate, changed in list(candidates.items())[:MOST_CANDIDATES]
            if (there := find_count(candidate)).exact >= max(count.exact * WORTH_SAYING, 1)
        ]
        if found:
            nearest = min(changed for changed, _correction in found)
            corrected = [correction for changed, correction in found if changed == nearest]
            return sorted(corrected, key=lambda correction: -correction.count.exact)[:MOST_CORRECTIONS]
    return []


def _guesses(term: Term, lexicon: Lexicon) -> Iterator[Guess]:
    folded = plain_text(term.text)
    if LETTERS.fullmatch(folded) and SHORTEST_LATIN <= len(folded) <= LONGEST_CORRECTED:
        for entry in (*lexicon.sounding_like(folded), *lexicon.by_initials.get(folded, ())):
            yield Guess((entry.name,), 0, entry.weight)
    elif HAN.fullmatch(folded) and len(folded) <= LONGEST_CORRECTED:
        yield from _with_a_known_name(folded, syllables(term.text), lexicon)


def _with_a_known_name(folded: str, sounds: list[str], lexicon: Lexicon) -> Iterator[Guess]:
    """The text with a stretch changed for a known name of the same sound, the longest stretches first."""
    if len(sounds) != len(folded):
        return
    for length in range(len(folded), 1, -1):
        for start in range(len(folded) - length + 1):
            stretch = folded[start : start + length]
            alike = lexicon.sounding_like("".join(sounds[start : start + length]))
            if any(stretch in entry.texts for entry in alike):
                continue
            for text, weight in ((text, entry.weight) for entry in alike for text in entry.texts):
                if len(text) == length:
                    changed = sum(one != other for one, other in zip(text, stretch, strict=True))
                    parts = (folded[:start], text, folded[start + length :])
                    yield Guess(tuple(part for part in parts if part), changed, weight)
