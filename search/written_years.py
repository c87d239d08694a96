"""Years as a query writes them: 2018..2021, 2018年以来, 十三五, 近三年."""

import re

from django.utils import timezone

from search.analysis import plain_text
from search.box.years import years_in
from search.query import Node, Years, disjunction

YEAR = "(1[89][0-9]{2}|20[0-9]{2}|2100)(?:年度|年)?"
BETWEEN_YEARS = r"(?:\.{2,}|…+|-+|—+|~|至|到)"
YEAR_RANGE = re.compile(rf"(?:{YEAR})?({BETWEEN_YEARS})(?:{YEAR})?")
SINGLE_YEAR = re.compile(YEAR)
SPACED_YEARS = re.compile(rf"{YEAR}(?:\s+{BETWEEN_YEARS}\s*|\s*{BETWEEN_YEARS}\s+){YEAR}(?![^\s)）|｜])")
"""年份: 2016 至 2020, as one writes it by hand."""
YEARS_SINCE = re.compile(rf"{YEAR}(?:以来|以后|之后|起|后)|(?:>=|≥|自|从){YEAR}(?:以来|以后|起)?")
YEARS_UNTIL = re.compile(rf"{YEAR}(?:以前|之前|为止|止|前)|(?:<=|≤|至|到){YEAR}(?:止|为止)?")
YEARS_BEYOND = re.compile(rf"([<>]){YEAR}")
YEARS_LISTED = re.compile(rf"{YEAR}(?:[、，,;；/和与]{YEAR})+")
WIDTH_OF_YEARS = (
    {0xFF10 + digit: str(digit) for digit in range(10)}
    | str.maketrans("．－～〜–―＞＜＝", ".-~~-—><=")
    | str.maketrans("〇零○一二三四五六七八九", "000123456789")
)
"""Input methods in full-width mode write all digits wide; 二〇一九 is 2019. One sign for each, so places stay."""


def read_years(text: str) -> Node | None:
    """2018, 2018年, 2018..2021, 2018～, ..2021, 2018年以来, 2018、2020, 十三五; None when it is none of these."""
    return _written_years(text.translate(WIDTH_OF_YEARS)) or spoken_years(text, lasting=True)


def spoken_years(text: str, *, lasting: bool = False) -> Years | None:
    """Years in words: “十四五”期间, 近三年, 去年; with ``lasting`` only those that are the same next year."""
    plain = plain_text(text)
    found = years_in(plain, this_year=timezone.localdate().year)
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(plain)):
        return None
    return None if lasting and not found[0].lasting else Years(found[0].first, found[0].last)


def _written_years(text: str) -> Node | None:
    if single := SINGLE_YEAR.fullmatch(text):
        return Years(int(single[1]), int(single[1]))
    if YEARS_LISTED.fullmatch(text):
        return disjunction(Years(int(year), int(year)) for year in re.findall(YEAR, text))
    if beyond := YEARS_BEYOND.fullmatch(text):
        year = int(beyond[2])
        return Years(year + 1, None) if beyond[1] == ">" else Years(None, year - 1)
    if since := YEARS_SINCE.fullmatch(text):
        return Years(int(since[1] or since[2]), None)
    if until := YEARS_UNTIL.fullmatch(text):
        return Years(None, int(until[1] or until[2]))
    span = YEAR_RANGE.fullmatch(text)
    if span is None or not (span[1] or span[3]):
        return None
    return Years(int(span[1]) if span[1] else None, int(span[3]) if span[3] else None)
