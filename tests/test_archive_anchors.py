"""Links to paragraphs go on pointing at the same words."""

import random

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
    old = ["河口片新添流动书架二十处，读者人数五千人。"]
    anchors, _ = realign(old, [7], ["河口片新添流动书架二十二处，读者人数五千人。"], next_anchor=8)
    assert anchors == [7]


def test_the_number_of_a_removed_paragraph_is_never_given_to_another() -> None:
    anchors, following = realign(["甲段文字", "乙段文章"], [1, 2], ["甲段文字"], next_anchor=3)
    assert anchors == [1]
    anchors, _ = realign(["甲段文字"], anchors, ["甲段文字", "全然不同的丙"], next_anchor=following)
    assert anchors == [1, 3]


def test_two_equal_paragraphs_have_different_numbers() -> None:
    anchors, _ = realign(["同样"], [1], ["同样", "同样"], next_anchor=2)
    assert anchors == [1, 2]


def sentences(count: int) -> list[str]:
    """Of 40 characters each, no two of which are alike."""
    chance = random.Random(8)
    return ["".join(chr(chance.randint(0x4E00, 0x9FA5)) for _ in range(40)) for _ in range(count)]


def corrected(paragraph: str) -> str:
    return f"{paragraph[:20]}改动{paragraph[22:]}"


@pytest.mark.parametrize("order", [1, -1])
def test_every_paragraph_of_a_huge_section_is_known_again_after_a_correction(order: int) -> None:
    old = sentences(4000)
    anchors = list(range(len(old)))
    new = [corrected(paragraph) for paragraph in old][::order]
    assert realign(old, anchors, new, next_anchor=4000) == (anchors[::order], 4000)


def test_rows_that_are_all_alike_are_known_by_where_they_stand() -> None:
    old = [f"第{number}镇，会员{number * 7}人，经费收缴率百分之九十" for number in range(3000)]
    new = [row.replace("会员", "职工") for row in old]
    anchors = list(range(3000))
    assert realign(old, anchors, new, next_anchor=3000) == (anchors, 3000)


def test_a_huge_paragraph_is_known_again_and_another_in_its_place_is_not() -> None:
    old, other = "".join(sentences(20_000)), "".join(sentences(40_000)[20_000:])
    edited = "".join(sign if place % 997 else "改" for place, sign in enumerate(old, 1))
    assert realign([old], [7], [edited], next_anchor=8) == ([7], 8)
    assert realign([old], [7], [other], next_anchor=8) == ([8], 9)


def test_a_paragraph_that_moved_and_was_corrected_among_many_new_ones_keeps_its_number() -> None:
    old, new = sentences(100), sentences(200)[100:]
    anchors, following = realign(old, list(range(100)), [*new, corrected(old[3])], next_anchor=100)
    assert (anchors[-1], following) == (3, 200)


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
