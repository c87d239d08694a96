"""Where a newspaper is from: 上饶日报 → 上饶市, 钱江晚报 → 浙江省, 工人日报 → nowhere."""

import csv
from functools import cache

from archive.regions.authority import DATA, RANK, Division
from archive.regions.gazetteer import Gazetteer
from archive.regions.timing import at_time


def place_of_newspaper(names: Gazetteer, name: str, year: int | None) -> Division | None:
    """The division that the newspaper is named after or known to be of, in that year."""
    name = name.strip("《》")
    for known, code in _known().items():
        if name.startswith(known):
            return (names.authority.by_code(code, year) or names.authority.by_code(code)) if code else None
    mention = next(names.find(name), None)
    if mention is None or mention.start > 0:
        return None
    rows, _ = at_time(names.authority, mention.rows, year, mention.name)
    highest = min(RANK[row.level] for row in rows)  # 吉安晚报 is of 吉安市, not 吉安县
    rows = [row for row in rows if RANK[row.level] == highest]
    return rows[0] if len(rows) == 1 else None


@cache
def _known() -> dict[str, str]:
    """Newspapers that are not named after their place, and national ones, whose code is empty."""
    with (DATA / "newspapers.tsv").open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["name"]: row["code"] for row in rows}
