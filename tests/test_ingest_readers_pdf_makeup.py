"""Which words of a page are the article: others stand beside, above and below it, in frames, columns and margins."""

from collections.abc import Sequence
from itertools import pairwise

import pytest

from archive.ingest.pipeline import read_file
from archive.ingest.readers.pdf import parse
from archive.ingest.records import ReviewRecord
from tests.pdf_maker import Drawing, Words, box, broken, pdf_of, set_in_lines
from tests.test_ingest_readers_pdf import hints_of, lines_of
from tests.test_ingest_readers_pdf_pages import (
    CAPTION,
    DATELINE,
    HEAD,
    HEADS,
    NOTE,
    SECTIONS,
    SIGNS,
    SMALL_HEAD,
    STEP,
    over_columns,
    poured,
    set_in_columns,
)

PAGE = (40 + 4 * STEP, 800)


Makeup = list[Words | Drawing]
"""What is printed and drawn on a page."""


def record_of(*pages: Sequence[Words | Drawing], size: tuple[int, int] = PAGE) -> ReviewRecord:
    (record,) = read_file(pdf_of(pages, size=size), "x.pdf").records
    return record


def is_whole(record: ReviewRecord) -> bool:
    """True when the record is the review of SECTIONS with its head, and nothing else."""
    assert record.title is not None
    assert record.title.text == HEAD[0]
    assert record.subtitle is not None
    assert record.subtitle.text == HEAD[1]
    found = [
        (section.heading and section.heading.text, [passage.text for passage in section.paragraphs])
        for section in record.sections
    ]
    assert found == [(heading, [text]) for heading, text in SECTIONS]
    return True


def set_aside(record: ReviewRecord) -> str:
    return "".join(line.text for line in record.furniture)


def head_over(first: int, last: int, top: float, *, size: float = 24) -> list[Words]:
    """The head of the review over these columns."""
    left, right = 40 + STEP * first, 20 + STEP * (last + 1)
    return [
        over_columns(text, y, letters, left=left, right=right)
        for text, y, letters in zip(HEAD, (top, top - 26, top - 46), (size, 13, 10.5), strict=True)
    ]


def small_article(
    column: int, top: float, *, columns: int = 1, size: float = 16, flush: bool = False
) -> tuple[list[Words], float]:
    """A brief with its headline over some columns, and the height of its last row."""
    x = 40 + STEP * column
    right = x + STEP * columns - 24
    headline = (
        Words(x, top, SMALL_HEAD, size) if flush else over_columns(SMALL_HEAD, top, size, left=x, right=right)
    )
    text = NOTE * (2 * columns - 1)
    rows = set_in_columns(set_in_lines(text, 0, 0, SIGNS, size=10), columns, x=x, step=STEP, top=top - 26)
    return [headline, *rows], min(row.y for row in rows)


def rule(left: float, right: float, y: float) -> Drawing:
    return Drawing(f"q 0 G 0.5 w {left} {y} m {right} {y} l S Q")


@pytest.mark.parametrize(("first", "last"), [(1, 2), (1, 3), (0, 2)])
def test_a_headline_beside_which_columns_rise_stands_before_them(first: int, last: int) -> None:
    areas = [(at, 640.0 if first <= at <= last else 730.0, 500.0) for at in range(4)]
    assert is_whole(record_of([DATELINE, *head_over(first, last, 720), *poured(areas)]))


@pytest.mark.parametrize("ruled", [True, False])
@pytest.mark.parametrize("right", [True, False])
def test_the_article_goes_on_below_a_small_one_above_its_columns(*, ruled: bool, right: bool) -> None:
    at = 2 if right else 0
    small, end = small_article(at, 730, columns=2)
    areas = [(column, (end - 45 if column in (at, at + 1) else 640), 490.0) for column in range(4)]
    line = [rule(40 + STEP * at, 16 + STEP * (at + 2), end - 14)] if ruled else []
    record = record_of([DATELINE, *small, *head_over(2 - at, 3 - at, 720), *poured(areas), *line])
    assert is_whole(record)
    assert SMALL_HEAD + NOTE in set_aside(record)


