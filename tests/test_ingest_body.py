"""The body: sentences whole, captions out of the way, headings with their ranks, furniture aside."""

import pytest

from archive.ingest.parts.running_heads import mark_running_heads
from archive.ingest.text.cleaning import clean
from archive.ingest.text.lines import split_lines
from tests.pages import BODY, captions, draft, headings, paragraphs, record

HEAD = "扛起使命开新局 聚力同心谱新篇\n\n——青禾区总工会2019年工作综述\n\n本报记者 涂远\n\n"
LONG = "区总工会把驿站建到街头巷尾，冬有热水、夏有清凉，全年服务户外职工三万人次，受到职工的欢迎"


def page(*rows: str, gap: str = "\n\n") -> str:
    return HEAD + gap.join((BODY[0], *rows))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("干部们常说“走到工友中去”，坚", "定不移把办公桌搬进车间。"),
        ("会员由2018年的19", "49人增加到三千人。"),
        ("全年追回欠薪1.", "2万元，涉及职工九人。"),
        ("在档的帮扶对象（含单亲母亲、", "伤残工友）都领到了米面油。"),
        ("让骑手对驿站有了归属", "感、亲近感和自豪感。"),
        ("年底封顶的是青禾职工服务中", "心。另一头，夜校也开了班。"),
    ],
)
@pytest.mark.parametrize(
    "between", [(), ("职工技能比武现场，选手们各显身手。",), ("示例日报 2020年1月9日 星期四 第03版",)]
)
def test_a_sentence_broken_by_a_page_or_a_caption_is_whole_again(
    first: str, second: str, between: tuple[str, ...]
) -> None:
    text = page(f"{LONG}。{first}", *between, second, BODY[2])
    assert f"{LONG}。{first}{second}" in paragraphs(text)
    assert captions(text) == [words for words in between if "现场" in words]


@pytest.mark.parametrize("row", BODY)
@pytest.mark.parametrize(
    "between",
    [
        "\n",
        "\n\n",
        "\n\n\n",
        "\n　　",
        "\n\n- 2 -\n",
        "\n\n图为技能比武现场。\n\n",
        "\n\n示例日报 2020年1月9日\n\n",
        "\n\n第二页\n\n",
        "\n\n— 十二 —\n\n",
        "\n\n共八页 第三页\n\n",
        "\n\n青禾年鉴 2020 · 156 ·\n\n",
        "\n\n· 1024 · 群众团体\n\n",
        "\n\n县区工会综述选编　45\n\n",
        "\n\n第六页 青禾工运\n\n",
        "\n\n青禾工运\n- 12 -\n\n",
        "\n\n- 12 -\n扛起使命开新局 聚力同心谱新篇\n\n",
        "\n\n扛起使命开新局 聚力同心谱新篇\n\n",
    ],
    ids=lambda between: " ".join(between.split()) or f"{len(between)}",
)
def test_a_paragraph_broken_after_a_comma_is_whole_again(row: str, between: str) -> None:
    parts = ("建会入会有热度", row, "竞赛练兵有力度", LONG + "。")
    for at, sign in enumerate(row[:-1]):
        if sign in "，、":
            broken = page(*(part.replace(row, row[: at + 1] + between + row[at + 1 :]) for part in parts))
            assert paragraphs(broken) == paragraphs(page(*parts))
            assert headings(broken) == headings(page(*parts))
            assert captions(broken) == (["图为技能比武现场。"] if "图为" in between else [])


def test_nothing_is_joined_to_or_across_a_numbered_line() -> None:
    text = page(
        "一、夯实基础,织密网络有新进展",
        "1、健全组织。全县新建工会46家。",
        "2、规范建设。配备社工12名。",
        "全年办成三件事，",
        "1、全县新建户外劳动者驿站12处，个个有人管，天天有热水，人人叫好。",
        "区总工会都记在账上。",
    )
    assert headings(text) == [(1, "一、夯实基础,织密网络有新进展")]
    assert paragraphs(text)[1:] == [
        "1、健全组织。全县新建工会46家。",
        "2、规范建设。配备社工12名。",
        "全年办成三件事，",
        "1、全县新建户外劳动者驿站12处，个个有人管，天天有热水，人人叫好。",
        "区总工会都记在账上。",
    ]
    assert captions(text) == []


