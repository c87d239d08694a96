"""On any text: no exception, the words are those at the offsets, no two figures overlap, and hostile texts end soon."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.figures.quantities import MOST_IN_TEXT, quantities
from archive.figures.reader import read_figures
from archive.figures.records import Block, Setting

SETTING = Setting(issuer="示例县总工会", start=2018, end=2022, published=2023)
SIGNS = (
    "1 2 0 9 , . 万 亿 千 百 十 一 二 两 三 〇 半 成 分之 % 点 余 多 几 数 上 近 约 达 超过 至 到 - — 由 从 增至 第 每 人均 年 月 日 个 名 人 人次 家 "
    "份 元 场 期 项 户 个百分点 其中 分别 会员 工会 新建 驿站 慰问 培训 工资集体协议 覆盖 职工 , 、 ; 。 “ ” 《 》 ( ) # @ 計 萬 \uff12 \uff05 以上 左右 累计 "
    "五年来 计划 2019年 石桥县总工会"
)
PIECES = st.sampled_from(SIGNS.split(" "))
HOSTILE_LENGTH = 100_000
HOSTILE = [
    "1",
    "千",
    "1,",
    "1.",
    "三点",
    "百分之",
    "一成",
    "“",
    "《",
    "、",
    "会员1人",
    "由1家从",
    "其中1人,",
    "新建",
    "@#",
    "1至",
    "分别1份、",
    "2019年",
    "石桥县总工会",
    "每",
    "\U0001f600",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    figures = read_figures([Block(text)], SETTING)
    end = 0
    for figure in figures:
        assert text[figure.start : figure.end] == figure.text != ""
        assert figure.start >= end
        assert figure.text in figure.sentence or figure.text.strip() in figure.sentence
        assert figure.part_of is None or figure.part_of < len(figures)
        end = figure.end


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_texts_are_read_up_to_a_bound(piece: str) -> None:
    """Each takes a fraction of a second; one that grew with the square of its length would never end here."""
    text = piece * (HOSTILE_LENGTH // len(piece))
    assert len(read_figures([Block(text)], SETTING)) <= MOST_IN_TEXT


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_a_text_read_twice_is_read_the_same(text: str) -> None:
    assert quantities(text) == quantities(text)
