"""Posts of a forum below the text: replies are page matter, a second post of the writer is text."""

from tests.pages import BODY, draft, paragraphs

POST, SECOND = "发表于 2020-1-9 10:22:33 | 只看该作者", "沙发 发表于 2020-1-9 11:00"
REPLY = "写得好，去年的夜校我也去听了几回，先生讲得细，盼着今年再多开上几期。"


def test_a_reply_below_the_text_is_page_matter() -> None:
    read = draft("\n".join(("渡口的灯照着归船", POST, *BODY, "灯下客", SECOND, REPLY)))
    assert [line.text for line in read.paragraphs] == list(BODY)
    assert REPLY in [line.text for line in read.furniture]


def test_a_second_post_as_long_as_the_first_goes_on_with_the_text() -> None:
    rows = ("渡口的灯照着归船", POST, *BODY, SECOND, *(line.replace("2019", "2018") for line in BODY))
    assert len(paragraphs("\n".join(rows))) == 2 * len(BODY)


LATER = (
    "冬天里，区总工会给一百二十户困难职工送去棉衣和米面，走到最远的村子用了两天。",
    "春天里，十七所夜校又开了课，听课的人从门里坐到了门外。",
)


def places(*rows: str) -> tuple[list[str], list[str]]:
    """The paragraphs of a text, and its page matter."""
    read = draft("\n".join(rows))
    return [line.text for line in read.paragraphs], [line.text for line in read.furniture]


def test_what_others_say_between_two_posts_of_the_writer_is_page_matter() -> None:
    text, page = places(
        "渡口的灯照着归船",
        "——青禾区总工会2019年工作综述",
        *BODY,
        "2楼 泰安客 2020-01-16 08:02",
        "支持！我姑丈就在渡口撑船。",
        "3楼（楼主） 灯下客 2020-01-16 08:15",
        "一楼字数超了，续上：",
        *LATER,
    )
    assert text == [*BODY, *LATER]
    assert {"支持！我姑丈就在渡口撑船。", "一楼字数超了，续上："} <= set(page)


def test_what_a_group_says_around_a_text_is_page_matter() -> None:
    text, page = places(
        "2020-01-03 14:20:33 办公室-老郭(1029******)",
        "青禾的稿子转一下，各区参考这个格式",
        "2020-01-03 14:21:05 办公室-老郭(1029******)",
        "渡口的灯照着归船",
        "——青禾区总工会2019年工作综述",
        *BODY,
        "2020-01-03 14:21:41 石桥信息员(2650******)",
        "先占个楼",
        "2020-01-03 14:22:02 办公室-老郭(1029******)",
        *LATER,
        "2020-01-03 14:30:17 临江-高(7748******)",
        "学习了，字数有要求吗？",
    )
    assert text == [*BODY, *LATER]
    assert {"青禾的稿子转一下，各区参考这个格式", "先占个楼", "学习了，字数有要求吗？"} <= set(page)


def test_the_hours_of_a_day_in_a_text_are_nobody_who_speaks() -> None:
    hours = ("签到 08:30", "开班 09:00", "午餐 12:00", "结业 16:00")
    rows = (*BODY[:2], *hours, BODY[2], *LATER)
    text, _ = places("渡口的灯照着归船", "——青禾区总工会2019年工作综述", *rows)
    assert [line for line in (*BODY, *LATER) if line not in text] == []


def test_floors_without_a_name_are_of_whoever_the_words_below_name() -> None:
    text, page = places(
        "【转】渡口的灯照着归船——青禾区总工会2019年工作综述",
        "楼主：灯下客",
        "1楼 2020-01-09 09:44 来自Android客户端",
        *BODY,
        "2楼 2020-01-09 09:50 来自iPhone客户端",
        "顶！写得真好",
        "3楼 2020-01-09 09:52",
        "灯下客：接上",
        *LATER,
        "4楼 2020-01-09 10:12",
        "路过的驴：沙发没了",
    )
    assert text == [*BODY, *LATER]
    assert {"顶！写得真好", "路过的驴：沙发没了", "灯下客：接上"} <= set(page)