def test_the_nearest_continuation_wins_and_the_next_sentence_is_no_caption() -> None:
    text = page("全县工会围绕中心大局，", "新建工会46家。", "培训干部12人。", BODY[2])
    assert paragraphs(text)[1:3] == ["全县工会围绕中心大局，新建工会46家。", "培训干部12人。"]
    assert captions(text) == []


def test_a_heading_between_the_halves_forbids_the_jump() -> None:
    text = page(LONG + "，", "建会入会有热度", BODY[1], "竞赛练兵有力度", BODY[2])
    assert headings(text) == [(1, "建会入会有热度"), (1, "竞赛练兵有力度")]
    assert captions(text) == []


def test_a_lead_cut_by_a_blank_line_is_whole() -> None:
    cut = HEAD + BODY[0].replace("部署，", "部署，\n\n") + "\n\n" + BODY[1]
    assert paragraphs(cut) == list(BODY[:2])


def test_a_heading_of_two_rows_parted_after_a_comma_is_one_heading() -> None:
    text = page("夯实基础，", "织密网络有新进展", BODY[1], "服务职工，", "办好实事有新作为", BODY[2])
    assert headings(text) == [(1, "夯实基础，织密网络有新进展"), (1, "服务职工，办好实事有新作为")]


def test_paragraphs_that_the_page_sets_without_stops_stay_apart() -> None:
    rows = (
        "驿站建到街头巷尾，冬有热水、夏有清凉，全年服务户外职工三万人次，人人夸好",
        "夜校办到车间班组，教焊接、教制图、教急救，结业的学员有一半升了等级，个个点赞",
        "法律顾问坐进大厅，看合同、算工时、追欠薪，调解的案子九成当场了结，家家放心",
        "助学金送到宿舍楼，有学费、有路费、有书费，受助的新生年年写信回来，处处暖心",
    )
    assert paragraphs(page(*rows)) == [BODY[0], *rows]


def test_a_sentence_whose_figures_are_set_apart_is_no_row_of_a_table() -> None:
    first = "每季度请 15 名职工代表抽查账本，查出 9 笔不该花的钱，当季退回。机关压减出国考察、"
    assert first + "宣传品等费用。" in paragraphs(page(first, "宣传品等费用。", BODY[2]))


def test_a_jump_to_another_page_goes_and_the_sentence_closes() -> None:
    text = page(LONG + "，涌现出一批叫得响的（下转第四版）", "（上接第三版）先进典型。" + BODY[1])
    assert paragraphs(text)[1] == LONG + "，涌现出一批叫得响的先进典型。" + BODY[1]
    assert "（下转第四版）" in [line.text for line in draft(text).furniture]


@pytest.mark.parametrize("jump", ["下接三版", "紧接第2版", "下转04版", "（下接第三版）", "【紧接02版】"])
def test_a_jump_on_a_line_of_its_own_is_page_matter_and_the_sentence_closes(jump: str) -> None:
    text = page(LONG + "，涌现出一批叫得响的", jump, "先进典型。" + BODY[1])
    assert paragraphs(text)[1] == LONG + "，涌现出一批叫得响的先进典型。" + BODY[1]
    assert jump in [line.text for line in draft(text).furniture]


def test_a_paragraph_that_lacks_its_stop_is_not_joined_to_a_heading() -> None:
    text = page(LONG, "建会入会有热度", BODY[1])
    assert paragraphs(text)[1] == LONG
    assert headings(text) == [(1, "建会入会有热度")]


def test_a_heading_that_ends_with_a_figure_is_not_joined_to_the_paragraph_below() -> None:
    text = page("建会入会：从312到361", "4个新行业建起了工会联合会，" + LONG + "。")
    assert headings(text) == [(1, "建会入会：从312到361")]


