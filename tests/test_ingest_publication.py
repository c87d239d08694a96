"""Whose day a date is: the paper's own, or that of the site which put the text up; and by-lines without loose signs."""

import pytest

from archive.ingest.pipeline import read_file
from tests.pages import BODY, codes, record

TITLE = ("扛起使命开新局 聚力同心谱新篇", "——青禾区总工会工作综述")


def published(*rows: str) -> str | None:
    found = record("\n".join((*rows, *TITLE, *BODY))).published_on
    return found.text if found else None


@pytest.mark.parametrize(
    "row",
    [
        "发布时间：2020-01-09 10:23 来源：青禾区总工会 浏览次数：386",
        "来源：青禾工会 2020-01-09 浏览：78",
        "工运在线网 2020-01-09",
    ],
)
def test_the_day_on_which_a_site_put_the_text_up_is_kept_and_said_to_be_the_sites(row: str) -> None:
    found = record("\n".join((row, *TITLE, *BODY)))
    assert found.published_on is not None
    assert found.published_on.text == "2020-01-09"
    assert "published-by-site" in {notice.code for notice in found.notices}


@pytest.mark.parametrize(
    "row",
    [
        "今天是 2024年3月5日 星期二",
        "注册时间：2011-03-05",
        "更新时间：2024-03-05 09:10",
        "抓取时间：2024-03-05 09:10:11",
        "访问量：1045　今天是：2024年3月5日",
        "参赛编号：24-03-05",
        "今天是2024年3月5日 上次登录时间 2024-03-04 10:20",
        "注册于 2011-03-05 最后登录于 2024-03-05",
        "版权所有 2024-03-05 备案日期 2023-01-05",
        "抓取时间 2024-03-05 保存时间 2024-03-06",
        "2024-03-05访问 2024-03-06打印",
        "2020-01-09 10:23 修改 2024-03-05",
    ],
)
def test_a_clock_a_visit_and_a_copy_give_no_day_of_publication(row: str) -> None:
    assert published(row) is None


@pytest.mark.parametrize(
    "row", ["放假时间：10.1-10.7", "投稿时间:10.8-11.8", "办公时间：09.01-12.30", "征集时间：10-8-11-8"]
)
def test_two_days_without_a_year_are_no_day_of_publication(row: str) -> None:
    assert published(row) is None


@pytest.mark.parametrize(
    "row",
    [
        "2020-01-09 10:23 更新于 2024-03-05",
        "发布于2020-01-09 最后更新于2024-03-05",
        "发布日期 | 2020-01-09 | 更新日期 | 2024-03-05",
        "今天是2024年3月5日 发布于 2020-01-09",
        "来源：青禾工会|" + "示例网|" * 8 + "发布于2020-01-09 修改时间 2024-03-05",
    ],
)
def test_of_two_days_in_a_row_the_one_that_is_called_by_no_other_things_name_counts(row: str) -> None:
    assert published(row) == "2020-01-09"


@pytest.mark.parametrize(
    "row",
    [
        "示例在线　20-01-09 10:23　阅读 386",
        "2020/1/9 8:05 来源：青禾工会",
        "蓝花楹 发表于 2020年1月9日10:23",
        "二〇二〇年一月九日　来源：青禾工会",
        "2020.1.9 10:23:11 编辑：方永昌 浏览：78次",
        "发布时间：2020-01-09 16:45　访问量：1045",
        "发表日期：2020年1月9日　出处：青禾区总工会　【编辑录入：admin】",
        "来源：青禾区总工会　作者：宣教部　发布日期：20-01-09　阅读：681次",
        "2020年01月09日 星期四    今天是:2020年1月10日",
    ],
)
def test_a_day_beside_a_clock_a_counter_or_a_writer_is_read(row: str) -> None:
    found = record("\n".join((TITLE[0], row, TITLE[1], *BODY)))
    assert found.published_on is not None
    assert found.published_on.text == "2020-01-09"


