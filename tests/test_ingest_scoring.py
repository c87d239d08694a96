"""The scorer: what it compares, what it forgives, what it only asks not to be invented."""

from typing import Any

import pytest

from archive.ingest.quality.scoring import Score, folded, key_of, persons, score

LABEL: dict[str, Any] = {
    "file": "一.txt",
    "genre": "review",
    "title": "扛起使命 开新局",
    "kicker": None,
    "subtitle": "——青禾区总工会2019年工作综述",
    "union": "青禾区总工会",
    "province": "示例省",
    "city": "云川市",
    "county": "青禾区",
    "year_from": 2019,
    "year_to": 2019,
    "published": None,
    "newspaper": None,
    "bylines": ["本报记者 涂 远"],
    "headings": ["建会入会", "竞赛练兵"],
    "captions": [],
    "split_paragraphs": [["全年新建19", "49家工会"]],
    "boilerplate": ["上一版 下一版"],
    "body_first_chars": "2019年，青禾区总工会围绕中心",
}
ITEM: dict[str, Any] = {
    "kind": "annual_review",
    "title": "扛起使命开新局",
    "kicker": None,
    "subtitle": "青禾区总工会 2019 年工作综述",
    "issuer": "云川市青禾区总工会",
    "region": {"path": ["示例省", "云川市", "青禾区"]},
    "period": {"start": 2019, "end": 2019, "basis": "subtitle"},
    "published_on": None,
    "newspaper": None,
    "bylines": ["本报记者 涂远"],
    "credits": [],
    "sections": [
        {"level": 1, "heading": None, "paragraphs": ["2019年，青禾区总工会围绕中心，全年新建1949家工会。"]},
        {"level": 1, "heading": "建会入会", "paragraphs": []},
        {"level": 2, "heading": "摸底", "paragraphs": []},
    ],
    "captions": [],
    "error": None,
}


def result(label: dict[str, Any] | None = None, item: dict[str, Any] | None = None) -> Score:
    return score([LABEL | (label or {})], {"一": ITEM | (item or {})})


def test_every_field_of_a_label_is_marked() -> None:
    fields = {field: round(mean, 3) for field, (mean, _) in result().fields.items()}
    assert fields.pop("headings F1") == round(2 / 3, 3)
    assert set(fields.values()) == {1.0}
    assert set(fields) == {
        "read",
        "kind: reviews recognised",
        "title",
        "kicker",
        "subtitle",
        "issuer",
        "region: deepest level",
        "period",
        "bylines",
        "split sentences rejoined",
        "article kept out of page matter",
        "furniture kept out of the body",
        "body starts right",
    }


@pytest.mark.parametrize(
    ("item", "field"),
    [
        ({"title": "扛起使命"}, "title"),
        ({"kicker": "专版"}, "kicker"),
        ({"subtitle": None}, "subtitle"),
        ({"issuer": "石桥县总工会"}, "issuer"),
        ({"region": {"path": ["示例省", "云川市"]}}, "region: deepest level"),
        ({"period": {"start": 2018, "end": 2019}}, "period"),
        ({"bylines": []}, "bylines"),
        ({"kind": "other"}, "kind: reviews recognised"),
        ({"captions": ["多余的图说"]}, "captions F1"),
        ({"sections": [{"heading": None, "paragraphs": ["上一版下一版"]}]}, "furniture kept out of the body"),
    ],
)
def test_a_wrong_field_costs_its_mark_and_names_the_file(item: dict[str, Any], field: str) -> None:
    found = result(item=item)
    assert found.fields[field][0] < 1
    assert [mark.file for mark in found.misses(field)] == ["一.txt"]


def test_words_of_the_article_that_end_in_page_matter_cost_as_much_as_page_matter_in_the_article() -> None:
    found = result({"paragraphs": ["夜校开到了班组。"]}, {"furniture": ["上一版 下一版", "夜校开到了班组。"]})
    (lost,) = found.misses("article kept out of page matter")
    assert lost.wanted == folded("夜校开到了班组。")


