"""Markdown is read as the page that it stands for."""

import pytest

from archive.ingest.pipeline import read_file
from archive.ingest.readers.registry import read
from archive.ingest.records import ReviewRecord
from tests.pages import BODY, record

NOTES = "\n\n".join(
    (
        "# 扛起使命开新局 聚力同心谱新篇",
        "**——青禾区总工会2019年工作综述**",
        "*本报记者 涂远*",
        BODY[0],
        "## 建会入会有热度",
        BODY[1].replace("“青禾工匠”", "**“青禾工匠”**"),
        "## 竞赛练兵有力度",
        BODY[2],
    )
)


def parts(found: ReviewRecord) -> tuple[str | None, str | None, list[str], list[str | None], list[str]]:
    return (
        found.title.text if found.title else None,
        found.subtitle.text if found.subtitle else None,
        [byline.text for byline in found.bylines],
        [section.heading.text if section.heading else None for section in found.sections],
        [row.text for section in found.sections for row in section.paragraphs],
    )


RIGHT = (
    "扛起使命开新局 聚力同心谱新篇",
    "——青禾区总工会2019年工作综述",
    ["本报记者 涂远"],
    [None, "建会入会有热度", "竞赛练兵有力度"],
    list(BODY),
)


@pytest.mark.parametrize("name", ["综述.md", "综述.markdown", "综述.txt"])
def test_the_marks_are_roles_and_no_text(name: str) -> None:
    assert parts(record(NOTES, name)) == RIGHT


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_markdown_is_read_in_any_encoding(encoding: str) -> None:
    found = read_file(NOTES.encode(encoding), "综述.md")
    assert parts(found.records[0]) == RIGHT
    assert (found.source.encoding, found.source.media_type) == (encoding, "text/markdown")


def test_each_line_end_and_indent_opens_a_paragraph() -> None:
    text = read("\n".join(f"    {row}" for row in BODY).encode(), "综述.md").source.raw
    assert [row.strip() for row in text.splitlines() if row.strip()] == list(BODY)


def test_the_data_above_the_text_gives_the_title_and_is_page_matter() -> None:
    front = "---\ntitle: 扛起使命开新局 聚力同心谱新篇\ntags: [工会, 综述]\n---\n"
    found = record(front + NOTES.split("\n\n", 1)[1], "综述.md")
    assert parts(found) == RIGHT
    assert "tags: [工会, 综述]" in [line.text for line in found.furniture]


def test_numbers_of_lists_and_rules_between_parts_are_read_as_shown() -> None:
    text = read(f"{BODY[0]}\n\n3. 走访职工1264户\n4. 办起夜校12期\n\n---\n\n{BODY[2]}".encode(), "综述.md")
    assert [row.strip() for row in text.source.raw.splitlines() if row.strip()] == [
        BODY[0],
        "3.走访职工1264户",
        "4.办起夜校12期",
        BODY[2],
    ]


UNDERLINED = "\n\n".join(
    (
        "扛起使命开新局 聚力同心谱新篇\n====",
        "*——青禾区总工会2019年工作综述*",
        "本报记者 涂远\n---",
        BODY[0],
        "建会入会有热度\n------",
        BODY[1],
        "竞赛练兵有力度\n------",
        f"{BODY[2]}\n------",
    )
)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_headlines_may_stand_above_a_row_of_signs(end: str) -> None:
    assert parts(record(UNDERLINED.replace("\n", end), "综述.md")) == RIGHT


def test_rows_of_hyphens_are_rules_where_one_line_stands_above_them() -> None:
    text = "\n\n".join(("# 扛起使命开新局 聚力同心谱新篇", "2019年工作综述\n---", *BODY))
    assert [section.heading for section in record(text, "综述.md").sections] == [None]


@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: 扛起使命开新局 聚力同心谱新篇\ntags: [综述]\n---\n\n",
        '+++\ntitle = "扛起使命开新局 聚力同心谱新篇"\n+++\n\n',
    ],
)
@pytest.mark.parametrize(
    "text",
    [
        UNDERLINED,
        NOTES,
        NOTES.replace("# 扛起", "**扛起", 1).replace("新篇", "新篇**", 1),
        NOTES.partition("\n")[2],
    ],
)
def test_the_title_of_the_data_and_the_same_headline_below_it_are_one_title(front: str, text: str) -> None:
    assert parts(record(front + text, "综述.md")) == RIGHT


@pytest.mark.parametrize(
    "note", ["[^1]: 数据由区总工会提供。", "[^1]: 数据由区总工会\n提供。", "[^1]:\n    数据由区总工会提供。"]
)
def test_notes_stand_beside_the_article_and_their_marks_nowhere(note: str) -> None:
    text = NOTES.replace(BODY[0], f"{BODY[0]}[^1]") + f"\n\n{note}"
    found = record(text, "综述.md")
    assert parts(found) == RIGHT
    assert "".join(row.text for row in found.furniture) == "数据由区总工会提供。"


def test_a_mark_without_a_note_and_a_label_without_an_address_are_words_of_the_text() -> None:
    raw = read(
        f"{BODY[0]}[^9]\n\n[注]:数据截至年底。\n\n[网]: http://a.example/b\n\n{BODY[1]}".encode(), "综述.md"
    ).source.raw
    assert f"{BODY[0]}[^9]" in raw and "[注]:数据截至年底。" in raw and "a.example" not in raw


def test_the_words_of_a_picture_are_its_caption_and_the_text_below_it_is_none() -> None:
    said = "老工人说，夜校的灯亮着，心里就踏实。去年他带出了六个徒弟，个个都是岗位上的好手。"
    page = (
        f"# 渡口的灯\n\n{BODY[0]}\n\n![夜校里，职工在学习焊接](1.jpg)\n{said}\n\n![1.jpg](2.jpg)\n\n{BODY[1]}"
    )
    found = record(page, "页面.md")
    assert [one.passage.text for one in found.captions] == ["夜校里，职工在学习焊接"]
    assert said in [one.text for section in found.sections for one in section.paragraphs]
