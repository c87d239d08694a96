"""Links to paragraphs go on pointing at the same words."""

import pytest

from archive.anchors import realign
from archive.models import Section
from tests import factories


def test_new_paragraphs_are_numbered_in_order() -> None:
    assert realign([], [], ["甲段", "乙段"], next_anchor=1) == ([1, 2], 3)


def test_an_unchanged_paragraph_keeps_its_number_when_another_is_put_before_it() -> None:
    anchors, _ = realign(["甲段", "乙段"], [1, 2], ["新的一段写在前面", "甲段", "乙段"], next_anchor=3)
    assert anchors == [3, 1, 2]


def test_a_corrected_paragraph_keeps_its_number() -> None:
    old = ["全区新成立工会组织二十家，会员总数五万人。"]
    anchors, _ = realign(old, [7], ["全区新成立工会组织二十二家，会员总数五万人。"], next_anchor=8)
    assert anchors == [7]


def test_the_number_of_a_removed_paragraph_is_never_given_to_another() -> None:
    anchors, following = realign(["甲段文字", "乙段文章"], [1, 2], ["甲段文字"], next_anchor=3)
    assert anchors == [1]
    anchors, _ = realign(["甲段文字"], anchors, ["甲段文字", "全然不同的丙"], next_anchor=following)
    assert anchors == [1, 3]


def test_two_equal_paragraphs_have_different_numbers() -> None:
    anchors, _ = realign(["同样"], [1], ["同样", "同样"], next_anchor=2)
    assert anchors == [1, 2]


@pytest.mark.django_db
def test_editing_a_section_keeps_the_links_of_its_other_paragraphs() -> None:
    article = factories.article(sections=[(None, "第一段在此。\n第二段在此。")])
    section = Section.objects.get(article=article)
    before = {text: anchor for anchor, text in section.paragraphs}
    section.text = "插入的一段话。\n第一段在此。\n第二段在此。"
    section.save()
    after = {text: anchor for anchor, text in Section.objects.get(pk=section.pk).paragraphs}
    assert after["第一段在此。"] == before["第一段在此。"]
    assert after["第二段在此。"] == before["第二段在此。"]
    assert after["插入的一段话。"] not in before.values()
