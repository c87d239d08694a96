"""How dated tables become rows with years, on small tables of an invented province."""

import hashlib
import io
import json
import tarfile
from pathlib import Path

import pytest

from archive.regions.build.approvals import corrected
from archive.regions.build.earlier import Earlier
from archive.regions.build.history import Facts, History, build, clean, split_at_parents
from archive.regions.build.packages import Change, Snapshot, Source, Timeline

NO_FACTS = Facts(misprints={}, years={}, mergers={})
NO_TIMELINE = Timeline({})
BASE = {"980000": "样本省", "980100": "东江市", "980101": "市辖区", "980102": "城北区", "980121": "南浦县"}
# Hong Kong, Macao and Taiwan stand in every official table.
REST = {"710000": "台湾省", "810000": "香港特别行政区", "820000": "澳门特别行政区"}


def table(*, without: tuple[str, ...] = (), **changed: str) -> dict[str, str]:
    codes = {**BASE, **REST, **{code.strip("_"): name for code, name in changed.items()}}
    return {code: name for code, name in codes.items() if code not in without}


def history(
    *tables: tuple[int, dict[str, str]],
    facts: Facts = NO_FACTS,
    timeline: Timeline = NO_TIMELINE,
    changes: tuple[Change, ...] = (),
) -> History:
    snapshots = [Snapshot(year, 12, names) for year, names in tables]
    return split_at_parents(build(snapshots, changes, timeline, facts))


def spans(built: History) -> dict[tuple[str, str], tuple[int | None, int | None]]:
    return {
        (row.code, row.name): (row.valid_from, row.valid_to) for row in built.rows if row.code[:2] == "98"
    }


def steps(built: History) -> set[tuple[str, str, int, bool]]:
    rows = built.rows
    return {
        (rows[link.before].name, rows[link.after].name, year, link.whole)
        for link, year in built.links.items()
    }


def test_what_is_in_every_table_has_no_years() -> None:
    built = history((2002, table()), (2003, table()))
    assert set(spans(built).values()) == {(None, None)}
    assert built.links == {}


def test_headings_of_a_table_are_no_divisions() -> None:
    assert "市辖区" not in {row.name for row in history((2002, table())).rows}


def test_a_county_that_became_a_district_is_followed_by_its_stem() -> None:
    built = history((2002, table()), (2003, table(without=("980121",), _980103="南浦区")))
    assert spans(built)["980121", "南浦县"] == (None, 2003)
    assert spans(built)["980103", "南浦区"] == (2003, None)
    assert ("南浦县", "南浦区", 2003, True) in steps(built)


def test_a_name_of_one_character_is_followed_when_it_grows() -> None:
    before = table(_980122="浦县")
    after = table(_980182="浦州市")
    assert ("浦县", "浦州市", 2005, True) in steps(history((2004, before), (2005, after)))


def test_a_new_name_for_the_same_code_is_a_new_row() -> None:
    built = history((2002, table()), (2004, table(_980102="望江区")))
    assert spans(built)["980102", "城北区"] == (None, 2004)
    assert ("城北区", "望江区", 2004, True) in steps(built)


def test_a_city_that_is_renamed_gives_each_of_its_counties_a_new_row() -> None:
    built = history((2002, table()), (2010, table(_980100="西江市")))
    districts = [(row.valid_from, row.valid_to) for row in built.rows if row.name == "城北区"]
    assert districts == [(None, 2010), (2010, None)]
    assert ("城北区", "城北区", 2010, True) in steps(built)


def test_a_county_whose_code_is_used_again_for_another_is_followed_by_its_name() -> None:
    before = table(_980123="甲川县", _980124="乙川县")
    after = table(_980123="乙川县", _980125="甲川县")
    built = history((2002, before), (2007, after))
    assert {("甲川县", "甲川县", 2007, True), ("乙川县", "乙川县", 2007, True)} <= steps(built)


def test_what_a_table_leaves_out_by_error_is_put_right_by_a_stated_misprint() -> None:
    facts = Facts({("980102", "成北区"): ("980102", "城北区")}, {}, {})
    built = history((2002, table(_980102="成北区")), (2003, table()), facts=facts)
    assert set(spans(built).values()) == {(None, None)}


def test_a_merger_is_followed_as_stated() -> None:
    facts = Facts({}, {}, {("980121", "南浦县"): [("980102", "城北区", False), ("980104", "浦口区", False)]})
    built = history((2002, table()), (2003, table(without=("980121",), _980104="浦口区")), facts=facts)
    assert {("南浦县", "城北区", 2003, False), ("南浦县", "浦口区", 2003, False)} == steps(built)


def test_what_ended_without_a_trace_is_reported() -> None:
    built = history((2002, table()), (2003, table(without=("980121",))))
    assert [row.name for row in built.unexplained] == ["南浦县"]