@pytest.mark.parametrize(
    "caption",
    [
        "图为职工技能比武现场。",
        "▲职工技能比武现场。",
        "图①：职工技能比武。",
        "【图说】职工技能比武。",
        "职工技能比武现场。（李晓摄）",
        "职工在练习剪纸。 方永昌 摄",
        "区总工会主席张明华（左二）慰问一线职工。",
        "启动仪式现场",
        "师傅在灶台前讲火候 （视频截图）",
        "工会干部教牧民使用互助保障小程序 摄影:旦增",
        "(图:渔民工会慰问休渔期船工)",
        "[图片1：板材企业职工技能比武]",
        "[图 9-3] 工会干部徒步前往偏远水电站慰问",
        "图9-3 工会干部徒步前往偏远水电站慰问",
        "紧固件企业职工在车间里上“工匠课堂”。受访者供图",
    ],
)
def test_words_under_a_picture_are_a_caption_wherever_they_stand(caption: str) -> None:
    assert captions(page(BODY[1], caption, BODY[2])) == [caption]


@pytest.mark.parametrize(
    "words",
    [
        "绘就的蓝图为职工打开了一扇窗，全年新建书屋十二家，职工下班有了好去处。",
        "图书角里，职工下班后读书看报，全年借阅图书两千册，办读书会二十场。",
        "区总工会出资拍摄了安全微电影，全年放映一百二十场，观众一万人次。",
    ],
)
def test_words_that_only_sound_like_a_caption_stay_a_paragraph(words: str) -> None:
    text = page(words, BODY[2])
    assert captions(text) == []
    assert words in paragraphs(text)


def test_a_photographer_alone_on_a_line_is_a_credit() -> None:
    found = draft(page(BODY[1], "职工健步走活动在江堤上举行。", "李晓摄", BODY[2]))
    assert [line.text for line in found.credits] == ["李晓摄"]
    assert [line.text for line, _ in found.captions] == ["职工健步走活动在江堤上举行。"]


def test_the_room_of_a_picture_shows_a_caption() -> None:
    sentence = "红色楼宇工会的职工打篮球。"
    text = "\n\n".join((HEAD.strip(), *BODY[:2])) + f"\n\n\n\n{sentence}\n\n" + BODY[2]
    assert captions(text) == [sentence]


def test_where_every_paragraph_stands_far_below_the_one_before_none_stands_under_a_picture() -> None:
    last = (
        "擂台也教人，老石带着徒弟连拿三个月的红旗，砌法印成了挂图，贴到了31个工地。",
        "夜话会一月开一次，讲的是实话，有人说食堂菜贵，第二个月就降了价，有人夸，有人学。",
        "工程干完了，功劳记在谁身上，一线工人占了八成，奖章是在工地上颁的，掌声响了很久。",
    )
    sections = (
        f"\n\n\n\n{heading}\n\n{BODY[0]}\n\n\n\n{words}"
        for heading, words in zip(("擂台红火火", "夜话暖洋洋", "功劳写得清"), last, strict=True)
    )
    assert captions(HEAD.strip() + "\n\n" + BODY[1] + "".join(sections)) == []


def test_a_row_of_short_sentences_below_the_body_is_a_row_of_captions() -> None:
    rows = (
        "区总工会为快递小哥送去清凉用品。",
        "职工书画展吸引了不少市民前来参观。",
        "青年职工联谊会上嘉宾互赠小礼物。",
    )
    text = page(BODY[1] * 2, BODY[1] + LONG + "。", BODY[2] + LONG + "。", *rows)
    assert captions(text) == list(rows)


def test_a_list_with_triangles_after_a_colon_is_no_row_of_captions() -> None:
    text = page(
        "一组数字记下这一年的足迹：",
        "▲新建基层工会46家；",
        "▲培训工会干部510人次；",
        "▲调处争议177起。",
        BODY[2],
    )
    assert captions(text) == []


