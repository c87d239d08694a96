"""Which lines above the text are the title: what repeats it, what can be none, which rows belong to it."""

import pytest

from archive.ingest.records import ReviewRecord
from tests.pages import BODY, record

TITLE, DASH = "茶山里的一盏灯", "——青禾区总工会2019年工作综述"
GENRE = "青禾区总工会2019年工作综述"


def page(*above: str) -> ReviewRecord:
    return record("\n".join((*above, *BODY)))


def heads(found: ReviewRecord) -> tuple[str | None, str | None, str | None]:
    """Kicker, title and subtitle."""
    parts = (found.kicker, found.title, found.subtitle)
    kicker, title, subtitle = (part.text if part else None for part in parts)
    return kicker, title, subtitle


@pytest.mark.parametrize(
    "above",
    [
        f"{TITLE}_各地传真_青禾在线",
        f"{TITLE} - 青禾区总工会",
        f"{TITLE} | 青禾职工网",
    ],
)
def test_what_the_window_of_a_browser_says_first_is_the_title_where_it_stands_again(above: str) -> None:
    assert heads(page(above, "浏览 45", TITLE, "2020-01-09 17:30", DASH)) == (None, TITLE, DASH)


def test_a_window_names_the_title_also_where_a_blurb_of_the_site_stands_between_the_two() -> None:
    blurb = f"《{GENRE}》为程先生上传的文稿，可在线预览，更多资料请到青禾文库查找。"
    above = (
        f"{GENRE}_各地传真_青禾在线",
        "格式：WPS页数：12页",
        "贡献者：游客466 2020年1月9日",
        blurb,
        GENRE,
    )
    assert heads(page(*above))[1] == GENRE


def test_what_it_was_written_for_is_the_kicker_above_a_title_as_long() -> None:
    found = heads(page("2020-04-28 21:07 来源：青禾区总工会", "写在撤地设市五周年", "葡萄架下新答卷", DASH))
    assert found == ("写在撤地设市五周年", "葡萄架下新答卷", DASH)


def test_the_path_to_a_page_is_no_title_whatever_arrows_it_has() -> None:
    assert heads(page("青禾工会新闻网 → 基层工会 → 石桥", GENRE))[1] == GENRE


def test_a_salutation_is_no_title() -> None:
    assert heads(page("致全区职工的倡议书", "全区广大职工朋友们："))[1] == "致全区职工的倡议书"


def test_what_a_couplet_is_done_for_is_the_second_row_of_the_title() -> None:
    rows = ("坚定信心 主动作为", "努力开创全区工会工作新局面")
    above = (
        "大会材料（二）",
        *rows,
        "——在青禾区总工会三届三次全委会上的报告",
        "涂 小 远",
        "（2019年3月6日）",
    )
    assert heads(page(*above))[1] == " ".join(rows)


def test_a_title_that_is_named_below_it_is_the_title() -> None:
    assert heads(page("电子期刊", TITLE, "2020-01-09 17:30", f"原标题：{TITLE}")) == (None, TITLE, None)


def test_the_name_of_a_channel_in_a_window_is_no_title() -> None:
    assert heads(page("要闻_青禾在线", "要闻", TITLE, DASH))[1] == TITLE


def test_a_title_that_is_said_in_one_line_above_is_found_in_its_rows() -> None:
    above = ("渡口灯火照归人 山里新路通万家", "上传 2020-01-09", "渡口灯火照归人", "山里新路通万家", DASH)
    assert heads(page(*above)) == (None, "渡口灯火照归人 山里新路通万家", DASH)


@pytest.mark.parametrize(
    "line",
    [
        "奋斗百年路 启航新征程·县区特别报道",
        "第九篇 群团组织",
        "人民团体",
        "标签： 工会 综述 分类： 工作点滴",
        "青禾区总工会办公室",
        "大会发言二",
        "讨 论 稿",
        "QING HE NIAN JIAN",
        "青禾号",
        "青禾区总工会官方账号",
        "下面是小编替大家整理的一篇总结",
        "谁有县工会的总结",
        "青禾区总工会研究室 涂远",
    ],
)
def test_a_series_a_chapter_entries_an_office_and_the_number_of_a_paper_are_no_title(line: str) -> None:
    assert heads(page(line, TITLE, DASH))[1] == TITLE
    assert heads(page(TITLE, line))[1] == TITLE