def test_the_day_under_the_title_counts_before_the_days_of_other_headlines_and_of_replies() -> None:
    rows = (
        "石桥县举办篮球赛 2021-05-06",
        TITLE[0],
        "来源：青禾工会 2020-01-09 10:23",
        *BODY,
        "网友 发表于 2022-07-08 11:12",
    )
    found = record("\n".join(rows))
    assert found.published_on is not None
    assert found.published_on.text == "2020-01-09"


@pytest.mark.parametrize(
    "row",
    [
        "发布时间：2020-01-09 10:23 来源：示例工人报 浏览次数：386",
        "日期：2020-01-09　来源：示例日报　记者：方永昌",
        "示例晚报 >> 2020年 >> 01月09日 >> 第五版：综合新闻",
        "3 要闻　2020年1月9日　星期四　责任编辑：周小禾　电话：00990066",
        "今日青禾　QINGHE　2020.01.09　3",
    ],
)
def test_the_day_that_a_paper_gives_or_a_site_gives_beside_the_name_of_a_paper_is(row: str) -> None:
    assert published(row) == "2020-01-09"


def test_a_paper_is_not_named_after_its_page_about_a_county() -> None:
    found = record("\n".join(("示例晚报 2010年2月4日 A16版 金湾新闻", *TITLE, *BODY))).newspaper
    assert found is not None
    assert found.text == "示例晚报"


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        ("本报讯（记者 林知夏 通讯员 江澄）", ("记者 林知夏", "通讯员 江澄")),
        ("示例网消息（记者 林知夏 通讯员 江澄）", ("记者 林知夏", "通讯员 江澄")),
        ("（记者 林知夏 通讯员 江澄）", ("记者 林知夏", "通讯员 江澄")),
    ],
)
def test_a_byline_in_brackets_is_shown_without_halves_of_them(
    opening: str, expected: tuple[str, ...]
) -> None:
    found = record("\n".join((*TITLE, opening + BODY[0], *BODY[1:])))
    assert tuple(part.text for part in found.bylines) == expected


def test_brackets_that_are_whole_stay_in_a_byline() -> None:
    found = record("\n".join((*TITLE, "林知夏（青禾区总工会）", *BODY)))
    assert tuple(part.text for part in found.bylines) == ("林知夏（青禾区总工会）",)


def test_rows_of_a_table_stay_rows_and_their_head_is_no_heading() -> None:
    rows = ("年份　基层工会　会员", "2018　612　3.4", "2019　655　3.7")
    found = record("\n".join((*TITLE, *BODY, *rows, BODY[1])))
    words = [paragraph.text for section in found.sections for paragraph in section.paragraphs]
    assert {"年份 基层工会 会员", "2018 612 3.4", "2019 655 3.7"} <= set(words)
    assert [section.heading for section in found.sections if section.heading] == []


def test_the_day_on_which_a_paper_was_made_public_counts_before_the_day_on_which_it_was_made() -> None:
    row = "生成时间：2020-01-02　公开日期：2020-01-09"
    for rows in ([row], row.split("　"), row.split("　")[::-1]):
        found = record("\n".join((*TITLE, *rows, *BODY)))
        assert found.published_on is not None
        assert found.published_on.text == "2020-01-09"


@pytest.mark.parametrize(
    "row",
    ["采写：涂远", "编写：涂远 卫青", "来稿：涂远", "青禾区总工会党组书记、主席　涂远", "信息员：涂远"],
)
def test_who_wrote_or_spoke_is_named(row: str) -> None:
    found = record("\n".join((*TITLE, row, *BODY)))
    assert "涂远" in "".join(passage.text for passage in found.bylines)


def test_the_number_of_a_journals_page_is_no_day() -> None:
    found = record("\n".join(("工运园地 2009/4", *TITLE, *BODY[:1], "工运园地 2009/4 / 13", *BODY[1:])))
    assert found.published_on is None


