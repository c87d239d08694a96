"""What a footnote cites: 云川日报, 2017-01-19(A07) names a paper and a day, whatever stands around them."""

import re
from dataclasses import dataclass
from datetime import date

from archive.citing.dates import days_in, with_plain_days
from archive.ingest.text.newspaper import OPENING_WORDS

NAME = "([\u4e00-\u9fff]{2,16})"
IN_MARKS = rf"[《〈\"]\s*{NAME}\s*[》〉\"]"
BETWEEN = r"[\s,，:(\[]*"
# 《云川日报》2017年1月19日 · 《云川日报》（2017年1月19日第7版）
MARKED_BEFORE = re.compile(rf"{IN_MARKS}{BETWEEN}$")
# 载2017年1月19日《云川日报》第7版
MARKED_AFTER = re.compile(rf"[\s,，)\]的]*{IN_MARKS}")
# …工作综述[N]. 云川日报,2017-01-19 · 载云川日报2017年1月19日
BEFORE = re.compile(rf"{NAME}{BETWEEN}$")
# 2017年1月19日云川日报第3版
AFTER = re.compile(r"[\s的]*([\u4e00-\u9fff]{1,12}?报)")


@dataclass(frozen=True, slots=True)
class Footnote:
    """``newspaper`` in its plain form: 海瀾日報 is 海澜日报 here."""

    newspaper: str
    day: date


def footnote(text: str) -> Footnote | None:
    """The first day of the text that has the name of a paper beside it; None where there is no such pair."""
    plain = with_plain_days(text)
    for day, start, end in days_in(plain):
        if name := _beside(plain[:start], plain[end:]):
            return Footnote(name, day)
    return None


def _beside(before: str, after: str) -> str | None:
    """The name in title marks, or else the bare one, right before the day or right after it."""
    beside = (
        MARKED_BEFORE.search(before),
        MARKED_AFTER.match(after),
        BEFORE.search(before),
        AFTER.match(after),
    )
    names = (OPENING_WORDS.sub("", found[1]) for found in beside if found)
    return next((name for name in names if len(name) >= 2), None)