@pytest.mark.parametrize(
    "title", ["青禾区总工会2019年工作巡礼", "改革进行时的十二个瞬间", "群团组织里的娘家人"]
)
def test_titles_that_hold_the_words_of_series_and_chapters_stay_titles(title: str) -> None:
    assert heads(page(title, "本报记者 涂远"))[1] == title


def test_of_three_rows_the_one_that_is_whole_by_itself_is_the_kicker_of_two_halves() -> None:
    found = heads(page("新步伐 新气象", "春风吹进厂", "茶香漫过山", DASH))
    assert found == ("新步伐 新气象", "春风吹进厂 茶香漫过山", DASH)


def test_of_three_rows_the_one_of_another_length_is_the_kicker_of_two_halves() -> None:
    found = heads(page("茶山一年间", "采茶女工有夜校", "制茶师傅有证书", DASH))
    assert found == ("茶山一年间", "采茶女工有夜校 制茶师傅有证书", DASH)


def test_a_record_that_names_the_subtitle_leaves_the_title_above_it() -> None:
    card = ("档号：WS·2020·0012", f"题名：{GENRE}", "责任者：青禾区总工会")
    assert heads(page(*card, TITLE, DASH)) == (None, TITLE, DASH)


def test_three_rows_of_one_make_are_one_title() -> None:
    found = heads(page("建家园 聚人心", "强本领 助发展", "办实事 暖民心", DASH))
    assert found == (None, "建家园 聚人心 强本领 助发展 办实事 暖民心", DASH)


def test_the_second_half_of_a_title_behind_its_union_is_a_row_and_no_subtitle() -> None:
    found = heads(page("青禾区总工会：半条街的灯火", "一座城的暖意", "本报记者 涂远"))
    assert found == (None, "青禾区总工会：半条街的灯火 一座城的暖意", None)


def test_a_title_block_that_stands_above_and_below_a_record_is_one() -> None:
    found = heads(page(TITLE, DASH, "山里老茶 2019-03-02 | 阅 208", "大 中 小", TITLE, DASH))
    assert found == (None, TITLE, DASH)


@pytest.mark.parametrize("alone", ["茶山：“梯田”上的账本", GENRE])
def test_the_only_line_above_the_text_is_its_title(alone: str) -> None:
    assert heads(page(alone))[1] == alone


def test_a_union_behind_a_sign_below_the_title_is_the_writer_and_no_heading() -> None:
    found = page(TITLE, "◎青禾区总工会")
    assert [passage.text for passage in (*found.bylines, *found.credits)] == ["青禾区总工会"]
    assert not [section.heading for section in found.sections if section.heading]


def test_a_union_alone_above_what_it_says_of_itself_is_the_kicker() -> None:
    said = "【盘点】茶香里的十二个月"
    assert heads(page("青禾区总工会", said)) == ("青禾区总工会", said, None)


@pytest.mark.parametrize("sentence", ["成绩来之不易。", "答案就写在职工的笑脸上。"])
def test_a_short_sentence_that_shows_no_scene_is_no_caption(sentence: str) -> None:
    found = record("\n".join((TITLE, DASH, *BODY, sentence)))
    assert found.captions == ()


@pytest.mark.parametrize("leads", ["2019年，青禾区总工会——", "青禾区总工会—", "群团改革看青禾——"])
def test_a_row_that_leads_to_the_next_with_a_dash_is_the_kicker(leads: str) -> None:
    assert heads(page("示例日报 2020年1月9日 第03版", leads, TITLE, "□ 记者 涂远"))[:2] == (leads, TITLE)


def test_a_row_that_a_dash_opens_is_the_subtitle_whatever_stands_above() -> None:
    assert heads(page(TITLE, DASH, "□ 记者 涂远")) == (None, TITLE, DASH)


def test_union_year_and_genre_above_a_slogan_that_writers_sign_are_the_kicker() -> None:
    assert heads(page(GENRE, "岛上开出劳动花", "本刊记者 涂远")) == (GENRE, "岛上开出劳动花", None)


@pytest.mark.parametrize("below", [DASH, "——一份来自茶山的答卷"])
def test_union_year_and_genre_above_a_subtitle_are_the_title(below: str) -> None:
    assert heads(page(GENRE, below, "本刊记者 涂远"))[1] != below


