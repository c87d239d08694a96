"""How pages are made up: headlines over columns, running heads, notes, drop caps, vertical writing, pages read by machine."""

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from archive.ingest.pipeline import read_file
from archive.ingest.readers.pdf import parse
from archive.ingest.records import UnreadableFile
from archive.ingest.text.lines import Hint
from tests.pdf_maker import Words, broken, pdf_of, set_in_lines, width
from tests.test_ingest_readers_pdf import LONG, SECOND, hints_of, lines_of, text_of

CASES = Path(__file__).parents[2] / "shared" / "cases" / "files"
BODY = [*set_in_lines(LONG, 60, 700, 30), *set_in_lines(SECOND, 60, 600, 30)]
READ_BODY = [f"　　{LONG}", f"　　{SECOND}"]
HEAD = ("灯下一杯茶 厂里一个家", "——青禾区总工会2019年工作综述", "本报记者 顾南 通讯员 卫青")


@pytest.mark.parametrize("columns", [3, 4, 5])
@pytest.mark.parametrize("empty", [0, 1])
@pytest.mark.parametrize("dateline", ["青禾日报 2020年1月9日 星期四 第03版", "2020-01-09 A3", ""])
def test_a_headline_over_all_columns_stands_before_them_below_a_dateline(
    columns: int, empty: int, dateline: str
) -> None:
    step = 17 * 12
    middle = 40 + (columns * step - 24) / 2
    words = [
        Words(middle - len(text) * size / 2, y, text, size)
        for text, y, size in zip(HEAD, (620, 585, 560), (36, 19, 12), strict=True)
    ]
    words += [Words(40, 670, dateline, 12)] if dateline else []
    for at in range(columns - empty):
        words += set_in_lines(LONG * 3, 40 + at * step, 520, 15, pitch=18)
    text = parse(pdf_of([words], size=(80 + columns * step, 700)), "综述.pdf")
    assert lines_of(text)[: 3 + bool(dateline)] == [*([dateline] if dateline else []), *HEAD]
    assert hints_of(text)[HEAD[0]] is Hint.TITLE
    assert lines_of(text)[3 + bool(dateline) :] == [f"　　{LONG * 3}"] * (columns - empty)


NOTE = "城南菜场上周完成改造，摊位由八十个增加到一百二十个，买菜的人走路不再踩水，卖菜的人也有了热水喝。"


