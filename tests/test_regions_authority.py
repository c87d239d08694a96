"""The table of divisions: who was called what, where and when."""

from itertools import combinations

import pytest

from archive.regions.authority import Authority, Division, Level, Succession


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority.load()


def path_names(authority: Authority, division: Division | None) -> list[str]:
    assert division is not None
    return [step.name for step in authority.path(division)]


def zone(code: str, name: str, parent: str, valid_from: int | None = None) -> Division:
    return Division(code, name, name, Level.ZONE, parent, valid_from, None, "kaifa qu", "kfq")


def test_a_county_has_its_city_and_province_above_it(authority: Authority) -> None:
    assert path_names(authority, authority.by_code("361103")) == ["江西省", "上饶市", "广丰区"]


@pytest.mark.parametrize(
    ("code", "path"),
    [
        ("110101", ["北京市", "东城区"]),
        ("500238", ["重庆市", "巫溪县"]),
        ("419001", ["河南省", "济源市"]),
        ("429021", ["湖北省", "神农架林区"]),
        ("659002", ["新疆维吾尔自治区", "阿拉尔市"]),
        ("441900", ["广东省", "东莞市"]),
        ("810000", ["香港特别行政区"]),
    ],
)
def test_what_stands_directly_below_the_province_has_no_city_above_it(
    authority: Authority, code: str, path: list[str]
) -> None:
    assert path_names(authority, authority.by_code(code)) == path


def name_of(authority: Authority, code: str, year: int | None = None) -> str:
    row = authority.by_code(code, year)
    assert row is not None
    return row.name


def test_a_code_that_changed_its_name_gives_the_name_of_the_year(authority: Authority) -> None:
    assert name_of(authority, "420600", 2008) == "襄樊市"
    assert name_of(authority, "420600", 2010) == "襄阳市"
    assert name_of(authority, "420600") == "襄阳市"


def test_a_county_stood_below_the_name_that_its_city_had_then(authority: Authority) -> None:
    assert path_names(authority, authority.by_code("420602", 2008)) == ["湖北省", "襄樊市", "襄城区"]
    assert path_names(authority, authority.by_code("420602", 2012)) == ["湖北省", "襄阳市", "襄城区"]


def test_a_code_is_unknown_after_it_ended_and_still_known_in_its_last_year(authority: Authority) -> None:
    assert authority.by_code("361122", 2015) is not None
    assert authority.by_code("361122", 2016) is None
    assert authority.by_code("361122") is not None
    assert authority.by_code("999999") is None


def test_a_name_finds_every_division_that_shares_it(authority: Authority) -> None:
    codes = {row.code for row in authority.named("鼓楼区", 2020)}
    assert codes == {"320106", "320302", "350102", "410204", "990203"}


def test_a_name_is_found_short_and_by_its_aliases(authority: Authority) -> None:
    assert [row.code for row in authority.named("翠屏")] == ["511502"]
    assert [row.code for row in authority.named("恩施州")] == ["422800"]
    assert [row.code for row in authority.named("科右前旗")] == ["152221"]
    assert [row.code for row in authority.named("云川经开区")] == ["990191"]


def test_a_name_of_another_time_is_not_found_in_a_year(authority: Authority) -> None:
    assert authority.named("广丰县", 2020) == ()
    assert [row.code for row in authority.named("广丰县", 2012)] == ["361122"]


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("忠县", "忠县"),
        ("城区", "城区"),
        ("沙县区", "沙县"),
        ("浦东新区", "浦东"),
        ("东乡族自治县", "东乡"),
        ("鄂伦春自治旗", "鄂伦春"),
        ("克孜勒苏柯尔克孜自治州", "克孜勒苏"),
        ("积石山保安族东乡族撒拉族自治县", "积石山"),
        ("内蒙古自治区", "内蒙古"),
        ("六枝特区", "六枝"),
        ("大兴安岭地区", "大兴安岭"),
    ],
)
def test_the_short_name_leaves_out_the_kind_and_the_peoples(
    authority: Authority, name: str, short: str
) -> None:
    assert {row.short_name for row in authority.named(name) if row.name == name} == {short}


def test_a_county_that_became_a_district_has_it_as_successor(authority: Authority) -> None:
    county, district = authority.by_code("361122"), authority.by_code("361103")
    assert county is not None and district is not None
    assert authority.successors(county) == (district,)
    assert authority.predecessors(district) == (county,)


def test_a_merged_district_goes_wholly_and_a_divided_one_in_parts(authority: Authority) -> None:
    steps = {(s.from_code, s.to_code): s for s in authority.successions}
    assert steps["110103", "110101"].whole  # 崇文区 → 东城区
    assert steps["110103", "110101"].year == 2010
    assert not steps["330104", "330102"].whole  # 江干区 → 上城区 …
    assert not steps["330104", "330114"].whole  # … and 钱塘区


def test_a_prefecture_that_became_a_city_is_followed_with_all_its_counties(authority: Authority) -> None:
    prefecture = authority.named("定西地区")[0]
    assert [row.name for row in authority.successors(prefecture)] == ["定西市"]
    county = authority.by_code("622427")
    assert county is not None
    assert [path_names(authority, row) for row in authority.successors(county)] == [
        ["甘肃省", "定西市", "临洮县"]
    ]


