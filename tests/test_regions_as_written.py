"""From a line of text to its division: former names in news, words that are counties too, short forms, trades' unions."""

import pytest

from archive.ingest.pipeline import read_file
from archive.ingest.records import ReviewRecord


def read(text: str) -> ReviewRecord:
    (record,) = read_file(text.encode(), "一段.txt").records
    return record


def codes(record: ReviewRecord) -> set[str]:
    return {notice.code for notice in record.notices}


def offered(record: ReviewRecord, code: str) -> list[str]:
    (notice,) = (notice for notice in record.notices if notice.code == code)
    names: list[str] = notice.values["names"]
    return names


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2020年12月，宜宾县总工会组织劳模疗休养3批，共计86人参加。", "511504"),
        ("2015年，绍兴县总工会组织劳模疗休养3批，共计86人参加。", "330603"),
        ("茂港区总工会2016年办理职工法律援助案件53件，为职工挽回损失214万元。", "440904"),
        ("2009年12月，哈尔滨市动力区总工会组织劳模疗休养3批，共计86人。", "230110"),
        ("三门峡市陕州区总工会2012年办理职工法律援助案件53件，挽回损失214万元。", "411222"),
        ("公主岭市总工会2018年办理职工法律援助案件53件，挽回损失214万元。", "220381"),
    ],
)
def test_news_means_what_a_division_was_in_the_year_that_it_names(text: str, code: str) -> None:
    record = read(text)
    assert record.region.code == code


@pytest.mark.parametrize(
    "text",
    [
        "广丰区总工会成立于1950年，是全市建会最早的工会之一，办公楼前的老樟树见证了几代人。",
        "建于2010年的广丰区总工会，办公楼前的老樟树见证了几代人的来来往往，职工有事就来坐一坐。",
        "广丰区总工会1958年迁到现址，如今办公楼前的老樟树见证了几代人，职工有事就来坐一坐。",
        "老樟树下2010年搭起戏台，到了2019年6月，广丰区总工会又在树下办起夜校，三百人来听课。",
    ],
)
def test_a_year_of_history_makes_no_former_division_of_the_one_named(text: str) -> None:
    assert read(text).region.code == "361103"


def test_of_a_county_that_was_made_a_district_the_parts_that_others_took_are_no_heirs() -> None:
    assert "region-renamed" in codes(read("2020年，宜宾县总工会组织劳模疗休养3批，共计86人参加。"))


def test_a_district_that_was_shared_out_has_no_single_heir() -> None:
    record = read("2015年，徐州市九里区总工会组织劳模疗休养3批，共计86人参加。")
    assert record.region.code != "320312"  # 铜山区, which was founded with its end out of 铜山县


@pytest.mark.parametrize(
    "text",
    [
        "2017年，县人社局会同县总工会走访企业30家，化解劳动争议22件。",
        "2012年，多方筹资新建县总工会职工服务中心1200平方米，添置设备。",
        "2017年，深化校企合作市总工会走访企业30家，化解劳动争议22件。",
        "2017年，开展职工互助县总工会投入资金30万元，惠及职工2200人。",
        "2019年，职工勠力同心县总工会当好后盾，防汛一线送去雨衣900件。",
        "2019年，助力乡村振兴区总工会走访企业30家，发展会员312人。",
        "2019年，广大职工安居乐业县总工会当好后盾，发展会员312人。",
        "2019年，开展合作市总工会走访企业30家，发展会员312人。",
        "1997年，达县地区总工会走访企业30家，发展会员312人。",
    ],
)
def test_a_word_behind_other_words_is_no_division(text: str) -> None:
    assert read(text).region.code is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2012年，新建县总工会围绕中心服务大局，建成职工服务中心1200平方米。", "360122"),
        ("2018年，会同县总工会围绕中心服务大局，建成职工服务中心1200平方米。", "431225"),
        ("2018年，合作市总工会走访企业30家，化解劳动争议22件，发展会员312人。", "623001"),
        ("2018年，互助县总工会走访企业30家，化解劳动争议22件，发展会员312人。", "630223"),
        ("2018年，版纳州总工会新建基层工会46家，发展会员3120人，表彰先进9名。", "532800"),
        ("2019年，衡水市桃城区卫生健康系统工会举办急救比赛，九支队伍参加。", "131102"),
        ("2019年，振兴区总工会走访企业30家，发展会员312人。", "210603"),
        ("2019年，参加和平区总工会活动的职工312人。和平区总工会走访企业30家，沈阳市的职工点赞。", "210102"),
    ],
)
def test_a_name_as_it_is_used_leads_to_its_division(text: str, code: str) -> None:
    assert read(text).region.code == code


def test_a_word_that_is_a_county_too_is_a_word_in_an_article_about_another_county() -> None:
    text = (
        "2016年，临江县各级工会强基础、抓服务。4月，会同县总工会女工委开展法律宣传9场。临江县新增会员213人。"
    )
    assert read(text).region.code != "431225"
    assert read(text.replace("临江县", "蒙阴县")).region.code == "371328"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("凝聚职工力量\n——南昌市新建区总工会2019年工作综述\n2019年，新建区总工会走访企业30家。青山湖区的同行来访。", "360112"),
        ("凝聚职工力量\n会同县总工会\n2019年，会同县总工会走访企业30家。溆浦县的同行前来观摩。", "431225"),
        ("2019年，会同县总工会走访企业30家，发展会员312人。溆浦县总工会和辰溪县送来锦旗。", "431225"),
        ("2018年，互助县总工会走访企业30家。互助土族自治县新增会员213人。", "630223"),
        ("2019年，南昌市新建区职工增加。青山湖区职工来访。新建区总工会走访企业30家，发展会员312人。", "360112"),
    ],
)  # fmt: skip
def test_a_neighbour_that_is_named_on_the_way_makes_no_word_of_the_county(text: str, code: str) -> None:
    assert read(text).region.code == code


