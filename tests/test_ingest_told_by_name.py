"""What the names of files and folders say, and that the text wins where it says it itself."""

import pytest

from archive.ingest.pipeline import read_file
from archive.ingest.records import PeriodBasis, ReviewRecord
from archive.ingest.text.file_names import parts_of
from archive.regions.clues import RegionBasis


def page(union: str, *, subtitle: str = "工作综述", lead: str = "这一年") -> str:
    """A review that says neither where its union is nor of which year it speaks."""
    return f"""枝头新绿处处春

——{union}{subtitle}

本报记者 林小满

{lead}，{union}的热线响了三千多次，老彭说，有事打这个电话，比找熟人还管用，话务员问得细，办得也快。

一根电话线

热线设在办公楼的一层，三部电话、六名话务员，从早上八点一直守到晚上十点，逢年过节也不断人。

一间小屋子

{union}在快递网点旁边腾出一间屋子，放上饮水机和充电架，骑手们进来坐一坐，雨天还能烤一烤衣服。
"""


def read(name: str, text: str) -> ReviewRecord:
    return read_file(text.encode(), name).records[0]


def told(record: ReviewRecord) -> tuple[str | None, int | None, int | None, str | None, str | None]:
    day, paper = record.published_on, record.newspaper
    return (
        record.region.path[-1] if record.region.path else None,
        record.period.start,
        record.period.end,
        day.text if day else None,
        paper.text if paper else None,
    )


QINGHE_2019 = ("青禾区", 2019, 2019, None, None)


@pytest.mark.parametrize(
    "name",
    [
        "云川市青禾区总工会2019年工作综述.txt",
        "青禾區總工會２０１９年工作綜述.txt",
        "云川_青禾_2019.txt",
        "2019青禾.txt",
        "（青禾区）2019年工会工作综述.txt",
        "003-青禾区总工会-2019年度.txt",
        "附件3：青禾区总工会2019年工作综述.txt",
        "二〇一九年青禾区工作巡礼（定稿）.txt",
        "青禾区19年工作总结.txt",
        "青禾区2019年1-12月工作.txt",
        "青禾区总工会2019年工作总结及2020年工作计划.txt",
        "青禾区总工会2019年工作综述（终稿）(1) - 副本.txt",
        "青禾区总工会2019年工作综述(2020.1.5定稿)v3.txt",
        "青禾区总工会2019年工作综述-0105改.txt",
        "3青禾区总工会2019年工作综述（报送市总0110）.txt",
        "IMG_20200105_青禾区2019年综述.txt",
        "YunChuanShi_QingHeQu_2019.txt",
        "%E4%BA%91%E5%B7%9D%E5%B8%82%E9%9D%92%E7%A6%BE%E5%8C%BA2019%E5%B9%B4.txt",
        "#U4e91#U5ddd#U5e02#U9752#U79be#U533a2019#U5e74.txt",
        "青禾区/2019年/综述.txt",
        "2019/云川市/青禾区/定稿/1.txt",
        "青禾区.zip/2019年/1.txt",
        "云川市2019年各县区综述/青禾区.txt",
        "C:\\Users\\me\\桌面\\青禾区\\2019年综述.txt",
        "工会资料/海澜市总工会编/青禾区2019.txt",
    ],
)
def test_a_name_and_its_folders_say_where_and_when(name: str) -> None:
    assert told(read(name, page("区总工会"))) == QINGHE_2019


@pytest.mark.parametrize(
    ("name", "years"),
    [
        ("青禾区总工会2016—2020年工作综述.txt", (2016, 2020)),
        ("青禾区_2016_2020.txt", (2016, 2020)),
        ("青禾区2016~2020五年回眸.txt", (2016, 2020)),
        ("青禾区二〇一六年至二〇二〇年工作综述.txt", (2016, 2020)),
        ("青禾区总工会“十三五”工作回眸.txt", (2016, 2020)),
        ("青禾区“十三五”收官之年工作综述.txt", (2020, 2020)),
        ("青禾区一九九八年总结.txt", (1998, 1998)),
    ],
)
def test_a_name_may_give_several_years(name: str, years: tuple[int, int]) -> None:
    assert told(read(name, page("区总工会")))[:3] == ("青禾区", *years)


PRINTED = ("望潮区", 2018, 2018, "2019-01-24", "海澜日报")


@pytest.mark.parametrize(
    "name",
    [
        "海澜日报2019.1.24第5版 望潮区总工会.txt",
        "海澜日报20190124望潮区总工会工作综述.txt",
        "2019-1-24海澜日报_望潮区总工会.txt",
        "19.01.24海澜日报 望潮区总工会.txt",
        "海澜日报 190124 05版 望潮区.txt",
        "《海澜日报》 2019-1-24 (5) 望潮区.txt",
        "望潮区总工会（《海澜日报》2019年1月24日第5版）.txt",
        "海澜日报（2019年1月24日 星期四）第5版：望潮.txt",
        "海澜日报/2019年/1月24日/05版/望潮区.txt",
        "海澜日报/2019/0124/望潮区总工会.txt",
        "海澜日报2019.zip/1月24日/望潮区.txt",
        "海澜日报/2019-01-24/A05 望潮区总工会.txt",
        "2019年1月24日《海澜日报》3版刊登：望潮区总工会2018年工作综述.txt",
    ],
)
def test_a_name_and_its_folders_say_paper_and_day(name: str) -> None:
    assert told(read(name, page("区总工会"))) == PRINTED


