"""A page with several articles: what an editor marks is read as the article, everything else stays beside it."""

from collections.abc import Iterable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from archive import editing
from archive.editing import rereading
from archive.models import Article, Notice, ScannedPage, SourceDocument
from archive.representation import represent
from archive.scans.blocks import blocks_of
from archive.scans.original import original_of
from archive.scans.regions import NothingChosen, read_region
from tests import factories
from tests.pages import BODY

OTHERS = ("市民广场的新灯亮了", "本报讯，市民广场换上了新的路灯，散步的人多了起来。", "老树不移，路绕着走。")
NARROW = 30


def rows(texts: Iterable[str], left: int, top: int) -> list[list[object]]:
    """Lines as an engine gives them, 30 high and 10 apart, a block each text."""
    found: list[list[object]] = []
    for text in texts:
        for start in range(0, len(text), NARROW):
            line = text[start : start + NARROW]
            right = left + 28 * len(line)
            found.append([line, 0, 99, [left, top, right, top, right, top + 30, left, top + 30], []])
            top += 40
        top += 60
    return found


def placed(lines: list[list[object]]) -> str:
    """The raw text of these lines, one below the other, in which each then has its place."""
    raw = ""
    for line in lines:
        line[1] = len(raw)
        raw += f"{line[0]}\n"
    return raw


@pytest.fixture
def page(db: None) -> Article:
    """A draft of a page on which another story stands below the review."""
    head = [
        ["扛起使命开新局", 0, 99, [60, 60, 760, 60, 760, 150, 60, 150], []],
        ["——青禾区总工会2019年工作综述", 0, 99, [60, 190, 560, 190, 560, 225, 60, 225], []],
    ]
    lines = [*head, *rows(BODY, 60, 300), *rows(OTHERS, 60, 1000)]
    source = factories.source(placed(lines).encode())
    ScannedPage.objects.create(
        source=source, number=1, width=1000, height=1400, content=factories.EMPTY_PAGE, lines=lines
    )
    article = factories.article(title="市民广场的新灯亮了", source=source, status=Article.Status.DRAFT)
    Notice.objects.create(article=article, code="ocr", values={"engine": "一种", "sure": "99%"})
    Notice.objects.create(article=article, code="region-unknown")
    return article


def keys(article: Article, words: Iterable[str]) -> list[str]:
    original = original_of(article)
    assert original is not None
    return [
        line.key
        for page in original.pages
        for line in page.lines
        if any(line.text in text or text in line.text for text in words)
    ]


REVIEW = ("扛起使命开新局", "——青禾区总工会2019年工作综述", *BODY)


def test_only_what_was_chosen_is_the_article_and_the_rest_is_page_matter(page: Article) -> None:
    article = read_region(page, keys(page, REVIEW), by=None)
    article.refresh_from_db()
    assert (article.title, article.subtitle) == REVIEW[:2]
    assert article.region is not None
    assert (article.region.name, article.period_start) == ("青禾区", 2019)
    text = "".join(section.text for section in article.sections.all())
    assert text.replace("\n", "") == "".join(BODY)
    assert "".join(article.furniture) == "".join(OTHERS)


def test_the_article_may_stand_on_one_of_several_pages(page: Article) -> None:
    below = rows(["本版编辑：林晓，校对：沈文"], 60, 300)
    placed(below)
    for number, lines in ((2, below), (3, [])):
        ScannedPage.objects.create(
            source=page.source,
            number=number,
            width=900,
            height=900,
            content=factories.EMPTY_PAGE,
            lines=lines,
        )
    article = read_region(page, keys(page, REVIEW), by=None)
    article.refresh_from_db()
    assert article.title == REVIEW[0]
    assert any("本版编辑" in line for line in article.furniture)


def test_the_original_stays_and_every_value_leads_to_its_place_in_it(page: Article) -> None:
    before = SourceDocument.objects.defer(None).get(pk=page.source_id)
    read_region(page, keys(page, REVIEW), by=None)
    page.refresh_from_db()
    source = SourceDocument.objects.defer(None).get(pk=page.source_id)
    assert (source.raw_text, source.text_key) == (before.raw_text, before.text_key)
    original = original_of(page)
    assert original is not None
    said = {
        role: "".join("".join(one.text.split()) for one in original.stretches if one.role == role)
        for role in ("title", "paragraph", "furniture")
    }
    assert said == {"title": "".join(REVIEW[:2]), "paragraph": "".join(BODY), "furniture": "".join(OTHERS)}
    assert original.lines_of_it == set(keys(page, REVIEW))


def test_notices_of_the_engine_stay_and_those_of_the_former_reading_go(page: Article) -> None:
    read_region(page, keys(page, REVIEW), by=None)
    codes = set(page.notices.values_list("code", flat=True))
    assert "ocr" in codes
    assert "region-unknown" not in codes


def test_choosing_a_part_is_one_change_that_can_be_undone(page: Article, admin_user: User) -> None:
    before = represent(page)
    read_region(page, keys(page, REVIEW), by=admin_user)
    event = page.events.newest()
    assert event is not None
    assert event.user == admin_user
    editing.undo(page.pk, by=admin_user)
    page.refresh_from_db()
    undone = represent(page)
    assert [undone["title"], undone["furniture"]] == [before["title"], before["furniture"]]
    assert [item["text"] for item in undone["sections"]] == [item["text"] for item in before["sections"]]


def test_what_was_chosen_is_the_editors_and_no_later_reading_of_the_whole_page_overwrites_it(
    page: Article,
) -> None:
    editing.took_in(page, by=None)
    assert rereading.the_editors(page.pk) == set()
    read_region(page, keys(page, REVIEW), by=None)
    assert {"title", "sections", "furniture"} <= rereading.the_editors(page.pk)