def test_a_caption_knows_the_section_that_it_stood_in() -> None:
    found = draft(page("建会入会有热度", BODY[1], "图为入会仪式。", "竞赛练兵有力度", BODY[2]))
    assert [(line.text, section) for line, section in found.captions] == [("图为入会仪式。", 1)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            ("建会入会有热度", BODY[1], "竞赛练兵有力度", BODY[2]),
            [(1, "建会入会有热度"), (1, "竞赛练兵有力度")],
        ),
        (("一、建会", BODY[1], "二、练兵", BODY[2]), [(1, "一、建会"), (1, "二、练兵")]),
        (
            ("一、建会", "（一）摸底", BODY[1], "（二）发动", BODY[1], "二、练兵", BODY[2]),
            [(1, "一、建会"), (2, "（一）摸底"), (2, "（二）发动"), (1, "二、练兵")],
        ),
        (("夜校灯火润人心", "结好工友连心结", BODY[1]), [(1, "夜校灯火润人心 结好工友连心结")]),
        (("【强化引领】" + BODY[1], "【优化服务】" + BODY[2]), [(1, "【强化引领】"), (1, "【优化服务】")]),
        (
            ("问题一：职工缺什么？", BODY[1], "问题二：工会做什么？", BODY[2]),
            [(1, "问题一：职工缺什么？"), (1, "问题二：工会做什么？")],
        ),
        (("谁来当娘家人？", BODY[1], "娘家在哪里？", BODY[2]), [(1, "谁来当娘家人？"), (1, "娘家在哪里？")]),
        (
            ("一、建会入会有热度。" + BODY[1], "二、练兵比武有力度。" + BODY[2]),
            [(1, "一、建会入会有热度。"), (1, "二、练兵比武有力度。")],
        ),
        (
            ("细节一：一口发酵缸。" + BODY[1], "细节二：一间岗亭。" + BODY[2]),
            [(1, "细节一：一口发酵缸。"), (1, "细节二：一间岗亭。")],
        ),
        ((BODY[1], BODY[2]), []),
    ],
)
def test_headings_are_found_with_their_ranks(rows: tuple[str, ...], expected: list[tuple[int, str]]) -> None:
    assert headings(page(*rows)) == expected


def test_slogans_that_open_paragraphs_are_headings_of_the_second_rank() -> None:
    text = page(
        "夯实阵地 服务职工",
        "夜校灯火越燃越旺。" + BODY[1],
        "班组讲堂有声有色。" + BODY[1],
        BODY[2],
    )
    assert headings(text) == [(1, "夯实阵地 服务职工"), (2, "夜校灯火越燃越旺。"), (2, "班组讲堂有声有色。")]
    assert BODY[1] in paragraphs(text)


@pytest.mark.parametrize(
    "opening",
    [
        "一、二季度，",
        "1.5万名职工参加了竞赛，",
        "一是抓建会。",
        "近年来成效明显。",
        "全区共有工会517家。",
        "“三个不漏”抓落实。",
    ],
)
def test_openings_that_are_no_headings_stay_in_their_paragraph(opening: str) -> None:
    assert headings(page(opening + BODY[1], BODY[2])) == []


@pytest.mark.parametrize(
    "row",
    [
        "签订工资集体协议3570份，覆盖职工48.6万人",
        "项目 2018年 2019年",
        "示例省模范职工之家红旗单位；",
        "会员总数达116.3万人",
    ],
)
def test_rows_of_figures_and_of_tables_are_no_headings(row: str) -> None:
    assert headings(page(row, BODY[2])) == []


@pytest.mark.parametrize(
    "row",
    [
        "示例日报  2020年1月9日 星期四  第03版：综合新闻",
        "第12046期:第06版 本期出版日期:2020-01-09",
        "上一版 下一版   上一期 下一期",
        "当前位置：首页 > 工会要闻 > 正文",
        "示例工会网>>工会新闻>>基层动态",
        "字号：大 中 小  打印 关闭",
        "来源：示例日报 发布时间：2020-01-09 浏览次数：312",
        "扫一扫在手机打开当前页",
        "您还没有登录，请登录后查看全文",
        "【广告】限时特惠，点击领取红包",
        "距离大赛开幕还有 23 天",
        "页面将在 5 秒后自动跳转，如未跳转请点击这里",
        "IMG_2034.JPG",
        "Copyright © 2019 示例日报数字报 All Rights Reserved",
        "地址：示例省云川市江滨路1号 邮编：999000",
        "本版图片除署名外由青禾区总工会提供",
        "- 3 -",
        "第2页 共5页",
        "上一篇：石桥县总工会送清凉",
    ],
)
def test_page_furniture_is_set_aside_in_the_middle_of_the_text(row: str) -> None:
    found = draft(page(BODY[1], row, BODY[2]))
    assert [line.text for line in found.paragraphs] == list(BODY)
    assert "".join("".join(line.text for line in found.furniture).split()) == "".join(row.split())


