"""The text of an article as lines with roles: sections are what the headings make of it, and links hold."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import User

from archive import editing
from archive.editing.lines import Gone, Line, Role, as_text, lines_of, read_text, state_of
from archive.editing.titles import retitled, with_heads_taken
from archive.models import Article, Caption, Section
from archive.representation import State, represent
from tests import factories
from tests.history import last_event

pytestmark = pytest.mark.django_db

H, P, C = Role.HEADING, Role.PARAGRAPH, Role.CAPTION


@pytest.fixture
def article() -> Article:
    created = factories.article(
        kicker="凝心聚力",
        title="暖心服务开新局",
        subtitle="云川市青禾区总工会年度综述",
        bylines=["本报记者 周文静"],
        credits=["责编：吴某"],
        furniture=["首页 > 要闻", "第02版"],
        sections=[(None, "开头一段。"), ("维权服务", "调解四十件。\n追回欠薪百万。"), ("组织建设", "新建工会二十家。")],
        captions=["图为座谈会。", "图为驿站。"],
    )  # fmt: skip
    Caption.objects.filter(order=1).update(section=created.sections.all()[1])
    return created


def resectioned(article: Article, lines: list[Line]) -> Article:
    base = represent(article)
    wanted = state_of(lines, base, next_anchor=article.next_anchor, gone=Gone.of(article.pk))
    editing.correct(article.pk, wanted, by=None)
    article.refresh_from_db()
    return article


def with_role(article: Article, text: str, role: Role, level: int = 0) -> list[Line]:
    lines = lines_of(represent(article))
    assert any(line.text == text for line in lines)
    return [replace(line, role=role, level=level) if line.text == text else line for line in lines]


def shape(article: Article) -> list[tuple[str | None, int, list[str]]]:
    return [(part.heading, part.level, part.text.splitlines()) for part in article.sections.all()]


def links(article: Article) -> dict[str, str]:
    """Every anchor of the body with its words."""
    found = {part.anchor: part.heading or "" for part in article.sections.all()}
    found |= {anchor: text for part in article.sections.all() for anchor, text in part.paragraphs}
    return found | {caption.anchor: caption.text for caption in article.captions.all()}


# As one text


def test_an_article_is_read_from_top_to_bottom(article: Article) -> None:
    assert as_text(lines_of(represent(article))).split("\n\n") == [
        "〔图片说明〕图为座谈会。",
        "〔作者〕本报记者 周文静",
        "开头一段。",
        "〔小标题〕维权服务",
        "调解四十件。",
        "追回欠薪百万。",
        "〔图片说明〕图为驿站。",
        "〔小标题〕组织建设",
        "新建工会二十家。",
        "〔编校署名〕责编：吴某",
        "〔版面文字〕首页 > 要闻",
        "〔版面文字〕第02版",
    ]


def test_the_text_of_an_article_makes_the_same_article(article: Article) -> None:
    base = represent(article)
    lines = read_text(as_text(lines_of(base)))
    made = state_of(lines, base, next_anchor=article.next_anchor, gone=Gone())
    assert made == {name: base[name] for name in made}
    assert made.keys() == {"sections", "captions", "bylines", "credits", "furniture"}


@pytest.mark.parametrize(
    "sections",
    [
        [],
        [(None, "")],
        [("只有小标题", ""), ("又一个", "")],
        [("一", "甲"), (None, "没有小标题的一节")],
        [(None, "〔小标题〕这几个字是正文"), ("〔正文〕", "〔作者2〕"), ("# 号", "* 号\n> 号")],
        [("二", "同一句。\n同一句。"), ("二", "同一句。")],
    ],
)
def test_so_does_an_odd_one(sections: list[tuple[str | None, str]]) -> None:
    article = factories.article(sections=sections, captions=["图一", "图二"])
    Caption.objects.filter(article=article, order=1).update(section=article.sections.last())
    base = represent(article)
    lines = read_text(as_text(lines_of(base)))
    assert lines == lines_of(base)
    made = state_of(lines, base, next_anchor=article.next_anchor, gone=Gone())
    assert made == {name: base[name] for name in made}


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("  一段。  ", Line(P, "一段。")),
        ("〔小标题〕维权", Line(H, "维权", 1)),
        ("〔小标题3〕 维权", Line(H, "维权", 3)),
        ("〔小标题２〕维权", Line(H, "维权", 2)),
        ("〔正文〕〔作者〕是谁", Line(P, "〔作者〕是谁")),
        ("〔2019〕12号文件", Line(P, "〔2019〕12号文件")),
        ("〔版面文字〕下转二版", Line(Role.FURNITURE, "下转二版")),
        ("〔小标题〕", Line(H, "", 1)),
    ],
)
def test_a_line_begins_with_what_it_is(typed: str, line: Line) -> None:
    assert read_text(f"\r\n{typed}\r\n\r\n〔图片说明〕 \n") == [line]


# Roles


def test_a_heading_made_a_caption_and_back_has_its_link_again(article: Article) -> None:
    before, state = links(article), represent(article)
    resectioned(article, with_role(article, "维权服务", C))
    assert shape(article)[0] == (None, 1, ["开头一段。", "调解四十件。", "追回欠薪百万。"])
    assert "维权服务" in [caption.text for caption in article.captions.all()]
    resectioned(article, with_role(article, "维权服务", H, 1))
    assert links(article) == before
    for _ in range(2):
        editing.undo(article.pk, by=None)
    assert represent(Article.objects.get(pk=article.pk)) == state
    assert [event.what for event in article.events.order_by("version")] == [
        "found", "resectioned", "resectioned", "undone", "undone",
    ]  # fmt: skip


@pytest.mark.parametrize("role", [P, C, Role.BYLINE, Role.CREDIT, Role.FURNITURE])
@pytest.mark.parametrize("text", ["维权服务", "追回欠薪百万。", "图为驿站。"])
def test_whatever_becomes_of_a_line_and_back_its_link_holds(article: Article, text: str, role: Role) -> None:
    was = next(line for line in lines_of(represent(article)) if line.text == text)
    before = links(article)
    resectioned(article, with_role(article, text, role))
    resectioned(article, lines_back(article, was))
    after = links(article)
    assert set(after.values()) == set(before.values())
    number = next(anchor for anchor, words in before.items() if words == text)
    assert after[number] == text


def lines_back(article: Article, was: Line) -> list[Line]:
    """The line is again what it was, where it stood: before 组织建设, or, a heading, before 调解四十件。"""
    lines = [line for line in lines_of(represent(article)) if line.text != was.text]
    below = "调解四十件。" if was.role is H else "组织建设"
    place = next(place for place, line in enumerate(lines) if line.text == below)
    return [*lines[:place], was, *lines[place:]]


def test_a_line_moves_between_the_article_and_the_page_matter(article: Article) -> None:
    resectioned(article, with_role(article, "追回欠薪百万。", Role.FURNITURE))
    assert article.furniture == ["追回欠薪百万。", "首页 > 要闻", "第02版"]
    assert shape(article)[1] == ("维权服务", 1, ["调解四十件。"])
    resectioned(article, with_role(article, "首页 > 要闻", P))
    last = article.sections.last()
    assert last is not None and "首页 > 要闻" in last.text


def test_a_section_is_split_and_joined_again(article: Article) -> None:
    before = links(article)
    lines = lines_of(represent(article))
    place = lines.index(Line(P, "追回欠薪百万。"))
    resectioned(article, [*lines[:place], Line(H, "讨薪", 2), *lines[place:]])
    assert shape(article)[1:3] == [("维权服务", 1, ["调解四十件。"]), ("讨薪", 2, ["追回欠薪百万。"])]
    assert before.items() <= links(article).items()
    resectioned(article, [line for line in lines_of(represent(article)) if line.text != "讨薪"])
    assert links(article) == before


def test_a_heading_in_other_words_is_the_section_of_its_paragraphs(article: Article) -> None:
    section = article.sections.all()[1]
    lines = [
        replace(line, text="为职工撑腰") if line.text == "维权服务" else line
        for line in lines_of(represent(article))
    ]
    resectioned(article, lines)
    assert Section.objects.get(pk=section.pk).heading == "为职工撑腰"


def test_sections_that_change_places_keep_their_links_and_captions(article: Article) -> None:
    before = links(article)
    lines = lines_of(represent(article))
    one, two = lines.index(Line(H, "维权服务", 1)), lines.index(Line(H, "组织建设", 1))
    resectioned(article, [*lines[:one], *lines[two : two + 2], *lines[one:two], *lines[two + 2 :]])
    assert [part.heading for part in article.sections.all()] == [None, "组织建设", "维权服务"]
    assert links(article) == before
    assert article.captions.get(text="图为驿站。").section.heading == "维权服务"


def test_a_caption_in_a_new_section_stands_in_it(article: Article) -> None:
    lines = lines_of(represent(article))
    place = lines.index(Line(C, "图为驿站。"))
    resectioned(article, [*lines[:place], Line(H, "驿站", 2), *lines[place:]])
    assert article.captions.get(text="图为驿站。").section.heading == "驿站"


def test_numbers_that_others_have_by_now_are_not_taken_again(article: Article) -> None:
    resectioned(article, with_role(article, "追回欠薪百万。", C))
    lines = lines_of(represent(article))
    twice = [*lines, Line(P, "追回欠薪百万。"), Line(P, "追回欠薪百万。")]
    resectioned(article, twice)
    anchors = [number for part in article.sections.all() for number in part.anchors]
    assert len(anchors) == len(set(anchors))


# The title block


def taken(article: Article, lines: list[Line]) -> tuple[list[Line], State]:
    state = represent(article)
    return with_heads_taken(lines, {name: state[name] for name in ("kicker", "title", "subtitle")}, state)


def test_a_heading_made_the_title_changes_places_with_it(article: Article) -> None:
    lines, heads = taken(article, with_role(article, "维权服务", Role.TITLE))
    assert heads["title"] == "维权服务"
    assert lines[3] == Line(H, "暖心服务开新局", 1)


def test_rows_made_the_title_together_are_one_title(article: Article) -> None:
    lines = with_role(article, "维权服务", Role.TITLE)
    lines = [replace(line, role=Role.TITLE, level=0) if line.text == "组织建设" else line for line in lines]
    _, heads = taken(article, lines)
    assert heads["title"] == "维权服务 组织建设"


def test_where_there_was_no_title_the_line_only_goes() -> None:
    article = factories.article(title=None, sections=[("维权服务", "一段。")])
    lines, heads = taken(article, with_role(article, "维权服务", Role.TITLE))
    assert (lines, heads["title"]) == ([Line(P, "一段。")], "维权服务")


@pytest.mark.parametrize(
    ("chosen", "where"),
    [
        ("凝心聚力", Line(Role.KICKER, "暖心服务开新局")),
        ("云川市青禾区总工会年度综述", Line(Role.SUBTITLE, "暖心服务开新局")),
        ("——云川市青禾区总工会年度综述", Line(Role.SUBTITLE, "暖心服务开新局")),
        ("首页 > 要闻", Line(Role.FURNITURE, "暖心服务开新局")),
        ("开头一段。", Line(P, "暖心服务开新局")),
        ("页面上别处的一行", Line(Role.FURNITURE, "暖心服务开新局")),
    ],
)
def test_a_title_chosen_from_anywhere_on_the_page_loses_nothing(
    article: Article, chosen: str, where: Line
) -> None:
    lines, heads = retitled(represent(article), chosen)
    assert heads["title"] == chosen
    block = [Line(Role(name), words) for name, words in heads.items() if words]
    assert where in [*block, *lines]


def test_of_a_title_of_two_rows_one_is_chosen_and_the_other_stays_beside_it() -> None:
    article = factories.article(title="真抓实干开新局 工会综述", kicker=None)
    _, heads = retitled(represent(article), "真抓实干开新局")
    assert heads == {"kicker": None, "title": "真抓实干开新局", "subtitle": "工会综述"}


def test_who_changed_the_text_stands_in_the_history(article: Article) -> None:
    user = User.objects.create_user("editor")
    base = represent(article)
    wanted = state_of(with_role(article, "维权服务", P), base, next_anchor=article.next_anchor, gone=Gone())
    editing.correct(article.pk, wanted, by=user)
    event = last_event(article)
    assert (event.what, event.user, event.changed) == ("resectioned", user, ["sections", "captions"])