def test_the_day_of_a_masthead_with_the_day_of_the_old_calendar_is_the_papers() -> None:
    assert published("青禾日报", "三版", "2019年3月6日 农历己亥年正月三十") == "2019-03-06"


def test_the_day_on_which_a_library_took_a_page_in_is_not_its_day() -> None:
    rows = ("<出处>青禾日报，2013-02-01（B04）</出处>", "<入藏日期>2013-03-15</入藏日期>")
    assert published(*rows) == "2013-02-01"


def test_other_papers_of_a_catalogue_are_no_name_of_a_paper() -> None:
    rows = ("来源： 青禾工人日报", *TITLE, *BODY, "相关报纸：江岭治岗纪事（2010.11.05）")
    found = record("\n".join(rows))
    assert found.newspaper is not None and found.newspaper.text == "青禾工人日报"


@pytest.mark.parametrize(
    ("row", "writers"),
    [
        ("以下文章来源于青禾发布，作者方永昌 涂远", "作者方永昌 涂远"),
        ("报纸 青禾日报 | 2010年2月3日 | 第6版 | 记者 涂远", "记者 涂远"),
    ],
)
def test_writers_behind_a_sign_in_a_line_of_the_page_are_writers(row: str, writers: str) -> None:
    found = record("\n".join((row, *TITLE, *BODY)))
    assert [passage.text for passage in found.bylines] == [writers]


@pytest.mark.parametrize(
    ("row", "paper"),
    [
        ("【媒体】今日石桥", "今日石桥"),
        ("报纸名称：石桥工运", "石桥工运"),
        ("媒体：石桥新闻网", None),
        ("报刊剪报服务", None),
        ("媒体聚焦", None),
        ("2020年1月9日 今日八版", None),
    ],
)
def test_what_a_record_calls_the_paper_is_one_and_what_is_no_paper_is_none(
    row: str, paper: str | None
) -> None:
    found = record("\n".join((row, *TITLE, *BODY))).newspaper
    assert (found and found.text) == paper


@pytest.mark.parametrize(
    ("rows", "page"),
    [
        (("示例日报 要闻 002", "2020年1月9日 星期四"), "002"),
        (("示例日报 A04 2020年1月9日 星期四 责任编辑/方 远",), "A04"),
        (("示例日报 特03 五一特刊 2020年1月9日 星期四",), "特03"),
        (("2020年1月9日 星期四 责编:方小远 美编:石立 A08 专版", "示例日报"), "A08"),
        (("示例日报", "副刊·专题 6", "2020年1月9日"), "6"),
        (("示例日报", "4 县区新闻", "2020年1月9日 星期四"), "4"),
        (("示例日报", "A08", "专题", "2020.1.9 星期四"), "A08"),
        (("【报纸名称】示例日报", "【版次】6"), "6"),
        (("PAPER=示例日报", "PAGE=A07"), "A07"),
        (("示例日报 SHILI RIBAO　专版　11　2020年1月9日　星期四",), "11"),
        (("示例剪报社  文章 1", "示例日报 | A06 | 区县工会 | 2020-01-09"), "A06"),
        (("示例日报", "出版日期:2020年1月9日", "要闻版", "03"), "03"),
        (("工会之窗", "03", "2020-01-09 10:20"), None),
        (("示例日报 2020年1月9日 星期四", "广告部电话 66"), None),
        (("第03版：专题", "示例日报 2020年1月9日 星期四 今日8版"), "第03版"),
        (("示例日报 2020年1月9日 星期四 今日18版",), None),
        (("示例日报 2020年1月9日 星期四 第3010期 4版 今日 8 版",), "4版"),
        (("示例日报 2020年1月9日 星期四 本期共8版", "第03版：工运"), "第03版"),
        (("示例日报 2020年1月9日 星期四", "第03版：工运", "05"), "第03版"),
        (("第A05版", "01", "示例日报 2020年1月9日 星期四"), "第A05版"),
        (("转自《示例日报》2020年1月9日 第3版",), "第3版"),
        (("转载：示例日报 2020-01-09 第03版",), "第03版"),
        (("示例日报 2020年1月9日 星期四", "第02版:要闻", "(未完，上接第1版)"), "第02版"),
        (("来源：示例日报", "浏览 66"), None),
        (("示例日报 数字报纸", "00006版:要闻"), "00006版"),
        (("示例日报 数字报纸", "第0003版"), "第0003版"),
    ],
)
def test_the_label_of_a_papers_page_is_read_wherever_the_masthead_has_it(
    rows: tuple[str, ...], page: str | None
) -> None:
    found = record("\n".join((*rows, *TITLE, *BODY))).page
    assert (found and found.text) == page


