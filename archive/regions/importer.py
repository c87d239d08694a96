"""Reads a user's own table of divisions, to extend the history that comes with the project back to 1980.

The form is a CSV file in UTF-8 with these columns, as several public compilations have them:

    代码,一级行政区,二级行政区,名称,级别,状态,启用时间,变更/弃用时间,新代码
    361122,江西省,上饶市,广丰县,县级,弃用,2000,2015,361103

级别 is 省级, 地级 or 县级; 二级行政区 is empty or 直辖 for what stands directly below the province; 新代码
lists the codes of the successors by semicolons, with a year in brackets for a part that left earlier.

    history = read_csv(path)
    authority = Authority.load().with_divisions(history.divisions, history.successions)
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from archive.regions.authority import Division, Level, Succession
from archive.regions.naming import aliases, short_name
from archive.regions.pinyin import initials, pinyin

LEVELS = {"省级": Level.PROVINCE, "地级": Level.PREFECTURE, "县级": Level.COUNTY}
COLUMNS = (
    "代码", "一级行政区", "二级行政区", "名称", "级别", "启用时间", "变更/弃用时间", "新代码",
)  # fmt: skip
_SUCCESSOR = re.compile(r"(\d{6})(?:\[(\d{4})\])?")


class BadTable(ValueError):
    """The file is not a table of this form; the message says where, in Chinese."""


@dataclass(frozen=True, slots=True)
class ImportedHistory:
    """What one file says."""

    divisions: tuple[Division, ...]
    successions: tuple[Succession, ...]


def read_csv(path: Path) -> ImportedHistory:
    """The history in a file."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return parse(lines)


def parse(lines: Iterable[str]) -> ImportedHistory:
    """The history in the lines of a file, the first being the heads of its columns."""
    reader = csv.DictReader(lines)
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        raise BadTable(f"缺少列：{'、'.join(missing)}")
    rows = [(reader.line_num, row) for row in reader]
    above = _prefectures(rows)
    divisions: dict[tuple[str, int | None], Division] = {}
    by_code: dict[str, list[Division]] = defaultdict(list)
    futures: list[tuple[Division, str]] = []
    for line, row in rows:
        division = _division(line, row, above)
        if division.key in divisions:
            raise BadTable(f"第 {line} 行：{division.code} 在 {division.valid_from} 年重复")
        divisions[division.key] = division
        by_code[division.code].append(division)
        futures.append((division, row["新代码"] or ""))
    return ImportedHistory(tuple(divisions.values()), tuple(_successions(futures, by_code)))


def _prefectures(rows: list[tuple[int, dict[str, str]]]) -> dict[tuple[str, str], list[tuple[str, int, int]]]:
    """(province, prefecture) → its codes, each with its years."""
    found: dict[tuple[str, str], list[tuple[str, int, int]]] = defaultdict(list)
    for line, row in rows:
        if row["级别"] in ("地级", "省级"):
            key = (row["一级行政区"], row["名称"] if row["级别"] == "地级" else "")
            found[key].append((row["代码"], _first(line, row), _last(line, row) or 9999))
    return found


def _division(
    line: int, row: dict[str, str], above: dict[tuple[str, str], list[tuple[str, int, int]]]
) -> Division:
    level = LEVELS.get(row["级别"])
    if level is None or not re.fullmatch(r"\d{6}", row["代码"]) or not row["名称"]:
        raise BadTable(f"第 {line} 行：代码、名称或级别无法识别")
    start, end = _first(line, row), _last(line, row)
    parent_code = None
    if level is not Level.PROVINCE:
        prefecture = row["二级行政区"]
        direct = level is Level.PREFECTURE or prefecture in ("", "直辖")
        parents = above.get((row["一级行政区"], "" if direct else prefecture), [])
        # Two prefectures of one name followed each other (上饶地区's codes, 襄樊市): the one of that time.
        shared = [code for code, first, last in parents if first < (end or 9999) and start < last]
        if not parents:
            raise BadTable(f"第 {line} 行：找不到上级 {row['一级行政区']}{prefecture}")
        parent_code = (shared or [parents[0][0]])[0]
    short = short_name(row["名称"], level)
    return Division(
        code=row["代码"],
        name=row["名称"],
        short_name=short,
        level=level,
        parent_code=parent_code,
        valid_from=start,
        valid_to=end,
        pinyin=pinyin(row["名称"], short),
        initials=initials(row["名称"]),
        aliases=aliases(row["名称"], level),
    )


def _successions(
    futures: list[tuple[Division, str]], by_code: dict[str, list[Division]]
) -> Iterable[Succession]:
    for division, text in futures:
        steps = [(code, int(year) if year else division.valid_to) for code, year in _SUCCESSOR.findall(text)]
        last = [code for code, year in steps if year == division.valid_to]
        for code, year in steps:
            if year is None:
                continue
            rows = [row for row in by_code[code] if row.covers(year) and row is not division]
            begun = [row for row in rows if row.valid_from == year] or rows
            if begun:
                whole = year == division.valid_to and len(last) == 1
                yield Succession(*division.key, *begun[-1].key, year, whole)


def _first(line: int, row: dict[str, str]) -> int:
    year = _year(line, row["启用时间"])
    if year is None:
        raise BadTable(f"第 {line} 行：没有启用时间")
    return year


def _last(line: int, row: dict[str, str]) -> int | None:
    return _year(line, row["变更/弃用时间"])


def _year(line: int, text: str | None) -> int | None:
    if not text:
        return None
    if not re.fullmatch(r"\d{4}", text):
        raise BadTable(f"第 {line} 行：年份“{text}”无法识别")
    return int(text)