@pytest.mark.parametrize("flush", [True, False])
@pytest.mark.parametrize("columns", [1, 4])
def test_a_small_article_below_or_above_in_the_same_columns_is_page_matter(
    *, flush: bool, columns: int
) -> None:
    areas = [(at, 640.0, 500.0) for at in range(4)]
    below, _ = small_article(0, 440, columns=4, flush=flush)
    if columns == 1:
        below[0] = Words(40 + 60, 440, SMALL_HEAD, 16)
    record = record_of([DATELINE, *HEADS, *poured(areas), *below])
    assert is_whole(record)
    assert SMALL_HEAD + NOTE in set_aside(record)
    above, end = small_article(0, 960, columns=4, flush=flush)
    if columns == 1:
        above[0] = Words(40 + 60, 960, SMALL_HEAD, 16)
    lower = [(at, end - 130, end - 270) for at in range(4)]
    top = Words(40, 990, DATELINE.text, 9)
    record = record_of([top, *above, *head_over(0, 3, end - 60), *poured(lower)], size=(PAGE[0], 1010))
    assert is_whole(record)
    assert SMALL_HEAD + NOTE in set_aside(record)


def test_a_column_whose_headline_stands_lower_than_that_of_the_article_is_of_another() -> None:
    areas = [(at, 640.0, 440.0) for at in range(3)]
    small, _ = small_article(3, 650)
    record = record_of([DATELINE, *head_over(0, 2, 720), *poured(areas), *small])
    assert is_whole(record)
    assert SMALL_HEAD + NOTE in set_aside(record)


def test_the_article_about_a_union_is_the_one_that_is_meant_be_another_headline_larger() -> None:
    areas = [(at, 400.0, 260.0) for at in range(4)]
    other, end = small_article(0, 720, columns=4, size=36)
    record = record_of([DATELINE, *other, rule(40, 900, end - 15), *head_over(0, 3, 470), *poured(areas)])
    assert is_whole(record)


FRAMES = {
    "outline": lambda x, y, wide, high: [Drawing(f"q 0 G 0.5 w {x} {y} {wide} {high} re S Q")],
    "rules": lambda x, y, wide, high: [
        Drawing(f"q 0 G 0.5 w {a} {b} m {c} {d} l S Q")
        for (a, b), (c, d) in pairwise([(x, y), (x + wide, y), (x + wide, y + high), (x, y + high), (x, y)])
    ],
    "tint": lambda x, y, wide, high: [box(x, y, wide, high, grey=0.85)],
}


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("headed", [True, False])
def test_what_stands_in_a_frame_amid_a_column_is_no_part_of_it(frame: str, *, headed: bool) -> None:
    rows = set_in_lines(NOTE * 2, 40 + STEP + 8, 540, 18, size=10, pitch=14)
    headline = [over_columns(SMALL_HEAD, 562, 13, left=40 + STEP, right=16 + 2 * STEP)] if headed else []
    low = rows[-1].y - 8
    drawn = FRAMES[frame](40 + STEP, low, 200, 582 - low)
    areas = [(0, 640.0, 440.0), (1, 640.0, 590.0), (1, low - 20, 430.0), (2, 640.0, 440.0), (3, 640.0, 440.0)]
    record = record_of([*drawn, DATELINE, *HEADS, *poured(areas), *headline, *rows])
    assert is_whole(record)
    assert NOTE in set_aside(record)


def test_a_paragraph_in_a_frame_of_its_own_stays_where_the_page_has_one_column() -> None:
    text = SECTIONS[0][1]
    page: Makeup = [
        box(50, 508, 400, 170, grey=0.9),
        Words(100, 740, HEAD[0], 24),
        *set_in_lines(text, 60, 660, 30),
        *set_in_lines(NOTE, 60, 480, 30),
        *set_in_lines(text, 60, 420, 30),
    ]
    record = record_of(page, size=(595, 842))
    assert [passage.text for section in record.sections for passage in section.paragraphs] == [
        text,
        NOTE,
        text,
    ]


def test_advertisements_at_the_foot_are_page_matter_be_their_letters_the_largest() -> None:
    foot: Makeup = [
        *FRAMES["outline"](40, 300, 420, 110),
        Words(70, 365, "顺达驾校", 40),
        Words(70, 335, "随到随学 学会为止", 12),
        Words(70, 312, "报名电话：0599-6620188", 12),
    ]
    areas = [(at, 640.0, 490.0) for at in range(4)]
    record = record_of([DATELINE, *HEADS, *poured(areas), *foot])
    assert is_whole(record)
    assert "顺达驾校" in set_aside(record)


