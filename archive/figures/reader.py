"""The figures of an article: its blocks in, frozen records out. The same function reads an edited article again."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.figures.indicators import Alias, Indicator, Nature
from archive.figures.naming import indicators_of
from archive.figures.places import other_place
from archive.figures.quantities import MOST_IN_TEXT, Quantity, quantities
from archive.figures.records import Basis, Block, BlockKind, Figure, Period, Scope, Setting
from archive.figures.scopes import PARTS_OF_WHAT_WAS_SAID, is_planned, per_of, scope_of, whole_of
from archive.figures.sentences import Sentence, sentences
from archive.figures.topics import Said
from archive.figures.years import Mentions, Span, Years, last_before, years_of
from archive.ingest.text.folding import fold

VERSION = 4
"""Of the rules: figures that an older reader stored are read again."""
PERSONS = {"model_workers", "party_members", "workers", "women_workers", "women_members", "volunteers"}
HONOURS = {"honours", "craftsmen", "may1_medals"}
# The other bodies of the masses use the same words for other things: no ledger of indicators for them
OTHER_BODIES = re.compile(
    r"妇联|妇女联合会|团[省市县区]?委|共青团|残联|残疾人联合会|工商联|文联|科协|侨联|红十字会"
)


def read_figures(
    found: Sequence[Block], setting: Setting, aliases: Sequence[Alias] = ()
) -> tuple[Figure, ...]:
    """Every figure of an article, in reading order; ``aliases`` are names of indicators that are at home here."""
    years = years_of(setting, "".join(block.text for block in found))
    reading = _Reading(setting, years, aliases)
    for number, block in enumerate(found):
        if len(reading.figures) >= MOST_IN_TEXT:
            break
        reading.take(number, block)
    return tuple(reading.figures[:MOST_IN_TEXT])


@dataclass(frozen=True, slots=True)
class _Context:
    """Where a sentence stands: its block, what was said before it, the years that it and its paragraph name."""

    block: Block
    number: int
    said: Said
    mentions: Mentions
    years: Span | None


class _Reading:
    """One pass over an article; a heading gives the topic of the paragraphs below it."""

    def __init__(self, setting: Setting, years: Years, aliases: Sequence[Alias]) -> None:
        self.figures: list[Figure] = []
        self._aliases = aliases
        self._setting = setting
        self._years = years
        self._heading = ""
        self._has_ledger = not _is_of_another_body(setting)

    def take(self, number: int, block: Block) -> None:
        folded = fold(block.text)
        said, years = Said(self._heading), None
        for sentence in sentences(folded, quantities(block.text, folded)):
            mentions = self._years.said(sentence.plain)
            if sentence.quantities:
                context = _Context(block, number, said, mentions, years)
                self.figures += self._figures(sentence, context)
            years = mentions[-1][1] if mentions else years
            said.add(sentence.plain)
        if block.kind is BlockKind.HEADING:
            self._heading = folded

    def _figures(self, sentence: Sentence, context: _Context) -> Iterator[Figure]:
        named: list[Indicator | None] = [None] * len(sentence.quantities)
        if self._has_ledger:
            named = indicators_of(sentence, context.said, self._aliases)
        first = len(self.figures)
        wholes: list[int | None] = []
        for index, quantity in enumerate(sentence.quantities):
            whole = whole_of(sentence, index, wholes)
            wholes.append(whole)
            indicator = named[index] = _of_part(sentence, index, whole, named)
            scope = scope_of(sentence, index, indicator, whole)
            period = self._period(sentence, index, context)
            yield Figure(
                text=context.block.text[quantity.start : quantity.end],
                start=quantity.start,
                end=quantity.end,
                block=context.number,
                value=quantity.value,
                low=quantity.low,
                unit=quantity.unit,
                bound=quantity.bound,
                indicator=indicator.code if indicator else None,
                scope=scope,
                part_of=self._whole(sentence, quantity, context, first, whole)
                if scope is Scope.SHARE
                else None,
                planned=self._is_planned(sentence, index, period),
                per=per_of(sentence, index),
                period=period,
                region=other_place(sentence.before(index), self._setting.issuer),
                sentence=context.block.text[sentence.start : sentence.end].strip(),
            )

    def _whole(
        self, sentence: Sentence, quantity: Quantity, context: _Context, first: int, whole: int | None
    ) -> int | None:
        """Which figure a part is of: one of its sentence, or where that begins with 其中 one of the sentence before."""
        if whole is not None:
            return first + whole
        if not sentence.plain.startswith(PARTS_OF_WHAT_WAS_SAID):
            return None
        for index in range(first - 1, -1, -1):
            before = self.figures[index]
            if before.block != context.number:
                return None
            if before.unit == quantity.unit and before.value >= quantity.value and before.part_of is None:
                return index
        return None

    def _is_planned(self, sentence: Sentence, index: int, period: Period) -> bool:
        if self._setting.is_plan or is_planned(sentence, index):
            return True
        end = self._setting.end
        return bool(end and period.start and period.start > end and period.basis is not Basis.ARTICLE)

    def _period(self, sentence: Sentence, index: int, context: _Context) -> Period:
        at = sentence.places[index]
        if own := last_before(context.mentions, at, sentence.segment_start(index)):
            return Period(*own, Basis.SENTENCE)
        before = last_before(context.mentions, at) or context.years
        return Period(*before, Basis.PARAGRAPH) if before else self._years.article()


def _is_of_another_body(setting: Setting) -> bool:
    """True for 望潮区妇联2021年工作综述, also where the union is named in its text and was taken for the issuer."""
    if OTHER_BODIES.search(setting.issuer or ""):
        return True
    title = setting.title or ""
    return bool(OTHER_BODIES.search(title)) and "工会" not in title


def _of_part(
    sentence: Sentence, index: int, whole: int | None, named: Sequence[Indicator | None]
) -> Indicator | None:
    """A part belongs to what its whole does: 工作室12个,其中省级3个; 疗休养320名,其中劳模45名 are no model workers that there are."""
    own = named[index]
    if whole is None or sentence.quantities[index].counts != sentence.quantities[whole].counts:
        return own
    of_whole = named[whole]
    if own is None or of_whole is None:
        return own or of_whole
    are_who_took_part = own.nature is Nature.STOCK and of_whole.nature is Nature.FLOW
    return of_whole if are_who_took_part and own.code in PERSONS and of_whole.code not in HONOURS else own
