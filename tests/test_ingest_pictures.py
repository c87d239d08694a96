"""What stands between a heading and its text, and shows somebody, stands under a picture."""

import pytest

from tests.pages import record

TITLE, DASH = "茶山里的一盏灯", "——青禾区总工会2019年工作综述"
TEXTS = (
    "2019年，区总工会新建工会21家，发展会员1500人，把组织建到了茶园和码头，受到职工欢迎。",
    "全年举办技能竞赛42场，参赛职工2300人，评出“青禾工匠”十名，各行各业都有了领头人。",
    "走访慰问困难职工310户，送去慰问金45万元，办理法律援助53件，追回工资120万元。",
)


def parts(headings: tuple[str, ...], below_second: str) -> tuple[list[str | None], list[str]]:
    """The headings of a page, and its captions."""
    rows = [TITLE, DASH, "青禾的春天从茶山上来，工会的人也从茶山上来，这一年他们走了九个乡镇七十二个村。"]
    for heading, text in zip(headings, TEXTS, strict=True):
        rows += [heading, *((below_second,) if heading == headings[1] else ()), text]
    found = record("\n\n".join(rows))
    headed = [section.heading.text if section.heading else None for section in found.sections]
    return headed, [caption.passage.text for caption in found.captions]


@pytest.mark.parametrize(
    "headings",
    [
        ("一、夯基础，扩覆盖", "二、促发展，比贡献", "三、办实事，解民忧"),
        ("旗帜引领向前进", "竞赛场上添动能", "冷暖牵挂在心间"),
    ],
)
@pytest.mark.parametrize(
    "picture",
    ["区总工会干部上门动员货车司机入会", "茶山镇职工服务站内，骑手在避风", "送温暖车队（12月11日摄于茶山）"],
)
def test_a_line_below_one_of_several_headings_that_shows_somebody_is_a_caption(
    headings: tuple[str, ...], picture: str
) -> None:
    assert parts(headings, picture) == ([None, *headings], [picture])


def test_the_second_row_of_a_heading_that_shows_nobody_is_no_caption() -> None:
    headings = ("旗帜引领向前进", "竞赛场上添动能", "冷暖牵挂在心间")
    assert parts(headings, "岗位练兵立新功")[1] == []


def test_a_number_before_words_makes_them_a_caption_and_the_name_of_pictures_none() -> None:
    rows = (
        TITLE,
        DASH,
        *TEXTS,
        "图片说明：",
        "图1职工突击队在大堤装运沙袋。",
        "图2驻村工作队与茶农一起采茶。",
    )
    assert len(record("\n".join(rows)).captions) == 2


def test_labels_of_one_make_alone_on_their_lines_head_the_parts_of_a_text() -> None:
    labels = ("○建会篇○", "○赛场篇○", "○帮扶篇○")
    assert parts(labels, "全年月月有赛。")[0] == [None, *labels]


def test_a_meeting_that_summed_a_year_up_is_no_review_of_it() -> None:
    text = "1月12日上午，青禾区总工会召开2021年度工作总结表彰大会，各基层工会主席120余人参加会议。"
    rest = "会议指出，一年来全区工会工作亮点纷呈。会议要求，各级工会要提高站位，让更多职工得实惠。"
    found = record("\n".join(("青禾区总工会召开2021年度工作总结表彰大会", text, rest)))
    assert found.kind == "other"


def test_a_text_that_the_end_cuts_off_is_no_row_of_the_heading_above_it() -> None:
    rows = (TITLE, DASH, TEXTS[0], "建会：一条龙做到底", TEXTS[1], "练兵：一盘棋下到底", TEXTS[1])
    found = record(
        "\n".join(
            (
                *rows,
                "维权：一竿子插到底",
                "去年七月，江边一处工地拖欠六十三名农民工工资一百零七万元，区总工会牵头三次上门为他们",
            )
        )
    )
    assert [section.heading.text for section in found.sections if section.heading] == [
        "建会：一条龙做到底",
        "练兵：一盘棋下到底",
        "维权：一竿子插到底",
    ]