@pytest.mark.parametrize("issue", ["第36期", "（第36期）", "2020年第2期", "2020年第2期（总第36期）"])
def test_what_stands_above_the_number_of_an_issue_is_the_name_of_a_bulletin(issue: str) -> None:
    assert heads(page("青禾工会简讯", issue, "青禾区总工会办公室编 2020年1月9日", GENRE))[1] == GENRE


@pytest.mark.parametrize("kind", ["工作报告", "【经验交流】", "会议材料", "工作总结"])
def test_the_kind_of_a_text_above_its_title_is_no_row_of_it(kind: str) -> None:
    assert heads(page("青禾工会信息网", kind, TITLE, DASH)) == (None, TITLE, DASH)


def test_the_kind_of_a_text_below_the_name_of_its_union_is_a_row_of_the_title() -> None:
    title = heads(page("青禾区总工会", "2019年工作总结"))[1]
    assert title == "青禾区总工会 2019年工作总结"


@pytest.mark.parametrize(
    "page_title",
    ["区总工会2019年度工作总结（推荐）", "工会工作总结精选5篇", "青禾区总工会去年做了哪些工作？"],
)
def test_what_a_page_of_samples_or_a_question_says_above_a_full_title_is_none(page_title: str) -> None:
    assert heads(page(page_title, "2020-01-09 热度：302", GENRE)) == (None, GENRE, None)


@pytest.mark.parametrize("question", ["夜班路上谁送你回家？", "工会，为谁而忙？"])
def test_a_question_above_a_subtitle_is_the_title(question: str) -> None:
    assert heads(page(question, DASH)) == (None, question, DASH)


@pytest.mark.parametrize("rank", ["楼主", "沙发", "管理员"])
def test_the_user_of_a_forum_above_a_rank_is_no_title(rank: str) -> None:
    assert heads(page("江边老树", rank, "发表于 2020-1-9 10:23:11 | 只看该作者", GENRE)) == (
        None,
        GENRE,
        None,
    )


def test_a_short_row_above_the_writers_is_no_heading() -> None:
    found = page("2019年，青禾区总工会——", "四季有声暖人心", "□ 记者 涂远 通讯员 顾南")
    assert not [section.heading for section in found.sections if section.heading]


def test_a_union_alone_is_the_title_of_a_yearbooks_article_where_nothing_else_is() -> None:
    assert heads(page("QING HE NIAN JIAN", "青禾年鉴 2020 · 社会团体", "青禾区总工会"))[1] == "青禾区总工会"


def test_a_title_that_a_page_of_samples_says_again_below_its_introduction_is_no_heading() -> None:
    rows = (
        "县总工会2014年工作总结范文",
        "日期：2014-12-25 人气：403",
        "以下是秘书小站为您推荐的县总工会工作总结范文，希望有所帮助。",
    )
    found = page(*rows, "县总工会2014年工作总结")
    assert not [section.heading for section in found.sections if section.heading]


def test_the_title_of_a_page_of_several_samples_is_its_title() -> None:
    assert heads(
        page("县总工会年度工作总结精选三篇", "2020-01-09 热度：302", "第一篇 县总工会2019年工作总结")
    )[1] == ("县总工会年度工作总结精选三篇")


@pytest.mark.parametrize("salutation", ["各位主席：", "尊敬的编辑：", "亲爱的工友们："])
def test_a_salutation_of_the_letter_that_passes_a_review_on_does_not_open_it(salutation: str) -> None:
    assert heads(page(salutation, "现将区总工会的综述转发给大家。", TITLE, DASH, "□ 记者 涂远")) == (
        None,
        TITLE,
        DASH,
    )


def test_the_only_slogan_below_union_and_year_is_the_title_and_no_heading() -> None:
    assert heads(page(GENRE, TITLE)) == (GENRE, TITLE, None)


def test_a_slogan_below_union_and_year_that_has_others_like_it_is_a_heading() -> None:
    found = record("\n".join((GENRE, "灯火照着渡口", *BODY[:2], "山路通到门口", BODY[2])))
    assert heads(found) == (None, GENRE, None)


