"""Lines that a page broke at a fixed width become paragraphs again."""

import textwrap

import pytest

from archive.ingest.parts.wrapping import find_wrapping, unwrap
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
