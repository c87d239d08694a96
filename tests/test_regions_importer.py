"""A user's own table of divisions, read from a CSV file."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from archive.regions.authority import Authority, Level
from archive.regions.compare import compare, lines
from archive.regions.importer import BadTable, parse, read_csv

HEAD = "代码,一级行政区,二级行政区,名称,级别,状态,启用时间,变更/弃用时间,新代码"
ROWS = (
    "980000,样本省,,样本省,省级,在用,1981,,",
    "982100,样本省,东江地区,东江地区,地级,弃用,1981,1996,980100",
    "980100,样本省,东江市,东江市,地级,在用,1996,,",
    "982121,样本省,东江地区,南浦县,县级,弃用,1981,1996,980121",
    "980121,样本省,东江市,南浦县,县级,弃用,1996,2004,980102[2001];980103;980104",
    "980102,样本省,东江市,城北区,县级,在用,1996,,",
    "980103,样本省,东江市,南浦区,县级,在用,2004,,",
    "980104,样本省,东江市,浦口区,县级,在用,2004,,",
    "989001,样本省,直辖,西岭市,县级,在用,1999,,",
)


def table(rows: Iterable[str] = ROWS) -> list[str]:
    return [HEAD, *rows]


def test_each_row_becomes_a_division_with_its_years() -> None:
    history = parse(table())
    county = next(row for row in history.divisions if row.code == "980121")
    assert (county.name, county.short_name, county.level) == ("南浦县", "南浦", Level.COUNTY)
    assert (county.valid_from, county.valid_to) == (1996, 2004)
    assert (county.pinyin, county.initials) == ("nanpu xian", "npx")


def test_the_parent_is_the_one_of_the_time() -> None:
    parents = {row.code: row.parent_code for row in parse(table()).divisions}
    assert parents["982121"] == "982100"
    assert parents["980121"] == "980100"
    assert parents["989001"] == "980000"
    assert parents["980100"] == "980000"
    assert parents["980000"] is None


def test_a_single_heir_takes_all_and_several_take_parts() -> None:
    steps = {(s.from_code, s.to_code): (s.year, s.whole) for s in parse(table()).successions}
    assert steps == {
        ("982100", "980100"): (1996, True),
        ("982121", "980121"): (1996, True),
        ("980121", "980102"): (2001, False),
        ("980121", "980103"): (2004, False),
        ("980121", "980104"): (2004, False),
    }


def test_it_adds_to_the_national_table(tmp_path: Path) -> None:
    file = tmp_path / "divisions.csv"
    file.write_text("\ufeff" + "\n".join(table()) + "\n", encoding="utf-8")
    history = read_csv(file)
    wider = Authority.load().with_divisions(history.divisions, history.successions)
    old = wider.named("南浦县", 1990)[0]
    assert [step.name for step in wider.path(old)] == ["样本省", "东江地区", "南浦县"]
    assert wider.by_code("361103") is Authority.load().by_code("361103")


@pytest.mark.parametrize(
    ("lines_", "message"),
    [
        (["代码,名称", "1,甲"], "缺少列"),
        (table(["98,样本省,,样本省,省级,在用,1981,,"]), "第 2 行"),
        (table(["980000,样本省,,样本省,省级,在用,,,"]), "没有启用时间"),
        (table(["980000,样本省,,样本省,省级,在用,去年,,"]), "年份“去年”"),
        (table(["980100,样本省,东江市,东江市,地级,在用,1996,,"]), "找不到上级"),
        (table([ROWS[0], ROWS[0]]), "重复"),
    ],
)
def test_a_table_of_another_form_is_refused_with_the_line_and_the_reason(
    lines_: list[str], message: str
) -> None:
    with pytest.raises(BadTable, match=message):
        parse(lines_)


def test_the_comparison_tells_missing_from_misplaced_and_misdated() -> None:
    theirs = parse(table())
    ours = Authority(
        parse(
            table(
                [
                    *ROWS[:5],
                    "980102,样本省,直辖,城北区,县级,在用,1996,,",
                    "980103,样本省,东江市,南浦区,县级,在用,2008,,",
                ]
            )
        ).divisions
    )
    agreement = compare(ours, theirs, since=2002, until=2024)
    found = {v.theirs.code: (v.found is not None, v.placed, v.dated) for v in agreement.verdicts}
    assert found == {
        "980121": (True, True, True),
        "980102": (True, False, False),
        "980103": (True, True, False),
        "980104": (False, False, False),
        "989001": (False, False, False),
    }
    assert agreement.placed == 2 / 5
    assert agreement.dated == 1 / 5
    said = list(lines(agreement, ours))
    assert [line.split()[0] for line in said[:-1]] == ["parent", "years", "missing", "missing"]
