"""What stands between a heading and its text, and shows somebody, stands under a picture."""

import pytest

from tests.pages import BODY, codes, record

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


@pytest.mark.parametrize("sign", "○=~")
def test_labels_of_one_make_alone_on_their_lines_surely_head_the_parts_of_a_text(sign: str) -> None:
    labels = [f"{sign}{word}{sign}" for word in ("建会", "赛场", "帮扶")]
    rows = (row for label, text in zip(labels, TEXTS, strict=True) for row in (label, text))
    found = record("\n".join((TITLE, DASH, BODY[0], *rows)))
    heads = [section.heading.text for section in found.sections if section.heading]
    assert (heads, found.notices) == (labels, ())


@pytest.mark.parametrize(
    "line",
    [
        "工会为困难职工送上及时雨",
        "干部在一线为职工解难题",
        "让职工在家门口学技能",
        "把职工装在心上 为职工撑腰",
        "职工在哪里 工会就在哪里",
    ],
)
def test_what_a_union_wants_for_everybody_stands_under_no_picture(line: str) -> None:
    assert parts(("一、建会建家", "二、帮扶解困", "三、维权服务"), line)[1] == []


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


def between(*rows: str) -> tuple[list[str | None], list[str]]:
    """The headings and captions of a page whose first part holds these rows, its others a heading and a paragraph."""
    heads = ("旗帜引领向前进", "竞赛场上添动能", "冷暖牵挂在心间")
    page = [TITLE, DASH, heads[0], TEXTS[0], *rows, heads[1], TEXTS[1], heads[2], TEXTS[2]]
    found = record("\n".join(page))
    headed = [section.heading.text for section in found.sections if section.heading]
    assert headed == list(heads)
    text = [paragraph.text for section in found.sections for paragraph in section.paragraphs]
    return [row for row in rows if row in text], [caption.passage.text for caption in found.captions]


@pytest.mark.parametrize(
    ("row", "caption"),
    [
        ("●渔工在码头的“渔工之家”量血压。", "●渔工在码头的“渔工之家”量血压。"),
        ("●调解员在综治中心接待来访职工。", "●调解员在综治中心接待来访职工。"),
        ("△复工专车抵达茶山工业区", "复工专车抵达茶山工业区"),
        ("夜校里，职工在学习焊接", "夜校里，职工在学习焊接"),
        ("▽骑手走进茶山驿站歇脚", "骑手走进茶山驿站歇脚"),
        ("☝夜校里，职工在学习焊接", "☝夜校里，职工在学习焊接"),
        ("（上图）茶山驿站里，快递员在休息。", "（上图）茶山驿站里，快递员在休息。"),
        ("（上接第23页图）绣坊女工在赶制订单", "（上接第23页图）绣坊女工在赶制订单"),
        ("图像说明：茶室里，工会主席为工人倒茶", "茶室里，工会主席为工人倒茶"),
        ("制陶技能比赛中，师徒二人正在合作拉坯。", "制陶技能比赛中，师徒二人正在合作拉坯。"),
        ("专列发车前，工会工作者为乘客发放维权手册。 本报记者 虎成 摄",) * 2,
    ],
)
def test_what_shows_somebody_between_two_parts_stands_under_a_picture(row: str, caption: str) -> None:
    assert between(row) == ([], [caption])


@pytest.mark.parametrize(
    "row",
    [
        "比赛现场设立了图书漂流角，观众带来旧书318本，当场换走290本。",
        "建好家门口的阵地，31个新驿站覆盖茶园、码头和车站；夜校从6门课扩到38门，一“座”难求。",
    ],
)
def test_what_tells_and_sums_up_is_a_paragraph_below_a_caption_too(row: str) -> None:
    assert between("图为茶山夜校的职工在练琴。", row)[0] == [row]


def test_a_row_of_sentences_behind_dots_is_a_list() -> None:
    rows = ("●职工在家门口学到了一门手艺。", "●骑手在驿站里喝上了一口热水。", "●会员在手机上领到了一张书券。")
    assert between(*rows)[1] == []


@pytest.mark.parametrize(
    ("odd", "place"),
    [("“茶山工匠”林雨收徒仪式", "captions"), ("热点 | 茶山春茶今年价格出炉", "furniture")],
)
def test_a_plain_line_above_the_next_of_marked_headings_heads_nothing(odd: str, place: str) -> None:
    heads = ("/ 采：把人请进来 /", "/ 晒：把好的亮出来 /", "/ 烘：把冷的焐热来 /")
    found = record("\n".join((TITLE, DASH, heads[0], TEXTS[0], heads[1], TEXTS[1], odd, heads[2], TEXTS[2])))
    assert [section.heading.text for section in found.sections if section.heading] == list(heads)
    places = {
        "captions": [one.passage.text for one in found.captions],
        "furniture": [one.text for one in found.furniture],
    }
    assert odd in places[place]