@pytest.mark.parametrize("rows", [2, 1])
@pytest.mark.parametrize("size", [15, 12])
def test_a_subtitle_that_stands_beside_the_title_is_the_subtitle(rows: int, size: float) -> None:
    x = 40 + 11 * 30 + 20
    half = HEAD[1] if rows == 1 else HEAD[1][:9]
    head = [Words(40, 710, HEAD[0], 30), Words(x, 727 if rows == 2 else 712, half, size)]
    head += [Words(x, 709, HEAD[1][9:], size)] if rows == 2 else []
    areas = [(at, 650.0, 490.0) for at in range(4)]
    record = record_of([DATELINE, *head, Words(x, 685, HEAD[2], 10.5), *poured(areas)])
    assert is_whole(record)
    assert " ".join(passage.text for passage in record.bylines) == HEAD[2]


@pytest.mark.parametrize("ruled", [True, False])
def test_words_of_the_article_set_again_in_large_letters_amid_its_columns_part_none(*, ruled: bool) -> None:
    left, right = 40 + STEP, 16 + 3 * STEP
    quotation = [
        over_columns(text, y, 16, left=left, right=right)
        for text, y in (("“谁走累了都能推门", 556), ("进来坐一坐。”", 532))
    ]
    areas = [
        (0, 640.0, 460.0),
        *((at, *ends) for at in (1, 2) for ends in ((640.0, 590.0), (505.0, 460.0))),
        (3, 640.0, 440.0),
    ]
    lines = [rule(left, right, 578), rule(left, right, 522)] if ruled else []
    record = record_of([DATELINE, *HEADS, *poured(areas), *quotation, *lines])
    assert is_whole(record)
    assert "推门" in set_aside(record)


def test_headings_set_over_all_columns_are_headings() -> None:
    page: list[Words] = [DATELINE, *HEADS]
    top = 640.0
    for heading, text in SECTIONS:
        page.append(over_columns(heading, top, 16, left=40, right=20 + 4 * STEP))
        rows = set_in_columns(
            set_in_lines(text, 0, 0, 2 * SIGNS, size=10), 2, x=40, step=2 * STEP, top=top - 25
        )
        page += rows
        top = min(row.y for row in rows) - 40
    assert is_whole(record_of(page))


def test_a_picture_above_the_headline_keeps_its_caption() -> None:
    areas = [(at, 500.0, 350.0) for at in range(4)]
    picture: Makeup = [box(40, 650, 880, 90, grey=0.7), Words(700, 634, CAPTION, 8)]
    record = record_of([DATELINE, *picture, *head_over(0, 3, 590), *poured(areas)])
    assert is_whole(record)
    assert [caption.passage.text for caption in record.captions] == [CAPTION]


def test_beside_another_article_on_a_later_page_the_one_that_is_continued_there_goes_on() -> None:
    rows = poured([(at, 640.0, 430.0) for at in range(4)])
    cut = next(at for at in range(24, len(rows)) if rows[at].size == 10 and rows[at].x in (40, 40 + STEP))
    last = rows[cut - 1]
    first = [DATELINE, *HEADS, *rows[:cut], Words(last.x + 90, last.y - 17, "（下转第4版）", 9)]
    other, end = small_article(0, 720, columns=4, size=20)
    moved = [
        Words((row.x - 40) % STEP + 40, end - 75 - 16 * at, row.text, row.size)
        for at, row in enumerate(rows[cut:])
    ]
    second: Makeup = [
        Words(40, 760, "青禾日报 2020年1月9日 星期四 第4版", 9),
        *other,
        rule(40, 900, end - 20),
        Words(40, end - 50, "（上接第3版）", 9),
        *moved,
    ]
    record = record_of(first, second)
    assert is_whole(record)
    assert SMALL_HEAD + NOTE in set_aside(record)


def test_below_a_rule_on_a_later_page_another_article_is_page_matter_and_a_heading_is_none() -> None:
    rows = poured([(at, 640.0, 430.0) for at in range(4)])
    cut = next(at for at in range(24, len(rows)) if rows[at].size == 10 and rows[at].x in (40, 40 + STEP))
    moved = [
        Words((row.x - 40) % STEP + 40, 720 - 16 * at, row.text, row.size)
        for at, row in enumerate(rows[cut:])
    ]
    end = moved[-1].y
    other, _ = small_article(0, end - 45, columns=4, size=20)
    record = record_of([DATELINE, *HEADS, *rows[:cut]], [*moved, rule(40, 900, end - 14), *other])
    assert is_whole(record)
    assert SMALL_HEAD + NOTE in set_aside(record)


