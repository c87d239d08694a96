"""Lines that a page broke at a fixed width become paragraphs again."""

import textwrap

import pytest

from archive.ingest.parts.wrapping import find_wrapping, join_upright, unwrap
from archive.ingest.text.lines import Line, joined, split_lines
from tests.pages import ARTICLE, BODY, paragraphs


def lines(text: str) -> tuple[Line, ...]:
    return split_lines(text)


def wrapped(text: str, width: int, indent: str = "　　") -> str:
    rows = []
    for row in text.split("\n"):
        whole = indent + row if len(row) > width else row
        rows += textwrap.wrap(whole, width, drop_whitespace=False) or [""]
    return "\n".join(rows)


@pytest.mark.parametrize("width", [18, 24, 31, 40])
@pytest.mark.parametrize("indent", ["　　", ""])
def test_paragraphs_are_whole_again_at_any_width(width: int, indent: str) -> None:
    page = ARTICLE + "\n\n" + "\n\n".join(BODY)
    assert paragraphs(wrapped(page, width, indent)) == [*BODY, *BODY]


def test_text_with_a_paragraph_a_line_is_left_alone() -> None:
    assert find_wrapping(lines("\n".join(BODY * 4))) is None
    assert unwrap(lines(ARTICLE)) == lines(ARTICLE)


def test_a_numbered_heading_is_not_drawn_into_the_line_above() -> None:
    body = "区总工会把服务送到车间码头工地，让职工少跑路多办事，全年服务职工三万人次，"
    page = "\n".join(
        ["　　" + body[:18], *[body[at : at + 20] for at in range(18, 38, 20)], "一、建会入会有热度"] * 6
    )
    assert sum(line.text.startswith("一、") for line in unwrap(lines(page))) == 6


def test_a_figure_cut_by_the_line_end_closes_up_and_latin_words_keep_a_space() -> None:
    first, second = lines("会员19\n49人")
    assert joined(first, second).text == "会员1949人"
    first, second = lines("the trade\nunion")
    assert joined(first, second).text == "the trade union"


def test_a_joined_line_knows_both_places() -> None:
    first, second = lines("会员19\n49人")
    whole = joined(first, second)
    assert whole.ranges == ((0, 4), (5, 8))
    assert whole.part(3, 6).ranges == ((3, 4), (5, 7))


def test_a_paragraph_goes_on_behind_the_number_of_a_page_and_keeps_its_stop() -> None:
    width = 24
    wanted = (
        "　　一九九九年，县总工会认真履行各项社会职能，团结动员全县职工为完成三年目标作贡献，各项工作有了新起色。",
        "　　全县有六十八家企业参加竞赛，提合理化建议二千一百条，实现价值三百八十万元，水泥厂职工自筹资金技改。",
        "　　成立职工互助储金会五十四个，筹金七十二万元；举办培训班十一期，二百零九名职工重新走上了工作的岗位。",
    )
    rows: list[str] = []
    for paragraph in wanted:
        rows += [paragraph[at : at + width] for at in range(0, len(paragraph), width)]
    rows.insert(4, "－ 17 －")
    text = "\n".join(("扛起使命开新局", "——丹溪县总工会一九九九年工作总结", *rows))
    assert paragraphs(text) == [row.strip() for row in wanted]


def test_a_heading_below_a_paragraph_whose_last_row_is_full_stays_a_heading() -> None:
    full = "区总工会把驿站建到街头巷尾，冬有热水、夏有清凉，一年服务户外职工三万人次，" * 2
    row = 30
    texts = [("　　" + full * 2)[: row * 4 - 1] + "。" for _ in range(4)]
    rows = [text[at : at + row] for text in texts for at in range(0, len(text), row)]
    rows.insert(8, "一根电话线")
    found = paragraphs("\n".join(("枝头新绿处处春", "——青禾区总工会2019年工作综述", *rows)))
    assert found == [text.strip() for text in texts]


@pytest.mark.parametrize("writers", ["涂 远", "涂远 于晓禾", "本报记者 涂远"])
def test_writers_are_not_drawn_into_a_subtitle_that_fills_its_row(writers: str) -> None:
    subtitle = "——青禾区总工会2019年工作综述"
    text = wrapped("\n".join(BODY * 2), len(subtitle))
    page = "\n".join(("扛起使命开新局", subtitle, writers, text))
    assert subtitle in [line.text for line in unwrap(lines(page))]


def test_a_sentence_that_a_copy_broke_is_whole_where_its_paragraphs_are_set_in() -> None:
    rows = (
        "渡口的灯照着归船", "——青禾区总工会2019年工作综述",
        "　　三代人守林，一代人建会。2019年，青禾区总工会把“艰苦创业、绿色发展”写进了章程，做出了自己的模样。",
        "（1）牢记使命守初心",
        "　　区总工会建成劳模工匠教育基地，请老一代讲述上山的故事，接待职工1.48万人次；全区开展主题",
        "党日、读书、宣讲等活动139次。",
        "（2）艰苦创业建新功",
        "　　紧盯马铃薯、中草药、食用菌三个产业，开展竞赛26项，1.3万名职工上阵；推选工匠4名；林场",
        "瞭望员夫妇被评为最美职工。",
        "（3）绿色发展暖民心",
        "　　驿站19个，屋顶装的是光伏板；帮扶困难职工196人、资金71.5万元；冬季取暖补贴312户，每户两吨洁",
        "净煤；林场防火隔离期间为职工子女设课堂，118天没断过一节课。",
        "　　片区的林场工人住得散，工会就把小药箱、小书箱、小工具箱送到每一个营林区。去年一共送出",
        "“三小箱”154套，箱盖上印着工会热线，一年接到电话67个，全都有了回音。",
    )  # fmt: skip
    text = "".join(paragraphs("\n".join(rows)))
    assert all(len(one) > 40 and one.endswith("。") for one in paragraphs("\n".join(rows)))
    assert "开展主题党日、读书" in text


def test_a_row_that_counts_is_not_taken_for_the_day_of_the_page() -> None:
    row = "截至2018年4月，全县共有基层工会327家、会员1.89万"
    assert row in "".join(
        paragraphs(wrapped("\n".join((*ARTICLE.split("\n\n")[:3], *BODY, f"{row}人。")), 56))
    )


def test_headings_of_one_make_stay_whatever_words_they_end_with() -> None:
    heads = ("一帆，引领航向", "二帆，助力脱贫", "三帆，护航维权")
    texts = (
        "旗帜引领方向，信念凝聚力量。区总工会坚持把职工思想政治引领摆在首位，劳模宣讲团走遍各个街道。",
        *BODY[1:],
    )
    rows = [row for pair in zip(heads, texts, strict=True) for row in pair]
    found = paragraphs("\n".join(("渡口的灯照着归船", "——青禾区总工会2019年工作综述", BODY[0], *rows)))
    assert found == [BODY[0], *texts]


def test_numbers_that_count_parts_are_no_pages() -> None:
    heads = ("02 ／ 跋涉在赋能路上", "03 ／ 跋涉在解忧路上", "04 ／ 跋涉在护权路上")
    rows = [row for head in heads for row in (head, *BODY)]
    found = paragraphs("\n".join(("渡口的灯照着归船", "——青禾区总工会2019年工作综述", BODY[0], *rows)))
    assert found == [BODY[0], *BODY * 3]


def test_a_long_run_of_single_characters_is_no_word_that_was_set_upright() -> None:
    run = lines("\n".join("渡口灯火年年新" * 8))
    assert join_upright(run) == run
    assert [line.text for line in join_upright(lines("同\n心\n一\n二"))] == ["同心", "一", "二"]