@pytest.mark.parametrize(
    "row",
    [
        "点分享 点收藏 点点赞 点在看",
        "阅读 1024",
        "阅读10万+ 赞 312 在看 45",
        "点击上方蓝字关注我们",
        "↑点击上方“关注”，了解更多工会资讯↑",
        "👇点击下方名片，关注“青禾工会”，不错过每一次送清凉",
        "长按识别二维码关注我们",
        "预览时标签不可点",
        "收录于合集 #工会综述",
        "分享到：微信 微博 QQ空间",
        "写留言",
    ],
)
@pytest.mark.parametrize("place", ["below the title", "in the text", "at the end"])
def test_buttons_and_counters_of_a_phone_message_are_page_matter_wherever_they_stand(
    place: str, row: str
) -> None:
    head, subtitle, byline = HEAD.strip().split("\n\n")
    rows = [head, subtitle, byline, BODY[0], "建会入会有热度", BODY[1], BODY[2]]
    rows.insert({"below the title": 1, "in the text": 5, "at the end": 7}[place], row)
    found = draft("\n\n".join(rows))
    assert found.title is not None
    assert (found.title.text, [line.text for line in found.paragraphs]) == (head, list(BODY))
    assert "".join("".join(line.text for line in found.furniture).split()) == "".join(row.split())


@pytest.mark.parametrize(
    "row",
    [
        "关键词：凝聚",
        "打印社的女工也入了会，区总工会为她们请来了夜校老师，全年开课四十节。",
        "版权意识在车间里扎下了根，职工的发明全年申请专利一百二十项，获奖九项。",
        "上一期培训班结业时，区总工会当场发放奖金，职工们说学到了真本领，还想再学。",
        "2019年1月8日，区工人文化宫开放，首日接待职工三千人次，排队的人绕了一圈。",
    ],
)
def test_words_that_only_sound_like_furniture_stay(row: str) -> None:
    found = draft(page(row, BODY[2]))
    assert [line.text for line in found.furniture] == []


@pytest.mark.parametrize("rows", [(BODY[2], "关键词：凝聚"), (BODY[2], "关键词：凝聚", "分类号：D412")])
def test_a_keyword_below_the_text_is_a_field_of_a_database(rows: tuple[str, ...]) -> None:
    assert [line.text for line in draft(page(*rows)).furniture] == list(rows[1:])


def test_the_entries_of_a_chronicle_are_paragraphs() -> None:
    entries = (
        "2019年3月,县总工会举办首届职工运动会",
        "2019年5月12日 全县工会干部培训班开班授课",
        "2019年6月8日，首家户外劳动者驿站建成",
        "截至2019年12月，全县会员达3万人",
    )
    text = page(*entries, BODY[2])
    assert paragraphs(text)[1:-1] == list(entries)
    assert headings(text) == []


def test_one_entry_of_a_chronicle_is_no_heading() -> None:
    assert headings(page("2019年3月，县总工会举办首届职工运动会", BODY[2])) == []


@pytest.mark.parametrize(
    "row",
    [
        "2019年1月9日 星期四 第03版 要闻",
        "2019年1月9日 青禾区总工会办公室印发",
        "2019-01-09 青禾区总工会宣教部供稿",
        "2019年1月9日，星期四",
        "发布时间：2019年1月9日 来源：青禾区总工会 浏览次数：31",
    ],
)
def test_a_day_without_an_event_is_furniture(row: str) -> None:
    found = draft(page(BODY[1], row, BODY[2]))
    assert "".join("".join(line.text for line in found.furniture).split()) == "".join(row.split())


def test_headings_that_sound_like_channels_and_sources_stay_headings() -> None:
    found = ("文化", "健康", "民生", "信息来自基层", "交出亮眼捷报", "织密服务信息网", "请职工代表来评论")
    text = page(*(row for heading in found for row in (heading, BODY[1])), BODY[2])
    assert headings(text) == [(1, heading) for heading in found]


def test_channels_in_a_column_and_above_the_article_are_furniture() -> None:
    text = "要闻\n\n" + page(BODY[1], BODY[2], "文化", "健康", "旅游")
    assert draft(text).title is not None
    assert [line.text for line in draft(text).furniture] == ["要闻", "文化", "健康", "旅游"]
    assert headings(text) == []


def test_advertising_inside_a_paragraph_is_cut_out_of_it() -> None:
    found = draft(page(LONG + "。（本文来自范文网www.example.com）" + BODY[1]))
    assert found.paragraphs[1].text == LONG + "。" + BODY[1]
    assert [line.text for line in found.furniture] == ["（本文来自范文网www.example.com）"]


