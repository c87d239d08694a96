"""From the words of an article to its division: cases that a careful reader can decide, and some that none can."""

from dataclasses import dataclass, field
from typing import get_args

import pytest

from archive.regions.authority import Authority, Level
from archive.regions.clues import ClueSource
from archive.regions.resolver import Clue, Resolution, resolve


@dataclass(frozen=True)
class Case:
    """Clues by their source, the year, and what is expected: a code, or None for no division."""

    says: str
    year: int | None
    code: str | None
    basis: str = "issuer"
    note: str | None = None
    clues: dict[str, str] = field(default_factory=dict)


def case(
    says: str,
    year: int | None,
    code: str | None,
    basis: str = "issuer",
    note: str | None = None,
    **clues: str,
) -> Case:
    return Case(says, year, code, basis, note, clues)


def unknown(says: str, year: int | None = 2019, **clues: str) -> Case:
    return Case(says, year, None, "unknown", "region-unknown", clues)


def ambiguous(says: str, year: int | None = 2019, **clues: str) -> Case:
    return Case(says, year, None, "unknown", "region-ambiguous", clues)


NAMES = [
    case("a bare unique name", 2019, "361103", issuer="广丰区总工会"),
    case("the whole path", 2019, "361103", issuer="江西省上饶市广丰区总工会"),
    case("a path without the city", 2012, "361122", issuer="江西省广丰县总工会"),
    case("a path of short names", 2019, "361103", issuer="江西上饶广丰区总工会"),
    case("a city and its district", 2023, "511502", issuer="宜宾市翠屏区总工会"),
    case("a district whose name begins with 市", 2018, "370202", issuer="青岛市市南区总工会"),
    case("the same with one 市 left out", 2018, "370202", issuer="青岛市南区总工会"),
    case("a county inside whose name another ends", 2018, "411523", issuer="信阳新县总工会"),
    case("an ethnic prefecture by its plain name", 2018, "422800", issuer="恩施州总工会"),
    case("an ethnic county by its plain name", 2018, "520622", issuer="玉屏县总工会"),
    case("a prefecture named like a province", 2018, "632500", issuer="海南州总工会"),
    case("a banner in its usual short form", 2018, "152221", issuer="科右前旗总工会"),
    case("a league", 2018, "152200", issuer="兴安盟总工会"),
    case("a prefecture that is no city", 2018, "653100", issuer="喀什地区总工会"),
    case("a special district", 2018, "520203", issuer="六枝特区总工会"),
    case("a forest district", 2018, "429021", issuer="神农架林区总工会"),
    case("a new area that is a district", 2018, "310115", issuer="浦东新区总工会"),
    case("a city without districts", 2018, "441900", issuer="东莞市总工会"),
    case("a city directly below the province", 2018, "419001", issuer="济源市总工会"),
    case("a city named like its province", 2018, "220200", issuer="吉林市总工会"),
    case("a province", 2018, "360000", issuer="江西省总工会"),
    case("an autonomous region", 2018, "450000", issuer="广西壮族自治区总工会"),
    case("a municipality", 2018, "110000", issuer="北京市总工会"),
    case("a district of a municipality", 2018, "500103", issuer="重庆市渝中区总工会"),
    case("a short name before 工会 is that of the city", 2019, "360800", "title", title="吉安工会服务职工零距离"),
    case("a title that names the district in short", 2019, "361103", "title", title="广丰工会：服务职工零距离"),
    case("a name that is parted by a space", 2018, "511502", "title", subtitle="——宜宾市 翠屏区总工会工作综述"),
    case("a name far from the word 工会", 2018, "990103", "title", title="临江区2018年工会工作综述"),
    case("a county of the invented province", 2018, "990322", issuer="云岭县总工会"),
    case("other places in the text do not outweigh the issuer", 2023, "511502", issuer="翠屏区总工会",
         text="泸州市江阳区总工会、合江县总工会、江阳区总工会、富顺县总工会来访"),
]  # fmt: skip

