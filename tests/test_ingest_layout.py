"""The evidence-based layout: pages of families that no rule was written for, and what is said when unsure."""

import random
from collections.abc import Iterator

import pytest

from archive.ingest.layout.decoding import load_model
from archive.ingest.layout.grammar import ALLOWED, PARTS, STATES, State
from archive.ingest.quality.articles import LabelledPage, load_pages
from archive.ingest.quality.families import Composer, Family, Page, load_families, load_words, mixed
from archive.ingest.quality.grammar import Grammar
from archive.ingest.quality.samples import sample
from archive.ingest.records import ReviewRecord
from archive.ingest.structure import structure
from archive.ingest.text.lines import Hint
from tests.pages import BODY, headings, paragraphs, record

FAMILIES = load_families()
FEWEST_FAMILIES = 14
# Pages made anew, by other chances than those of the fitting; of ten titles in such a family so many are found
PAGES, FEWEST_TITLES = 10, 6


def codes(found: ReviewRecord) -> set[str]:
    return {notice.code for notice in found.notices}


@pytest.fixture(scope="module")
def labelled() -> list[LabelledPage]:
    return load_pages()


def pages(family: Family, labelled: list[LabelledPage]) -> Iterator[Page]:
    bank = [page.article for page in labelled]
    for number in range(PAGES):
        chance = random.Random(f"test {family.name} {number}")
        yield Composer(load_words(), chance).page(family, mixed(bank, chance))


SMALL_ARTICLE = (
    "集市新貌见闻",
    "走进海澜市城东集市，过道宽敞，摊位整齐。集市办的负责人说，全年投入改造资金320万元，换了顶棚，修了水沟。",
    "集市外的车位也划好了线，早晚有志愿者值守，大车小车各走各的道，邻里之间少了许多口角。",
)


LONG_BODY = (
    *BODY,
    "这一年，区总工会把技能夜校办进了园区，三个班轮着上，结业的412人里有96人升了等级，奖状就挂在夜校的门口。"
    * 3,
)


@pytest.mark.parametrize("below", [("——青禾区总工会2019年工作综述", "本报记者 涂远"), ("本报记者 涂远",)])
def test_the_headline_that_is_set_as_one_is_the_title_and_a_small_article_before_it_is_page_matter(
    below: tuple[str, ...],
) -> None:
    title = "扛起使命开新局 聚力同心谱新篇"
    text = "\n\n".join((*SMALL_ARTICLE, title, *below, *LONG_BODY))
    (found,) = structure(text, {text.index(title): Hint.TITLE})
    assert found.title is not None
    assert found.title.text == title
    assert [line.text for line in found.paragraphs] == list(LONG_BODY)
    assert [line.text for line in found.furniture] == list(SMALL_ARTICLE)


def test_there_are_families_of_many_kinds_and_each_says_what_it_is() -> None:
    assert len(FAMILIES) >= FEWEST_FAMILIES
    assert all(any(row.kind.startswith("body") for row in family.rows) for family in FAMILIES)


def test_the_same_seed_makes_the_same_page(labelled: list[LabelledPage]) -> None:
    once, again = (next(pages(FAMILIES[0], labelled)).text for _ in range(2))
    assert once == again


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_titles_of_a_familys_pages_are_found_and_its_page_matter_is_kept_out(
    family: Family, labelled: list[LabelledPage]
) -> None:
    titles = kept_out = matter = 0
    for page in pages(family, labelled):
        found = record(page.text)
        wanted = "".join(words for kind, words in page.lines if kind == "title")
        titles += "".join(wanted.split()) == "".join((found.title.text if found.title else "").split())
        body = "".join(paragraph.text for section in found.sections for paragraph in section.paragraphs)
        lines = [
            words for kind, words in page.lines if kind in ("page", "foot", "source") and len(words) >= 8
        ]
        matter += len(lines)
        kept_out += sum(words not in body for words in lines)
    assert titles >= FEWEST_TITLES
    assert kept_out >= 0.8 * matter


def test_a_line_of_the_page_that_no_list_knows_is_told_by_its_place() -> None:
    found = record(
        "\n".join(
            (
                "苍梧岭便民汇",
                "晒晒身边事 聊聊家常话",
                "蓝花楹 12分钟前 · 转了37回",
                "青禾区总工会2019年工作综述",
                *BODY,
                "看得懂 9　看不懂 2",
                "蓝花楹的其他动态",
                "山茶花苗怎么养才旺",
            )
        )
    )
    assert found.title is not None
    assert found.title.text == "青禾区总工会2019年工作综述"
    body = "".join(paragraph.text for section in found.sections for paragraph in section.paragraphs)
    assert "便民汇" not in body
    assert "山茶花" not in body