def test_a_city_shows_its_counties(authority: Authority) -> None:
    city = authority.by_code("990100")
    assert city is not None
    names = [row.name for row in authority.children(city)]
    assert names == ["青禾区", "临江区", "临江县", "石桥县", "松坪市", "云川经济技术开发区"]


def test_known_zones_stand_below_their_city(authority: Authority) -> None:
    assert [path_names(authority, row) for row in authority.named("下沙")] == [
        ["浙江省", "杭州市", "杭州经济技术开发区"]
    ]
    assert [row.name for row in authority.successors(authority.named("下沙")[0])] == ["钱塘区"]
    assert path_names(authority, authority.named("苏州工业园区")[0]) == ["江苏省", "苏州市", "苏州工业园区"]


def test_no_code_has_two_divisions_at_one_time(authority: Authority) -> None:
    by_code: dict[str, list[Division]] = {}
    for division in authority.divisions:
        by_code.setdefault(division.code, []).append(division)
    overlapping = [
        (one, two) for rows in by_code.values() for one, two in combinations(rows, 2) if one.overlap(two)
    ]
    assert overlapping == []


def test_no_two_rows_have_one_key(authority: Authority) -> None:
    assert len({row.key for row in authority.divisions}) == len(authority.divisions)


def test_every_division_but_a_province_has_a_parent_of_its_time(authority: Authority) -> None:
    for division in authority.divisions:
        if division.level is Level.PROVINCE:
            assert division.parent_code is None
            continue
        parent = authority.parent(division)
        assert parent is not None, division
        if division.level is not Level.ZONE:
            assert parent.overlap(division), division


def test_every_succession_joins_two_rows_in_a_year_of_change(authority: Authority) -> None:
    for step in authority.successions:
        before = authority.row(step.from_code, step.from_valid_from)
        after = authority.row(step.to_code, step.to_valid_from)
        assert before is not None and after is not None, step
        assert after.covers(step.year), step
        if before.valid_to != step.year:  # it lives on: 余杭区 gave a part to 临平区, which began so
            assert before.covers(step.year) and after.valid_from == step.year and not step.whole, step


def test_the_last_table_has_all_divisions_of_today(authority: Authority) -> None:
    today = [row for row in authority.divisions if row.valid_to is None and not row.code.startswith("99")]
    counts = {level: sum(row.level is level for row in today) for level in Level}
    assert counts[Level.PROVINCE] == 34
    assert counts[Level.PREFECTURE] == 333
    assert counts[Level.COUNTY] == 2846 + 3 - 2  # 两江新区 took in two; 岑岭县, 草湖市


def test_every_division_that_ended_has_a_successor(authority: Authority) -> None:
    ended = [row for row in authority.divisions if row.valid_to is not None and row.level is not Level.ZONE]
    assert [row.name for row in ended if not authority.successors(row)] == []


def test_an_editors_zone_is_added(authority: Authority) -> None:
    wider = authority.with_divisions([zone("990200Z01", "海澜高新区", "990200", 2010)])
    assert path_names(wider, wider.by_code("990200Z01")) == ["示例省", "海澜市", "海澜高新区"]
    assert authority.by_code("990200Z01") is None


def test_an_older_history_gives_a_division_its_first_year_and_keeps_its_successions(
    authority: Authority,
) -> None:
    known = authority.by_code("361122")
    assert known is not None and known.valid_from is None
    older = Division(
        "361122", "广丰县", "广丰", Level.COUNTY, "361100", 2000, 2015, known.pinyin, known.initials
    )
    before = Division("362322", "广丰县", "广丰", Level.COUNTY, "360000", 1981, 2000, "", "")
    step = Succession("362322", 1981, "361122", 2000, 2000, True)
    wider = authority.with_divisions([older, before], [step])
    dated = wider.by_code("361122", 2010)
    assert dated is not None and dated.valid_from == 2000
    assert [row.code for row in wider.named("广丰县", 1990)] == ["362322"]
    assert [row.code for row in wider.successors(dated)] == ["361103"]
    assert [row.code for row in wider.predecessors(dated)] == ["362322"]


def test_a_row_that_contradicts_the_table_is_left_out(authority: Authority) -> None:
    wrong = Division("361103", "别名区", "别名", Level.COUNTY, "361100", 2018, None, "bieming qu", "bmq")
    assert name_of(authority.with_divisions([wrong]), "361103", 2020) == "广丰区"


def test_the_table_is_read_once() -> None:
    assert Authority.load() is Authority.load()


def heirs(authority: Authority, code: str, year: int) -> list[str]:
    row = authority.by_code(code, year)
    assert row is not None
    return sorted(other.name for other in authority.heirs(row))


def test_an_ended_division_has_the_heir_of_its_approval_not_its_namesake(authority: Authority) -> None:
    assert heirs(authority, "360402", 2015) == ["濂溪区"]  # 庐山区, though a 庐山市 began
    assert heirs(authority, "452129", 2001) == ["江州区"]  # 崇左县, though a 崇左市 began
    assert heirs(authority, "640204", 2001) == ["大武口区"]
    assert heirs(authority, "140202", 2017) == ["云冈区", "平城区"]


def test_a_new_district_knows_whom_its_parts_were_taken_from(authority: Authority) -> None:
    row = authority.by_code("330114", 2022)
    assert row is not None
    assert {"江干区", "萧山区", "杭州钱塘新区"} <= {other.name for other in authority.predecessors(row)}