SHARED = [
    case("a shared name below its city", 2018, "320106", issuer="南京市鼓楼区总工会"),
    ambiguous("a shared name with nothing else", issuer="鼓楼区总工会", text="全区职工踊跃参加。"),
    case("its city's newspaper", 2018, "350102", issuer="鼓楼区总工会", newspaper="福州日报"),
    case("its city in the text", 2018, "320302", issuer="鼓楼区总工会", text="在徐州市总工会的指导下，开展活动。"),
    case("its sister districts in the text", 2018, "410204", issuer="鼓楼区总工会", text="与龙亭区、禹王台区、祥符区联办。"),
    case("its sister districts in a municipality", 2018, "110112", issuer="通州区总工会", text="顺义区、大兴区职工来访。"),
    case("the invented one", 2018, "990203", issuer="鼓楼区总工会", text="海澜市望潮区与鼓楼区共建“海澜工匠”学院。"),
    case("the newspaper against a visit elsewhere", 2018, "320302", issuer="鼓楼区总工会", newspaper="徐州日报",
         text="组织干部赴南京市学习考察。"),
    ambiguous("a city that was only visited", issuer="鼓楼区总工会", text="组织干部赴南京市学习考察。"),
    ambiguous("two cities that both have one", issuer="和平区总工会", text="沈阳市与天津市的代表参加。"),
    ambiguous("two provinces that both have one", issuer="长安区总工会"),
    ambiguous("a word of the province alone", issuer="西湖区总工会", text="“赣工贷”惠及职工。"),
    case("words of the province and sister districts", 2016, "360103", issuer="西湖区总工会", text="赣鄱大地，青云谱区、南昌县。"),
    case("a noun below its city", 2018, "140502", issuer="晋城市城区总工会"),
    case("the same noun below another city", 2019, "441502", issuer="汕尾市城区总工会"),
    ambiguous("the noun alone", 2020, issuer="城区总工会", text="城区总工会服务职工。"),
    case("the noun with its city in the text", 2020, "140302", issuer="城区总工会", text="阳泉市总工会表彰城区劳模。"),
    case("新城区 by its newspaper", 2016, "610102", issuer="新城区总工会", newspaper="西安日报"),
    case("城关区 by its city", 2016, "540102", issuer="城关区总工会", text="拉萨市总工会组织慰问。"),
    case("朝阳区 by its municipality", 2016, "110105", issuer="朝阳区总工会", text="北京市总工会授牌。"),
    case("朝阳区 below another city", 2016, "220104", issuer="长春市朝阳区总工会"),
    case("市中区 by its newspaper", 2019, "511002", issuer="市中区总工会", newspaper="内江日报"),
    case("河东区 by a newspaper that is not named after its city", 2019, "120102", issuer="河东区总工会", newspaper="今晚报"),
    case("江北区 by another such newspaper", 2019, "330205", issuer="江北区总工会", newspaper="《现代金报》"),
    case("通州区 by another such newspaper", 2020, "320612", issuer="通州区总工会", newspaper="江海晚报"),
]  # fmt: skip

