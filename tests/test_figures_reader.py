"""What a figure says: its indicator by context, scope, part, plan, per head, years, place, block and sentence."""

import pytest

from archive.figures.reader import read_figures
from archive.figures.records import Basis, Block, BlockKind, Figure, Scope, Setting

SETTING = Setting(issuer="青禾区总工会", start=2022, end=2022, published=2023)


def read(text: str, setting: Setting = SETTING) -> list[Figure]:
    return list(read_figures([Block(text)], setting))


def told(text: str, setting: Setting = SETTING) -> list[tuple[str, str | None, Scope]]:
    return [(figure.text, figure.indicator, figure.scope) for figure in read(text, setting)]


def test_words_of_a_topic_count_for_what_was_spoken_of_before() -> None:
    assert [figure.indicator for figure in read("签订工资集体协议63份，覆盖企业427家、职工2.3万人")] == [
        "wage_agreements",
        "wage_enterprises",
        "wage_workers",
    ]
    assert [figure.indicator for figure in read("开展主题宣讲20场，覆盖职工2.3万人次")] == [
        "lectures",
        "lecture_people",
    ]


def test_a_number_without_words_belongs_to_the_one_before() -> None:
    assert [figure.indicator for figure in read("帮扶困难职工2216人次、398万元")] == [
        "help_people",
        "help_money",
    ]


def test_respectively_goes_back_in_order() -> None:
    text = "签订集体合同186份、工资专项集体合同172份，分别覆盖职工2.31万人、2.18万人"
    assert [figure.indicator for figure in read(text)] == [
        "contracts",
        "wage_agreements",
        "contract_workers",
        "wage_workers",
    ]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("企业建会率和职工入会率分别达91%和95%", ["union_rate", "member_rate"]),
        ("新发展快递员、网约车司机、骑手会员分别为62人、41人、38人", ["newform_members"] * 3),
        (
            "80家单位建立职代会制度，75家实行厂务公开，分别比上年增加4家和3家",
            ["congress_units", "open_units", "congress_units", "open_units"],
        ),
    ],
)
def test_respectively_gives_each_number_its_name_or_all_of_them_one(text: str, codes: list[str]) -> None:
    assert [figure.indicator for figure in read(text)] == codes


def test_growth_is_told_of_each_of_a_row() -> None:
    text = "80家单位建立职代会制度，75家实行厂务公开，分别比上年增加4家和3家"
    assert [figure.scope for figure in read(text)][2:] == [Scope.GROWTH, Scope.GROWTH]


def test_a_label_with_a_colon_names_its_number() -> None:
    text = "新建工会组织：42个；会员总数：5.1万人；职工书屋：18家"
    assert [figure.indicator for figure in read(text)] == ["new_unions", "members", "reading_rooms"]


def test_words_that_fill_up_a_sentence_hide_no_name() -> None:
    assert told("规范化达标率已由71%提升至84%") == [
        ("71%", "standard_rate", Scope.BEFORE),
        ("84%", "standard_rate", Scope.AFTER),
    ]
    assert read("职工书屋现已有36家")[0].indicator == "reading_rooms"


def test_a_total_behind_what_is_new_counts_for_all_there_are() -> None:
    assert told("新建爱心驿站7个，总数达68个") == [
        ("7个", "stations", Scope.FLOW),
        ("达68个", "stations", Scope.STOCK),
    ]
    assert read("新发展会员3000人，总数达5.2万人")[1].indicator == "members"


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("签订协议328份，写进防护条款的有214份", 1, 0),
        ("受理诉求3127件，欠薪、工伤占了四成", 1, 0),
        ("全区有骑手1.87万人，六成签了劳动合同", 1, 0),
    ],
)
def test_a_part_is_told_without_of_these(text: str, part: int, whole: int) -> None:
    assert read(text)[part].part_of == whole


