"""Passages and marks: exact, escaped, bounded."""

import re
import time
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import fold_text
from search.documents import Block, BlockField
from search.query import Term
from search.snippets import (
    MOST_MARKS_PER_BLOCK,
    PASSAGE_LENGTH,
    PASSAGES_PER_HIT,
    Found,
    Marker,
    marked,
    opening,
    passages,
    printed_spans,
)
from search.syntax import parse

MARK = re.compile(r"<mark>(.*?)</mark>", re.DOTALL)


def paragraph(text: str, anchor: str = "p1") -> Block:
    return Block(BlockField.PARAGRAPH, text, anchor)


def found(query: str, *blocks: Block) -> Found:
    return Marker(parse(query).node).find(blocks)


def marks(query: str, text: str) -> list[str]:
    """The marked pieces of one paragraph."""
    return [
        text[start:end]
        for block in found(query, paragraph(text)).blocks
        for start, end in printed_spans(block)
    ]


def test_the_characters_of_a_term_are_marked_wherever_they_stand() -> None:
    assert marks("协商", "集体协商，再协商。") == ["协商", "协商"]


def test_marks_follow_the_printed_text_through_width_script_and_white_space() -> None:
    assert marks("工会会员５.2万", "有工會會\n 員5．２万人") == ["工會會\n 員5．２万"]


def test_a_single_character_is_marked() -> None:
    assert marks("药", "送药上门") == ["药"]


def test_half_of_a_character_that_folds_to_two_is_marked_once() -> None:
    assert marks("m 120", "120㎡") == ["120", "㎡"]


def test_words_are_marked_apart_only_where_the_term_stands_nowhere_together() -> None:
    assert marks("服务困难职工", "困难职工得到服务。") == ["困难职工", "服务"]
    assert marks("服务困难职工", "服务大厅服务困难职工。") == ["服务困难职工"]


def test_words_are_not_marked_when_one_of_them_is_missing() -> None:
    assert marks("服务困难职工", "一批困难职工。") == []


def test_words_of_a_quoted_term_are_never_marked_apart() -> None:
    assert marks("“服务困难职工”", "困难职工得到服务。") == []


def test_excluded_terms_are_not_marked() -> None:
    assert marks("工会 -药", "工会送药") == ["工会"]


def test_overlapping_terms_share_one_mark() -> None:
    assert marks("集体协商 协商会", "开集体协商会议") == ["集体协商会"]


def test_a_field_marks_only_in_its_own_part() -> None:
    article = [
        Block(BlockField.TITLE, "协商之年"),
        Block(BlockField.HEADING, "协商先行", "s1"),
        paragraph("协商一百场"),
    ]
    assert [block.block.field for block in found("标题:协商", *article).blocks] == [BlockField.TITLE]
    assert [block.block.field for block in found("小标题:协商", *article).blocks] == [BlockField.HEADING]
    assert [block.block.field for block in found("正文:协商", *article).blocks] == [BlockField.PARAGRAPH]
    assert found("协商", *article).count == 3


def test_a_passage_names_its_heading_and_its_paragraph() -> None:
    article = [
        paragraph("导语说协商。", "p1"),
        Block(BlockField.HEADING, "建功立业", "s2"),
        paragraph("正文说协商。", "p2"),
    ]
    lead, body = passages(found("协商", *article))
    assert (lead.heading, lead.anchor) == (None, "p1")
    assert (body.heading, body.anchor) == ("建功立业", "p2")
    assert body.html == "正文说<mark>协商</mark>。"


def test_passages_show_the_places_where_most_terms_stand_close_together() -> None:
    article = [paragraph("工会" + "很好" * 80, f"p{number}") for number in range(1, 6)]
    article.append(paragraph("工会开展协商", "p9"))
    shown = passages(found("工会 协商", *article))
    assert len(shown) == PASSAGES_PER_HIT
    assert [passage.anchor for passage in shown] == ["p9", "p1", "p2"]


def test_a_passage_begins_with_a_sentence_and_says_that_it_was_cut() -> None:
    text = "甲" * 100 + "。乙乙，协商" + "丙" * 300
    (passage,) = passages(found("协商", paragraph(text)))
    assert passage.text.startswith("…乙乙，协商")
    assert passage.text.endswith("…")
    assert len(passage.text) <= PASSAGE_LENGTH + 2


