"""Cleaning only removes or normalises, and every character keeps its place in the raw text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest.text.cleaning import clean
from archive.ingest.text.folding import fold
from archive.ingest.text.mapped import MappedText
from tests.pages import BODY


def cleaned(raw: str) -> str:
    return clean(raw).text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("２０１９年ＡＰＰ用户５．２万人", "2019年APP用户5.2万人"),
        ("工\u200b会\ufeff工\u00ad作", "工会工作"),
        ("区总\x0b工会\x00", "区总\n工会"),
        ("工会\r\n职工\r技能", "工会\n职工\n技能"),
        ("&ldquo;娘家人&rdquo;&nbsp;在身边", "“娘家人” 在身边"),
        ("<p>职工之家</p><span>书屋</span>", "\n职工之家\n书屋"),
        ("<正>工会是职工之家</正>", "工会是职工之家"),
        ("工會(huì)服務(wù)職工", "工會服務職工"),
        ("⼯会⺠主", "工会民主"),
        ("工 会 工 作 综 述", "工会工作综述"),
        ("精 准 服 务 职 工　共 筑 美 好", "精准服务职工 共筑美好"),
        ("中国(❤)经济", "中国经济"),
        ("挑灯读图    伏案改图", "挑灯读图 伏案改图"),
    ],
)
def test_noise_goes(raw: str, text: str) -> None:
    assert cleaned(raw) == text


@pytest.mark.parametrize(
    "raw",
    [
        "《工会法》和<工会法>都读",
        "推广手机应用(APP)和(KTV)",
        "用好(de)这个字",
        "<正能量>",
        "R&D投入",
        "孟 凡 李 红",
        "5<6，7>3",
    ],
)
def test_words_that_only_look_like_noise_stay(raw: str) -> None:
    assert cleaned(raw) == raw


def test_a_toneless_gloss_goes_where_toned_ones_show_the_habit() -> None:
    assert cleaned("職(zhí)工(gōng)的(de)娘(niáng)家") == "職工的娘家"


def test_a_whole_article_on_one_line_is_parted_at_its_indents() -> None:
    sentence = "区总工会把驿站建到街头，让户外职工有了歇脚的地方。"
    assert cleaned("　　" + sentence * 6 + "　　" + sentence).count("\n") == 1


def test_a_whole_article_on_one_line_is_parted_at_its_narrow_gaps_but_a_letter_spaced_name_is_not() -> None:
    parts = ("【示例日报】2020-01-06", "渡口的灯", "——青禾区总工会2019年工作综述", "通讯员 方  兰", *BODY)
    assert clean("  ".join(parts)).text.split("\n") == [part.replace("方  兰", "方 兰") for part in parts]


def test_the_words_behind_a_picture_in_its_paragraph_are_marked_as_its_caption() -> None:
    source = (
        '<p>一年来。</p><p><img src="1.jpg" alt="">护林员试穿新装备</p><p><img src="2.jpg"></p><p>建会</p>'
    )
    assert [row for row in clean(source).text.split("\n") if row] == ["一年来。", "▲护林员试穿新装备", "建会"]


def test_offsets_lead_back_to_the_raw_words() -> None:
    text = clean("\ufeff区&nbsp;&nbsp;总工會(huì)２０１９年")
    at = text.text.index("會")
    span = text.span(at, at + 3)
    assert (span.start, span.end) == (16, 24)
    assert text.text[at : at + 3] == "會20"


@given(st.text())
def test_every_visible_character_left_has_a_place_and_places_never_go_back(raw: str) -> None:
    text = clean(raw)
    assert len(text.text) == len(text.starts) == len(text.ends)
    assert list(text.starts) == sorted(text.starts)
    assert all(0 <= start < end <= len(raw) for start, end in zip(text.starts, text.ends, strict=True))


@given(st.text())
def test_uncleaned_text_stands_for_itself(raw: str) -> None:
    identity = MappedText.of(raw)
    assert identity.text == raw
    assert [identity.span(at, at + 1).start for at in range(len(raw))] == list(range(len(raw)))


@given(st.text())
def test_the_folded_view_has_the_same_length(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_folding_makes_scripts_and_widths_alike() -> None:
    assert fold("區總工會（19）：“勞模”") == '区总工会(19):"劳模"'


def test_characters_that_gbk_kept_in_private_use_are_those_of_today() -> None:
    assert clean("\ue78d\ue78e\ue78f\ue790\ue791\ue792\ue793").text == "，。、：；！？"
    assert clean("\ue81a\ue831\ue864").text == "㑳\U000215d7\u9fbb"


def test_signs_of_vertical_lines_are_the_signs_that_they_are() -> None:
    assert clean("︽职工︾︵上︶﹁家﹂︐一年︒").text == "《职工》（上）「家」，一年。"


def test_a_dash_that_a_program_wrote_as_question_marks_is_a_dash_where_a_line_begins() -> None:
    assert clean("暖心\n??青禾区总工会\n真的吗??是的").text == "暖心\n——青禾区总工会\n真的吗??是的"


ROWS = [
    "枝头新绿处处春",
    "",
    "　　一年来，区总工会把驿站建到街头。",
    "一根电话线",
    *["　　热线从早到晚不断人，话务员问得细。"] * 6,
]


@pytest.mark.parametrize("mark", ["> ", ">", "> > ", "| "])
def test_the_marks_of_a_letter_that_is_answered_go(mark: str) -> None:
    answered = "\n".join(mark + row for row in ROWS)
    assert cleaned(answered) == "\n".join(ROWS)
    assert cleaned("老王，请看：\n\n" + answered).startswith("老王，请看：\n\n枝头新绿处处春")


def test_a_few_rows_with_such_marks_keep_them() -> None:
    text = "\n".join(["首页", "> 工会要闻", "> 县区动态", *ROWS])
    assert cleaned(text) == text


@pytest.mark.parametrize(
    "form", ["{number:>4}  {row}", "{number}\t{row}", "{number}: {row}", "{row}    {number}"]
)
@pytest.mark.parametrize("every", [1, 5])
def test_numbers_that_count_the_rows_of_a_copy_go(form: str, every: int) -> None:
    rows = ROWS * 3
    numbered = [
        form.format(number=number, row=row) if not number % every else row
        for number, row in enumerate(rows, 1)
    ]
    text = clean("\n".join(numbered))
    assert text.text == "\n".join(rows)
    at = text.text.index(ROWS[3])
    span = text.span(at, at + len(ROWS[3]))
    assert "\n".join(numbered)[span.start : span.end] == ROWS[3]


@pytest.mark.parametrize(
    "raw",
    [
        "\n".join(f"{year} 建会{year - 1900}家" for year in range(2008, 2020)),
        "\n".join(f"{number} 号夜校{number * 7}人" for number in (3, 5, 8, 12, 20, 31, 44, 60, 71)),
        "一年来\n" * 20 + "\n".join(f"{number} 号夜校" for number in range(1, 10)),
    ],
    ids=["years", "figures", "a list in a text"],
)
def test_numbers_of_a_text_of_its_own_stay(raw: str) -> None:
    assert cleaned(raw) == raw


def test_a_text_with_a_blank_behind_each_sign_is_closed_up() -> None:
    text = "\n".join(row for row in ROWS if row).replace("一年来", "2019年") * 2
    spaced = "\n".join(" ".join(row) for row in text.replace("　", "").split("\n"))
    assert cleaned(spaced) == text.replace("　", "")
    assert cleaned("本报记者 林小满 通讯员 李平安") == "本报记者 林小满 通讯员 李平安"


def test_numbers_of_which_nearly_every_digit_stands_apart_are_closed_up() -> None:
    row = (
        "2 0 1 7年，县总工会新建工会8 3家，会员4 9 2 0人，建会率9 8 . 5 %；1月1 7日起1 2 3 5 1热线10人轮值。"
    )
    assert (
        cleaned(row) == "2017年，县总工会新建工会83家，会员4920人，建会率98.5%；1月17日起12351热线10人轮值。"
    )


@pytest.mark.parametrize(
    "row",
    [
        "年份 会员 工会\n2016 2815 24\n2017 2903 31\n2018 3011 35",
        "第 1 2 3 版 2019年1月17日，会员4920人",
        "各乡镇新建工会数\n青禾 3 5 2 1\n石桥 4 1 6 2\n松坪 2 7 1 3",
    ],
    ids=["a table", "a few", "a table of single figures"],
)
def test_numbers_beside_each_other_stay_apart(row: str) -> None:
    assert cleaned(row) == row


def test_an_article_on_one_line_is_cut_below_its_title_its_salutation_and_above_its_parts() -> None:
    told = "我代表区总工会报告工作，请予审议。"
    part = "一、建会。新建基层工会21家，发展会员1500人，园区企业的工会有人管、有人做，职工有了家的感觉。"
    other = "二、帮扶。慰问职工310户，送去慰问金45万元，为货车司机建起驿站九处，热水和药箱一样不缺。"
    text = clean(f"2019年工会工作总结各位代表、同志们：{told}{part}{other}").text
    assert text.split("\n") == ["2019年工会工作总结", "各位代表、同志们：", told, part, other]


def test_a_long_paragraph_among_others_is_cut_nowhere() -> None:
    text = "会上说了三件事。一、把家建到车间。" + "二、把路铺到门口，人来人往，灯火不熄。" * 8
    assert clean(f"{text}\n{text}").text == f"{text}\n{text}"


def test_what_a_forum_set_a_post_with_goes_and_its_tables_and_links_stay() -> None:
    post = "[b][size=5]渡口的灯[/size][/b]\n[indent]区总工会[color=red]办起夜校[/color]。[/indent]\n[url=#]回顶部[/url]"
    assert cleaned(post) == "渡口的灯\n区总工会办起夜校。\n[url=#]回顶部[/url]"
    assert cleaned(f"{post}\n[img]http://www.example.com/1.jpg[/img]师傅在讲火候").endswith("▲师傅在讲火候")
    assert cleaned("[b]一个记号[/b]") == "[b]一个记号[/b]"


def test_the_marks_of_a_wiki_go_and_its_pictures_leave_a_sign() -> None:
    page = "'''渡口的灯'''\n[[文件:1.jpg|thumb|师傅在赶制竹编]]\n[[分类:工会]]"
    assert cleaned(page) == "渡口的灯\n▲师傅在赶制竹编\n[[分类:工会]]"
    assert cleaned("渡口的灯，it's") == "渡口的灯，it's"