@pytest.mark.parametrize("label", ["[转帖] ", "【转载】", "[原创]"])
def test_what_a_forum_sets_before_a_title_is_no_part_of_it(label: str) -> None:
    found = page(label + TITLE, DASH)
    assert heads(found) == (None, TITLE, DASH)
    assert label.strip() in [line.text for line in found.furniture]


def test_a_column_in_brackets_stays_with_its_title() -> None:
    assert heads(page(f"【回眸】{TITLE}", DASH))[1] == f"【回眸】{TITLE}"


def test_the_name_of_a_forum_is_no_kicker() -> None:
    assert heads(page("茶山职工论坛", TITLE, DASH)) == (None, TITLE, DASH)


@pytest.mark.parametrize(
    "foot", ["原标题：《年末|渡口的灯》", "(原文标题：年末|渡口的灯)", "原题：年末|渡口的灯"]
)
def test_what_the_foot_calls_the_original_title_is_the_title_where_it_stands(foot: str) -> None:
    found = record("\n".join(("年末|渡口的灯", "2020-01-14 18:20", "渡口工会", *BODY, foot)))
    assert heads(found)[1] == "年末|渡口的灯"


def test_an_account_is_no_title_where_a_line_names_union_and_year() -> None:
    assert heads(page("年终盘点|青禾区总工会的2019", "2020-01-14 18:20", "青禾工会", "关注"))[1] == (
        "年终盘点|青禾区总工会的2019"
    )


def test_a_message_has_its_title_in_brackets_before_its_first_words() -> None:
    title = "【青禾区总工会：灯火照着2019】"
    found = record("\n".join(("青禾工会", "1-14 09:30 来自 网页", title + BODY[0], *BODY[1:])))
    assert heads(found) == (None, title, None)
    assert found.sections[0].paragraphs[0].text == BODY[0]


def test_brackets_that_open_the_text_below_a_title_are_none() -> None:
    opening = "【编者按编者按编者按】"
    assert heads(record("\n".join((TITLE, DASH, opening + BODY[0], *BODY[1:])))) == (None, TITLE, DASH)


def test_a_title_that_is_said_twice_in_a_row_is_one() -> None:
    assert heads(page("工会工作情况汇报", "工会工作情况汇报"))[1] == "工会工作情况汇报"


@pytest.mark.parametrize("label", ["名 称：", "题 名：", "文件名称："])
def test_what_a_record_calls_the_title_is_no_kicker_of_it(label: str) -> None:
    found = page(f"{label} {GENRE}", GENRE)
    assert heads(found) == (None, GENRE, None)


def test_a_union_alone_below_its_name_and_year_signs_the_title() -> None:
    found = page(
        "12页", "下载文档到电脑，方便使用", "青禾区总工会2019年工作总结", "青禾区总工会", "（2019年12月28日）"
    )
    assert heads(found) == (None, "青禾区总工会2019年工作总结", None)


def test_what_names_a_union_and_its_manner_below_a_slogan_is_the_subtitle() -> None:
    found = page("点亮一盏灯 温暖一座城", "青禾区总工会工作走笔", "□本报记者 涂远")
    assert heads(found) == (None, "点亮一盏灯 温暖一座城", "青禾区总工会工作走笔")


def test_the_contents_of_an_issue_are_no_titles() -> None:
    found = page("青禾工会信息", "第 12 期", "本期导读", f"★ {GENRE}", "★ 夜校开课", GENRE)
    assert heads(found) == (None, GENRE, None)


def test_below_another_headline_of_the_contents_nothing_is_text() -> None:
    other = ("县委召开经济会议", "本报讯 1月12日，县委召开经济会议，部署全年的工作，各部门的负责人都到会了。")
    rows = (f"■ {other[0]}", f"■ {TITLE}", "■ 致读者", TITLE, DASH, *BODY, *other)
    found = record("\n".join(rows))
    assert heads(found) == (None, TITLE, DASH)
    assert {other[0], other[1]} <= {line.text for line in found.furniture}


@pytest.mark.parametrize(
    ("kicker", "title"),
    [
        ("弘扬渡口精神 建功新港城", "把江上的故事讲给职工听"),
        ("“十二五”，我们这样走过", "渡口灯火年年新人人夸"),
    ],
)
def test_a_couplet_or_a_quoted_occasion_above_a_row_of_other_make_is_the_kicker(
    kicker: str, title: str
) -> None:
    assert heads(page("示例日报 2020年1月9日 星期四", kicker, title, DASH)) == (kicker, title, DASH)