@pytest.mark.parametrize(
    ("rows", "title", "subtitle"),
    [
        (("听涛的人 掌灯的家", "海澜区总工会2019年工作回望"), "听涛的人 掌灯的家", "海澜区总工会2019年工作回望"),
        (("梯田尽头的家", "记海澜区总工会五年工作"), "梯田尽头的家", "记海澜区总工会五年工作"),
        (
            ("小灯盏 大光亮", "一双手 暖千家", "——海澜区总工会2019年工作侧记"),
            "小灯盏 大光亮 一双手 暖千家",
            "——海澜区总工会2019年工作侧记",
        ),
        (
            ("喜迎海澜区工会第七次代表大会", "渡口连着两岸 工会连着千家", "海澜区总工会2019年工作回望"),
            "渡口连着两岸 工会连着千家",
            "海澜区总工会2019年工作回望",
        ),
        (("海澜区工会第七次代表大会材料（二）", "扬帆正当时", "——海澜区总工会2019年工作报告"), "扬帆正当时", "——海澜区总工会2019年工作报告"),
    ],
)  # fmt: skip
def test_a_title_is_told_from_the_subtitle_without_a_dash_and_from_the_name_of_a_paper(
    rows: tuple[str, ...], title: str, subtitle: str
) -> None:
    found = record("\n".join((*rows, *LONG_BODY)))
    assert found.title is not None and found.subtitle is not None
    assert (found.title.text, found.subtitle.text) == (title, subtitle)


@pytest.mark.parametrize("end", ["浪在远处，船在心头。", "路还长，步子要稳。", "茶香漫过山，情谊留在心！"])
def test_a_short_sentence_at_the_end_stays_in_the_article(end: str) -> None:
    found = record("\n".join(("桥头的灯", "——青禾区总工会2019年工作综述", *LONG_BODY, end, "责任编辑：涂远")))
    assert found.sections[-1].paragraphs[-1].text == end


def test_the_last_question_and_its_answer_stay_in_the_article() -> None:
    talk = (
        "问：这一年工会最难忘的是哪件事？",
        f"答：{BODY[1]}",
        "问：职工最担心什么？",
        f"答：{BODY[1]}",
        "问：明年还有哪些打算？",
        "答：把夜校开到每个班组，让师傅们下了班就能学。",
    )
    found = record(
        "\n".join(("把难事办成好事", "——对话青禾区总工会，回眸2019年工作", *talk, "更多访谈：渡口旧事"))
    )
    said = [paragraph.text for section in found.sections for paragraph in section.paragraphs]
    assert said[-2:] == list(talk[-2:])


def test_the_introduction_of_a_sample_is_page_matter() -> None:
    rows = (
        "青藤范文 > 工作总结",
        "日期：2014-12-25　人气：4403",
        "下面是小编替大家找来的一篇工会年终总结样文，但愿对您动笔有些启发，更多样文请收藏本站。",
        "县总工会2014年工作总结",
        "2014年，县总工会在县委的领导下，把功夫下在车间里、下在班组里，各项工作有了新的起色，职工满意。",
        *LONG_BODY[1:],
    )
    found = record("\n".join(rows))
    kept = "".join(paragraph.text for section in found.sections for paragraph in section.paragraphs)
    assert "样文" not in kept
    assert found.title is not None
    assert found.title.text == "县总工会2014年工作总结"


def test_the_name_of_a_file_is_no_title() -> None:
    rows = (
        "海风文档网",
        "区总工会年度工作总结.docx",
        "格式：DOCX　页数：4",
        "桥头的灯",
        "青禾区总工会2019年工作综述",
        *LONG_BODY,
    )
    found = record("\n".join(rows))
    assert found.title is not None
    assert found.title.text == "桥头的灯"


def test_what_comes_next_in_short_numbered_items_stays_in_the_article() -> None:
    body = (
        "一、2019年工作情况",
        *LONG_BODY,
        "二、2020年工作打算",
        "（一）实施“根系”行动，新建工会40家。",
        "（二）改造职工服务中心。",
    )
    found = record("\n".join(("青禾区总工会关于2019年工作情况的报告", *body, "青禾区总工会", "2020年1月9日")))
    kept = [part.heading.text for part in found.sections if part.heading] + [
        paragraph.text for part in found.sections for paragraph in part.paragraphs
    ]
    assert set(body) - set(LONG_BODY) <= {row.replace("。", "") for row in kept} | set(kept)


def test_an_advertisement_above_a_heading_does_not_become_its_first_row() -> None:
    body = (
        LONG_BODY[0],
        "稳岗：把岗位送到家门口",
        LONG_BODY[1],
        "┃ 青藤地板 厂家直销 咨询热线 0990-1234567 ┃",
        "暖心：把关爱送到心坎上",
        LONG_BODY[2],
        LONG_BODY[3],
    )
    found = record("\n".join(("桥头的灯", "——青禾区总工会2019年工作综述", *body)))
    assert [part.heading.text for part in found.sections if part.heading] == [body[1], body[4]]


