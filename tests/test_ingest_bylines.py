"""Writers in lines of the page, beside its day, and names that look like words."""

import pytest

from tests.pages import BODY, record

HEAD = ("渡口的回信", "——青禾区总工会2019年工作综述")


def writers(*rows: str) -> list[str]:
    return [part.text for part in record("\n".join((*HEAD, *rows, *BODY))).bylines]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("涂远    加入时间：2020年1月9日   点击：86 次", ["涂远明"]),
        ("涂远 于晓禾  发布时间：2020-01-09 10:22  浏览：312次", ["涂远", "于晓禾"]),
        ("2020-01-09 09:12 青禾区总工会 于晓禾 涂远 字号：A+ A-", ["于晓禾", "涂远"]),
        ("2020年01月09日 07:20　本报记者 于晓禾", ["本报记者 于晓禾"]),
        ("青禾日报 2020年01月09日 见习记者 于晓禾 通讯员 涂远", ["见习记者 于晓禾", "通讯员 涂远"]),
        ("2020-01-09 来源：青禾日报 石桥县 云川市 点击：86次", []),
        ("2020-01-09 10:22 字号：大 中 小 打印 关闭", []),
    ],
)
def test_a_line_of_the_page_that_has_a_day_may_name_the_writers(row: str, expected: list[str]) -> None:
    assert writers(row.replace("涂远    加入", "涂远明    加入")) == expected


@pytest.mark.parametrize("name", ["尕藏卓玛", "次仁央宗", "仁青多杰", "祁 望 舒"])
def test_names_of_other_peoples_and_names_set_apart_are_names(name: str) -> None:
    row = f"融媒体记者 {name}" if " " not in name else name
    assert [words.replace(" ", "") for words in writers(row)] == [row.replace(" ", "")]


def test_a_rare_family_name_between_the_title_block_and_a_button_signs_it() -> None:
    assert writers("先开金", "语音播报：") == ["先开金"]


def test_a_name_that_is_a_word_too_is_one_beside_a_name_that_is_none() -> None:
    assert writers("于晓禾 江河") == ["于晓禾", "江河"]
    assert writers("温暖 安全") == []


def test_who_wrote_the_words_is_told_from_who_edited_them() -> None:
    found = record("\n".join((*HEAD, *BODY, "文字：于晓禾 涂远", "END", "编辑：许芸", "审核：孟凡")))
    assert [part.text for part in found.bylines] == ["文字：于晓禾 涂远"]


def test_a_name_that_is_written_by_its_sound_is_one_beside_a_name() -> None:
    assert writers("加娜尔 郑文海") == ["加娜尔", "郑文海"]


@pytest.mark.parametrize("row", ["作者：涂远", "【作者】本报记者 涂远"])
def test_a_writer_is_shown_without_the_name_of_the_entry(row: str) -> None:
    assert writers(row) in (["涂远"], ["本报记者 涂远"])


def test_the_card_of_a_database_below_a_text_names_its_writers() -> None:
    found = record(
        "\n".join(
            (*HEAD, *BODY, "【出版日期】2020.01.09", "【作者】本报记者 涂远　通讯员 卫青", "【版次】02")
        )
    )
    assert [part.text for part in found.bylines] == ["本报记者 涂远", "通讯员 卫青"]
