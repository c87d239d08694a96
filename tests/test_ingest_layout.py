"""The evidence-based layout: pages of families that no rule was written for, and what is said when unsure."""

import random
from collections.abc import Iterator

import pytest

from archive.ingest.layout.decoding import load_model
from archive.ingest.layout.grammar import ALLOWED, PARTS, STATES, State
from archive.ingest.lines import Hint
from archive.ingest.quality.articles import LabelledPage, load_pages
from archive.ingest.quality.families import Composer, Family, Page, load_families, load_words, mixed
from archive.ingest.quality.grammar import Grammar
from archive.ingest.quality.samples import sample
from archive.ingest.records import ReviewRecord
from archive.ingest.structure import structure
from tests.pages import BODY, record

FAMILIES = load_families()
FEWEST_FAMILIES = 14
# Pages made anew, by other chances than those of the fitting; of ten titles in such a family so many are found
PAGES, FEWEST_TITLES = 10, 6


def codes(found: ReviewRecord) -> set[str]:
    return {notice.code for notice in found.notices}


@pytest.fixture(scope="module")
def labelled() -> list[LabelledPage]:
    return load_pages()


def pages(family: Family, labelled: list[LabelledPage]) -> Iterator[Page]:
    bank = [page.article for page in labelled]
    for number in range(PAGES):
        chance = random.Random(f"test {family.name} {number}")
        yield Composer(load_words(), chance).page(family, mixed(bank, chance))


SMALL_ARTICLE = (
    "集市新貌见闻",
    "走进海澜市城东集市，过道宽敞，摊位整齐。集市办的负责人说，全年投入改造资金320万元，换了顶棚，修了水沟。",
    "集市外的车位也划好了线，早晚有志愿者值守，大车小车各走各的道，邻里之间少了许多口角。",
)


LONG_BODY = (
    *BODY,
    "这一年，区总工会把技能夜校办进了园区，三个班轮着上，结业的412人里有96人升了等级，奖状就挂在夜校的门口。"
    * 3,
)


@pytest.mark.parametrize("below", [("——青禾区总工会2019年工作综述", "本报记者 涂远"), ("本报记者 涂远",)])
def test_the_headline_that_is_set_as_one_is_the_title_and_a_small_article_before_it_is_page_matter(
    below: tuple[str, ...],
) -> None:
    title = "扛起使命开新局 聚力同心谱新篇"
    text = "\n\n".join((*SMALL_ARTICLE, title, *below, *LONG_BODY))
    (found,) = structure(text, {text.index(title): Hint.TITLE})
    assert found.title is not None
    assert found.title.text == title
    assert [line.text for line in found.paragraphs] == list(LONG_BODY)
    assert [line.text for line in found.furniture] == list(SMALL_ARTICLE)


def test_there_are_families_of_many_kinds_and_each_says_what_it_is() -> None:
    assert len(FAMILIES) >= FEWEST_FAMILIES
    assert all(any(row.kind.startswith("body") for row in family.rows) for family in FAMILIES)


def test_the_same_seed_makes_the_same_page(labelled: list[LabelledPage]) -> None:
    once, again = (next(pages(FAMILIES[0], labelled)).text for _ in range(2))
    assert once == again


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_titles_of_a_familys_pages_are_found_and_its_page_matter_is_kept_out(
    family: Family, labelled: list[LabelledPage]
) -> None:
    titles = kept_out = matter = 0
    for page in pages(family, labelled):
        found = record(page.text)
        wanted = "".join(words for kind, words in page.lines if kind == "title")
        titles += "".join(wanted.split()) == "".join((found.title.text if found.title else "").split())
        body = "".join(paragraph.text for section in found.sections for paragraph in section.paragraphs)
        lines = [
            words for kind, words in page.lines if kind in ("page", "foot", "source") and len(words) >= 8
        ]
        matter += len(lines)
        kept_out += sum(words not in body for words in lines)
    assert titles >= FEWEST_TITLES
    assert kept_out >= 0.8 * matter


def test_a_line_of_the_page_that_no_list_knows_is_told_by_its_place() -> None:
    found = record(
        "\n".join(
            (
                "苍梧岭便民汇",
                "晒晒身边事 聊聊家常话",
                "蓝花楹 12分钟前 · 转了37回",
                "青禾区总工会2019年工作综述",
                *BODY,
                "看得懂 9　看不懂 2",
                "蓝花楹的其他动态",
                "山茶花苗怎么养才旺",
            )
        )
    )
    assert found.title is not None
    assert found.title.text == "青禾区总工会2019年工作综述"
    body = "".join(paragraph.text for section in found.sections for paragraph in section.paragraphs)
    assert "便民汇" not in body
    assert "山茶花" not in body


def test_a_title_beside_which_another_was_near_is_a_doubt_that_names_the_candidates() -> None:
    found = record("\n".join(("服务职工有作为", "海风起处", "工会工作见成效", *BODY)))
    doubts = [notice for notice in found.notices if notice.code == "title-uncertain"]
    assert doubts
    assert len(doubts[0].evidence) >= 2
    assert all(candidate.text in doubts[0].message for candidate in doubts[0].evidence)


def test_a_page_in_the_newspaper_form_raises_no_doubt() -> None:
    found = record(
        "\n\n".join(("扛起使命开新局 聚力同心谱新篇", "——青禾区总工会2019年工作综述", "本报记者 涂远", *BODY))
    )
    assert not {code for code in codes(found) if code.endswith("-uncertain")}


def test_a_page_runs_from_top_to_foot_and_never_back() -> None:
    assert all(PARTS.index(before.part) <= PARTS.index(after.part) for before, after in ALLOWED)
    assert (State.HEAD_SUBTITLE, State.HEAD_TITLE) not in ALLOWED


def test_chances_of_a_line_add_up_to_one(labelled: list[LabelledPage]) -> None:
    known = sample("form", labelled[0].text, labelled[0].spans)
    assert known is not None
    for decision in load_model().decide(known.lines):
        assert sum(decision.chances) == pytest.approx(1)
        assert len(decision.chances) == len(STATES)


def test_a_template_has_slots_alternatives_and_repeats() -> None:
    grammar = Grammar({"who": "(甲|乙)方"}, random.Random(1), {"union": "青禾区总工会"})
    assert grammar.expand("{union}的{who}") in ("青禾区总工会的甲方", "青禾区总工会的乙方")
    assert grammar.expand("-{3}") == "---"
    assert grammar.expand("\\(\\d\\)")[1].isdigit()
    with pytest.raises(ValueError, match="unbalanced"):
        grammar.expand("半个)")