def test_a_county_that_was_read_as_a_word_is_offered_beside_the_one_chosen() -> None:
    record = read("2016年4月，会同县总工会女工委开展法律宣传9场。蒙阴县新增会员213人，蒙阴县各级工会强基础。")
    assert record.region.code == "371328"
    assert offered(record, "region-uncertain") == ["湖南省怀化市会同县"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2019年，区总工会走访企业。南昌市新建区职工踊跃参加，南昌市新建区企业受益。青山湖区职工来访。", "360112"),
        ("2019年，县总工会走访企业。马鞍山市和县职工踊跃参加，马鞍山市和县企业受益。", "340523"),
    ],
)  # fmt: skip
def test_a_name_behind_what_it_lies_in_is_not_the_rest_of_a_word(text: str, code: str) -> None:
    assert read(text).region.code == code


def test_the_union_below_the_title_is_the_one_that_the_text_calls_by_its_level() -> None:
    assert (
        read("凝心聚力促振兴\n振兴区总工会\n2019年，区总工会走访企业30家，发展会员312人。").region.code
        == "210603"
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2018年，在拉萨市总工会的精心指导下，城关区总工会把维权热线接到37个网点。", "540102"),
        ("2018年，按照上饶市总工会统一部署，广丰区总工会把维权热线接到37个网点。", "361103"),
        ("2018年，经上饶市总工会批准，广丰区总工会把维权热线接到37个网点。", "361103"),
        ("2018年，在广丰区总工会指导下，各企业工会把维权热线接到37个网点。区总工会走访企业。", "361103"),
        ("2018年，历经三年筹备上饶市总工会表彰劳模45名，广丰区总工会前来学习。", "361100"),
        ("2018年，上饶市总工会指导下级工会42家，广丰区总工会把维权热线接到37个网点。", "361100"),
        ("2018年，在上饶市总工会指导下，区总工会把维权热线接到37个网点。区总工会走访企业。", None),
    ],
)  # fmt: skip
def test_who_is_named_for_guidance_is_not_who_reports(text: str, code: str | None) -> None:
    assert read(text).region.code == code


@pytest.mark.parametrize(
    ("unions", "places"),
    [
        ("宁晋县、隆尧县总工会", ["河北省邢台市宁晋县", "河北省邢台市隆尧县"]),
        ("宁晋县总工会和隆尧县总工会", ["河北省邢台市宁晋县", "河北省邢台市隆尧县"]),
        ("宁晋县、隆尧县、柏乡县总工会", ["河北省邢台市宁晋县", "河北省邢台市隆尧县", "河北省邢台市柏乡县"]),
        ("宁晋县总工会、隆尧县总工会和柏乡县总工会", ["河北省邢台市宁晋县", "河北省邢台市隆尧县", "河北省邢台市柏乡县"]),
        ("南京市鼓楼区、玄武区总工会", ["江苏省南京市鼓楼区", "江苏省南京市玄武区"]),
        ("南京市玄武区、鼓楼区总工会", ["江苏省南京市玄武区", "江苏省南京市鼓楼区"]),
        ("鼓楼区、玄武区总工会", ["江苏省南京市鼓楼区", "江苏省南京市玄武区"]),
        ("杭州、宁波市总工会", ["浙江省杭州市", "浙江省宁波市"]),
        ("南京市鼓楼区总工会、徐州市鼓楼区总工会", ["江苏省南京市鼓楼区", "江苏省徐州市鼓楼区"]),
    ],
)  # fmt: skip
def test_unions_that_report_together_are_offered_as_they_stand_and_none_is_chosen(
    unions: str, places: list[str]
) -> None:
    record = read(f"2011年，{unions}签订电缆行业工资共同协议，覆盖企业61家、职工3120人。")
    assert record.region.code is None
    assert offered(record, "region-several") == places


@pytest.mark.parametrize(
    "others", ["宁晋县总工会与隆尧县的企业", "邢台市、宁晋县总工会", "邢台、宁晋县总工会"]
)
def test_a_union_beside_what_reports_nothing_of_its_kind_stands_alone(others: str) -> None:
    assert read(f"2011年，{others}签订电缆行业工资共同协议，覆盖企业61家。").region.code == "130528"


def test_the_place_of_a_union_that_is_named_as_often_is_offered_beside_the_one_chosen() -> None:
    record = read("2018年，广丰区总工会走访企业30家。玉山县总工会发展会员312人。")
    assert record.region.code == "361103"
    assert offered(record, "region-uncertain") == ["江西省上饶市玉山县"]


def test_a_division_that_is_a_word_too_begins_behind_a_verb() -> None:
    record = read("2018年，金凤区总工会携手兴庆区总工会走访企业30家，发展会员312人。")
    assert offered(record, "region-uncertain") == ["宁夏回族自治区银川市兴庆区"]


def test_a_union_that_also_reports_alone_keeps_its_place_beside_a_neighbour() -> None:
    text = "2011年，隆尧县总工会发展会员312人。宁晋县、隆尧县总工会签订电缆行业工资共同协议，覆盖企业61家。"
    assert read(text).region.code == "130525"