def test_what_stands_below_other_news_is_no_part_of_the_article() -> None:
    found = draft(page(BODY[1], BODY[2], "相关阅读", "石桥县总工会为骑手送清凉", "白塔县总工会送戏进矿山"))
    assert found.paragraphs[-1].text == BODY[2]
    assert [line.text for line in found.furniture][-1] == "白塔县总工会送戏进矿山"


@pytest.mark.parametrize("half", ["人民团体", "群团"])
def test_heads_whose_numbers_count_the_pages_are_page_matter(half: str) -> None:
    rows = (
        f"{half}　　211",
        "青禾区总工会",
        *BODY,
        "212　　青禾年鉴2019",
        "全年新建职工书屋12家，户外驿站33座，职工下了夜班也有地方坐一坐、喝口热水，受到职工的欢迎。",
    )
    found = draft("\n".join(rows))
    kept = "".join(paragraphs("\n".join(rows)))
    assert "年鉴" not in kept
    assert {f"{half} 211", "212 青禾年鉴2019"} <= {line.text for line in found.furniture}


def test_short_words_with_figures_that_follow_each_other_count_no_pages() -> None:
    lines = split_lines(clean("\n".join((BODY[0], "慰问 66", *BODY, "参训 67", BODY[1]))).text)
    assert mark_running_heads(lines) == lines


def test_the_name_of_a_journal_beside_a_page_number_is_page_matter() -> None:
    rows = (
        "青禾工运　2010年第3期（总第87期）",
        "扛起使命开新局 聚力同心谱新篇",
        "——青禾区总工会2019年工作综述",
        BODY[0],
        "技能夜校：停机不停学",
        "青禾工运　2010·3",
        "·45·",
        BODY[1],
    )
    assert [words for _, words in headings("\n".join(rows))] == ["技能夜校：停机不停学"]


def test_headings_that_end_with_years_count_no_pages() -> None:
    rows = (BODY[0], "建会之路 2018", BODY[1], BODY[2], BODY[0], "建会之路 2019", BODY[1])
    text = "\n".join(("扛起使命开新局", "——青禾区总工会2018—2019年工作综述", *rows))
    assert [words for _, words in headings(text)] == ["建会之路 2018", "建会之路 2019"]


def test_names_behind_bullets_that_open_paragraphs_are_headings() -> None:
    rows = (
        "■ 概况　2019年，青禾区总工会有基层工会412个，会员3.1万人，获市工会工作目标考核第一名。",
        "■ 劳动竞赛　组织开展劳动竞赛36场，参赛职工9800人次，提出合理化建议620条，都有了着落。",
    )
    text = "\n".join(("青禾区总工会", *rows))
    assert [words for _, words in headings(text)] == ["■ 概况", "■ 劳动竞赛"]


def test_where_the_pictures_come_from_is_a_credit_and_no_heading() -> None:
    text = page(BODY[1], "图片｜各乡镇工会", BODY[2])
    assert headings(text) == []
    assert "图片｜各乡镇工会" in [line.text for line in draft(text).credits]


def names(text: str) -> list[str]:
    return [words for _, words in headings(text)]


def test_entries_in_brackets_are_headings_also_where_one_is_called_like_a_channel() -> None:
    entries = [
        row
        for name, text in zip(("机构概况", "建会工作", "技能比武"), BODY * 2, strict=False)
        for row in (f"【{name}】", text)
    ]
    assert names("青禾区总工会\n" + "\n".join(entries)) == ["【机构概况】", "【建会工作】", "【技能比武】"]


def test_channels_in_brackets_in_a_row_are_no_names() -> None:
    assert "【机构概况】" not in names(page("【机构概况】 【通知公告】", *BODY))


@pytest.mark.parametrize("row", ["AD　海景楼盘大全 | 首付五万", "广告 | 建材城盛大招商", "AD：近视手术优惠"])
def test_an_advertisement_that_says_so_is_page_matter(row: str) -> None:
    found = page(BODY[1], row, BODY[2])
    assert row not in names(found) + paragraphs(found) + captions(found)