TIMES = [
    case("a former name in its time", 2012, "361122", issuer="广丰县总工会"),
    case("a former name without a year", None, "361122", issuer="广丰县总工会"),
    case("a new name for the year before", 2014, "361103", issuer="广丰区总工会"),
    case("a new name for a much earlier year", 2008, "361122", "issuer", "region-renamed", issuer="广丰区总工会"),
    case("a former name for a much later year", 2020, "361103", "issuer", "region-renamed", issuer="广丰县总工会"),
    case("a former county of the invented province", 2012, "990121", issuer="临江县总工会"),
    case("quite another name the year before", 2001, "452226", "issuer", "region-renamed", issuer="来宾市兴宾区总工会"),
    case("a name of one character that grew to two, the year before", 2015, "120119", issuer="天津市蓟州区总工会"),
    case("a district put together out of several, the year before", 2014, "130606", "issuer", "region-undated", issuer="保定市莲池区总工会"),
    case("quite another name the year after", 2019, "370116", "issuer", "region-renamed", issuer="莱芜市莱城区总工会"),
    case("a city before it was renamed", 2008, "420600", issuer="襄樊市总工会"),
    case("a district of that city by its old name, undated", None, "420602", issuer="襄樊市襄城区总工会"),
    case("a district that was merged, in its time", 2008, "310119", issuer="上海市南汇区总工会"),
    case("a district that was merged, later", 2015, "110101", "issuer", "region-renamed", issuer="崇文区总工会"),
    case("a city that became districts, in its time", 2017, "371200", issuer="莱芜市总工会"),
    case("a city that became districts, later", 2021, "370100", "issuer", "region-renamed", issuer="莱芜市总工会"),
    case("a name that was a prefecture's", 2009, "341400", issuer="巢湖市总工会"),
    case("the same name as a county's", 2015, "340181", issuer="巢湖市总工会"),
    case("a name that was a county's", 2010, "522201", issuer="铜仁市总工会"),
    case("the same name as a prefecture's, in the year of change", 2011, "520600", issuer="铜仁市总工会"),
    case("a name that another county has today, in its time", 2012, "361029", issuer="东乡县总工会", newspaper="抚州日报"),
    case("the same, undated, with the old one's city", None, "361029", issuer="东乡县总工会", text="抚州市总工会指导。"),
    case("the same, undated, with the new one's prefecture", None, "622926", issuer="东乡县总工会", text="临夏州总工会指导。"),
    case("a noun that was a district once", None, "140202", issuer="大同市城区总工会"),
    case("a county by the name that it had before the table begins", 2000, "533421", issuer="中甸县总工会"),
    case("the same some years later", 2006, "533421", "issuer", "region-renamed", issuer="中甸县总工会"),
    case("the same when the county was a city", 2015, "533401", "issuer", "region-renamed", issuer="中甸县总工会"),
    case("a city by the name that it bore then", 1990, "220600", issuer="浑江市总工会"),
    case("the same by a name that it did not bear yet", 1990, "220600", "issuer", "region-undated", issuer="白山市总工会"),
    case("a municipality before it was one", 1995, "500000", "issuer", "region-undated", issuer="重庆市总工会"),
    case("a name that one had until 2018, and another until 1991", 2010, "140211", issuer="南郊区总工会"),
    case("the same, undated", None, "140211", issuer="南郊区总工会"),
    ambiguous("the same when both had it", 1988, issuer="南郊区总工会"),
    case("the same below the other's city", 1988, "120112", issuer="天津市南郊区总工会"),
    ambiguous("a former name that is anybody's word", 2018, issuer="东郊区总工会"),
    case("a city before it was called so, when another was", 1999, "320800", "issuer", "region-undated", issuer="淮安市总工会"),
    case("a city before it was one", 1998, "530600", "issuer", "region-undated", issuer="昭通市总工会"),
    case("a county whose code is younger than its name", 1999, "530626", issuer="绥江县总工会"),
    case("a district of Chongqing while that lay in Sichuan", 1996, "500103", issuer="渝中区总工会"),
    case("a county that kept its name as a district", 2022, "350405", issuer="沙县区总工会"),
]  # fmt: skip

WITHOUT_NAME = [
    case("the subtitle names it", 2023, "511502", "title", issuer="区总工会", subtitle="——宜宾市翠屏区总工会2018—2022年工作回望"),
    case("the text names it", 2019, "361103", "text", issuer="区总工会", title="建设新城区 职工当先锋", text="广丰区委领导。广丰区总工会发力。"),
    case("a city in the title is not the district", 2019, "361103", "text", issuer="区总工会",
         title="上饶市2019年工会工作巡礼", text="广丰区总工会扎实工作。"),
    case("one mention and the city's newspaper", 2019, "361002", "text", issuer="区总工会", newspaper="抚州日报", text="临川区职工"),
    case("a dateline", 2019, "361103", "text", issuer="区总工会", dateline="广丰", text="全区职工"),
    unknown("a district that nothing names", issuer="区总工会", text="全区各级工会组织"),
    case("a city by its newspaper", 2016, "361100", "newspaper", issuer="市总工会", newspaper="上饶日报", text="市总工会表彰先进。"),
    case("a city by its counties", 2016, "361000", "text", issuer="市总工会", text="在临川区、南城县、金溪县、资溪县、乐安县推广。"),
    case("a county-level city below one that is named too", 2019, "990181", "text", issuer="市总工会",
         text="松坪市职工。云川市总工会指导。松坪市总工会实施。松坪市委"),
    case("a province by its newspaper", 2016, "360000", "newspaper", issuer="省总工会", newspaper="江西工人报"),
    case("an autonomous region by the text", 2016, "650000", "text", issuer="自治区总工会",
         text="新疆维吾尔自治区党委领导。新疆维吾尔自治区总工会"),
    case("no issuer, and the text speaks of its own union", None, "361000", "text",
         text="抚州市总工会向省总工会报告。抚州市总工会今年"),
    case("no issuer, and the text says 区总工会", 2019, "361103", "text",
         text="区总工会创新。区总工会服务。上饶市总工会指导。广丰区职工、广丰区企业。区总工会"),
    case("a county of two characters in its own text", 2015, "340523", "text", issuer="县总工会", text="和县总工会坚持创新。"),
    unknown("the same characters inside other words", 2015, issuer="县总工会",
            text="各市和县级工会。召开县工会会议。和县级工会，和县级工会，和县级工会，和县级工会"),
    unknown("everyday words that are places too", title="新建工会组织 凝聚职工力量", text="“安康杯”竞赛，会同有关部门，工会"),
    unknown("a text without any place", None, title="凝心聚力谱新篇", text="一年来，工会坚持以职工为中心。"),
    unknown("the national federation", issuer="中华全国总工会", text="北京市总工会表彰劳模。北京市职工"),
    case("the offices of a city", 2016, "361100", "newspaper", issuer="市直机关工会", newspaper="上饶日报"),
    unknown("no clue at all", None),
]  # fmt: skip

