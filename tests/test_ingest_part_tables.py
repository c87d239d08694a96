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