def test_words_of_advertising_in_a_sentence_are_text() -> None:
    row = "广告牌上的一句话，成了工友们的口头禅，区总工会就从这一句话做起，把驿站开到了路口。"
    assert row in paragraphs(page(BODY[1], row, BODY[2]))


def test_who_is_seen_doing_something_between_the_halves_of_a_sentence_stands_under_a_picture() -> None:
    seen = "职工在石桥镇活动中心参加文体活动。"
    found = page(
        f"{LONG}。下班以后来这儿转一转，一天的疲", seen, "劳就散了大半。镇里一共建成四个这样的中心。"
    )
    assert captions(found) == [seen]


@pytest.mark.parametrize(
    "row",
    [
        "总结能让人看清来路，不妨静下心来写一写。以下是小编帮大家整理的区总工会年度工作总结，欢迎借鉴，希望有所帮助。",
        "年终了，总结怎么写？小编精心收集了几篇工会总结，供大家参考。",
    ],
)
def test_the_introduction_of_an_editor_is_page_matter(row: str) -> None:
    assert row not in paragraphs("区总工会年度工作总结\n2020-01-06　我要投稿\n" + "\n".join((row, *BODY)))


@pytest.mark.parametrize("opening", ["（本报讯 记者涂远 通讯员顾南）", "本报讯（记者 涂远 通讯员 顾南）"])
def test_a_by_line_in_brackets_opens_the_lead_wherever_the_bracket_begins(opening: str) -> None:
    found = record("扛起使命开新局\n2020-01-09 08:30 青禾在线\n" + opening + "\n".join(BODY))
    assert [name.text.replace(" ", "") for name in found.bylines] == ["记者涂远", "通讯员顾南"]
    assert found.sections[0].paragraphs[0].text == BODY[0]


def test_a_salutation_opens_the_text_of_a_report() -> None:
    rows = (
        "在区总工会三次全委会议上的工作报告",
        "（2020年1月9日）",
        "青禾区总工会主席 涂远",
        "各位委员、同志们：",
    )
    assert (
        paragraphs("\n".join((*rows, "我代表常委会，向全会作工作报告，请予审议。", *BODY)))[0]
        == "各位委员、同志们："
    )


def test_the_labels_of_parts_are_rows_of_headings_also_above_the_first_paragraph() -> None:
    parts = ("PART.01", "建会篇", BODY[1], "PART.02", "服务篇", BODY[2])
    text = "\n".join(("回望2019 | 青禾工会的十二个月", "原创 青禾工会 青禾工会 2020-01-09 18:00", *parts))
    assert names(text) == ["PART.01 建会篇", "PART.02 服务篇"]


def test_a_sentence_that_ends_with_its_photographer_is_a_caption_wherever_it_stands() -> None:
    row = "5月15日，2023年码头工匠表彰会召开。刘安 摄"
    page = "\n".join(("渡口的灯照着归船", "2023年07月24日09:02", row, *BODY))
    assert captions(page) == [row]


def test_a_short_line_below_a_sign_alone_that_points_at_a_picture_is_its_caption() -> None:
    page = HEAD + "\n".join((BODY[0], "在码头设立职工教育点8个，", "▲", "职工在码头重温誓词", BODY[1]))
    assert captions(page) == ["职工在码头重温誓词"]


def test_a_list_of_clauses_that_a_page_cut_is_whole_again() -> None:
    halves = (
        "全年投入帮扶资金188万元，慰问困难职工、农民工和户外劳动者4215人次；",
        "医疗互助参保2.3万人，补助1268人次；受理劳动争议52件，追回报酬307万元。",
    )
    assert "".join(halves) in paragraphs(HEAD + "\n".join((BODY[0], halves[0], "— 1 —", halves[1])))


def test_the_last_sentence_of_an_article_is_no_caption_though_a_foot_stands_below() -> None:
    last = "县总工会主席表示，今年将把驿站建到山里去，让最远的职工也能感受到家的味道。"
    assert captions(HEAD + "\n".join((*BODY, last, "责任编辑：方小远　校对：李 静", "网友评论"))) == []


def test_a_sentence_that_counts_what_was_done_closes_the_text_also_below_a_caption() -> None:
    last = "为驻村工作队员配备应急药箱180个，组织体检176人。"
    caption = "9月14日，区总工会干部到渡口走访困难职工（方永昌 摄）"
    assert captions(HEAD + "\n".join((*BODY, caption, last))) == [caption]


