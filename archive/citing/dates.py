"""Days as references write them, out of the ways in which they come."""

import re
from contextlib import suppress
from datetime import date

from archive.ingest.dates import dates_in
from archive.ingest.folding import fold
from archive.ingest.lines import Line

PARTIAL = re.compile(r"((?:19|20)\d\d)(?:\s?[年\-./]\s?(0?[1-9]|1[0-2])?\s?月?)?")  # 2019 · 2019年 · 2019-05
CLOCK = re.compile(r"(?<=\d)[T ]\d{1,2}:\d\d.*$")  # 2019-05-01T08:00:00+08:00


def iso_date(text: str) -> str | None:
    """``2019-05-01``, or as much of it as is given; None for what is no date."""
    plain = CLOCK.sub("", fold(text).strip())
    with suppress(ValueError):
        return date.fromisoformat(plain).isoformat()
    found = list(dates_in(Line(plain, plain, ((0, len(plain)),))))
    if len(found) == 1 and len(found[0][1].text) == len(plain):
        return found[0][0].isoformat()
    partial = PARTIAL.fullmatch(plain)
    if partial is None:
        return None
    year, month = partial.groups()
    return f"{year}-{int(month):02}" if month else str(year)