def test_what_a_newsrooms_system_keeps_in_a_comment_is_no_text_and_tells_day_and_paper() -> None:
    left = "2020-01-09 暖心服务 1 1 示例日报 content_165137.html 1 3 /enpproperty-->"
    found = record("\n".join((*TITLE, *BODY, left)))
    assert left not in "".join(
        paragraph.text for section in found.sections for paragraph in section.paragraphs
    )
    assert found.newspaper and found.newspaper.text == "示例日报"
    assert found.published_on and found.published_on.text == "2020-01-09"


@pytest.mark.parametrize(
    "rows",
    [
        ("示例日报 2020年1月9日 第03版", "来源：云川晚报"),
        ("© 示例日报社版权所有",),
    ],
)
def test_a_paper_beside_another_or_only_in_a_foot_is_doubted(rows: tuple[str, ...]) -> None:
    found = record("\n".join((*rows[1:], *TITLE, *BODY, rows[0])))
    assert found.newspaper is not None
    notice = next(notice for notice in found.notices if notice.code == "newspaper-uncertain")
    assert found.newspaper.text in {passage.text for passage in notice.evidence}


@pytest.mark.parametrize("row", ["示例日报 2020年1月9日 第03版", "来源：示例日报", "【媒体】示例日报"])
def test_a_paper_that_is_named_where_papers_are_is_not_doubted(row: str) -> None:
    found = record("\n".join((row, *TITLE, *BODY)))
    assert found.newspaper is not None
    assert "newspaper-uncertain" not in codes(found)


ROWS = (
    "春风化雨润工心\n——青禾区总工会2010年工作综述\n{below}"
    + "2010年，青禾区总工会挑着担子走遍全境，全年新建工会46家，发展会员3120人，办理法律援助53件。\n" * 3
)


@pytest.mark.parametrize(
    ("row", "paper"),
    [
        ("示例报  一九九九年一月十四日 星期四  第一版", "示例报"),
        ("第一版 示例日报 一九九九年一月十四日", "示例日报"),
        ("示例日报 二〇一一年一月十四日 星期五 第一版", "示例日报"),
    ],
)
def test_a_masthead_may_write_its_year_sign_by_sign(row: str, paper: str) -> None:
    (record,) = read_file(f"{row}\n{ROWS.format(below='')}".encode(), "一篇.txt").records
    assert record.kicker is None
    assert record.newspaper is not None and record.newspaper.text == paper
    assert record.published_on is not None and record.published_on.text.endswith("-01-14")


@pytest.mark.parametrize("row", ["农历辛丑年腊月廿三", "癸卯年十月廿四", "农历正月初八"])
def test_the_day_of_the_old_calendar_by_itself_is_page_matter(row: str) -> None:
    (record,) = read_file(f"{row}\n{ROWS.format(below='')}".encode(), "一篇.txt").records
    assert record.kicker is None
    assert [line.text for line in record.furniture] == [row]