def test_words_set_upright_are_one_heading_and_numbers_alone_are_none_of_them() -> None:
    rows = (TITLE, DASH, "同", "心", TEXTS[0], "同", "创", TEXTS[1], "同", "享", TEXTS[2])
    found = record("\n".join(rows))
    assert [section.heading.text for section in found.sections if section.heading] == ["同心", "同创", "同享"]


@pytest.mark.parametrize("form", ["Part {} {}", "{1}："])
def test_short_lines_above_text_that_only_the_weights_know_are_headings(form: str) -> None:
    heads = [
        form.format(at, head)
        for at, head in enumerate(("思想引领更有力度", "建功立业更有舞台", "服务职工更有温度"), 1)
    ]
    rows = [row for pair in zip(heads, TEXTS, strict=True) for row in pair]
    opening = "青禾的春天从茶山上来，工会的人也从茶山上来，这一年他们走了九个乡镇七十二个村。"
    found = record("\n".join((TITLE, DASH, opening, *rows)))
    assert [section.heading.text for section in found.sections if section.heading] == heads


def test_two_lines_that_lead_to_lists_are_no_headings() -> None:
    opening = "青禾的春天从茶山上来，工会的人也从茶山上来，这一年他们走了九个乡镇七十二个村。"
    rows = (opening, "一年办成这样几件实事：", TEXTS[0], "职工这样说：", TEXTS[1])
    found = record("\n".join((TITLE, DASH, *rows)))
    assert [section.heading for section in found.sections if section.heading] == []


@pytest.mark.parametrize(
    "note",
    [
        "[此处加领导调研图]",
        "〔按：此处原件缺一角，约十字〕",
        "（抄至此处换页）",
        "（附图一幅，图为职工夜校，从略）",
        "[背景音乐渐起]",
        "✎ 我的批注：开头不错",
        "-- 高亮：这句话可以引用 --",
        "推荐阅读：茶山春茶入选名录",
        "本帖最后由 山里老茶 于 2015-1-21 09:58 编辑",
        "- 您在位置 #268-301 的标注",
        "滑动查看更多图片 →",
        "示例在线 - 茶山里的一盏灯　第 2 页，共 2 页",
    ],
)
def test_what_those_who_set_copied_or_kept_a_page_wrote_into_it_is_page_matter(note: str) -> None:
    rows = (TITLE, DASH, TEXTS[0], "（一）竞赛场上添动能", TEXTS[1], note, "（二）冷暖牵挂在心间", TEXTS[2])
    found = record("\n".join(rows))
    assert "".join(note.split()) in "".join("".join(one.text.split()) for one in found.furniture)


def test_slogans_behind_a_pointer_above_text_are_headings_and_a_scene_is_not() -> None:
    opening = "青禾的春天从茶山上来，工会的人也从茶山上来，这一年他们走了九个乡镇七十二个村。"
    rows = (TITLE, DASH, opening, "▲建功立业", TEXTS[1], "▲服务职工", TEXTS[2])
    found = record("\n".join(rows))
    assert [section.heading.text for section in found.sections if section.heading] == [
        "▲建功立业",
        "▲服务职工",
    ]
    assert between("▲职工在茶山夜校学习焊接")[1] == ["职工在茶山夜校学习焊接"]


@pytest.mark.parametrize(
    "foot",
    [
        "我们的网站建议使用较新的浏览器访问，以获得最佳的浏览效果",
        "微信公众号由青禾区总工会宣传教育部负责编辑发布，欢迎职工投稿",
    ],
)
def test_a_sentence_of_the_pages_foot_without_a_stop_is_no_text_that_was_cut_off(foot: str) -> None:
    found = record("\n".join((TITLE, DASH, *BODY, foot)))
    assert [line.text for line in found.furniture] == [foot]


@pytest.mark.parametrize(
    "foot",
    [
        "本网站由青禾区总工会主办，青禾区融媒体中心提供技术支持与维护",
        "供稿单位青禾区总工会办公室，内容仅供参考，如有出入以原文为准",
    ],
)
def test_what_may_be_the_pages_foot_is_doubted(foot: str) -> None:
    assert "page-matter-uncertain" in codes(record("\n".join((TITLE, DASH, *BODY, foot))))