@pytest.mark.parametrize(
    "text",
    [
        "职工63.6万人，96%以上企业建立职代会",
        "会员5.17万人，新增会员中骑手占了两成半",
        "给付48.9万元，其中最多的一人获赔3万元",
    ],
)
def test_what_is_part_of_something_else_is_no_part_of_the_number_before(text: str) -> None:
    assert read(text)[1].part_of is None


def test_a_sentence_that_begins_with_of_these_tells_parts_of_the_one_before() -> None:
    text = "筹集帮扶资金312万元，帮扶1468人次。其中：发放生活救助金156万元，救助780人次；医疗救助金88万元。"
    assert [figure.part_of for figure in read(text)] == [None, None, 0, 1, 0]


def test_a_row_goes_on_with_what_was_said_of_its_first() -> None:
    text = "走访慰问困难企业23家、困难职工862户、劳模119人"
    assert [figure.indicator for figure in read(text)] == ["warm_teams", "warm_households", "warm_people"]


def test_people_who_took_part_are_counted_for_what_they_took_part_in() -> None:
    assert [figure.indicator for figure in read("组织320名职工疗休养，其中劳模45名")] == ["recuperation"] * 2


def test_a_year_that_is_compared_with_is_not_the_year_of_what_follows() -> None:
    figures = read("2022年处理诉求1034件，是2019年的两倍多；热线接听768个")
    assert [figure.period.end for figure in figures] == [2022, 2022]


def test_a_heading_and_a_short_opening_give_the_topic() -> None:
    blocks = [Block("送清凉", BlockKind.HEADING), Block("全年慰问3000人次。")]
    assert read_figures(blocks, SETTING)[0].indicator == "cool_people"
    assert read("金秋助学。发放31.5万元，资助126名。")[1].indicator == "school_people"


def test_a_part_names_its_whole() -> None:
    whole, part, other = read("会员4.86万人，其中农民工会员2.1万人，职工入会率93%")
    assert (part.scope, part.part_of, part.indicator) == (Scope.SHARE, 0, "migrant_members")
    assert (whole.part_of, other.part_of, other.scope) == (None, None, Scope.STOCK)


def test_a_part_without_a_name_counts_for_what_its_whole_does() -> None:
    figures = read("建成创新工作室12个，其中省级3个、市级9个")
    assert [(figure.indicator, figure.part_of) for figure in figures] == [
        ("studios", None),
        ("studios", 0),
        ("studios", 0),
    ]


def test_before_and_after_are_told_apart() -> None:
    assert told("职工书屋由15家增至63家") == [
        ("15家", "reading_rooms", Scope.BEFORE),
        ("63家", "reading_rooms", Scope.AFTER),
    ]


@pytest.mark.parametrize(
    "text", ["会员比上年净增1.1万人", "满意度同比提高1.2个百分点", "会员同比增加1.1万人", "救助金同比增长18%"]
)
def test_growth_is_no_stock(text: str) -> None:
    assert read(text)[0].scope is Scope.GROWTH


@pytest.mark.parametrize(
    "text",
    [
        "累计投入帮扶资金1260万元",
        "五年来调解劳动争议312件",
        "近三年举办讲座百余场",
        "先后建起劳模创新工作室27个",
    ],
)
def test_what_many_years_gave_is_cumulative(text: str) -> None:
    assert read(text)[0].scope is Scope.CUMULATIVE


def test_new_stations_are_a_flow_and_all_stations_a_stock() -> None:
    assert [figure.scope for figure in read("新建爱心驿站24处，全区驿站总数104处")] == [
        Scope.FLOW,
        Scope.STOCK,
    ]


@pytest.mark.parametrize(
    "text", ["计划新建工会组织60家", "力争会员总数达到7.5万人", "2023年，再建驿站2处", "10家企业将纳入试点"]
)
def test_what_is_meant_to_be_is_planned(text: str) -> None:
    assert read(text)[0].planned


