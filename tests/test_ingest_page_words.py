"""What pages, messages, groups and newsrooms put around and amid a text is page matter, and takes no part of the article."""

import pytest

from tests.pages import BODY, record

TITLE, DASH = "茶山里的一盏灯", "——青禾区总工会2019年工作综述"


@pytest.mark.parametrize(
    "row",
    [
        "点击视频，一起回顾温暖瞬间↓↓",
        "向下滑动▼",
        "设为星标★不迷路",
        "[视频] 窗口里的五年 03:27",
        "[拍了拍] 涂小远",
        "[图库待审：1张]",
        "您对本页内容的评价：○满意 ○基本满意 ○不满意　[提交]",
        "招聘启事",
        "云川工会年刊　二○一四",
        "左右滑动查看更多图片 →",
        "图片说明：",
    ],
)
def test_a_row_of_the_page_amid_the_text_is_neither_heading_nor_caption_nor_text(row: str) -> None:
    found = record("\n".join((TITLE, DASH, BODY[0], row, *BODY[1:])))
    assert " ".join(row.split()) in {line.text for line in found.furniture}
    assert found.captions == ()
    assert [(section.heading, [line.text for line in section.paragraphs]) for section in found.sections] == [
        (None, list(BODY))
    ]


@pytest.mark.parametrize(
    "heading",
    [
        "点击率最高的一堂课",
        "满意是最好的回答",
        "声明里的承诺",
        "点开视频学技能",
        "滑动手机就能报名",
        "【海报设计赛】收到作品三百件",
        "[文件汇编]印发三千册送到班组",
        "【附件】",
        "【链接】",
        "★党政满意 ★职工满意",
        "★提交答卷 ★勇争先锋",
        "○党政评价 ○职工评价 ○社会评价",
        "职工编起会刊",
    ],
)
def test_a_heading_that_begins_like_a_button_stays_one(heading: str) -> None:
    found = record("\n".join((TITLE, DASH, BODY[0], heading, *BODY[1:])))
    assert heading not in {line.text for line in found.furniture}


@pytest.mark.parametrize(
    "labels",
    [
        ("——建会篇——", "——赛场篇——", "——帮扶篇——"),
        ("~建会篇~", "~赛场篇~", "~帮扶篇~"),
        ("·建会篇·", "·赛场篇·", "·帮扶篇·"),
        ("— 组织建设篇 —", "— 职工维权篇 —", "— 帮扶解困篇 —"),
        ("——企业工会篇——", "——机关工会篇——", "——县区工会篇——"),
        ("【文件精神传达】", "【提案办理】", "【位置服务】"),
    ],
)
def test_labels_of_parts_between_signs_head_their_parts(labels: tuple[str, ...]) -> None:
    rows = [row for label, text in zip(labels, (*BODY[1:], BODY[1]), strict=True) for row in (label, text)]
    found = record("\n".join((TITLE, DASH, BODY[0], *rows)))
    heads = [section.heading.text for section in found.sections if section.heading]
    assert (heads, found.furniture) == (list(labels), ())


@pytest.mark.parametrize("row", ["下滑的困难企业送去岗位信息", "上滑坡路段的抢修队送去物资"])
def test_a_row_of_a_sentence_that_begins_like_what_a_hand_does_is_cut_out_of_nothing(row: str) -> None:
    rows = ("去年受市场影响，全区企业的订单", row, "三百条，帮助两千名职工重新上岗，职工队伍保持了稳定。")
    found = record("\n".join((TITLE, DASH, BODY[0], *rows, *BODY[1:])))
    assert found.furniture == ()


@pytest.mark.parametrize(
    ("row", "writers"),
    [
        ("来源：本网　　作者：管理员　　点击：94", ()),
        ("示例日报　2020年1月9日　第3版　方永昌", ("方永昌",)),
        ("方永昌　顾　小　南", ("方永昌　顾小南",)),
    ],
)
def test_who_wrote_it_is_named_by_name_and_not_by_office(row: str, writers: tuple[str, ...]) -> None:
    found = record("\n".join((TITLE, DASH, row, *BODY)))
    assert tuple(line.text for line in found.bylines) == tuple(name.replace("　", " ") for name in writers)


def test_a_writer_in_brackets_behind_the_name_of_a_news_service_is_no_part_of_the_lead() -> None:
    found = record("\n".join((TITLE, DASH, "示例新闻讯（示例日报全媒体记者方永昌）" + BODY[0], *BODY[1:])))
    assert [line.text.endswith("方永昌") for line in found.bylines] == [True]


def test_a_jump_to_another_page_does_not_say_on_which_page_the_article_is() -> None:
    rows = ("示例工人报　　专　题　　　7", "2020年1月9日 星期四", TITLE, DASH, BODY[0], "（下转第8版）")
    found = record("\n".join((*rows, "（上接第7版）", *BODY[1:]))).page
    assert found is not None
    assert found.text == "7"


def test_who_leads_a_federation_is_neither_kicker_nor_title() -> None:
    leaders = (
        "方永昌 云川市总工会主席",
        "顾　南 云川市总工会书记处书记、党组成员",
        "涂小远 云川市总工会副主席（兼）",
    )
    found = record("\n".join((*leaders, TITLE, DASH, *BODY)))
    assert found.title is not None
    assert (found.kicker, found.title.text) == (None, TITLE)


@pytest.mark.parametrize("title", ["书记 面对面", "主席 走进班组", "主席 有约", "成员 在身边"])
def test_an_office_before_words_that_are_no_name_may_be_a_title(title: str) -> None:
    found = record("\n".join((title, DASH, *BODY))).title
    assert found is not None and found.text == title


@pytest.mark.parametrize("row", ["副主席 顾南（女） 涂远", "主席　涂　远", "党组成员、副主席 顾小南"])
def test_an_officer_by_name_is_no_title(row: str) -> None:
    assert record("\n".join((row, DASH, *BODY))).title is None


def test_a_credit_for_all_pictures_at_the_end_of_a_paragraph_makes_it_no_caption() -> None:
    text = "过去的一年，全区各级工会坚持以服务大局为主线，充分发挥组织职工、引导职工、服务职工和维护职工合法权益的重要作用，各项工作取得新进展，一批品牌叫得响、传得开。□方永昌（图片由青禾区总工会提供）"
    found = record("\n".join((TITLE, DASH, text, *BODY)))
    assert found.captions == ()