def test_a_mark_longer_than_a_passage_is_cut_too() -> None:
    text = "协商" * 100
    (passage,) = passages(found(f"“{'协商' * 98}”", paragraph(text)))
    assert len(passage.text) <= 2 * PASSAGE_LENGTH + 2


def test_titles_are_no_passages_but_are_counted() -> None:
    article = found("协商", Block(BlockField.TITLE, "协商之年"), paragraph("正文"))
    assert article.count == 1
    assert passages(article) == ()
    assert article.spans_in("协商之年", BlockField.TITLE) == [(0, 2)]


def test_the_opening_of_the_text_stands_in_for_passages() -> None:
    blocks = [Block(BlockField.TITLE, "题"), paragraph("<b>开头</b>，" + "字" * 300)]
    passage = opening(blocks)
    assert passage is not None
    assert passage.html.startswith("&lt;b&gt;开头&lt;/b&gt;，")
    assert passage.text.endswith("…")
    assert opening([Block(BlockField.TITLE, "题")]) is None


HOSTILE = "<script>alert(1)</script> 工会 \"&'<img src=x onerror=alert(2)> <mark>工会</mark>"


def test_markup_in_an_article_stays_text() -> None:
    (passage,) = passages(found("工会", paragraph(HOSTILE)))
    assert "<script" not in passage.html
    assert "<img" not in passage.html
    assert passage.html.count("<mark>") == 2
    assert unescape(re.sub("</?mark>", "", passage.html)) == HOSTILE


def test_markup_in_a_query_stays_text() -> None:
    (passage,) = passages(found('"<script>"', paragraph(HOSTILE)))
    assert "<mark>&lt;script&gt;</mark>" in passage.html


def test_marks_can_be_numbered_for_stepping() -> None:
    assert marked("工会与工会", [(0, 2), (3, 5)], first_number=4) == (
        '<mark id="m4">工会</mark>与<mark id="m5">工会</mark>'
    )


@given(st.text(max_size=60), st.lists(st.integers(0, 60), max_size=8))
def test_whatever_is_marked_the_text_stays_the_same(text: str, cuts: list[int]) -> None:
    cuts = sorted({cut for cut in cuts if cut <= len(text)})
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    html = marked(text, spans)
    assert unescape(re.sub("</?mark>", "", html)) == text
    assert [unescape(mark) for mark in MARK.findall(html)] == [text[start:end] for start, end in spans]
    assert "<" not in re.sub("</?mark>", "", html)


@given(
    st.text(alphabet="工会協商㎡m2 ，a<&", max_size=40),
    st.text(alphabet="工会协商m2，a<&", min_size=1, max_size=4),
)
def test_a_quoted_term_is_marked_exactly_where_its_characters_stand(text: str, term: str) -> None:
    node = Term(term, quoted=True)
    article = Marker(node).find([paragraph(text)])
    assert bool(article.count) == (fold_text(term) in fold_text(text))
    for start, end in (span for block in article.blocks for span in printed_spans(block)):
        assert fold_text(term) in fold_text(text[start:end])


@pytest.mark.parametrize("query", ["会", "“会会”", "会 工会 总工会", "工会职工会员"])
def test_a_text_full_of_matches_is_marked_in_bounded_time(query: str) -> None:
    text = "工会总工会职工会员" * 20_000
    begun = time.process_time()
    article = Marker(parse(query).node).find([paragraph(text)], most_characters=500_000)
    shown = passages(article)
    assert time.process_time() - begun < 3.0
    assert all(len(passage.text) <= 2 * PASSAGE_LENGTH + 2 for passage in shown)
    assert article.count <= MOST_MARKS_PER_BLOCK


def test_a_very_long_article_is_not_read_to_its_end_and_says_so() -> None:
    blocks = [paragraph("工会" * 100, f"p{number}") for number in range(20)]
    article = Marker(Term("工会")).find(blocks, most_characters=1000)
    assert not article.complete
    assert {block.block.anchor for block in article.blocks} == {"p0", "p1", "p2", "p3", "p4"}