@pytest.mark.parametrize("text", ["已完成计划的140%", "2022年新建工会60家", "实施“暖巢计划”，帮扶60户"])
def test_what_was_done_is_not_planned(text: str) -> None:
    assert not read(text)[0].planned


def test_a_plan_gives_nothing_but_what_is_planned() -> None:
    assert read("新建工会60家", Setting(issuer="青禾区总工会", start=2024, end=2024, is_plan=True))[0].planned


@pytest.mark.parametrize(
    ("text", "per"),
    [("人均给付1669元", "人均"), ("年均放映电影近百场", "年均"), ("每户发放慰问金1000元", "每户")],
)
def test_per_head_is_said_as_printed(text: str, per: str) -> None:
    assert read(text)[0].per == per


@pytest.mark.parametrize(
    ("text", "start", "end", "basis"),
    [
        ("全年新建工会60家", 2022, 2022, Basis.ARTICLE),
        ("2021年，新建工会60家", 2021, 2021, Basis.SENTENCE),
        ("2021年，工作起步。新建工会60家", 2021, 2021, Basis.PARAGRAPH),
        ("2021年工作起步；新建工会60家", 2021, 2021, Basis.PARAGRAPH),
        ("2019年以来新建工会60家", 2019, 2022, Basis.SENTENCE),
        ("2018—2020年新建工会60家", 2018, 2020, Basis.SENTENCE),
        ("近三年新建工会60家", 2020, 2022, Basis.SENTENCE),
        ("去年新建工会60家", 2022, 2022, Basis.SENTENCE),
        ("比2011年增加，新建工会60家", 2022, 2022, Basis.ARTICLE),
        ("自1951年建厂，新建工会60家", 2022, 2022, Basis.ARTICLE),
        ("二〇二一年新建工会60家", 2021, 2021, Basis.SENTENCE),
    ],
)
def test_years_rest_on_the_sentence_the_paragraph_or_the_article(
    text: str, start: int, end: int, basis: Basis
) -> None:
    period = read(text)[-1].period
    assert (period.start, period.end, period.basis) == (start, end, basis)


def test_last_year_is_the_year_before_this_where_both_are_said() -> None:
    figures = read("去年送温暖资金为42万元，今年增加到58万元")
    assert [figure.period.end for figure in figures] == [2021, 2022]


def test_unknown_years_stay_unknown() -> None:
    assert read("新建工会60家", Setting(issuer="青禾区总工会"))[0].period.end is None


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("石桥县总工会新建工会31家；全区新建工会60家", ["石桥县", None]),
        ("白水镇总工会建成职工之家4个", ["白水镇"]),
        ("青禾区总工会新建工会60家", [None]),
        ("全区各级工会新建工会60家", [None]),
        ("区总工会新建工会60家", [None]),
    ],
)
def test_the_number_of_another_union_names_its_place(text: str, region: list[str | None]) -> None:
    assert [figure.region for figure in read(text)] == region


def test_other_bodies_have_no_ledger() -> None:
    assert read("开展培训57期，培训3310人次", Setting(issuer="望潮区妇联"))[0].indicator is None
    of_a_union_in_the_text = Setting(issuer="区总工会", title="她担当 ——望潮区妇联2021年工作综述")
    assert read("开展培训57期，培训3310人次", of_a_union_in_the_text)[0].indicator is None


def test_an_umbrella_number_has_no_indicator() -> None:
    assert read("组织岗位比武与班组文体活动80多场次")[0].indicator is None


def test_a_figure_knows_its_block_and_its_sentence() -> None:
    blocks = [
        Block("组织建设", BlockKind.HEADING),
        Block("工作扎实。全区会员4.3万人。"),
        Block("驿站4个", BlockKind.CAPTION),
    ]
    members, stations = read_figures(blocks, SETTING)
    assert (members.block, members.sentence, members.text) == (1, "全区会员4.3万人。", "4.3万人")
    assert blocks[1].text[members.start : members.end] == members.text
    assert stations.block == 2