def test_a_name_gives_the_page_and_the_issue_of_its_paper() -> None:
    record = read("海澜日报总第5210期 2019-01-24 第5版.txt", page("区总工会"))
    assert record.page is not None
    assert record.issue is not None
    assert (record.page.text, record.issue.text) == ("第5版", "总第5210期")


def test_last_year_in_a_name_is_the_year_before_its_day() -> None:
    name = "【示例工人报】（2021-05-03）沙屿县总工会去年工作纪实.txt"
    assert told(read(name, page("县总工会"))) == ("沙屿县", 2020, 2020, "2021-05-03", "示例工人报")


def test_the_city_of_a_paper_in_the_name_is_that_of_a_city_union() -> None:
    assert told(read("海澜日报2019.1.24.txt", page("市总工会")))[0] == "海澜市"


@pytest.mark.parametrize(
    "name",
    [
        "scan0012.txt",
        "新建文本文档.txt",
        "新建 Microsoft Word 文档 (2).docx",
        "IMG_20190124_103012.txt",
        "微信图片_20190124103012.txt",
        "屏幕截图 2020-01-05 103000.txt",
        "扫描全能王 2020-01-05 10.30.txt",
        "DSC_2019.txt",
        "2019年模板.txt",
        "工作总结范文2019.txt",
        "20190305修改/1.txt",
        "20190124.txt",
        "node_2019.htm",
        "www.example.com/html/2020-01/09/content_5.htm",
        "2019年第5期.txt",
        "平安/1.txt",
        "枝头新绿处处春.txt",
    ],
)
def test_a_name_that_a_machine_a_version_or_a_template_gave_says_nothing(name: str) -> None:
    record = read(name, page("区总工会"))
    assert told(record) == (None, None, None, None, None)
    assert "from-the-name" not in {notice.code for notice in record.notices}


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("青禾区综述20200105.txt", "years"),
        ("青禾区总工会2020年工作要点.txt", "years"),
        ("工会年鉴2020/青禾区.txt", "years"),
        ("城关区总工会2019年.txt", "place"),  # there are several
        ("沙屿县总工会2019年.txt", "place"),  # no 区
    ],
)
def test_what_a_name_does_not_say_for_sure_stays_open(name: str, missing: str) -> None:
    place, start, *_ = told(read(name, page("区总工会")))
    assert (place, start) == (("青禾区", None) if missing == "years" else (None, 2019))


def test_the_text_wins_where_it_says_it_itself() -> None:
    text = page("望潮区总工会", subtitle="2018年工作综述")
    record = read("【示例工人报】青禾区总工会2019年工作综述.txt", text)
    assert told(record) == ("望潮区", 2018, 2018, None, "示例工人报")
    assert record.region.basis is RegionBasis.ISSUER
    assert record.period.basis is PeriodBasis.SUBTITLE


def test_a_union_that_the_text_names_and_no_table_knows_is_not_placed_by_a_name() -> None:
    assert told(read("沙屿县2019.txt", page("南兴县总工会")))[0] is None


def test_a_name_tells_a_shared_name_of_the_text() -> None:
    assert told(read("岭西/城关/2019.txt", page("城关区总工会")))[0] == "城关区"


def test_years_back_from_a_year_in_the_name_are_reckoned() -> None:
    period = read("青禾区2020.txt", page("区总工会", subtitle="五年工作综述", lead="五年来")).period
    assert (period.start, period.end, period.inferred) == (2016, 2020, True)


def test_what_a_name_gave_is_told_as_such() -> None:
    record = read("海澜日报2019.1.24 望潮区总工会2018年工作综述.txt", page("区总工会"))
    assert record.region.basis is RegionBasis.NAME
    assert record.period.basis is PeriodBasis.NAME
    assert [words.text for words in record.region.evidence] == ["望潮区"]
    notice = next(notice for notice in record.notices if notice.code == "from-the-name")
    assert notice.message == "地区、年份、刊发日期、报纸取自文件名或文件夹名，文中没有写明，请核对。"


def test_a_place_that_the_lead_names_once_is_enough_where_nothing_else_is_named() -> None:
    record = read("二〇一六年工作巡礼.txt", page("区总工会", lead="海澜市鼓楼区的老街坊都说，这一年"))
    assert told(record)[:2] == ("鼓楼区", 2016)
    assert record.region.basis is RegionBasis.TEXT


def test_the_imprint_of_a_page_places_a_union_that_nothing_else_places() -> None:
    imprint = "岭西市城关区总工会编印  地址：岭西市矿山路8号  邮编：990300"
    record = read("1.txt", f"{page('城关区总工会')}\n{imprint}\n")
    assert record.region.path[-1] == "城关区"
    assert record.region.basis is RegionBasis.PAGE


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("档案.zip/白塔县/2013年/综述.txt", ["综述", "2013年", "白塔县", "档案"]),
        ("../白塔县/海澜日报2019.1.24", ["海澜日报2019.1.24", "白塔县"]),
        ("云川".encode("gb18030").decode("latin-1") + ".txt", ["云川"]),
        ("云川市".encode().decode("cp437") + ".txt", ["云川市"]),
        ("云川市青禾区总工".encode().decode("gb18030") + ".txt", ["云川市青禾区总工"]),
    ],
)
def test_a_name_is_taken_apart_from_the_file_outwards(name: str, parts: list[str]) -> None:
    assert parts_of(name) == parts