@pytest.mark.parametrize("lines", [[], ["9-9", "x"], ["1-1"]])
def test_nothing_is_changed_where_nothing_that_could_be_an_article_was_chosen(
    page: Article, lines: list[str], admin_client: Client
) -> None:
    before = represent(page), page.source.raw_text
    answer = admin_client.post(address(page), {"block": lines, "made_from": 0})
    assert answer.status_code == 200
    assert answer.context["messages"]
    page.refresh_from_db()
    assert (represent(page), page.source.raw_text) == before


def test_what_is_published_is_not_read_anew(page: Article) -> None:
    Article.objects.filter(pk=page.pk).update(status=Article.Status.PUBLISHED)
    with pytest.raises(NothingChosen, match="撤回"):
        read_region(page, keys(page, REVIEW), by=None)


# Several articles of one page


@pytest.fixture
def other(page: Article) -> Article:
    """The story below, read as an article of its own."""
    start = page.source.raw_text.index(OTHERS[1])
    return factories.article(
        title=OTHERS[0],
        source=page.source,
        status=Article.Status.DRAFT,
        provenance={"sections": [{"heading": None, "paragraphs": [[[start, start + len(OTHERS[1]) + 1]]]}]},
    )


def test_what_another_article_of_the_page_holds_stays_its_own(page: Article, other: Article) -> None:
    before = represent(other)
    read_region(page, keys(page, REVIEW), by=None)
    page.refresh_from_db()
    other.refresh_from_db()
    assert page.title == REVIEW[0]
    assert "".join(page.furniture) == OTHERS[0] + OTHERS[2]
    assert represent(other) == before
    original = original_of(other)
    assert original is not None
    assert original.lines_of_it == set(keys(page, [OTHERS[1]]))


def test_the_page_says_which_article_it_changes_and_where_the_others_stand(
    page: Article, other: Article, admin_client: Client
) -> None:
    shown = admin_client.get(address(page)).content.decode()
    assert f"改的是这一篇：“{page.title}”（编号 {page.pk}）" in shown
    assert shown.count(f"（编号 {other.pk}）里") == 1
    answer = admin_client.post(
        address(page), {"area": ["1:0,0,1000,950"], "made_from": page.version}, follow=True
    )
    said = [str(message) for message in answer.context["messages"]]
    assert said == [f"“{REVIEW[0]}”已按所选范围重新读取，其余文字在版面文字里。"]


def test_words_that_stand_in_another_article_as_well_are_told_with_its_name(
    page: Article, other: Article, admin_client: Client
) -> None:
    answer = admin_client.post(
        address(page), {"area": ["1:0,0,1000,1400"], "made_from": page.version}, follow=True
    )
    said = [str(message) for message in answer.context["messages"]]
    assert any(f"“{other.title}”（编号 {other.pk}）里，那一篇没有改" in words for words in said)


# The page


def address(article: Article) -> str:
    return f"/admin/archive/article/{article.pk}/region/"


def test_blocks_are_what_stands_together(page: Article) -> None:
    original = original_of(page)
    assert original is not None
    words = [block.words for block in blocks_of(original.pages[0])]
    assert words[:2] == list(REVIEW[:2])
    assert words[2].startswith("2019年")
    assert len(words) == 2 + len(BODY) + len(OTHERS)


def test_ticked_blocks_are_read(page: Article, admin_client: Client) -> None:
    original = original_of(page)
    assert original is not None
    blocks = [block.key for block in blocks_of(original.pages[0])[: 2 + len(BODY)]]
    answer = admin_client.post(address(page), {"block": blocks, "made_from": page.version})
    assert answer.status_code == 302
    page.refresh_from_db()
    assert page.title == REVIEW[0]


def test_lines_in_a_drawn_area_are_read_as_well(page: Article, admin_client: Client) -> None:
    answer = admin_client.post(address(page), {"area": ["1:0,0,1000,950"], "made_from": page.version})
    assert answer.status_code == 302
    page.refresh_from_db()
    assert page.title == REVIEW[0]
    assert "".join(page.furniture) == "".join(OTHERS)


@pytest.mark.parametrize("area", ["", "1:2", "x:1,2,3,4", "1:1,2,3,4,5", "1:-1,0,5,5", "9" * 30 + ":0,0,1,1"])
def test_an_area_that_is_none_is_refused(page: Article, admin_client: Client, area: str) -> None:
    assert admin_client.post(address(page), {"area": area}).status_code == 400


def test_whoever_was_overtaken_is_told_and_changes_nothing(page: Article, admin_client: Client) -> None:
    editing.correct(page.pk, {"subtitle": "别人改的"}, by=None)
    answer = admin_client.post(address(page), {"area": ["1:0,0,1000,950"], "made_from": page.version})
    assert "别人保存了这一篇" in answer.content.decode()
    page.refresh_from_db()
    assert page.subtitle == "别人改的"


def test_articles_without_pictures_have_no_such_page(admin_client: Client) -> None:
    assert admin_client.get(address(factories.article())).status_code == 404
    assert admin_client.get("/admin/archive/article/999/region/").status_code == 404


def test_the_editor_leads_there_from_a_scanned_draft(page: Article, admin_client: Client) -> None:
    form = admin_client.get(f"/admin/archive/article/{page.pk}/change/").content.decode()
    assert f'href="{address(page)}"' in form
    shown = admin_client.get(address(page)).content.decode()
    assert shown.count('name="block"') == 2 + len(BODY) + len(OTHERS)
