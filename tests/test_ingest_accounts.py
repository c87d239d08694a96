"""Names of accounts and users, where messages on phones and forums set them, are page matter and no titles."""

import pytest

from tests.pages import BODY, record

TITLE, DASH = "茶山新歌", "——青禾区总工会2019年工作综述"


@pytest.mark.parametrize(
    "above",
    [
        (TITLE, "青禾工会\n2020-01-09 17:30\n发表于示例", "点击蓝字 关注我们"),
        (TITLE, "青禾工会\n2020-01-09 17:30", "点击蓝字 关注我们"),
        (TITLE, "原创", "涂远", "青禾之声\n2020年1月9日 17:30", "听全文"),
        (TITLE, "原创 涂远", "青禾发布\n2020年1月9日 17:30 示例"),
        ("青禾工会\n2020-01-09 17:30\n发表于示例", TITLE),
        (
            "青禾论坛 » 论坛 » 部门之声 » 帖子",
            "山里老茶\nUID 20731 精华 2 金币 615 注册时间 2009-4-11",
            TITLE,
        ),
        ("山里老茶\n粉丝 312 关注 20", TITLE),
        ("山里老茶\n3小时前", TITLE),
        ("青禾工会\n3 小时前 来自小程序", TITLE),
        (TITLE, "青禾工会\n刚刚", "点击蓝字 关注我们"),
        ("码头工人\n5年前", TITLE),
        ("青禾之声\n发布于 2个月前 · 示例", TITLE),
        ("山里老茶\n1# 发表于 2020-1-9 10:26 只看该作者", TITLE),
    ],
)
def test_the_name_of_an_account_or_a_user_is_page_matter_and_the_title_is_found(
    above: tuple[str, ...],
) -> None:
    found = record("\n\n".join((*above, DASH, *BODY)))
    assert found.title is not None and found.subtitle is not None
    assert (found.title.text, found.subtitle.text) == (TITLE, DASH)
    assert [row.text for section in found.sections for row in section.paragraphs] == list(BODY)


@pytest.mark.parametrize(
    "above",
    [
        ("青禾区总工会网站", f"{TITLE}\n2020-01-09 17:30", "阅读 45"),
        ("专题", f"{TITLE}\n2020-01-09 17:30\n发表于示例"),
        (f"{TITLE}\n2020-01-09 17:30",),
        ("青禾区总工会网站", f"{TITLE}\n3小时前"),
        (f"{TITLE}\n2天前",),
    ],
)
def test_a_title_right_above_the_day_is_no_account(above: tuple[str, ...]) -> None:
    found = record("\n\n".join((*above, DASH, *BODY)))
    assert found.title is not None and found.title.text == TITLE


@pytest.mark.parametrize(
    "words", ["3小时前", "刚刚", "12 分钟前", "2个月前 · 示例", "编辑于 3天前 来自小程序", "半小时前"]
)
def test_how_long_ago_something_was_put_up_is_page_matter(words: str) -> None:
    found = record("\n\n".join((TITLE, words, DASH, *BODY)))
    assert found.title is not None and found.title.text == TITLE
    assert words in [passage.text for passage in found.furniture]


@pytest.mark.parametrize("heading", ["五年前", "3小时的等待", "三年前的今天", "十年前后"])
def test_a_heading_about_times_past_stays_one(heading: str) -> None:
    found = record("\n\n".join((TITLE, DASH, BODY[0], heading, *BODY[1:])))
    assert heading in [section.heading.text for section in found.sections if section.heading]


@pytest.mark.parametrize(
    "above",
    [
        ("青禾观察\n2024-01-20 10:36 云川 优质政务领域创作者", "关注", TITLE),
        (TITLE, "青禾发布", "2022-01-14 09:20 · 青禾区融媒体中心官方账号", "关注"),
        ("今日看点", TITLE, "青禾学习平台\n2022-01-17 订阅"),
        (TITLE, "青禾工会", "青禾工会", "2024-01-18 17:10", "+关注"),
    ],
)
def test_an_account_beside_its_badge_is_page_matter_and_the_title_is_found(above: tuple[str, ...]) -> None:
    found = record("\n".join((*above, *BODY)))
    assert found.title is not None and found.title.text == TITLE


@pytest.mark.parametrize("title", ["把工会建在林子里", "茶山 新歌"])
def test_what_speaks_of_unions_or_has_parts_is_no_user_of_a_forum(title: str) -> None:
    found = record("\n".join(("青禾论坛 » 部门之声", title, "楼主 积分 88", *BODY)))
    assert found.title is not None and found.title.text == title


def test_an_account_that_signs_below_the_title_is_no_kicker_and_its_editors_are_no_heading() -> None:
    rows = (
        "石桥市职工之家",
        "设为星标★不迷路",
        "五年，1826天，他们一直在你身边",
        "——石桥市总工会2019年工作巡礼",
    )
    found = record("\n".join((*rows, "石桥市职工之家　编辑部", *BODY)))
    assert found.kicker is None
    assert [section.heading for section in found.sections if section.heading] == []