ZONES = [
    case("a zone by its name", 2018, "330100Z01", issuer="杭州经济技术开发区总工会"),
    case("a zone by its short name", 2018, "990191", issuer="云川经开区总工会"),
    case("a zone with a statistical code", 2018, "320571", issuer="苏州工业园区总工会"),
    case("a zone that became a district, before", 2018, "360100Z03", issuer="红谷滩新区总工会"),
    case("a zone that became a district, after", 2021, "360113", issuer="红谷滩区总工会"),
    case("an experimental area", 2018, "350128Z01", issuer="平潭综合实验区总工会"),
    case("a zone that only the text names", 2018, "330100Z01", "text", kicker="开发区总工会党支部",
         text="下沙职工运动会开幕，下沙工匠受表彰，走遍下沙企业。"),
    case("a new area that only the text names", 2018, "370200Z01", "text", issuer="新区总工会",
         text="西海岸新区职工。青岛西海岸新区总工会"),
    case("the city in the title is not the zone", 2019, "990191", "text", issuer="开发区总工会",
         title="海澜市工会工作巡礼", text="云川经开区、云川开发区"),
    case("a county's zone that is not in the table", 2018, "361103", "issuer", "region-zone-nearest", issuer="广丰经济开发区总工会"),
    case("a district's zone of another kind", 2021, "361002", "issuer", "region-zone-nearest", issuer="临川高新区总工会"),
    case("a zone whose city the text names", 2018, "990200", "text", "region-zone-nearest", issuer="开发区总工会",
         newspaper="海澜日报", text="海澜市总工会指导，海澜市劳模"),
    unknown("a zone that nothing places", 2018, issuer="开发区总工会", text="园区企业职工"),
]  # fmt: skip

OTHERS = [
    case("a corps division with its city", 2020, "659002", issuer="新疆生产建设兵团第一师阿拉尔市总工会"),
    case("a corps division alone", 2020, "659001", issuer="兵团第八师总工会"),
    case("the city of a corps division", 2020, "659002", issuer="阿拉尔市总工会"),
    case("the corps as a whole", 2020, "650000", "issuer", "region-nearest", issuer="新疆生产建设兵团总工会"),
    case("a corps division before it had a city", 2015, "650000", "issuer", "region-nearest", issuer="兵团第九师总工会"),
    case("a trade's union in a district", 2020, "361103", "issuer", "region-nearest", issuer="广丰区教育工会"),
    case("a company by the town that its text speaks of", 2020, "360681", "text", "region-nearest",
         issuer="江西铜业集团公司工会", text="江西省贵溪市。贵溪市职工"),
    case("a company by its own name and the newspaper", 2019, "310000", "issuer", "region-nearest",
         issuer="中铁上海工程局工会", newspaper="新民晚报"),
    case("a company by a title that names a district", 2019, "361103", "title", "region-nearest",
         issuer="宏达集团工会", title="服务广丰区工会会员"),
    case("a town by its county", 2020, "990122", "text", "region-nearest", issuer="石桥镇总工会", text="石桥县石桥镇总工会。石桥县"),
    unknown("a company that nothing places", issuer="宏达集团工会", text="集团工会关爱职工。"),
]  # fmt: skip