def test_months_that_stand_each_above_a_paragraph_of_its_own_head_them() -> None:
    rows = [row for month in ("1月 送温暖", "2月 招聘会", "3月 女职工体检") for row in (month, BODY[1])]
    assert [words for _, words in headings(HEAD + "\n".join((BODY[0], *rows)))] == rows[::2]


def test_the_abstract_of_a_site_is_page_matter() -> None:
    abstract = "[摘要] 五年来，青禾区总工会建会512家，会员突破4万人。"
    assert abstract not in paragraphs(HEAD + "\n".join((abstract, "【大 中 小】 【打印】", *BODY)))


def test_dispatches_below_the_article_are_other_news() -> None:
    news = (
        "花木触网一年卖出三百亿",
        "本报讯　昨从商务局获悉，全县花木类网店已突破四万家，快递发件量居全省第一。",
    )
    text = HEAD + "\n".join((*BODY, *news))
    assert [line.text for line in draft(text).furniture][-2:] == [
        line.replace("\u3000", " ") for line in news
    ]


def test_a_sign_alone_on_its_line_stands_under_no_picture() -> None:
    page = "\n".join(("渡口的灯照着归船", BODY[0], "▼", "点亮一盏灯", "▼", *BODY[1:]))
    assert captions(page) == []


@pytest.mark.parametrize(
    "mark", ["—— 分页 ——", "（接上页）", "（未完待续，请看下页）", "接上页", "（转下页）"]
)
def test_the_words_between_the_pages_of_a_site_are_neither_heading_nor_text(mark: str) -> None:
    text = page(f"{LONG}。干部们常说“走到工友中去”，坚", mark, "定不移把办公桌搬进车间。", BODY[2])
    assert f"{LONG}。干部们常说“走到工友中去”，坚定不移把办公桌搬进车间。" in paragraphs(text)
    assert headings(text) == []


def test_a_jump_to_the_next_page_at_the_end_of_a_line_is_set_aside() -> None:
    text = page(
        f"{LONG}。干部们常说“走到工友中去”，坚（转下页）", "（接上页）定不移把办公桌搬进车间。", BODY[2]
    )
    assert f"{LONG}。干部们常说“走到工友中去”，坚定不移把办公桌搬进车间。" in paragraphs(text)


@pytest.mark.parametrize(
    ("first", "between", "second"),
    [
        (
            "经费向基层倾斜，回拨基",
            "第 1 页",
            "层的比例超过七成，六百家小微企业领到返还款，家家都说来得及时。",
        ),
        (
            "区总工会把调解室搬进园区，律师每周三坐班，全年受理",
            "共2页: 上一页 1 2 下一页",
            "争议88件，追回欠薪320万元，八成当天办结。",
        ),
        (
            "全年计划新建工会组织187家、发展会",
            "- 1 -",
            "员3665人，其中新就业形态劳动者不少于三成，一家一家上门。",
        ),
    ],
)
def test_the_first_words_of_a_paragraph_above_a_page_mark_are_no_heading(
    first: str, between: str, second: str
) -> None:
    text = page("夯实基层基础", BODY[1], "织密服务网络", first, between, second, BODY[2])
    assert first + second in paragraphs(text)
    assert [words for _, words in headings(text)] == ["夯实基层基础", "织密服务网络"]


def test_words_above_a_picture_of_which_the_rest_stands_below_it_are_no_page_matter() -> None:
    text = page(
        BODY[1],
        "户外驿站增加到139个，热水、微波",
        "图①：环卫工人在驿站吃上热饭。",
        "炉、急救包样样不缺，日均服务1009人次，冬有热水、夏有清凉。",
    )
    assert (
        "户外驿站增加到139个，热水、微波炉、急救包样样不缺，日均服务1009人次，冬有热水、夏有清凉。"
        in paragraphs(text)
    )


def test_words_that_end_as_no_heading_does_open_the_paragraph_below() -> None:
    first, second = (
        "区总工会办起工运史陈列室，655件老物件都是",
        "退休职工捐出来的，从算盘到煤油灯，一件一件都有来历，参观的人排起了队。",
    )
    assert first + second in paragraphs(page(BODY[1], first, second, BODY[2]))