@pytest.mark.parametrize(
    "row",
    [
        "作者：佚名  文章来源：青禾区总工会  点击数：55  更新时间：2011-1-7 15:26:58",
        "作者：佚名  文章来源：青禾区总工会  点击数：55  更新时间：2011-1-7  文章录入：admin",
        "作者：佚名 来源：本站 点击数：55 录入时间：2011-1-7",
        "来源：青禾区总工会 阅读次数：38 上传时间：2011年1月7日",
    ],
)
def test_the_day_in_the_row_that_tells_of_an_article_is_its_day_however_the_site_calls_it(row: str) -> None:
    (record,) = read_file(ROWS.format(below=f"{row}\n").encode(), "一篇.txt").records
    assert record.published_on is not None and record.published_on.text == "2011-01-07"


@pytest.mark.parametrize("row", ["更新时间：2011-1-7 15:26:58", "录入时间：2011-1-7"])
def test_such_a_day_by_itself_is_not_the_articles(row: str) -> None:
    (record,) = read_file(ROWS.format(below=f"{row}\n").encode(), "一篇.txt").records
    assert record.published_on is None


def test_a_paragraph_with_a_picture_of_what_is_to_be_built_is_no_caption() -> None:
    told = "在工地的板房里，一张效果图为大家说明了明年的打算，工会夜校、职工书屋和户外驿站都画在了上面，人人看了都说好。"
    (record,) = read_file(f"{ROWS.format(below='')}{told}\n".encode(), "一篇.txt").records
    assert not record.captions


@pytest.mark.parametrize(
    "row", ["加入时间：2020-01-09　　录入：admin　　人气：920", "添加时间：2020-01-09 录入：小禾 点击：55次"]
)
def test_an_old_site_tells_when_it_put_the_article_there(row: str) -> None:
    found = record("\n".join((*TITLE, row, *BODY)))
    assert found.published_on is not None and found.published_on.text == "2020-01-09"


def test_a_bulletin_tells_its_day_beside_who_edits_it() -> None:
    assert published("工会工作简报", "第27期", "青禾区总工会办公室编　　2020年1月9日") == "2020-01-09"
    assert published("青禾区总工会办公室搬迁 2020年1月9日") is None


@pytest.mark.parametrize(
    ("rows", "label"),
    [
        (["5　综合　2020年1月9日 星期四　编辑 余禾 电话 8123456　示例日报"], "5"),
        (["A3　工运天地　2020年1月9日 星期四　示例日报"], "A3"),
        (
            [
                "第01版：要闻　第02版：综合　第03版：民生　第04版：专题",
                "第04版：专题　上一篇　下一篇",
                "示例日报 2020年1月9日",
            ],
            "第04版",
        ),
    ],
)
def test_the_page_is_the_articles_own_and_none_of_the_list_of_all_pages(rows: list[str], label: str) -> None:
    found = record("\n".join((*rows, *TITLE, *BODY)))
    assert found.page is not None and found.page.text == label


@pytest.mark.parametrize(
    ("row", "day"),
    [
        ("石桥客户端　01-09 07:30", "2020-01-09"),
        ("石桥融媒　1月9日　发布于示例", "2020-01-09"),
        ("石桥客户端　12-30 07:30", "2019-12-30"),
        ("石桥客户端　08-09 07:30", None),
        ("石桥客户端　02-30 07:30", None),
        ("竞速 1.9 万步", None),
    ],
)
def test_a_day_without_a_year_is_reckoned_from_the_year_reviewed_and_told(row: str, day: str | None) -> None:
    found = record("\n".join((TITLE[0], "——青禾区总工会2019年工作综述", row, *BODY)))
    assert (found.published_on.text if found.published_on else None) == day
    assert ("published-year-reckoned" in codes(found)) == (day is not None)


def test_a_visit_counter_beside_it_takes_no_day_away_and_the_making_of_a_note_gives_none() -> None:
    assert published("时间：2020/01/09　来源：区总工会办公室　访问量：518") == "2020-01-09"
    note = "创建：2023/2/1 10:21　更新：2023/2/1 10:25　作者：资料员小彭"
    assert published(note, "2020-01-09 示例日报") == "2020-01-09"