def test_a_title_beside_which_another_was_near_is_a_doubt_that_names_the_candidates() -> None:
    found = record("\n".join(("服务职工有作为", "海风起处", "工会工作见成效", *BODY)))
    doubts = [notice for notice in found.notices if notice.code == "title-uncertain"]
    assert doubts
    assert len(doubts[0].evidence) >= 2
    assert all(candidate.text in doubts[0].message for candidate in doubts[0].evidence)


def test_a_page_in_the_newspaper_form_raises_no_doubt() -> None:
    found = record(
        "\n\n".join(("扛起使命开新局 聚力同心谱新篇", "——青禾区总工会2019年工作综述", "本报记者 涂远", *BODY))
    )
    assert not {code for code in codes(found) if code.endswith("-uncertain")}


def test_a_page_runs_from_top_to_foot_and_never_back() -> None:
    assert all(PARTS.index(before.part) <= PARTS.index(after.part) for before, after in ALLOWED)
    assert (State.HEAD_SUBTITLE, State.HEAD_TITLE) not in ALLOWED


def test_chances_of_a_line_add_up_to_one(labelled: list[LabelledPage]) -> None:
    known = sample("form", labelled[0].text, labelled[0].spans)
    assert known is not None
    for decision in load_model().decide(known.lines):
        assert sum(decision.chances) == pytest.approx(1)
        assert len(decision.chances) == len(STATES)


def test_a_template_has_slots_alternatives_and_repeats() -> None:
    grammar = Grammar({"who": "(甲|乙)方"}, random.Random(1), {"union": "青禾区总工会"})
    assert grammar.expand("{union}的{who}") in ("青禾区总工会的甲方", "青禾区总工会的乙方")
    assert grammar.expand("-{3}") == "---"
    assert grammar.expand("\\(\\d\\)")[1].isdigit()
    with pytest.raises(ValueError, match="unbalanced"):
        grammar.expand("半个)")


RECORD = ("地区：海澜", "发布时间：2020/5/1 08:54", "稿号：50898", "格式：文本", "热度 99")


@pytest.mark.parametrize("entries", [RECORD, RECORD[:2], RECORD[2:], RECORD[::-1]], ids=len)
@pytest.mark.parametrize("title", ["渡口的回信", "青禾区总工会：有“桥”更有“老街”"])
def test_a_title_with_the_entries_of_a_record_below_it_is_the_title(
    title: str, entries: tuple[str, ...]
) -> None:
    found = record("\n".join((title, *entries, "——青禾区总工会2019年工作综述", *LONG_BODY)))
    assert found.title is not None and found.title.text == title
    assert set(entries) <= {passage.text for passage in found.furniture}


def test_an_entry_of_a_record_and_bare_figures_are_no_title() -> None:
    rows = ("5644", "状态：公开", "属地：海澜", "编号：909", "渡口的回信", *LONG_BODY)
    found = record("\n".join(rows))
    assert found.title is not None and found.title.text == "渡口的回信"


@pytest.mark.parametrize(
    "scene", ["在展厅里，青禾区总工会志愿者向老劳模讲解急救", "青禾区总工会组织歌会，670名职工参加"]
)
def test_a_scene_without_a_stop_is_a_caption_and_no_row_of_the_heading_below_it(scene: str) -> None:
    heading = "一碗面里的精准帮扶"
    found = record(
        "\n\n".join(
            (
                "渡口的回信",
                "——青禾区总工会2019年工作综述",
                LONG_BODY[0],
                "把课堂搬上船",
                LONG_BODY[1],
                scene,
                heading,
                LONG_BODY[3],
                LONG_BODY[2],
            )
        )
    )
    assert [caption.passage.text for caption in found.captions] == [scene]
    assert [section.heading.text for section in found.sections if section.heading] == [
        "把课堂搬上船",
        heading,
    ]


def test_a_title_that_a_page_says_twice_is_one_row() -> None:
    title = "扛起使命开新局 聚力同心谱新篇"
    found = record("\n\n".join((title, title, "——青禾区总工会2019年工作综述", "本报记者 涂远", *LONG_BODY)))
    assert found.title is not None and found.title.text == title
    assert title in [passage.text for passage in found.furniture]


