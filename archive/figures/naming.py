"""Which indicator a number stands for, by the words around it.

Of several indicators whose words are there, those within a few characters of the number come first, then the one that says
more (劳模创新工作室 before 工作室), then the nearer. A number without words of its own (补助2216人次、398万元) belongs to what
the number before it was about.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.figures.indicators import Alias, Found, Indicator, candidates, counting, found_in, indicators
from archive.figures.measures import Counts
from archive.figures.quantities import Quantity
from archive.figures.scopes import continues
from archive.figures.sentences import Sentence
from archive.figures.topics import Said, last_topic

NEAR = 6  # characters: words farther off count only where none stand nearer
# 补助@、#; 培训@、#; @获得赔付,共#
HEADLESS = re.compile(
    r"[、,和及与]?(?:共|计|共计|合计|金额|发放|资金|款)?|[^,;。@]{0,8},(?:共|计|共计|合计|总额|金额)"
)
# What may stand between the words and the number: 达标率由#, 职工书屋已有#
FILLER = re.compile(r"(?:现已|已经|目前|已|现|共|总计|也|均)*(?:由|从|达到?了?|为|是|共?有|计|共计|合计)?#")
# Words stand farther before their number (开展技能培训、岗位练兵和劳动竞赛共#) than behind it (#名困难职工)
NEAR_BEFORE, NEAR_BEHIND = 22, 6
ON_TOPIC = 2  # characters that a word is worth more where the sentence is about its topic
RESPECTIVELY = "分别"
LISTED = re.compile(r"(?:、|和|与|及|以及|,)")  # between the numbers behind 分别
NAMES_APART = re.compile(r"、|和(?!谐)|及|与|以及")
TOTAL = re.compile(r",(?:目前|现|全[省市区县])?(?:总数|总量|总人数|累计)(?:已)?(?:达到?|为)?")
# 新建驿站7个,总数达68个; of what is new there is an indicator of its own
STOCK_OF = {"new_unions": "grassroots_unions", "new_members": "members"}
HONOURED = re.compile(
    r"#[^#@,;。]{0,10}(?:荣获|获评|获得[^,;。]{0,12}(?:称号|表彰)|被评为|被授予|被命名为|受到[^,;。@]{0,8}表彰|获[^,;。]{0,6}表彰)(?![^,;。@]{0,12}(?:工匠|劳模|劳动模范|奖章|奖状|先锋号))"
)
# 岗位比武与班组文体活动80多场次 counts several things in one
UMBRELLA = re.compile(
    r"(?:竞赛|大赛|比武|比赛)[^,;。@#]{0,4}(?:和|及|、|与)[^,;。@#]{0,4}文体[^,;。@#]{0,6}#"
)


def indicators_of(sentence: Sentence, context: Said, aliases: Sequence[Alias] = ()) -> list[Indicator | None]:
    """The indicator of each quantity of a sentence, or None; ``context`` is what was said before it."""
    named: list[Indicator | None] = []
    opened = _Opened(sentence)
    for index, quantity in enumerate(sentence.quantities):
        topic = _topic(sentence, index, named, opened) or context.topic()
        named.append(
            _continued(sentence, index, named)
            or _respectively(sentence, index, named, topic)
            or _by_alias(sentence, index, quantity, aliases)
            or _by_words(sentence.window(index), quantity, topic)
            or _enumerated(sentence, index, quantity, named)
            or _headless(sentence, index, quantity, named)
        )
    return named


def _continued(sentence: Sentence, index: int, named: Sequence[Indicator | None]) -> Indicator | None:
    """The state after a change counts for what that before did, and so does the total behind what is new."""
    previous = named[-1] if named else None
    if previous and _is_total(sentence, index):
        return indicators()[STOCK_OF.get(previous.code, previous.code)]
    return previous if continues(sentence, index) else None


def _is_total(sentence: Sentence, index: int) -> bool:
    this, last = sentence.quantities[index], sentence.quantities[index - 1]
    return this.unit == last.unit and bool(TOTAL.fullmatch(sentence.between(index - 1, index)))


class _Opened:
    """The topics that the words between the numbers of a sentence open, looked for once and only where they are asked for."""

    def __init__(self, sentence: Sentence) -> None:
        self._pieces = sentence.plain.split("@")
        self._found: dict[int, str | None] = {}

    def before(self, index: int) -> str | None:
        if index not in self._found:
            self._found[index] = last_topic(self._pieces[index])
        return self._found[index]


def _topic(sentence: Sentence, index: int, named: Sequence[Indicator | None], opened: _Opened) -> str | None:
    """What the sentence is about where the quantity stands: the words before it, or the number before these."""
    if told := _told_respectively(sentence, index, named):
        return told.topic
    topic = opened.before(index)
    if topic == "honour" and sentence.between(index - 1, index).startswith("、") and named[-1]:
        topic = named[-1].topic  # 慰问困难职工862户、劳模119人
    for earlier in range(index - 1, -1, -1):
        if topic:
            break
        indicator = named[earlier]
        topic = indicator.topic if indicator else opened.before(earlier)
    return topic


@dataclass(frozen=True, slots=True)
class _Row:
    """The numbers behind 分别: the sentence before it, how many they are, and which of them is asked about."""

    head: str
    size: int
    at: int


def _row(sentence: Sentence, index: int) -> _Row | None:
    head, said, tail = sentence.before(index).rpartition(RESPECTIVELY)
    at = tail.count("@")
    first = index - at
    if not said or not all(_is_listed(sentence, one) for one in range(first + 1, index + 1)):
        return None
    last = index
    while last + 1 < len(sentence.quantities) and _is_listed(sentence, last + 1):
        last += 1
    return _Row(head, last - first + 1, at)


def _is_listed(sentence: Sentence, index: int) -> bool:
    same = sentence.quantities[index].unit == sentence.quantities[index - 1].unit
    return same and bool(LISTED.fullmatch(sentence.between(index - 1, index)))


def _told_respectively(sentence: Sentence, index: int, named: Sequence[Indicator | None]) -> Indicator | None:
    """What 分别 goes back to: 集体合同186份、工资协议172份,分别覆盖职工2.31万人、2.18万人."""
    row = _row(sentence, index)
    if row is None:
        return None
    source = index - row.size
    return named[source] if 0 <= source < row.head.count("@") else None


def _respectively(
    sentence: Sentence, index: int, named: Sequence[Indicator | None], topic: str | None
) -> Indicator | None:
    """组建率和入会率分别达90.2%和94.7%: each number has its name; 会员分别为620人、415人: all have one.

    Where numbers stand before it (职代会1680家、厂务公开1655家,分别增加42家和37家) each goes on with one of these.
    """
    row = _row(sentence, index)
    if row is None:
        return None
    quantity = sentence.quantities[index]
    told = _told_respectively(sentence, index, named)
    if told is not None:
        return told if sentence.quantities[index - row.size].unit == quantity.unit else None
    said = re.split(r"[,;:。@]", row.head)[-1]
    names = NAMES_APART.split(said)[-row.size :]
    own = _by_words(f"{names[row.at]}#", quantity, topic) if len(names) == row.size > 1 else None
    return own or (_by_words(f"{said}#", quantity, topic) if said else None)


def _by_alias(
    sentence: Sentence, index: int, quantity: Quantity, aliases: Sequence[Alias]
) -> Indicator | None:
    """Names that somebody added for this archive come before the rules for all of them; of several the nearest."""
    if not aliases:
        return None
    window, may_be = sentence.window(index), counting(quantity.counts, quantity.unit)
    found = [
        (spoken.gap, -spoken.length, place)
        for place, alias in enumerate(aliases)
        if alias.indicator in may_be and (spoken := found_in(alias.words, window))
    ]
    return aliases[min(found)[2]].indicator if found else None


def _by_words(window: str, quantity: Quantity, topic: str | None) -> Indicator | None:
    if quantity.counts is not Counts.SHARE and HONOURED.search(window):
        return indicators()["honours"]
    if UMBRELLA.search(window):
        return None
    near = _near(window)
    best: tuple[tuple[bool, bool, int, int, int], Indicator] | None = None
    for text in dict.fromkeys((window, FILLER.sub("#", window, count=1))):
        for indicator in candidates(quantity.counts, quantity.unit, text, topic):
            for found in _words_of(indicator, text, topic):
                if indicator.never and indicator.never.search(near):
                    break
                length = found.length + (ON_TOPIC if topic == indicator.topic else 0)
                rank = (found.gap > NEAR, indicator.is_general, -length, found.gap, indicator.order)
                if best is None or rank < best[0]:
                    best = rank, indicator
    return best[1] if best else None


def _enumerated(
    sentence: Sentence, index: int, quantity: Quantity, named: Sequence[Indicator | None]
) -> Indicator | None:
    """What goes on with what was said of the number before: 慰问困难企业23家、困难职工862户."""
    if not named or named[-1] is None or not sentence.between(index - 1, index).startswith("、"):
        return None
    return _by_words(sentence.window(index), quantity, named[-1].topic)


def _words_of(indicator: Indicator, window: str, topic: str | None) -> Iterator[Found]:
    if found := found_in(indicator.words, window):
        yield found
    if indicator.after and topic == indicator.topic and (found := found_in(indicator.after, window)):
        yield found


def _near(window: str) -> str:
    """The number with what stands next to it in its clause."""
    before, _, behind = window.partition("#")
    before = re.split(r"[@;,:]", before[-NEAR_BEFORE:])[-1]
    behind = re.split(r"[@;,、]", behind[:NEAR_BEHIND])[0]
    return f"{before}#{behind}"


def _headless(
    sentence: Sentence, index: int, quantity: Quantity, named: Sequence[Indicator | None]
) -> Indicator | None:
    """The indicator of the same topic as that of the number before, where nothing but a comma stands between."""
    if told := _told_respectively(sentence, index, named):
        return _of_topic(told.topic, quantity)
    previous = named[-1] if named else None
    if previous is None or not HEADLESS.fullmatch(sentence.between(index - 1, index)):
        return None
    if quantity.counts == sentence.quantities[index - 1].counts:
        return None
    return _of_topic(previous.topic, quantity)


def _of_topic(topic: str, quantity: Quantity) -> Indicator | None:
    same = [one for one in counting(quantity.counts, quantity.unit) if one.topic == topic]
    return min(same, key=lambda one: (not one.is_core, one.order), default=None)
