"""Sentences that a page broke apart: by a column, a page end, a caption in between, or a hard wrap.

A paragraph that does not end a sentence wants its other half. Which later line is that half is decided by the
seam: the word that the two edges make (坚|定不移), figures (1|37家), an open bracket or quotation mark that
the later line closes, or a fragment too short to open a paragraph (心。另一方面).
"""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise

from archive.ingest.lines import Line
from archive.ingest.lists import word_list
from archive.ingest.wrapping import OPENING_MARK

# Frequent words of the genre: where a page broke one apart, the two halves make it again (坚|定不移, 歇|脚). The
# document's own words are asked too, so the list needs no names and no rare words.
COMMON_WORDS = word_list("words")

# Too short to open a sentence: "感、幸福感", "心。另一方面", "七百元,如今"; 入秋, and 五年来, open one
FRAGMENT = re.compile(
    r"^[^,、。!?;:\"'(《]{1,3}[、。!?;)\]》]|^[^,、。!?;:\"'(《\d][,\"]|^[一二两三四五六七八九十百千万\d]{1,4}(?:元|人|名|家|件|份|个|户|次|万元)[,、。]"
)
CLOSING_SIGN = re.compile(r"^[,、。!?;:)\]》\"'…%]")
# How paragraphs begin: 2019年,… · 近年来 · 区总工会 · “三八”… · 据介绍
FRESH_START = re.compile(
    r"^(?:(?:19|20)\d\d年|\d{1,2}月|近年|今年|去年|五年|一年|目前|当前|同时|此外|另外|首先|其次|最后|据|为此|为了|在|自|截至|面对|围绕|[一二三四五]是|"
    r"(?:全|我|本)?[省市县区州旗]总工会|各级|全[省市县区]|[\u4e00-\u9fff]{2,9}总工会|[\"《【#])"
)
PAIRS = (("(", ")"), ("《", "》"), ("[", "]"), ("【", "】"))
# A unit after a figure; 年初 个人 家庭 户外 项目 open sentences of their own
UNIT = re.compile(
    r"^(?:年(?![初底末中终关轻前来复])|月(?![初底末月])|日(?![前常复])|余(?!下)|万|亿|千(?!方)|百(?!姓)|个(?![人体性])|名(?![单师家])|人(?![人民才社大们生均力])|家(?![庭家里门长政属])|件|份|"
    r"场(?![上地馆所])|次|户(?![外籍])|元(?![旦月])|%|点(?![击亮燃])|位(?![于置])|期(?![间盼])|项(?!目)|批(?!准)|座(?!谈)|所(?!以)|册|套|岁|小时|公里|平方)"
)

WORD_SEAM, LONG_SEAM, FIGURE_SEAM, BRACKET_SEAM, FRAGMENT_SEAM, COMMA_SEAM = 2, 2, 4, 4, 2, 2


def is_open(line: Line) -> bool:
    """True when the line breaks off inside a sentence, or inside a figure (1.|2万平方米)."""
    return not line.ends_sentence or bool(re.search(r"\d\.$", line.key[-2:]))


def open_signs(key: str) -> set[str]:
    """The brackets and quotation marks that the line opens and does not close, by their closing sign."""
    signs = {close for opening, close in PAIRS if key.count(opening) > key.count(close)}
    if key.count('"') % 2:
        signs.add('"')
    return signs


def _closes(key: str, sign: str) -> bool:
    at = key.find(sign)
    opening = {close: opening for opening, close in PAIRS}.get(sign)
    return at >= 0 and (opening is None or opening not in key[:at])


def hard_seam(before: Line, after: Line) -> int:
    """Evidence that needs no dictionary: figures, brackets, closing signs, a fragment too short to open."""
    left, right = before.key, after.key
    score = 0
    if (left[-1].isdigit() and (right[0].isdigit() or UNIT.match(right))) or (
        re.search(r"\d\.$", left[-2:]) and right[0].isdigit()
    ):
        score += FIGURE_SEAM
    if any(_closes(right[:60], sign) for sign in open_signs(left[-120:])):
        score += BRACKET_SEAM
    if CLOSING_SIGN.match(right) and right[0] != '"':
        score += BRACKET_SEAM
    elif FRAGMENT.match(right):
        score += FRAGMENT_SEAM
    if left[-1] in ",、(":
        score += COMMA_SEAM
    return score


class OwnWords:
    """Pairs and triples of characters in a text: its own words count like known ones."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys = tuple(keys)

    @cached_property
    def _pairs(self) -> Counter[str]:
        return Counter(first + second for key in self._keys for first, second in pairwise(key))

    @cached_property
    def _triples(self) -> set[str]:
        return {key[at : at + 3] for key in self._keys for at in range(len(key) - 2)}

    def has_word(self, pair: str) -> bool:
        """True for a pair that is a known word, or comes twice in the text."""
        return pair in COMMON_WORDS or self._pairs[pair] >= 2

    def has_triple(self, triple: str) -> bool:
        """True for three characters that stand side by side somewhere in the text."""
        return len(triple) == 3 and triple in self._triples


def seam(before: Line, after: Line, own: OwnWords) -> int:
    """How well ``after`` carries on the sentence that ``before`` breaks off; 0 means no evidence."""
    left, right = before.key, after.key
    score = hard_seam(before, after)
    if own.has_word(left[-1] + right[0]):
        score += WORD_SEAM
    if own.has_triple(left[-2:] + right[:1]) or own.has_triple(left[-1:] + right[:2]):
        score += LONG_SEAM
    if FRESH_START.match(right) and score < FIGURE_SEAM:
        score -= 1
    return max(score, 0)


def may_carry_on(line: Line, *, paragraphs_indented: bool) -> bool:
    """False for a line that shows by its form that it opens something."""
    return not OPENING_MARK.match(line.key) and not (paragraphs_indented and line.indent >= 2)