CASES = [*NAMES, *SHARED, *TIMES, *WITHOUT_NAME, *ZONES, *OTHERS]


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority.load()


def resolved(authority: Authority, year: int | None, **clues: str) -> Resolution:
    sources = {name: name for name in get_args(ClueSource)}
    return resolve(authority, [Clue(sources[name], text) for name, text in clues.items()], year=year)


@pytest.mark.parametrize("case", CASES, ids=[case.says for case in CASES])
def test_the_place_is_read_as_a_careful_reader_would(authority: Authority, case: Case) -> None:
    answer = resolved(authority, case.year, **case.clues)
    code = answer.division.code if answer.division else None
    assert (code, answer.basis, answer.note) == (case.code, case.basis, case.note), answer


def test_the_cases_are_as_many_as_promised() -> None:
    assert len(CASES) >= 100
    assert len({case.says for case in CASES}) >= 100


def test_an_ambiguous_name_comes_with_all_it_may_be(authority: Authority) -> None:
    answer = resolved(authority, 2018, issuer="鼓楼区总工会")
    assert {row.code for row in answer.candidates} == {"320106", "320302", "350102", "410204", "990203"}


def test_an_unsure_text_offers_what_it_names(authority: Authority) -> None:
    answer = resolved(authority, 2019, issuer="区总工会", text="广丰区职工与信州区职工联欢。")
    assert answer.division is None
    assert {row.name for row in answer.candidates} == {"广丰区", "信州区"}


def test_the_row_is_the_one_of_the_time(authority: Authority) -> None:
    answer = resolved(authority, None, issuer="襄樊市襄城区总工会")
    assert answer.division is not None and answer.division.valid_to == 2010
    assert [step.name for step in authority.path(answer.division)] == ["湖北省", "襄樊市", "襄城区"]


def test_the_evidence_shows_the_words_and_where_they_stand(authority: Authority) -> None:
    text = "在徐州市总工会的指导下，鼓楼区总工会开展活动。"
    clues = [Clue("issuer", "鼓楼区总工会", 40), Clue("text", text, 100)]
    answer = resolve(authority, clues, year=2018)
    assert answer.evidence == (Clue("issuer", "鼓楼区", 40), Clue("text", "徐州市", 101))


def test_evidence_that_was_parted_by_spaces_is_shown_as_it_stands(authority: Authority) -> None:
    title = "　——宜宾市 翠 屏区总工会 工作综述"
    answer = resolve(authority, [Clue("subtitle", title, 7)], year=2018)
    (words,) = answer.evidence
    assert words == Clue("subtitle", "宜宾市 翠 屏区", 10)
    assert title[words.start - 7 :].startswith(words.text)


def test_every_division_of_the_table_is_found_by_its_whole_path(authority: Authority) -> None:
    wrong = []
    for division in authority.divisions:
        year = division.valid_to
        if year is not None and (division.valid_from or 0) < year:
            year -= 1
        issuer = "".join(step.name for step in authority.path(division)) + "总工会"
        if resolved(authority, year, issuer=issuer).division is not division:
            wrong.append((issuer, year))
    assert wrong == []


def test_every_division_is_found_by_its_name_and_what_is_above_it_in_the_text(authority: Authority) -> None:
    wrong = []
    for division in authority.divisions:
        if division.valid_to is not None:
            continue
        above = "".join(step.name for step in authority.path(division)[:-1])
        answer = resolved(authority, None, issuer=f"{division.name}总工会", text=f"在{above}党委领导下")
        if answer.division is not division:
            wrong.append(division.name)
    assert wrong == []


def test_an_added_zone_is_found_like_the_others(authority: Authority) -> None:
    zone = authority.named("云川经开区")[0]
    added = type(zone)(
        "990200Z01", "海澜高新区", "海澜高新区", Level.ZONE, "990200", 2010, None, "hailan gaoxinqu", "hlgxq"
    )
    wider = authority.with_divisions([added])
    assert resolved(wider, 2018, issuer="海澜高新区总工会").division == added
    assert resolved(authority, 2018, issuer="海澜高新区总工会").note == "region-zone-nearest"