def test_a_wrong_value_is_silent_unless_a_notice_tells_of_its_field() -> None:
    wrong = {"title": "扛起使命", "issuer": "石桥县总工会"}
    assert result(item=wrong).silent == {"title": 1, "issuer": 1, "headings F1": 1}
    told = wrong | {"notices": [{"code": "title-uncertain"}, {"code": "headings-uncertain"}]}
    assert result(item=told).silent == {"issuer": 1}


def test_a_notice_beside_a_right_value_makes_nothing_silent() -> None:
    assert "title" not in result(item={"notices": [{"code": "title-uncertain"}]}).silent


def lines_told(*named: str) -> set[str]:
    """The lines of the article about which a notice on these lines tells something."""
    item = {"notices": [{"code": "page-matter-uncertain", "evidence": list(named)}]}
    found = result({"paragraphs": ["夜校开到了班组。", "驿站建到了码头。"]}, item)
    return {str(mark.wanted) for mark in found.marks if mark.field.startswith("article") and mark.told}


def test_a_doubt_about_one_line_counts_against_that_line_alone() -> None:
    assert lines_told("夜校开到了班组。") == {folded("夜校开到了班组。")}


@pytest.mark.parametrize(
    ("named", "told"), [("夜校开到了", True), ("夜校", False), ("夜校开到了班组。驿站建到了码头。", True)]
)
def test_a_notice_names_a_line_by_most_of_its_words(named: str, *, told: bool) -> None:
    assert (folded("夜校开到了班组。") in lines_told(named)) is told


def test_a_wrong_line_is_silent_where_the_notice_names_another() -> None:
    page = {"furniture": ["夜校开到了班组。"]}
    for named, silent in (("驿站建到了码头。", 1), ("夜校开到了班组。", 0)):
        notices = [{"code": "page-matter-uncertain", "evidence": [named]}]
        found = result({"paragraphs": ["夜校开到了班组。"]}, page | {"notices": notices})
        assert found.silent.get("article kept out of page matter", 0) == silent


def test_years_and_places_that_a_label_leaves_open_must_not_be_invented() -> None:
    open_label = {"year_from": None, "province": None, "city": None, "county": None}
    invented = result(open_label).fields
    assert invented["period: not invented"][0] == invented["region: not invented"][0] == 0
    honest = result(
        open_label, {"period": {"start": 2019, "basis": "published"}, "region": {"path": []}}
    ).fields
    assert honest["period: not invented"][0] == honest["region: not invented"][0] == 1


def test_a_text_that_is_no_review_is_marked_by_its_kind_alone() -> None:
    assert result({"genre": "negative"}).fields == {"read": (1.0, 1), "kind: negatives told apart": (0.0, 1)}
    assert result({"genre": "negative"}, {"kind": "other"}).mean == 1


def test_a_file_that_was_not_read_loses_only_that_mark() -> None:
    assert score([LABEL], {}).fields == {"read": (0.0, 1)}
    assert result(item={"error": "空文件"}).fields == {"read": (0.0, 1)}


def test_comparison_folds_width_spaces_dashes_and_quotation_marks_and_nothing_else() -> None:
    assert folded("——“广丰”　ＡＰＰ 年") == folded("广丰app年")
    assert folded("劳模，工匠") != folded("劳模工匠")


def test_letter_spaced_names_are_one_person() -> None:
    assert persons(["本报记者 孟  凡 李红梅", "通讯员 涂 远"]) == {"孟凡", "李红梅", "涂远"}
    assert persons(["文/图 本报记者 涂 远"]) == {"涂远"}


def test_one_text_in_several_forms_has_one_label() -> None:
    assert {key_of(name) for name in ("夹/一.txt", "一.gb18030.txt", "一.html", "一.docx", "一.pdf")} == {
        "一"
    }
