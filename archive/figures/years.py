"""The years of a figure: those that its sentence names, else its paragraph, else the article's."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.figures.records import Basis, Period, Setting
from archive.ingest.text.numerals import HAN_YEAR, han_number, han_year

FIRST_YEAR = 1949
YEAR = rf"(?:(?<![\d.])(?:19[5-9]|20[0-4])\d|(?<![一二三四五六七八九十百千万亿第]){HAN_YEAR})"
RANGE = re.compile(rf"({YEAR})年?(?:度|初|底|\d{{1,2}}月)?(?:—+|-+|~|～|至|到)({YEAR})年")
SINCE = re.compile(rf"({YEAR})年(?:\d{{1,2}}月)?[^,。;]{{0,24}}?(?:以来|至今)")
ONE = re.compile(rf"({YEAR})年")
# 比2011年增加, 成立于1953年, 2018年修订的办法: a year beside the figure's own
NOT_ITS_OWN = re.compile(r"(?:比|较|与|同|于|自|自从|早在|当年的|在)$")
# 是2019年的两倍多
BASE_OF_COMPARISON = re.compile(
    r"年?(?:的[\d.一二两三四五六七八九十百几]+多?倍|的基础上|相比|修订|印发|出台|颁布|成立|建成|版)"
)
RELATIVE = re.compile(r"(今年|去年|上年(?!度?(?:增|提|同|相|净|末))|前年)")
SHIFTS = {"今年": 0, "去年": -1, "上年": -1, "前年": -2}
COMPARED = re.compile(r"(?:比|较|与|同)$")
YEARS_BACK = re.compile(
    r"(?:近|这|过去的?|走过的?)?([一二两三四五六七八九十]|\d{1,2})年(?:来|间|以来|里)|(?:近|过去的?)([二两三四五六七八九十])年"
)
FARTHEST_BACK = 12  # years before the article's own that a figure may speak of; 1951 is history


Span = tuple[int, int]
Mention = tuple[int, Span]
Mentions = tuple[Mention, ...]


def last_before(mentions: Mentions, at: int, since: int = 0) -> Span | None:
    """The years that were named last before a place."""
    return next((years for end, years in reversed(mentions) if since < end <= at + 1), None)


@dataclass(frozen=True, slots=True)
class Years:
    """The years of an article, against which its sentences are read."""

    setting: Setting
    says_this_year: bool

    def article(self) -> Period:
        """The article's own years."""
        return Period(self.setting.start, self.setting.end, Basis.ARTICLE)

    def said(self, text: str) -> Mentions:
        """The years that a sentence names, in order: where each mention ends, and its first and last year."""
        if "年" not in text:
            return ()
        return tuple(sorted([*self._absolute(text), *self._relative(text), *self._back(text)]))

    def _absolute(self, text: str) -> Iterator[Mention]:
        for match in ONE.finditer(text):
            year, before = _year(match[1]), text[max(0, match.start() - 3) : match.start()]
            beside = NOT_ITS_OWN.search(before) or BASE_OF_COMPARISON.match(text, match.end() - 1)
            if self._may_be(year) and not beside:
                yield match.end(), (year, year)
        for match in RANGE.finditer(text):
            start, end = _year(match[1]), _year(match[2])
            if start < end and self._may_be(end):
                yield match.end() + 1, (start, end)
        for match in SINCE.finditer(text):
            start, last = _year(match[1]), self.setting.end
            if last is not None and start < last and self._may_be(start):
                yield match.end() + 1, (start, last)

    def _relative(self, text: str) -> Iterator[Mention]:
        this = self._this_year()
        if this is None:
            return
        for match in RELATIVE.finditer(text):
            if not COMPARED.search(text[max(0, match.start() - 1) : match.start()]):
                year = this + SHIFTS[match[1]]
                yield match.end(), (year, year)

    def _this_year(self) -> int | None:
        """What 今年 means: a paper of January that says 去年 of its own year speaks from the year after."""
        end, published = self.setting.end, self.setting.published
        if end is None:
            return published
        if self.says_this_year:
            return end
        return end + 1 if published is None or published > end else end

    def _back(self, text: str) -> Iterator[Mention]:
        """三年来 is counted back from the article's last year, unless that is how long its own span is."""
        start, end = self.setting.start, self.setting.end
        if start is None or end is None:
            return
        for match in YEARS_BACK.finditer(text):
            count = han_number(match[1] or match[2])
            if count > 1 and end - start not in (count - 1, count):
                yield match.end(), (end - count + 1, end)

    def _may_be(self, year: int) -> bool:
        end = self.setting.end
        return year >= FIRST_YEAR and (end is None or end - FARTHEST_BACK <= year <= end + 2)


def years_of(setting: Setting, text: str) -> Years:
    """The years of an article with its whole text."""
    return Years(setting, "今年" in text)


def _year(words: str) -> int:
    return int(words) if words.isdigit() else han_year(words)
