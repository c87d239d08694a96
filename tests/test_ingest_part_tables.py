"""A text that a program gave out as a table of its parts."""

from tests.pages import BODY, record


def test_a_text_that_came_as_a_table_of_its_parts_is_read_by_what_each_row_is_called() -> None:
    rows = [
        "云川日报电子版导出（按段）",
        "类别\t内容\t字数",
        "标题\t渡口灯火年年新\t7",
        "副标题\t——青禾区总工会2019年工作综述\t17",
        "作者\t本报记者 涂远\t6",
        f"正文\t{BODY[0]}\t60",
        "小标题\t红在思想：一堂课讲到茶园边\t13",
        f"正文\t{BODY[1]}\t90",
        "图说\t联合工会揭牌。\t7",
        f"正文\t{BODY[2]}\t40",
    ]
    found = record("\n".join(rows))
    assert found.title is not None
    assert found.title.text == "渡口灯火年年新"
    assert found.subtitle is not None
    assert [part.text for part in found.bylines] == ["本报记者 涂远"]
    assert [one.text for section in found.sections for one in section.paragraphs] == list(BODY)
    assert [section.heading.text for section in found.sections if section.heading] == [
        "红在思想：一堂课讲到茶园边"
    ]
    assert [caption.passage.text for caption in found.captions] == ["联合工会揭牌。"]


def test_a_text_in_which_a_few_lines_begin_so_is_no_table() -> None:
    rows = ("标题 渡口灯火年年新", *BODY, "正文 之外", "时间 都去哪儿了")
    assert "标题 渡口灯火年年新" not in [one.text for one in record("\n".join(rows)).furniture]


def test_the_same_with_its_cells_parted_by_commas() -> None:
    rows = [
        "序号,类型,文字",
        "1,肩题,群团改革进行时",
        "2,标题,渡口灯火年年新",
        "3,副题,——青禾区总工会2019年工作综述",
        "4,署名,本报记者 涂远",
        f'5,段落,"{BODY[0]}"',
        "6,小标题,建功立业更有舞台",
        f'7,段落,"{BODY[1]}"',
        f'8,段落,"{BODY[2]}"',
    ]
    found = record("\n".join(rows))
    title = [part.text for part in (found.kicker, found.title, found.subtitle) if part]
    assert title == ["群团改革进行时", "渡口灯火年年新", "——青禾区总工会2019年工作综述"]
    assert [one.text for section in found.sections for one in section.paragraphs] == list(BODY)


def test_the_clocks_of_a_transcript_stand_apart_from_what_is_said() -> None:
    rows = (
        "渡口灯火年年新",
        "青禾区总工会2019年工作综述",
        f"【00:00】{BODY[0]}",
        "【01:20】建功立业更有舞台",
        BODY[1],
        "【03:40】服务职工更有温度",
        BODY[2],
    )
    found = record("\n".join(rows))
    assert [one.text for section in found.sections for one in section.paragraphs] == list(BODY)
    assert [section.heading.text for section in found.sections if section.heading] == [
        "建功立业更有舞台",
        "服务职工更有温度",
    ]


def test_clocks_that_go_to_and_fro_stay_where_they_are() -> None:
    rows = ("渡口灯火年年新", f"[08:30]{BODY[0]}", f"[07:10]{BODY[1]}", f"[09:00]{BODY[2]}")
    assert any(
        "08:30" in one.text for section in record("\n".join(rows)).sections for one in section.paragraphs
    )