@pytest.mark.parametrize(
    "above",
    [
        "内部资料 注意保存",
        "（会后请收回）",
        "内容",
        "正 文",
        "欢迎访问青禾工会网！ 今天是2020年1月9日 星期四",
        "渡口职工的掌上家园，点蓝字加入",
        "本文约1900字，读完需要5分钟",
    ],
)
def test_what_papers_sites_and_messages_say_of_themselves_is_no_title(above: str) -> None:
    found = page(above, GENRE)
    assert heads(found)[1] == GENRE
    assert above in {line.text for line in found.furniture}


@pytest.mark.parametrize("between", ["?", "发布时间：2020-01-09 08:33", "[打印此页] [返回]"])
def test_what_a_site_puts_between_title_and_subtitle_parts_them_not(between: str) -> None:
    title = "青禾：百万打工者有了自己的“根”"
    above = ("用户名： 密码： 登录 注册", "网站首页 >> 县区传真 >> 正文")
    assert heads(page(*above, title, between, DASH)) == (None, title, DASH)


def test_the_officers_of_a_yearbook_are_no_title() -> None:
    officers = (
        "【领导名录】",
        "主　席　　方永昌（瑶族）",
        "副主席　　顾　南（女）　涂远",
        "经审委主任　　祁望舒（女）",
    )
    found = page("2018　　青禾年鉴　　群众团体　　153", "青禾区总工会", *officers, "【概况】")
    assert heads(found)[1] == "青禾区总工会"


def test_a_dispatch_above_the_title_of_another_article_is_no_kicker() -> None:
    brief = ("松坪花木触上网", "本报讯　日前，松坪县花木示范园通过验收，带动就业一千三百人。（王 磊）")
    rows = ("弘扬渡口精神 建功新港城", "把江上的故事讲给职工听", DASH, "本报记者 方永昌　通讯员 顾南")
    assert heads(page("示例日报 2020年1月9日 星期四 第3版", *brief, *rows))[:2] == rows[:2]


def test_a_slogan_above_union_year_and_genre_is_the_title_and_they_are_the_subtitle() -> None:
    rows = ("示例号 · 青禾学习平台", "点击播放全文 ▶ 00:00 / 07:42　倍速 1.0x", "渡口旧里唱响劳动新歌")
    found = page(*rows, "青禾区总工会2019年工作综述", "推荐　青禾学习平台　2020-01-28　订阅")
    assert heads(found) == (None, "渡口旧里唱响劳动新歌", "青禾区总工会2019年工作综述")


def test_the_title_beside_a_jump_is_no_heading_and_the_sentence_goes_on() -> None:
    head = ("渡口灯火年年新", "——青禾区总工会2019年工作综述", "本报记者 涂远")
    cut, rest = "全年办职工子女托管班9个，惠及家庭302户；培训护工、电工、绿化工", "720人次，取证率85%。"
    jump = ("（下转第三版）", "第三版　2020年1月9日　责任编辑：周小禾", "渡口灯火年年新（上接第一版）")
    found = record("\n".join((*head, *BODY, cut, *jump, rest, BODY[1])))
    assert [section.heading for section in found.sections if section.heading] == []
    assert cut + rest in [one.text for section in found.sections for one in section.paragraphs]


def test_the_chapters_of_one_review_are_its_headings_and_no_texts_of_their_own() -> None:
    parts = ("第一篇　赶考篇", "第二篇　砺剑篇", "第三篇　雪炭篇")
    rows = [row for part in parts for row in (part, *BODY)]
    found = page("凝聚奋进力量 建设暖心之家", "——青禾区总工会2019年工作述评", BODY[0], *rows)
    assert [section.heading.text for section in found.sections if section.heading] == [
        part.replace("　", " ") for part in parts
    ]


def test_what_stands_behind_a_column_above_union_year_and_genre_is_the_title() -> None:
    rows = (
        "石桥手机报【1/3】",
        "2020年1月9日 星期四",
        "【县域要闻】渡口灯火年年新",
        "石桥县总工会2019年工作综述",
    )
    assert heads(page(*rows)) == (None, "【县域要闻】渡口灯火年年新", "石桥县总工会2019年工作综述")
