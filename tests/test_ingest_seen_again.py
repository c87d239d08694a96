"""Seen again: lines that stand at the head or foot of other texts too are evidence of page matter, whatever their words."""

from collections.abc import Iterable

import pytest

from archive.ingest.parts.seen_again import Edges, Elsewhere, Memory, edges_of_text, mask_of, nowhere
from archive.ingest.pipeline import edges_of_file, read_file
from archive.ingest.records import ReviewRecord
from archive.ingest.text.cleaning import clean
from archive.ingest.text.lines import split_lines

UNIONS = "青禾区总工会", "石桥县总工会", "沙屿县总工会", "临江县总工会", "白塔县总工会", "松坪市总工会"
TITLES = "灯下有家", "渡口的回信", "一张慢慢写满的清单", "风里的驿站", "矿灯照亮的账本", "把课堂搬上船"
# No list of ours knows these words
HEAD = "拾光里", "一城山色半城林", "今日刊出第{n}辑"
FOOT = "山城慢递站出品", "写给{n}位晚归的人"


def page(at: int, *, heading: str = "把心事说出来") -> str:
    """The page of one union on a site that has its own words above and below every article."""
    union, title = UNIONS[at % len(UNIONS)], TITLES[at % len(TITLES)]
    body = (
        f"2019年，{union}办了{at + 3}件实事，新建基层工会{at + 21}家，发展会员{15 * at + 310}人，职工都说好。",
        heading,
        f"热线响了{at + 60}次，{union}的干部跟着跑了{at + 40}趟，调解争议{at + 12}件，追回工资{at + 80}万元。",
        f"年底，{union}把{at + 5}个驿站的灯都点亮了，夜里回家的人可以进去坐一坐，喝一口热水再走。",
    )
    around = [line.format(n=at + 31) for line in (*HEAD, *FOOT)]
    return "\n\n".join((*around[:3], title, f"——{union}2019年工作综述", *body, *around[3:]))


def others(pages: Iterable[str]) -> Memory:
    return Memory(map(edges_of_text, pages))


def read(text: str, elsewhere: Elsewhere = nowhere) -> ReviewRecord:
    return read_file(text.encode(), "页面.txt", elsewhere=elsewhere).records[0]


def mask(words: str) -> str | None:
    (line,) = split_lines(clean(words).text)
    return mask_of(line)


def test_figures_and_signs_make_no_difference_between_two_lines() -> None:
    assert mask("今日刊出第31辑") == mask("今日刊出 第8辑")
    assert mask("拾光里") != mask("拾光外")


@pytest.mark.parametrize("words", ["- 3 -", "2020-01-08", "第"])
def test_a_line_of_figures_tells_nothing(words: str) -> None:
    assert mask(words) is None


def test_edges_are_what_stands_above_and_below_the_running_text() -> None:
    edges = edges_of_text(page(0))
    assert {mask(line.format(n=5)) for line in (*HEAD, *FOOT)} <= edges.lines
    assert mask("把心事说出来") not in edges.lines
    assert edges == edges_of_file(page(0).encode(), "页面.txt")


def test_lines_are_counted_by_texts_and_the_text_itself_is_none() -> None:
    known = others(map(page, range(4)))(edges_of_text(page(0)))
    assert {known[mask(line.format(n=1)) or ""] for line in (*HEAD, *FOOT)} == {3}
    assert mask(TITLES[0]) not in known


def test_another_print_of_a_text_is_no_other_text() -> None:
    assert others([page(0), page(0).replace("\n\n", "\n")])(edges_of_text(page(0))) == {}


def test_what_a_site_says_on_every_page_is_page_matter_and_the_title_stands_below_it() -> None:
    for at in range(6):
        found = read(page(at), others(map(page, range(6))))
        assert found.title is not None
        assert found.title.text == TITLES[at]
        around = {line.format(n=at + 31) for line in (*HEAD, *FOOT)}
        assert around <= {passage.text for passage in (*found.furniture, *found.credits)}


def test_it_is_evidence_no_verdict_a_heading_of_every_year_stays_one() -> None:
    pages = [page(at, heading="维权") for at in range(6)]
    at_the_top = [text.replace("2019年，", "维权\n\n2019年，", 1) for text in pages]
    for text in (*pages, *at_the_top):
        found = read(text, others([*pages, *at_the_top]))
        assert "维权" in {section.heading.text for section in found.sections if section.heading}


def test_a_title_of_every_year_stays_the_title() -> None:
    pages = [page(at).replace(TITLES[at], "这一年，我们在一起") for at in range(6)]
    for text in pages:
        found = read(text, others(pages))
        assert found.title is not None
        assert found.title.text == "这一年，我们在一起"


def test_every_sign_stays_where_lines_were_seen_elsewhere() -> None:
    found = read(page(2), others(map(page, range(6))))
    kept = "".join(
        passage.text
        for passage in (
            *filter(None, (found.kicker, found.title, found.subtitle)),
            *found.bylines,
            *found.credits,
            *found.furniture,
            *(section.heading for section in found.sections if section.heading),
            *(paragraph for section in found.sections for paragraph in section.paragraphs),
            *(caption.passage for caption in found.captions),
        )
    )
    assert sorted(kept) == sorted(page(2).replace("\n", ""))


def test_the_reader_asks_once_about_the_head_and_the_foot() -> None:
    asked: list[Edges] = []

    def elsewhere(edges: Edges) -> dict[str, int]:
        asked.append(edges)
        return {}

    read(page(1), elsewhere)
    assert asked == [edges_of_text(page(1))]