def test_a_stated_successor_that_is_not_in_the_table_is_an_error() -> None:
    facts = Facts({}, {}, {("980121", "南浦县"): [("980199", "无名区", True)]})
    with pytest.raises(ValueError, match="无名区"):
        history((2002, table()), (2003, table(without=("980121",))), facts=facts)


def test_the_year_between_two_tables_comes_from_the_finer_source() -> None:
    first, last = table(), table(without=("980121",), _980103="南浦区")
    timeline = Timeline({("980121", "南浦县"): (None, 2015), ("980103", "南浦区"): (2016, None)})
    built = history((2015, first), (2017, last), timeline=timeline)
    assert spans(built)["980103", "南浦区"] == (2016, None)
    assert spans(built)["980121", "南浦县"] == (None, 2016)
    change = Change(2016, ("样本省", "东江市", "南浦县"), ("样本省", "东江市", "南浦区"))
    assert spans(history((2015, first), (2017, last), changes=(change,)))["980103", "南浦区"] == (2016, None)


def test_a_year_stated_by_hand_goes_before_all_others() -> None:
    facts = Facts({}, {("980103", "南浦区", "began"): 2014}, {})
    timeline = Timeline({("980103", "南浦区"): (2016, None)})
    last = table(without=("980121",), _980103="南浦区")
    built = history((2013, table()), (2017, last), facts=facts, timeline=timeline)
    assert spans(built)["980103", "南浦区"] == (2014, None)


def test_another_use_of_the_code_long_before_gives_no_year() -> None:
    timeline = Timeline({("980103", "南浦区"): (1990, None)})
    last = table(without=("980121",), _980103="南浦区")
    assert spans(history((2016, table()), (2017, last), timeline=timeline))["980103", "南浦区"] == (
        2017,
        None,
    )


def test_the_changes_of_the_first_year_come_from_the_timeline() -> None:
    timeline = Timeline({("980121", "南浦县"): (2002, None), ("980122", "浦阳县"): (None, 2001)})
    built = history((2002, table()), (2003, table()), timeline=timeline)
    assert spans(built)["980121", "南浦县"] == (2002, None)
    assert spans(built)["980122", "浦阳县"] == (None, 2002)


def test_zones_and_administrations_that_are_no_counties_stay_out() -> None:
    names = clean(
        table(_980171="东江高新技术产业开发区", _232761="加格达奇区", _632857="大柴旦行政委员会"), {}
    )
    assert not {"980171", "232761", "632857"} & set(names)


def test_an_archive_that_is_not_the_pinned_one_is_refused(tmp_path: Path) -> None:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as package:
        data = json.dumps(BASE).encode()
        member = tarfile.TarInfo("package/data.json")
        member.size = len(data)
        package.addfile(member, io.BytesIO(data))
    (tmp_path / "tables.tgz").write_bytes(content.getvalue())
    pinned = Source("tables.tgz", hashlib.sha256(content.getvalue()).hexdigest())
    assert pinned.open(tmp_path) == content.getvalue()
    with pytest.raises(ValueError, match=r"tables\.tgz"):
        Source("tables.tgz", "0" * 64).open(tmp_path)


def approved(year: str, part_of: str) -> dict[str, str]:
    return {
        "year": year, "from_code": "980102", "from_name": part_of, "to_code": "980103", "to_name": "城南区",
        "extent": "part", "decision": "样函〔2016〕1号", "date": "2016-03-01",
    }  # fmt: skip


def test_a_part_counts_to_the_founding_of_a_division_in_its_own_year_and_is_a_street_later() -> None:
    divisions = [
        ("980102", "城北区", "城北", "county", "980100", "", "", "", "", ""),
        ("980103", "城南区", "城南", "county", "980100", "2016", "", "", "", ""),
    ]
    founding = ("980102", "", "980103", "2016", "2016", "0")
    assert corrected([], divisions, [approved("2016", "城北区")]) == [founding]
    assert corrected([], divisions, [approved("2017", "城北区")]) == []


def test_a_name_is_as_old_as_its_first_yearly_table_whatever_its_code_was() -> None:
    timeline = Timeline(
        {
            ("980800", "东江市"): (2000, None),
            ("980882", "东江市"): (1990, 1999),
            ("980826", "南浦县"): (2000, None),
            ("982126", "南浦县"): (None, 1999),
            ("510202", "江岸区"): (1994, 1996),
            ("500103", "江岸区"): (1997, None),
        }
    )
    earlier = Earlier(timeline)
    assert earlier.since("980800", "东江市") == 2000  # a county had the name before it
    assert earlier.since("980826", "南浦县") is None
    assert earlier.since("500103", "江岸区") == 1994
    assert earlier.since("980103", "城南区") is None  # no table has it