def test_an_index_of_the_issue_below_a_rule_at_the_foot_is_page_matter() -> None:
    areas = [(at, 640.0, 470.0) for at in range(4)]
    strip: Makeup = [rule(40, 900, 436), Words(40, 420, "本期看点", 13)]
    strip += [Words(130 + 190 * at, 420, f"{SMALL_HEAD} 》{at + 2}版", 9) for at in range(3)]
    record = record_of([DATELINE, *HEADS, *poured(areas), *strip])
    assert is_whole(record)
    assert SMALL_HEAD in set_aside(record)


def test_two_rows_in_the_middle_of_a_column_are_one_heading() -> None:
    page: list[Words] = [DATELINE, *HEADS]
    for column, (heading, text) in enumerate(SECTIONS):
        left, right = 40 + STEP * column, 240 + STEP * column
        lead = set_in_lines(NOTE, left, 640, SIGNS, size=10, pitch=15)
        y = lead[-1].y - 26
        page += [*lead, over_columns(f"{heading}，", y, 13, left=left, right=right)]
        page += [over_columns("年年都记得的那句话", y - 18, 13, left=left, right=right)]
        page += set_in_lines(text, left, y - 42, SIGNS, size=10, pitch=15)
    record = record_of(page)
    found = [section.heading.text for section in record.sections if section.heading]
    assert found == [f"{heading}，年年都记得的那句话" for heading, _ in SECTIONS]


def numbered(rows: Sequence[Words], x: float, *, step: int, first: int = 1) -> list[Words]:
    return [Words(x, row.y, str(number), 8) for number, row in enumerate(rows, first) if number % step == 0]


@pytest.mark.parametrize("step", [1, 5])
@pytest.mark.parametrize("x", [36, 520])
def test_numbers_of_rows_are_no_words_of_theirs(step: int, x: float) -> None:
    rows = [*set_in_lines(NOTE * 6, 70, 700, 36), *set_in_lines(SECTIONS[0][1], 70, 500, 36)]
    record = record_of([Words(100, 760, HEAD[0], 24), *rows, *numbered(rows, x, step=step)], size=(595, 842))
    assert [passage.text for section in record.sections for passage in section.paragraphs] == [
        NOTE * 6,
        SECTIONS[0][1],
    ]


def test_serial_numbers_of_a_list_stay_in_it() -> None:
    entries = [
        f"第{name}号夜校，开课二十八期，学员都来自附近的车间和工地，结业时当场考试，"
        for name in "甲乙丙丁戊己庚"
    ]
    rows = [rows for entry in entries for rows in [broken(entry, 26)]]
    page: list[Words] = [Words(100, 780, HEAD[0], 24), *set_in_lines(NOTE, 60, 740, 30)]
    y = 660.0
    for number, entry in enumerate(rows, 1):
        page += [
            Words(60, y, str(number), 12),
            *(Words(90, y - 20 * at, row, 12) for at, row in enumerate(entry)),
        ]
        y -= 20 * len(entry)
    text = parse(pdf_of([page], size=(595, 842)), "x.pdf")
    assert any(line.startswith("7 ") for line in lines_of(text))
    assert "7" not in hints_of(text)


def test_a_notice_in_a_frame_over_the_whole_foot_in_letters_of_its_own_is_page_matter() -> None:
    foot: Makeup = [
        *FRAMES["outline"](40, 300, 4 * STEP - 20, 80),
        Words(400, 350, "遗失启事", 12),
        Words(70, 322, "望川街船缆铺因搬迁即日起停业清点，请主顾于月底前到店办理退换。", 8),
    ]
    areas = [(at, 640.0, 490.0) for at in range(4)]
    record = record_of([DATELINE, *HEADS, *poured(areas), *foot])
    assert is_whole(record)
    assert "船缆铺" in set_aside(record)


def test_a_comma_that_hangs_out_of_its_column_parts_no_columns() -> None:
    left = ["渡口的灯照着归船来", "山里的路通到门前了，", "船工夜里有热汤喝着"] * 6
    right = ["茶山的雾散在清晨里", "女工的书包挂在树下，", "孩子们在廊下写生字"] * 6
    page: Makeup = [Words(60, 700, "渡口的灯", 24)]
    for x, rows in ((40, left), (40 + 9 * 12 + 20, right)):
        page += [Words(x, 640 - 16 * at, row) for at, row in enumerate(rows)]
    text = parse(pdf_of([page], size=(400, 800)), "x.pdf").source.raw
    assert text.rindex("船工夜里") < text.index("茶山的雾")
