"""The Corps of Xinjiang (新疆生产建设兵团), whose divisions (师) are cities too."""

import re

from archive.regions.authority import Division
from archive.regions.claims import UNION
from archive.regions.clues import BASES, NOTE_NEAREST, Phrase, Resolution
from archive.regions.evidence import Evidence

# 第一师 and 阿拉尔市 are one body, and so on to 第十四师 and 昆玉市; the 11th and 12th have no city.
CITIES = {
    "一": "659002", "二": "659006", "三": "659003", "四": "659008", "五": "659007", "六": "659004",
    "七": "659010", "八": "659001", "九": "659012", "十": "659005", "十三": "659011", "十四": "659009",
}  # fmt: skip
XINJIANG = "650000"
CITIES_OF_THE_CORPS = "6590"
_CORPS = re.compile(r"(?:新疆)?(?:生产建设)?兵团")
# Without the word 兵团: 农八师总工会, 第三师草湖市总工会. Only the Corps has such unions.
_UNION_OF_DIVISION = re.compile(
    r"[第农](?:十[一-四]?|[一二三四五六七八九])师(?:[\u4e00-\u9fff]{2,5}市)?(?:总工会|工会)"
)
_DIVISION = re.compile(r"[第农](十[一-四]?|[一二三四五六七八九])师")


def resolve_corps(evidence: Evidence, phrase: Phrase) -> Resolution | None:
    """第一师阿拉尔市总工会, 兵团第八师工会: the city of that division; else Xinjiang, as the nearest."""
    corps = _CORPS.search(phrase.text)
    division = _DIVISION.search(phrase.text)
    if not (corps or division) or not UNION.search(phrase.text):
        return None
    spoken_of = (
        corps
        or _UNION_OF_DIVISION.search(phrase.text)
        or any(_CORPS.search(other.text) for other in evidence.phrases)
    )
    if not spoken_of:
        return None
    city = _named_city(evidence, phrase) or _city(evidence, division)
    words = [match for match in (corps, division) if match]
    clue = phrase.words(words[0].start(), words[-1].end())
    if city is not None:
        return Resolution(city, BASES[phrase.source], (clue,), (), None)
    if any(m.full and m.rows[0].code != XINJIANG for m in evidence.names.find(phrase.text)):
        return None
    region = evidence.authority.by_code(XINJIANG, evidence.year)
    return Resolution(region, BASES[phrase.source], (clue,), (), NOTE_NEAREST)


def _named_city(evidence: Evidence, phrase: Phrase) -> Division | None:
    """第三师草湖市: a division may have a second city, which is then named."""
    named = (row for found in evidence.names.find(phrase.text) if found.full for row in found.rows)
    return next((row for row in named if row.code.startswith(CITIES_OF_THE_CORPS)), None)


def _city(evidence: Evidence, division: re.Match[str] | None) -> Division | None:
    if division is None or division[1] not in CITIES:
        return None
    return evidence.authority.by_code(CITIES[division[1]], evidence.year)