@pytest.mark.parametrize(
    "card",
    [
        ("引题　群团改革看青禾", "主题　渡口的回信", "关键词　工会　夜校"),
        ("<题名>渡口的回信</题名>", "<责任者>涂远</责任者>"),
        ("标题：渡口的回信 | 索引号：无", "发布机构：青禾区总工会"),
    ],
    ids=["sheet", "marked-up", "index-card"],
)
def test_the_line_that_a_record_names_as_its_title_is_the_title(card: tuple[str, ...]) -> None:
    rows = ("群团改革看青禾", "渡口的回信", "——青禾区总工会2019年工作综述")
    found = record("\n".join((*card, *rows, *LONG_BODY)))
    assert found.title is not None and found.title.text == "渡口的回信"
    assert found.subtitle is not None and found.subtitle.text == rows[2]
    assert found.kicker is not None and found.kicker.text == rows[0]


def test_a_union_alone_above_the_title_is_the_kicker() -> None:
    found = record("\n".join(("青禾区总工会", "河湾深处有新家", "□记者 涂远", *LONG_BODY)))
    assert found.kicker is not None and found.kicker.text == "青禾区总工会"
    assert found.title is not None and found.title.text == "河湾深处有新家"


def test_the_one_line_above_the_text_that_speaks_of_a_union_is_its_title() -> None:
    title = "青禾区总工会：以“桥”之名，为“工”而行"
    rows = ("青禾工友 2023-01-12 20:15 发表于示例", title, "收听 全文 约7分钟", *LONG_BODY)
    found = record("\n".join(rows))
    assert found.title is not None and found.title.text == title


@pytest.mark.parametrize("rows", [("江边有个“娘家”", "灯火暖到深夜"), ("江桥两头", "家门常开")])
def test_two_rows_of_one_length_are_one_title(rows: tuple[str, str]) -> None:
    found = record("\n".join((*rows, "——青禾区总工会2019年工作综述", "本报记者 涂远", *LONG_BODY)))
    assert found.title is not None and found.title.text == " ".join(rows)


HEAD = ("渡口的回信", "——青禾区总工会2019年工作综述", "本报记者 涂远", LONG_BODY[0])


def test_a_number_that_goes_on_from_headings_without_one_is_of_their_rank() -> None:
    plans = "三、下一步打算"
    rows = ("把课堂搬上船", LONG_BODY[1], "把账本晒在码头", LONG_BODY[3], plans, LONG_BODY[2])
    text = "\n\n".join((*HEAD, *rows))
    assert headings(text) == [(1, rows[0]), (1, rows[2]), (1, plans)]


def test_short_items_at_the_end_of_the_text_stand_below_their_heading() -> None:
    plans = "三、下一步打算"
    items = ("（一）建成驿站十座。", "（二）办好职工夜校。")
    rows = ("一、建会", LONG_BODY[1], "二、维权", LONG_BODY[3], plans, *items)
    text = "\n\n".join((*HEAD, *rows))
    assert (1, plans) in headings(text)
    assert set(items) <= set(paragraphs(text))


def test_words_in_brackets_are_no_row_of_the_heading_below_them() -> None:
    rows = (
        "（展板 第二块）",
        "把课堂搬上船",
        LONG_BODY[1],
        "（展板 第三块）",
        "把账本晒在码头",
        LONG_BODY[3],
    )
    text = "\n\n".join((*HEAD, *rows))
    assert {"把课堂搬上船", "把账本晒在码头"} <= {words for _, words in headings(text)}


def test_what_stands_right_above_a_subtitle_with_a_dash_is_the_title_whatever_the_page_begins_with() -> None:
    rows = (
        "青禾县工会志资料选（内部资料）",
        "第六辑　会议文献",
        "一、开幕词………………（1）",
        "二、五年工作综述………（5）",
        "— 5 —",
        "同心追梦五年路 渡口连着万家灯",
        "——青禾区总工会2019年工作综述",
    )
    found = record("\n".join((*rows, *LONG_BODY)))
    assert found.title is not None and found.title.text == rows[5]
    assert found.subtitle is not None and found.subtitle.text == rows[6]


def test_a_slogan_of_seven_signs_above_a_dash_is_the_title_below_a_menu_or_a_campaign() -> None:
    menu = ("首页", "职工之声", "匠人风采", "法律服务", "今天是2020年1月9日 星期四", "渡口灯火年年新")
    campaign = ("劳动创造幸福 工会伴你同行", "渡口灯火年年新")
    for rows in (menu, campaign):
        found = record("\n".join((*rows, "——青禾区总工会2019年工作综述", *LONG_BODY)))
        assert found.title is not None and found.title.text == "渡口灯火年年新"
    assert found.kicker is not None and found.kicker.text == "劳动创造幸福 工会伴你同行"


def test_the_only_line_above_the_text_that_says_something_is_its_title() -> None:
    rows = ("点击上方“青禾工会”可订阅哦！", "【回眸2019】渡口里的“工”力量", "青禾工会  1周前")
    found = record("\n".join((*rows, *LONG_BODY)))
    assert found.title is not None and found.title.text == rows[1]