def set_in_columns(text: Sequence[Words], columns: int, *, x: float, step: float, top: float) -> list[Words]:
    """The rows of one long column, which begins at 0, in columns of one height beside each other."""
    height = -(-len(text) // columns)
    return [
        replace(row, x=row.x + x + at // height * step, y=top - 16 * (at % height))
        for at, row in enumerate(text)
    ]


def over_columns(text: str, y: float, size: float, *, left: float, right: float) -> Words:
    """A row over the middle of the columns."""
    return Words((left + right - width(text) * size) / 2, y, text, size)


@pytest.mark.parametrize("columns", [2, 3, 4, 5])
@pytest.mark.parametrize("signs", [15, 18, 24])
def test_a_headline_stands_before_the_columns_that_it_is_set_over_beside_a_small_article(
    columns: int, signs: int
) -> None:
    step = 10.0 * signs + 24
    left, right = 40 + step, 16 + step * (columns + 1)
    small = [Words(60, 640, "菜场换新颜", 16), *set_in_lines(NOTE, 40, 610, signs, size=10, pitch=16)]
    heads = [
        over_columns(text, y, size, left=left, right=right)
        for text, y, size in zip(HEAD, (620, 585, 560), (34, 18, 11), strict=True)
    ]
    whole = set_in_lines(LONG * 7, 0, 0, signs, size=10)
    text = parse(
        pdf_of(
            [[*small, *heads, *set_in_columns(whole, columns, x=left, step=step, top=530)]],
            size=(int(right) + 40, 700),
        ),
        "综述.pdf",
    )
    assert lines_of(text) == [*HEAD, f"　　{LONG * 7}", "菜场换新颜", f"　　{NOTE}"]
    assert hints_of(text) == {HEAD[0]: Hint.TITLE, "菜场换新颜": Hint.FURNITURE, NOTE: Hint.FURNITURE}


SECTIONS = [
    (f"{number}、{words}", LONG * 3) for number, words in zip("一二三", ("建会", "帮扶", "成才"), strict=True)
]
SMALL_HEAD = "菜场换新颜"
DATELINE = Words(40, 760, "青禾日报 2020年1月9日 星期四 第3版", 9)


def article_in_columns(columns: int, signs: int, *, left: float) -> tuple[list[Words], float, float]:
    """A review with headings in columns, the right edge of its columns and the height at which its last column ends."""
    step = 10.0 * signs + 20
    right = left + step * columns - 20
    rows: list[Words] = []
    for heading, text in SECTIONS:
        rows += [Words(0, 0, heading, 11.5), *set_in_lines(text, 0, 0, signs, size=10)]
    heads = [
        over_columns(text, y, size, left=left, right=right)
        for text, y, size in zip(HEAD, (720, 690, 668), (30, 15, 10.5), strict=True)
    ]
    set_rows = set_in_columns(rows, columns, x=left, step=step, top=640)
    return [*heads, *set_rows], right, set_rows[-1].y


@pytest.mark.parametrize("columns", [2, 3, 4, 5])
@pytest.mark.parametrize("place", ["left", "right", "below the last column"])
def test_a_small_article_beside_the_main_one_is_page_matter(columns: int, place: str) -> None:
    signs = 12 + 4 * (columns < 5)
    step = 10.0 * signs + 20
    main, right, end = article_in_columns(columns, signs, left=40 + step * (place == "left"))
    x = {"left": 40, "right": right + 20}.get(place, right - 10 * signs)
    top = end - 40 if place.startswith("below") else 720
    small = [Words(x, top, SMALL_HEAD, 16), *set_in_lines(NOTE, x, top - 25, signs, size=10, pitch=15)]
    page = [DATELINE, *(small if place == "left" else []), *main, *(small if place != "left" else [])]
    (record,) = read_file(pdf_of([page], size=(int(right + step) + 40, 800)), "x.pdf").records
    assert record.title is not None
    assert record.title.text == HEAD[0]
    assert " ".join(passage.text for passage in record.bylines) == HEAD[2]
    found = [
        (section.heading.text if section.heading else None, [passage.text for passage in section.paragraphs])
        for section in record.sections
    ]
    assert found == [(heading, [text]) for heading, text in SECTIONS]
    assert not record.captions
    assert "".join(line.text for line in record.furniture).endswith(SMALL_HEAD + NOTE)


@pytest.mark.parametrize("columns", [3, 4, 5])
@pytest.mark.parametrize("beside", [1, 2])
def test_small_articles_in_wider_columns_below_the_main_one_are_page_matter(
    columns: int, beside: int
) -> None:
    signs = 12 + 4 * (columns < 5)
    main, right, _ = article_in_columns(columns, signs, left=40)
    wide = (right - 60) / 2
    top = min(row.y for row in main) - 40
    small: list[Words] = []
    for at in range(2):
        x = 40 + at * (wide + 20)
        text = set_in_lines(NOTE * 2, x, top - 30, int(wide / 10), size=10, pitch=15)
        small += [Words(x, top, SMALL_HEAD, 16)] * (at < beside) + text
    if beside == 1:
        small[0] = over_columns(SMALL_HEAD, top, 18, left=40, right=right)
    (record,) = read_file(pdf_of([[DATELINE, *main, *small]], size=(int(right) + 40, 800)), "x.pdf").records
    found = [
        (section.heading.text if section.heading else None, [passage.text for passage in section.paragraphs])
        for section in record.sections
    ]
    assert found == [(heading, [text]) for heading, text in SECTIONS]
    assert "".join(line.text for line in record.furniture).count(NOTE) == 4


@pytest.mark.parametrize(("above", "below"), [(2, 4), (3, 2), (2, 3), (4, 3)])
def test_bands_of_columns_of_unlike_width_are_read_one_after_the_other(above: int, below: int) -> None:
    page: list[Words] = []
    top, wide = 780.0, 600
    for columns, text in ((above, LONG * 5), (below, SECOND * 5)):
        step = (wide + 20) / columns
        rows = set_in_lines(text, 0, 0, int((step - 20) / 10), size=10)
        page += set_in_columns(rows, columns, x=40, step=step, top=top)
        top = min(row.y for row in page) - 34
    found = parse(pdf_of([page], size=(680, 842)), "x.pdf")
    assert lines_of(found) == [f"　　{LONG * 5}", f"　　{SECOND * 5}"]


@pytest.mark.parametrize("columns", [2, 3, 4])
def test_white_at_one_height_of_all_columns_parts_no_column(columns: int) -> None:
    signs = 16
    rows = [row for words in (LONG, SECOND) * columns for row in set_in_lines(words, 0, 0, signs, size=10)]
    height = len(rows) // columns
    step = signs * 10.0 + 20
    page = [
        replace(row, x=row.x + 40 + at // height * step, y=780 - 16 * (at % height) - 12 * (at % height >= 5))
        for at, row in enumerate(rows)
    ]
    text = parse(pdf_of([page], size=(int(40 + columns * step) + 20, 842)), "x.pdf")
    joined = "".join(line.strip() for line in lines_of(text))
    assert joined == (LONG + SECOND) * columns


@pytest.mark.parametrize("columns", [1, 2, 3])
@pytest.mark.parametrize("marks", [("（下转第3版）", "（上接第1版）"), ("【紧接02版】", "【上接01版】")])
def test_a_paragraph_that_goes_on_on_another_page_of_the_paper_is_whole(
    columns: int, marks: tuple[str, str]
) -> None:
    signs = 18
    step = signs * 10.0 + 20
    rows = set_in_lines(LONG * 6, 0, 0, signs, size=10)
    cut = len(rows) // 2
    down, on = (Words(x, 0, mark, 10) for x, mark in zip((100, 0), marks, strict=True))
    pages = [
        set_in_columns(part, columns, x=40, step=step, top=780)
        for part in ([*rows[:cut], down], [on, *rows[cut:]])
    ]
    text = parse(pdf_of(pages, size=(int(40 + columns * step) + 20, 842)), "x.pdf")
    assert hints_of(text) == dict.fromkeys(marks, Hint.FURNITURE)
    assert [line.strip() for line in lines_of(text) if line not in marks] == [LONG * 6]


def test_headings_of_unlike_sizes_stay_in_the_article() -> None:
    parts = [
        Words(60, 700, "上篇 建会", 16),
        Words(60, 675, "一、立规", 13.5),
        *set_in_lines(LONG, 60, 650, 30),
    ]
    parts += [Words(60, 575, "二、织网", 13.5), *set_in_lines(LONG, 60, 550, 30)]
    parts += [Words(60, 475, "下篇 帮扶", 16), *set_in_lines(LONG, 60, 450, 30)]
    text = text_of(Words(150, 780, HEAD[0], 24), Words(150, 750, HEAD[1]), *parts)
    assert Hint.FURNITURE not in hints_of(text).values()
    single = text_of(
        Words(150, 780, HEAD[0], 24), Words(150, 750, HEAD[1]), *BODY, Words(60, 475, "结语", 16)
    )
    assert Hint.FURNITURE not in hints_of(single).values()


@pytest.mark.parametrize("size", [13.5, 16, 24])
@pytest.mark.parametrize("x", [150, 234.0])
def test_what_is_set_above_the_title_in_letters_between_text_and_title_is_the_kicker(
    size: float, x: float
) -> None:
    kicker, title = "添柴的人", "灯下一杯茶"
    at = x if x == 150 else x + 2.5 * 34 - 2 * size  # where the title begins, or over its middle
    text = text_of(Words(at, 800, kicker, size), Words(x, 755, title, 34), *BODY)
    assert hints_of(text) == {kicker: Hint.KICKER, title: Hint.TITLE}
    (record,) = read_file(
        pdf_of([[Words(at, 800, kicker, size), Words(x, 755, title, 34), *BODY]]), "x.pdf"
    ).records
    assert record.kicker is not None
    assert record.title is not None
    assert (record.kicker.text, record.title.text) == (kicker, title)


@pytest.mark.parametrize("line", ["青禾日报 2018年1月9日 第2版", "工会新闻"])
def test_a_dateline_or_the_label_of_a_column_above_the_title_is_no_kicker(line: str) -> None:
    title = Words(150, 755, HEAD[0], 24)
    above = Words(150, 800, line, 14)
    (record,) = read_file(pdf_of([[above, title, Words(150, 730, HEAD[1]), *BODY]]), "x.pdf").records
    assert record.kicker is None
    assert record.title is not None
    assert record.title.text == HEAD[0]


@pytest.mark.parametrize(
    "heading", ["出海不出组织", "把职工的事一件一件办好，让职工在家门口有地方说话、有人听他们说话"]
)
@pytest.mark.parametrize("short", [0, 1])
def test_a_heading_in_the_letters_of_the_text_stands_apart_from_a_full_last_row(
    heading: str, short: int
) -> None:
    full = (LONG * 2)[: 58 - short - 1] + "。"  # two rows of thirty, the first one two signs in
    rows = [*set_in_lines(full, 60, 700, 30)]
    rows += [Words(60, 660 - 20 * at, row) for at, row in enumerate(broken(heading, 30))]
    rows += set_in_lines(SECOND, 60, rows[-1].y - 20, 30)
    assert lines_of(text_of(*rows)) == [f"　　{full}", heading, f"　　{SECOND}"]


def test_the_last_row_of_a_paragraph_that_ends_with_a_sentence_is_no_heading() -> None:
    whole = LONG[:57] + "。" + "这是实话。"
    text = text_of(*set_in_lines(whole, 60, 700, 30), *set_in_lines(SECOND, 60, 640, 30))
    assert lines_of(text) == [f"　　{whole}", f"　　{SECOND}"]


@pytest.mark.parametrize(
    "form",
    ["第{}页", "第{}页 共二页", "第 {} 页（共 2 页）", "— {} —", "·{}·", "{}/2", "Page {} of 2", "P{}"],
)
def test_numbers_of_pages_are_page_matter_and_cut_no_sentence(form: str) -> None:
    whole = set_in_lines(LONG * 4, 60, 700, 30)
    half = len(whole) // 2
    second = [Words(line.x, line.y + half * 20, line.text) for line in whole[half:]]
    numbers = ("一", "二") if form.startswith("第{}") else ("1", "2")
    pages = [
        [*lines, Words(280, 30, form.format(number), 10)]
        for lines, number in zip((whole[:half], second), numbers, strict=True)
    ]
    text = parse(pdf_of(pages), "综述.pdf")
    assert lines_of(text)[0] == f"　　{LONG * 4}"
    assert set(hints_of(text).values()) == {Hint.FURNITURE}


def test_running_heads_that_alternate_are_page_matter() -> None:
    whole = set_in_lines(LONG * 4, 60, 700, 30)
    half = len(whole) // 2
    second = [Words(line.x, line.y + half * 20, line.text) for line in whole[half:]]
    text = parse(pdf_of([whole[:half], [*second, Words(400, 790, "青禾年鉴·2020", 9)]]), "综述.pdf")
    assert lines_of(text)[0] == f"　　{LONG * 4}"
    assert hints_of(text) == {"青禾年鉴·2020": Hint.FURNITURE}


def test_what_stands_at_one_place_of_most_pages_is_page_matter() -> None:
    text = parse(pdf_of([[*BODY, Words(400, 450, "内部资料", 20)] for _ in range(3)]), "综述.pdf")
    assert hints_of(text) == {"内部资料": Hint.FURNITURE} or set(hints_of(text).values()) == {Hint.FURNITURE}


@pytest.mark.parametrize("mark", ["①", "[1] ", "注：", "* "])
def test_a_note_at_the_foot_of_a_page_stands_beside_the_text(mark: str) -> None:
    whole = set_in_lines(LONG * 4, 60, 700, 30)
    half = len(whole) // 2
    second = [Words(line.x, line.y + half * 20, line.text) for line in whole[half:]]
    note = f"{mark}爱心驿站指为户外劳动者设的歇脚处，名单见区总工会网站，每年更新一次，数字以上年年底为准。"
    rows = [Words(60, 130 - 14 * at, row, 9) for at, row in enumerate(broken(note, 40))]
    text = parse(pdf_of([[*whole[:half], *rows], second]), "综述.pdf")
    assert f"　　{LONG * 4}" in lines_of(text)
    assert hints_of(text) == {note: Hint.FURNITURE}


@pytest.mark.parametrize("height", [2, 3, 4])
@pytest.mark.parametrize("cap", ["一", "2"])
def test_a_drop_cap_opens_the_first_line_that_it_indents(height: int, cap: str) -> None:
    whole = cap + LONG[1:] + SECOND
    size = 20 * (height - 1) + 12
    shift = size * (0.5 if cap.isascii() else 1) + 2
    rows = broken(whole[1:], 30 - shift / 12)
    beside = "".join(rows[:height])
    wide = broken(whole[1 + len(beside) :], 30)
    words = [Words(60, 700 - 20 * (height - 1), cap, size)]
    words += [Words(60 + shift, 700 - 20 * at, row) for at, row in enumerate(rows[:height])]
    words += [Words(60, 700 - 20 * (height + at), row) for at, row in enumerate(wide)]
    assert lines_of(text_of(*words, *set_in_lines(SECOND, 60, 480, 30))) == [f"　　{whole}", f"　　{SECOND}"]


def test_signs_that_a_file_draws_in_a_second_pass_are_read_where_they_stand() -> None:
    row = "职工说起工会，都说是“自家的灯”，一年比一年亮"
    first = [Words(60 + 12 * at, 700, sign) for at, sign in enumerate(row) if sign not in "“”"]
    second = [Words(60 + 12 * at, 700, sign) for at, sign in enumerate(row) if sign in "“”"]
    assert lines_of(text_of(*first, *second, *set_in_lines(LONG, 60, 640, 30)))[0] == row


@pytest.mark.parametrize("month", [174, 180])
def test_the_numbers_of_a_masthead_that_are_drawn_last_stand_between_its_signs(month: float) -> None:
    signs = [
        (60, "示例日报"),
        (150, "年"),
        (month, "月"),
        (month + 18, "日"),
        (240, "星期四"),
        (300, "第"),
        (325, "版"),
    ]
    numbers = [(126, "2020"), (month - 6, "1"), (month + 12, "9"), (312, "06")]
    article = [Words(60, 760, "车间里的灯火", 20), *set_in_lines(LONG, 60, 700, 30)]
    words = [Words(x, 800, text) for x, text in (*signs, *numbers)]
    (head,) = [line for line in lines_of(text_of(*words[:7], *article, *words[7:])) if "示例日报" in line]
    assert "".join(head.split()) == "示例日报2020年1月9日星期四第06版"


@pytest.mark.parametrize("every", [2, 3, 5])
def test_spaces_that_a_machine_sets_between_its_words_are_no_spaces(every: int) -> None:
    def spaced(row: str) -> str:
        return " ".join(row[at : at + every] for at in range(0, len(row), every))

    # such a layer has narrower signs, so that the spaces find room
    words = [
        Words(x.x, x.y, spaced(x.text), 11)
        for x in (*set_in_lines(LONG, 60, 700, 26), *set_in_lines(SECOND, 60, 560, 26))
    ]
    found = "".join(lines_of(text_of(*words))).replace("\u3000", "")
    assert found == LONG + SECOND


def test_white_between_the_boxes_of_such_words_is_none_where_the_machine_set_no_space() -> None:
    words = []
    for row in (*set_in_lines(LONG, 60, 700, 26), *set_in_lines(SECOND, 60, 560, 26)):
        for at in range(0, len(row.text), 3):
            word = row.text[at : at + 3] + (" " if at % 2 else "")
            words.append(Words(row.x + 13 * at, row.y, word, 11))
    assert "".join(lines_of(text_of(*words))).replace("\u3000", "") == LONG + SECOND


def test_a_space_that_a_writer_sets_in_a_title_stays() -> None:
    assert lines_of(text_of(Words(150, 780, HEAD[0], 24), *BODY))[0] == HEAD[0]


def test_letters_whose_sizes_jitter_make_whole_paragraphs() -> None:
    sizes = (11.4, 11.9, 12.3, 11.6, 12.6, 12.0, 11.7, 12.1, 12.4, 11.8)
    rows = enumerate(set_in_lines(LONG * 3, 60, 700, 30))
    words = [
        Words(row.x + 12 * place, row.y, sign, sizes[at % len(sizes)])
        for at, row in rows
        for place, sign in enumerate(row.text)
    ]
    assert [line.strip() for line in lines_of(text_of(*words))] == [LONG * 3]


@pytest.mark.parametrize("seed", range(4))
def test_rows_that_a_machine_measures_up_to_a_point_too_large_or_small_make_whole_paragraphs(
    seed: int,
) -> None:
    chance = random.Random(seed)
    rows = [Words(60, 740, "一、思想引领"), *set_in_lines(LONG * 2, 60, 720, 30)]
    rows += [Words(60, 600, "二、维权服务"), *set_in_lines(SECOND * 2, 60, 580, 30)]

    def off() -> float:
        return round(chance.uniform(-0.9, 0.9), 1)

    words = [
        replace(row, x=row.x + off(), y=row.y + off(), size=row.size + off(), hidden=True) for row in rows
    ]
    assert lines_of(text_of(*words)) == [
        "一、思想引领",
        f"　　{LONG * 2}",
        "二、维权服务",
        f"　　{SECOND * 2}",
    ]


def test_two_sizes_that_a_machine_measures_in_one_paragraph_are_one() -> None:
    rows = set_in_lines(LONG * 2, 60, 700, 30)
    words = [
        Words(row.x + 12 * place, row.y, sign, 11 if at % 3 else 12, hidden=True)
        for at, row in enumerate(rows)
        for place, sign in enumerate(row.text)
    ]
    assert lines_of(text_of(*words)) == [f"　　{LONG * 2}"]


def test_a_dash_that_a_machine_reads_as_two_words_is_one() -> None:
    spaced = [Words(x.x, x.y, " ".join(x.text), 8) for x in set_in_lines("——" + LONG, 60, 700, 30)]
    assert lines_of(text_of(*spaced))[0].strip().startswith("——一年来")


def vertical(text: str, x: float, *, height: int = 30, size: float = 12) -> list[Words]:
    """A paragraph in vertical lines from right to left, figures turned or, two of them, side by side."""
    words: list[Words] = []
    for at, row in enumerate(broken(text, height, indent=2)):
        y = 780.0 - (0 if at else 2 * size)
        left = x - 20 * at
        for sign in row:
            if sign.isascii():
                words.append(Words(left + 0.12 * size, y + 0.88 * size, sign, size, degrees=-90))
                y -= size / 2
            else:
                words.append(Words(left, y, sign, size))
                y -= size
    return words


def test_a_vertical_page_is_read_from_right_to_left_with_its_figures() -> None:
    title = [Words(540, 760 - 26 * at, sign, 24) for at, sign in enumerate("暖心服务聚合力")]
    first, second = LONG + "全年走访职工1264户，发放318.6万元。", SECOND
    text = parse(pdf_of([[*title, *vertical(first, 490), *vertical(second, 340)]]), "综述.pdf")
    assert lines_of(text) == ["暖心服务聚合力", f"　　{first}", f"　　{second}"]
    assert hints_of(text) == {"暖心服务聚合力": Hint.TITLE}


def base_text() -> list[str]:
    if not CASES.is_dir():
        pytest.skip("the shared cases are not on this machine")
    return [line for line in (CASES / "00-base.txt").read_text("utf-8").split("\n") if line.strip()][1:]


@pytest.mark.parametrize(
    "case", ["P02-cropbox", "P04-double-layer", "P05b-watermark-30-tiled", "P05c-watermark-horizontal",
             "P08-footnote-page", "P09-heads-parity", "P10b-dateline-four-columns", "P10c-no-dateline-four-columns",
             "P11-libreoffice", "P14-ocr-jitter", "P17-dropcap", "P01-vertical"]
)  # fmt: skip
def test_pages_as_newsrooms_make_them_give_every_line_of_the_article_whole(case: str) -> None:
    wanted = base_text()
    text = parse((CASES / f"{case}.pdf").read_bytes(), f"{case}.pdf")
    furniture = {words for words, hint in hints_of(text).items() if hint is Hint.FURNITURE}
    found = [line.strip() for line in lines_of(text) if line.strip() not in furniture]
    assert [line for line in found if "青禾日报" not in line] == wanted


def test_a_page_without_characters_is_refused() -> None:
    base_text()
    with pytest.raises(UnreadableFile):
        parse((CASES / "P15-no-tounicode.pdf").read_bytes(), "x.pdf")


SIGNS, STEP = 20, 224  # of a column of 10-point letters and the white beside it
CAPTION = "职工在技能比武现场。（李闻 摄）"


def poured(columns: Sequence[tuple[int, float, float]]) -> list[Words]:
    """The review of SECTIONS in areas of columns, each the number of its column and the heights of its ends."""
    rows: list[Words] = []
    for heading, text in SECTIONS:
        rows += [Words(0, 0, heading, 11.5), *set_in_lines(text, 0, 0, SIGNS, size=10)]
    places = [
        (40 + STEP * column, top - 15 * row)
        for column, top, bottom in columns
        for row in range(int((top - bottom) / 15))
    ]
    assert len(places) >= len(rows)
    return [replace(row, x=row.x + x, y=y) for row, (x, y) in zip(rows, places, strict=False)]


def sections_of(page: Sequence[Words]) -> tuple[list[tuple[str | None, list[str]]], list[str]]:
    (record,) = read_file(pdf_of([page], size=(40 + 4 * STEP, 800)), "x.pdf").records
    sections = [
        (section.heading.text if section.heading else None, [passage.text for passage in section.paragraphs])
        for section in record.sections
    ]
    return sections, [caption.passage.text for caption in record.captions]


EDITORS = Words(40, 20, "责任编辑：乔木 版式：夏至 校对：老唐", 8)
HEADS = [
    over_columns(text, y, size, left=40, right=20 + 4 * STEP)
    for text, y, size in zip(HEAD, (720, 690, 668), (30, 15, 10.5), strict=True)
]


@pytest.mark.parametrize("column", range(4))
@pytest.mark.parametrize("rows", [(CAPTION,), ("职工在技能比武现场，比武共设八个", "工种。（李闻 摄）")])
@pytest.mark.parametrize("at_the_foot", [False, True])
def test_a_picture_in_a_column_leaves_the_order_of_the_columns(
    column: int, rows: tuple[str, ...], at_the_foot: bool
) -> None:
    areas = [(at, 640.0, 370.0) for at in range(3)] + [(3, 640.0, 130.0)]
    _, top, bottom = areas[column]
    areas[column] = (column, top, bottom + 150) if at_the_foot else (column, top - 150, bottom)
    y = bottom + 20 if at_the_foot else top - 130
    caption = [Words(40 + STEP * column, y - 11 * at, row, 8) for at, row in enumerate(rows)]
    sections, captions = sections_of([DATELINE, *HEADS, *poured(areas), *caption, EDITORS])
    assert sections == [(heading, [text]) for heading, text in SECTIONS]
    assert captions == ["".join(rows)]


def test_a_picture_over_two_columns_amid_their_rows_parts_neither() -> None:
    areas = [(0, 640, 370), (1, 640, 560), (1, 430, 370), (2, 640, 560), (2, 430, 370), (3, 640, 100)]
    caption = Words(40 + STEP + 100, 450, CAPTION, 8)
    sections, captions = sections_of([DATELINE, *HEADS, *poured(areas), caption, EDITORS])
    assert sections == [(heading, [text]) for heading, text in SECTIONS]
    assert captions == [CAPTION]


def test_the_head_of_the_next_page_is_page_matter_whatever_the_page_is_called() -> None:
    first = [Words(40, 760, "青禾日报", 13), Words(800, 760, "05 区县", 11), *HEADS]
    second = [Words(40, 760, "青禾日报", 13), Words(800, 760, "06 综合", 11)]
    rows = poured([(0, 640, 400), (1, 640, 400), (2, 640, 400), (3, 640, 400)])
    half = len(rows) // 2 - 1
    below = [replace(row, x=row.x % STEP, y=700 - 15 * at) for at, row in enumerate(rows[half:])]
    shift = [replace(row, x=row.x % STEP) if row.x < 40 else row for row in below]
    pages = [[*first, *rows[:half]], [*second, *shift]]
    (record,) = read_file(pdf_of(pages, size=(40 + 4 * STEP, 800)), "x.pdf").records
    assert [[passage.text for passage in section.paragraphs] for section in record.sections] == [
        [text] for _, text in SECTIONS
    ]


def test_the_red_head_of_a_document_is_no_title_though_it_is_larger() -> None:
    head = [Words(120, 790, "青禾区总工会文件", 30), Words(150, 730, HEAD[0], 20)]
    found = hints_of(parse(pdf_of([[*head, *BODY]]), "综述.pdf"))
    assert found == {HEAD[0]: Hint.TITLE}


def test_the_start_of_a_sentence_above_a_picture_is_no_heading_though_the_row_before_it_is_full() -> None:
    rows = [
        (84, 700, LONG[:30]),
        (60, 680, f"{SECOND[:31]}。"),
        (60, 660, "线上知识竞答参与职工"),
        (60, 540, LONG[2:34]),
        (60, 520, SECOND[4:24]),
        (84, 500, LONG[:30]),
        (60, 480, SECOND[:32]),
    ]
    caption = Words(200, 580, "海上风电运维比武。", 9)
    found = lines_of(
        text_of(
            *(Words(x, y, row) for x, y, row in rows[:3]),
            caption,
            *(Words(x, y, row) for x, y, row in rows[3:]),
        )
    )
    assert not any(line.strip() == "线上知识竞答参与职工" for line in found)
    assert any(f"{SECOND[:31]}。线上知识竞答参与职工" in line for line in found)
