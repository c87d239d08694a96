"""Days as references write them, out of the ways in which they come."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from archive.ingest.text.dates import dates_in
from archive.ingest.text.folding import fold
from archive.ingest.text.lines import Line

PARTIAL = re.compile(r"((?:19|20)\d\d)(?:\s?[年\-./]\s?(0?[1-9]|1[0-2])?\s?月?)?")  # 2019 · 2019年 · 2019-05
CLOCK = re.compile(r"(?<=\d)[T ]\d{1,2}:\d\d.*$")  # 2019-05-01T08:00:00+08:00

DASH = re.compile(r"(?<=\d)—(?=\d)")  # 2019－05－01: folded, a wide hyphen is the dash of a text


def with_plain_days(text: str) -> str:
    """The folded text, in which days are written with one kind of dash."""
    return DASH.sub("-", fold(text))


def days_in(plain: str) -> Iterator[tuple[date, int, int]]:
    """Each day of such a text, and where it stands."""
    for day, words in dates_in(Line(plain, plain, ((0, len(plain)),))):
        yield day, words.ranges[0][0], words.ranges[-1][1]


def iso_date(text: str) -> str | None:
    """``2019-05-01``, or as much of it as is given; None for what is no date."""
    plain = CLOCK.sub("", with_plain_days(text).strip())
    with suppress(ValueError):
        return date.fromisoformat(plain).isoformat()
    for day, start, end in days_in(plain):
        if (start, end) == (0, len(plain)):
            return day.isoformat()
    partial = PARTIAL.fullmatch(plain)
    if partial is None:
        return None
    year, month = partial.groups()
    return f"{year}-{int(month):02}" if month else str(year)
