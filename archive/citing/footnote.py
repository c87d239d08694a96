"""What a footnote cites: 云川日报, 2017-01-19(A07) names a paper and a day, whatever stands around them."""

import re
from dataclasses import dataclass
from datetime import date

from archive.ingest.dates import DATE, dates_in
from archive.ingest.folding import fold
from archive.ingest.lines import Line
from archive.ingest.newspaper import OPENING_WORDS

# …工作综述[N]. 云川日报,2017-01-19 · 《云川日报》2017年1月19日 · 载云川日报2017年1月19日
PAPER_BEFORE = re.compile(r"([\u4e00-\u9fff]{2,16})[》\s]*[,，]?\s*$")


@dataclass(frozen=True, slots=True)
class Footnote:
    """``newspaper`` in its plain form: 海瀾日報 is 海澜日报 here."""

    newspaper: str
    day: date


def footnote(text: str) -> Footnote | None:
    """The first day of the text with the name that stands right before it; None where there is no such pair."""
    plain = fold(text)
    day = DATE.search(plain)
    paper = PAPER_BEFORE.search(plain[: day.start()]) if day else None
    if day is None or paper is None:
        return None
    name = OPENING_WORDS.sub("", paper.group(1))
    found = next(dates_in(Line(day.group(), day.group(), ((0, len(day.group())),))), None)
    return Footnote(name, found[0]) if found and len(name) >= 2 else None
