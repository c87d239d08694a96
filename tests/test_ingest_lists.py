"""Lists between the title and the first paragraph, and below the last one: no line of the article is page matter."""

import pytest

from tests.pages import BODY, draft, headings, paragraphs

HEAD = ("渡口的灯", "——青禾区总工会2019年工作综述")
SIGNED = (*HEAD, "□ 记者 涂远")
CHRONICLE = ("1月 送温暖走进渔村", "4月 船员夜校开课", "6月 码头安全月启动", "10月 船厂技能比武收官")
COUNTED = ("关键词一：靠岸", "关键词二：添灯", "关键词三：回家")
FIGURES = ("新添驿站12座", "帮扶船员310户", "夜校开班40期")
TABLE = ("项目 2018年 2019年", "驿站 8 20", "会员 1200 1900", "夜校 26 40")
VERSE = ("灯在船头", "人在船尾", "风从江来", "话向岸说")
HONOURS = ("全国模范职工小家", "全省工人先锋号", "全市职工书屋示范点")
EVENTS = ("大事记", "1月8日 送温暖走进渔村", "6月3日 码头安全月启动", "10月9日 船厂技能比武收官")


def page(*rows: str) -> str:
    return "\n".join(rows)


@pytest.mark.parametrize("rows", [CHRONICLE, COUNTED, FIGURES, TABLE, ("年度荣誉", *HONOURS), EVENTS])
@pytest.mark.parametrize("head", [HEAD, ("青禾区总工会2019年工作综述", "发布时间：2020-01-09 浏览次数：312")])
def test_a_list_that_opens_the_text_is_text_below_its_title(
    head: tuple[str, ...], rows: tuple[str, ...]
) -> None:
    read = draft(page(*head, *rows, *BODY))
    assert read.title and read.title.text == head[0]
    assert not {line.text for line in read.furniture} & set(rows)
    assert {*rows} <= {line.text for line in (*read.paragraphs, *read.headings)}


@pytest.mark.parametrize("rows", [CHRONICLE, FIGURES, TABLE, ("荣誉榜", *HONOURS), EVENTS])
def test_a_list_right_below_the_last_paragraph_is_text(rows: tuple[str, ...]) -> None:
    read = draft(page(*SIGNED, *BODY, *rows, "版权所有 青禾在线", "相关阅读", "邻县的夜校"))
    assert {line.text for line in read.furniture} == {"版权所有 青禾在线", "相关阅读", "邻县的夜校"}


def test_a_verse_below_the_writers_is_text() -> None:
    assert paragraphs(page(*SIGNED, *VERSE, *BODY))[:4] == list(VERSE)


def test_what_names_a_list_is_its_heading() -> None:
    assert headings(page(*SIGNED, *BODY, *EVENTS)) == [(1, "大事记")]


@pytest.mark.parametrize(
    "rows",
    [
        ("相关新闻", "1月 送温暖走进渔村", "4月 船员夜校开课", "6月 码头安全月启动"),
        ("大事记", "友情链接"),
        ("邻县的夜校", "邻市的驿站", "邻省的灯火"),
    ],
)
def test_what_stands_below_other_news_or_is_of_no_make_is_no_list_of_the_text(rows: tuple[str, ...]) -> None:
    assert not set(paragraphs(page(*SIGNED, *BODY, *rows))) & set(rows)


@pytest.mark.parametrize("rows", [CHRONICLE, FIGURES])
def test_a_list_above_the_title_is_no_part_of_the_text(rows: tuple[str, ...]) -> None:
    assert draft(page(*rows, *SIGNED, *BODY)).title is not None
    assert not set(paragraphs(page(*rows, *SIGNED, *BODY))) & set(rows)


def test_the_heading_right_below_a_list_of_figures_is_no_item_of_it() -> None:
    rows = ("渡口里的数字", "46家 新建基层工会", "2300人 登记船员", "318份 签下合同", "让每名船员都有家")
    other = "让每个难处有人问"
    assert [words for _, words in headings(page(*SIGNED, BODY[0], *rows, BODY[1], other, BODY[2]))][-2:] == [
        rows[-1],
        other,
    ]


def test_rows_of_which_each_has_a_figure_are_no_headings() -> None:
    assert headings(page(*SIGNED, BODY[0], "●渡口的数字", *FIGURES, "●点灯篇", *BODY[1:])) == [
        (1, "●渡口的数字"),
        (1, "●点灯篇"),
    ]
