"""Nothing is lost: every visible character of the cleaned text ends in exactly one place of one record."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.ingest.pipeline import read_file
from archive.ingest.records import Passage, Reading, ReviewRecord, UnreadableFile
from archive.ingest.text.cleaning import clean
from tests.gate import CORPORA

TEXTS = sorted(path for folder in CORPORA.values() for path in folder.glob("*.txt"))

LINES = (
    "示例日报  2020年1月9日 星期四  第03版",
    "上一版 下一版  首页 > 工会要闻 > 正文",
    "青禾区总工会",
    "扛起使命开新局 聚力同心谱新篇",
    "——青禾区总工会2019年工作综述",
    "2018—2020年工作回眸",
    "□ 本报记者 涂 远 通讯员 方永昌（文/图）",
    "来源：示例日报 作者：方永昌 发布时间：2020-01-09",
    "一、建会入会有热度",
    "（二）协商共事",
    "1.练好本领",
    "【暖心】全年帮扶困难职工31户，送去慰问金4.5万元。",
    "夜校灯火润人心",
    "结好工友连心结",
    "夜校灯火越燃越旺。区总工会坚持每月一课，全年宣讲42场，听众1.3万人次。",
    "2019年，青禾区总工会新建基层工会21家，发展会员1500人，签订集体合同19",
    "0份，覆盖职工2.3万人。",
    "职工在比武现场紧张操作。",
    "▲图①为技能竞赛现场。（李晓摄）",
    "图为职工运动会。 方永昌 摄",
    "责编/徐一 美编/谢二 校对/邱三",
    "（下转第四版）",
    "（本报记者 涂远 通讯员 方永昌）",
    "友情链接",
    "Copyright © 2019 示例日报数字报 All Rights Reserved",
    "工會(huì)工作(zuò)總結",
    "<p>区总工会&nbsp;走进车间。</p><正>",
    "打造阵地（本文来自范文网www.example.com）服务职工。",
    "项目  2018年  2019年",
    "\ufeff\u200b　　",
    "Ａ５．２万人 ⼯会",
)


def passages(record: ReviewRecord) -> Iterator[Passage]:
    """Every place in which words of the page can end."""
    yield from (words for words in (record.kicker, record.title, record.subtitle) if words)
    yield from record.bylines
    yield from record.credits
    yield from record.furniture
    for section in record.sections:
        if section.heading:
            yield section.heading
        yield from section.paragraphs
    yield from (caption.passage for caption in record.captions)


def misplaced(reading: Reading) -> list[tuple[int, str, int]]:
    """Visible characters that stand in no place or in several."""
    text = clean(reading.source.raw)
    places = [0] * len(reading.source.raw)
    for record in reading.records:
        for passage in passages(record):
            for span in passage.spans:
                for at in range(span.start, span.end):
                    places[at] += 1
    return [
        (start, sign, places[start])
        for sign, start in zip(text.text, text.starts, strict=True)
        if not sign.isspace() and places[start] != 1
    ]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_every_character_of_a_labelled_text_has_one_place(path: Path) -> None:
    assert misplaced(read_file(path.read_bytes(), path.name)) == []


@settings(max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    rows=st.lists(
        st.tuples(
            st.one_of(st.sampled_from(LINES), st.text(st.characters(codec="utf-8"), max_size=40)),
            st.sampled_from(("\n", "\n\n", "\n\n\n\n", "\r\n", "　　", " ", "")),
        ),
        max_size=40,
    )
)
def test_every_character_of_a_generated_page_has_one_place(rows: list[tuple[str, str]]) -> None:
    page = "".join(words + end for words, end in rows)
    try:
        reading = read_file(page.encode("utf-8"), "页面.txt")
    except UnreadableFile:
        return
    assert misplaced(reading) == []


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_words_of_titles_headings_and_paragraphs_stand_in_the_raw_text_where_they_say(path: Path) -> None:
    reading = read_file(path.read_bytes(), path.name)
    for record in reading.records:
        shown = [record.title, record.kicker, record.subtitle]
        shown += [words for section in record.sections for words in (section.heading, *section.paragraphs)]
        for passage in filter(None, shown):
            raw = "".join(reading.source.raw[span.start : span.end] for span in passage.spans)
            assert _letters(clean(raw).text) == _letters(passage.text)


def _letters(text: str) -> str:
    return "".join(text.split())
